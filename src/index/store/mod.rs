//! The article store: every article, in parts that are read at different times.
//!
//! *Cards* are what a hit shows, *abstracts*, *references* and *bodies* (full text) what snippets are cut from,
//! *sources* the records an article was merged from where there are several, *rests* everything else
//! (headings, affiliations). Each part is one append-only file, a frame a record; `records`
//! holds where each frame ends. Cards are kept as they are, for ten are read by every query; the other parts
//! are compressed by zstd with a dictionary trained on the corpus. Every frame has a checksum. A record is
//! found by its number. What lies past the lengths of the last commit was never committed:
//! readers do not look there, and the next writer cuts it off.
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
mod form;
mod layout;
mod living;
mod map;
mod parts;
mod printed;
mod read;
mod stored;
mod table;
mod work;
mod write;

pub(crate) use codec::Compressor;
pub(crate) use dictionary::Dictionaries;
pub(crate) use living::RecordSet;
pub(crate) use parts::split;
pub use parts::{Abstract, Card};
pub(crate) use read::StoreReader;
pub(crate) use work::{Held, SourceRecord, Work};
pub(crate) use write::StoreWriter;

use serde::{Deserialize, Serialize};

/// One of the parts of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What a hit shows.
    Card,
    /// Abstract and keywords.
    Abstract,
    /// The references as they are printed.
    References,
    /// All the rest.
    Rest,
    /// Full text.
    Body,
    /// The records merged, where there are several.
    Sources,
}

/// Number of parts.
pub(crate) const PARTS: usize = 6;

impl Part {
    /// The parts that are compressed.
    pub const COMPRESSED: [Part; PARTS - 1] =
        [Part::Abstract, Part::References, Part::Rest, Part::Body, Part::Sources];
    /// Every part, in the order of their numbers.
    pub const EVERY: [Part; PARTS] =
        [Part::Card, Part::Abstract, Part::References, Part::Rest, Part::Body, Part::Sources];

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

/// Goes up with every field that a stored form gains; see `form`. Who knows fewer reads the store, and does not
/// write it.
pub(crate) const FIELDS_VERSION: u32 = 0;

/// Bytes of a record's entry in the table: the end of its frame in each part, 48 bits each.
const ENTRY_BYTES: usize = PARTS * 6;

/// How much of the store is committed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoreLengths {
    /// Number of records ever written; a number is never given again.
    pub records: u32,
    /// Length of each part's file, in bytes.
    pub parts: [u64; PARTS],
    /// Which set of files it is: every compaction writes a new one.
    pub files: u64,
    /// How many of the records were there at the last compaction, living or not.
    pub packed: u32,
    /// How many of these have an entry in the table, as those written later all do.
    pub packed_living: u32,
    /// Records with an entry that no article needs.
    pub dead_records: u32,
    /// Bytes of their frames in each part.
    pub dead: [u64; PARTS],
}

impl StoreLengths {
    /// Number of entries in the table.
    fn entries(&self) -> u32 {
        self.packed_living.saturating_add(self.records.saturating_sub(self.packed))
    }

    fn table_bytes(&self) -> u64 {
        u64::from(self.entries()) * ENTRY_BYTES as u64
    }

    /// Number of records that articles need.
    pub fn living_records(&self) -> u32 {
        self.entries().saturating_sub(self.dead_records)
    }

    /// Bytes that no article needs, their entries among them.
    pub fn dead_bytes(&self) -> u64 {
        self.dead.iter().sum::<u64>() + u64::from(self.dead_records) * ENTRY_BYTES as u64
    }

    /// Whether more is dead than living: then a compaction writes less than was written since the last one.
    pub fn is_worth_compacting(&self) -> bool {
        let all = self.parts.iter().sum::<u64>() + self.table_bytes();
        self.dead_bytes() > all / 2
    }
}

/// The name of a file in a set of files.
fn named(name: &str, files: u64) -> String {
    if files == 0 { name.to_owned() } else { format!("{name}.{files}") }
}

#[cfg(test)]
mod tests;
