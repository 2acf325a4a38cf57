//! The lines of a strategy that a line may refer to.
//!
//! They must not know how a line is read.

use std::collections::BTreeMap;

use super::ast::{Node, Query};
use super::error::{QueryError, QueryErrorKind, shown};
use super::notes::{NoteKind, Notes};
use super::number::LineNumber;
use super::span::Span;

/// The lines before one, by their numbers: how they were read, where they could be.
#[derive(Debug)]
pub(super) struct Earlier {
    lines: BTreeMap<LineNumber, Option<Node>>,
    /// The number of the line that is read.
    pub own: Option<LineNumber>,
    /// Whether all of them were written with their numbers.
    pub are_numbered: bool,
    /// Whether one of them is in another system's notation.
    pub is_foreign: bool,
    /// Whether one of them has a tag.
    pub has_tag: bool,
}

impl Default for Earlier {
    fn default() -> Self {
        Self { lines: BTreeMap::new(), own: None, are_numbered: true, is_foreign: false, has_tag: false }
    }
}

/// What a line stands for where it refers to itself: an alternative that adds nothing to the others.
static ITSELF: Node = Node::Or(Vec::new());

/// Most lines that are written out to show what to write.
const SHOWN_LINES: u32 = 6;

impl Earlier {
    /// Adds the next line, where it could be read.
    pub fn add(&mut self, number: LineNumber, node: Option<Node>) {
        self.lines.insert(number, node);
    }

    /// Whether there is a line of this number, as it was written.
    pub fn has(&self, written: &str) -> bool {
        written.parse().is_ok_and(|number| self.has_number(number))
    }

    /// Whether there is a line of this number.
    pub fn has_number(&self, number: LineNumber) -> bool {
        self.lines.contains_key(&number)
    }

    /// A line that was read.
    ///
    /// # Errors
    /// It refers to itself as more than an alternative.
    pub fn checked(&self, query: Query) -> Result<Query, QueryError> {
        if !query.tree().is_some_and(|node| node.walk().any(|node| *node == ITSELF)) {
            return Ok(query);
        }
        let message = format!("line {} refers to itself", self.own.unwrap_or_default());
        Err(QueryError::new(QueryErrorKind::LineReference, 0..query.text.len(), message)
            .help("refer to lines above, or quote the text to search for it"))
    }

    /// The numbers of lines from one to another, both included.
    pub fn numbers(&self, from: LineNumber, to: LineNumber) -> impl Iterator<Item = LineNumber> {
        self.lines.range(from..=to.last()).map(|(number, _)| *number)
    }

    /// The line a reference such as `#3` names.
    ///
    /// # Errors
    /// There is no such line before, or it could not be read; or it is a range.
    pub fn line(&self, written: &str, span: &Span, notes: &mut Notes) -> Result<&Node, QueryError> {
        let error = |message: String, help: &str| {
            QueryError::new(QueryErrorKind::LineReference, span.clone(), message).help(help)
        };
        if let Some(range) = range(written, span) {
            return Err(range);
        }
        let number = written.trim_start_matches('#').parse::<LineNumber>().ok();
        if number.is_some() && number == self.own {
            let message = "the line refers to itself, which adds nothing and was passed over";
            notes.add(NoteKind::OwnLine, span.clone(), message);
            return Ok(&ITSELF);
        }
        match number.and_then(|number| self.lines.get(&number)) {
            Some(Some(node)) => Ok(node),
            Some(None) => Err(error(format!("line {written} could not be read"), "mend that line first")),
            None => Err(error(
                format!("there is no line {written} before this one"),
                "refer to a line above, or quote the text to search for it",
            )),
        }
    }
}

/// What is said of a range of lines; nothing of one line.
pub(super) fn range(written: &str, span: &Span) -> Option<QueryError> {
    let (from, to) = written.strip_prefix('#')?.split_once(['-', '–', ':'])?;
    let ends = from.parse::<u32>().ok().zip(to.trim_start_matches('#').parse::<u32>().ok());
    let message = format!("`{}` is a range of lines, which PubMed's notation does not have", shown(written));
    let error = QueryError::new(QueryErrorKind::LineReference, span.clone(), message);
    let help = match ends {
        Some((from, to)) if from < to && to - from < SHOWN_LINES => {
            let lines: Vec<String> = (from..=to).map(|line| format!("#{line}")).collect();
            format!("write out the lines: {}", lines.join(" OR "))
        }
        _ => "write out the lines: #1 OR #2 OR #3".to_owned(),
    };
    Some(error.help(help))
}
