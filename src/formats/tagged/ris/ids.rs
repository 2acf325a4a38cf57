//! The identifiers of a record of RIS, from wherever its database put them.
//!
//! It must not know the record's other fields.

use super::super::super::ids::{add, add_other};
use super::super::corrections::speaks_of_others;
use super::super::frame::{Field, Record};
use super::super::record::{Report, note, plain};
use super::source::{self, PMID};
use crate::model::{Article, Doi, Pmcid, Pmid};

const DOI: &str = "doi";
const PMCID: &str = "pmcid";

/// Tags of fields that anything may stand in; what no identifier was read from stays a note.
const CUSTOM: [&str; 16] =
    ["C1", "C2", "C3", "C4", "C5", "C6", "C8", "U1", "U2", "U3", "U4", "U5", "M1", "M2", "LB", "CN"];

/// Names of identifiers as they stand before or behind them in text, the longer first.
const LABELS: [(&str, &str); 7] = [
    ("pubmed central id", PMCID),
    ("pubmed id", PMID),
    ("pubmed pmid", PMID),
    ("pmcid", PMCID),
    ("pmid", PMID),
    ("pubmed", PMID),
    ("doi", DOI),
];

/// Takes every identifier out of the record.
pub(super) fn read(record: &mut Record, article: &mut Article, report: &mut Report<'_, '_, '_>) {
    accession(record, article, report);
    for field in record.take(&["DO", "DOI", "DI"]) {
        // Zotero and others put a resolver's address here, or several DOIs.
        let value = plain(&field.value);
        let dois = value.split_whitespace().find_map(|word| word.parse::<Doi>().ok());
        if let Some(doi) = dois.or_else(|| value.parse().ok()) {
            add(&mut article.ids, DOI, doi.as_str().to_owned(), true);
        } else {
            report.bad(&field, "not a DOI", "it was kept as another identifier");
            add_other(&mut article.ids, DOI, value);
        }
    }
    for field in record.take(&["PM", "PMID", "PMC"]) {
        let scheme = if field.tag == "PMC" { PMCID } else { PMID };
        let is_sound = field.value.parse::<Pmid>().is_ok() || field.value.parse::<Pmcid>().is_ok();
        if !is_sound {
            report.bad(&field, "not an identifier of PubMed", "it was kept as another identifier");
        }
        add(&mut article.ids, scheme, plain(&field.value), true);
    }
    custom(record, article);
    bare_dois(record, article);
    by_address(record, article);
}

/// The accession number, and the record's own id in its source.
fn accession(record: &mut Record, article: &mut Article, report: &mut Report<'_, '_, '_>) {
    let scheme = source::scheme(record);
    let or_unknown = |scheme: String| if scheme.is_empty() { "an".to_owned() } else { scheme };
    let elsewhere = source::number_elsewhere(record);
    let ids = record.take(&["ID"]);
    let fields = record.take(&["AN"]);
    for field in &fields {
        let number = plain(&field.value);
        let scheme = source::scheme_of_number(&number).unwrap_or_else(|| or_unknown(scheme.clone()));
        let is_pmid = scheme == PMID;
        let value = if is_pmid { number.trim_start_matches(|c: char| !c.is_ascii_digit()) } else { &number };
        if is_pmid && value.parse::<Pmid>().is_err() {
            report.bad(field, "not a PMID", "it was kept as another identifier");
        }
        add(&mut article.ids, &scheme, value.to_owned(), true);
        if article.origin.source_id.is_empty() {
            article.origin.source_id = number;
        }
    }
    if let Some((scheme, number)) =
        elsewhere.filter(|(_, number)| fields.iter().all(|f| f.value.trim() != number))
    {
        add(&mut article.ids, &or_unknown(scheme), number.clone(), true);
        if article.origin.source_id.is_empty() {
            article.origin.source_id = number;
        }
    }
    for field in ids {
        let value = plain(&field.value);
        if scheme == "lens" {
            add_other(&mut article.ids, &scheme, value.clone());
        }
        if let Some((PMID, pmid)) = labelled(&value) {
            add(&mut article.ids, PMID, pmid, true);
        }
        if article.origin.source_id.is_empty() {
            article.origin.source_id = value;
        } else if article.origin.source_id != value && scheme != "lens" {
            note(article, &field);
        }
    }
}

/// Fields that say which identifier they hold: `35957633 [PMID]`, `PMID: 12`, `PUBMED 12`, `PMC7`.
fn custom(record: &mut Record, article: &mut Article) {
    let scheme = source::scheme(record);
    let (is_scopus, is_embase) = (scheme == "scopus", scheme == "embase");
    for field in record.take(&CUSTOM) {
        let value = plain(&field.value);
        let is_number = value.bytes().all(|b| b.is_ascii_digit());
        let found = labelled(&value).or_else(|| match field.tag.as_str() {
            // Scopus has the PMID here, EndNote the PMCID.
            "C2" if is_scopus && is_number => Some((PMID, value.clone())),
            "C5" if is_embase && is_number => Some((PMID, value.clone())),
            _ if value.starts_with("PMC") => value.parse::<Pmcid>().ok().map(|id| (PMCID, id.to_string())),
            _ => None,
        });
        match &found {
            Some((scheme, id)) => {
                add(&mut article.ids, scheme, id.clone(), true);
                // What is said besides is kept.
                if value.len() > id.len() + 16 {
                    note(article, &field);
                }
            }
            None => record.fields.push(field),
        }
    }
    let notes: Vec<String> = record.all(&["N1"]).map(|field| plain(&field.value)).collect();
    // A note that mentions an identifier somewhere may speak of another work, or of a number of its database.
    let begins = |text: &&String| {
        let lower = text.trim_start().to_ascii_lowercase();
        !speaks_of_others(text) && LABELS.iter().any(|(label, _)| lower.starts_with(label))
    };
    for (scheme, id) in notes.iter().filter(begins).filter_map(|text| labelled(text)) {
        let is_unknown = match scheme {
            PMID => article.ids.pmid.is_none(),
            PMCID => article.ids.pmcid.is_none(),
            _ => article.ids.doi.is_none(),
        };
        if is_unknown {
            add(&mut article.ids, scheme, id, true);
        }
    }
}

/// DOIs in fields that hold other things, too.
fn bare_dois(record: &mut Record, article: &mut Article) {
    let is_bare = |text: &str| {
        text.starts_with("10.") || text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("doi"))
    };
    let is_doi = |field: &Field| is_bare(field.value.trim()) && field.value.parse::<Doi>().is_ok();
    for field in record.take(&["L3", "M3", "C7", "UR", "L1", "L2", "L4", "LK", "N1", "M1"]) {
        if is_doi(&field) {
            add(&mut article.ids, DOI, field.value.trim().to_owned(), true);
        } else {
            record.fields.push(field);
        }
    }
}

/// Identifiers within addresses, where all addresses that have one agree.
fn by_address(record: &Record, article: &mut Article) {
    const PATHS: [(&str, &str); 8] = [
        ("doi.org/", DOI),
        ("&doi=", DOI),
        ("pubmed.ncbi.nlm.nih.gov/", PMID),
        ("ncbi.nlm.nih.gov/pubmed/", PMID),
        ("europepmc.org/article/MED/", PMID),
        ("europepmc.org/abstract/MED/", PMID),
        ("ncbi.nlm.nih.gov/pmc/articles/", PMCID),
        ("pmc.ncbi.nlm.nih.gov/articles/", PMCID),
    ];
    for scheme in [DOI, PMID, PMCID] {
        let ids = record.all(&["UR", "L1", "L2", "L3", "L4", "LK"]).filter_map(|field| {
            let paths = PATHS.iter().filter(|(_, of)| *of == scheme);
            let id =
                paths.filter_map(|(path, _)| field.value.split_once(path)).map(|(_, id)| id.trim()).next()?;
            // Of the DOI all is taken, of the others the first part.
            let whole = || id.split(['?', '#', '&', ' ']).next().unwrap_or("");
            sound(scheme, if scheme == DOI { whole() } else { first_part(id) })
        });
        let is_unknown = match scheme {
            DOI => article.ids.doi.is_none(),
            PMID => article.ids.pmid.is_none(),
            _ => article.ids.pmcid.is_none(),
        };
        if let Some(id) = only(ids).filter(|_| is_unknown) {
            add(&mut article.ids, scheme, id, true);
        }
    }
}

/// The value that all are; `None` where they differ.
fn only(mut values: impl Iterator<Item = String>) -> Option<String> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn first_part(text: &str) -> &str {
    text.split(['/', '?', '#', ' ']).next().unwrap_or("")
}

/// The identifier a text names, and its scheme.
fn labelled(text: &str) -> Option<(&'static str, String)> {
    let lower = text.to_ascii_lowercase();
    LABELS.iter().find_map(|(label, scheme)| {
        lower.match_indices(label).take(4).find_map(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + label.len()..]);
            let is_word =
                !before.ends_with(|c: char| c.is_alphanumeric()) && !after.starts_with(char::is_alphanumeric);
            // Within a sentence `PubMed 2019` is none.
            if !is_word || (*label == "pubmed" && at > 0) {
                return None;
            }
            let after = after.trim_start_matches([':', ' ', '#', '=', '.', '-']);
            let behind = after.split([' ', ';', ',', '[', ']']).next().unwrap_or("");
            let before = before.trim_end_matches(['[', '(', ' ']);
            let before = before.rsplit([' ', ';', ',']).next().unwrap_or("");
            [behind, before].into_iter().find_map(|id| sound(scheme, id)).map(|id| (*scheme, id))
        })
    })
}

/// The text, where it is an identifier of the scheme. CINAHL writes `NLM` before a PMID.
fn sound(scheme: &str, text: &str) -> Option<String> {
    let text = text.trim_end_matches('.').trim_start_matches("NLM");
    let text = if text.contains('(') { text } else { text.trim_end_matches(')') };
    match scheme {
        DOI => text.parse::<Doi>().ok().map(|id| id.to_string()),
        PMID => text.parse::<Pmid>().ok().map(|id| id.to_string()),
        _ => text.parse::<Pmcid>().ok().map(|id| id.to_string()),
    }
}
