//! Operators and parentheses: words near each other bind closest, then `and` and `not`, then `or`.
//!
//! It must not know what an operand holds; the grammar reads those.

use super::expr::{Expr, too_deep};
use super::fields::{Fallback, Target};
use super::tokens::{Operator, Token, TokenKind};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::limits::MAX_NESTING;
use crate::query::lines::Earlier;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;
use crate::query::tags;

/// What a notation decides for itself.
#[derive(Debug)]
pub(in crate::query) struct Grammar {
    /// Whose it is, for people.
    pub whose: &'static str,
    /// Reads the operand that is next, without the codes behind it.
    pub operand: fn(&mut Parser<'_>) -> Result<Expr, QueryError>,
    /// The fields that codes name together.
    pub targets: fn(&str, &Span) -> Result<Vec<Target>, QueryError>,
    /// Whether parts side by side are joined by `and`.
    pub joins_neighbours: bool,
    /// Whether `not` binds closer than `and`.
    pub not_first: bool,
    /// Where words without a code are searched.
    pub fallback: Fallback,
    /// The operators there are, for people.
    pub operators: &'static str,
}

/// The state of a parse.
pub(in crate::query) struct Parser<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    /// The token that is next.
    pub at: usize,
    pub grammar: &'t Grammar,
    pub notes: &'t mut Notes,
    pub earlier: Option<&'t Earlier>,
    /// Whether an operand is read that stands behind an operator of nearness.
    pub is_near: bool,
    /// Parentheses that are open.
    depth: usize,
}

/// The expression of a text's tokens.
///
/// # Errors
/// Tokens that make no line.
pub(in crate::query) fn parse(
    text: &str,
    tokens: &[Token],
    grammar: &Grammar,
    earlier: Option<&Earlier>,
    notes: &mut Notes,
) -> Result<Expr, QueryError> {
    if tokens.is_empty() {
        return Err(QueryError::new(QueryErrorKind::Empty, 0..text.len(), "the query is empty")
            .help(format!("write the words to search for, as in {}", grammar.fallback.example)));
    }
    let mut parser = Parser { text, tokens, at: 0, grammar, notes, earlier, is_near: false, depth: 0 };
    let expr = parser.or_level()?;
    match parser.tokens.get(parser.at) {
        None => Ok(expr),
        Some(token) => Err(parser.unexpected(token)),
    }
}

/// The tokens without the number of articles that a history shows behind a line: `(16918)`.
pub(in crate::query) fn without_count<'t>(text: &str, tokens: &'t [Token], notes: &mut Notes) -> &'t [Token] {
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
        let mut left = self.not_level()?;
        let mut joins = false;
        loop {
            if self.takes(Operator::And) {
                // `and not` is `not`.
                left = if self.takes(Operator::Not) {
                    Expr::Not(Box::new(left), Box::new(self.near_level()?))
                } else {
                    both(left, self.not_level()?, joins)
                };
            } else if self.takes(Operator::Not) {
                left = Expr::Not(Box::new(left), Box::new(self.near_level()?));
            } else if self.grammar.joins_neighbours
                && self.next().is_some_and(|token| begins_operand(token.kind))
            {
                left = both(left, self.not_level()?, joins);
            } else {
                return Ok((left, joins));
            }
            joins = true;
        }
    }

    /// `a not b` as one part, where that binds closer than `and`.
    fn not_level(&mut self) -> Result<Expr, QueryError> {
        let mut left = self.near_level()?;
        while self.grammar.not_first && self.takes(Operator::Not) {
            left = Expr::Not(Box::new(left), Box::new(self.near_level()?));
        }
        Ok(left)
    }

    /// Chains group from the left.
    fn near_level(&mut self) -> Result<Expr, QueryError> {
        let mut left = self.operand()?;
        let mut chain = 0;
        while let Some(Token { kind: TokenKind::Operator(Operator::Near { ordered, between }), span }) =
            self.next()
        {
            let (ordered, between) = (*ordered, *between);
            self.at += 1;
            chain += 1;
            if chain > MAX_NESTING {
                return Err(too_deep(span.clone()));
            }
            self.is_near = true;
            let right = self.operand()?;
            self.is_near = false;
            let span = left.span().start..right.span().end;
            left = match left {
                Expr::Near { mut parts, ordered: true, between: 0, .. }
                    if ordered && between == 0 && chain > 1 =>
                {
                    parts.push(right);
                    Expr::Near { parts, ordered, between, span }
                }
                left => Expr::Near { parts: vec![left, right], ordered, between, span },
            };
        }
        Ok(left)
    }

    /// The operand that is next, with the codes and remarks behind it.
    fn operand(&mut self) -> Result<Expr, QueryError> {
        let Some(first) = self.next() else { return Err(self.ended()) };
        let mut expr = (self.grammar.operand)(self)?;
        if let Some(codes) = self.next().filter(|token| token.kind == TokenKind::Codes) {
            self.at += 1;
            let targets = (self.grammar.targets)(self.text, &codes.span)?;
            expr = Expr::In { inner: Box::new(expr), targets, span: first.span.start..codes.span.end };
        }
        while let Some(token) = self.next().filter(|token| token.kind == TokenKind::Remark) {
            self.remark(token)?;
            self.at += 1;
        }
        Ok(expr)
    }

    /// A remark must not be a tag, which would be passed over.
    fn remark(&self, token: &Token) -> Result<(), QueryError> {
        let written = self.written(token);
        if tags::tag(written.trim_matches(['[', ']']), &token.span).is_err() {
            return Ok(());
        }
        let message = format!(
            "`{}` is a tag of PubMed's in a line that is read as {}",
            shown(written),
            self.grammar.whose
        );
        Err(QueryError::new(QueryErrorKind::Dialect, token.span.clone(), message).help(format!(
            "write all of it in one notation: a field is as in {} here",
            self.grammar.fallback.example
        )))
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
        let is_near = std::mem::take(&mut self.is_near);
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
                self.is_near = is_near;
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
        let before = self.at.checked_sub(1).map(|at| &self.tokens[at]);
        let waits = before.filter(|before| matches!(before.kind, TokenKind::Operator(_)));
        match token.kind {
            TokenKind::Close if let Some(operator) = waits => error(
                QueryErrorKind::MissingOperand,
                format!("`{}` has nothing behind it", shown(self.written(operator))),
                "write a term behind it, or leave it out",
            ),
            TokenKind::Close => error(
                QueryErrorKind::UnexpectedParenthesis,
                "`)` closes nothing".to_owned(),
                "leave it out, or open a parenthesis before",
            ),
            TokenKind::Codes => error(
                QueryErrorKind::TagWithoutTerm,
                format!("the field {written} has no term before it"),
                &format!("write the term first, as in {}", self.grammar.fallback.example),
            ),
            TokenKind::Operator(_) => error(
                QueryErrorKind::MissingOperand,
                format!("`{written}` has nothing to join"),
                "write a term on both sides",
            ),
            TokenKind::Word
            | TokenKind::Phrase
            | TokenKind::Open
            | TokenKind::Remark
            | TokenKind::Heading
            | TokenKind::Lines => error(
                QueryErrorKind::MissingOperand,
                format!("an operator is missing before `{written}`"),
                &format!("write {} between two parts", self.grammar.operators),
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

/// Two parts joined by `and`; `joins` where the first is such a row itself.
fn both(left: Expr, right: Expr, joins: bool) -> Expr {
    match left {
        Expr::And(mut parts) if joins => {
            parts.push(right);
            Expr::And(parts)
        }
        left => Expr::And(vec![left, right]),
    }
}

fn begins_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Word | TokenKind::Phrase | TokenKind::Open | TokenKind::Heading | TokenKind::Lines
    )
}
