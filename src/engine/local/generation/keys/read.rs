//! Reading a file of keys: it is mapped, and a look-up reads one block.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use xxhash_rust::xxh3::xxh3_64;

use super::layout::{BLOCK_PAIRS, ENTRY_BYTES, Entry, Footer, block_check, unpack};
use crate::error::{Context, FileError};
use crate::index::keys::KeyHash;
use crate::index::keys::Pair;
use crate::index::{Disk, IndexError};

/// A file of sorted pairs.
#[derive(Debug)]
pub(super) struct KeyFile {
    bytes: Mmap,
    path: PathBuf,
    footer: Footer,
    blocks: usize,
}

impl KeyFile {
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let file = Disk::open(path)?;
        let length = file.metadata().context_of("read", path)?.len();
        let damaged = || IndexError::damaged(path, "it does not end as a file of keys does");
        if length == 0 {
            return Err(damaged());
        }
        // SAFETY: a file of keys that a commit names never changes.
        let bytes = unsafe { Mmap::map(&file) };
        let bytes = bytes.map_err(|source| FileError::new("map", path, source))?;
        let footer = Footer::of_file(&bytes).ok_or_else(damaged)?;
        let blocks = usize::try_from(footer.blocks()).map_err(|_| damaged())?;
        Ok(Self { bytes, path: path.to_path_buf(), footer, blocks })
    }

    /// The least and the greatest record.
    pub fn records(&self) -> RangeInclusive<u32> {
        self.footer.records.0..=self.footer.records.1
    }

    /// Bytes of the file.
    pub fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Reads the whole file against its check; what is wrong comes back.
    pub fn verify(&self) -> Result<(), IndexError> {
        let end = self.blocks_bytes() + self.blocks * ENTRY_BYTES;
        let checked = self.bytes.get(..end).map(xxh3_64);
        if checked == Some(self.footer.check) {
            return Ok(());
        }
        Err(IndexError::damaged(&self.path, "it does not match its checksum"))
    }

    fn blocks_bytes(&self) -> usize {
        // The footer's length was held against the file's when it was opened.
        self.footer.blocks_bytes as usize
    }

    fn entry(&self, block: usize) -> Option<Entry> {
        if block >= self.blocks {
            return None;
        }
        Entry::from_bytes(self.bytes.get(self.blocks_bytes() + block * ENTRY_BYTES..)?.get(..ENTRY_BYTES)?)
    }

    /// The pairs of a block in the place of those that `into` held.
    fn read_block(&self, block: usize, into: &mut Vec<Pair>) -> Result<(), IndexError> {
        into.clear();
        let mut read = || {
            let entry = self.entry(block)?;
            let next = self.entry(block + 1);
            let end = next.map_or(self.footer.blocks_bytes, |next| next.start);
            let bytes = self.bytes[..self.blocks_bytes()]
                .get(usize::try_from(entry.start).ok()?..usize::try_from(end).ok()?)?;
            let next = next.map(|next| next.first);
            if block_check(bytes, block as u64, entry.first, next) != entry.check {
                return None;
            }
            let before = block as u64 * BLOCK_PAIRS as u64;
            let count = (self.footer.pairs - before).min(BLOCK_PAIRS as u64);
            unpack(bytes, count as usize, entry.first, into)
        };
        read().ok_or_else(|| {
            IndexError::damaged(&self.path, format!("block {block} of it is not what was written"))
        })
    }

    /// A reader of its pairs from the first on.
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor { file: self, pairs: Vec::new(), at: 0, next_block: 0 }
    }
}

/// Reads the pairs of a file in their order, and may leave out many.
pub(super) struct Cursor<'f> {
    file: &'f KeyFile,
    /// Those of the block before `next_block`.
    pairs: Vec<Pair>,
    at: usize,
    next_block: usize,
}

impl Cursor<'_> {
    pub fn next(&mut self) -> Result<Option<Pair>, IndexError> {
        loop {
            if let Some(pair) = self.pairs.get(self.at) {
                self.at += 1;
                return Ok(Some(*pair));
            }
            if self.next_block >= self.file.blocks {
                return Ok(None);
            }
            self.read(self.next_block)?;
        }
    }

    fn read(&mut self, block: usize) -> Result<(), IndexError> {
        (self.at, self.next_block) = (0, block + 1);
        self.file.read_block(block, &mut self.pairs)
    }

    /// Goes on to the first pair whose hash is not less; never back.
    pub fn seek(&mut self, hash: KeyHash) -> Result<(), IndexError> {
        if self.pairs.last().is_none_or(|last| last.hash < hash) {
            // Where the hash begins a block, pairs of it may end the block before.
            let block = self.first_block(hash).saturating_sub(1).max(self.next_block);
            if block >= self.file.blocks {
                // Nothing is left, and the block read last says so.
                self.at = self.pairs.len();
                return Ok(());
            }
            let is_next = block == self.next_block;
            self.read(block)?;
            // Both were checked with the block: only damage elsewhere leads a search to a block between which and
            // its neighbours the hash does not lie.
            let is_behind = !is_next && self.pairs.first().is_none_or(|first| first.hash >= hash);
            if is_behind || self.file.entry(block + 1).is_some_and(|next| next.first < hash) {
                return Err(IndexError::damaged(&self.file.path, "its blocks are not in order"));
            }
        }
        self.at += self.pairs[self.at..].partition_point(|pair| pair.hash < hash);
        Ok(())
    }

    /// The first block from `next_block` on whose first hash is not less: in steps that double, then between the
    /// last two, so that a look-up near the one before costs little.
    fn first_block(&self, hash: KeyHash) -> usize {
        let is_less = |block: usize| self.file.entry(block).is_some_and(|entry| entry.first < hash);
        let (mut low, mut step) = (self.next_block, 1);
        while is_less(low + step - 1) {
            low += step;
            step *= 2;
        }
        let mut high = (low + step - 1).min(self.file.blocks);
        while low < high {
            let middle = low.midpoint(high);
            if is_less(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}
