//! The lines of a strategy that a line may refer to.
//!
//! They must not know how a line is read.

use std::collections::BTreeMap;

use super::ast::Node;
use super::error::{QueryError, QueryErrorKind};
use super::span::Span;

/// The lines before one, by their numbers: how they were read, where they could be.
#[derive(Debug, Default)]
pub(super) struct Earlier(BTreeMap<u32, Option<Node>>);

impl Earlier {
    /// Adds the next line, where it could be read.
    pub fn add(&mut self, number: u32, node: Option<Node>) {
        self.0.insert(number, node);
    }

    /// The numbers of lines from one to another, both included.
    pub fn numbers(&self, from: u32, to: u32) -> impl Iterator<Item = u32> {
        self.0.range(from..=to).map(|(number, _)| *number)
    }

    /// The line a reference such as `#3` names.
    ///
    /// # Errors
    /// There is no such line before, or it could not be read.
    pub fn line(&self, written: &str, span: &Span) -> Result<&Node, QueryError> {
        let error = |message: String, help: &str| {
            QueryError::new(QueryErrorKind::LineReference, span.clone(), message).help(help)
        };
        let number = written.trim_start_matches('#').parse::<u32>().ok();
        match number.and_then(|number| self.0.get(&number)) {
            Some(Some(node)) => Ok(node),
            Some(None) => Err(error(format!("line {written} could not be read"), "mend that line first")),
            None => Err(error(
                format!("there is no line {written} before this one"),
                "refer to a line above, or quote the text to search for it",
            )),
        }
    }
}
