//! Tokens of Ovid's notation.
//!
//! It must not know what tokens mean together.

use super::codes;
use crate::query::error::{QueryError, QueryErrorKind, is_invisible};
use crate::query::is_quote;
use crate::query::span::Span;

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
    /// Next to each other, in this order.
    Adj,
    /// `adjN`: in any order, with N - 1 words between at most.
    Near(u32),
}

/// The kinds of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A run of characters without white space or notation.
    Word,
    /// Text between quotes; the span holds the quotes too.
    Phrase,
    /// Codes of fields with the dots around them: `.ti,ab.`
    Codes,
    /// A remark between brackets, which searches for nothing: `[Drug Therapy]`.
    Remark,
    Operator(Operator),
    Open,
    Close,
}

/// A token and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// White space, and what must neither reach a word nor a terminal.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// The tokens of a text.
///
/// # Errors
/// A quote or bracket that is not closed, a `]` without `[`.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        let kind = match c {
            c if is_space(c) => continue,
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            '[' => {
                at = text[at..].find(']').map(|end| at + end + 1).ok_or_else(|| unclosed_bracket(start))?;
                TokenKind::Remark
            }
            ']' => return Err(stray_bracket(start)),
            c if is_quote(c) => {
                let close = text[at..].char_indices().find(|(_, c)| is_quote(*c));
                let (end, quote) = close.ok_or_else(|| unclosed_quote(start..at))?;
                at += end + quote.len_utf8();
                TokenKind::Phrase
            }
            '.' if let Some(end) = codes::end_of(text, start) => {
                at = end;
                TokenKind::Codes
            }
            _ => {
                at = word_end(text, start);
                operator(&text[start..at]).map_or(TokenKind::Word, TokenKind::Operator)
            }
        };
        tokens.push(Token { kind, span: start..at });
    }
    Ok(tokens)
}

/// Where the word that begins at `start` ends.
fn word_end(text: &str, start: usize) -> usize {
    let ends = |(at, c): (usize, char)| {
        is_space(c)
            || matches!(c, '(' | ')' | '[' | ']')
            || is_quote(c)
            || (c == '.' && at > 0 && codes::end_of(text, start + at).is_some())
    };
    text[start..].char_indices().find(|&place| ends(place)).map_or(text.len(), |(at, _)| start + at)
}

pub(super) fn is_of_term(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Word | TokenKind::Phrase)
}

/// What a token holds: a phrase without its quotes.
pub(super) fn inner(text: &str, span: &Span) -> Span {
    let held = text[span.clone()].trim_matches(is_quote);
    let start = held.as_ptr() as usize - text.as_ptr() as usize;
    start..start + held.len()
}

/// The stretches of `span` between white space.
pub(super) fn parts(text: &str, span: Span) -> impl Iterator<Item = Span> {
    text[span].split(is_space).filter(|part| !part.is_empty()).map(move |part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    })
}

fn operator(word: &str) -> Option<Operator> {
    let word = word.to_ascii_lowercase();
    Some(match word.as_str() {
        "and" | "&" => Operator::And,
        "or" | "|" => Operator::Or,
        "not" => Operator::Not,
        "adj" => Operator::Adj,
        word => Operator::Near(word.strip_prefix("adj")?.parse().ok()?),
    })
}

fn unclosed_bracket(start: usize) -> QueryError {
    let message = "the `[` that opens here is not closed";
    QueryError::new(QueryErrorKind::UnclosedTag, start..start + 1, message)
        .help("close the remark with `]`, or leave it out")
}

fn stray_bracket(start: usize) -> QueryError {
    QueryError::new(QueryErrorKind::UnexpectedBracket, start..start + 1, "`]` closes no remark")
        .help("leave it out, or put the text between quotes")
}

fn unclosed_quote(span: Span) -> QueryError {
    QueryError::new(QueryErrorKind::UnclosedQuote, span, "the quote that opens here is not closed")
        .help("close it with `\"`, or leave it out")
}
