//! How much of the local engine's store belongs to a commit: the manifest says it.

use serde::{Deserialize, Serialize};

use super::stored::PARTS;

/// Bytes of a record's entry in the table: the end of its frame in each part, 48 bits each.
pub(crate) const ENTRY_BYTES: usize = PARTS * 6;

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
    pub fn entries(&self) -> u32 {
        self.packed_living.saturating_add(self.records.saturating_sub(self.packed))
    }

    pub fn table_bytes(&self) -> u64 {
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
