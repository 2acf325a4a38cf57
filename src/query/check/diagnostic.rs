//! Remarks on a strategy, each at its place, and how they are gathered.
//!
//! It must not know what is looked for.

use std::collections::HashSet;

use serde::Serialize;

use super::codes::{Check, Level};
use crate::query::error::caret;
use crate::query::number::LineNumber;
use crate::query::span::Span;
use crate::query::strategy::{Strategy, StrategyLine};

/// A remark on a line of a strategy.
///
/// ```
/// use litdex::query::{Strategy, check};
/// let strategy = Strategy::parse("sepsis[ti]\nshock[ti]\n#1 OR #1")?;
/// let found: Vec<_> = check(&strategy).into_iter().map(|found| (found.line, found.code)).collect();
/// assert_eq!(found, [("#2".to_owned(), "unused-line"), ("#3".to_owned(), "repeated-reference")]);
/// # Ok::<(), litdex::query::QueryError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// How much it weighs.
    pub level: Level,
    /// Its kind, one of [`Check::every`].
    pub code: &'static str,
    /// The line, as `#3`.
    pub line: String,
    /// Where it begins in the text of the line, in characters from 1.
    pub column: usize,
    /// How many characters it is about.
    pub length: usize,
    /// What was found.
    pub message: String,
    /// What to do.
    pub suggestion: Option<String>,
    /// The place of the line in the strategy.
    #[serde(skip)]
    at: usize,
    /// Where in the text of the line, in bytes.
    #[serde(skip)]
    span: Span,
}

impl Diagnostic {
    /// The line of its text, with `^` under what it is about.
    pub fn caret(&self, strategy: &Strategy) -> String {
        strategy.lines().get(self.at).map_or_else(String::new, |line| caret(&line.text, &self.span))
    }
}

/// What lines are called.
pub(crate) fn label(line: &StrategyLine) -> String {
    format!("#{}", line.number)
}

/// Whether a line is a remark on a list, which no other can refer to.
pub(crate) fn is_remark(line: &StrategyLine) -> bool {
    line.number == LineNumber::default()
}

/// Remarks kept of one strategy.
const MOST: usize = 2_000;

/// Gathers remarks.
pub(crate) struct Found<'s> {
    strategy: &'s Strategy,
    kept: Vec<Diagnostic>,
    met: HashSet<(usize, &'static str, Span, String)>,
}

impl<'s> Found<'s> {
    /// None yet.
    pub fn new(strategy: &'s Strategy) -> Self {
        Self { strategy, kept: Vec::new(), met: HashSet::new() }
    }

    /// Adds a remark of the usual weight.
    pub fn add(
        &mut self,
        code: &'static str,
        place: (usize, Span),
        message: impl Into<String>,
        suggestion: Option<String>,
    ) {
        let level = Check::of(code).map_or(Level::Warning, |check| check.level);
        self.add_as(level, code, place, message, suggestion);
    }

    /// Adds a remark of which more is known than its kind.
    pub fn add_as(
        &mut self,
        level: Level,
        code: &'static str,
        (at, span): (usize, Span),
        message: impl Into<String>,
        suggestion: Option<String>,
    ) {
        debug_assert!(Check::of(code).is_some(), "{code} stands in no table");
        let Some(line) = self.strategy.lines().get(at) else { return };
        let message = message.into();
        // Spans come from the text of the line; one that does not is taken for the whole line.
        let span = if line.text.get(span.clone()).is_some_and(|text| !text.is_empty()) {
            span
        } else {
            0..line.text.len()
        };
        if self.kept.len() >= MOST || !self.met.insert((at, code, span.clone(), message.clone())) {
            return;
        }
        let chars = |range: Span| line.text.get(range).map_or(0, |text| text.chars().count());
        let (column, length) = (chars(0..span.start) + 1, chars(span.clone()).max(1));
        let line = label(line);
        self.kept.push(Diagnostic { level, code, line, column, length, message, suggestion, at, span });
    }

    /// Takes a remark within a place back, of which more is known now.
    pub fn retract(&mut self, code: &str, at: usize, within: &Span) -> Option<Diagnostic> {
        let is_it = |kept: &Diagnostic| {
            kept.code == code
                && kept.at == at
                && within.start <= kept.span.start
                && kept.span.end <= within.end
        };
        let place = self.kept.iter().position(is_it)?;
        Some(self.kept.remove(place))
    }

    /// The remarks in the order of the strategy.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.kept.sort_by(|a, b| (a.at, a.span.start, b.level).cmp(&(b.at, b.span.start, a.level)));
        self.kept
    }
}
