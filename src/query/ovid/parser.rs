//! Operators and parentheses of Ovid's notation: `adj` binds closest, then `and` and `not`, then `or`.
//!
//! It must not know what an operand holds; `operand` reads those.

use super::expr::{Expr, too_deep};
use super::lexer::{Operator, Token, TokenKind};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::limits::MAX_NESTING;
use crate::query::lines::Earlier;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

/// The largest number behind `adj`, as in Ovid.
const ADJ_MAX: u32 = 99;

/// The state of a parse.
pub(super) struct Parser<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    /// The token that is next.
    pub at: usize,
    pub notes: &'t mut Notes,
    pub earlier: Option<&'t Earlier>,
    /// Parentheses that are open.
    depth: usize,
}

/// The expression of a text's tokens.
///
/// # Errors
/// Tokens that make no line.
pub(super) fn parse(
    text: &str,
    tokens: &[Token],
    earlier: Option<&Earlier>,
    notes: &mut Notes,
) -> Result<Expr, QueryError> {
    let mut parser = Parser { text, tokens, at: 0, notes, earlier, depth: 0 };
    let expr = parser.or_level()?;
    match parser.tokens.get(parser.at) {
        None => Ok(expr),
        Some(token) => Err(parser.unexpected(token)),
    }
}

/// The tokens without the number of articles that a history shows behind a line: `(16918)`.
pub(super) fn without_count<'t>(text: &str, tokens: &'t [Token], notes: &mut Notes) -> &'t [Token] {
    let is_number =
        |span: &Span| text[span.clone()].bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    let [line @ .., before, open, number, close] = tokens else { return tokens };
    let is_count = (open.kind, number.kind, close.kind)
        == (TokenKind::Open, TokenKind::Word, TokenKind::Close)
        && is_number(&number.span)
        && !matches!(before.kind, TokenKind::Operator(_) | TokenKind::Open);
    if !is_count {
        return tokens;
    }
    let message = "a number of articles behind the line was left out";
    notes.add(NoteKind::Dropped, open.span.start..close.span.end, message);
    &tokens[..=line.len()]
}

impl<'t> Parser<'t> {
    /// The token that is next.
    pub fn next(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    pub fn written(&self, token: &Token) -> &'t str {
        &self.text[token.span.clone()]
    }

    fn or_level(&mut self) -> Result<Expr, QueryError> {
        let start = self.at;
        let (first, mut is_mixed) = self.and_level()?;
        let mut parts = vec![first];
        while self.takes(Operator::Or) {
            let (part, joins) = self.and_level()?;
            is_mixed |= joins;
            parts.push(part);
        }
        if is_mixed && parts.len() > 1 && !self.notes.has(NoteKind::MixedOperators) {
            let span = self.tokens[start].span.start..self.tokens[self.at - 1].span.end;
            let message = "`or` stands beside `and` or `not` without parentheses; these were joined first";
            self.notes.add(NoteKind::MixedOperators, span, message);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Or(parts) })
    }

    /// The expression, and whether an operator joins it.
    fn and_level(&mut self) -> Result<(Expr, bool), QueryError> {
        let mut left = self.adj_level()?;
        let mut joins = false;
        loop {
            if self.takes(Operator::And) {
                // `and not` is `not`.
                if self.takes(Operator::Not) {
                    left = Expr::Not(Box::new(left), Box::new(self.adj_level()?));
                } else {
                    let right = self.adj_level()?;
                    left = match left {
                        Expr::And(mut parts) if joins => {
                            parts.push(right);
                            Expr::And(parts)
                        }
                        left => Expr::And(vec![left, right]),
                    };
                }
            } else if self.takes(Operator::Not) {
                left = Expr::Not(Box::new(left), Box::new(self.adj_level()?));
            } else {
                return Ok((left, joins));
            }
            joins = true;
        }
    }

    /// Chains group from the left.
    fn adj_level(&mut self) -> Result<Expr, QueryError> {
        let mut left = self.operand()?;
        let mut chain = 0;
        while let Some(token) = self.next() {
            let (ordered, between) = match token.kind {
                TokenKind::Operator(Operator::Adj) => (true, 0),
                TokenKind::Operator(Operator::Near(words)) => (false, self.between(words, token)?),
                _ => break,
            };
            self.at += 1;
            chain += 1;
            if chain > MAX_NESTING {
                return Err(too_deep(token.span.clone()));
            }
            let right = self.operand()?;
            let span = left.span().start..right.span().end;
            left = match left {
                Expr::Near { mut parts, ordered: true, between: 0, .. } if ordered && chain > 1 => {
                    parts.push(right);
                    Expr::Near { parts, ordered, between, span }
                }
                left => Expr::Near { parts: vec![left, right], ordered, between, span },
            };
        }
        Ok(left)
    }

    fn between(&self, words: u32, token: &Token) -> Result<u32, QueryError> {
        if (1..=ADJ_MAX).contains(&words) {
            return Ok(words - 1);
        }
        let message = format!("`{}` is no distance", shown(self.written(token)));
        Err(QueryError::new(QueryErrorKind::UnsupportedTag, token.span.clone(), message)
            .help(format!("write adj, or adj1 to adj{ADJ_MAX}")))
    }

    /// Whether an operator is next; it is taken, and again where it is written twice.
    fn takes(&mut self, operator: Operator) -> bool {
        let is_next = |token: &Token| token.kind == TokenKind::Operator(operator);
        let is_taken = self.next().is_some_and(is_next);
        self.at += usize::from(is_taken);
        while is_taken && let Some(token) = self.next().filter(|token| is_next(token)) {
            let message = format!("a second `{}` was left out", self.written(token));
            self.notes.add(NoteKind::Dropped, token.span.clone(), message);
            self.at += 1;
        }
        is_taken
    }

    /// What stands between parentheses, of which the first is next.
    pub fn group(&mut self) -> Result<Expr, QueryError> {
        let open = self.tokens[self.at].span.clone();
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(too_deep(open));
        }
        if let Some(token) = self.next().filter(|token| token.kind == TokenKind::Close) {
            let message = "the parentheses hold nothing to search for";
            return Err(QueryError::new(
                QueryErrorKind::EmptyParentheses,
                open.start..token.span.end,
                message,
            )
            .help("leave them out"));
        }
        let inner = self.or_level()?;
        match self.next() {
            Some(token) if token.kind == TokenKind::Close => {
                self.at += 1;
                self.depth -= 1;
                Ok(inner)
            }
            Some(token) => Err(self.unexpected(token)),
            None => Err(QueryError::new(
                QueryErrorKind::UnclosedParenthesis,
                open,
                "the parenthesis that opens here is not closed",
            )
            .help("close it with `)`, or leave it out")),
        }
    }

    /// The error of a token that nothing can begin or go on with.
    pub fn unexpected(&self, token: &Token) -> QueryError {
        let written = shown(self.written(token));
        let error =
            |kind, message: String, help: &str| QueryError::new(kind, token.span.clone(), message).help(help);
        match token.kind {
            TokenKind::Close => error(
                QueryErrorKind::UnexpectedParenthesis,
                "`)` closes nothing".to_owned(),
                "leave it out, or open a parenthesis before",
            ),
            TokenKind::Codes => error(
                QueryErrorKind::TagWithoutTerm,
                format!("the field {written} has no term before it"),
                "write the term first, as in hypoxia.ti.",
            ),
            TokenKind::Operator(_) => error(
                QueryErrorKind::MissingOperand,
                format!("`{written}` has nothing to join"),
                "write a term on both sides",
            ),
            TokenKind::Word | TokenKind::Phrase | TokenKind::Open | TokenKind::Remark => error(
                QueryErrorKind::MissingOperand,
                format!("an operator is missing before `{written}`"),
                "write and, or, not, adj or adjN between two parts",
            ),
        }
    }

    /// The error of a text that ends where an operand is missing.
    pub fn ended(&self) -> QueryError {
        let span: Span = self.tokens.last().map_or(0..0, |token| token.span.clone());
        let message = format!("`{}` has nothing behind it", shown(&self.text[span.clone()]));
        QueryError::new(QueryErrorKind::MissingOperand, span, message)
            .help("write a term behind it, or leave it out")
    }
}
