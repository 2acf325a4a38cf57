//! What printing a tree needs to know of a notation.
//!
//! It must not know trees.

use std::ops::Range;

use crate::query::ast::Term;
use crate::query::fielded::printer::{Writes, bare};
use crate::query::{Syntax, cochrane, ovid};

/// A notation's operators, and its ways to shorten.
pub(super) struct Style {
    pub to: Syntax,
    pub and: &'static str,
    pub or: &'static str,
    pub not: &'static str,
}

/// Fewest lines that are written as a range.
const RANGE_MIN: usize = 3;

impl Style {
    pub fn of(to: Syntax) -> Self {
        let (and, or, not) = if to == Syntax::Ovid { ("and", "or", "not") } else { ("AND", "OR", "NOT") };
        Self { to, and, or, not }
    }

    /// A line by its place in the strategy.
    pub fn line(&self, line: usize) -> String {
        let sign = if self.to == Syntax::Ovid { "" } else { "#" };
        format!("{sign}{}", line + 1)
    }

    /// Lines that follow each other, joined; `None` where they are too few, or the notation has no ranges.
    pub fn lines(&self, lines: Range<usize>, is_or: bool) -> Option<String> {
        if lines.len() < RANGE_MIN {
            return None;
        }
        let operator = if is_or { "or" } else { "and" };
        let (from, to) = (lines.start + 1, lines.end);
        match self.to {
            Syntax::Ovid => Some(format!("{operator}/{from}-{to}")),
            Syntax::Cochrane => Some(format!("{{{operator} #{from}-#{to}}}")),
            _ => None,
        }
    }

    /// The codes of all fields that some terms are looked for in; `None` in a notation of tags.
    pub fn codes(&self, terms: &[&Term]) -> Option<String> {
        let codes = |of: fn(&Term) -> String| terms.iter().map(|term| of(term)).collect::<Vec<_>>();
        let (all, mark, end) = match self.to {
            _ if terms.is_empty() => return None,
            Syntax::Ovid => (codes(ovid::Ovid::codes), ".", "."),
            Syntax::Cochrane => (codes(cochrane::Cochrane::codes), ":", ""),
            _ => return None,
        };
        let all: Vec<&str> = all.iter().map(|codes| codes.trim_matches(['.', ':'])).collect();
        Some(format!("{mark}{}{end}", all.join(",")))
    }

    /// A term without its codes.
    pub fn bare(&self, term: &Term) -> Option<String> {
        match self.to {
            Syntax::Ovid => bare::<ovid::Ovid>(term),
            Syntax::Cochrane => bare::<cochrane::Cochrane>(term),
            _ => None,
        }
    }
}
