//! The answer to a search as JSON, for programs.
//!
//! It must not know any type it writes beyond copying from it: the form is its own, and versioned.
//!
//! ```text
#![doc = include_str!("json_form.txt")]
//! ```

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;

use super::Printer;
use crate::cli::term::tame_char;
use crate::query::Syntax;
use crate::{FacetCounts, Hit, Hits, Search, Snippet};

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
    hits: Vec<One<'h>>,
}

#[derive(Serialize)]
struct Query<'h> {
    text: &'h str,
    syntax: &'static str,
    interpretation: &'h str,
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

#[derive(Serialize)]
struct One<'h> {
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<&'h str>,
    rank: usize,
    id: &'h str,
    source_id: &'h str,
    score: f32,
    title: &'h str,
    title_highlights: Vec<[usize; 2]>,
    authors: Vec<&'h str>,
    author_count: usize,
    journal: &'h str,
    year: Option<u16>,
    volume: &'h str,
    issue: &'h str,
    pages: &'h str,
    pmid: Option<u32>,
    pmcid: Option<String>,
    doi: Option<&'h str>,
    status: &'static str,
    missing: &'h [String],
    snippets: Vec<Sentence<'h>>,
}

#[derive(Serialize)]
struct Sentence<'h> {
    field: &'static str,
    label: &'h str,
    text: &'h str,
    offset: usize,
    highlights: Vec<[usize; 2]>,
}

impl<'h> One<'h> {
    fn of(hit: &'h Hit, qid: Option<&'h str>) -> Self {
        Self {
            qid,
            rank: hit.rank,
            id: hit.id.as_str(),
            source_id: &hit.source_id,
            score: hit.score,
            title: &hit.title,
            title_highlights: pairs(&hit.title_highlights),
            authors: hit.authors.iter().collect(),
            author_count: hit.author_count,
            journal: &hit.journal,
            year: hit.year,
            volume: &hit.volume,
            issue: &hit.issue,
            pages: &hit.pages,
            pmid: hit.pmid.map(crate::model::Pmid::number),
            pmcid: hit.pmcid.map(|id| id.to_string()),
            doi: hit.doi.as_ref().map(crate::model::Doi::as_str),
            status: hit.status.name(),
            missing: &hit.missing,
            snippets: hit.snippets.iter().map(Sentence::of).collect(),
        }
    }
}

impl<'h> Sentence<'h> {
    fn of(snippet: &'h Snippet) -> Self {
        Self {
            field: snippet.field,
            label: &snippet.label,
            text: &snippet.text,
            offset: snippet.offset,
            highlights: pairs(&snippet.highlights),
        }
    }
}

fn pairs(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges.iter().map(|range| [range.start, range.end]).collect()
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

impl Printer for Json<'_> {
    fn begin(&mut self, hits: &Hits, _: usize) -> io::Result<()> {
        let text = self.search.query.as_str();
        let syntax = match self.search.syntax {
            Syntax::Plain => "plain",
            _ => "pubmed",
        };
        let scalars = |byte: usize| text.char_indices().take_while(|(at, _)| *at < byte).count();
        let notes = hits.notes.iter().map(|note| Note {
            kind: note.kind.name(),
            message: &note.message,
            start: scalars(note.span.start),
            end: scalars(note.span.end),
        });
        let query = Query { text, syntax, interpretation: &hits.interpretation, notes: notes.collect() };
        let answer = Answer {
            version: VERSION,
            query,
            total: Total { value: hits.total, relation: "eq" },
            partial: Partial { value: hits.partial },
            unknown: &hits.unknown,
            facets: hits.facets.iter().map(OneFacet::of).collect(),
            took_us: u64::try_from(hits.took.as_micros()).unwrap_or(u64::MAX),
            hits: Vec::new(),
        };
        // The hits, which come one by one, are the document's last member.
        let document = serde_json::to_string_pretty(&answer)?;
        self.out.write_all(escaped(document.strip_suffix(NO_HITS).unwrap_or(&document)).as_bytes())
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        self.out.write_all(if self.begun { b"," } else { b"[" })?;
        self.begun = true;
        // Line breaks stand between members only; within strings they are escaped.
        let hit = serde_json::to_string_pretty(&One::of(hit, None))?.replace('\n', "\n    ");
        write!(self.out, "\n    {}", escaped(&hit))
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(if self.begun { b"\n  ]\n}\n" } else { b"[]\n}\n" })
    }
}

/// A hit a line, without anything around.
pub struct Lines<'o> {
    /// Where they are printed.
    pub out: &'o mut dyn Write,
    /// Id of the topic the hits answer.
    pub qid: Option<&'o str>,
}

impl Printer for Lines<'_> {
    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        line(hit, self.qid, self.out)
    }
}

/// Prints a hit on a line, with the id of the topic it answers where there is one.
///
/// # Errors
/// The writer's own.
pub fn line(hit: &Hit, qid: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escaped(&serde_json::to_string(&One::of(hit, qid))?).as_bytes())?;
    out.write_all(b"\n")
}

/// A hit as a value, for a document of another form.
pub fn hit(hit: &Hit) -> impl Serialize + '_ {
    One::of(hit, None)
}

/// Prints any document, indented.
///
/// # Errors
/// The writer's own.
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
