//! The table of a store: where the frames of each record are.

use std::path::Path;

use super::living::Living;
use super::map::Map;
use super::{LIVING, TABLE, named};
use crate::index::stored::{PARTS, Part};
use crate::index::{ENTRY_BYTES, IndexError, StoreLengths};

/// The table as of one commit, or as far as a writer has written it.
pub(super) struct Table {
    entries: Map,
    living: Living,
    lengths: StoreLengths,
}

impl Table {
    pub fn open(directory: &Path, lengths: StoreLengths) -> Result<Self, IndexError> {
        let file = |name: &str, length| Map::open(directory.join(named(name, lengths.files)), length);
        let living = match lengths.packed {
            0 => Map::none(),
            packed => file(LIVING, Living::file_bytes(packed))?,
        };
        Ok(Self { entries: file(TABLE, lengths.table_bytes())?, living: Living(living), lengths })
    }

    pub fn lengths(&self) -> &StoreLengths {
        &self.lengths
    }

    /// Where the frame of a record begins and ends in a part; `None` where there is no such record.
    pub fn frame(&self, record: u32, part: Part) -> Option<(u64, u64)> {
        let entry = self.entry_of(record)?;
        let start = if entry == 0 { 0 } else { self.ends(entry - 1)?[part as usize] };
        Some((start, self.ends(entry)?[part as usize]))
    }

    /// The bytes of a record in each part.
    pub fn frame_bytes(&self, record: u32) -> Option<[u64; PARTS]> {
        let mut bytes = [0; PARTS];
        for part in Part::EVERY {
            let (start, end) = self.frame(record, part)?;
            bytes[part as usize] = end.checked_sub(start)?;
        }
        Some(bytes)
    }

    /// Which entry is that of a record.
    fn entry_of(&self, record: u32) -> Option<u32> {
        match record.checked_sub(self.lengths.packed) {
            Some(later) => self.lengths.packed_living.checked_add(later),
            None => self.living.rank(record),
        }
    }

    fn ends(&self, entry: u32) -> Option<[u64; PARTS]> {
        let from = u64::from(entry) * ENTRY_BYTES as u64;
        let mut ends = [0; PARTS];
        let bytes = self.entries.slice(from, from + ENTRY_BYTES as u64)?;
        for (end, bytes) in ends.iter_mut().zip(bytes.chunks_exact(6)) {
            let mut wide = [0; 8];
            wide[..6].copy_from_slice(bytes);
            *end = u64::from_le_bytes(wide);
        }
        Some(ends)
    }
}

/// The entry of a record whose frames end here.
pub(super) fn entry(ends: [u64; PARTS]) -> [u8; ENTRY_BYTES] {
    let mut entry = [0; ENTRY_BYTES];
    for (bytes, end) in entry.chunks_exact_mut(6).zip(ends) {
        bytes.copy_from_slice(&end.to_le_bytes()[..6]);
    }
    entry
}
