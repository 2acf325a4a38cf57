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
mod tags;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::model::Field;

pub use ast::{DateRange, Node, Span, Term, TermWord, Walk};
pub use error::{QueryError, QueryErrorKind};
pub use filters::{Filters, Years, parse_years};
pub use notes::{Note, NoteKind};

/// A query that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The text it was read from.
    pub text: String,
    /// What was read.
    pub kind: QueryKind,
    /// Remarks on how it was read, in the order of the text.
    pub notes: Vec<Note>,
}

/// The two kinds of query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryKind {
    /// Words without any notation; one at least.
    Plain(Vec<PlainWord>),
    /// Anything with an operator, a tag, a quote, a parenthesis or a truncation.
    Boolean(Node),
}

/// A word of a plain query, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainWord {
    /// The text; it holds a letter or digit.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

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

impl Query {
    /// The terms a found article may match, in the order of the text: all but what a NOT takes away.
    /// Words of a plain query count as terms in any field.
    pub fn positive(&self) -> impl Iterator<Item = Cow<'_, Term>> {
        let (words, node) = match &self.kind {
            QueryKind::Plain(words) => (words.as_slice(), None),
            QueryKind::Boolean(node) => (&[][..], Some(node)),
        };
        let terms = node.into_iter().flat_map(Node::walk_kept).filter_map(|node| match node {
            Node::Term(term) => Some(Cow::Borrowed(term)),
            _ => None,
        });
        words.iter().map(|word| Cow::Owned(word.term())).chain(terms)
    }
}

impl PlainWord {
    /// The word as a term in any field.
    pub fn term(&self) -> Term {
        let word = TermWord { text: self.text.clone(), truncated: false, span: self.span.clone() };
        Term { words: vec![word], quoted: false, field: Field::All, tagged: false, span: self.span.clone() }
    }
}
