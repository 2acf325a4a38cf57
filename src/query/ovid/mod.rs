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
use super::error::QueryError;
use super::fielded;
use super::fielded::fields::{Fallback, Target};
use super::fielded::parser::{self, Grammar};
use super::lines::Earlier;
use crate::model::Field;
pub(super) use codes::of as code_of;
pub(super) use printer::{Ovid, print};
pub(super) use signs::{hint, sign};

/// Words of commands, which are no search where they stand alone.
const COMMANDS: &[&str] = &["limit", "use", "from", "keep", "remove", "save"];

/// Ovid's grammar.
const GRAMMAR: Grammar = Grammar {
    whose: "Ovid's",
    operand: operand::read,
    targets: codes::targets,
    joins_neighbours: false,
    not_first: false,
    fallback: Fallback {
        target: Target::of(Field::Multipurpose),
        said: "as Ovid does, in .mp.",
        example: "hypoxia.ti.",
        commands: COMMANDS,
    },
    operators: "and, or, not, adj or adjN",
};

/// Reads a query, or a line of a strategy, which may refer to those before it.
///
/// # Errors
/// Text that is no query, or that passes a bound; a line referred to that is not there, or could not be read.
pub(super) fn parse(text: &str, earlier: Option<&Earlier>) -> Result<Query, QueryError> {
    fielded::read((text, Syntax::Ovid), &GRAMMAR, earlier, |text, notes| {
        let tokens = lexer::lex(text)?;
        let tokens = parser::without_count(text, &tokens, notes);
        match limit::read(text, tokens, earlier, notes)? {
            Some(limited) => Ok(limited),
            None => parser::parse(text, tokens, &GRAMMAR, earlier, notes),
        }
    })
}
