//! The fields of a record of RIS, each from the tags that dialects have for it.
//!
//! It must not know identifiers or people.

use super::super::super::abstracts as abstract_text;
use super::super::super::ids::add_other;
use super::super::super::{language_names, mesh};
use super::super::frame::Record;
use super::super::names::list;
use super::super::record::{Report, note, plain};
use super::super::values::{Dated, date, pages};
use super::super::{cited, corrections};
use super::source::PMID;
use super::values::{is_article, type_name};
use crate::model::{Article, DateKind, DatedEvent, PartialDate, PublicationType, Reference, Section};

/// Takes the type of the work, and returns its code.
pub(super) fn types(record: &mut Record, article: &mut Article, report: &mut Report<'_, '_, '_>) -> String {
    let mut code = String::new();
    for field in record.take(&["TY"]) {
        let value = plain(&field.value);
        match type_name(&value) {
            Some("") => note(article, &field),
            Some(name) => push_type(article, name.to_owned()),
            None => {
                report.bad(&field, "no type of RIS", "it was kept as it is written");
                push_type(article, value.clone());
            }
        }
        code = value;
    }
    for field in record.take(&["M3"]) {
        push_type(article, plain(&field.value));
    }
    code
}

fn push_type(article: &mut Article, name: String) {
    let types = &mut article.publication_types;
    if types.iter().all(|known| !known.name.eq_ignore_ascii_case(&name)) {
        types.push(PublicationType { name, ui: String::new() });
    }
}

/// The first value of the tags, in their order; other values are notes, the same again is nothing.
fn first_of(record: &mut Record, article: &mut Article, tags: &[&str]) -> String {
    let mut first = String::new();
    for tag in tags {
        for field in record.take(&[tag]) {
            let value = plain(&field.value);
            if first.is_empty() {
                first = value;
            } else if !same(&first, &value) {
                note(article, &field);
            }
        }
    }
    first
}

fn same(one: &str, other: &str) -> bool {
    one.trim_end_matches('.').eq_ignore_ascii_case(other.trim_end_matches('.'))
}

/// Takes the title.
pub(super) fn titles(record: &mut Record, article: &mut Article) {
    article.title = first_of(record, article, &["TI", "T1", "CT"]);
    for field in record.take(&["ST", "TT"]) {
        let value = plain(&field.value);
        if article.title.is_empty() {
            article.title = value;
        } else if !same(&article.title, &value) {
            note(article, &field);
        }
    }
    if article.title.is_empty() {
        article.title = record.take_first("BT").map(|field| plain(&field.value)).unwrap_or_default();
    }
}

/// Takes the journal or book.
pub(super) fn container(record: &mut Record, article: &mut Article, code: &str) {
    // Of `JO` dialects disagree whether it is the full title or its abbreviation.
    let has_full = ["JF", "T2", "BT"].iter().any(|tag| !record.first(&[tag]).is_empty());
    let full: &[&str] = if has_full { &["JF", "T2", "BT"] } else { &["JO"] };
    article.journal.title = first_of(record, article, full);
    let abbreviation = first_of(record, article, &["JA", "J2", "J1", "JI", "JO", "NL"]);
    if !same(&abbreviation, &article.journal.title) {
        article.journal.abbreviation = abbreviation;
    }
    if article.journal.title.is_empty() && is_article(code) {
        // A source is more than the journal's name where it has volume and pages in it.
        let is_name = |text: &str| !text.contains(|c: char| c.is_ascii_digit());
        if let Some(field) = record.take_first("SO") {
            if is_name(&field.value) {
                article.journal.title = plain(&field.value);
            } else {
                note(article, &field);
            }
        }
    }
    article.journal.publisher = first_of(record, article, &["PB", "PU"]);
}

/// Takes volume, issue and pages.
pub(super) fn position(record: &mut Record, article: &mut Article, database: &str) {
    article.volume = first_of(record, article, &["VL", "VO"]);
    article.issue = first_of(record, article, &["IS"]);
    if database == PMID {
        part_journal_code(article);
    }
    let first = first_of(record, article, &["SP"]);
    let last = first_of(record, article, &["EP"]);
    // The ways of EBSCO and of Ovid to say that there are none.
    let is_none = |page: &str| page == "N.PAG" || (first == "No" && last == "Specified");
    let said = |page: &str| if is_none(page) { String::new() } else { page.to_owned() };
    article.pages = pages(&said(&first), &said(&last));
    if article.pages.is_empty() {
        article.pages = first_of(record, article, &["C7"]);
    }
}

/// Ovid has codes of the journal where others have the issue: `0401664, du5`, of which the number is NLM's.
fn part_journal_code(article: &mut Article) {
    let is_number =
        |part: &&str| (7..=9).contains(&part.len()) && part.starts_with(|c: char| c.is_ascii_digit());
    let is_id = |part: &&str| {
        is_number(part) && part.trim_end_matches(['r', 'R']).bytes().all(|b| b.is_ascii_digit())
    };
    let is_code =
        |part: &&str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let parts: Vec<&str> = article.issue.split(", ").collect();
    let id = parts.iter().find(|part| is_id(part)).map(|id| id.to_uppercase());
    if let Some(id) = id.filter(|_| parts.iter().all(|part| is_id(part) || is_code(part))) {
        article.journal.nlm_id = id;
        let text = std::mem::take(&mut article.issue);
        if text.contains(' ') {
            article.notes.push(Section { label: "IS".to_owned(), text });
        }
    }
}

/// Takes the dates.
pub(super) fn dates(
    record: &mut Record,
    article: &mut Article,
    database: &str,
    report: &mut Report<'_, '_, '_>,
) {
    let year = record.first(&["PY", "Y1", "YR"]).split('/').next().unwrap_or("").trim().to_owned();
    let mut published: Option<PartialDate> = None;
    for field in ["PY", "Y1", "YR", "DA"].into_iter().flat_map(|tag| record.take(&[tag])) {
        let Dated { date, says_more } = date(&plain(&field.value), &year);
        let is_finer = |date: PartialDate| match published {
            None => true,
            Some(known) => date.year() == known.year() && rank(date) > rank(known),
        };
        match date {
            None => report.bad(&field, "not a date", "it was kept as a note"),
            Some(date) if is_finer(date) => published = Some(date),
            // The year of `PY` counts; another one is another event, of which nothing is known.
            Some(date) if published.is_some_and(|known| known.year() != date.year()) => note(article, &field),
            Some(_) => {}
        }
        if date.is_none() || says_more {
            note(article, &field);
        }
    }
    let mut push = |kind, date| article.dates.push(DatedEvent { kind, date });
    if let Some(date) = published {
        push(DateKind::Published, date);
    }
    // Early access in Web of Science; the date of electronic publication in EndNote.
    let electronic = if database == "wos" { ["C6", "ET"] } else { ["ET", "ET"] };
    for field in record.take(&electronic) {
        let read = date(&plain(&field.value), "");
        match read.date.filter(|date| date.month().is_some()) {
            Some(date) => push(DateKind::Electronic, date),
            None => record.fields.push(field),
        }
    }
}

fn rank(date: PartialDate) -> u8 {
    u8::from(date.month().is_some()) + u8::from(date.day().is_some())
}

/// Takes the abstract.
pub(super) fn abstracts(record: &mut Record, article: &mut Article) {
    let mut fields = record.take(&["AB"]);
    fields.extend(record.take(&["N2"]));
    for field in fields {
        // EBSCO's own words behind the abstract.
        if field.value.starts_with("Copyright of ") && field.value.contains(" is the property of ") {
            article.copyright = plain(&field.value);
            continue;
        }
        let read = abstract_text::read(&field.value);
        let is_new = read.sections != article.abstract_sections;
        article.abstract_sections.extend(read.sections.into_iter().filter(|_| is_new));
        if article.copyright.is_empty() {
            article.copyright = read.copyright;
        }
    }
}

/// Takes the keywords; those that can only be MeSH headings are headings.
pub(super) fn keywords(record: &mut Record, article: &mut Article) {
    let fields = record.take(&["KW"]);
    // EndNote writes the tag once, and a keyword a line behind it.
    let lines: Vec<String> = fields.iter().flat_map(|field| field.value.lines()).map(plain).collect();
    // Where each keyword has a line, a semicolon is part of it.
    let parts = match &lines[..] {
        [only] => list(only, ';'),
        _ => lines.iter().map(String::as_str).collect(),
    };
    for keyword in parts.into_iter().filter(|keyword| !keyword.is_empty()) {
        match mesh::heading(keyword) {
            Some(heading) => article.headings.push(heading),
            None => article.keywords.push(keyword.to_owned()),
        }
    }
}

/// Takes languages, addresses, notices and references.
pub(super) fn others(record: &mut Record, article: &mut Article, database: &str) {
    for field in record.take(&["LA"]) {
        article.languages.extend(list(&plain(&field.value), ';').into_iter().map(language_names::code));
    }
    for field in record.take(&["UR", "L1", "L2", "L3", "L4", "LK"]) {
        // EndNote's address of a record of Web of Science.
        if let Some(number) = field.value.trim().strip_prefix("<Go to ISI>://") {
            add_other(&mut article.ids, "wos", number.to_owned());
            continue;
        }
        let links = field.value.split_whitespace().map(|link| link.trim_matches(';').replace("&amp;", "&"));
        article.links.extend(links.filter(|link| !link.is_empty()));
    }
    if database == "lens" {
        article.country = first_of(record, article, &["CY"]);
    }
    for mut field in record.take(&["N1", "T3"]) {
        let text = plain(&field.value);
        if let Some(references) = text.strip_prefix("References:") {
            // Scopus: the whole list in one note.
            list(references, ';').into_iter().for_each(|raw| push_reference(article, raw));
            continue;
        }
        // EndNote has a notice a line among other notes.
        let noticed = field.value.lines().map(plain).map(|line| corrections::worded(&line).ok_or(line));
        let (notices, others): (Vec<_>, Vec<_>) = noticed.partition(Result::is_ok);
        article.corrections.extend(notices.into_iter().flatten());
        let others: Vec<String> = others.into_iter().filter_map(Result::err).collect();
        if others.iter().any(|line| !line.is_empty()) {
            field.value = others.join("\n");
            record.fields.push(field);
        }
    }
    for field in record.take(&["CR"]) {
        field.value.lines().map(plain).for_each(|raw| push_reference(article, &raw));
    }
}

fn push_reference(article: &mut Article, raw: &str) {
    if raw.is_empty() {
        return;
    }
    let mut reference = if cited::is_cited(raw) {
        cited::read(raw).0
    } else {
        Reference { raw: raw.to_owned(), ..Reference::default() }
    };
    reference.label = (article.references.len() + 1).to_string();
    article.references.push(reference);
}
