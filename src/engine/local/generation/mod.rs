//! Generations on disk: the words of articles in tantivy, the articles in their store, the files of keys.
//!
//! It must not know queries.
//!
//! # Layout
//!
//! ```text
//! index/
//!   CURRENT                  names a generation: gen-2
//!   LOCK                     held by the one writer; says who and since when
//!   gen-1/                   the generation before, kept for `litdex rollback`
//!   gen-2/
//!     manifest.json          what it was made with and from; see `manifest`
//!     problems.7.jsonl       a side file, listed by the manifest: what could not be read
//!     words/                 tantivy's files; the commit's payload names the manifest by its hash
//!     keys/                  from keys to records; see `keys`
//!     articles/              the article store; see `store`
//! ```
//!
//! # Order of writes
//!
//! *Commit*: segments, files of keys, side files and the store's files are written and synced, the manifest is
//! written beside the old one and synced, `meta.json` is replaced (the moment of the commit), the directory is
//! synced, the manifest takes its name. What it does not list or name any more goes: segments that were merged,
//! side files, keys, files of the store before a compaction. *Rebuild*: everything above inside `gen-N.tmp`;
//! then every file and directory is synced, `gen-N.tmp` becomes `gen-N`, the index directory is synced,
//! `CURRENT` is replaced (the moment of the swap). *Before either*: the name of a new index is synced in the directory
//! above it, and the directories in use once more, for a process that was killed may have renamed in them without
//! syncing; only then is removed what a stopped build left. What is assumed of the file system: a rename is atomic, and a
//! synced directory keeps its entries.
//!
//! # Versions
//!
//! 1. The first.
//! 2. Cards are kept as they are, the text of references has a file of its own; stems are either in the bag
//!    or beside it; the list of problems ends with its own check.
//! 3. Full text and the records of sources have files of their own; one article a work.
//! 4. Side files are listed by the manifest; what is stored of an article is a type of its own, which can gain
//!    fields. Keys are files of their own; the abstract is a column; sums of lengths stand in the manifest.
//! 5. tantivy's files have a checksum for each block, and `CURRENT` has one; there is no list of tantivy's files.
//!
//! An index of another version is refused with the word that `litdex rebuild` makes it anew.

pub(crate) mod keys;
mod lock;
mod lookup;
mod manifest;
mod reader;
mod root;
mod side;
mod store;
mod verify;
pub(crate) mod words;
mod works;
mod writer;

pub(crate) use lock::WriterLock;
pub(crate) use reader::Generation;
pub(crate) use root::Root;
pub(crate) use store::{Dictionaries, RecordSet};
pub(crate) use verify::{size_of, verify};
pub(crate) use words::field_of;
#[cfg(test)]
pub(crate) use words::postings::{MemorySegment, Source as PostingSource, write_segment};
#[cfg(test)]
pub(crate) use words::schema;
pub(crate) use writer::GenerationWriter;

/// tantivy's directory in a generation.
pub(super) const WORDS: &str = "words";
/// The directory of the files of keys in a generation.
const KEYS: &str = "keys";
/// The article store's directory in a generation.
const ARTICLES: &str = "articles";
