//! The words of a text with their places, and where patterns occur among them.
//!
//! They must not know the query they are looked for by.

use crate::backend::{Operand, Shape, Span, adjacent};
use crate::index::index_form;
use crate::text::Analyzer;

/// A part of a text that matches a word or phrase of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    pub group: u8,
}

impl Mark {
    pub fn group_bit(self) -> u64 {
        1 << self.group
    }
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

    /// The words of letters that begin with one of the bytes, found without folding all the others; `false` where that could find others: beyond ASCII, at apostrophes, behind digits.
    pub fn fill_letters(&mut self, text: &str, first_bytes: &[bool; 256]) -> bool {
        if !text.is_ascii() || text.contains('\'') {
            return false;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            let mut letters = true;
            while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
                letters &= bytes[at].is_ascii_alphabetic();
                at += 1;
            }
            if at == start {
                at += 1;
            } else if !letters && bytes[start].is_ascii_digit() && bytes[at - 1].is_ascii_alphabetic() {
                // `0.5mg` is a number and a word.
                return false;
            } else if letters && first_bytes[usize::from(bytes[start].to_ascii_lowercase())] {
                let from = self.text.len();
                self.text.push_str(&text[start..at]);
                self.text[from..].make_ascii_lowercase();
                self.list.push(Word { start, end: at, position: 0, from, to: self.text.len() });
            }
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
        let mut places: Vec<Vec<Span>> = Vec::with_capacity(operands.len());
        for operand in operands {
            let mut spans = Vec::new();
            for shapes in &operand.alternatives {
                let rows: Vec<Vec<Span>> = shapes.iter().map(|shape| self.spans(shape)).collect();
                let mut found = Vec::new();
                adjacent(&rows, &mut found);
                spans.extend(found);
            }
            if spans.is_empty() {
                return;
            }
            spans.sort_unstable();
            spans.dedup();
            places.push(spans);
        }
        let mut found = Vec::new();
        adjacent(&places, &mut found);
        marks.extend(found.into_iter().filter_map(|span| self.mark(span, group)));
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
        let first = self.list.iter().find(|word| word.position >= span.start)?;
        let last = self.list.iter().rfind(|word| word.position < span.end)?;
        Some(Mark { start: first.start, end: last.end, group })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_quick_way_finds_what_the_analysis_finds(text in "[a-zA-Z0-9 .,;:()/_%&-]{0,80}") {
            let words = |quick: bool| -> Option<Vec<(usize, usize)>> {
                let mut words = Words::default();
                let mut analyzer = crate::text::Analyzer::new();
                if !quick {
                    words.fill(&mut analyzer, &text);
                } else if !words.fill_letters(&text, &[true; 256]) {
                    return None;
                }
                let letters = |word: &&Word| words.text[word.from..word.to].bytes().all(|byte| byte.is_ascii_alphabetic());
                words.list.iter().filter(letters).map(|word| (word.start, word.end)).collect::<Vec<_>>().into()
            };
            if let Some(found) = words(true) {
                proptest::prop_assert_eq!(Some(found), words(false));
            }
        }
    }
}
