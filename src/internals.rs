//! What litdex's own tests and benchmarks look at: no promise is made for any of it.

/// Text to words.
pub mod text {
    pub use crate::text::*;
}

/// Readers.
pub mod formats {
    use std::io;

    use crate::formats::{Sink, Summary};

    /// Reads bytes by the reader of a format, whatever they look like; `None` where there is no such format.
    pub fn read_as(format: &str, bytes: &[u8], sink: &mut Sink<'_>) -> Option<io::Result<Summary>> {
        crate::formats::read_as(format, bytes, sink)
    }
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
