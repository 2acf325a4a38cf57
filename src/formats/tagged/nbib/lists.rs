//! Dates and lists of a record in the MEDLINE format: headings, substances, grants, data, serial numbers.
//!
//! It must not know people.

use super::super::super::dates::of_words;
use super::super::frame::Record;
use super::super::record::{Report, note, plain};
use crate::model::{
    Article, Databank, DateKind, DatedEvent, Grant, Heading, PartialDate, Qualifier, Substance,
};

/// Only so many events are compared to leave out what is given twice; a hostile list is just kept.
const COMPARED_MAX: usize = 64;

/// Tags of dates, what happened then.
pub(crate) const DATES: [(&str, DateKind); 10] = [
    ("DP", DateKind::Published),
    ("DEP", DateKind::Electronic),
    ("DA", DateKind::RecordCreated),
    ("DCOM", DateKind::RecordCompleted),
    ("LR", DateKind::RecordRevised),
    ("EDAT", DateKind::Pubmed),
    ("MHDA", DateKind::Medline),
    ("CRDT", DateKind::Entrez),
    ("PMCR", DateKind::Pmc),
    ("PHST", DateKind::Other),
];

/// What happened, by the words of `PHST`.
pub(crate) const HISTORY: [(&str, DateKind); 12] = [
    ("received", DateKind::Received),
    ("revised", DateKind::Revised),
    ("accepted", DateKind::Accepted),
    ("retracted", DateKind::Retracted),
    ("epublish", DateKind::Electronic),
    ("aheadofprint", DateKind::Electronic),
    ("ppublish", DateKind::Print),
    ("pubmed", DateKind::Pubmed),
    ("entrez", DateKind::Entrez),
    ("medline", DateKind::Medline),
    ("pmc", DateKind::Pmc),
    ("pmc-release", DateKind::Pmc),
];

/// Takes the dates.
pub(super) fn dates(record: &mut Record, article: &mut Article, report: &mut Report<'_, '_, '_>) {
    for (tag, kind) in DATES {
        for field in record.take(&[tag]) {
            let value = plain(&field.value);
            let (text, word) = value.split_once('[').unwrap_or((&value, ""));
            let word = word.trim_end_matches(']');
            let kind = HISTORY.iter().find(|(known, _)| *known == word).map_or(kind, |(_, kind)| *kind);
            let Some(date) = date(text.trim(), tag == "DP") else {
                report.bad(&field, "not a date", "it was kept as a note");
                note(article, &field);
                continue;
            };
            let event = DatedEvent { kind, date };
            if article.dates.len() > COMPARED_MAX || !article.dates.contains(&event) {
                article.dates.push(event);
            }
        }
    }
}

/// `20190923`, `2012/10/09 06:00`, and of publication `2000 Spring`.
fn date(text: &str, is_in_words: bool) -> Option<PartialDate> {
    if is_in_words {
        return of_words(text).0;
    }
    let digits = text.split(' ').next().unwrap_or("");
    if digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()) {
        let part = |from: usize, to: usize| digits[from..to].parse().unwrap_or(0);
        return PartialDate::new(digits[..4].parse().ok()?, Some(part(4, 6)), Some(part(6, 8))).ok();
    }
    digits.parse().ok()
}

/// Takes the lists.
pub(super) fn read(record: &mut Record, article: &mut Article) {
    // `1467-5463 (Print)`
    let number = |value: &str| plain(value).split(' ').next().unwrap_or("").to_owned();
    for (tag, list) in [("IS", &mut article.journal.issns), ("ISBN", &mut article.journal.isbns)] {
        for number in record.take(&[tag]).iter().map(|field| number(&field.value)) {
            if list.len() < COMPARED_MAX && !list.contains(&number) {
                list.push(number);
            }
        }
    }
    article.headings = record.take(&["MH"]).iter().map(|field| heading(&plain(&field.value))).collect();
    article.substances =
        record.take(&["RN", "NM"]).iter().map(|field| substance(&plain(&field.value))).collect();
    article.grants = record.take(&["GR"]).iter().map(|field| grant(&plain(&field.value))).collect();
    for field in record.take(&["SI"]) {
        let value = plain(&field.value);
        let (name, accession) = value.split_once('/').unwrap_or((&value, ""));
        let accession = Some(accession.to_owned()).filter(|accession| !accession.is_empty());
        match article.databanks.last_mut().filter(|databank| databank.name == name) {
            Some(databank) => databank.accessions.extend(accession),
            None => article
                .databanks
                .push(Databank { name: name.to_owned(), accessions: accession.into_iter().collect() }),
        }
    }
}

/// `*Heading/qualifier/*qualifier`.
fn heading(text: &str) -> Heading {
    let mut parts =
        text.split('/').map(|part| (part.trim_start_matches('*').to_owned(), part.starts_with('*')));
    let (name, major) = parts.next().unwrap_or_default();
    let qualifiers = parts.map(|(name, major)| Qualifier { name, ui: String::new(), major });
    Heading { name, ui: String::new(), major, qualifiers: qualifiers.collect() }
}

/// `0 (Macromolecular Substances)`, or the name alone.
fn substance(text: &str) -> Substance {
    let numbered = text.split_once(" (").and_then(|(number, name)| Some((number, name.strip_suffix(')')?)));
    let (number, name) = numbered
        .filter(|(number, _)| !number.contains(' ') || number.starts_with("EC "))
        .unwrap_or(("", text));
    Substance { name: name.to_owned(), ui: String::new(), registry_number: number.to_owned() }
}

/// `R01 GM123/GM/NIGMS NIH HHS/United States`: the number may have slashes, and may be absent as may all but
/// the agency.
fn grant(text: &str) -> Grant {
    let mut parts: Vec<&str> = text.split('/').collect();
    let country = if parts.len() > 1 { parts.pop().unwrap_or("") } else { "" };
    let agency = parts.pop().unwrap_or("");
    let acronym = if country.is_empty() { "" } else { parts.pop_if(|part| is_acronym(part)).unwrap_or("") };
    Grant {
        id: parts.join("/"),
        acronym: acronym.to_owned(),
        agency: agency.to_owned(),
        country: country.to_owned(),
    }
}

/// Whether it is the acronym of an agency: institutes of the NIH have two letters, most others end by a line.
fn is_acronym(part: &str) -> bool {
    let is_capitals = part.bytes().all(|b| b.is_ascii_uppercase());
    (part.len() == 2 && is_capitals)
        || part.ends_with('_')
        || ["ImNIH", "ImVA", "CAPMC", "PCORI", "ACL"].contains(&part)
}
