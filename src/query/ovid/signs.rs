//! What shows that a text is in Ovid's notation.
//!
//! It must not know how the notation is read.

use super::lexer;
use crate::model::qualifier_of_code;
use crate::query::error::shown;
use crate::query::fielded::lists::is_list;
use crate::query::fielded::tokens::{Operator, Token, TokenKind};

/// What only Ovid's users write, as a sentence.
pub fn sign(text: &str) -> Option<String> {
    let tokens = lexer::lex(text).ok()?;
    let written = |token: &Token| &text[token.span.clone()];
    let is_limit = |token: &Token| written(token).eq_ignore_ascii_case("limit");
    let is_to = |token: &Token| written(token).eq_ignore_ascii_case("to");
    if let [limit, line, to, ..] = tokens.as_slice()
        && is_limit(limit)
        && is_to(to)
        && is_number(written(line))
    {
        return Some("`limit … to` is Ovid's".to_owned());
    }
    tokens.iter().enumerate().find_map(|(at, token)| {
        let found = shown(written(token));
        match token.kind {
            TokenKind::Codes => Some(format!("`{found}` names fields as Ovid does")),
            TokenKind::Operator(Operator::Near { ordered: false, .. }) => {
                Some(format!("`{found}` is an operator of Ovid's"))
            }
            TokenKind::Word if is_range(written(token)) => {
                Some(format!("`{found}` joins lines as Ovid does"))
            }
            TokenKind::Word if is_heading(text, &tokens, at) => {
                Some(format!("`{found}` is a heading as Ovid writes it"))
            }
            _ => None,
        }
    })
}

/// What Ovid's users write and may be another's too.
pub fn hint(text: &str) -> Option<String> {
    let word = text.split_whitespace().find(|word| {
        let bare = word.trim_end_matches([')', ',', '.']).trim_end_matches(|c: char| c.is_ascii_digit());
        bare.strip_suffix('$').is_some_and(|stem| {
            let letters = stem.chars().rev().take_while(|c| c.is_alphabetic()).count();
            letters > 2 && !stem.contains('$')
        })
    })?;
    Some(format!("`{}` is truncated as in Ovid", shown(word)))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `or/1-5`, `1-7/or`
fn is_range(word: &str) -> bool {
    let joins = |text: &str| matches!(lexer::operator(text), Some(Operator::And | Operator::Or));
    word.split_once('/')
        .is_some_and(|(left, right)| joins(left) && is_list(right) || is_list(left) && joins(right))
}

/// `Sepsis/`, `Sepsis/dt`, `"Wounds and Injuries"/`
fn is_heading(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = &text[tokens[at].span.clone()];
    let Some((stem, rest)) = word.split_once('/') else { return false };
    let behind = tokens.get(at + 1).map(|token| token.kind);
    let ends = behind
        .is_none_or(|kind| matches!(kind, TokenKind::Operator(_) | TokenKind::Close | TokenKind::Remark));
    let is_quoted = stem.is_empty()
        && at.checked_sub(1).is_some_and(|before| {
            tokens[before].kind == TokenKind::Phrase && tokens[before].span.end == tokens[at].span.start
        });
    let is_named = stem.len() > 2 && stem.contains(char::is_alphabetic) && !stem.contains([':', '.']);
    let mut codes = rest.trim_end_matches(',').split(',');
    let has_codes = rest.is_empty() || codes.all(|code| qualifier_of_code(code).is_some());
    (is_quoted || is_named) && has_codes && (ends || rest.ends_with(','))
}
