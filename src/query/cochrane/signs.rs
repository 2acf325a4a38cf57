//! What shows that a text is in Cochrane's notation.
//!
//! It must not know how the notation is read.

use super::lexer;
use crate::query::error::shown;
use crate::query::fielded::tokens::{Operator, TokenKind};

/// What Cochrane's users write, as a sentence; `None` where a sign of Embase.com's stands beside it.
pub fn sign(text: &str) -> Option<String> {
    const DESCRIPTOR: &str = "mesh descriptor";
    let lower = text.trim_start().to_ascii_lowercase();
    if lower.starts_with(DESCRIPTOR) {
        return Some("`MeSH descriptor` is Cochrane's".to_owned());
    }
    if ["'/exp", "'/de", "'/mj"].iter().any(|sign| lower.contains(sign)) {
        return None;
    }
    let tokens = lexer::lex(text).ok()?;
    let joins_lines = |written: &str| {
        let inner = written.trim_start_matches('{').trim_start().to_ascii_lowercase();
        inner.starts_with("or #") || inner.starts_with("and #")
    };
    tokens.iter().enumerate().find_map(|(at, token)| {
        let written = &text[token.span.clone()];
        let found = shown(written);
        match token.kind {
            TokenKind::Heading => Some(format!("`{found}` is a heading as Cochrane writes it")),
            TokenKind::Codes if at > 0 => Some(format!("`{found}` names fields as Cochrane does")),
            TokenKind::Lines if joins_lines(written) => {
                Some(format!("`{found}` joins lines as Cochrane does"))
            }
            TokenKind::Operator(Operator::Near { .. }) if written.contains('/') => {
                Some(format!("`{found}` is an operator of Cochrane's"))
            }
            _ => None,
        }
    })
}
