//! What was put together held against what belongs together.
//!
//! It must not know what either is made of.

/// Pairs or links made, by whether they are right, and how many there are to be made.
///
/// ```
/// let tally = litdex::internals::eval::Tally { right: 9, wrong: 1, unknown: 5, wanted: 18 };
/// assert_eq!((tally.precision(), tally.recall(), tally.made()), (0.9, 0.5, 15));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Made, and right.
    pub right: u64,
    /// Made, and wrong.
    pub wrong: u64,
    /// Made, and not to be judged.
    pub unknown: u64,
    /// To be made.
    pub wanted: u64,
}

impl Tally {
    /// All that were made.
    pub fn made(&self) -> u64 {
        self.right + self.wrong + self.unknown
    }

    /// Share of the judged ones that are right; 1 where there are none.
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Share of those to be made that were; 1 where there are none.
    pub fn recall(&self) -> f64 {
        share(self.right, self.wanted)
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
