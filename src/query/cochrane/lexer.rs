//! Tokens of Cochrane's notation.
//!
//! It must not know what tokens mean together.

use super::codes;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::tokens::{Operator, Token, TokenKind, is_space};
use crate::query::is_quote;
use crate::query::span::Span;

/// The distance of NEAR without a number (Cochrane Library, Advanced Search Help).
const NEAR: u32 = 6;

/// The largest number behind NEAR and NEXT.
const DISTANCE_MAX: u32 = 99;

/// The tokens of a text.
///
/// # Errors
/// A quote, bracket or brace that is not closed or not opened, a distance that is none.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, QueryError> {
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
                at = closing(text, start).ok_or_else(|| unclosed(text, start..at))?;
                let is_heading =
                    text[start + 1..at].trim_start().get(..2).is_some_and(|mh| mh.eq_ignore_ascii_case("mh"));
                if is_heading { TokenKind::Heading } else { TokenKind::Remark }
            }
            '{' => {
                at = text[at..].find('}').map(|end| at + end + 1).ok_or_else(|| unclosed(text, start..at))?;
                TokenKind::Lines
            }
            ']' | '}' => {
                let message = format!("`{c}` closes nothing");
                return Err(QueryError::new(QueryErrorKind::UnexpectedBracket, start..at, message)
                    .help("leave it out"));
            }
            c if is_quote(c) => {
                let close = text[at..].char_indices().find(|(_, c)| is_quote(*c));
                let (end, quote) = close.ok_or_else(|| unclosed(text, start..at))?;
                at += end + quote.len_utf8();
                TokenKind::Phrase
            }
            ':' if let Some(end) = codes::end_of(text, start) => {
                at = end;
                TokenKind::Codes
            }
            _ => {
                at = word_end(text, start);
                operator(&text[start..at], start..at)?.map_or(TokenKind::Word, TokenKind::Operator)
            }
        };
        tokens.push(Token { kind, span: start..at });
    }
    Ok(tokens)
}

/// Where the bracket at `start` closes, others within it passed over.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    text[start..].char_indices().find_map(|(at, c)| {
        depth += usize::from(c == '[');
        depth -= usize::from(c == ']');
        (c == ']' && depth == 0).then_some(start + at + 1)
    })
}

/// Where the word that begins at `start` ends.
fn word_end(text: &str, start: usize) -> usize {
    let ends = |(at, c): (usize, char)| {
        is_space(c)
            || matches!(c, '(' | ')' | '[' | ']' | '{' | '}')
            || is_quote(c)
            || (c == ':' && at > 0 && codes::end_of(text, start + at).is_some())
    };
    text[start..].char_indices().find(|&place| ends(place)).map_or(text.len(), |(at, _)| start + at)
}

fn operator(word: &str, span: Span) -> Result<Option<Operator>, QueryError> {
    let word = word.to_ascii_lowercase();
    let (name, number) =
        word.split_once('/').map_or((word.as_str(), None), |(name, number)| (name, Some(number)));
    let (ordered, usual) = match (name, number) {
        ("and", None) => return Ok(Some(Operator::And)),
        ("or", None) => return Ok(Some(Operator::Or)),
        ("not", None) => return Ok(Some(Operator::Not)),
        ("near", _) => (false, NEAR),
        ("next", _) => (true, 1),
        _ => return Ok(None),
    };
    let words = number.map_or(Ok(usual), str::parse).unwrap_or(0);
    let between = words.checked_sub(1).filter(|_| words <= DISTANCE_MAX);
    let between = between.ok_or_else(|| {
        let message = format!("`{}` is no distance", shown(&word));
        QueryError::new(QueryErrorKind::UnsupportedTag, span, message)
            .help(format!("write NEXT, or NEAR/1 to NEAR/{DISTANCE_MAX}"))
    })?;
    Ok(Some(Operator::Near { ordered, between }))
}

fn unclosed(text: &str, span: Span) -> QueryError {
    let sign = &text[span.clone()];
    let kind =
        if sign.contains(is_quote) { QueryErrorKind::UnclosedQuote } else { QueryErrorKind::UnclosedTag };
    QueryError::new(kind, span.clone(), format!("the `{sign}` that opens here is not closed"))
        .help("close it, or leave it out")
}
