//! Documents of a segment as bits.
//!
//! They must not know what the documents have in common.

use super::docs::{Docs, END};
use super::marks::Marks;

/// Collects documents in any order.
pub(super) struct BitsBuilder {
    words: Vec<u64>,
}

impl BitsBuilder {
    /// An empty set for a segment with `max` documents.
    pub fn new(max: u32) -> Self {
        Self { words: vec![0; max.div_ceil(64) as usize] }
    }

    /// Adds a document.
    pub fn insert(&mut self, doc: u32) {
        self.words[(doc / 64) as usize] |= 1 << (doc % 64);
    }

    /// Whether a document is among them.
    pub fn has(&self, doc: u32) -> bool {
        self.words.get((doc / 64) as usize).is_some_and(|word| word & 1 << (doc % 64) != 0)
    }

    /// Calls `each` with every document, rising.
    pub fn each(&self, mut each: impl FnMut(u32)) {
        for (&word, start) in self.words.iter().zip((0..).step_by(64)) {
            let mut left = word;
            while left != 0 {
                each(start + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }

    /// The set, standing at its first document.
    pub fn finish(self) -> Bits {
        let count = self.words.iter().map(|word| word.count_ones()).sum();
        let mut bits = Bits { words: self.words, doc: 0, count };
        bits.doc = bits.from(0);
        bits
    }
}

/// Documents as bits.
pub(super) struct Bits {
    words: Vec<u64>,
    doc: u32,
    count: u32,
}

impl Bits {
    fn from(&self, start: u32) -> u32 {
        let mut at = (start / 64) as usize;
        let Some(first) = self.words.get(at) else { return END };
        let mut word = first & (u64::MAX << (start % 64));
        while word == 0 {
            at += 1;
            match self.words.get(at) {
                Some(next) => word = *next,
                None => return END,
            }
        }
        at as u32 * 64 + word.trailing_zeros()
    }
}

impl Docs for Bits {
    fn doc(&self) -> u32 {
        self.doc
    }
    fn advance(&mut self) -> u32 {
        if self.doc != END {
            self.doc = self.from(self.doc + 1);
        }
        self.doc
    }
    fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            self.doc = self.from(target);
        }
        self.doc
    }
    fn cost(&self) -> u32 {
        self.count
    }
    fn mark(&mut self, marks: &mut Marks) {
        if self.doc < marks.end() {
            marks.insert_bits(&self.words, self.doc);
            self.doc = self.from(marks.end());
        }
    }
}
