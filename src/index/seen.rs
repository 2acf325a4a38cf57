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
}

const SLOTS_FIRST: usize = 4_096;

impl Seen {
    /// Forgets all words.
    pub fn clear(&mut self) {
        self.used = 0;
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
        let new = Self::insert(&mut self.slots, self.round, xxh3_64(word.as_bytes()));
        self.used += usize::from(new);
        new
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
