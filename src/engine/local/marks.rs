//! The documents of one window of a segment, as bits: many sets are joined a window at a time.
//!
//! They must not know where the sets come from.

/// Documents counted together; what is noted of a window stays in the processor's nearest caches.
pub(super) const WINDOW: u32 = 1 << 11;
const WORDS: usize = (WINDOW / 64) as usize;

/// Documents of one window.
#[derive(Clone)]
pub(super) struct Marks {
    start: u32,
    words: [u64; WORDS],
}

impl Marks {
    /// No document yet of the window that `doc` is in.
    pub fn around(doc: u32) -> Self {
        Self { start: doc - doc % WINDOW, words: [0; WORDS] }
    }

    /// No document of the same window.
    pub fn none(&self) -> Self {
        Self { start: self.start, words: [0; WORDS] }
    }

    /// The first document of the window.
    pub fn start(&self) -> u32 {
        self.start
    }

    /// The first document after the window.
    pub fn end(&self) -> u32 {
        self.start.saturating_add(WINDOW)
    }

    /// Marks a document of the window.
    #[inline]
    pub fn insert(&mut self, doc: u32) {
        let at = doc - self.start;
        self.words[(at / 64) as usize] |= 1 << (at % 64);
    }

    /// Marks those of a segment's bits that are in the window, from `first` on.
    pub fn insert_bits(&mut self, segment: &[u64], first: u32) {
        let first = first.max(self.start);
        let at = (first / 64) as usize;
        let ours = self.words.iter_mut().skip(((first - self.start) / 64) as usize);
        let mut mask = u64::MAX << (first % 64);
        for (word, bits) in ours.zip(segment.get(at..).unwrap_or_default()) {
            *word |= bits & mask;
            mask = u64::MAX;
        }
    }

    /// Marks what the other has.
    pub fn join(&mut self, other: &Self) {
        self.words.iter_mut().zip(other.words).for_each(|(word, other)| *word |= other);
    }

    /// Keeps only what the other has too.
    pub fn keep(&mut self, other: &Self) {
        self.words.iter_mut().zip(other.words).for_each(|(word, other)| *word &= other);
    }

    /// Takes away what the other has.
    pub fn remove(&mut self, other: &Self) {
        self.words.iter_mut().zip(other.words).for_each(|(word, other)| *word &= !other);
    }

    /// Takes away those of the deleted documents that are in the window; returns those after it.
    pub fn without<'d>(&mut self, dead: &'d [u32]) -> &'d [u32] {
        let (passed, later) = dead.split_at(dead.partition_point(|&doc| doc < self.end()));
        for &doc in passed.iter().rev().take_while(|&&doc| doc >= self.start) {
            let at = doc - self.start;
            self.words[(at / 64) as usize] &= !(1 << (at % 64));
        }
        later
    }

    /// Keeps the documents for which `keep` holds, asked in rising order.
    pub fn retain(&mut self, mut keep: impl FnMut(u32) -> bool) {
        for (word, start) in self.words.iter_mut().zip((self.start..).step_by(64)) {
            let mut left = *word;
            while left != 0 {
                if !keep(start + left.trailing_zeros()) {
                    *word &= !(left & left.wrapping_neg());
                }
                left &= left - 1;
            }
        }
    }

    /// Calls `each` with every document, rising.
    #[inline]
    pub fn each(&self, mut each: impl FnMut(u32)) {
        for (&word, start) in self.words.iter().zip((self.start..).step_by(64)) {
            let mut left = word;
            while left != 0 {
                each(start + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }
}
