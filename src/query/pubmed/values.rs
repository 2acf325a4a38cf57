//! Values of tags that hold no text: dates and identifiers.
//!
//! They must not know tokens: they read the text of a value.

use super::identifiers;
use crate::model::{Doi, Field, Pmid};
use crate::query::ast::{DateRange, Node, Term, TermWord};
use crate::query::dates;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

/// Whether a text holds nothing that a date or a range of dates does not.
pub(super) fn is_like_date(text: &str) -> bool {
    text.trim().bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-' | b':'))
}

/// Whether several words in a field may be meant one by one: they are not one name or heading.
pub(super) fn is_prose(field: Field) -> bool {
    field.holds_text() && !field.holds_names() && field != Field::Collective
}

/// Whether the values of a field are identifiers that are checked.
pub(super) fn is_identifier(field: Field) -> bool {
    matches!(field, Field::Pmid | Field::Doi)
}

/// Whether `text` is an identifier of this field.
pub(super) fn fits(field: Field, text: &str) -> bool {
    let text = text.trim_end_matches([',', ';']);
    text.split([',', ';']).all(|piece| canonical(field, piece).is_some()) || canonical(field, text).is_some()
}

/// The node of a date or a range, `value` being its text and place and `span` the same with its tag.
///
/// # Errors
/// Text that is neither, a range that ends before it begins.
pub(super) fn date(
    field: Field,
    (value, at): (&str, &Span),
    span: Span,
    notes: &mut Notes,
) -> Result<DateRange, QueryError> {
    if let Some(from) = dates::relative(value) {
        let message = format!("`{}` was read as from {} on", shown(value.trim()), dates::slashed(from));
        notes.add(NoteKind::RelativeDate, at.clone(), message);
        return Ok(DateRange { from: Some(from), to: None, field, span });
    }
    let ((from, to), open) = dates::ends(value, at)?;
    if open {
        notes.add(NoteKind::OpenEnd, at.clone(), "an end of this range was read as open");
    }
    Ok(DateRange { from, to, field, span })
}

/// The node of one or more identifiers; several in a row are alternatives.
///
/// # Errors
/// Text that is no identifier of the field.
pub(super) fn identifiers(
    field: Field,
    words: &[TermWord],
    span: &Span,
    notes: &mut Notes,
) -> Result<Node, QueryError> {
    let words: Vec<TermWord> = words.iter().flat_map(|word| pieces(field, word)).collect();
    let mut alternatives = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let text = canonical(field, &word.text).filter(|_| !word.truncated);
        let text = text.ok_or_else(|| bad(field, word))?;
        // The tag belongs to the last of them.
        let end = if at + 1 == words.len() { span.end } else { word.span.end };
        let start = if at == 0 { span.start } else { word.span.start };
        let word = TermWord::whole(text, word.span.clone());
        alternatives.push(Node::Term(Term::of(field, vec![word], start..end)));
    }
    if alternatives.len() > 1 {
        let message = "identifiers in a row were read as alternatives (OR)";
        notes.add(NoteKind::IdentifiersInRow, span.clone(), message);
        return Ok(Node::Or(alternatives));
    }
    // One word at least is what makes a term.
    alternatives
        .pop()
        .ok_or_else(|| QueryError::new(QueryErrorKind::Empty, span.clone(), "nothing before the tag"))
}

/// PMIDs that only commas keep apart, as programs list them.
fn pieces(field: Field, word: &TermWord) -> Vec<TermWord> {
    // A star is part of where a word stands, and no PMID has one.
    if field != Field::Pmid || word.truncated {
        return vec![word.clone()];
    }
    let piece = |piece: Span| TermWord {
        text: word.text[piece.clone()].to_owned(),
        span: word.span.start + piece.start..word.span.start + piece.end,
        ..word.clone()
    };
    identifiers::pieces(&word.text).into_iter().map(piece).collect()
}

fn canonical(field: Field, text: &str) -> Option<String> {
    match field {
        Field::Pmid => text.parse::<Pmid>().ok().map(|id| id.to_string()),
        _ => text.parse::<Doi>().ok().map(|id| id.to_string()),
    }
}

fn bad(field: Field, word: &TermWord) -> QueryError {
    let star = if word.truncated { "*" } else { "" };
    let message = format!("`{}{star}` is not a {}", shown(&word.text), field.label());
    let (kind, help) = match field {
        Field::Pmid => (QueryErrorKind::BadPmid, "a PMID is a number, as in 33514542[pmid]"),
        _ => (QueryErrorKind::BadDoi, "a DOI is 10.<registrant>/<suffix>, as in 10.1000/xyz123[doi]"),
    };
    QueryError::new(kind, word.span.clone(), message).help(help)
}
