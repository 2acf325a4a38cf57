//! Appending records, and counting those that no article needs any more.
//!
//! It must not know what a record holds.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use super::codec::{Frames, stamped};
use super::read::NO_PLACE;
use super::table::{Table, entry};
use super::{TABLE, named};
use crate::error::{Context, FileError};
use crate::index::stored::{PARTS, Part, Stamp};
use crate::index::{Disk, IndexError, StoreLengths};

/// Appends records to the store of one generation.
pub(crate) struct StoreWriter {
    pub(super) directory: PathBuf,
    /// In the order of the parts.
    parts: Vec<Appender>,
    table: Appender,
    pub(super) lengths: StoreLengths,
    pub(super) disk: Disk,
    /// What was marked dead by this writer.
    marked: HashSet<u32>,
    /// The table as it was when a record was last looked for that it has.
    known: Option<Table>,
    /// Whether the last compaction has files to remove once it is committed.
    pub(super) is_swept: bool,
}

struct Appender {
    file: BufWriter<File>,
    path: PathBuf,
}

impl Appender {
    /// Opens a file to append at `length`; anything past it was never committed and goes.
    fn open(path: PathBuf, length: u64) -> Result<Self, FileError> {
        let mut file = Disk::open_to_write(&path)?;
        let mut cut = || -> io::Result<()> {
            let found = file.metadata()?.len();
            if found < length {
                let message =
                    format!("it has {found} bytes where {length} were committed; run `litdex rebuild`");
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            file.set_len(length)?;
            file.seek(io::SeekFrom::End(0)).map(|_| ())
        };
        cut().context_of("open", &path)?;
        Ok(Self { file: BufWriter::with_capacity(1 << 16, file), path })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.file.write_all(bytes).context_of("write", &self.path)
    }

    fn flush(&mut self) -> Result<(), FileError> {
        self.file.flush().context_of("write", &self.path)
    }

    fn sync(&mut self, disk: &Disk) -> Result<(), FileError> {
        self.flush()?;
        disk.sync(self.file.get_ref(), &self.path)
    }
}

impl StoreWriter {
    /// An empty store in a directory.
    pub fn create(directory: &Path, disk: Disk) -> Result<Self, FileError> {
        Self::begin(directory, StoreLengths::default(), disk)
    }

    /// The first files of a set, in which nothing is written yet.
    pub(super) fn begin(directory: &Path, lengths: StoreLengths, disk: Disk) -> Result<Self, FileError> {
        for name in Part::EVERY.into_iter().map(Part::file_name).chain([TABLE]) {
            disk.create(&directory.join(named(name, lengths.files)))?;
        }
        Self::at(directory, lengths, disk)
    }

    /// The store of a generation, to append behind what is committed.
    pub fn open(directory: &Path, lengths: StoreLengths, disk: Disk) -> Result<Self, FileError> {
        let writer = Self::at(directory, lengths, disk)?;
        // What a writer began and did not commit, or committed and had no time to remove.
        writer.sweep()?;
        Ok(writer)
    }

    fn at(directory: &Path, lengths: StoreLengths, disk: Disk) -> Result<Self, FileError> {
        let file = |name: &str, length| Appender::open(directory.join(named(name, lengths.files)), length);
        let part = |part: Part| file(part.file_name(), lengths.parts[part as usize]);
        let table = file(TABLE, lengths.table_bytes())?;
        let parts = Part::EVERY.into_iter().map(part).collect::<Result<_, _>>()?;
        let directory = directory.to_path_buf();
        Ok(Self {
            directory,
            parts,
            table,
            lengths,
            disk,
            marked: HashSet::new(),
            known: None,
            is_swept: true,
        })
    }

    /// Appends the record of an article that is to count with the commit of a sequence; returns its number.
    pub fn append(&mut self, frames: &Frames, sequence: u64) -> Result<u32, FileError> {
        let stamp = Stamp { came: frames.came.unwrap_or(sequence), changed: sequence };
        let (card, table) = (&frames.parts[Part::Card as usize], &self.table.path);
        let card = stamped(card, stamp).context_of("write", table)?;
        let mut parts = frames.parts.each_ref().map(Vec::as_slice);
        parts[Part::Card as usize] = &card;
        self.push(parts)?;
        let number = self.lengths.records;
        self.lengths.records += 1;
        Ok(number)
    }

    /// Appends frames and their entry.
    pub(super) fn push(&mut self, frames: [&[u8]; PARTS]) -> Result<(), FileError> {
        for ((part, length), frame) in self.parts.iter_mut().zip(&mut self.lengths.parts).zip(frames) {
            part.write(frame)?;
            *length += frame.len() as u64;
        }
        self.table.write(&entry(self.lengths.parts))
    }

    /// Counts the record of an article that was deleted or replaced as dead. Each is counted once.
    pub fn mark_dead(&mut self, record: u32) -> Result<(), IndexError> {
        if !self.marked.insert(record) {
            return Ok(());
        }
        if self.known.as_ref().is_none_or(|table| table.lengths().records <= record) {
            self.flush()?;
            self.known = Some(Table::open(&self.directory, self.lengths)?);
        }
        let bytes = self.known.as_ref().and_then(|table| table.frame_bytes(record));
        let bytes = bytes
            .ok_or_else(|| IndexError::damaged(&self.table.path, format!("record {record}: {NO_PLACE}")))?;
        for (dead, bytes) in self.lengths.dead.iter_mut().zip(bytes) {
            *dead += bytes;
        }
        self.lengths.dead_records += 1;
        Ok(())
    }

    /// Hands everything to the system, so that it can be read back.
    pub(super) fn flush(&mut self) -> Result<(), FileError> {
        self.parts.iter_mut().chain([&mut self.table]).try_for_each(Appender::flush)
    }

    /// Removes what a commit left behind; to be called after each.
    pub fn committed(&mut self) -> Result<(), FileError> {
        if !self.is_swept {
            self.sweep()?;
            self.is_swept = true;
        }
        Ok(())
    }

    /// Forces all records to the device and returns the lengths to commit.
    pub fn sync(&mut self) -> Result<StoreLengths, FileError> {
        for appender in self.parts.iter_mut().chain([&mut self.table]) {
            appender.sync(&self.disk)?;
        }
        Ok(self.lengths)
    }

    /// How much was appended so far.
    pub fn lengths(&self) -> StoreLengths {
        self.lengths
    }
}
