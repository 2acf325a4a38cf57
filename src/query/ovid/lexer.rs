//! Tokens of Ovid's notation.
//!
//! It must not know what tokens mean together.

use super::codes;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::tokens::{Operator, Token, TokenKind, is_space};
use crate::query::is_quote;
use crate::query::span::Span;

/// The largest number behind `adj`, as in Ovid.
const ADJ_MAX: u32 = 99;

/// The tokens of a text.
///
/// # Errors
/// A quote or bracket that is not closed, a `]` without `[`, a distance behind `adj` that none is.
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
                let word = &text[start..at];
                if is_distance(word) && operator(word).is_none() {
                    return Err(bad_distance(word, start..at));
                }
                operator(word).map_or(TokenKind::Word, TokenKind::Operator)
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

fn operator(word: &str) -> Option<Operator> {
    let word = word.to_ascii_lowercase();
    Some(match word.as_str() {
        "and" | "&" => Operator::And,
        "or" | "|" => Operator::Or,
        "not" => Operator::Not,
        "adj" => Operator::Near { ordered: true, between: 0 },
        word => {
            let words: u32 = word.strip_prefix("adj")?.parse().ok()?;
            Operator::Near { ordered: false, between: words.checked_sub(1).filter(|_| words <= ADJ_MAX)? }
        }
    })
}

fn is_distance(word: &str) -> bool {
    let number = word.get(..3).filter(|adj| adj.eq_ignore_ascii_case("adj")).map(|_| &word[3..]);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn bad_distance(word: &str, span: Span) -> QueryError {
    let message = format!("`{}` is no distance", shown(word));
    QueryError::new(QueryErrorKind::UnsupportedTag, span, message)
        .help(format!("write adj, or adj1 to adj{ADJ_MAX}"))
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
