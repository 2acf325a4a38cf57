//! What is common to notations that write a field behind what is searched in it, as Ovid's and Cochrane's do.
//!
//! It must not know how either spells a word, a code or a heading.

pub(super) mod expr;
pub(super) mod fields;
pub(super) mod lists;
mod nearness;
pub(super) mod parser;
pub(super) mod printer;
mod resolver;
pub(super) mod scan;
pub(super) mod tokens;
pub(super) mod values;

use super::Syntax;
use super::ast::Query;
use super::clean;
use super::error::QueryError;
use super::lines::Earlier;
use super::notes::Notes;
use expr::Expr;
use parser::Grammar;
use resolver::Resolver;

/// Reads a text whose expression `read` makes.
///
/// # Errors
/// Those of `read`; text that passes a bound; a line referred to that is not there, or could not be read.
pub(super) fn read(
    (text, syntax): (&str, Syntax),
    grammar: &Grammar,
    earlier: Option<&Earlier>,
    read: impl FnOnce(&str, &mut Notes) -> Result<Expr, QueryError>,
) -> Result<Query, QueryError> {
    clean::read(text, syntax, |text, notes| {
        let expr = read(text, notes)?;
        Resolver { text, fallback: &grammar.fallback, earlier, notes, clauses: 0 }.whole(expr)
    })
}
