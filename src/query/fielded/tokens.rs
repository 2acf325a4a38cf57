//! The tokens of notations that write a field behind what is searched in it.
//!
//! They must not know how a notation spells them.

use crate::query::error::is_invisible;
use crate::query::is_quote;
use crate::query::span::Span;

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum Operator {
    And,
    Or,
    Not,
    /// Near each other, with so many words between at most; in this order, or in any.
    Near {
        ordered: bool,
        between: u32,
    },
}

/// The kinds of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum TokenKind {
    /// A run of characters without white space or notation.
    Word,
    /// Text between quotes; the span holds the quotes too.
    Phrase,
    /// Codes of fields with what marks them: `.ti,ab.`, `:ti,ab`
    Codes,
    /// A heading between brackets: `[mh "heart failure"]`
    Heading,
    /// Lines between braces: `{or #1-#4}`
    Lines,
    /// A remark between brackets, which searches for nothing: `[Drug Therapy]`.
    Remark,
    Operator(Operator),
    Open,
    Close,
}

/// A token and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::query) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// White space, and what must neither reach a word nor a terminal.
pub(in crate::query) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

pub(in crate::query) fn is_of_term(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Word | TokenKind::Phrase)
}

/// What a token holds: a phrase without its quotes.
pub(in crate::query) fn inner(text: &str, span: &Span) -> Span {
    let held = text[span.clone()].trim_matches(is_quote);
    let start = held.as_ptr() as usize - text.as_ptr() as usize;
    start..start + held.len()
}

/// The stretches of `span` between white space.
pub(in crate::query) fn parts(text: &str, span: Span) -> impl Iterator<Item = Span> {
    text[span].split(is_space).filter(|part| !part.is_empty()).map(move |part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    })
}
