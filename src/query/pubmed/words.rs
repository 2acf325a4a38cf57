//! One word as written: truncation, and parts that hold nothing to search for.
//!
//! It must not know where the word stands.

use crate::query::ast::TermWord;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

/// What a run of characters is.
pub(super) enum ReadWord {
    /// A word to search for.
    Word(TermWord),
    /// Without a letter or digit.
    Nothing,
}

/// Reads the word at `span`, noting what does not mean what it might.
///
/// # Errors
/// A `*` with no letter or digit before it.
pub(super) fn read_word(text: &str, span: &Span, notes: &mut Notes) -> Result<ReadWord, QueryError> {
    let word = &text[span.clone()];
    let last = word.char_indices().rfind(|(_, c)| c.is_alphanumeric()).map(|(at, c)| at + c.len_utf8());
    if word.starts_with('*') || (last.is_none() && word.contains('*')) {
        return Err(no_stem(text, span));
    }
    let Some(last) = last else {
        let message = format!("`{}` holds no letter or digit and was left out", shown(word));
        notes.add(NoteKind::Dropped, span.clone(), message);
        return Ok(ReadWord::Nothing);
    };
    // Punctuation may stand between the last letter and the star, and follow it: `hypox-*`, `hypox*,`.
    let star = word[last..].find('*').map(|at| last + at);
    let stem = &word[..star.unwrap_or(word.len())];
    if stem.contains('*') {
        let message =
            format!("a `*` inside `{}` stands for itself; it truncates at the end only", shown(word));
        notes.add(NoteKind::StarInWord, span.clone(), message);
    }
    if stem.contains('&') {
        let message =
            format!("`{}` was read as one word; put spaces around the `&` to mean AND", shown(word));
        notes.add(NoteKind::AmpersandInWord, span.clone(), message);
    }
    let truncated = star.is_some();
    Ok(ReadWord::Word(TermWord { truncated, ..TermWord::whole(stem.to_owned(), span.clone()) }))
}

/// Whether it is `#3`: a line of a strategy.
pub(super) fn is_line_reference(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

fn no_stem(text: &str, span: &Span) -> QueryError {
    let star = text[span.clone()].find('*').map_or(span.start, |at| span.start + at);
    QueryError::new(
        QueryErrorKind::TruncationWithoutStem,
        star..star + 1,
        "`*` has no letter or digit before it",
    )
    .help("write the beginning of the word, as in hypox*, or leave the `*` out")
}
