//! Tokens of Cochrane's notation.
//!
//! It must not know what tokens mean together.

use super::codes;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::scan::{Spelling, scan};
use crate::query::fielded::tokens::{Operator, Token, TokenKind};
use crate::query::span::Span;

/// The distance of NEAR without a number (Cochrane Library, Advanced Search Help).
const NEAR: u32 = 6;

/// The largest number behind NEAR and NEXT.
const DISTANCE_MAX: u32 = 99;

const SPELLING: Spelling = Spelling { mark: ':', codes_end: codes::end_of, bracket, has_braces: true, word };

/// The tokens of a text.
///
/// # Errors
/// A quote, bracket or brace that is not closed or not opened, a distance that is none.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, QueryError> {
    scan(text, &SPELLING)
}

/// Brackets hold a heading, `[mh Sepsis]`, or a remark.
fn bracket(text: &str, start: usize) -> Option<(TokenKind, usize)> {
    let end = closing(text, start)?;
    let begins = text[start + 1..end].trim_start().get(..2);
    let is_heading = begins.is_some_and(|mh| mh.eq_ignore_ascii_case("mh"));
    Some((if is_heading { TokenKind::Heading } else { TokenKind::Remark }, end))
}

fn word(word: &str, span: Span) -> Result<TokenKind, QueryError> {
    Ok(operator(word, span)?.map_or(TokenKind::Word, TokenKind::Operator))
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
