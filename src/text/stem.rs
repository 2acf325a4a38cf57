//! The class of a word: British spelling folded to American, then Porter2.
//!
//! It must not know texts or positions; it is handed one exact form.

use frostem::{Algorithm, Stemmer};

use super::spelling;

/// Pairs of entries in the full cache. English text hits it 19 times in 20.
const PAIRS: usize = 16_384;
/// Pairs of entries it begins with: a query needs no more, and clearing two megabytes would take longer
/// than answering it.
const PAIRS_FIRST: usize = 256;
/// Words beyond this are not cached: two ends of eight bytes and what is between them.
const CACHED_BYTES: usize = 16 + MIDDLE_BYTES;
const MIDDLE_BYTES: usize = 14;
/// Stems beyond this are not cached.
const STEM_BYTES: usize = 31;
/// Words beyond this are no English words; they are their own class.
const STEMMED_BYTES: usize = 64;

/// The ends of a word as numbers: with its length, the whole of a word of up to 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ends {
    first: u64,
    last: u64,
}

/// One cached word with its stem, a cache line in all.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Entry {
    ends: Ends,
    word_bytes: u8,
    stem_bytes: u8,
    /// Whether the stem is how the word begins; then `stem` is not filled.
    begins: bool,
    stem: [u8; STEM_BYTES],
    middle: [u8; MIDDLE_BYTES],
}

const EMPTY: Entry = Entry {
    ends: Ends { first: 0, last: 0 },
    word_bytes: 0,
    stem_bytes: 0,
    begins: false,
    stem: [0; STEM_BYTES],
    middle: [0; MIDDLE_BYTES],
};

impl Ends {
    fn of(word: &[u8]) -> Self {
        if let (Some(first), Some(last)) = (word.first_chunk::<8>(), word.last_chunk::<8>()) {
            Self { first: u64::from_le_bytes(*first), last: u64::from_le_bytes(*last) }
        } else if let (Some(first), Some(last)) = (word.first_chunk::<4>(), word.last_chunk::<4>()) {
            let last = u64::from(u32::from_le_bytes(*last));
            Self { first: last << 32 | u64::from(u32::from_le_bytes(*first)), last: 0 }
        } else {
            Self { first: word.iter().fold(0, |first, &byte| first << 8 | u64::from(byte)), last: 0 }
        }
    }

    /// The pair of entries for a word, of so many pairs, which are a power of two.
    #[inline]
    fn slot(self, pairs: usize) -> usize {
        const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
        let mixed =
            (self.first.wrapping_mul(MULTIPLIER).rotate_left(31) ^ self.last).wrapping_mul(MULTIPLIER);
        (mixed >> 50) as usize & pairs.wrapping_sub(1)
    }
}

/// What is between the ends of a word.
fn middle(word: &[u8]) -> &[u8] {
    word.get(8..word.len().saturating_sub(8)).unwrap_or_default()
}

impl Entry {
    #[inline]
    fn holds(&self, word: &str, ends: Ends) -> bool {
        self.ends == ends
            && usize::from(self.word_bytes) == word.len()
            && (word.len() <= 16 || self.middle.starts_with(middle(word.as_bytes())))
    }

    /// The caller has made sure that both fit.
    fn fill(&mut self, word: &str, ends: Ends, stem: &str) {
        self.ends = ends;
        self.word_bytes = word.len() as u8;
        self.stem_bytes = stem.len() as u8;
        self.begins = word.starts_with(stem);
        let middle = middle(word.as_bytes());
        self.middle[..middle.len()].copy_from_slice(middle);
        self.stem[..stem.len()].copy_from_slice(stem.as_bytes());
    }

    #[inline]
    fn stem<'a>(&'a self, word: &'a str) -> &'a str {
        let length = usize::from(self.stem_bytes);
        let stem =
            if self.begins { word.get(..length) } else { std::str::from_utf8(&self.stem[..length]).ok() };
        stem.unwrap_or(word)
    }
}

/// A stemmer with a cache that grows with its use: a word has two places, the one used last is kept.
pub(super) struct Stems {
    stemmer: Stemmer,
    cache: Vec<[Entry; 2]>,
    /// Words not found in the cache since it has its size.
    missed: usize,
    american: String,
    stem: String,
}

impl Default for Stems {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::new(Algorithm::English),
            cache: Vec::new(),
            missed: 0,
            american: String::new(),
            stem: String::new(),
        }
    }
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Stems").field("cached", &!self.cache.is_empty()).finish_non_exhaustive()
    }
}

impl Stems {
    /// The class of any exact form.
    pub(super) fn stem<'a>(&'a mut self, word: &'a str) -> &'a str {
        if word.len() <= STEMMED_BYTES && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            self.stem_letters(word)
        } else {
            word
        }
    }

    /// The class of a word of lower-case ASCII letters.
    pub(super) fn stem_letters<'a>(&'a mut self, word: &'a str) -> &'a str {
        // Porter2 leaves words of two letters alone.
        if word.len() <= 2 || word.len() > STEMMED_BYTES {
            return word;
        }
        if word.len() > CACHED_BYTES {
            self.compute(word);
            return &self.stem;
        }
        let ends = Ends::of(word.as_bytes());
        let mut slot = ends.slot(self.cache.len());
        let hit = self.cache.get_mut(slot).is_some_and(|[newer, older]| {
            newer.holds(word, ends) || {
                let hit = older.holds(word, ends);
                if hit {
                    std::mem::swap(newer, older);
                }
                hit
            }
        });
        if !hit {
            self.compute(word);
            if self.stem.len() > STEM_BYTES {
                return &self.stem;
            }
            if self.grow() {
                slot = ends.slot(self.cache.len());
            }
            if let Some([newer, older]) = self.cache.get_mut(slot) {
                *older = *newer;
                newer.fill(word, ends, &self.stem);
            }
        }
        self.cache.get(slot).map_or(word, |[newer, _]| newer.stem(word))
    }

    /// Takes a larger cache where as many words as it has pairs were not found in it; what it held is
    /// computed again.
    fn grow(&mut self) -> bool {
        let pairs = self.cache.len();
        let full = self.missed >= pairs && pairs < PAIRS;
        self.missed = if full { 0 } else { self.missed + 1 };
        if full {
            self.cache = vec![[EMPTY; 2]; (pairs * 8).max(PAIRS_FIRST)];
        }
        full
    }

    fn compute(&mut self, word: &str) {
        let american =
            if spelling::american(word, &mut self.american) { self.american.as_str() } else { word };
        self.stem.clear();
        self.stem.push_str(&self.stemmer.stem(american));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_do_not_depend_on_what_was_stemmed_before() {
        let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
        let word = |number: usize| -> String {
            [letter(number), letter(number / 26), letter(number / 676), letter(number / 17_576)]
                .into_iter()
                .chain("ising".chars())
                .collect()
        };
        let mut used = Stems::default();
        let mut sizes = vec![0];
        for number in (0..40_000).chain(0..500) {
            let word = word(number);
            if number % 97 == 0 {
                assert_eq!(used.stem(&word), Stems::default().stem(&word));
            }
            assert_eq!(used.stem(&word).to_owned(), used.stem(&word));
            if sizes.last() != Some(&used.cache.len()) {
                sizes.push(used.cache.len());
            }
        }
        assert_eq!(sizes, [0, PAIRS_FIRST, 8 * PAIRS_FIRST, PAIRS]);
    }
}
