//! Strong keys met lately: a record that shares one is bound to be put together with another, and need not be
//! written by itself first.
//!
//! This saves work and decides nothing: what was forgotten is found when the keys are sorted.

use std::collections::{HashSet, VecDeque};

use crate::index::keys::KeyHash;

/// Hashes remembered: those of some 400,000 records. In the tests of this crate so few that most are forgotten.
const REMEMBERED: usize = if cfg!(test) { 8 } else { 1 << 20 };

/// The last hashes added.
#[derive(Debug)]
pub(super) struct Recent {
    known: HashSet<KeyHash>,
    order: VecDeque<KeyHash>,
    most: usize,
}

impl Default for Recent {
    fn default() -> Self {
        Self { known: HashSet::new(), order: VecDeque::new(), most: REMEMBERED }
    }
}

impl Recent {
    #[cfg(test)]
    pub fn of(most: usize) -> Self {
        Self { most, ..Self::default() }
    }

    pub fn has(&self, hash: KeyHash) -> bool {
        self.known.contains(&hash)
    }

    /// Remembers a hash, and forgets the oldest where there are too many.
    pub fn add(&mut self, hash: KeyHash) {
        if !self.known.insert(hash) {
            return;
        }
        self.order.push_back(hash);
        if self.order.len() > self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten() {
        let mut recent = Recent::of(2);
        [1, 2, 1, 3].into_iter().for_each(|hash| recent.add(KeyHash(hash)));
        assert_eq!([1, 2, 3].map(|hash| recent.has(KeyHash(hash))), [false, true, true]);
    }
}
