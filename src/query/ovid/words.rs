//! One word as Ovid writes it: truncation, and signs that stand for letters.
//!
//! It must not know where the word stands.

use super::codes;
use super::lexer::operator;
use crate::query::ast::TermWord;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::lists::is_list;
use crate::query::fielded::tokens::Operator;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;
use crate::text::{MAX_PLACES, Wild};

/// The word at `span`; `None` where it has no letter or digit and no sign.
///
/// `$`, `*` and `:` at its end stand for any letters, with a number for so many at most; `#` is one letter, `?` one or none.
/// Ovid has no truncation inside a word; it is read as what people mean by it.
///
/// # Errors
/// Signs without a letter, or at the beginning; more places than can be matched.
pub(super) fn read(
    text: &str,
    span: &Span,
    is_quoted: bool,
    notes: &mut Notes,
) -> Result<Option<TermWord>, QueryError> {
    let written = &text[span.clone()];
    let error = |message: String, help: &str| {
        Err(QueryError::new(QueryErrorKind::TruncationWithoutStem, span.clone(), message).help(help))
    };
    if !is_quoted && is_notation(written) {
        let message = format!("`{}` is no word of Ovid's notation", shown(written));
        return Err(QueryError::new(QueryErrorKind::Dialect, span.clone(), message).help(
            "put it between quotes to search for it as it is; near each other is adj3, lines are or/1-5",
        ));
    }
    let bare = bare(written);
    let digits = bare.len() - bare.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (head, number) = bare.split_at(bare.len() - digits);
    let (stem, truncated, most) = match head.strip_suffix(['$', '*', ':']) {
        Some(stem) if number.is_empty() => (stem, true, None),
        Some(stem) if !head.ends_with(':') => (stem, false, Some(number.parse().unwrap_or(usize::MAX))),
        _ => (bare, false, None),
    };
    let stem = if truncated || most.is_some() { stem.trim_end_matches(['$', '*', ':']) } else { stem };
    if !stem.contains(char::is_alphanumeric) {
        if stem.is_empty() && !truncated && most.is_none() || !stem.contains(['#', '?']) && !truncated {
            return Ok(None);
        }
        let message = format!("`{}` has no letter before the sign", shown(written));
        return error(message, "write the beginning of the word, as in hypox$");
    }
    if stem.starts_with(['#', '?', '*', '$']) {
        let message = format!("`{}` begins with a sign", shown(written));
        return error(message, "a word begins with a letter: write several words with `or`");
    }
    let mut spelt = stem.replace('$', "*");
    if spelt.contains('*') {
        let message = format!("the truncation inside `{}` was read as any letters", shown(written));
        notes.add(NoteKind::StarInWord, span.clone(), message);
    }
    let most = most.unwrap_or(0);
    if most <= MAX_PLACES {
        spelt.extend(std::iter::repeat_n('?', most));
    }
    let is_sign = |c: char| matches!(c, '#' | '?' | '*');
    let wild = spelt.contains(is_sign);
    let pieces = || spelt.split(|c: char| !c.is_alphanumeric() && !is_sign(c));
    let is_lost = |piece: &str| piece.contains(is_sign) && Wild::new(piece).is_none();
    if most > MAX_PLACES || pieces().any(is_lost) {
        let message = format!("`{}` cannot be looked for", shown(written));
        return error(message, "write a letter beside the signs, and a smaller number");
    }
    Ok(Some(TermWord { truncated, wild, ..TermWord::whole(spelt, span.clone()) }))
}

/// A word without the punctuation around it.
pub(super) fn bare(word: &str) -> &str {
    word.trim_end_matches([',', ';', '.', '!']).trim_start_matches([',', ';', '.', '-'])
}

/// Whether a word is what only notations have: a distance, a list of lines, a field of this system or another within it.
pub(super) fn is_notation(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let lists = |text: &str| is_list(&text.replace('#', ""));
    let joins = |text: &str| matches!(operator(text), Some(Operator::And | Operator::Or | Operator::Not));
    let is_split = lower.split_once('/').is_some_and(|(left, right)| {
        joins(left)
            && (lists(right) || right.starts_with(|c: char| c.is_ascii_digit()) || right.starts_with('-'))
            || lists(left) && joins(right)
            || matches!(left, "near" | "next" | "adj" | "w" | "pre" | "n" | "p")
                && right.starts_with(|c: char| c.is_ascii_digit())
    });
    let is_near = lower.strip_prefix("near").is_some_and(digits);
    let behind = lower.split_once(':').is_some_and(|(left, right)| {
        let codes =
            |text: &str| text.split(',').all(|code| matches!(code, "ti" | "ab" | "kw" | "au" | "tw" | "de"));
        codes(left) && !right.is_empty() || codes(right)
    });
    let has_field = lower.match_indices('.').any(|(at, _)| {
        let rest = lower[at + 1..].trim_end_matches(|c: char| !c.is_alphanumeric());
        at > 0 && lower[at + 1..].len() > rest.len() && rest.contains('_')
            || at > 0 && codes::is_within(&lower[at..])
    });
    let is_embase = ["/exp", "/de", "/mj"].iter().any(|end| lower.ends_with(end));
    is_split
        || is_embase
        || is_near
        || behind
        || has_field
        || lower.contains(['{', '}'])
        || lower.ends_with('/')
        || lower.contains("//")
}
