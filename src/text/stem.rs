//! The class of a word: British spelling folded to American, then Porter2.
//!
//! It must not know texts or positions; it is handed one exact form.

use frostem::{Algorithm, Stemmer};

use super::spelling;

/// Pairs of entries in the cache; a power of two. English text hits it 19 times in 20.
const PAIRS: usize = 16_384;
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

    /// The pair of entries for a word.
    fn slot(self) -> usize {
        const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
        let mixed =
            (self.first.wrapping_mul(MULTIPLIER).rotate_left(31) ^ self.last).wrapping_mul(MULTIPLIER);
        (mixed >> 50) as usize
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

/// A stemmer with a cache, made at the first use: a word has two places, the one used last is kept.
pub(super) struct Stems {
    stemmer: Stemmer,
    cache: Vec<[Entry; 2]>,
    american: String,
    stem: String,
}

impl Default for Stems {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::new(Algorithm::English),
            cache: Vec::new(),
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
        if self.cache.is_empty() {
            self.cache = vec![[EMPTY; 2]; PAIRS];
        }
        let ends = Ends::of(word.as_bytes());
        let slot = ends.slot();
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
            if let Some([newer, older]) = self.cache.get_mut(slot) {
                *older = *newer;
                newer.fill(word, ends, &self.stem);
            }
        }
        self.cache.get(slot).map_or(word, |[newer, _]| newer.stem(word))
    }

    fn compute(&mut self, word: &str) {
        let american =
            if spelling::american(word, &mut self.american) { self.american.as_str() } else { word };
        self.stem.clear();
        self.stem.push_str(&self.stemmer.stem(american));
    }
}
