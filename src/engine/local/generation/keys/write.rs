//! Writing a file of keys from sorted pairs.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3Default;

use super::layout::{BLOCK_PAIRS, Entry, Footer, block_check, pack};
use crate::error::{Context, FileError};
use crate::index::Disk;
use crate::index::keys::KeyHash;
use crate::index::keys::Pair;

const WRITE_BYTES: usize = 64 << 10;

/// A file in the making.
pub(super) struct FileWriter {
    file: BufWriter<File>,
    path: PathBuf,
    /// Entries wait in a file of their own until all blocks are written: they too grow with the corpus.
    entries: BufWriter<File>,
    entries_path: PathBuf,
    hasher: Xxh3Default,
    pairs: Vec<Pair>,
    /// The packed block before, whose check needs the first hash of the next.
    before: Option<(KeyHash, Vec<u8>)>,
    blocks: u64,
    footer: Footer,
}

impl FileWriter {
    pub fn create(path: PathBuf, disk: &Disk) -> Result<Self, FileError> {
        let mut name = path.clone().into_os_string();
        name.push(".entries.tmp");
        let entries_path = PathBuf::from(name);
        let file = BufWriter::with_capacity(WRITE_BYTES, disk.create(&path)?);
        let entries = BufWriter::with_capacity(WRITE_BYTES, Disk::create_temporary(&entries_path)?);
        let footer = Footer { pairs: 0, blocks_bytes: 0, records: (u32::MAX, 0), check: 0 };
        Ok(Self {
            file,
            path,
            entries,
            entries_path,
            hasher: Xxh3Default::new(),
            pairs: Vec::with_capacity(BLOCK_PAIRS),
            before: None,
            blocks: 0,
            footer,
        })
    }

    /// Appends a pair; none may be less than the one before.
    pub fn push(&mut self, pair: Pair) -> Result<(), FileError> {
        self.footer.pairs += 1;
        let (least, greatest) = self.footer.records;
        self.footer.records = (least.min(pair.record), greatest.max(pair.record));
        self.pairs.push(pair);
        if self.pairs.len() == BLOCK_PAIRS { self.end_block() } else { Ok(()) }
    }

    fn end_block(&mut self) -> Result<(), FileError> {
        let Some(first) = self.pairs.first().map(|pair| pair.hash) else { return Ok(()) };
        self.write_before(Some(first))?;
        let mut bytes = Vec::new();
        pack(&self.pairs, &mut bytes);
        self.pairs.clear();
        self.before = Some((first, bytes));
        Ok(())
    }

    /// Writes the block that waits, now that what follows it is known.
    fn write_before(&mut self, next: Option<KeyHash>) -> Result<(), FileError> {
        let Some((first, bytes)) = self.before.take() else { return Ok(()) };
        let check = block_check(&bytes, self.blocks, first, next);
        let entry = Entry { first, start: self.footer.blocks_bytes, check };
        self.file.write_all(&bytes).context_of("write", &self.path)?;
        self.entries.write_all(&entry.to_bytes()).context_of("write", &self.entries_path)?;
        self.hasher.update(&bytes);
        self.footer.blocks_bytes += bytes.len() as u64;
        self.blocks += 1;
        Ok(())
    }

    /// Ends the file and forces it to the device.
    pub fn finish(mut self, disk: &Disk) -> Result<(), FileError> {
        self.end_block()?;
        self.write_before(None)?;
        self.copy_entries()?;
        self.footer.check = self.hasher.digest();
        let written = self.file.write_all(&self.footer.to_bytes()).and_then(|()| self.file.flush());
        written.context_of("write", &self.path)?;
        disk.sync(self.file.get_ref(), &self.path)
    }

    fn copy_entries(&mut self) -> Result<(), FileError> {
        let mut bytes = vec![0; WRITE_BYTES];
        let Self { file, entries, hasher, .. } = self;
        let mut copy = || -> io::Result<()> {
            entries.flush()?;
            let entries = entries.get_mut();
            entries.rewind()?;
            loop {
                let read = entries.read(&mut bytes)?;
                if read == 0 {
                    return Ok(());
                }
                hasher.update(&bytes[..read]);
                file.write_all(&bytes[..read])?;
            }
        };
        copy().context_of("write", &self.path)
    }
}

impl Drop for FileWriter {
    fn drop(&mut self) {
        Disk::drop_temporary(&self.entries_path);
    }
}

/// Writes sorted pairs to a file; without any there is none, and the answer is `false`.
pub(super) fn write_file<E: From<FileError>>(
    path: &Path,
    pairs: impl Iterator<Item = Result<Pair, E>>,
    disk: &Disk,
) -> Result<bool, E> {
    let mut writer = None;
    for pair in pairs {
        let file = match &mut writer {
            Some(file) => file,
            None => writer.insert(FileWriter::create(path.to_path_buf(), disk)?),
        };
        file.push(pair?)?;
    }
    let Some(writer) = writer else { return Ok(false) };
    writer.finish(disk)?;
    Ok(true)
}
