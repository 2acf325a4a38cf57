//! Where words occur next to or near each other: the positional matcher.
//!
//! A clause is a tree of words, of alternatives and of proximities. Each part of it occurs at spans of
//! positions. A proximity occurs where one span of each of its operands can be chosen so that
//!
//! * no two chosen spans overlap,
//! * they stand in the order written, if it is ordered,
//! * the positions between the first and the last that no chosen span covers number at most its budget: 0
//!   for a phrase.
//!
//! Every such choice counts: a proximity around another may need a span of it that is not the shortest.
//!
//! The matcher reads positions through [`Positions`], whoever has them: posting lists, or the words of a
//! text just analysed. So matching, counting and highlighting cannot disagree.

#[cfg(test)]
pub(crate) mod definition;
mod join;
mod matcher;
#[cfg(test)]
mod tests;

#[cfg(test)]
use crate::index::{Clause, Near, Shape};
pub(crate) use matcher::{Leaves, Matcher, Needs};

use crate::index::Exhausted;

/// Positions a part covers: `end` is one past the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub start: u32,
    pub end: u32,
}

/// Where the words of one text or document stand.
pub(crate) trait Positions {
    /// Replaces `into` by the positions of a word or of all words of a truncation: rising, each once.
    /// Leaves are numbered as [`Matcher::of`] lists them.
    fn read(&mut self, leaf: usize, into: &mut Vec<u32>) -> Result<(), Exhausted>;

    /// Pays for steps of the matcher; an error ends it.
    fn spend(&mut self, steps: u64) -> Result<(), Exhausted>;
}
