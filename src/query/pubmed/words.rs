//! One word as written: truncation, and parts that hold nothing to search for.
//!
//! It must not know where the word stands.

use crate::query::ast::TermWord;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

use super::lexer::is_space;

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

/// The word at `span` without stars before it, in a strategy: PubMed's notation knows no truncation at the beginning.
pub(super) fn without_star(text: &str, span: &Span, notes: &mut Notes) -> Span {
    let word = &text[span.clone()];
    let stem = word.trim_start_matches('*');
    if stem.len() < word.len() {
        let message = if stem.contains(char::is_alphanumeric) {
            format!("the `*` before `{}` was left out: a word is truncated at its end only", shown(stem))
        } else {
            "a `*` without a word was left out".to_owned()
        };
        notes.add(NoteKind::Dropped, span.clone(), message);
    }
    span.end - stem.len()..span.end
}

/// Whether it is `#3`, a line of a strategy, or `#1-#3`, which means several elsewhere.
pub(super) fn is_line_reference(text: &str) -> bool {
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix('#').is_some_and(|rest| match rest.split_once(['-', '–', ':']) {
        Some((from, to)) => is_number(from) && is_number(to.strip_prefix('#').unwrap_or(to)),
        None => is_number(rest),
    })
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

/// The stretches of `span` between white space.
pub(super) fn parts(text: &str, span: Span) -> impl Iterator<Item = Span> {
    text[span.clone()].split(is_space).filter(|part| !part.is_empty()).map(move |part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    })
}
