//! A set of the words of one article, cleared without cost.
//!
//! It must not know what the words are for.

use xxhash_rust::xxh3::xxh3_64;

/// Remembers hashes of words; a word is new until it was asked for.
///
/// Two words of one 64-bit hash would be taken for one: among 100,000 words of an article that happens
/// once in 10^9 articles.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Open addressing; a slot counts only if it bears the present round.
    slots: Vec<(u32, u64)>,
    round: u32,
    used: usize,
    /// How often it was asked.
    words: usize,
}

const SLOTS_FIRST: usize = 4_096;

/// Different words of one article that are searched. The engine holds a whole document in memory before it writes any
/// of it, at some 350 bytes a word; a book of ten million words has hardly so many.
pub(crate) const DIFFERENT_MAX: usize = 200_000;

/// Words of one article that are searched, at some 20 bytes each.
pub(crate) const WORDS_MAX: usize = 4_000_000;

impl Seen {
    /// Forgets all words.
    pub fn clear(&mut self) {
        (self.used, self.words) = (0, 0);
        self.round = self.round.wrapping_add(1);
        // After four billion articles an old round comes again, and a huge article leaves a huge table.
        if self.round == 0 || self.slots.len() > SLOTS_FIRST * 64 {
            self.slots = Vec::new();
            self.round = 1;
        }
        if self.slots.is_empty() {
            self.slots = vec![(0, 0); SLOTS_FIRST];
        }
    }

    /// Whether the word is asked for the first time since [`clear`](Self::clear).
    pub fn is_new(&mut self, word: &str) -> bool {
        if self.used * 2 >= self.slots.len() {
            self.grow();
        }
        self.words += 1;
        let new = Self::insert(&mut self.slots, self.round, xxh3_64(word.as_bytes()));
        self.used += usize::from(new);
        new
    }

    /// Whether the article has as many as are searched.
    pub fn is_full(&self) -> bool {
        self.used >= DIFFERENT_MAX || self.words >= WORDS_MAX
    }

    fn insert(slots: &mut [(u32, u64)], round: u32, hash: u64) -> bool {
        let mask = slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match slots[at] {
                (stamp, found) if stamp == round => {
                    if found == hash {
                        return false;
                    }
                }
                _ => {
                    slots[at] = (round, hash);
                    return true;
                }
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let round = self.round.max(1);
        let mut larger = vec![(0, 0); (self.slots.len() * 2).max(SLOTS_FIRST)];
        for &(stamp, hash) in &self.slots {
            if stamp == round {
                Self::insert(&mut larger, round, hash);
            }
        }
        self.round = round;
        self.slots = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_new_once_a_round() {
        let mut seen = Seen::default();
        for _ in 0..3 {
            seen.clear();
            for number in 0..10_000 {
                assert!(seen.is_new(&number.to_string()));
                assert!(!seen.is_new(&number.to_string()));
            }
        }
    }
}
