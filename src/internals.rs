//! What litdex's own tests and benchmarks look at: no promise is made for any of it.

/// Text to words.
pub mod text {
    pub use crate::text::*;
}

/// Measures of how well records and references are matched.
pub mod eval {
    pub use crate::eval::*;
}

/// The tree of a query.
pub mod query {
    pub use crate::query::ast::{DateRange, Node, PlainWord, QueryKind, Term, TermWord, Walk};

    /// The terms a found article may match.
    pub fn positive(query: &crate::query::Query) -> impl Iterator<Item = std::borrow::Cow<'_, Term>> {
        query.positive()
    }

    /// What a query was read as.
    pub fn kind(query: &crate::query::Query) -> &QueryKind {
        &query.kind
    }
}
