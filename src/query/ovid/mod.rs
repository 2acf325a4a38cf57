//! Ovid's notation, as its users write strategies for MEDLINE.
//!
//! It must not know any other dialect.

mod codes;
mod heading;
mod lexer;
mod limit;
mod operand;
mod printer;
mod signs;
mod words;

use super::Syntax;
use super::ast::Query;
use super::clean;
use super::error::{QueryError, QueryErrorKind};
use super::fielded::expr::Resolver;
use super::fielded::fields::{Fallback, Target};
use super::fielded::parser::{self, Grammar};
use super::limits::MAX_QUERY_BYTES;
use super::lines::Earlier;
use crate::model::Field;
pub(super) use printer::print;
pub(super) use signs::{hint, sign};

/// Ovid's grammar.
const GRAMMAR: Grammar = Grammar {
    operand: operand::read,
    joins_neighbours: false,
    not_first: false,
    fallback: Fallback {
        target: Target::of(Field::Multipurpose),
        said: "as Ovid does, in .mp.",
        example: "hypoxia.ti.",
    },
    operators: "and, or, not, adj or adjN",
};

/// Reads a query, or a line of a strategy, which may refer to those before it.
///
/// # Errors
/// Text that is no query, or that passes a bound; a line referred to that is not there, or could not be read.
pub(super) fn parse(text: &str, earlier: Option<&Earlier>) -> Result<Query, QueryError> {
    if text.len() > MAX_QUERY_BYTES {
        let message = format!("the query has {} bytes, {MAX_QUERY_BYTES} are the most", text.len());
        return Err(QueryError::new(QueryErrorKind::TooLong, MAX_QUERY_BYTES..text.len(), message)
            .help("split it into several lines"));
    }
    clean::read(text, Syntax::Ovid, |text, notes| {
        let tokens = lexer::lex(text)?;
        if tokens.is_empty() {
            return Err(QueryError::new(QueryErrorKind::Empty, 0..text.len(), "the query is empty")
                .help("write the words to search for, such as refractory hypoxemia.tw."));
        }
        let tokens = parser::without_count(text, &tokens, notes);
        let expr = match limit::read(text, tokens, earlier, notes)? {
            Some(limited) => limited,
            None => parser::parse(text, tokens, &GRAMMAR, earlier, notes)?,
        };
        Resolver { text, fallback: &GRAMMAR.fallback, earlier, notes, clauses: 0 }.whole(expr)
    })
}
