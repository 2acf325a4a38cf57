//! The MEDLINE format of PubMed, of files that end in `.nbib`: what NLM's description of the fields names, and
//! notes of all else.
//!
//! It must not know where a record starts or ends in a file.

mod lists;
mod people;

pub(crate) use lists::{DATES, HISTORY};

use std::io;

use super::super::abstracts;
use super::super::detect::Head;
use super::super::emit::Emitter;
use super::super::ids::add;
use super::super::stream::Window;
use super::corrections;
use super::frame::{Dialect, Record};
use super::lines::tag_line;
use super::record::{Report, plain, read_articles};
use crate::model::{Article, Pmcid, Pmid, PublicationType, TranslatedAbstract};

/// Lines of a file's start that are looked at for its first tag.
const HEAD_LINES: usize = 40;

/// What stands where PubMed has no title in English.
const NO_TITLE: &str = "[Not Available].";

const DIALECT: Dialect = Dialect {
    tag_line,
    start: "PMID",
    is_start: |value| !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()),
    end: None,
    once: &["OWN", "STAT", "TI", "DP", "TA", "JT", "SO"],
    loose: &[],
    outside: &[],
    behind: &[],
    passed_over: &["<pre", "</pre"],
};

/// Whether a text is in the MEDLINE format: its first tag is one of those that its records start with.
pub(in super::super) fn recognise(head: &Head<'_>) -> bool {
    if head.bytes.contains(&0) {
        return false;
    }
    let lines = head.text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(HEAD_LINES);
    let first = lines.filter_map(tag_line).find(|line| line.form.is_strict());
    let is_pmid = first.is_some_and(|line| line.tag == DIALECT.start && (DIALECT.is_start)(line.value));
    is_pmid || first.is_some_and(|line| matches!((line.tag, line.value), ("OWN", "NLM") | ("STAT", _)))
}

/// Reads the file, a record at a time.
pub(in super::super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    read_articles(window, &DIALECT, out, convert)
}

/// A field that is one text of an article.
type Text = (&'static str, fn(&mut Article) -> &mut String);

const TEXTS: [Text; 13] = [
    ("STAT", |article| &mut article.record_status),
    ("TI", |article| &mut article.title),
    ("TT", |article| &mut article.vernacular_title),
    ("JT", |article| &mut article.journal.title),
    ("TA", |article| &mut article.journal.abbreviation),
    ("JID", |article| &mut article.journal.nlm_id),
    ("PB", |article| &mut article.journal.publisher),
    ("VI", |article| &mut article.volume),
    ("IP", |article| &mut article.issue),
    ("PG", |article| &mut article.pages),
    ("PL", |article| &mut article.country),
    ("CI", |article| &mut article.copyright),
    ("COIS", |article| &mut article.conflict_of_interest),
];

fn convert(mut record: Record, report: &mut Report<'_, '_, '_>) -> Box<Article> {
    let mut article = Box::new(Article::default());
    identifiers(&mut record, &mut article, report);
    for (tag, of) in TEXTS {
        if let Some(field) = record.take_first(tag) {
            *of(&mut article) = plain(&field.value);
        }
    }
    titles(&mut record, &mut article);
    abstract_texts(&mut record, &mut article);
    people::read(&mut record, &mut article, report);
    lists::dates(&mut record, &mut article, report);
    lists::read(&mut record, &mut article);
    article.languages = texts(&mut record, "LA");
    let keywords = texts(&mut record, "OT").into_iter();
    article.keywords = keywords.map(|keyword| keyword.trim_start_matches('*').to_owned()).collect();
    let types = texts(&mut record, "PT").into_iter();
    article.publication_types = types.map(|name| PublicationType { name, ui: String::new() }).collect();
    let notices = record.take(&corrections::tags()).into_iter();
    article.corrections =
        notices.filter_map(|field| corrections::tagged(&field.tag, &plain(&field.value))).collect();
    record.into_notes(&mut article);
    article
}

fn texts(record: &mut Record, tag: &str) -> Vec<String> {
    record.take(&[tag]).iter().map(|field| plain(&field.value)).collect()
}

fn identifiers(record: &mut Record, article: &mut Article, report: &mut Report<'_, '_, '_>) {
    if let Some(field) = record.all(&["PMID"]).find(|field| field.value.is_empty()) {
        report.bad(field, "not a PMID", "the record's key is made of its content alone");
    }
    for field in record.take(&["PMID", "PMC"]) {
        let value = plain(&field.value);
        let (scheme, what, is_sound) = match field.tag.as_str() {
            "PMID" => ("pubmed", "not a PMID", value.parse::<Pmid>().is_ok()),
            _ => ("pmc", "not a PMCID", value.parse::<Pmcid>().is_ok()),
        };
        if !is_sound {
            report.bad(&field, what, "it was kept as another identifier");
        }
        if field.tag == "PMID" && article.origin.source_id.is_empty() {
            article.origin.source_id.clone_from(&value);
        }
        add(&mut article.ids, scheme, value, true);
    }
    // `10.1000/x [doi]`
    for field in record.take(&["LID", "AID"]) {
        let value = plain(&field.value);
        let (id, scheme) = value.rsplit_once(" [").map_or((value.as_str(), ""), |(id, scheme)| (id, scheme));
        let scheme = scheme.trim_end_matches(']');
        let scheme = if scheme.is_empty() { field.tag.as_str() } else { scheme };
        add(&mut article.ids, scheme, id.to_owned(), true);
    }
    for field in record.take(&["MID"]) {
        add(&mut article.ids, "mid", plain(&field.value), true);
    }
    // `NASA: 20000001`
    for field in record.take(&["OID"]) {
        let value = plain(&field.value);
        let (scheme, id) = value.split_once(": ").unwrap_or(("oid", &value));
        add(&mut article.ids, scheme, id.to_owned(), false);
    }
}

fn titles(record: &mut Record, article: &mut Article) {
    // The title of a book is that of the record, unless it is of a chapter.
    if let Some(field) = record.take_first("BTI") {
        let title = plain(&field.value);
        *(if article.title.is_empty() { &mut article.title } else { &mut article.journal.title }) = title;
    }
    // The only title there is, is the title.
    if (article.title.is_empty() || article.title == NO_TITLE) && !article.vernacular_title.is_empty() {
        article.title = std::mem::take(&mut article.vernacular_title);
    }
}

fn abstract_texts(record: &mut Record, article: &mut Article) {
    for field in record.take(&["AB"]) {
        article.abstract_sections.extend(abstracts::read(&unwrapped(&field.value)).sections);
    }
    // The language stands behind its abstract.
    for field in record.take(&["OAB", "OABL"]) {
        let value = unwrapped(&field.value);
        if field.tag == "OABL" {
            if let Some(other) = article.other_abstracts.last_mut() {
                other.language = plain(&value);
            }
            continue;
        }
        let is_kind = |kind: &str| kind.len() <= 40 && !kind.contains(' ');
        let (kind, text) = value.split_once(": ").filter(|(kind, _)| is_kind(kind)).unwrap_or(("", &value));
        let kind = kind.to_owned();
        let sections = abstracts::read(text).sections;
        article.other_abstracts.push(TranslatedAbstract { language: String::new(), kind, sections });
    }
}

/// Lines are broken where they are full: their ends are no ends of paragraphs.
fn unwrapped(value: &str) -> String {
    value.replace(['\n', '\r'], " ")
}
