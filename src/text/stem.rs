//! The class of a word: British spelling folded to American, then Porter2.
//!
//! It must not know texts or positions; it is handed one exact form.

use frostem::{Algorithm, Stemmer};

use super::spelling;

/// Pairs of entries in the cache; a power of two. English text hits it 19 times in 20.
const PAIRS: usize = 16_384;
/// Words and stems beyond this are not cached.
const CACHED_BYTES: usize = 31;
/// Words beyond this are no English words; they are their own class.
const STEMMED_BYTES: usize = 64;

/// One cached word with its stem, a cache line in all.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Entry {
    word_bytes: u8,
    stem_bytes: u8,
    word: [u8; CACHED_BYTES],
    stem: [u8; CACHED_BYTES],
}

const EMPTY: Entry = Entry { word_bytes: 0, stem_bytes: 0, word: [0; CACHED_BYTES], stem: [0; CACHED_BYTES] };

impl Entry {
    fn holds(&self, word: &str) -> bool {
        usize::from(self.word_bytes) == word.len() && self.word[..word.len()] == *word.as_bytes()
    }

    /// The caller has made sure that both fit.
    fn fill(&mut self, word: &str, stem: &str) {
        self.word_bytes = word.len() as u8;
        self.stem_bytes = stem.len() as u8;
        self.word[..word.len()].copy_from_slice(word.as_bytes());
        self.stem[..stem.len()].copy_from_slice(stem.as_bytes());
    }

    fn stem(&self) -> Option<&str> {
        std::str::from_utf8(&self.stem[..usize::from(self.stem_bytes)]).ok()
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
        let slot = slot(word.as_bytes());
        let hit = self.cache.get_mut(slot).is_some_and(|[newer, older]| {
            newer.holds(word) || {
                let hit = older.holds(word);
                if hit {
                    std::mem::swap(newer, older);
                }
                hit
            }
        });
        if !hit {
            self.compute(word);
            if self.stem.len() > CACHED_BYTES {
                return &self.stem;
            }
            if let Some([newer, older]) = self.cache.get_mut(slot) {
                *older = *newer;
                newer.fill(word, &self.stem);
            }
        }
        self.cache.get(slot).map_or(word, |[newer, _]| newer.stem().unwrap_or(word))
    }

    fn compute(&mut self, word: &str) {
        let american =
            if spelling::american(word, &mut self.american) { self.american.as_str() } else { word };
        self.stem.clear();
        self.stem.push_str(&self.stemmer.stem(american));
    }
}

/// The cache entry of a word, from its bytes eight at a time.
fn slot(word: &[u8]) -> usize {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = word.len() as u64;
    let (eights, rest) = word.as_chunks::<8>();
    for eight in eights {
        hash = (hash ^ u64::from_le_bytes(*eight)).wrapping_mul(MULTIPLIER).rotate_left(29);
    }
    let mut last = 0;
    for &byte in rest {
        last = last << 8 | u64::from(byte);
    }
    hash = (hash ^ last).wrapping_mul(MULTIPLIER);
    (hash >> 50) as usize
}
