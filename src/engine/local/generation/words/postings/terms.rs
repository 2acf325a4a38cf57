//! The terms of articles not yet on disk, each with its list of articles.
//!
//! A term is a word in a column. Hashes of both find it: an open table of the hash's half and the term's number.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::arena::Chain;
use crate::index::Column;

/// What is known of one term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    /// Where its word begins in the text of all words, and its bytes.
    start: u32,
    bytes: u16,
    pub column: Column,
    /// The first bytes of the word: of most all.
    first: [u8; FIRST_BYTES],
    /// The last article it occurs in.
    pub doc: u32,
    /// Of that article: occurrences counted so far, or the last position.
    pub pending: u32,
    /// Number of articles.
    pub docs: u32,
    pub chain: Chain,
}

/// Bytes of a word kept beside what is known of it.
const FIRST_BYTES: usize = 13;

impl Term {
    #[inline]
    fn is(&self, column: Column, word: &[u8], words: &[u8]) -> bool {
        let length = word.len().min(FIRST_BYTES);
        self.column == column
            && usize::from(self.bytes) == word.len()
            && self.first[..length] == word[..length]
            && (word.len() <= FIRST_BYTES || words[self.start as usize..][..word.len()] == *word)
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    hash: u32,
    /// The term's number from 1; 0 for a slot nobody has.
    number: u32,
}

/// All terms.
#[derive(Debug, Default)]
pub(super) struct Terms {
    slots: Vec<Slot>,
    pub list: Vec<Term>,
    words: Vec<u8>,
}

const SLOTS_FIRST: usize = 1 << 12;

impl Terms {
    /// About the memory it takes.
    pub fn len(&self) -> usize {
        self.slots.len() * size_of::<Slot>() + self.list.len() * size_of::<Term>() + self.words.len()
    }

    /// Forgets all terms and keeps the memory.
    pub fn clear(&mut self) {
        self.slots.fill(Slot::default());
        self.list.clear();
        self.words.clear();
    }

    /// The hash of a word in a column.
    #[inline]
    pub fn hash(column: Column, word: &[u8]) -> u64 {
        xxh3_64_with_seed(word, column as u64)
    }

    /// Makes room for so many terms, so that none of them moves the table.
    pub fn make_room(&mut self, terms: usize) {
        while (self.list.len() + terms) * 2 >= self.slots.len() {
            self.grow();
        }
    }

    /// The number of the term that most likely has a hash; one that is none where none has.
    #[inline]
    pub fn likely(&self, hash: u64) -> u32 {
        self.slots[hash as usize & (self.slots.len() - 1)].number.wrapping_sub(1)
    }

    /// The term of a word in a column, a new one where there is none. There must be room for it; words have fewer
    /// than 65,536 bytes.
    #[inline]
    pub fn of(&mut self, hash: u64, column: Column, word: &[u8]) -> &mut Term {
        let (short, mask) = ((hash >> 32) as u32, self.slots.len() - 1);
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                return self.add((at, short), column, word);
            }
            let number = slot.number as usize - 1;
            if slot.hash == short && self.list[number].is(column, word, &self.words) {
                return &mut self.list[number];
            }
            at = (at + 1) & mask;
        }
    }

    fn add(&mut self, (slot, hash): (usize, u32), column: Column, word: &[u8]) -> &mut Term {
        self.slots[slot] = Slot { hash, number: self.list.len() as u32 + 1 };
        let (start, bytes) = (self.words.len() as u32, word.len() as u16);
        self.words.extend_from_slice(word);
        let mut first = [0; FIRST_BYTES];
        let length = word.len().min(FIRST_BYTES);
        first[..length].copy_from_slice(&word[..length]);
        let chain = Chain::default();
        self.list.push(Term { start, bytes, column, first, doc: 0, pending: 0, docs: 0, chain });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// The word of a term.
    pub fn word(&self, term: &Term) -> &[u8] {
        &self.words[term.start as usize..term.start as usize + usize::from(term.bytes)]
    }

    /// The numbers of all terms in the order of their columns, then of their words.
    pub fn sorted(&self) -> Vec<u32> {
        // The first bytes of nearly all words tell them apart.
        let key = |number: u32| {
            let term = &self.list[number as usize];
            let word = self.word(term);
            let mut first = [0; 16];
            let length = word.len().min(16);
            first[..length].copy_from_slice(&word[..length]);
            (term.column, u128::from_be_bytes(first), number)
        };
        let mut keys: Vec<(Column, u128, u32)> = (0..self.list.len() as u32).map(key).collect();
        let word = |number: u32| self.word(&self.list[number as usize]);
        keys.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| word(a.2).cmp(word(b.2))));
        keys.into_iter().map(|(_, _, number)| number).collect()
    }

    fn grow(&mut self) {
        let mut slots = vec![Slot::default(); (self.slots.len() * 2).max(SLOTS_FIRST)];
        let mask = slots.len() - 1;
        for (number, term) in (1..).zip(&self.list) {
            let hash = Self::hash(term.column, self.word(term));
            let mut at = hash as usize & mask;
            while slots[at].number != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = Slot { hash: (hash >> 32) as u32, number };
        }
        self.slots = slots;
    }
}
