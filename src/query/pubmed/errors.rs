//! Errors that more than one step of reading raises.
//!
//! They must not know tokens or trees.

use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::limits::{MAX_CLAUSES, MAX_NESTING};
use crate::query::span::Span;

pub(super) fn empty(text: &str, message: &str) -> QueryError {
    QueryError::new(QueryErrorKind::Empty, 0..text.len(), message)
        .help("write the words to search for, such as refractory hypoxemia")
}

pub(super) fn too_many(span: Span) -> QueryError {
    let message = format!("the query has more than {MAX_CLAUSES} words and dates");
    QueryError::new(QueryErrorKind::TooMany, span, message).help("split it into several queries")
}

pub(super) fn too_deep(span: Span) -> QueryError {
    let message = format!("the query nests more than {MAX_NESTING} levels deep here");
    QueryError::new(QueryErrorKind::TooDeep, span, message).help(
        "take out parentheses, and write a chain that changes between operators as groups: (a OR b) AND (c OR d)",
    )
}
