//! The words of a text with their places, and where patterns occur among them.
//!
//! They must not know the query they are looked for by.

use std::collections::HashMap;

use crate::engine::{Operand, Shape, Span, adjacent};
use crate::index::index_form;
use crate::text::{Analyzer, is_separator};

/// A part of a text that matches a word or phrase of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words of the query it shows, a bit each.
    pub groups: u64,
}

/// Whether all words of a text are of ASCII letters and digits, whatever stands between them.
pub(super) fn is_simple(text: &str) -> bool {
    text.is_ascii() || text.chars().all(|character| character.is_ascii() || is_separator(character))
}

/// The words of a text with their places.
#[derive(Default)]
pub(super) struct Words {
    pub text: String,
    pub list: Vec<Word>,
}

pub(super) struct Word {
    /// Bytes in the analysed text.
    pub start: usize,
    pub end: usize,
    position: u32,
    /// Bytes in `text`.
    pub from: usize,
    pub to: usize,
}

impl Words {
    pub fn clear(&mut self) {
        self.text.clear();
        self.list.clear();
    }

    pub fn push(&mut self, word: &str, start: usize, end: usize, position: u32) {
        let from = self.text.len();
        self.text.push_str(word);
        self.list.push(Word { start, end, position, from, to: self.text.len() });
    }

    /// The words of letters that begin with one of `initials`, found without looking at all the others.
    /// The text must be [simple](is_simple). `false` where analysing it could find others: words behind
    /// digits (`0.5mg`), words that apostrophes follow.
    pub fn fill_letters(&mut self, text: &str, initials: &[u8]) -> bool {
        let bytes = text.as_bytes();
        for initial in initials {
            for start in memchr::memchr2_iter(*initial, initial.to_ascii_uppercase(), bytes) {
                match start.checked_sub(1).map(|before| bytes[before]) {
                    Some(before) if before.is_ascii_alphabetic() => continue,
                    Some(before) if before.is_ascii_digit() => return false,
                    _ => {}
                }
                let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                let end = start + length;
                match bytes.get(end) {
                    Some(b'\'' | 0x80..) => return false,
                    Some(digit) if digit.is_ascii_digit() => continue,
                    _ => {}
                }
                let from = self.text.len();
                self.text.push_str(&text[start..end]);
                self.text[from..].make_ascii_lowercase();
                self.list.push(Word { start, end, position: 0, from, to: self.text.len() });
            }
        }
        if initials.len() > 1 {
            self.list.sort_unstable_by_key(|word| word.start);
        }
        true
    }

    pub fn fill(&mut self, analyzer: &mut Analyzer, text: &str) {
        self.clear();
        analyzer
            .tokens(text, |token| self.push(&index_form(token.word), token.start, token.end, token.position));
    }

    /// Marks every place where the operands stand next to each other.
    pub fn find(&self, operands: &[Operand], group: u8, marks: &mut Vec<Mark>) {
        let mut looked_up = HashMap::new();
        let single = |operand: &Operand| operand.alternatives.len() == 1;
        if operands.iter().all(single) {
            let shapes = operands.iter().flat_map(|operand| operand.alternatives.iter().flatten());
            let found = self.rows(shapes, &mut looked_up);
            marks.extend(found.into_iter().filter_map(|span| self.mark(span, group)));
            return;
        }
        let mut reached: Option<Vec<Span>> = None;
        for operand in operands {
            let ways = operand.alternatives.iter();
            let mut spans: Vec<Span> = ways.flat_map(|way| self.rows(way.iter(), &mut looked_up)).collect();
            spans.sort_unstable();
            spans.dedup();
            let mut next = Vec::new();
            match reached {
                None => next = spans,
                Some(before) => adjacent(&[before, spans], &mut next),
            }
            if next.is_empty() {
                return;
            }
            reached = Some(next);
        }
        marks.extend(reached.into_iter().flatten().filter_map(|span| self.mark(span, group)));
    }

    /// Where the words of one way of writing follow each other. Each word is looked for once, and none
    /// behind one that does not occur.
    fn rows<'s>(
        &self,
        shapes: impl Iterator<Item = &'s Shape>,
        looked_up: &mut HashMap<&'s Shape, Vec<Span>>,
    ) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        for (at, shape) in shapes.enumerate() {
            let spans = looked_up.entry(shape).or_insert_with(|| self.spans(shape));
            if at == 0 {
                found.clone_from(spans);
            } else {
                let mut next = spans.iter().peekable();
                found.retain_mut(|span| {
                    while next.next_if(|next| next.start < span.end).is_some() {}
                    let follows = next.peek().is_some_and(|next| next.start == span.end);
                    span.end += 1;
                    follows
                });
            }
            if found.is_empty() {
                break;
            }
        }
        found
    }

    fn spans(&self, shape: &Shape) -> Vec<Span> {
        let fits = |word: &&Word| {
            let text = &self.text[word.from..word.to];
            match shape {
                Shape::Word(wanted) => text == wanted,
                Shape::Prefix(prefix) => text.starts_with(prefix.as_str()),
            }
        };
        let mut spans: Vec<Span> = self
            .list
            .iter()
            .filter(fits)
            .map(|word| Span { start: word.position, end: word.position + 1 })
            .collect();
        spans.dedup();
        spans
    }

    /// The bytes that positions cover.
    fn mark(&self, span: Span, group: u8) -> Option<Mark> {
        // Positions never decrease.
        let before = |position: u32| self.list.partition_point(|word| word.position < position);
        let first = self.list.get(before(span.start))?;
        let last = self.list.get(before(span.end).checked_sub(1)?)?;
        Some(Mark { start: first.start, end: last.end, groups: 1 << group })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_quick_way_finds_what_the_analysis_finds(text in "[a-fA-F0-9 .,;:()/_%&'±–’µé-]{0,80}") {
            let words = |quick: bool| -> Option<Vec<(usize, usize)>> {
                let mut words = Words::default();
                let mut analyzer = crate::text::Analyzer::new();
                if !quick {
                    words.fill(&mut analyzer, &text);
                } else if !is_simple(&text) || !words.fill_letters(&text, b"abcde") {
                    return None;
                }
                let sought = |word: &&Word| {
                    let word = &words.text.as_bytes()[word.from..word.to];
                    word.iter().all(u8::is_ascii_alphabetic) && word[0] < b'f'
                };
                words.list.iter().filter(sought).map(|word| (word.start, word.end)).collect::<Vec<_>>().into()
            };
            if let Some(found) = words(true) {
                proptest::prop_assert_eq!(Some(found), words(false));
            }
        }
    }
}
