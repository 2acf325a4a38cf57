//! Operands of Cochrane's notation: words with their codes, headings, and lines of the strategy.
//!
//! It must not know what a field holds.

use super::{heading, words};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::expr::Expr;
use crate::query::fielded::parser::Parser;
use crate::query::fielded::tokens::{Operator, Token, TokenKind, inner, is_of_term, parts};

/// Reads the operand that is next.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<Expr, QueryError> {
    let Some(token) = parser.next() else { return Err(parser.ended()) };
    let written = parser.written(token);
    let expr = match token.kind {
        TokenKind::Open => return parser.group(),
        TokenKind::Word | TokenKind::Phrase if !is_line(written) => return term(parser),
        TokenKind::Word | TokenKind::Phrase => {
            parser.joined_lines(&written[1..], false, token.span.clone())?
        }
        TokenKind::Heading => heading::read(parser.text, &token.span)?,
        TokenKind::Lines => lines(parser, token)?,
        TokenKind::Operator(_) | TokenKind::Codes | TokenKind::Close | TokenKind::Remark => {
            return Err(parser.unexpected(token));
        }
    };
    parser.at += 1;
    Ok(expr)
}

/// `#3`
fn is_line(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Words side by side, all of which must be there; beside an operator of nearness it is one alone.
fn term(parser: &mut Parser<'_>) -> Result<Expr, QueryError> {
    let first = parser.at;
    let is_part = |token: &&Token| is_of_term(token.kind) && !is_line(parser.written(token));
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
fn lines(parser: &mut Parser<'_>, token: &Token) -> Result<Expr, QueryError> {
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
