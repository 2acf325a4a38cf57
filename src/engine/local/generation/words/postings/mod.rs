//! Postings in the making: articles become the files of a segment.
//!
//! Each thread that analyses has a [`MemorySegment`] of its own, so threads wait for each other only to write.
//! [`write_segment`] makes one segment of any number of sources, in memory or on disk: it writes what memory
//! holds, merges segments, and drops deleted articles, all in one way.

mod arena;
mod memory;
mod source;
mod terms;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use memory::MemorySegment;
pub(crate) use source::{Disk, Source};
pub(crate) use write::write_segment;
