//! The fields of a record of Web of Science but those of people.
//!
//! It must not know names or addresses.

use super::super::super::ids::add;
use super::super::super::{abstracts, language_names};
use super::super::cited;
use super::super::frame::{Field, Record};
use super::super::names::list;
use super::super::record::{Report, note, plain};
use super::super::values::{Dated, date, pages};
use crate::model::{Article, DateKind, DatedEvent, Doi, Grant, PartialDate, Pmid, PublicationType};

/// A copyright statement behind an abstract is no longer.
const COPYRIGHT_MAX_BYTES: usize = 200;

/// Types whose names PubMed has others for.
const TYPES: [(&str, &str); 5] = [
    ("Correction", "Published Erratum"),
    ("Correction, Addition", "Published Erratum"),
    ("Retraction", "Retraction of Publication"),
    ("News Item", "News"),
    ("Biographical-Item", "Biography"),
];

/// What `PT` says of records without `DT`; nothing where it says no type.
const KINDS: [(&str, &str); 4] = [("J", "Journal Article"), ("B", "Book"), ("P", "Patent"), ("D", "Dataset")];

/// A field that is one text of an article.
type Text = (&'static str, fn(&mut Article) -> &mut String);

const TEXTS: [Text; 7] = [
    ("TI", |article| &mut article.title),
    ("FT", |article| &mut article.vernacular_title),
    ("SO", |article| &mut article.journal.title),
    ("JI", |article| &mut article.journal.abbreviation),
    ("PU", |article| &mut article.journal.publisher),
    ("VL", |article| &mut article.volume),
    ("IS", |article| &mut article.issue),
];

/// Takes the identifiers.
pub(super) fn identifiers(record: &mut Record, article: &mut Article, report: &mut Report<'_, '_, '_>) {
    for field in record.take(&["UT"]) {
        let number = plain(&field.value);
        let (database, rest) = number.split_once(':').unwrap_or(("wos", &number));
        match database {
            "MEDLINE" => add(&mut article.ids, "pmid", rest.to_owned(), true),
            _ => add(&mut article.ids, database, number.clone(), true),
        }
        if article.origin.source_id.is_empty() {
            article.origin.source_id = number;
        }
    }
    for field in record.take(&["AN"]) {
        // Of the databases beside the Core Collection, it is the end of the number in `UT`.
        let number = plain(&field.value);
        if !article.origin.source_id.ends_with(&number) {
            add(&mut article.ids, "an", number, true);
        }
    }
    // The DOI of a chapter's book, unless the record is of the book.
    let is_book = record.first(&["DT"]).trim() == "Book";
    let dois: &[&str] = if is_book { &["DI", "D2"] } else { &["DI"] };
    for field in record.take(dois) {
        sound::<Doi>(&field, "doi", "a DOI", article, report);
    }
    for field in record.take(&["PM"]) {
        sound::<Pmid>(&field, "pmid", "a PMID", article, report);
    }
}

fn sound<T: std::str::FromStr>(
    field: &Field,
    scheme: &str,
    what: &str,
    article: &mut Article,
    report: &mut Report<'_, '_, '_>,
) {
    let value = plain(&field.value);
    if value.parse::<T>().is_err() {
        report.bad(field, &format!("not {what}"), "it was kept as another identifier");
    }
    add(&mut article.ids, scheme, value, true);
}

/// Takes the types: `Article; Early Access`.
pub(super) fn types(record: &mut Record, article: &mut Article) {
    let kinds = record.take(&["PT"]);
    let kind = kinds.first().map_or(String::new(), |field| plain(&field.value));
    let text: Vec<String> = record.take(&["DT"]).iter().map(|field| plain(&field.value)).collect();
    let mut names: Vec<&str> = text.iter().flat_map(|text| list(text, ';')).collect();
    let of_kind = KINDS.iter().find(|(code, _)| *code == kind).map(|(_, name)| *name);
    for name in &mut names {
        let known = TYPES.iter().find(|(known, _)| known == name).map(|(_, known)| *known);
        let is_article = *name == "Article" && kind == "J";
        *name = if is_article { "Journal Article" } else { known.unwrap_or(name) };
    }
    names.extend(of_kind.filter(|_| text.is_empty()));
    let types = names.into_iter().map(|name| PublicationType { name: name.to_owned(), ui: String::new() });
    article.publication_types = types.collect();
    // That it is from a journal needs no saying.
    kinds.iter().filter(|field| plain(&field.value) != "J").for_each(|field| note(article, field));
}

/// Takes the texts.
pub(super) fn texts(record: &mut Record, article: &mut Article) {
    for (tag, of) in TEXTS {
        if let Some(field) = record.take_first(tag) {
            *of(article) = plain(&field.value);
        }
    }
    if article.journal.abbreviation.is_empty() {
        let short = record.take_first("J9");
        article.journal.abbreviation = short.map(|field| plain(&field.value)).unwrap_or_default();
    }
    for field in record.take(&["AB"]) {
        // Lines are broken where they are full: their ends are no ends of paragraphs.
        let text = field.value.replace('\n', " ");
        let (text, copyright) = parted(&text);
        let read = abstracts::read(text);
        article.abstract_sections.extend(read.sections);
        article.copyright = if copyright.is_empty() { read.copyright } else { plain(copyright) };
    }
}

/// An abstract, and the statement behind it: `(C) 2005 Someone. All rights reserved.`
fn parted(text: &str) -> (&str, &str) {
    let Some(at) = text.rfind("(C) ") else { return (text, "") };
    let year = text[at + 4..].bytes().take_while(u8::is_ascii_digit).count();
    let before = text[..at].trim_end();
    let before = ["Crown Copyright", "Crown copyright", "Copyright"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(before)
        .trim_end();
    let is_statement =
        year == 4 && text.len() - at <= COPYRIGHT_MAX_BYTES && before.ends_with(['.', '?', '!']);
    if is_statement { (before, text[before.len()..].trim()) } else { (text, "") }
}

/// Takes issue and pages.
pub(super) fn position(record: &mut Record, article: &mut Article) {
    if let Some(field) = record.take_first("SU") {
        match supplement(&plain(&field.value)) {
            Some(supplement) if article.issue.is_empty() => article.issue = supplement,
            Some(supplement) => article.issue = format!("{} {supplement}", article.issue),
            None => note(article, &field),
        }
    }
    let mut text = |tag| record.take_first(tag).map(|field| plain(&field.value)).unwrap_or_default();
    article.pages = pages(&text("BP"), &text("EP"));
    for tag in ["PS", "AR"] {
        if article.pages.is_empty() {
            article.pages = text(tag);
        }
    }
}

/// A supplement as it is printed: `1` and `S` are `Suppl 1` and `Suppl`; `None` where it is something else.
fn supplement(text: &str) -> Option<String> {
    let number = text.strip_prefix(['S', 's']).unwrap_or(text);
    let is_number = number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        return Some(format!("Suppl {number}").trim_end().to_owned());
    }
    text.to_lowercase().starts_with("suppl").then(|| text.to_owned())
}

/// Takes the dates.
pub(super) fn dates(record: &mut Record, article: &mut Article, report: &mut Report<'_, '_, '_>) {
    let year = plain(record.first(&["PY"]));
    let mut published: Option<PartialDate> = None;
    for field in ["PY", "PD"].into_iter().flat_map(|tag| record.take(&[tag])) {
        let Dated { date, says_more } = date(&plain(&field.value), &year);
        // The year of `PY` counts; another one is of another event, of which nothing is known.
        let is_other = |known: PartialDate| date.is_some_and(|date| date.year() != known.year());
        match published {
            Some(known) if is_other(known) => note(article, &field),
            _ if date.is_none() || says_more => note(article, &field),
            _ => {}
        }
        if date.is_none() && field.tag == "PY" {
            report.bad(&field, "not a year", "it was kept as a note");
        }
        let is_finer = |date: &PartialDate| {
            published.is_none_or(|known| known.year() == date.year() && known.month().is_none())
        };
        published = date.filter(is_finer).or(published);
    }
    let mut push = |kind, date| article.dates.push(DatedEvent { kind, date });
    if let Some(date) = published {
        push(DateKind::Published, date);
    }
    for field in record.take(&["EA"]) {
        if let Some(date) = date(&plain(&field.value), "").date {
            push(DateKind::Electronic, date);
        } else {
            report.bad(&field, "not a date", "it was kept as a note");
            record.fields.push(field);
        }
    }
}

/// Takes keywords, languages, grants and addresses on the web.
pub(super) fn lists(record: &mut Record, article: &mut Article) {
    for field in record.take(&["DE"]) {
        let text = plain(&field.value);
        if text.contains('[') && article.origin.source_id.starts_with("ZOOREC:") {
            descriptors(&text, article);
            note(article, &field);
        } else {
            article.keywords.extend(list(&text, ';').into_iter().map(str::to_owned));
        }
    }
    for field in record.take(&["LA"]) {
        article.languages.extend(list(&plain(&field.value), ';').into_iter().map(language_names::code));
    }
    for field in record.take(&["FU"]) {
        let text = plain(&field.value);
        unbracketed(&text, ';').into_iter().for_each(|grant| push_grants(article, grant));
    }
    for field in record.take(&["UR", "AW"]) {
        article.links.extend(field.value.split_whitespace().map(str::to_owned));
    }
}

/// Zoological Record says of what it names what the work is about: `Picoides arcticus [Habitat / Snags / ] [Fire /  / ].`
fn descriptors(text: &str, article: &mut Article) {
    let mut known = std::collections::HashSet::new();
    let words = text.split([';', '[', ']', '/']).map(|word| word.trim().trim_end_matches('.').trim_end());
    for word in words.filter(|word| !word.is_empty()) {
        if known.insert(word.to_owned()) {
            article.keywords.push(word.to_owned());
        }
    }
}

/// The parts between separators that are not within brackets.
fn unbracketed(text: &str, separator: char) -> Vec<&str> {
    let mut depth = 0_usize;
    let parts = text.split(|c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == separator && depth == 0
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The name of an agency is no longer; what is longer is not copied for each of its numbers.
const AGENCY_MAX_BYTES: usize = 1 << 10;

/// `National Naps Fund (NNF) [N-1, N-2]`.
fn push_grants(article: &mut Article, text: &str) {
    let (agency, numbers) = text.split_once('[').unwrap_or((text, ""));
    let numbers = numbers.strip_suffix(']').unwrap_or(numbers).trim();
    let ids = if agency.len() > AGENCY_MAX_BYTES { vec![numbers] } else { unbracketed(numbers, ',') };
    let grant = |id: &str| Grant { id: id.to_owned(), agency: agency.trim().to_owned(), ..Grant::default() };
    if ids.is_empty() {
        article.grants.push(grant(""));
    } else {
        article.grants.extend(ids.into_iter().map(grant));
    }
}

/// Takes the references, a line each.
pub(super) fn references(record: &mut Record, article: &mut Article, report: &mut Report<'_, '_, '_>) {
    for field in record.take(&["CR"]) {
        for (at, line) in field.value.lines().enumerate() {
            let raw = plain(line);
            if raw.is_empty() {
                continue;
            }
            let (reference, wrong) = cited::read(&raw);
            if !wrong.is_empty() {
                let field = Field { tag: field.tag.clone(), value: raw, line: field.line + at as u64 };
                report.bad(&field, "a reference whose DOI is none", "it was kept as another identifier");
            }
            article.references.push(reference);
        }
    }
}
