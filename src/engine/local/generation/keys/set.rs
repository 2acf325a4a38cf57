//! The files of keys of a generation: one a commit, the newest last, merged by size when there are many.

use std::path::{Path, PathBuf};

use super::merge::Merged;
use super::read::KeyFile;
use super::write::write_file;
use crate::error::FileError;
use crate::index::keys::KeyHash;
use crate::index::keys::{Pair, Sorter};
use crate::index::{Disk, IndexError};

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

    /// The first of the files to merge, all newer ones with it; their number where that is not worth it.
    fn first_to_merge(&self, whole: bool) -> usize {
        let sizes: Vec<u64> = self.files.iter().map(KeyFile::size).collect();
        match (whole, sizes.len()) {
            (true, 2..) => 0,
            (true, count) => count,
            (false, _) => first_to_merge(&sizes),
        }
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
    begun: u32,
}

impl KeysWriter {
    /// The keys of a generation whose last commit names these files; a new one has none. Files that it does not
    /// name were never committed, or are of a commit before, and go.
    pub fn open(directory: &Path, names: Vec<String>, disk: &Disk) -> Result<Self, FileError> {
        Disk::create_directories(directory)?;
        let (directory, disk) = (directory.to_path_buf(), disk.clone());
        let writer = Self { directory, disk, names, begun: 0 };
        writer.remove(|name| name.ends_with(".tmp"))?;
        writer.remove_others()?;
        Ok(writer)
    }

    /// A sorter for the pairs of one thread.
    pub fn sorter(&mut self) -> Sorter {
        self.begun += 1;
        Sorter::new(&self.directory, &format!("pairs.{}", self.begun), &self.disk)
    }

    /// Writes the pairs of sorters to a file of their own.
    pub fn finish(&mut self, sorters: Vec<Sorter>) -> Result<(), FileError> {
        let name = self.next_name();
        let pairs = Sorter::finish_all(sorters)?;
        if write_file(&self.directory.join(&name), pairs, &self.disk)? {
            self.names.push(name);
            self.disk.sync_directory(&self.directory)?;
        }
        Ok(())
    }

    /// The names to commit.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether there are several files to be made one, or more than there should be.
    pub fn is_worth_merging(&self, whole: bool) -> Result<bool, IndexError> {
        let keys = Keys::open(&self.directory, &self.names)?;
        Ok(keys.first_to_merge(whole) < self.names.len())
    }

    /// Merges the newest files where there are too many, or all of them. Records that are not kept go. The next
    /// commit is to name what is left.
    pub fn merge(&mut self, whole: bool, keep: &dyn Fn(u32) -> bool) -> Result<(), IndexError> {
        let keys = Keys::open(&self.directory, &self.names)?;
        let from = keys.first_to_merge(whole);
        if from >= self.names.len() {
            return Ok(());
        }
        let merged = &keys.files[from..];
        // A sound checksum must not be given to damage.
        merged.iter().try_for_each(KeyFile::verify)?;
        let pairs = Merged::of(merged, KeyHash(0), KeyHash(u64::MAX))?;
        let pairs = pairs.filter(|pair| pair.as_ref().map_or(true, |pair| keep(pair.record)));
        self.replace(from, pairs)
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
        self.remove(|name| name.ends_with(EXTENSION) && !self.names.iter().any(|known| known == name))
    }

    fn remove(&self, is_old: impl Fn(&str) -> bool) -> Result<(), FileError> {
        for path in Disk::list(&self.directory)? {
            if path.file_name().is_some_and(|name| is_old(&name.to_string_lossy())) {
                Disk::drop_temporary(&path);
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
    // So many at least that there is room for what they become.
    let mut from = FILES_MAX - 1;
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
