//! Keys as they are entered in an index: hashes of identity keys, of cited keys and of sources, each with the number of
//! a record that has it, and how more of these pairs are sorted than memory holds.
//!
//! A hash is not a value: two values may share one. So what is found by it is a *candidate*, and who asks must look
//! into the record itself.

mod hash;
mod of_work;
mod sort;

pub(crate) use hash::{KeyHash, KeyKind};
pub(crate) use of_work::{hashes_of, identity_hashes, put_hash};
pub(crate) use sort::{Pair, Sorted, Sorter};
