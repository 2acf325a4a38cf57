//! Strategies written as an outline: captions with a number, and below them lines `1a`, `1b`, their numbers before them or
//! on lines of their own; combinations `A.`, `B.` at the end.
//!
//! It must not know what a line searches for.

use super::numbering::{Numbered, begins_with_operator, ends_with_operator, is_operator};
use crate::query::is_quote;
use crate::query::number::LineNumber;
use crate::query::span::Span;

/// Labels that make a text an outline, at least.
const LABELS_MIN: usize = 2;

/// The lines of a text that is an outline; `None` of any other.
pub(super) fn lines(text: &str, physical: &[Span]) -> Option<Vec<Numbered>> {
    let labels: Vec<Option<(LineNumber, usize)>> =
        physical.iter().map(|span| label(&text[span.clone()])).collect();
    let body = |at: usize| {
        let skip = labels[at].map_or(0, |label| label.1);
        physical[at].start + skip..physical[at].end
    };
    let is_alone = |at: usize| labels[at].is_some() && body(at).is_empty();
    // A caption is words with a number and nothing that searches; what it is of stands on the next line.
    let is_caption = |at: usize| {
        let words = &text[body(at)];
        labels[at].is_some_and(|(label, _)| !label.has_letter())
            && !is_alone(at)
            && is_remark(words)
            && at + 1 < physical.len()
            && (is_alone(at + 1) || labels[at + 1].is_none() && words.contains(':'))
    };
    let lettered: Vec<LineNumber> = labels
        .iter()
        .flatten()
        .map(|label| label.0)
        .filter(|label| label.has_letter() && label.number() > 0)
        .collect();
    let captions = (0..physical.len()).filter(|&at| is_caption(at)).count();
    let is_outline =
        lettered.len() >= LABELS_MIN && lettered.is_sorted_by(|a, b| a < b) || captions >= LABELS_MIN;
    if !is_outline {
        return None;
    }
    let mut lines: Vec<Numbered> = Vec::new();
    let (mut waiting, mut caption) = (None, None);
    for (at, span) in physical.iter().enumerate() {
        let written = &text[span.clone()];
        if is_caption(at) || is_alone(at) {
            waiting = labels[at].map(|label| label.0);
            caption = if is_alone(at) { caption } else { Some(span.clone()) };
        } else if let Some(number) = labels[at].map(|label| label.0).or_else(|| waiting.take()) {
            lines.push(Numbered { number, span: body(at), is_written: true, caption: caption.take() });
        } else if let Some(last) = lines.last_mut()
            && (begins_with_operator(written) || ends_with_operator(&text[last.span.clone()]))
        {
            last.span.end = span.end;
        } else if let Some(behind) = combination(written) {
            let span = span.end - behind.len()..span.end;
            lines.push(Numbered { number: 0.into(), span, is_written: true, caption: caption.take() });
        } else if is_remark(written) {
            caption = Some(span.clone());
        } else {
            lines.push(Numbered { number: 0.into(), span: span.clone(), is_written: false, caption: None });
        }
    }
    Some(lines)
}

/// The label before a line, and where the line itself begins: `1a`, `2b.`, `3 Population`, `A. 1a and 2`.
fn label(line: &str) -> Option<(LineNumber, usize)> {
    let rest = line.strip_prefix('#').unwrap_or(line);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let number: LineNumber = rest[..end].parse().ok()?;
    let after = rest[end..].trim_start_matches(['.', ')', ':']);
    let body = after.trim_start();
    let is_marked = after.len() < rest.len() - end;
    let is_apart = body.is_empty() || body.len() < after.len();
    // `A` alone is a word, and `1a and 2` a line without a label.
    let joins = !is_marked && body.split_whitespace().next().is_some_and(is_operator);
    (is_apart && !joins && (number.number() > 0 || is_marked)).then(|| (number, line.len() - body.len()))
}

/// Whether a text is words for people: it has no sign of a search.
fn is_remark(text: &str) -> bool {
    let is_sign = |c: char| matches!(c, '[' | '*' | '$' | '/' | '#') || is_quote(c);
    let operators = ["AND", "OR", "NOT"];
    !text.contains(is_sign) && !text.split_whitespace().any(|word| operators.contains(&word))
}

/// The lines that a remark ends with: `Final search: A or B`.
fn combination(text: &str) -> Option<&str> {
    let behind = text.rsplit_once(':')?.1.trim_start();
    let words = behind.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    let mut words = words.filter(|word| !word.is_empty()).peekable();
    let are_lines = words.peek().is_some()
        && words.all(|word| is_operator(word) || word.trim_start_matches('#').parse::<LineNumber>().is_ok());
    are_lines.then_some(behind)
}
