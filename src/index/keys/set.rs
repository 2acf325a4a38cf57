//! The files of keys of a generation: one a commit, the newest last, merged by size when there are many.

use std::fs;
use std::path::{Path, PathBuf};

use super::hash::KeyHash;
use super::merge::Merged;
use super::read::KeyFile;
use super::sort::{Pair, Sorter};
use super::write::write_file;
use crate::error::{Context, FileError};
use crate::index::disk::Disk;
use crate::index::error::IndexError;

/// Files a generation may have; each costs every look-up a little.
const FILES_MAX: usize = 8;
/// How many times as large as all newer ones together a file must be to be left as it is by a merge.
const TIER_RATIO: u64 = 2;
const EXTENSION: &str = ".keys";

/// The keys of a generation as of one commit.
#[derive(Debug)]
pub(crate) struct Keys {
    files: Vec<KeyFile>,
}

impl Keys {
    /// Opens the files that a commit names.
    pub fn open(directory: &Path, names: &[String]) -> Result<Self, IndexError> {
        let files = names.iter().map(|name| KeyFile::open(&directory.join(name)));
        Ok(Self { files: files.collect::<Result<_, _>>()? })
    }

    /// The records that may have a key, each once, in their order.
    pub fn find(&self, hash: KeyHash) -> Result<Vec<u32>, IndexError> {
        let mut found = Vec::new();
        for file in &self.files {
            let mut cursor = file.cursor();
            cursor.seek(hash)?;
            while let Some(pair) = cursor.next()?.filter(|pair| pair.hash == hash) {
                found.push(pair.record);
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Hands on every pair of the hashes, which must be in order, one file after the other: the blocks of a file are
    /// read once, from front to back.
    pub fn find_many(
        &self,
        hashes: &[KeyHash],
        mut each: impl FnMut(Pair) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        for file in &self.files {
            let mut cursor = file.cursor();
            let mut waiting = None;
            for &hash in hashes {
                if waiting.is_none_or(|pair: Pair| pair.hash < hash) {
                    cursor.seek(hash)?;
                    waiting = cursor.next()?;
                }
                while let Some(pair) = waiting.filter(|pair| pair.hash == hash) {
                    each(pair)?;
                    waiting = cursor.next()?;
                }
                if waiting.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// All pairs from one hash to another, both included, in their order.
    pub fn between(&self, first: KeyHash, last: KeyHash) -> Result<Merged<'_>, IndexError> {
        Merged::of(&self.files, first, last)
    }

    /// The same, of files with records in a range; they may hold others too.
    pub fn between_of(
        &self,
        records: &std::ops::Range<u32>,
        first: KeyHash,
        last: KeyHash,
    ) -> Result<Merged<'_>, IndexError> {
        let has = |file: &&KeyFile| {
            let held = file.records();
            *held.start() < records.end && *held.end() >= records.start
        };
        Merged::of(self.files.iter().filter(has), first, last)
    }

    /// Number of pairs, those of deleted records included.
    pub fn pairs(&self) -> u64 {
        self.files.iter().map(KeyFile::pairs).sum()
    }

    /// Reads every file against its check: their number, and what is wrong.
    pub fn verify(&self) -> (u64, Vec<String>) {
        let faults = self.files.iter().filter_map(|file| file.verify().err());
        (self.files.len() as u64, faults.map(|fault| fault.to_string()).collect())
    }
}

/// Writes the keys of a generation.
#[derive(Debug)]
pub(crate) struct KeysWriter {
    directory: PathBuf,
    disk: Disk,
    /// The files of the next commit.
    names: Vec<String>,
    sorters: Vec<Sorter>,
    own: Option<Sorter>,
    begun: u32,
}

impl KeysWriter {
    /// The keys of a generation whose last commit names these files; a new one has none. Files that it does not
    /// name were never committed, or are of a commit before, and go.
    pub fn open(directory: &Path, names: Vec<String>, disk: &Disk) -> Result<Self, FileError> {
        fs::create_dir_all(directory).context_of("create", directory)?;
        let (directory, disk) = (directory.to_path_buf(), disk.clone());
        let writer = Self { directory, disk, names, sorters: Vec::new(), own: None, begun: 0 };
        writer.remove_others()?;
        Ok(writer)
    }

    /// A sorter for the pairs of one thread; it comes back by [`take`](Self::take).
    pub fn sorter(&mut self) -> Sorter {
        self.begun += 1;
        Sorter::new(&self.directory, &format!("pairs.{}", self.begun), &self.disk)
    }

    /// Takes the pairs of a thread into the next commit.
    pub fn take(&mut self, sorter: Sorter) {
        self.sorters.push(sorter);
    }

    /// Enters a key of a record into the next commit.
    pub fn push(&mut self, hash: KeyHash, record: u32) -> Result<(), FileError> {
        let mut sorter = match self.own.take() {
            Some(sorter) => sorter,
            None => self.sorter(),
        };
        let pushed = sorter.push(Pair { hash, record });
        self.own = Some(sorter);
        pushed
    }

    /// Writes what was entered and returns the names to commit.
    pub fn finish(&mut self) -> Result<&[String], FileError> {
        let own = self.own.take();
        let sorters: Vec<Sorter> = self.sorters.drain(..).chain(own).collect();
        if !sorters.is_empty() {
            let name = self.next_name();
            let pairs = Sorter::finish_all(sorters)?;
            if write_file(&self.directory.join(&name), pairs, &self.disk)? {
                self.names.push(name);
                self.disk.sync_directory(&self.directory)?;
            }
        }
        Ok(&self.names)
    }

    /// Merges the newest files where there are too many, or all of them. Records that are not kept go. Whether
    /// anything changed; then the new names are to be committed.
    pub fn merge(&mut self, whole: bool, keep: &dyn Fn(u32) -> bool) -> Result<bool, IndexError> {
        let keys = Keys::open(&self.directory, &self.names)?;
        let sizes: Vec<u64> = keys.files.iter().map(KeyFile::size).collect();
        let from = if whole { 0 } else { first_to_merge(&sizes) };
        if from >= self.names.len() {
            return Ok(false);
        }
        let merged = &keys.files[from..];
        // A sound checksum must not be given to damage.
        merged.iter().try_for_each(KeyFile::verify)?;
        let pairs = Merged::of(merged, KeyHash(0), KeyHash(u64::MAX))?;
        let pairs = pairs.filter(|pair| pair.as_ref().map_or(true, |pair| keep(pair.record)));
        self.replace(from, pairs)?;
        Ok(true)
    }

    /// Writes all files anew as one, each record under another number, or not at all: the store was compacted.
    pub fn rewrite(&mut self, number: &dyn Fn(u32) -> Option<u32>) -> Result<(), IndexError> {
        let keys = Keys::open(&self.directory, &self.names)?;
        keys.files.iter().try_for_each(KeyFile::verify)?;
        let mut sorter = self.sorter();
        for pair in keys.between(KeyHash(0), KeyHash(u64::MAX))? {
            let pair = pair?;
            if let Some(record) = number(pair.record) {
                sorter.push(Pair { record, ..pair })?;
            }
        }
        self.replace(0, sorter.finish()?.map(|pair| pair.map_err(IndexError::from)))
    }

    /// Puts one file in the place of those from a number on.
    fn replace(
        &mut self,
        from: usize,
        pairs: impl Iterator<Item = Result<Pair, IndexError>>,
    ) -> Result<(), IndexError> {
        let name = self.next_name();
        let is_any = write_file(&self.directory.join(&name), pairs, &self.disk)?;
        self.names.truncate(from);
        if is_any {
            self.names.push(name);
        }
        Ok(self.disk.sync_directory(&self.directory)?)
    }

    /// Removes the files that no commit names any more; what cannot be removed now goes with the next commit.
    pub fn remove_others(&self) -> Result<(), FileError> {
        for entry in fs::read_dir(&self.directory).context_of("list", &self.directory)? {
            let path = entry.context_of("list", &self.directory)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_ours = name.ends_with(EXTENSION) || name.ends_with(".tmp");
            if is_ours && !self.names.iter().any(|known| *known == name) {
                let _ = fs::remove_file(&path);
            }
        }
        Ok(())
    }

    /// A name behind all others.
    fn next_name(&self) -> String {
        let number = |name: &String| name.strip_suffix(EXTENSION)?.parse::<u64>().ok();
        let last = self.names.iter().filter_map(number).max().unwrap_or(0);
        format!("{:08}{EXTENSION}", last + 1)
    }
}

/// The first of the files to merge, all newer ones with it; their number where there are few enough. Older files are
/// added as long as they are not much larger than those behind, so that a pair is written again only as often as the
/// files double in size.
fn first_to_merge(sizes: &[u64]) -> usize {
    if sizes.len() <= FILES_MAX {
        return sizes.len();
    }
    // Two at least, so that there is one file less.
    let mut from = sizes.len() - 2;
    let mut behind: u64 = sizes[from..].iter().sum();
    while from > 0 && sizes[from - 1] < TIER_RATIO * behind {
        from -= 1;
        behind += sizes[from];
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_files_are_left_out_of_a_merge() {
        assert_eq!(first_to_merge(&[5; 8]), 8);
        assert_eq!(first_to_merge(&[5; 9]), 0);
        assert_eq!(first_to_merge(&[9_000, 4_000, 1_000, 300, 100, 20, 5, 5, 5]), 5);
        assert_eq!(first_to_merge(&[512, 128, 64, 32, 16, 8, 4, 2, 0]), 7);
        assert_eq!(first_to_merge(&[1, 1, 1, 1, 1, 1, 1, 1, 90]), 0);
        assert_eq!(first_to_merge(&[1 << 30, 1 << 20, 1 << 18, 1 << 15, 1 << 12, 512, 64, 8, 1]), 7);
    }
}
