//! Tokens of Ovid's notation.
//!
//! It must not know what tokens mean together.

use super::codes;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::scan::{Spelling, scan};
use crate::query::fielded::tokens::{Operator, Token, TokenKind};
use crate::query::span::Span;

/// The largest number behind `adj`, as in Ovid.
const ADJ_MAX: u32 = 99;

const SPELLING: Spelling =
    Spelling { mark: '.', codes_end: codes::end_of, bracket: remark, has_braces: false, word };

/// The tokens of a text.
///
/// # Errors
/// A quote or bracket that is not closed, a `]` without `[`, a distance behind `adj` that none is.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, QueryError> {
    scan(text, &SPELLING)
}

/// Brackets hold remarks, as Ovid prints them: `[Drug Therapy]`.
fn remark(text: &str, start: usize) -> Option<(TokenKind, usize)> {
    text[start..].find(']').map(|end| (TokenKind::Remark, start + end + 1))
}

fn word(word: &str, span: Span) -> Result<TokenKind, QueryError> {
    match operator(word) {
        Some(operator) => Ok(TokenKind::Operator(operator)),
        None if is_distance(word) => Err(bad_distance(word, span)),
        None => Ok(TokenKind::Word),
    }
}

/// The operator that a word is.
pub(super) fn operator(word: &str) -> Option<Operator> {
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
