//! References as Web of Science prints them: `Doe J, 2010, J THINGS, V12, P3, DOI 10.1000/x`.
//!
//! What stands behind the year is the journal, or the title of a book, both cut short: they cannot be told
//! apart, and no title is made of them.
//!
//! It must not know which field a reference stands in.

use super::super::ids::{add, add_other, arxiv_in};
use crate::model::{Doi, Identifiers, Reference};

/// What stands before the identifiers, which are the last part.
const DOI_MARK: &str = ", DOI ";

/// Whether the text has the form: its second part is a year.
pub(super) fn is_cited(raw: &str) -> bool {
    raw.split(", ").nth(1).is_some_and(|part| year(part).is_some())
}

/// The parts of a reference; also the identifiers in it that are none.
pub(super) fn read(raw: &str) -> (Reference, Vec<String>) {
    let mut reference = Reference { raw: raw.to_owned(), ..Reference::default() };
    let (cited, dois) = raw.split_once(DOI_MARK).unwrap_or((raw, ""));
    let wrong = identifiers(dois, &mut reference.ids);
    let parts: Vec<&str> = cited.split(", ").map(str::trim).filter(|part| !part.is_empty()).collect();
    let dated = parts.iter().position(|part| year(part).is_some());
    reference.year = dated.and_then(|at| year(parts[at]));
    // Without a year the first part is the author, unless there is no other.
    let (authors, rest) = match dated {
        Some(at) => (&parts[..at], &parts[at + 1..]),
        None => parts.split_at(usize::from(parts.len() > 1)),
    };
    let author = authors.join(", ");
    // Groups have a star.
    let author = author.trim_start_matches('*').trim_start();
    if !author.is_empty() && !author.eq_ignore_ascii_case("[anonymous]") {
        reference.authors.push(author.to_owned());
    }
    position(rest, &mut reference);
    if let Some((arxiv, _)) = arxiv_in(cited) {
        add_other(&mut reference.ids, "arxiv", arxiv.to_owned());
    }
    (reference, wrong)
}

/// Journal, volume and pages, of which each may be absent.
fn position(parts: &[&str], reference: &mut Reference) {
    let mut rest = parts;
    if let Some((last, before)) = rest.split_last()
        && let Some(pages) = pages(last).filter(|_| !before.is_empty() || is_counted(last))
    {
        pages.clone_into(&mut reference.pages);
        rest = before;
    }
    if let Some((last, before)) = rest.split_last()
        && let Some(volume) = volume(last).filter(|_| !before.is_empty() || is_counted(last))
    {
        volume.clone_into(&mut reference.volume);
        rest = before;
    }
    reference.journal = rest.join(", ");
}

/// Whether a letter is followed by nothing but digits: the only part may be a title such as `VCIP98`.
fn is_counted(part: &str) -> bool {
    part.len() > 1 && part.bytes().skip(1).all(|b| b.is_ascii_digit())
}

/// `P123`, `pe0123`, `PR724`, `ARTN 106558`.
fn pages(part: &str) -> Option<&str> {
    if let Some(number) = part.strip_prefix("ARTN ").or_else(|| part.strip_prefix("UNSP ")) {
        return Some(number);
    }
    let pages = part.strip_prefix(['P', 'p'])?;
    let letters = pages.bytes().take_while(u8::is_ascii_alphabetic).count();
    (letters <= 4 && has_digit(pages) && !pages.contains(' ')).then_some(pages)
}

/// `V12`, `VXIII`, `V35A`.
fn volume(part: &str) -> Option<&str> {
    let volume = part.strip_prefix('V').filter(|volume| !volume.is_empty() && !volume.contains(' '))?;
    let is_roman = volume.bytes().all(|b| b"IVXLCDM".contains(&b));
    (has_digit(volume) || is_roman).then_some(volume)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

fn year(part: &str) -> Option<u16> {
    let is_number = part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    part.parse().ok().filter(|year| is_number && (1000..=2999).contains(year))
}

/// `10.1000/x`, `[10.1000/x, DOI 10.1000/X, arXiv:1234.5678]`; the mark may be there twice.
fn identifiers(text: &str, ids: &mut Identifiers) -> Vec<String> {
    let text = text.trim();
    let listed = text.strip_prefix('[').map(|list| list.strip_suffix(']').unwrap_or(list));
    let mut wrong = Vec::new();
    for id in listed.unwrap_or(text).split(", ") {
        let id = id.trim_start_matches("DOI ").trim();
        if id.is_empty() {
            continue;
        }
        let is_arxiv = id.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("arxiv:"));
        if is_arxiv {
            add_other(ids, "arxiv", id[6..].to_owned());
            continue;
        }
        let doi = id.parse::<Doi>();
        if doi.is_err() {
            wrong.push(id.to_owned());
        }
        add(ids, "doi", doi.map_or_else(|_| id.to_owned(), |doi| doi.to_string()), true);
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_in_every_form() {
        for (raw, read_as) in [
            ("Doe J, 2010, J THINGS, V12, P3, DOI 10.1000/X", "Doe J|2010|J THINGS|12|3|10.1000/x|"),
            ("Doe J, 2010, J THINGS, V12, DOI 10.1000/x", "Doe J|2010|J THINGS|12||10.1000/x|"),
            ("Doe J, 2010, J THINGS, DOI DOI 10.1000/x", "Doe J|2010|J THINGS|||10.1000/x|"),
            ("Doe J, 2010, J THINGS, DOI [DOI 10.1000/X, 10.1000/x]", "Doe J|2010|J THINGS|||10.1000/x|"),
            ("Doe J, 2010, J, DOI [10.1000/x, 10.1000/y]", "Doe J|2010|J|||10.1000/x|doi=10.1000/y"),
            (
                "Roe R, 2017, Arxiv, DOI [arXiv:1705.1, 10.48550/x]",
                "Roe R|2017|Arxiv|||10.48550/x|arxiv=1705.1",
            ),
            ("Doe J, 2010, J, DOI [10.1000/x", "Doe J|2010|J|||10.1000/x|"),
            ("Doe J, 2010, J, DOI 10.1000", "Doe J|2010|J||||doi=10.1000"),
            ("[Anonymous], 2010, GUIDE THINGS", "|2010|GUIDE THINGS||||"),
            ("[Anonymous], P INT C THINGS", "||P INT C THINGS||||"),
            ("*WHO, 1999, TECHN REP", "WHO|1999|TECHN REP||||"),
            ("1997, UDANA", "|1997|UDANA||||"),
            ("Doe J, 1998, VCIP98, P576", "Doe J|1998|VCIP98||576||"),
            ("Doe J, 1998, PCS97", "Doe J|1998|PCS97||||"),
            ("Doe J, 1998, V7, P5", "Doe J|1998||7|5||"),
            ("Doe J, 1973, HUSSERLIANA, VXIII", "Doe J|1973|HUSSERLIANA|XIII|||"),
            ("Doe J, 2020, Ambient. soc., V23, pe01231", "Doe J|2020|Ambient. soc.|23|e01231||"),
            ("Doe J, 2007, CURR BIOL, V17, pR724", "Doe J|2007|CURR BIOL|17|R724||"),
            ("Doe J, 2019, SLEEP, V191, ARTN 106558", "Doe J|2019|SLEEP|191|106558||"),
            (
                "Doe J, 2015, C ON ELECTRICAL, ELECTRONICS, P207",
                "Doe J|2015|C ON ELECTRICAL, ELECTRONICS||207||",
            ),
            ("Doe J, 2015, FAIR PLAY, PLEASE", "Doe J|2015|FAIR PLAY, PLEASE||||"),
            (
                "San Francisco Assoc (SPUR), Dept X, 2009, PLAN",
                "San Francisco Assoc (SPUR), Dept X|2009|PLAN||||",
            ),
            ("DOE J, IN PRESS THINGS", "DOE J||IN PRESS THINGS||||"),
            ("UDANA", "||UDANA||||"),
            (
                "Chen M, 2021, arXiv preprint arXiv:2107.03374",
                "Chen M|2021|arXiv preprint arXiv:2107.03374||||arxiv=2107.03374",
            ),
            ("", "||||||"),
        ] {
            let (reference, _) = read(raw);
            let year = reference.year.map(|year| year.to_string()).unwrap_or_default();
            let doi = reference.ids.doi.map(|doi| doi.to_string()).unwrap_or_default();
            let others: Vec<String> =
                reference.ids.other.iter().map(|id| format!("{}={}", id.scheme, id.value)).collect();
            let Reference { authors, journal, volume, pages, .. } = reference;
            let parts = [authors.join(";"), year, journal, volume, pages, doi, others.join(";")];
            assert_eq!(parts.join("|"), read_as, "{raw}");
        }
        assert_eq!(read("Doe J, 2010, J, DOI [10.1000/x, none]").1, ["none"]);
    }
}
