//! Which stretch of a strategy's text is a line, and which number it has.
//!
//! It must not know what a line searches for.

use crate::query::error::is_invisible;
use crate::query::is_quote;
use crate::query::number::LineNumber;
use crate::query::span::Span;

/// A line and its number.
#[derive(Debug, Clone)]
pub(super) struct Numbered {
    pub number: LineNumber,
    pub span: Span,
    /// Whether the number is written before it.
    pub is_written: bool,
    /// What stands above it for people.
    pub caption: Option<Span>,
}

/// The lines of a text with their numbers.
pub(super) fn lines(text: &str, physical: &[Span]) -> Vec<Numbered> {
    let labels: Vec<Option<(u32, usize)>> = physical.iter().map(|span| label(&text[span.clone()])).collect();
    // A bare number is a label where the next line has the next one, or half of the lines go on so.
    let given: Vec<u32> = labels.iter().flatten().map(|label| label.0).collect();
    let rising = given.windows(2).filter(|pair| pair[1] == pair[0].saturating_add(1)).count();
    let is_labelled = labels.first().is_some_and(Option::is_some)
        && (text[physical[0].clone()].starts_with('#') || given.get(1) == Some(&given[0].saturating_add(1)))
        || rising > 0 && 2 * (rising + 1) >= labels.len();
    let numbered: Option<Vec<u32>> = labels.iter().map(|label| label.map(|label| label.0)).collect();
    let goes_down = |numbers: Vec<u32>| numbers.len() > 1 && numbers.is_sorted_by(|a, b| a > b);
    if numbered.is_some_and(goes_down) {
        let line = |(span, label): (&Span, &Option<(u32, usize)>)| {
            label.map(|(number, skip)| Numbered {
                number: number.into(),
                span: span.start + skip..span.end,
                is_written: true,
                caption: None,
            })
        };
        return physical.iter().zip(&labels).rev().filter_map(line).collect();
    }
    let mut lines: Vec<Numbered> = Vec::new();
    let (mut at, mut highest) = (0, 0);
    while at < physical.len() {
        // A number that goes back is one only where a sign marks it: a list may count a line twice.
        let is_own = |label: &(u32, usize)| {
            is_labelled && (label.0 > highest || is_marked(&text[physical[at].clone()]))
        };
        let own = labels[at].filter(is_own);
        // What stands without a number where the next one follows is no line of the list, but a remark on it.
        let counted = highest.saturating_add(1);
        let next = labels[at + 1..].iter().flatten().next();
        let is_remark = is_labelled && next.is_some_and(|next| next.0 <= counted);
        let number = own.map_or(if is_remark { 0 } else { counted }, |label| label.0);
        highest = highest.max(number);
        let start = physical[at].start + own.map_or(0, |label| label.1);
        let is_next = |&next: &usize| {
            let marked = || is_marked(&text[physical[next].clone()]);
            is_labelled && labels[next].is_some_and(|label| label.0 > number || marked())
        };
        let most = (at + 1..physical.len()).find(is_next).unwrap_or(physical.len());
        let end = at + goes_on(text, start, &physical[at..most]);
        let is_written = own.is_some();
        let (number, span) = (number.into(), start..physical[end - 1].end);
        lines.push(Numbered { number, span, is_written, caption: None });
        at = end;
    }
    lines
}

/// How many lines of the text belong to the line that begins at `start`, the first of them included.
fn goes_on(text: &str, start: usize, physical: &[Span]) -> usize {
    let mut count = 1;
    // What is open is closed further down, or it is an error of this line alone.
    let mut open = Open::default();
    open.read(&text[start..physical[0].end]);
    if open.depth > 0 {
        let closed = physical[1..].iter().position(|line| {
            open.read(&text[line.clone()]);
            open.depth <= 0
        });
        count += closed.map_or(0, |closed| closed + 1);
    }
    while count < physical.len()
        && (ends_with_operator(&text[start..physical[count - 1].end])
            || begins_with_operator(&text[physical[count].clone()]))
    {
        count += 1;
    }
    count
}

/// The lines of a text that hold anything, without blanks around.
pub(super) fn physical(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        // What nobody sees may stand before a number or an operator.
        let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
        let kept = line.trim_matches(is_blank);
        // A parenthesis alone belongs to a line around it, or is an error.
        if kept.contains(|c: char| c.is_alphanumeric() || matches!(c, '(' | ')')) {
            let from = start + (line.len() - line.trim_start_matches(is_blank).len());
            spans.push(from..from + kept.len());
        }
        start += line.len();
    }
    spans
}

/// The number before a line, and where the line itself begins: `#3 sepsis`, `3. sepsis`, `3 sepsis`, `#3(sepsis)`,
/// `#3 Search: (sepsis)`.
fn label(line: &str) -> Option<(u32, usize)> {
    let rest = line.strip_prefix('#').map_or(line, str::trim_start);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(..digits)?.parse().ok()?;
    let after = rest[digits..].trim_start_matches(['.', ')', ':']);
    let body = after.trim_start();
    let opens = |text: &str| text.starts_with(|c: char| c == '(' || is_quote(c));
    let is_apart = body.len() < after.len() || rest.len() < line.len() && opens(body);
    let searched =
        body.strip_prefix("Search").map(|after| after.strip_prefix(':').unwrap_or(after).trim_start());
    let body = searched.filter(|searched| body.starts_with("Search:") || opens(searched)).unwrap_or(body);
    let is_marked = after.len() < rest.len() - digits;
    let joins = !is_marked && body.split_whitespace().next().is_some_and(is_operator);
    (is_apart && !body.is_empty() && !joins).then(|| (number, line.len() - body.len()))
}

/// Whether a sign parts a number from its line: `3. sepsis`, `3) sepsis`.
fn is_marked(line: &str) -> bool {
    line.trim_start_matches(['#', ' '])
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .starts_with(['.', ')', ':'])
}

pub(super) fn is_operator(word: &str) -> bool {
    ["and", "or", "not"].iter().any(|operator| word.eq_ignore_ascii_case(operator))
        || word == "&"
        || word == "|"
}

pub(super) fn begins_with_operator(line: &str) -> bool {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    // `OR 1-5` names lines: it is whole.
    let are_lines = rest.contains(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '/' | ' '));
    is_operator(word) && !word.starts_with(char::is_lowercase) && !are_lines
}

pub(super) fn ends_with_operator(line: &str) -> bool {
    let last = line.split_whitespace().next_back();
    last.is_some_and(|word| is_operator(word) && !word.starts_with(char::is_lowercase))
}

/// How many parentheses are open, those between quotes aside.
#[derive(Default)]
struct Open {
    depth: i32,
    quoted: bool,
}

impl Open {
    fn read(&mut self, text: &str) {
        for c in text.chars() {
            self.quoted ^= is_quote(c);
            self.depth += i32::from(c == '(' && !self.quoted) - i32::from(c == ')' && !self.quoted);
        }
    }
}
