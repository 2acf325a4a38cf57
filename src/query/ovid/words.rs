//! One word as Ovid writes it: truncation, and signs that stand for letters.
//!
//! It must not know where the word stands.

use crate::query::ast::TermWord;
use crate::query::error::{QueryError, QueryErrorKind, shown};
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
pub(super) fn read(text: &str, span: &Span, notes: &mut Notes) -> Result<Option<TermWord>, QueryError> {
    let written = &text[span.clone()];
    let error = |message: String, help: &str| {
        Err(QueryError::new(QueryErrorKind::TruncationWithoutStem, span.clone(), message).help(help))
    };
    let bare = written.trim_end_matches([',', ';', '.', '!']).trim_start_matches([',', ';', '.', '-']);
    let digits = bare.len() - bare.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (head, number) = bare.split_at(bare.len() - digits);
    let (stem, truncated, most) = match head.strip_suffix(['$', '*', ':']) {
        Some(stem) if number.is_empty() => (stem.trim_end_matches(['$', '*', ':']), true, None),
        Some(stem) if !head.ends_with(':') => (stem, false, Some(number.parse().unwrap_or(usize::MAX))),
        _ => (bare, false, None),
    };
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
