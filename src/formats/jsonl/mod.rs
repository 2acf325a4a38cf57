//! JSON, one article a line: the project's own form for exchange, and the BEIR form of test collections.
//!
//! # The form
//!
//! A line is one JSON object in UTF-8; its keys are the fields of [`Article`].
//! Everything an article holds is in it, so reading what was written gives the same article. On writing,
//! what is empty is left out: nulls, empty strings, lists and objects, `false`, and a zero where it means
//! that there is no number (`version`, `record`, `depth`). On reading, what is absent is empty, and a reference
//! of which only `raw` is given is parsed. A key that is not listed here is named in a problem and passed over.
//!
//! | key | value |
//! |---|---|
//! | `id` | text `pmid:…`, `doi:…` or `key:…`; may be absent, and is made anew where it does not fit the record |
//! | `ids` | object: `pmid` number, `pmcid` number without `PMC`, `doi` text, `other` list of `{scheme, value}` |
//! | `version` | number: PubMed's version of the record |
//! | `title`, `vernacular_title` | text |
//! | `abstract_sections` | list of `{label, text}`; one without label where it is not structured |
//! | `other_abstracts` | list of `{language, kind, sections}`, sections as above |
//! | `keywords` | list of texts |
//! | `headings` | list of `{name, ui, major, qualifiers}`, qualifiers `{name, ui, major}` |
//! | `substances` | list of `{name, ui, registry_number}` |
//! | `publication_types` | list of `{name, ui}` |
//! | `authors`, `editors`, `investigators` | list of `{family, given, initials, suffix, collective, orcid, affiliations}` |
//! | `authors_incomplete` | `true` where the list of authors was cut |
//! | `journal` | object: `title`, `abbreviation`, `issns` (list), `nlm_id`, `publisher`, `isbns` (list) |
//! | `volume`, `issue`, `pages` | text |
//! | `dates` | list of `{kind, date}`; `kind` as [`DateKind`](crate::model::DateKind) in kebab-case, such as `published`; `date` as `yyyy`, `yyyy-mm` or `yyyy-mm-dd` |
//! | `languages` | list of codes |
//! | `country`, `record_status` | text |
//! | `grants` | list of `{id, acronym, agency, country}` |
//! | `databanks` | list of `{name, accessions}` |
//! | `corrections` | list of `{kind, citation, pmid, doi, note}`; `kind` as [`CorrectionKind`](crate::model::CorrectionKind) in kebab-case, such as `retraction-in` |
//! | `references` | list of `{label, raw, authors, title, journal, year, volume, issue, pages, ids}`, authors a list of texts, ids as above |
//! | `body` | list of `{title, depth, paragraphs}` |
//! | `conflict_of_interest`, `copyright`, `licence`, `how_to_cite` | text |
//! | `links` | list of addresses |
//! | `notes` | list of `{label, text}`: what a source says besides |
//! | `fields` | object: fields of one's own, each a text, a list of texts or a number |
//! | `searched_fields` | list of the names of those whose text is searched with everything else |
//! | `origin` | object: `file`, `format`, `record` (number), `source_id`; kept as it is, and what is absent is filled in by the reader |
//! | `status` | where the command line prints it: what the notices, types and title come to; it is told anew and not read |
//! | `merged` | list of objects as `origin`: the other records of the same work merged into it |
//!
//! In BEIR form a line has `_id`, `title`, `text` and perhaps `metadata`. The `_id` becomes the origin's
//! `source_id` and is never taken for a PMID, not even where it is a number; it is part of the article's
//! key, so that two records never become one. `metadata` is not read.
//!
//! It must not know any other format.

mod beir;
mod lines;
mod shape;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::detect::Head;
use super::emit::Emitter;
use super::problem::{Place, ProblemKind};
use super::stream::Window;
use super::summary::Format;
use crate::model::Article;
use lines::for_each_line;

pub(super) use beir::read as read_beir;

/// Most keys that are not known a problem names.
const UNKNOWN_KEYS_TOLD: usize = 8;

/// The article in the form described above.
///
/// ```
/// use litdex::model::Article;
/// let article = Article { title: "A case".into(), ..Article::default() };
/// assert_eq!(litdex::formats::jsonl::to_json(&article).to_string(), r#"{"title":"A case"}"#);
/// ```
pub fn to_json(article: &Article) -> Value {
    // An article is texts, numbers and lists of them: there is nothing in it JSON has no form for.
    let mut value = serde_json::to_value(article).unwrap_or_default();
    prune(&mut value);
    value
}

/// Writes the article as one line.
///
/// # Errors
/// The writer's own.
pub fn write_line(article: &Article, into: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *into, &to_json(article))?;
    into.write_all(b"\n")
}

/// Takes empty members out of objects. Members of lists stay: a list is as long as it was.
fn prune(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(prune);
            let is_unnumbered = |key: &str| matches!(key, "version" | "record" | "depth");
            members.retain(|key, member| !(is_empty(member) || is_unnumbered(key) && *member == 0));
        }
        Value::Array(elements) => elements.iter_mut().for_each(prune),
        _ => {}
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

/// Whether the first line with keys that are known has those of a BEIR corpus.
pub(super) fn recognise_beir(head: &Head<'_>) -> bool {
    shape::recognise(head.bytes) == Some(Format::Beir)
}

/// Whether the first line with keys that are known has those of an article.
pub(super) fn recognise_articles(head: &Head<'_>) -> bool {
    shape::recognise(head.bytes) == Some(Format::Jsonl)
}

/// Reads a file in the project's own form.
pub(super) fn read_articles(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    for_each_line(window, out, |text, place, out| {
        let mut article = match serde_json::from_str::<Article>(text) {
            Ok(article) if text.starts_with('{') => Box::new(article),
            // serde would take a list for the fields in their order; that is not the form.
            Ok(_) => {
                out.problem(ProblemKind::Malformed, place, "no JSON object", "the line was left out");
                return;
            }
            Err(error) => return bad_line(&error, place, out),
        };
        tell_unknown_keys(text, place, out);
        if *article == Article::default() {
            out.problem(ProblemKind::Incomplete, place, "a record without content", "it was left out");
            return;
        }
        let is_textless = article.title.is_empty()
            && article.abstract_sections.is_empty()
            && article.other_abstracts.is_empty()
            && article.body.is_empty();
        if is_textless {
            let found = "an article with neither title nor text";
            out.problem(ProblemKind::Incomplete, place, found, "it was kept");
        }
        check_id(&mut article, place, out);
        out.article(article);
    })
}

fn check_id(article: &mut Article, place: Place, out: &mut Emitter<'_, '_>) {
    let given = std::mem::take(&mut article.id);
    article.assign_id();
    if !given.is_empty() && given != article.id {
        let found = format!("the id {:?} does not fit the record", given.as_str());
        let done = format!("it was replaced by {}", article.id);
        out.problem(ProblemKind::BadValue, place, &found, &done);
    }
}

fn bad_line(error: &serde_json::Error, place: Place, out: &mut Emitter<'_, '_>) {
    let column = error.column() as u64;
    let byte = place.byte.map(|start| start + column.saturating_sub(1));
    let kind = if error.is_data() { ProblemKind::BadValue } else { ProblemKind::Malformed };
    let message = error.to_string();
    // The error counts lines within the line it was given.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let found = format!("column {column}: {}", in_terms_of_json(message));
    out.problem(kind, Place { byte, ..place }, &found, "the line was left out");
}

/// The message with the names that JSON has for things, not those of this program.
fn in_terms_of_json(message: &str) -> String {
    let Some((found, expected)) = message.split_once(", expected ") else { return message.to_owned() };
    let found = match found {
        "invalid type: map" => "an object",
        "invalid type: sequence" => "a list",
        other => other,
    };
    let expected = match expected {
        "a sequence" => "a list",
        "u8" | "u16" | "u32" | "u64" => "a whole number",
        other if other.starts_with("struct ") => "an object",
        other => other,
    };
    format!("{found}, expected {expected}")
}

fn tell_unknown_keys(text: &str, place: Place, out: &mut Emitter<'_, '_>) {
    let Ok(mut members) = serde_json::from_str::<Map<String, Value>>(text) else { return };
    members.remove("status");
    let unknown = shape::unknown_keys(&members, UNKNOWN_KEYS_TOLD);
    if !unknown.is_empty() {
        let found = format!("keys that are not known: {}", unknown.join(", "));
        out.problem(ProblemKind::BadValue, place, &found, "they were passed over");
    }
}
