//! Operands of Cochrane's notation: words with their codes, headings, and lines of the strategy.
//!
//! It must not know what a field holds.

use super::{codes, heading, words};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::expr::Expr;
use crate::query::fielded::parser::Parser;
use crate::query::fielded::tokens::{Operator, Token, TokenKind, inner, is_of_term, parts};
use crate::query::tags;

/// Reads the operand that is next, with the codes and remarks behind it.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<Expr, QueryError> {
    let Some(token) = parser.next() else { return Err(parser.ended()) };
    let start = token.span.start;
    let written = parser.written(token);
    let expr = match token.kind {
        TokenKind::Open => parser.group()?,
        TokenKind::Heading => {
            parser.at += 1;
            heading::read(parser.text, &token.span)?
        }
        TokenKind::Lines => {
            parser.at += 1;
            lines(parser, token)?
        }
        TokenKind::Word if is_line(written) => {
            parser.at += 1;
            parser.joined_lines(&written[1..], false, token.span.clone())?
        }
        TokenKind::Word | TokenKind::Phrase => term(parser)?,
        TokenKind::Operator(_) | TokenKind::Codes | TokenKind::Close | TokenKind::Remark => {
            return Err(parser.unexpected(token));
        }
    };
    let expr = match parser.next().filter(|token| token.kind == TokenKind::Codes) {
        None => expr,
        Some(token) => {
            parser.at += 1;
            let targets = codes::targets(parser.text, &token.span)?;
            Expr::In { inner: Box::new(expr), targets, span: start..token.span.end }
        }
    };
    while let Some(token) = parser.next().filter(|token| token.kind == TokenKind::Remark) {
        remark(parser, token)?;
        parser.at += 1;
    }
    Ok(expr)
}

/// `#3`
fn is_line(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Words side by side, all of which must be there; beside an operator of nearness it is one alone.
fn term(parser: &mut Parser<'_>) -> Result<Expr, QueryError> {
    let first = parser.at;
    let is_part = |token: &&Token| {
        is_of_term(token.kind) && !(token.kind == TokenKind::Word && is_line(parser.written(token)))
    };
    let run = parser.tokens[first..].iter().take_while(is_part).count();
    let behind = parser.tokens.get(first + run).map(|token| token.kind);
    let is_before_near = matches!(behind, Some(TokenKind::Operator(Operator::Near { .. })));
    let length = match run {
        _ if parser.is_near => 1,
        run if is_before_near && run > 1 => run - 1,
        run => run,
    };
    parser.at += length;
    let mut all = Vec::new();
    for token in &parser.tokens[first..first + length] {
        let mut read = Vec::new();
        for part in parts(parser.text, inner(parser.text, &token.span)) {
            read.extend(words::read(parser.text, &part)?);
        }
        if !read.is_empty() {
            all.push(Expr::Words { words: read, span: token.span.clone() });
        }
    }
    match all.len() {
        0 => {
            let span = parser.tokens[first].span.start..parser.tokens[parser.at - 1].span.end;
            let message = format!("`{}` has no letter or digit", shown(&parser.text[span.clone()]));
            Err(QueryError::new(QueryErrorKind::Empty, span, message).help("leave it out"))
        }
        1 => Ok(all.remove(0)),
        _ => Ok(Expr::And(all)),
    }
}

/// `{or #1-#4}`, `{and #2, #5}`
fn lines(parser: &Parser<'_>, token: &Token) -> Result<Expr, QueryError> {
    let written = parser.written(token).trim_matches(['{', '}']).trim();
    let (joins, list) = written.split_once(char::is_whitespace).unwrap_or((written, ""));
    let is_or = joins.eq_ignore_ascii_case("or");
    if !is_or && !joins.eq_ignore_ascii_case("and") {
        let message = format!("`{}` joins no lines", shown(parser.written(token)));
        return Err(QueryError::new(QueryErrorKind::LineReference, token.span.clone(), message)
            .help("write {or #1-#4} or {and #1, #3}"));
    }
    let list: String = list.chars().filter(|c| *c != '#' && !c.is_whitespace()).collect();
    parser.joined_lines(&list, is_or, token.span.clone())
}

/// A remark must not be a tag, which would be passed over.
fn remark(parser: &Parser<'_>, token: &Token) -> Result<(), QueryError> {
    let written = parser.written(token);
    if tags::tag(written.trim_matches(['[', ']']), &token.span).is_err() {
        return Ok(());
    }
    let message = format!("`{}` is a tag of PubMed's in a line that is read as Cochrane's", shown(written));
    Err(QueryError::new(QueryErrorKind::Dialect, token.span.clone(), message)
        .help("write all of it in one notation: a field is :ti,ab,kw here"))
}
