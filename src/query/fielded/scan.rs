//! From a text to tokens, by what a notation spells in its own way.
//!
//! It must not know what tokens mean together.

use super::tokens::{Token, TokenKind, is_space};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::is_quote;
use crate::query::span::Span;

/// What a notation spells in its own way.
#[derive(Debug)]
pub(in crate::query) struct Spelling {
    /// The sign that codes of fields begin with.
    pub mark: char,
    /// Where the codes end that begin with such a sign at a place, if these are codes.
    pub codes_end: fn(&str, usize) -> Option<usize>,
    /// What a bracket at a place holds, and where it closes.
    pub bracket: fn(&str, usize) -> Option<(TokenKind, usize)>,
    /// Whether braces hold lines; else they are characters like others.
    pub has_braces: bool,
    /// What a word is.
    pub word: fn(&str, Span) -> Result<TokenKind, QueryError>,
}

/// The tokens of a text.
///
/// # Errors
/// A quote, bracket or brace that is not closed, one that closes nothing; what the notation says of a word.
pub(in crate::query) fn scan(text: &str, spelling: &Spelling) -> Result<Vec<Token>, QueryError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        let kind = match c {
            c if is_space(c) => continue,
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            '[' => {
                let (kind, end) = (spelling.bracket)(text, start).ok_or_else(|| unclosed(text, start..at))?;
                at = end;
                kind
            }
            '{' if spelling.has_braces => {
                at = text[at..].find('}').map(|end| at + end + 1).ok_or_else(|| unclosed(text, start..at))?;
                TokenKind::Lines
            }
            c if is_stray(c, spelling) => return Err(stray(c, start)),
            c if is_quote(c) => {
                let close = text[at..].char_indices().find(|(_, c)| is_quote(*c));
                let (end, quote) = close.ok_or_else(|| unclosed(text, start..at))?;
                at += end + quote.len_utf8();
                TokenKind::Phrase
            }
            c if c == spelling.mark
                && let Some(end) = (spelling.codes_end)(text, start) =>
            {
                at = end;
                TokenKind::Codes
            }
            _ => {
                at = word_end(text, start, spelling);
                (spelling.word)(&text[start..at], start..at)?
            }
        };
        tokens.push(Token { kind, span: start..at });
    }
    Ok(tokens)
}

/// Where the word that begins at `start` ends.
fn word_end(text: &str, start: usize, spelling: &Spelling) -> usize {
    let ends = |(at, c): (usize, char)| {
        is_space(c)
            || matches!(c, '(' | ')' | '[')
            || is_stray(c, spelling)
            || c == '{' && spelling.has_braces
            || is_quote(c)
            || (c == spelling.mark && at > 0 && (spelling.codes_end)(text, start + at).is_some())
    };
    text[start..].char_indices().find(|&place| ends(place)).map_or(text.len(), |(at, _)| start + at)
}

fn is_stray(c: char, spelling: &Spelling) -> bool {
    c == ']' || c == '}' && spelling.has_braces
}

fn stray(c: char, at: usize) -> QueryError {
    QueryError::new(QueryErrorKind::UnexpectedBracket, at..at + 1, format!("`{c}` closes nothing"))
        .help("leave it out, or put the text between quotes")
}

fn unclosed(text: &str, span: Span) -> QueryError {
    let sign = &text[span.clone()];
    let kind =
        if sign.contains(is_quote) { QueryErrorKind::UnclosedQuote } else { QueryErrorKind::UnclosedTag };
    QueryError::new(kind, span.clone(), format!("the `{sign}` that opens here is not closed"))
        .help("close it, or leave it out")
}
