//! The index on disk: generations, the words of articles in tantivy, the articles in their store.
//!
//! It must not know any file format or query language. Only this module and the local engine may name
//! the engine's types.
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
//!     problems.jsonl         what could not be read, one problem a line
//!     words/                 tantivy's files; the commit's payload binds the store's lengths and names the keys
//!     keys/                  from keys to records; see `keys`
//!     articles/              the article store; see `store`
//! ```
//!
//! # Order of writes
//!
//! *Commit*: the store's files and those of keys are synced, the manifest is written beside the old one and synced, tantivy
//! syncs its segments and replaces `meta.json` (the moment of the commit), the directory is synced, the
//! manifest takes its name. The list of problems is written beside the old one and takes its name in the same
//! way. *Rebuild*: everything above inside `gen-N.tmp`; then every file and directory is synced, `gen-N.tmp`
//! becomes `gen-N`, the index directory is synced, `CURRENT` is replaced (the moment of the swap). What is
//! assumed of the file system: a rename is atomic, and a synced directory keeps its entries.
//!
//! # Versions
//!
//! 1. The first.
//! 2. Cards are kept as they are, the text of references has a file of its own; stems are either in the bag
//!    or beside it; the list of problems ends with its own check.
//!
//! An index of another version is refused with the word that `litdex rebuild` makes it anew.

mod checksums;
mod directory;
mod disk;
mod document;
mod error;
mod finished;
mod guard;
pub(crate) mod keys;
mod leased;
mod lock;
mod lookup;
mod manifest;
mod places;
mod read;
mod root;
mod schema;
mod seen;
mod store;
mod values;
mod verify;
pub(crate) mod weights;
mod window;
mod write;

pub(crate) use disk::Disk;
#[cfg(test)]
pub(crate) use disk::Step;
pub(crate) use document::{Analysed, Analyst};
pub use error::IndexError;
pub(crate) use finished::index_form;
pub(crate) use guard::guarded;
pub(crate) use lock::WriterLock;
pub use manifest::{Deletion, Manifest, Source};
pub(crate) use read::Generation;
pub(crate) use root::Root;
pub(crate) use schema::Fields;
pub(crate) use seen::{DIFFERENT_MAX, WORDS_MAX};
pub use store::{Abstract, Card};
pub(crate) use store::{Dictionaries, Held, SAMPLE_RECORDS, SourceRecord, StoreReader, Work};
pub(crate) use values::{RETRACTS, retracts, sort_form};
pub use verify::Verified;
pub(crate) use verify::{size_of, verify, verify_quick};
pub(crate) use write::{GenerationWriter, WriteOptions};

/// tantivy's directory in a generation.
const WORDS: &str = "words";
/// The directory of the files of keys in a generation.
const KEYS: &str = "keys";
/// The article store's directory in a generation.
const ARTICLES: &str = "articles";
