//! The words of a text with their places, and where patterns occur among them.
//!
//! They must not know the query they are looked for by.

use crate::engine::{Clause, Leaves, Matcher, Positions, ProximityError, Shape, Span};
use crate::index::{Exhausted, index_form};
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

/// Steps taken to find one pattern in one text: some milliseconds.
const STEPS_MAX: u64 = 1_000_000;

/// A pattern made ready to be found in texts.
pub(super) struct Finder {
    matcher: Matcher,
    shapes: Vec<Shape>,
}

impl Finder {
    pub fn of(clause: &Clause) -> Result<Self, ProximityError> {
        let (matcher, shapes) = Matcher::of(clause, Leaves::Shared)?;
        let shapes = shapes.into_iter().cloned().collect();
        Ok(Self { matcher, shapes })
    }
}

/// The words of a text as the matcher reads them.
struct Source<'w> {
    words: &'w Words,
    shapes: &'w [Shape],
    /// Steps that may still be taken.
    left: u64,
}

impl Positions for Source<'_> {
    fn read(&mut self, leaf: usize, into: &mut Vec<u32>) -> Result<(), Exhausted> {
        let shape = &self.shapes[leaf];
        let fits = |word: &&Word| {
            let text = &self.words.text[word.from..word.to];
            shape.fits(text)
        };
        into.clear();
        // Positions never decrease; several words may stand at one.
        into.extend(self.words.list.iter().filter(fits).map(|word| word.position));
        into.dedup();
        Ok(())
    }

    fn spend(&mut self, steps: u64) -> Result<(), Exhausted> {
        self.left = self.left.checked_sub(steps).ok_or(Exhausted::Positions)?;
        Ok(())
    }
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

    /// Marks every place where a pattern occurs.
    pub fn find(&self, finder: &mut Finder, groups: u64, marks: &mut Vec<Mark>) {
        let mut source = Source { words: self, shapes: &finder.shapes, left: STEPS_MAX };
        // Where a pattern occurs too often to be marked everywhere the text stays without its marks: it is
        // shown all the same.
        if let Ok(spans) = finder.matcher.spans(&mut source) {
            marks.extend(spans.iter().filter_map(|&span| self.mark(span, groups)));
        }
    }

    /// The bytes that positions cover.
    fn mark(&self, span: Span, groups: u64) -> Option<Mark> {
        // Positions never decrease.
        let before = |position: u32| self.list.partition_point(|word| word.position < position);
        let first = self.list.get(before(span.start))?;
        let last = self.list.get(before(span.end).checked_sub(1)?)?;
        Some(Mark { start: first.start, end: last.end, groups })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::definition::{any_clause, any_text, defined};

    proptest::proptest! {
        #[test]
        fn the_words_of_a_text_give_what_the_definition_says(clause in any_clause(), text in any_text()) {
            let mut words = Words::default();
            for (position, forms) in text.iter().enumerate() {
                forms.iter().for_each(|form| words.push(form, position * 10, position * 10 + 5, position as u32));
            }
            let mut finder = Finder::of(&clause).unwrap();
            let mut marks = Vec::new();
            words.find(&mut finder, 1, &mut marks);
            let place = |at: u32| at as usize * 10;
            let expected: Vec<Mark> = defined(&clause, &text)
                .into_iter()
                .map(|span| Mark { start: place(span.start), end: place(span.end - 1) + 5, groups: 1 })
                .collect();
            proptest::prop_assert_eq!(marks, expected);
        }

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
