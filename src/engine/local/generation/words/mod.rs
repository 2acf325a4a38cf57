//! tantivy's directory of a generation, `words/`: its schema, its files, its segments, and how postings are made.
//!
//! It must not know the article store, nor the files of keys.

mod checked_file;
mod checksums;
mod directory;
mod fault;
mod places;
pub(crate) mod postings;
mod schema;
mod segments;
mod windowed_file;

pub(crate) use checked_file::CheckedFiles;
pub(crate) use checksums::{check_commit, checksums};
pub(crate) use directory::{Failures, Readable, Writable};
pub(crate) use places::Places;
pub(crate) use schema::{check_schema, current_schema_hash, field_of, schema};
pub(crate) use segments::{ONE_SEGMENT, ONE_SEGMENT_AT_FIRST, Segments};

/// The engine's file of its last commit, which its list has as well.
pub(crate) const COMMIT: &str = "meta.json";
