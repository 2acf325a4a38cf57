//! The article store: every article, in the parts of [`stored`](crate::index::stored).
//!
//! Each part is one append-only file, a frame a record; `records` holds where each frame ends. Cards are kept as
//! they are, for ten are read by every query; the other parts are compressed by zstd with a dictionary trained on
//! the corpus. Every frame has a checksum. A record is found by its number. What lies past the lengths of the last
//! commit was never committed: readers do not look there, and the next writer cuts it off.
//!
//! Frames of articles that were deleted or replaced stay, counted as dead, until they are more than half of all.
//! Then the store is *compacted*: the living frames are copied into a new set of files (`cards.1`, `records.1`),
//! which the next commit names, and the old set is removed after it. Numbers of records stay as they are, for
//! they stand in the postings; see `living`.
//!
//! It must not know tantivy, nor what an article is searched by.

mod codec;
mod compact;
mod dictionary;
mod living;
mod map;
mod read;
mod table;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use codec::Compressor;
pub(crate) use dictionary::Dictionaries;
pub(crate) use living::RecordSet;
pub(crate) use read::StoreReader;
pub(crate) use write::StoreWriter;

use crate::index::stored::Part;

impl Part {
    fn file_name(self) -> &'static str {
        ["cards", "abstracts", "references", "rests", "bodies", "sources"][self as usize]
    }

    fn dictionary_name(self) -> String {
        format!("{}.dict", self.file_name())
    }
}

/// The file that says where frames end.
const TABLE: &str = "records";
/// The file that says which records a compaction left.
const LIVING: &str = "living";

/// The name of a file in a set of files.
fn named(name: &str, files: u64) -> String {
    if files == 0 { name.to_owned() } else { format!("{name}.{files}") }
}
