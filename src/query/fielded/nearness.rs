//! Words near each other: expressions become the arrangement of one term's words.
//!
//! It must not know which field they are searched in.

use super::expr::Expr;
use super::fields::Target;
use crate::query::ast::{Arrangement, TermWord};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::span::Span;

/// Takes the fields off the parts of a proximity, where all that have some have the same: `lung adj3 cancer.tw.`
pub(super) fn hoist(parts: Vec<Expr>, span: &Span) -> Result<(Vec<Expr>, Option<Vec<Target>>), QueryError> {
    let mut common: Option<Vec<Target>> = None;
    let mut bare = Vec::with_capacity(parts.len());
    for part in parts {
        let Expr::In { inner, targets, .. } = part else {
            bare.push(part);
            continue;
        };
        if common.as_ref().is_some_and(|common| *common != targets) {
            let message = "words of different fields cannot stand near each other";
            return Err(QueryError::new(QueryErrorKind::UnsupportedTag, span.clone(), message)
                .help("write one field behind all of it, in parentheses"));
        }
        common = Some(targets);
        bare.push(*inner);
    }
    Ok((bare, common))
}

/// Words that are said to be next to each other are a phrase, and matched like one.
pub(super) fn as_phrase(expr: Expr) -> Expr {
    let Expr::Near { parts, ordered: true, between: 0, span } = expr else { return expr };
    let parts: Vec<Expr> = parts.into_iter().map(as_phrase).collect();
    let is_word = |part: &Expr| matches!(part, Expr::Words { .. } | Expr::Number { .. });
    if !parts.iter().all(is_word) {
        return Expr::Near { parts, ordered: true, between: 0, span };
    }
    let words = parts.into_iter().flat_map(|part| match part {
        Expr::Words { words, .. } => words,
        Expr::Number { word } => vec![word],
        _ => Vec::new(),
    });
    Expr::Words { words: words.collect(), span }
}

/// The arrangement of an expression whose words are added to `words`.
pub(super) fn arrange(expr: Expr, words: &mut Vec<TermWord>) -> Result<Arrangement, QueryError> {
    let mut all = |parts: Vec<Expr>| {
        parts.into_iter().map(|part| arrange(part, words)).collect::<Result<Vec<_>, QueryError>>()
    };
    Ok(match as_phrase(expr) {
        Expr::Words { words: own, .. } => {
            let start = words.len();
            words.extend(own);
            Arrangement::Words(start..words.len())
        }
        Expr::Number { word } => {
            words.push(word);
            Arrangement::Words(words.len() - 1..words.len())
        }
        Expr::Or(parts) => Arrangement::Any(all(parts)?),
        Expr::Near { parts, ordered, between, .. } => {
            Arrangement::Near { parts: all(parts)?, ordered, between }
        }
        other => {
            let message = "this cannot stand near another word";
            return Err(QueryError::new(QueryErrorKind::MissingOperand, other.span(), message)
                .help("words, phrases, and groups of them with `or` can; join the rest with `and`"));
        }
    })
}
