//! Values as EndNote's records spell them: names, dates, numbers of journals and databases.
//!
//! It must not know XML.

use super::super::{dates, ids};
use crate::model::{Article, Author, DateKind, DatedEvent, Doi, Journal, PartialDate, Pmid, Section};

/// The person or group of a name: `Doe, Jane A., Jr`; a group is written without a comma, or with one behind it.
pub(super) fn person(name: &str) -> Author {
    let group = |name: &str| Author { collective: name.trim().to_owned(), ..Author::default() };
    let Some((family, rest)) = name.split_once(',') else { return without_comma(name) };
    let (given, suffix) = rest.split_once(',').unwrap_or((rest, ""));
    let (family, given) = (family.trim(), given.trim());
    if given.is_empty() || family.is_empty() {
        return group(name.trim_matches([',', ' ']));
    }
    let words = given.split([' ', '.', '-']).filter(|word| !word.is_empty());
    let initials = if words.clone().all(is_initials) { words.collect() } else { String::new() };
    Author {
        family: family.to_owned(),
        given: given.to_owned(),
        initials,
        suffix: suffix.trim().to_owned(),
        ..Author::default()
    }
}

/// `Doe JA` as PubMed writes names; anything else is taken as it is.
fn without_comma(name: &str) -> Author {
    let name = name.trim();
    match name.rsplit_once(' ').filter(|(_, last)| is_initials(last)) {
        Some((family, initials)) => {
            Author { family: family.to_owned(), initials: initials.to_owned(), ..Author::default() }
        }
        None => Author { collective: name.to_owned(), ..Author::default() },
    }
}

fn is_initials(word: &str) -> bool {
    word.chars().count() <= 3 && word.chars().all(char::is_uppercase)
}

/// The date of a year and a day such as `Jan 5` or `2016/01/05`, and whether all of the day could be read.
pub(super) fn published(year: &str, day: &str) -> (Option<DatedEvent>, bool) {
    let event = |date: PartialDate| DatedEvent { kind: DateKind::Published, date };
    let year_alone: Option<PartialDate> = year.parse().ok().or_else(|| dates::of_words(year).0);
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let whole = day.parse().ok().or_else(|| {
        let own_year = day.split([' ', '-', '/', ',']).find(is_year);
        let rest = own_year.map_or(day.to_owned(), |own| day.replacen(own, "", 1));
        let words = format!("{} {}", own_year.unwrap_or(year), month_first(rest.trim()));
        dates::of_words(&words).0.filter(|date| date.month().is_some())
    });
    match (whole, year_alone) {
        // What contradicts the year is no part of the date.
        (Some(whole), Some(alone)) if whole.year() == alone.year() => (Some(event(whole)), true),
        (Some(whole), None) => (Some(event(whole)), true),
        (_, alone) => (alone.map(event), false),
    }
}

/// `5 Jan` as `Jan 5`.
fn month_first(day: &str) -> String {
    match day.split_once(' ') {
        Some((number, month)) if number.parse::<u8>().is_ok() => format!("{month} {number}"),
        _ => day.to_owned(),
    }
}

/// Sorts ISSNs and ISBNs by their form; what is neither is a note.
pub(super) fn issns(text: &str, journal: &mut Journal, notes: &mut Vec<Section>) {
    let mut rest = Vec::new();
    for word in text.split([' ', ';', ',', '/']).filter(|word| !word.is_empty()) {
        let bare = word.trim_matches(['(', ')', '.', ':']);
        let digits = bare.bytes().filter(|b| b.is_ascii_digit() || matches!(b, b'X' | b'x')).count();
        let is_number =
            digits > 0 && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'X' | b'x' | b'-'));
        let into = match digits {
            8 if is_number => &mut journal.issns,
            10 | 13 if is_number => &mut journal.isbns,
            _ => &mut rest,
        };
        if into.len() < ISSNS_MAX && !into.iter().any(|known| known == bare) {
            into.push(bare.to_owned());
        }
    }
    // What PubMed writes behind a number is not about the article.
    rest.retain(|word| !["Electronic", "Print", "Linking", "ISSN", "ISBN"].contains(&word.as_str()));
    if !rest.is_empty() {
        notes.push(Section { label: "isbn".to_owned(), text: text.to_owned() });
    }
}

/// A journal has few numbers; the bound keeps a hostile list from being compared forever.
const ISSNS_MAX: usize = 32;

/// The first DOI among the words of a text.
pub(super) fn doi_of(text: &str) -> Option<Doi> {
    text.parse().ok().or_else(|| text.split_whitespace().find_map(|word| word.parse().ok()))
}

/// Adds the accession number: a PMID where the database is PubMed or the record links to that article there,
/// else an identifier of the database.
pub(super) fn accession(number: &str, database: &str, article: &mut Article) {
    let lower = database.to_lowercase();
    let is_pubmed = ["pubmed", "medline", "pmc"].iter().any(|name| lower.contains(name));
    let is_linked = |pmid: Pmid| {
        let end = format!("/pubmed/{pmid}");
        let ends = format!("pubmed.ncbi.nlm.nih.gov/{pmid}");
        article.links.iter().any(|link| {
            let link = link.trim_end_matches('/');
            link.ends_with(&end) || link.ends_with(&ends)
        })
    };
    let pmid = number.parse::<Pmid>().ok().filter(|pmid| is_pubmed || is_linked(*pmid));
    if pmid.is_some() {
        article.ids.pmid = pmid;
    } else if number.starts_with("WOS:") {
        ids::add_other(&mut article.ids, "wos", number.to_owned());
    } else if let Some((scheme, value)) = scheme_of(number) {
        ids::add(&mut article.ids, &scheme.to_lowercase(), value.trim().to_owned(), true);
    } else {
        let scheme = if database.is_empty() { "accession-num" } else { database };
        ids::add_other(&mut article.ids, scheme, number.to_owned());
    }
}

/// `WOS:000123` in its parts.
fn scheme_of(number: &str) -> Option<(&str, &str)> {
    let (scheme, value) = number.split_once(':')?;
    let is_name = scheme.len() < 10 && scheme.bytes().all(|b| b.is_ascii_alphabetic());
    (is_name && !value.starts_with("//")).then_some((scheme, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_every_form() {
        for (name, family, given, rest) in [
            ("Doe, Jane A.", "Doe", "Jane A.", ""),
            ("van der Test, AB, Jr.", "van der Test", "AB", "Jr."),
            ("Roe RX", "Roe", "", ""),
            ("World Kiwi Organization,", "", "", "World Kiwi Organization"),
            ("The Kiwi Group", "", "", "The Kiwi Group"),
            (", ", "", "", ""),
        ] {
            let author = person(name);
            assert_eq!((author.family.as_str(), author.given.as_str()), (family, given), "{name}");
            assert_eq!([author.suffix, author.collective].concat(), rest, "{name}");
        }
    }

    #[test]
    fn dates_are_put_together() {
        for (year, day, date, is_whole) in [
            ("2016", "Jan 5", Some("2016-01-05"), true),
            ("2016", "5 January", Some("2016-01-05"), true),
            ("2016", "2016/01/05", Some("2016-01-05"), true),
            ("2016", "Mar", Some("2016-03"), true),
            ("2016", "Spring", Some("2016"), false),
            ("2016", "Dec 2015", Some("2016"), false),
            ("2016 Jan 2", "", Some("2016-01-02"), true),
            ("in press", "", None, false),
            ("", "May 2010", Some("2010-05"), true),
        ] {
            let (event, whole) = published(year, day);
            let read = event.map(|event| event.date.to_string());
            assert_eq!((read.as_deref(), whole), (date, is_whole), "{year} {day}");
        }
    }
}
