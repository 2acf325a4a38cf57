//! What texts bring along from where they were copied: characters that nobody sees, and others than those that are meant.
//!
//! It must not know tokens or terms.

#[cfg(test)]
use std::borrow::Cow;

use crate::query::Syntax;
use crate::query::ast::{Node, PlainWord, Query, QueryKind};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::limits::MAX_QUERY_BYTES;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

/// A text without them, and where its bytes were.
struct Clean {
    text: String,
    /// Of each byte the beginning and the end of the character it was part of.
    origins: Vec<(usize, usize)>,
    /// Where the first control character stood that was read as a blank.
    control: Option<Span>,
}

/// Reads a text cleaned; what is said of it is placed in the text as it was given.
///
/// # Errors
/// It is too long; those of `read`.
pub(super) fn read(
    text: &str,
    syntax: Syntax,
    read: impl FnOnce(&str, &mut Notes) -> Result<QueryKind, QueryError>,
) -> Result<Query, QueryError> {
    within_bounds(text)?;
    let mut notes = Notes::default();
    let owned = text.to_owned();
    if !text.chars().any(is_unclean) {
        let kind = read(text, &mut notes)?;
        return Ok(Query { text: owned, kind, notes: notes.finish(), syntax });
    }
    let clean = Clean::of(text);
    if let Some(control) = &clean.control {
        notes.add(NoteKind::Dropped, control.clone(), "control characters were read as blanks");
    }
    let place = |span: Span| clean.place(span);
    let mut kind = read(&clean.text, &mut notes).map_err(|error| error.placed(&place))?;
    match &mut kind {
        QueryKind::Boolean(node) => place_node(node, &place),
        QueryKind::Plain(words) => {
            words.iter_mut().for_each(|PlainWord { span, .. }| *span = place(span.clone()));
        }
        QueryKind::Everything => {}
    }
    let mut notes = notes.finish();
    notes.iter_mut().for_each(|note| note.span = place(note.span.clone()));
    Ok(Query { text: owned, kind, notes, syntax })
}

/// Refuses a text that is too long to be read.
pub(super) fn within_bounds(text: &str) -> Result<(), QueryError> {
    if text.len() <= MAX_QUERY_BYTES {
        return Ok(());
    }
    let message = format!("the query has {} bytes, {MAX_QUERY_BYTES} are the most", text.len());
    Err(QueryError::new(QueryErrorKind::TooLong, MAX_QUERY_BYTES..text.len(), message)
        .help("split it into several queries"))
}

/// A text without what nobody sees.
#[cfg(test)]
pub(in crate::query) fn cleaned(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unclean) { Clean::of(text).text.into() } else { text.into() }
}

/// Soft hyphens, blanks without width and marks of direction mean nothing in a query, as in the texts of articles.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'
            ..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
    )
}

/// Stars that stand in PDFs for the one of keyboards.
pub(super) fn is_star(c: char) -> bool {
    matches!(c, '＊' | '∗' | '⁎')
}

fn is_control(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
}

fn is_unclean(c: char) -> bool {
    is_unseen(c) || is_star(c) || is_control(c)
}

impl Clean {
    fn of(text: &str) -> Self {
        let mut clean = Self { text: String::with_capacity(text.len()), origins: Vec::new(), control: None };
        let mut rest = text.char_indices().peekable();
        let mut before = ' ';
        while let Some((at, c)) = rest.next() {
            let origin = (at, at + c.len_utf8());
            if is_unseen(c) {
                // A soft hyphen before a blank parted a word at the end of a line.
                let after = &text[origin.1..];
                let next = after.trim_start();
                if c == '\u{ad}' && before.is_alphabetic() && next.starts_with(char::is_lowercase) {
                    let end = text.len() - next.len();
                    while rest.next_if(|(at, _)| *at < end).is_some() {}
                }
                continue;
            }
            let kept = match c {
                c if is_star(c) => '*',
                c if is_control(c) => ' ',
                c => c,
            };
            if is_control(c) && clean.control.is_none() {
                clean.control = Some(clean.text.len()..clean.text.len() + 1);
            }
            clean.text.push(kept);
            clean.origins.extend(std::iter::repeat_n(origin, kept.len_utf8()));
            before = c;
        }
        clean
    }

    /// Where a part of the clean text was.
    fn place(&self, span: Span) -> Span {
        let last = self.origins.last().map_or(0, |origin| origin.1);
        let start = self.origins.get(span.start).map_or(last, |origin| origin.0);
        let end = span.end.checked_sub(1).filter(|_| span.end > span.start);
        let end = end.map_or(start, |at| self.origins.get(at).map_or(last, |origin| origin.1));
        start..end.max(start)
    }
}

fn place_node(node: &mut Node, place: &impl Fn(Span) -> Span) {
    match node {
        Node::Term(term) => {
            term.span = place(term.span.clone());
            term.words.iter_mut().for_each(|word| word.span = place(word.span.clone()));
        }
        Node::Dates(dates) => dates.span = place(dates.span.clone()),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter_mut().for_each(|node| place_node(node, place)),
        Node::Not { keep, drop } => {
            place_node(keep, place);
            place_node(drop, place);
        }
    }
}
