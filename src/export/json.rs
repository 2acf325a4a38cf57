//! The answer to a search as JSON, for programs.
//!
//! The form of the whole is its own, and versioned; a hit stands in it as it serializes.
//!
//! ```text
#![doc = include_str!("json_form.txt")]
//! ```

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::HitWriter;
use super::tame::tame_char;
use crate::model::Article;
use crate::query::Filters;
use crate::{FacetCounts, Hit, Hits, Sample, Search};

/// Version of the form.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Answer<'h> {
    version: u32,
    query: Query<'h>,
    total: Total,
    partial: Partial,
    unknown: &'h [String],
    took_us: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facets: Vec<OneFacet<'h>>,
    hits: [(); 0],
}

#[derive(Serialize)]
struct Query<'h> {
    text: &'h str,
    syntax: &'static str,
    interpretation: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    filters: Option<&'h Filters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sample: Option<Sample>,
    notes: Vec<Note<'h>>,
}

#[derive(Serialize)]
struct Note<'h> {
    kind: &'static str,
    message: &'h str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Total {
    value: u64,
    relation: &'static str,
}

#[derive(Serialize)]
struct Partial {
    value: u64,
}

#[derive(Serialize)]
struct OneFacet<'h> {
    facet: &'h str,
    values: Vec<FacetValue<'h>>,
    other_values: u64,
    other_count: u64,
}

#[derive(Serialize)]
struct FacetValue<'h> {
    value: &'h str,
    count: u64,
}

impl<'h> OneFacet<'h> {
    fn of(counts: &'h FacetCounts) -> Self {
        let values = counts.values.iter().map(|(value, count)| FacetValue { value, count: *count });
        Self {
            facet: &counts.facet,
            values: values.collect(),
            other_values: counts.other_values,
            other_count: counts.other_count,
        }
    }
}

/// A hit, with the id of the topic it answers where there is one.
#[derive(Serialize)]
struct OfTopic<'h> {
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<&'h str>,
    #[serde(flatten)]
    hit: &'h Hit,
}

/// The answer to a search as one document.
pub struct Json<'o> {
    search: &'o Search,
    out: &'o mut dyn Write,
    /// Whether a hit is printed.
    begun: bool,
}

/// How a document without hits ends.
const NO_HITS: &str = "[]\n}";

impl<'o> Json<'o> {
    /// Nothing is printed yet.
    pub fn new(search: &'o Search, out: &'o mut dyn Write) -> Self {
        Self { search, out, begun: false }
    }
}

impl HitWriter for Json<'_> {
    fn begin(&mut self, hits: &Hits, _: usize) -> io::Result<()> {
        let text = self.search.query.as_str();
        let syntax = hits.syntax.name();
        let scalars = |byte: usize| text.char_indices().take_while(|(at, _)| *at < byte).count();
        let notes = hits.notes.iter().map(|note| Note {
            kind: note.kind.name(),
            message: &note.message,
            start: scalars(note.span.start),
            end: scalars(note.span.end),
        });
        let filters = Some(&self.search.filters).filter(|filters| **filters != Filters::default());
        let interpretation = &hits.interpretation;
        let sample = self.search.sample;
        let query = Query { text, syntax, interpretation, filters, sample, notes: notes.collect() };
        let answer = Answer {
            version: VERSION,
            query,
            total: Total { value: hits.total, relation: "eq" },
            partial: Partial { value: hits.partial },
            unknown: &hits.unknown,
            facets: hits.facets.iter().map(OneFacet::of).collect(),
            took_us: u64::try_from(hits.took.as_micros()).unwrap_or(u64::MAX),
            hits: [],
        };
        // The hits, which come one by one, are the document's last member.
        let document = serde_json::to_string_pretty(&answer)?;
        self.out.write_all(escaped(document.strip_suffix(NO_HITS).unwrap_or(&document)).as_bytes())
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        self.out.write_all(if self.begun { b"," } else { b"[" })?;
        self.begun = true;
        // Line breaks stand between members only; within strings they are escaped.
        let hit = serde_json::to_string_pretty(hit)?.replace('\n', "\n    ");
        write!(self.out, "\n    {}", escaped(&hit))
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(if self.begun { b"\n  ]\n}\n" } else { b"[]\n}\n" })
    }
}

/// A hit a line, without anything around.
pub struct JsonLines<'o> {
    /// Where they are printed.
    pub out: &'o mut dyn Write,
    /// Id of the topic the hits answer.
    pub qid: Option<&'o str>,
}

impl HitWriter for JsonLines<'_> {
    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        line(hit, self.qid, self.out)
    }
}

/// Prints a hit on a line, with the id of the topic it answers where there is one.
///
/// # Errors
/// The writer's own.
pub fn line(hit: &Hit, qid: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escaped(&serde_json::to_string(&OfTopic { qid, hit })?).as_bytes())?;
    out.write_all(b"\n")
}

/// Writes an article on a line.
pub(super) fn article(article: &Article, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escaped(&crate::formats::jsonl::to_json(article).to_string()).as_bytes())?;
    out.write_all(b"\n")
}

/// Prints any document, indented.
///
/// # Errors
/// The writer's own.
#[cfg(feature = "cli")]
pub fn document(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escaped(&serde_json::to_string_pretty(value)?).as_bytes())?;
    out.write_all(b"\n")
}

/// JSON in which no character commands a terminal. What is not ASCII stands only inside its strings, where
/// an escape means the same.
pub fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if c == '\n' || tame_char(c) == c {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                // Writing to a String does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn escapes_mean_the_same() {
        let text = "a\u{1b}\u{9b}b\u{202e}\u{7f}\u{e0041}é\n\"";
        let json = super::escaped(&serde_json::to_string(text).unwrap());
        assert!(json.chars().all(|c| super::tame_char(c) == c), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
