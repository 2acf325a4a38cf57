//! Operands of Ovid's notation: words with their codes, headings, and lines of the strategy.
//!
//! It must not know what a field holds.

use super::heading;
use super::lexer;
use super::words;
use crate::query::ast::TermWord;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::expr::Expr;
use crate::query::fielded::lists::is_list;
use crate::query::fielded::parser::Parser;
use crate::query::fielded::tokens::{Operator, TokenKind, inner, is_of_term, parts};
use crate::query::limits::MAX_CLAUSES;
use crate::query::lines::Earlier;

/// Reads the operand that is next.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<Expr, QueryError> {
    let Some(token) = parser.next() else { return Err(parser.ended()) };
    let found = match token.kind {
        TokenKind::Open => Some(parser.group()?),
        TokenKind::Word | TokenKind::Phrase => match parser.lines()? {
            Some(lines) => Some(lines),
            None => match heading::read(parser)? {
                Some(heading) => Some(heading),
                None => Some(parser.term()?),
            },
        },
        TokenKind::Operator(_) => parser.spaced_lines()?,
        TokenKind::Codes | TokenKind::Close | TokenKind::Remark | TokenKind::Heading | TokenKind::Lines => {
            None
        }
    };
    found.ok_or_else(|| parser.unexpected(token))
}

impl Parser<'_> {
    /// Words side by side, which stand next to each other; a number alone may be a line.
    fn term(&mut self) -> Result<Expr, QueryError> {
        let first = self.at;
        let mut read: Vec<TermWord> = Vec::new();
        while let Some(token) = self.next().filter(|token| is_of_term(token.kind)) {
            let is_quoted = token.kind == TokenKind::Phrase;
            for part in parts(self.text, inner(self.text, &token.span)) {
                read.extend(words::read(self.text, &part, is_quoted, self.notes)?);
            }
            self.at += 1;
        }
        let span = self.tokens[first].span.start..self.tokens[self.at - 1].span.end;
        if read.len() > MAX_CLAUSES {
            let message = format!("the query has more than {MAX_CLAUSES} words and dates");
            return Err(QueryError::new(QueryErrorKind::TooMany, span, message));
        }
        let is_number = |word: &TermWord| {
            let is_line = |earlier: &Earlier| earlier.has(&word.text);
            word.text.len() <= 4
                && !word.truncated
                && (word.text.bytes().all(|byte| byte.is_ascii_digit()) || self.earlier.is_some_and(is_line))
        };
        match read.as_slice() {
            [] => {
                let message = format!("`{}` has no letter or digit", shown(&self.text[span.clone()]));
                Err(QueryError::new(QueryErrorKind::Empty, span, message).help("leave it out"))
            }
            [word]
                if self.at == first + 1 && is_number(word) && self.tokens[first].kind == TokenKind::Word =>
            {
                Ok(Expr::Number { word: word.clone() })
            }
            _ => Ok(Expr::Words { words: read, span }),
        }
    }

    /// Lines joined by one operator, `or/1-5`, `and/2,4`, `1-7/or`; or one line, `#3`.
    fn lines(&mut self) -> Result<Option<Expr>, QueryError> {
        let first = self.at;
        let token = &self.tokens[first];
        if token.kind != TokenKind::Word {
            return Ok(None);
        }
        let word = self.written(token);
        if let Some(number) =
            word.strip_prefix('#').filter(|number| is_list(number) && !number.contains(['-', ',']))
        {
            let start = token.span.end - number.len();
            self.at += 1;
            return self.joined_lines(&self.text[start..token.span.end], false, token.span.clone()).map(Some);
        }
        let Some((left, right)) = word.split_once('/') else { return Ok(None) };
        if let Some(operator) = joins(right).filter(|_| is_list(left)) {
            self.at += 1;
            let list = token.span.start..token.span.start + left.len();
            return self
                .joined_lines(&self.text[list], operator == Operator::Or, token.span.clone())
                .map(Some);
        }
        let Some(operator) = joins(left).filter(|_| right.is_empty() || is_list(right)) else {
            return Ok(None);
        };
        self.at += 1;
        self.list(token.span.end - right.len(), operator, token.span.start).map(Some)
    }

    /// `or 1-5`, `or /1-5`, as some write it: at the beginning of a line only.
    fn spaced_lines(&mut self) -> Result<Option<Expr>, QueryError> {
        let [operator, list, ..] = self.tokens else { return Ok(None) };
        let TokenKind::Operator(joins @ (Operator::Or | Operator::And)) = operator.kind else {
            return Ok(None);
        };
        let listed = self.written(list).trim_start_matches('/');
        if self.at > 0 || !is_list(listed) {
            return Ok(None);
        }
        self.at += 2;
        self.list(list.span.end - listed.len(), joins, operator.span.start).map(Some)
    }

    /// The lines of a list that begins at `begin`, of which a token is taken. What a comma or a hyphen ends goes on in
    /// the next: `or/1, 3, 7 - 9`.
    fn list(&mut self, begin: usize, operator: Operator, start: usize) -> Result<Expr, QueryError> {
        let mut end = self.tokens[self.at - 1].span.end;
        let is_joint = |text: &str| matches!(text, "-" | ",");
        while let Some(token) = self.next().filter(|token| token.kind == TokenKind::Word) {
            let (so_far, written) = (&self.text[begin..end], self.written(token));
            let goes_on =
                so_far.is_empty() || so_far.ends_with([',', '-']) || written.starts_with([',', '-']);
            if !goes_on || !(is_joint(written) || is_list(written.trim_start_matches([',', '-']))) {
                break;
            }
            end = token.span.end;
            self.at += 1;
        }
        self.joined_lines(&self.text[begin..end], operator == Operator::Or, start..end)
    }
}

fn joins(word: &str) -> Option<Operator> {
    lexer::operator(word).filter(|operator| matches!(operator, Operator::And | Operator::Or))
}
