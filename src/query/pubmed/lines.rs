//! What a line of a strategy has beside other queries: the lines before it, and operators in lower case.
//!
//! It must not know how lines are found.

use super::errors::empty;
use super::lexer::{Operator, Token, TokenKind};
use super::parser::{Parser, Part};
use super::words::is_line_reference;
use crate::query::ast::Node;
use crate::query::error::QueryError;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

impl Parser<'_> {
    /// Whether it is a line of the strategy.
    pub(super) fn is_reference(&self, token: &Token) -> bool {
        self.earlier.is_some()
            && token.kind == TokenKind::Word
            && is_line_reference(&self.text[token.span.clone()])
    }

    /// The line that is next, in the place of its number.
    pub(super) fn line(&mut self, span: Span) -> Result<Part, QueryError> {
        let Some(earlier) = self.earlier else { return Err(empty(self.text, "there are no lines")) };
        let node = earlier.line(&self.text[span.clone()], &span)?.clone();
        let terms = node.walk().map(|node| match node {
            Node::Term(term) => term.words.len(),
            Node::Dates(_) => 1,
            Node::And(_) | Node::Or(_) | Node::Not { .. } => 0,
        });
        self.count(terms.sum(), &span)?;
        self.at += 1;
        let depth = node.depth();
        Ok(Part { node, depth })
    }
}

/// Takes `or` and the like in lower case for the operators they are meant as in a strategy, and notes it. Between the
/// words of a phrase that a tag follows they stay words: `head and neck[ti]`.
pub(super) fn take_lower_case_operators(text: &str, tokens: &mut [Token], notes: &mut Notes) {
    let is_plain = |token: &Token| {
        let text = &text[token.span.clone()];
        token.kind == TokenKind::Word && !text.contains('*') && !is_line_reference(text)
    };
    for at in 0..tokens.len() {
        let Some((operator, name)) = operator_of(&text[tokens[at].span.clone()]) else { continue };
        if tokens[at].kind != TokenKind::Word {
            continue;
        }
        let behind = tokens[at..].iter().position(|token| !is_plain(token)).map(|run| &tokens[at + run]);
        let of_phrase = behind.is_some_and(|token| token.kind == TokenKind::Tag);
        let between = at > 0 && is_plain(&tokens[at - 1]) && tokens.get(at + 1).is_some_and(is_plain);
        if !(of_phrase && between) {
            let span = tokens[at].span.clone();
            let message = format!("`{}` was read as the operator {name}", &text[span.clone()]);
            notes.add(NoteKind::LowerCaseOperator, span, message);
            tokens[at].kind = TokenKind::Operator(operator);
        }
    }
}

fn operator_of(word: &str) -> Option<(Operator, &'static str)> {
    let all = [(Operator::And, "AND"), (Operator::Or, "OR"), (Operator::Not, "NOT")];
    all.into_iter().find(|(_, name)| word.eq_ignore_ascii_case(name))
}
