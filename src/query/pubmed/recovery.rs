//! How reading goes on behind an error, so that all errors of a text are told together.
//!
//! It must not know what is wrong.

use super::lexer::TokenKind;
use super::parser::{Parser, Part};
use crate::model::Field;
use crate::query::ast::{Node, Term};
use crate::query::error::QueryError;
use crate::query::limits::MAX_ERRORS;

impl Parser<'_> {
    /// Keeps an error, to read on behind it.
    ///
    /// # Errors
    /// It ends all reading: it is of a bound, or one more than are told.
    pub(super) fn tell(&mut self, error: QueryError) -> Result<(), QueryError> {
        if error.kind.is_bound() || self.errors.len() + 1 >= MAX_ERRORS {
            return Err(error);
        }
        self.errors.push(error);
        Ok(())
    }

    /// Passes over the operand that begins at a token and could not be read, its tag too. What stands in its place
    /// keeps what is around it from being wrong for want of it.
    pub(super) fn skip(&mut self, start: usize) -> Part {
        let first = &self.tokens[start];
        if self.at == start {
            let is_run = |kind: TokenKind| matches!(kind, TokenKind::Word | TokenKind::Colon);
            let is_own = |at: usize| is_run(self.tokens[at].kind) && !self.is_reference(&self.tokens[at]);
            let run = (start..self.tokens.len()).take_while(|&at| is_own(at)).count();
            self.at += run.max(1);
        }
        if self.peek().is_some_and(|token| token.kind == TokenKind::Tag) {
            self.at += 1;
        }
        let nothing = Term::of(Field::All, Vec::new(), first.span.clone());
        Part { node: Node::Term(nothing), depth: 1 }
    }
}
