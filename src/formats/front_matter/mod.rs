//! Records written by hand: YAML front matter between lines of `---`, then the text as Markdown or plain.
//!
//! The keys are those of pandoc, Quarto, Hugo, CSL and reference managers that write notes; a key that is
//! none of them is a note. Markdown is read with the crate `pulldown-cmark`, since nested lists, reference
//! links, tables and entities are no work for a few helpers; YAML with `saphyr-parser`, event by event, since
//! its loader knows no bound on depth and gives up at the first fault.
//!
//! It must not know any other format but the names and dates it shares with BibTeX.

mod affiliations;
mod article;
mod body;
mod keys;
mod people;
mod references;
#[cfg(test)]
mod tests;
mod yaml;

use std::io;

use super::RECORD_MAX_BYTES;
use super::detect::Head;
use super::emit::Emitter;
use super::problem::{Place, ProblemKind};
use super::stream::{Window, newlines};
use super::text::decode;
use super::weight::{is_heavy_markdown, too_large};
use crate::model::Article;

/// Keys one of which shows that the front matter is an article's.
const MARKS: [&str; 10] = [
    "title",
    "author",
    "authors",
    "doi",
    "pmid",
    "pmcid",
    "abstract",
    "journal",
    "container-title",
    "references",
];

/// Whether the text starts with front matter that has a key of an article.
pub(super) fn recognise(head: &Head<'_>) -> bool {
    if head.bytes.contains(&0) {
        return false;
    }
    let mut lines = head.text.lines();
    if lines.next().map(str::trim_end) != Some("---") {
        return false;
    }
    let has_mark = |line: &str| {
        line.split_once(':')
            .is_some_and(|(key, _)| MARKS.contains(&key.trim_end().to_ascii_lowercase().as_str()))
    };
    let mut marked = false;
    for line in lines {
        if is_fence(line) {
            return marked;
        }
        marked |= has_mark(line);
    }
    // It may go on behind what is looked at, or never be closed.
    marked
}

fn is_fence(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "...")
}

/// Reads the file, which is one record.
pub(super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let record = Some(out.begin_record());
    let place = Place { record, ..Place::default() };
    window.fill_to(RECORD_MAX_BYTES + 1)?;
    if window.data().len() > RECORD_MAX_BYTES || is_heavy_markdown(window.data()) {
        out.problem(ProblemKind::TooLarge, place, &too_large("a text"), "the file was left out");
        return Ok(());
    }
    let (text, wrong_byte) = decode(window.data());
    if let Some(at) = wrong_byte {
        let line = Some(window.line() + newlines(&window.data()[..at]));
        let place = Place { record, line, byte: Some(window.offset() + at as u64) };
        out.problem(ProblemKind::Encoding, place, "text that is not UTF-8", "U+FFFD stands for it");
    }
    let parts = Parts::of(&text);
    let first_line = window.line() + newlines(&text.as_bytes()[..parts.start]);
    if !parts.closed {
        let place = Place { line: Some(window.line()), ..place };
        out.problem(
            ProblemKind::Malformed,
            place,
            "front matter that is never closed",
            "all was read as such",
        );
    }
    let (map, faults) = yaml::read(parts.front, first_line);
    for fault in faults {
        let place = Place { record, line: Some(fault.line), byte: None };
        out.problem(ProblemKind::Malformed, place, &fault.found, fault.done);
    }
    let (article, faults) = article::convert(map, parts.body);
    for fault in faults {
        let place = Place { record, line: Some(fault.line), byte: None };
        out.problem(ProblemKind::BadValue, place, &fault.found, fault.done);
    }
    let is_textless =
        article.title.is_empty() && article.abstract_sections.is_empty() && article.body.is_empty();
    if *article == Article::default() {
        out.problem(ProblemKind::Incomplete, place, "a text without content", "it was left out");
    } else {
        if is_textless {
            let found = "a record with neither title nor text";
            out.problem(ProblemKind::Incomplete, place, found, "it was kept");
        }
        out.article(article);
    }
    let bytes = window.data().len();
    window.consume(bytes);
    Ok(())
}

/// The front matter of a text and what stands behind it.
struct Parts<'t> {
    front: &'t str,
    /// Where it starts.
    start: usize,
    body: &'t str,
    closed: bool,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Self {
        let fence = text.len() - text.trim_start().len();
        let start = text[fence..].find('\n').map_or(text.len(), |end| fence + end + 1);
        let mut at = start;
        for line in text[start..].split_inclusive('\n') {
            if is_fence(line) {
                return Self { front: &text[start..at], start, body: &text[at + line.len()..], closed: true };
            }
            at += line.len();
        }
        Self { front: &text[start..], start, body: "", closed: false }
    }
}
