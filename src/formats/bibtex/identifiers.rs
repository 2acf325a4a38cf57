//! Identifiers and addresses of an entry: DOI, PMID, PMCID, preprints, ISSN, ISBN, links.
//!
//! It must not know the rest of the entry.

use super::super::ids::{add, add_other, is_arxiv};
use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::entry::Field;
use super::source::Source;
use super::tex::{Mode, plain};
use crate::model::{Article, Doi, Pmcid, Pmid};

/// Fields that hold an identifier of a scheme of its own.
const OTHERS: [(&str, &str); 16] = [
    ("arxivid", "arxiv"),
    ("arxiv", "arxiv"),
    ("mrnumber", "mr"),
    ("zblnumber", "zbl"),
    ("zbl", "zbl"),
    ("ut", "wos"),
    ("unique-id", "wos"),
    ("lccn", "lccn"),
    ("bibcode", "bibcode"),
    ("pii", "pii"),
    ("hal_id", "hal"),
    ("hdl", "hdl"),
    ("isrn", "isrn"),
    ("urn", "urn"),
    ("s2id", "s2"),
    ("corpusid", "s2"),
];

/// ISSNs or ISBNs that are kept of one entry.
const SERIALS_MAX: usize = 1_000;

/// Fields that hold addresses; those of BibDesk are numbered.
const LINKS: [&str; 8] =
    ["url", "link", "adsurl", "ee", "bdsk-url-1", "bdsk-url-2", "bdsk-url-3", "howpublished"];

/// Takes the identifiers and addresses.
pub(super) fn read(source: &mut Source<'_, '_>, article: &mut Article) {
    for (names, scheme) in
        [(["doi", "di"], "doi"), (["pmid", "pubmedid"], "pmid"), (["pmcid", "pmc"], "pmcid")]
    {
        if let Some(field) = source.take(&names) {
            known(source, article, scheme, &field);
        }
    }
    eprint(source, article);
    for (name, scheme) in OTHERS {
        let value = source.verbatim(&[name]);
        add_other(&mut article.ids, scheme, value);
    }
    links(source, article);
    serials(source, article);
    // PubMed's own number often stands in a note only. Within a note another database may have such a number.
    for name in ["note", "annote", "annotation"] {
        let text = source.entry.value(name).unwrap_or("").trim_start_matches(['{', ' ', '\n']);
        let after = text.strip_prefix("PMID:").map(|after| after.trim_start_matches(['}', ' ']));
        let end = after.map(|digits| digits.bytes().take_while(u8::is_ascii_digit).count());
        let number = after.zip(end).and_then(|(digits, end)| digits[..end].parse::<Pmid>().ok());
        article.ids.pmid = article.ids.pmid.or(number);
    }
}

/// Puts an identifier in its place, or among the others where it is malformed.
fn known(source: &mut Source<'_, '_>, article: &mut Article, scheme: &str, field: &Field) {
    let mut value = plain(&field.value, Mode::Verbatim).0;
    // `http://doi.acm.org/10.1145/1`, `info:doi/10.1076/1`.
    if let Some((_, doi)) = value.split_once("/10.").filter(|_| scheme == "doi" && value.contains(':')) {
        value = format!("10.{doi}");
    }
    let wrong = match scheme {
        "doi" => value.parse::<Doi>().err(),
        "pmid" => value.parse::<Pmid>().err(),
        _ => value.parse::<Pmcid>().err(),
    };
    if let Some(wrong) = wrong {
        source.tell(
            ProblemKind::BadValue,
            field.line,
            wrong.to_string(),
            "it was kept among the other identifiers",
        );
    }
    add(&mut article.ids, scheme, value, true);
}

/// `eprint`, whose scheme stands in `eprinttype` or `archiveprefix`.
fn eprint(source: &mut Source<'_, '_>, article: &mut Article) {
    let Some(field) = source.take(&["eprint"]) else { return };
    let scheme = source.verbatim(&["eprinttype", "archiveprefix", "archive"]).to_lowercase();
    let value = plain(&field.value, Mode::Verbatim).0;
    if is_address(&value) {
        article.links.push(value);
        return;
    }
    let is_arxiv =
        value.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("arxiv:")) || is_arxiv(&value);
    match scheme.as_str() {
        "pubmed" | "pmid" | "medline" => known(source, article, "pmid", &field),
        "pmc" | "pmcid" | "pubmedcentral" => known(source, article, "pmcid", &field),
        "doi" => known(source, article, "doi", &field),
        "" if is_arxiv => add_other(&mut article.ids, "arxiv", value),
        "" => add_other(&mut article.ids, "eprint", value),
        scheme => add_other(&mut article.ids, scheme, value),
    }
}

fn is_address(text: &str) -> bool {
    ["http://", "https://", "ftp://"].iter().any(|scheme| text.starts_with(scheme)) && !text.contains(' ')
}

/// Addresses; what is none stays where it was. One of a resolver holds the DOI too.
fn links(source: &mut Source<'_, '_>, article: &mut Article) {
    for name in LINKS {
        let value =
            source.entry.value(name).map(|value| plain(value, Mode::Verbatim).0.replace("&amp;", "&"));
        let Some(value) = value.filter(|value| is_address(value)) else { continue };
        source.take(&[name]);
        if article.ids.doi.is_none() && value.contains("doi.org/10.") {
            article.ids.doi = value.parse().ok();
        }
        if !article.links.contains(&value) {
            article.links.push(value);
        }
    }
}

/// ISSNs and ISBNs, of which a field may hold several.
fn serials(source: &mut Source<'_, '_>, article: &mut Article) {
    for name in ["issn", "eissn", "isbn", "sn"] {
        let Some(field) = source.take(&[name]) else { continue };
        let value = plain(&field.value, Mode::Text).0.replace(['–', '‐', '‑'], "-");
        // Mendeley parts several by an escaped line end.
        let value = value.replace("\\r", " ").replace("\\n", " ");
        let (mut found, mut is_whole) = (false, true);
        for word in value.split([' ', ',', ';', '/', '(', ')', ':']).filter(|word| !word.is_empty()) {
            match serial(word) {
                Some(Serial::Issn(number)) => once(&mut article.journal.issns, number),
                Some(Serial::Isbn(number)) => once(&mut article.journal.isbns, number),
                None => {
                    is_whole &= ["ISSN", "ISBN"].contains(&word);
                    continue;
                }
            }
            found = true;
        }
        if !found {
            let what = if name == "isbn" { "an ISBN" } else { "an ISSN" };
            let is_doi = value.parse::<Doi>().is_ok();
            let (scheme, done) = if is_doi {
                ("doi", "it was taken for a DOI")
            } else {
                (name, "it was kept among the other identifiers")
            };
            let found = format!("{:?} is not {what}", shown(&value));
            source.tell(ProblemKind::BadValue, field.line, found, done);
            add(&mut article.ids, scheme, value, true);
        } else if !is_whole {
            // Which edition a number is of.
            source.entry.fields.push(field);
        }
    }
}

enum Serial {
    Issn(String),
    Isbn(String),
}

/// The ISSN or ISBN a word is: 8, 10 or 13 digits, the last of which may be an X.
fn serial(word: &str) -> Option<Serial> {
    let digits: String = word.chars().filter(|c| *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let body = digits.strip_suffix('X').unwrap_or(&digits);
    if !body.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        8 => Some(Serial::Issn(format!("{}-{}", &digits[..4], &digits[4..]))),
        10 | 13 => Some(Serial::Isbn(word.to_owned())),
        _ => None,
    }
}

fn once(list: &mut Vec<String>, value: String) {
    if list.len() < SERIALS_MAX && !list.contains(&value) {
        list.push(value);
    }
}
