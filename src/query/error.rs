//! What is wrong with a query: what was found, where, and what to do about it.
//!
//! It must not know a dialect; the parsers word their own errors.

use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::limits::MAX_ERRORS;
use super::span::Span;

/// The kind of an error, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum QueryErrorKind {
    /// Nothing to search for.
    Empty,
    /// A quote that is not closed.
    UnclosedQuote,
    /// Quotes around nothing.
    EmptyPhrase,
    /// A parenthesis that is not closed.
    UnclosedParenthesis,
    /// A closing parenthesis that was not opened.
    UnexpectedParenthesis,
    /// Parentheses around nothing.
    EmptyParentheses,
    /// An operator lacks an operand.
    MissingOperand,
    /// A NOT with nothing to take away from.
    LeadingNot,
    /// A `[` that is not closed.
    UnclosedTag,
    /// A `]` that was not opened.
    UnexpectedBracket,
    /// A tag that names no field.
    UnknownTag,
    /// A tag, or an addition to one, that is known and not supported.
    UnsupportedTag,
    /// A tag with nothing before it.
    TagWithoutTerm,
    /// Text that is no date.
    BadDate,
    /// A range that ends before it begins.
    ReversedRange,
    /// A `*` with no letter or digit before it.
    TruncationWithoutStem,
    /// Text that is no PMID.
    BadPmid,
    /// Text that is no DOI.
    BadDoi,
    /// A reference to another line of a strategy.
    LineReference,
    /// The notation of another system, which is not read.
    Dialect,
    /// More bytes than a query may have.
    TooLong,
    /// More nesting than a query may have.
    TooDeep,
    /// More words and dates than a query may have.
    TooMany,
}

impl QueryErrorKind {
    /// The name used in every output, such as `unknown-tag`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnclosedQuote => "unclosed-quote",
            Self::EmptyPhrase => "empty-phrase",
            Self::UnclosedParenthesis => "unclosed-parenthesis",
            Self::UnexpectedParenthesis => "unexpected-parenthesis",
            Self::EmptyParentheses => "empty-parentheses",
            Self::MissingOperand => "missing-operand",
            Self::LeadingNot => "leading-not",
            Self::UnclosedTag => "unclosed-tag",
            Self::UnexpectedBracket => "unexpected-bracket",
            Self::UnknownTag => "unknown-tag",
            Self::UnsupportedTag => "unsupported-tag",
            Self::TagWithoutTerm => "tag-without-term",
            Self::BadDate => "bad-date",
            Self::ReversedRange => "reversed-range",
            Self::TruncationWithoutStem => "truncation-without-stem",
            Self::BadPmid => "bad-pmid",
            Self::BadDoi => "bad-doi",
            Self::LineReference => "line-reference",
            Self::Dialect => "dialect",
            Self::TooLong => "too-long",
            Self::TooDeep => "too-deep",
            Self::TooMany => "too-many",
        }
    }

    /// Whether nothing behind it is read.
    pub(super) fn is_bound(self) -> bool {
        matches!(self, Self::TooLong | Self::TooDeep | Self::TooMany)
    }
}

/// A query that cannot be read.
///
/// ```
/// let text = "hypoxia AND (refractory OR severe";
/// let error = litdex::query::Query::parse(text).unwrap_err();
/// assert_eq!(error.caret(text), "  hypoxia AND (refractory OR severe\n              ^");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct QueryError {
    /// What was found.
    pub message: String,
    /// Where, in bytes of the text.
    pub span: Span,
    /// What to do.
    pub help: Option<String>,
    /// The kind.
    pub kind: QueryErrorKind,
    /// What else is wrong with the same text.
    pub(super) others: Vec<QueryError>,
}

/// As `{code, message, help, start, end}`, the ends in bytes of the query; without what else is wrong.
impl Serialize for QueryError {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut error = to.serialize_struct("QueryError", 5)?;
        error.serialize_field("code", self.kind.name())?;
        error.serialize_field("message", &self.message)?;
        error.serialize_field("help", &self.help)?;
        error.serialize_field("start", &self.span.start)?;
        error.serialize_field("end", &self.span.end)?;
        error.end()
    }
}

/// Most characters of a line shown above the carets.
const WINDOW_CHARS: usize = 76;

/// Characters of the line kept before the span when the line is cut.
const WINDOW_LEAD_CHARS: usize = 30;

impl QueryError {
    /// An error of this kind at `span`.
    pub(super) fn new(kind: QueryErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), span, help: None, kind, others: Vec::new() }
    }

    /// Several errors of one text as the first of them, in the order of the text; nothing where there are none.
    pub(super) fn all(mut errors: Vec<Self>) -> Option<Self> {
        errors.sort_by_key(|error| (error.span.start, error.span.end));
        errors.dedup();
        errors.truncate(MAX_ERRORS);
        let mut errors = errors.into_iter();
        let first = errors.next()?;
        Some(Self { others: errors.collect(), ..first })
    }

    /// What else is wrong with the same text and can be told apart from this, in the order of the text.
    ///
    /// ```
    /// let error = litdex::query::Query::parse("sepsis[tx] OR shock[zz] OR 2019/13[dp]").unwrap_err();
    /// assert_eq!(error.message, "no field is called [tx]");
    /// let others: Vec<&str> = error.others().iter().map(|other| other.message.as_str()).collect();
    /// assert_eq!(others, ["no field is called [zz]", "`2019/13` is not a date"]);
    /// ```
    pub fn others(&self) -> &[Self] {
        &self.others
    }

    /// The same errors, placed in another text.
    pub(super) fn placed(mut self, place: &impl Fn(Span) -> Span) -> Self {
        self.span = place(self.span);
        self.others = self.others.into_iter().map(|other| other.placed(place)).collect();
        self
    }

    /// Says what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The line of `text` the error is on, and `^` under each of its characters.
    ///
    /// A long line is cut around the span, control characters show as `·`, and a span or text that does
    /// not belong to the error gives a picture of what there is rather than a panic.
    pub fn caret(&self, text: &str) -> String {
        caret(text, &self.span)
    }

    /// The whole report: message, picture and help, of this and of [all others](Self::others), for a terminal or a log.
    pub fn report(&self, text: &str) -> String {
        let mut report = self.message.clone();
        // A blank text makes no picture.
        if !text.trim().is_empty() {
            let _ = write!(report, "\n{}", self.caret(text));
        }
        if let Some(help) = &self.help {
            let _ = write!(report, "\n  help: {help}");
        }
        for other in &self.others {
            let _ = write!(report, "\n{}", other.report(text));
        }
        report
    }
}

/// The line of `text` a place is on, and `^` under each of its characters; see [`QueryError::caret`].
pub(crate) fn caret(text: &str, span: &Span) -> String {
    let start = floor_boundary(text, span.start);
    let end = floor_boundary(text, span.end).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let before = text[line_start..start].chars().count();
    let marked = text[start..end.min(line_end)].chars().count().max(1);
    let line: Vec<char> = text[line_start..line_end].chars().map(neutral).collect();

    let skip = if line.len() > WINDOW_CHARS { before.saturating_sub(WINDOW_LEAD_CHARS) } else { 0 };
    let shown = (line.len() - skip).min(WINDOW_CHARS);
    let mut picture = String::from("  ");
    picture.extend((skip > 0).then_some('…'));
    picture.extend(&line[skip..skip + shown]);
    picture.extend((skip + shown < line.len()).then_some('…'));
    let indent = before - skip + usize::from(skip > 0);
    let carets = marked.min((shown + skip).saturating_sub(before).max(1));
    format!("{picture}\n  {}{}", " ".repeat(indent), "^".repeat(carets))
}

/// The last character boundary of `text` at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A character that cannot move a terminal's cursor or turn its writing direction.
fn neutral(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control() || is_invisible(c) => '·',
        c => c,
    }
}

/// Characters that take no room or reorder what stands around them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// User text as it is quoted in a message: made harmless and cut.
pub(crate) fn shown(text: &str) -> String {
    const MOST_CHARS: usize = 40;
    let mut shown: String = text.chars().take(MOST_CHARS).map(neutral).collect();
    shown.extend((text.chars().nth(MOST_CHARS).is_some()).then_some('…'));
    shown
}
