//! The query language: text becomes a tree with spans, notes on how it was read, or a located error.
//!
//! It must not know tantivy, an index or the analysis of text: words and phrases stay as written, and
//! every backend compiles the same tree.
//!
//! One [`Node`] serves all dialects; a dialect is a module with its own lexer and parser (today
//! PubMed's). The rest is shared: tags, dates, bounds, notes, errors and the printed form.

mod ast;
mod dates;
mod error;
mod filters;
pub mod limits;
mod notes;
mod printer;
mod pubmed;
mod span;
mod tags;
#[cfg(test)]
mod tests;

pub use ast::{DateRange, Node, PlainWord, Query, QueryKind, Term, TermWord, Walk};
pub use error::{QueryError, QueryErrorKind};
pub use filters::{Filters, Years, parse_years};
pub use notes::{Note, NoteKind};
pub use span::Span;

/// Reads a query in PubMed's notation.
///
/// ```
/// use litdex::query::{QueryKind, parse};
/// let query = parse("\"respiratory failure\"[tiab] AND 2019:2022[dp]")?;
/// assert!(matches!(query.kind, QueryKind::Boolean(_)));
/// # Ok::<(), litdex::query::QueryError>(())
/// ```
///
/// # Errors
/// Text that is no query, or that passes one of the [`limits`]; see [`QueryErrorKind`].
pub fn parse(text: &str) -> Result<Query, QueryError> {
    pubmed::parse(text)
}
