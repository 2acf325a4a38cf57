//! Which records of those numbered before a compaction are still there.
//!
//! A record's number stands in the postings and never changes, and the table of a compacted store has entries
//! for the living alone. Where a number's entry is says the file `living`: a bit a number, in blocks of 512 with
//! the count of all bits before, so that a look takes no search. A number that is gone costs its bit and no more.
//! Each block has a checksum, which every look checks: a wrong bit would show another article.

use std::io::{self, Write};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::map::Map;

/// Numbers of a block.
const BLOCK_RECORDS: u32 = 512;
const BLOCK_WORDS: usize = 8;
/// The count before, the bits, the checksum.
const BLOCK_BYTES: usize = 4 + BLOCK_WORDS * 8 + 4;

/// A set of numbers of records.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecordSet {
    words: Vec<u64>,
    count: u32,
}

impl RecordSet {
    pub fn insert(&mut self, record: u32) {
        let word = record as usize / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let bit = 1 << (record % 64);
        self.count += u32::from(self.words[word] & bit == 0);
        self.words[word] |= bit;
    }

    pub fn contains(&self, record: u32) -> bool {
        self.words.get(record as usize / 64).is_some_and(|word| word >> (record % 64) & 1 == 1)
    }

    pub fn len(&self) -> u32 {
        self.count
    }

    /// The numbers, rising.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let bits = |(at, &word): (usize, &u64)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at as u32 * 64 + bit)
        };
        self.words.iter().enumerate().flat_map(bits)
    }

    /// Writes the set as the file of a store with so many records.
    pub(super) fn write(&self, records: u32, out: &mut impl Write) -> io::Result<()> {
        let mut before = 0;
        for block in 0..records.div_ceil(BLOCK_RECORDS) {
            let first = block as usize * BLOCK_WORDS;
            let words = (first..first + BLOCK_WORDS).map(|at| self.words.get(at).copied().unwrap_or(0));
            let mut bytes = Vec::with_capacity(BLOCK_BYTES);
            bytes.extend_from_slice(&u32::to_le_bytes(before));
            for word in words {
                bytes.extend_from_slice(&word.to_le_bytes());
                before += word.count_ones();
            }
            bytes.extend_from_slice(&checksum(&bytes, block));
            out.write_all(&bytes)?;
        }
        Ok(())
    }
}

fn checksum(bytes: &[u8], block: u32) -> [u8; 4] {
    // Seeded, so that a block in the place of another is noticed.
    (xxh3_64_with_seed(bytes, u64::from(block)) as u32).to_le_bytes()
}

/// The file of a compacted store.
pub(super) struct Living(pub Map);

impl Living {
    /// Length of the file for so many records.
    pub fn file_bytes(records: u32) -> u64 {
        u64::from(records.div_ceil(BLOCK_RECORDS)) * BLOCK_BYTES as u64
    }

    /// How many living records have a smaller number; `None` where the record is gone or the file damaged.
    pub fn rank(&self, record: u32) -> Option<u32> {
        let block = record / BLOCK_RECORDS;
        let from = u64::from(block) * BLOCK_BYTES as u64;
        let bytes = self.0.slice(from, from + BLOCK_BYTES as u64)?;
        let (bytes, sum) = bytes.split_last_chunk::<4>()?;
        if checksum(bytes, block) != *sum {
            return None;
        }
        let (before, words) = bytes.split_first_chunk::<4>()?;
        let (at, bit) = ((record % BLOCK_RECORDS) as usize / 64, record % 64);
        let mut rank = u32::from_le_bytes(*before);
        for word in &words.as_chunks::<8>().0[..at] {
            rank += u64::from_le_bytes(*word).count_ones();
        }
        let word = u64::from_le_bytes(words.as_chunks::<8>().0[at]);
        (word >> bit & 1 == 1).then(|| rank + (word & ((1 << bit) - 1)).count_ones())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_has_its_rank_and_a_flipped_bit_is_found() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("living");
        let records: Vec<u32> =
            (0..5_000).filter(|n| n % 3 == 0 || n % 7 == 1 || (600..1_200).contains(n)).collect();
        let mut set = RecordSet::default();
        records.iter().rev().chain(&records).for_each(|&record| set.insert(record));
        assert_eq!((set.len() as usize, set.iter().collect::<Vec<_>>()), (records.len(), records.clone()));
        let mut bytes = Vec::new();
        set.write(5_100, &mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, Living::file_bytes(5_100));
        std::fs::write(&path, &bytes).unwrap();
        let living = Living(Map::whole(path.clone()).unwrap());
        for record in 0..6_000 {
            let rank = records.binary_search(&record).ok().map(|at| at as u32);
            assert_eq!(living.rank(record), rank, "{record}");
        }
        bytes[BLOCK_BYTES + 9] ^= 4;
        std::fs::write(&path, &bytes).unwrap();
        let living = Living(Map::whole(path).unwrap());
        assert_eq!((living.rank(603), living.rank(1_023), living.rank(0)), (None, None, Some(0)));
    }
}
