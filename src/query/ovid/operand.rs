//! Operands of Ovid's notation: words with their codes, headings, and lines of the strategy.
//!
//! It must not know what a field holds.

use super::codes;
use super::expr::{Expr, joined};
use super::heading;
use super::lexer::{Operator, Token, TokenKind, inner, is_of_term, parts};
use super::parser::Parser;
use super::words;
use crate::query::ast::{Node, TermWord};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::limits::{MAX_CLAUSES, MAX_LINES};
use crate::query::span::Span;
use crate::query::tags;

impl Parser<'_> {
    /// The operand that is next, with the codes and remarks behind it.
    pub(super) fn operand(&mut self) -> Result<Expr, QueryError> {
        let Some(token) = self.next() else { return Err(self.ended()) };
        let start = token.span.start;
        let expr = match token.kind {
            TokenKind::Open => self.group()?,
            TokenKind::Word | TokenKind::Phrase => match self.lines()? {
                Some(lines) => lines,
                None => match heading::read(self)? {
                    Some(heading) => heading,
                    None => self.term()?,
                },
            },
            TokenKind::Operator(_) => match self.spaced_lines()? {
                Some(lines) => lines,
                None => return Err(self.unexpected(token)),
            },
            TokenKind::Codes | TokenKind::Close | TokenKind::Remark => return Err(self.unexpected(token)),
        };
        let expr = match self.next().filter(|token| token.kind == TokenKind::Codes) {
            None => expr,
            Some(token) => {
                self.at += 1;
                let targets = codes::targets(self.text, &token.span)?;
                Expr::In { inner: Box::new(expr), targets, span: start..token.span.end }
            }
        };
        while let Some(token) = self.next().filter(|token| token.kind == TokenKind::Remark) {
            self.remark(token)?;
            self.at += 1;
        }
        Ok(expr)
    }

    /// A remark must not be a tag, which would be passed over.
    fn remark(&self, token: &Token) -> Result<(), QueryError> {
        let name = self.written(token).trim_matches(['[', ']']);
        if tags::tag(name, &token.span).is_err() {
            return Ok(());
        }
        let message =
            format!("`{}` is a tag of PubMed's in a line that is read as Ovid's", shown(self.written(token)));
        Err(QueryError::new(QueryErrorKind::Dialect, token.span.clone(), message)
            .help("write all of it in one notation: a field is .ti,ab. here"))
    }

    /// Words side by side, which stand next to each other; a number alone may be a line.
    fn term(&mut self) -> Result<Expr, QueryError> {
        let first = self.at;
        let mut read: Vec<TermWord> = Vec::new();
        while let Some(token) = self.next().filter(|token| is_of_term(token.kind)) {
            for part in parts(self.text, inner(self.text, &token.span)) {
                read.extend(words::read(self.text, &part, self.notes)?);
            }
            self.at += 1;
        }
        let span = self.tokens[first].span.start..self.tokens[self.at - 1].span.end;
        if read.len() > MAX_CLAUSES {
            let message = format!("the query has more than {MAX_CLAUSES} words and dates");
            return Err(QueryError::new(QueryErrorKind::TooMany, span, message));
        }
        let is_number = |word: &TermWord| {
            word.text.len() <= 4 && !word.truncated && word.text.bytes().all(|byte| byte.is_ascii_digit())
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
            return self.joined_lines(start..token.span.end, Operator::And, token.span.clone()).map(Some);
        }
        let Some((left, right)) = word.split_once('/') else { return Ok(None) };
        if let Some(operator) = joins(right).filter(|_| is_list(left)) {
            self.at += 1;
            let list = token.span.start..token.span.start + left.len();
            return self.joined_lines(list, operator, token.span.clone()).map(Some);
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
        self.joined_lines(begin..end, operator, start..end)
    }

    /// The lines that a list such as `1,3,7-9` names, joined.
    fn joined_lines(&self, list: Span, operator: Operator, span: Span) -> Result<Expr, QueryError> {
        let error = |message: String, help: &str| {
            Err(QueryError::new(QueryErrorKind::LineReference, span.clone(), message).help(help))
        };
        let written = &self.text[list];
        let Some(earlier) = self.earlier else {
            return error(
                format!("`{}` names lines, and there are none", shown(written)),
                "write out what they search for",
            );
        };
        let mut nodes: Vec<Node> = Vec::new();
        for item in written.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            let (from, to) = item.split_once('-').unwrap_or((item, item));
            let number = |text: &str| text.trim().parse::<u32>().ok();
            let (Some(from_number), Some(to_number)) = (number(from), number(to)) else {
                return error(
                    format!("`{}` is no list of lines", shown(written)),
                    "write it as or/1-5 or or/1,3,7-9",
                );
            };
            if from_number > to_number {
                return error(
                    format!("`{}` ends before it begins", shown(item)),
                    "write the smaller number first",
                );
            }
            // The ends must be there; what is missing between was never a line.
            earlier.line(to.trim(), &span)?;
            earlier.line(from.trim(), &span)?;
            for number in earlier.numbers(from_number, to_number) {
                nodes.push(earlier.line(&number.to_string(), &span)?.clone());
            }
            if nodes.len() > MAX_LINES {
                return error(format!("`{}` names too many lines", shown(written)), "name each line once");
            }
        }
        if nodes.is_empty() {
            return error(
                format!("`{}` names no line", shown(&self.text[span.clone()])),
                "write it as or/1-5",
            );
        }
        Ok(Expr::Done(joined(nodes, operator == Operator::Or)))
    }
}

fn joins(word: &str) -> Option<Operator> {
    match word.to_ascii_lowercase().as_str() {
        "or" => Some(Operator::Or),
        "and" => Some(Operator::And),
        _ => None,
    }
}

fn is_list(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b',' | b'-'))
}
