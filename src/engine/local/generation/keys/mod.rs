//! Keys: sorted files that lead from an identity key, a cited key or a source to the records that have it.
//!
//! A pair is the hash of a value and the number of a record. Pairs are sorted outside memory
//! ([`Sorter`](crate::index::keys::Sorter)), packed
//! into files that never change ([`mod@write`], [`mod@read`]) and read through the mapped file; a generation has a few of
//! them ([`set`]), one a commit, merged when there are many. Nothing held in memory grows with the corpus.
//!
//! A hash is not a value: two values may share one. So what is found is a *candidate*, and who asks must look into
//! the record itself. A record that was deleted stays in the files until they are merged.
//!
//! # A file
//!
//! ```text
//! blocks    128 pairs each: width of the distances, width of the records, the least record (u32), the distances
//!           of the hashes (all but the first) and the records above the least, both packed by bits
//! entries   one a block: its first hash (u64), where it starts (u64), its check (u32)
//! footer    magic, pairs, bytes of all blocks, least and greatest record, check of all before, check of itself
//! ```
//!
//! A block's check is made of its bytes, its number, its own first hash and the next block's. A search that ends in
//! a block whose check agrees has come to the right place, whatever happened to the rest of the file: damage is an
//! error, never a record that is not found.

mod layout;
mod merge;
mod read;
mod set;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use set::{Keys, KeysWriter};
