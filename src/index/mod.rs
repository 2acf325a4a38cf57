//! The index on disk: generations, the words of articles in tantivy, the articles in their store.
//!
//! What every engine has in common stands here too: [`Column`]s, the [`Plan`] of a search, the [`Snapshot`] it is
//! asked of. It must not know any file format or query language. Only this module and the local engine may name
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
//! `CURRENT` is replaced (the moment of the swap). What is assumed of the file system: a rename is atomic, and a
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
//!
//! An index of another version is refused with the word that `litdex rebuild` makes it anew.

mod answer;
mod checksums;
mod clause;
mod clock;
mod column;
mod directory;
mod disk;
mod error;
mod guard;
mod home;
pub(crate) mod keys;
mod limits;
mod lock;
mod lookup;
mod manifest;
mod places;
mod plan;
mod postings;
mod prepare;
mod read;
mod root;
mod schema;
mod seen;
mod segments;
mod side;
mod snapshot;
mod store;
mod values;
mod verify;
pub(crate) mod weights;
mod window;
mod words;
mod write;

pub(crate) use answer::Counts;
pub use answer::{EngineError, Matching, Sort};
pub use clause::ProximityError;
#[cfg(test)]
pub(crate) use clause::{BUDGET_MAX, UNORDERED_MAX};
pub(crate) use clause::{Clause, Near, Pattern, Shape};
pub(crate) use column::{ALL_TEXT, COLUMNS, Column};
pub(crate) use disk::Disk;
#[cfg(test)]
pub(crate) use disk::Step;
pub use error::IndexError;
pub(crate) use guard::guarded;
pub(crate) use home::{Home, Lease, Pairs, SAMPLE_RECORDS, Works, WriteOptions, Writer};
pub(crate) use limits::{Budget, Meter};
pub use limits::{Exhausted, Limits};
pub(crate) use lock::WriterLock;
pub use manifest::{Changes, Deletion, Manifest, Sequence, Source};
pub(crate) use plan::{Filter, Group, Keyed, Named, Plan, Ranking, Set, Value, Wanted, unknown_terms};
#[cfg(test)]
pub(crate) use postings::{MemorySegment, Source as PostingSource, write_segment};
#[cfg(test)]
pub(crate) use prepare::Columns;
pub(crate) use prepare::Preparer;
pub(crate) use read::Generation;
pub(crate) use root::Root;
#[cfg(test)]
pub(crate) use schema::schema;
pub(crate) use schema::{BAGS, field_of};
pub(crate) use seen::{DIFFERENT_MAX, WORDS_MAX};
pub use side::SideFile;
pub(crate) use snapshot::{Found, Lookup, Page, Parts, Place, Printed, Record, Sizes, Snapshot, Take};
pub use store::{Abstract, Card};
pub(crate) use store::{Dictionaries, Held, SourceRecord, Work};
pub(crate) use values::{RETRACTS, retracts, sort_form};
pub use verify::Verified;
pub(crate) use verify::{size_of, verify};
#[cfg(test)]
pub(crate) use words::GAP;
pub(crate) use words::index_form;
pub(crate) use write::GenerationWriter;

/// tantivy's directory in a generation.
const WORDS: &str = "words";
/// The directory of the files of keys in a generation.
const KEYS: &str = "keys";
/// The article store's directory in a generation.
const ARTICLES: &str = "articles";
