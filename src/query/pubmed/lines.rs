//! What a line of a strategy has beside other queries: the lines before it, and operators in lower case.
//!
//! It must not know how lines are found.

use super::errors::empty;
use super::lexer::{Operator, Token, TokenKind};
use super::parser::{Parser, Part};
use super::words::is_line_reference;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::lines::{Earlier, range};
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

impl Parser<'_> {
    /// Whether it is a line of the strategy.
    pub(super) fn is_reference(&self, token: &Token) -> bool {
        let written = &self.text[token.span.clone()];
        let has_letter =
            |earlier: &Earlier| written.strip_prefix('#').is_some_and(|number| earlier.has(number));
        token.kind == TokenKind::Line
            || token.kind == TokenKind::Word
                && self.earlier.is_some_and(|earlier| is_line_reference(written) || has_letter(earlier))
    }

    /// The line that is next, in the place of its number.
    pub(super) fn line(&mut self, span: Span) -> Result<Part, QueryError> {
        let Some(earlier) = self.earlier else { return Err(empty(self.text, "there are no lines")) };
        if let [first, sign, last, ..] = &self.tokens[self.at..]
            && matches!(&self.text[sign.span.clone()], "-" | "–" | "to" | ":")
            && self.is_reference(last)
        {
            let end = &self.text[last.span.clone()];
            let whole = first.span.start..last.span.end;
            let written = format!("{}-{end}", &self.text[first.span.clone()]);
            self.at += 3;
            return Err(range(&written, &whole).unwrap_or_else(|| empty(self.text, "there are no lines")));
        }
        let node = earlier.line(&self.text[span.clone()], &span, self.notes)?.clone();
        self.count(node.words(), &span)?;
        self.at += 1;
        let depth = node.depth();
        Ok(Part { node, depth })
    }
}

/// Takes `or` and the like in lower case for the operators they are meant as in a strategy, and notes it. Between the
/// words of a phrase that a tag follows they stay words: `head and neck[ti]`.
/// Says whether there was one.
pub(super) fn take_lower_case_operators(text: &str, tokens: &mut [Token], notes: &mut Notes) -> bool {
    let is_plain = |token: &Token| {
        let text = &text[token.span.clone()];
        token.kind == TokenKind::Word && !text.contains('*') && !is_line_reference(text)
    };
    let mut is_lower = false;
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
            is_lower = true;
        }
    }
    is_lower
}

/// Most digits of a number that may be a line: longer ones may be PMIDs.
const LINE_DIGITS: usize = 5;

/// Takes bare numbers between operators for lines, `1 AND 2`, and notes it: beside `#3`, and where all lines before were
/// written with their numbers. Such a line in lower case may be another system's.
///
/// # Errors
/// Numbers alone are joined, and it is not sure that they are lines.
pub(super) fn take_numbers(
    text: &str,
    tokens: &mut [Token],
    earlier: &Earlier,
    is_lower: bool,
    notes: &mut Notes,
) -> Result<(), QueryError> {
    let word = |token: &Token| &text[token.span.clone()];
    let is_hash = |token: &Token| token.kind == TokenKind::Word && is_line_reference(word(token));
    let is_number = |token: &Token| {
        token.kind == TokenKind::Word
            && word(token).len() <= LINE_DIGITS
            && (word(token).bytes().all(|b| b.is_ascii_digit()) || earlier.has(word(token)))
    };
    let is_sign =
        |token: &Token| matches!(token.kind, TokenKind::Operator(_) | TokenKind::Open | TokenKind::Close);
    let ends = |at: Option<usize>, side: TokenKind| {
        let Some(token) = at.and_then(|at| tokens.get(at)) else { return true };
        matches!(token.kind, TokenKind::Operator(_)) || token.kind == side
    };
    let stands: Vec<bool> = (0..tokens.len())
        .map(|at| {
            let before = at.checked_sub(1);
            is_number(&tokens[at])
                && (before.is_none() || ends(before, TokenKind::Open))
                && ends(Some(at + 1), TokenKind::Close)
        })
        .collect();
    let has_operator = tokens.iter().any(|token| matches!(token.kind, TokenKind::Operator(_)));
    // A letter is no count: one alone that is a line means it.
    let is_lettered = matches!(tokens, [one] if word(one).contains(char::is_alphabetic));
    if !stands.contains(&true) || earlier.is_foreign || !(has_operator || is_lettered) {
        return Ok(());
    }
    let is_pure =
        tokens.iter().zip(&stands).all(|(token, number)| *number || is_sign(token) || is_hash(token));
    let beside_hash = is_pure && tokens.iter().any(is_hash);
    let is_known = earlier.are_numbered && (earlier.has_tag || !is_lower);
    if is_pure && !beside_hash && !is_known && earlier.has_tag {
        let message = format!("`{}` joins numbers, and lines are written with `#` here", shown(text.trim()));
        return Err(QueryError::new(QueryErrorKind::LineReference, 0..text.len(), message)
            .help("write #1 AND #2 to join lines, or quote a number to search for it"));
    }
    for at in (0..tokens.len()).filter(|at| stands[*at]) {
        let number = word(&tokens[at]);
        if beside_hash || is_known && (is_pure || earlier.has(number)) {
            let message = format!("`{number}` was read as line #{number}");
            notes.add(NoteKind::LineNumber, tokens[at].span.clone(), message);
            tokens[at].kind = TokenKind::Line;
        }
    }
    Ok(())
}

/// Takes words before lines that are joined for a remark on them, `Final search 1 and 2`, and notes it.
pub(super) fn take_remark(text: &str, tokens: &mut Vec<Token>, earlier: &Earlier, notes: &mut Notes) {
    let word = |token: &Token| &text[token.span.clone()];
    let is_line =
        |token: &Token| token.kind == TokenKind::Word && earlier.has(word(token).trim_start_matches('#'));
    let is_remark =
        |token: &Token| token.kind == TokenKind::Word && !word(token).contains('*') && !is_line(token);
    let words = tokens.iter().take_while(|token| is_remark(token)).count();
    let (remark, rest) = tokens.split_at(words);
    let has_operator = rest.iter().any(|token| matches!(token.kind, TokenKind::Operator(_)));
    let are_lines = rest.iter().all(|token| match token.kind {
        TokenKind::Operator(_) | TokenKind::Open | TokenKind::Close => true,
        _ => is_line(token),
    });
    let begins = rest.first().is_some_and(|token| token.kind == TokenKind::Open || is_line(token));
    if let (Some(first), Some(last)) = (remark.first(), remark.last())
        && begins
        && has_operator
        && are_lines
    {
        let span = first.span.start..last.span.end;
        let message = format!("`{}` was taken for a remark on the lines", shown(&text[span.clone()]));
        notes.add(NoteKind::Dropped, span, message);
        tokens.drain(..words);
    }
}

fn operator_of(word: &str) -> Option<(Operator, &'static str)> {
    let all = [(Operator::And, "AND"), (Operator::Or, "OR"), (Operator::Not, "NOT")];
    all.into_iter().find(|(_, name)| word.eq_ignore_ascii_case(name))
}
