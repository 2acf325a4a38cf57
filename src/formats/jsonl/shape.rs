//! Which keys the form has: to recognise a file by them, and to name those that are not known.
//!
//! It must not know what the values mean.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::super::summary::Format;
use crate::model::{
    Article, Author, BodySection, Correction, CorrectionKind, Databank, DateKind, DatedEvent, Grant, Heading,
    Identifiers, Origin, OtherId, PartialDate, PublicationType, Qualifier, Reference, Section, Substance,
    TranslatedAbstract,
};

/// Tells the form by the keys of the first line that has any it knows; the last line may be cut.
pub(super) fn recognise(head: &[u8]) -> Option<Format> {
    if !head.starts_with(b"{") {
        return None;
    }
    head.split(|&b| b == b'\n').find_map(|line| {
        let keys = top_keys(line);
        let has = |key: &str| keys.contains(&key.as_bytes());
        if has("_id") && (has("text") || has("title")) {
            return Some(Format::Beir);
        }
        // Any record of anything may have an id and a version.
        let is_own = |key: &&String| !matches!(key.as_str(), "id" | "version");
        shape().keys().filter(is_own).any(|key| has(key)).then_some(Format::Jsonl)
    })
}

/// The keys of the outermost object, found without parsing, since the line may be cut or malformed.
fn top_keys(line: &[u8]) -> Vec<&[u8]> {
    let (mut keys, mut depth, mut at) = (Vec::new(), 0_u32, 0);
    while let Some(&byte) = line.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at + 1;
                at = start;
                while line.get(at).is_some_and(|&b| b != b'"') {
                    at += if line[at] == b'\\' { 2 } else { 1 };
                }
                let is_key = line.get(at + 1..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"));
                if depth == 1 && is_key {
                    keys.push(&line[start..at]);
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

/// Paths of the keys that no article has, at most so many.
pub(super) fn unknown_keys(members: &Map<String, Value>, most: usize) -> Vec<String> {
    let mut unknown = Vec::new();
    collect(members, shape(), "", most, &mut unknown);
    unknown
}

fn collect(
    members: &Map<String, Value>,
    known: &Map<String, Value>,
    path: &str,
    most: usize,
    into: &mut Vec<String>,
) {
    for (key, member) in members {
        if into.len() >= most {
            return;
        }
        let here = || if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match (member, known.get(key)) {
            (_, None) => into.push(here()),
            // Fields of one's own may have any name.
            (Value::Object(_), Some(Value::Object(known))) if known.is_empty() => {}
            (Value::Object(members), Some(Value::Object(known))) => {
                collect(members, known, &here(), most, into);
            }
            (Value::Array(elements), Some(Value::Array(shapes))) => {
                let Some(Value::Object(known)) = shapes.first() else { continue };
                for members in elements.iter().filter_map(Value::as_object) {
                    collect(members, known, &here(), most, into);
                }
            }
            _ => {}
        }
    }
}

/// An article with one of everything, as JSON: every key there is.
fn shape() -> &'static Map<String, Value> {
    static SHAPE: OnceLock<Map<String, Value>> = OnceLock::new();
    SHAPE.get_or_init(|| match serde_json::to_value(one_of_everything()) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    })
}

fn one_of_everything() -> Article {
    let ids = || Identifiers { other: vec![OtherId::default()], ..Identifiers::default() };
    let sections = || vec![Section::default()];
    let heading = Heading { qualifiers: vec![Qualifier::default()], ..Heading::default() };
    let correction = Correction {
        kind: CorrectionKind::Other,
        citation: String::new(),
        pmid: None,
        doi: None,
        note: String::new(),
    };
    let date = PartialDate::new(2000, None, None).map(|date| DatedEvent { kind: DateKind::Other, date });
    Article {
        ids: ids(),
        abstract_sections: sections(),
        other_abstracts: vec![TranslatedAbstract { sections: sections(), ..TranslatedAbstract::default() }],
        headings: vec![heading],
        substances: vec![Substance::default()],
        publication_types: vec![PublicationType::default()],
        authors: vec![Author::default()],
        editors: vec![Author::default()],
        investigators: vec![Author::default()],
        dates: date.into_iter().collect(),
        grants: vec![Grant::default()],
        databanks: vec![Databank::default()],
        corrections: vec![correction],
        references: vec![Reference { ids: ids(), ..Reference::default() }],
        body: vec![BodySection::default()],
        notes: sections(),
        merged: vec![Origin::default()],
        ..Article::default()
    }
}
