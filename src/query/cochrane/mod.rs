//! The notation of the Cochrane Library's search manager.
//!
//! It must not know any other dialect.

mod codes;
mod heading;
mod lexer;
mod operand;
mod printer;
mod signs;
mod words;

use super::Syntax;
use super::ast::Query;
use super::error::QueryError;
use super::fielded;
use super::fielded::fields::{Fallback, Target};
use super::fielded::parser::{self, Grammar};
use super::lines::Earlier;
use crate::model::Field;
pub(super) use printer::{Cochrane, print};
pub(super) use signs::sign;

/// Cochrane's grammar.
const GRAMMAR: Grammar = Grammar {
    whose: "Cochrane's",
    operand: operand::read,
    targets: codes::targets,
    joins_neighbours: true,
    not_first: true,
    fallback: Fallback {
        target: Target::of(Field::All),
        said: "as Cochrane does, in all text",
        example: "hypoxia:ti,ab,kw",
        commands: &[],
    },
    operators: "AND, OR, NOT, NEAR/n or NEXT",
};

/// Reads a query, or a line of a strategy, which may refer to those before it.
///
/// # Errors
/// Text that is no query, or that passes a bound; a line referred to that is not there, or could not be read.
pub(super) fn parse(text: &str, earlier: Option<&Earlier>) -> Result<Query, QueryError> {
    fielded::read((text, Syntax::Cochrane), &GRAMMAR, earlier, |text, notes| {
        match heading::descriptor(text)? {
            Some(heading) => Ok(heading),
            None => parser::parse(text, &lexer::lex(text)?, &GRAMMAR, earlier, notes),
        }
    })
}
