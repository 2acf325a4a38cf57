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

use super::ast::{Query, QueryKind};
use super::error::{QueryError, QueryErrorKind};
use super::fielded::expr::{Resolver, too_deep};
use super::fielded::fields::{Fallback, Target};
use super::fielded::parser::{self, Grammar};
use super::limits::MAX_QUERY_BYTES;
use super::lines::Earlier;
use super::notes::Notes;
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
    let tokens = lexer::lex(text)?;
    if tokens.is_empty() {
        return Err(QueryError::new(QueryErrorKind::Empty, 0..text.len(), "the query is empty")
            .help("write the words to search for, such as refractory hypoxemia.tw."));
    }
    let mut notes = Notes::default();
    let tokens = parser::without_count(text, &tokens, &mut notes);
    let expr = match limit::read(text, tokens, earlier, &mut notes)? {
        Some(limited) => limited,
        None => parser::parse(text, tokens, &GRAMMAR, earlier, &mut notes)?,
    };
    let node = Resolver { text, fallback: &GRAMMAR.fallback, earlier, notes: &mut notes, clauses: 0 }
        .node(expr, None, 0)?;
    if node.depth() > super::limits::MAX_NESTING {
        return Err(too_deep(0..text.len()));
    }
    Ok(Query {
        text: text.to_owned(),
        kind: QueryKind::Boolean(node),
        notes: notes.finish(),
        syntax: super::Syntax::Ovid,
    })
}
