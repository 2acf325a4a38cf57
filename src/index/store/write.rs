//! Appending records.
//!
//! It must not know what a record holds.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use super::codec::Frames;
use super::{ENTRY_BYTES, Part, StoreLengths, TABLE, entry};
use crate::error::{Context, FileError};
use crate::index::disk::Disk;

/// Appends records to the store of one generation.
pub(crate) struct StoreWriter {
    /// In the order of the parts.
    parts: Vec<Appender>,
    table: Appender,
    lengths: StoreLengths,
    disk: Disk,
}

struct Appender {
    file: BufWriter<File>,
    path: PathBuf,
}

impl Appender {
    /// Opens a file to append at `length`; anything past it was never committed and goes.
    fn open(path: PathBuf, length: u64, create: bool) -> Result<Self, FileError> {
        let open = || -> io::Result<File> {
            let mut file = OpenOptions::new().write(true).create(create).truncate(false).open(&path)?;
            let found = file.metadata()?.len();
            if found < length {
                let message =
                    format!("it has {found} bytes where {length} were committed; run `litdex rebuild`");
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            file.set_len(length)?;
            file.seek(io::SeekFrom::End(0))?;
            Ok(file)
        };
        let file = BufWriter::with_capacity(1 << 16, open().context_of("open", &path)?);
        Ok(Self { file, path })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.file.write_all(bytes).context_of("write", &self.path)
    }

    fn sync(&mut self, disk: &Disk) -> Result<(), FileError> {
        self.file.flush().context_of("write", &self.path)?;
        disk.sync(self.file.get_ref(), &self.path)
    }
}

impl StoreWriter {
    /// An empty store in a directory.
    pub fn create(directory: &Path, disk: Disk) -> Result<Self, FileError> {
        Self::at(directory, StoreLengths::default(), disk, true)
    }

    /// The store of a generation, to append behind what is committed.
    pub fn open(directory: &Path, lengths: StoreLengths, disk: Disk) -> Result<Self, FileError> {
        Self::at(directory, lengths, disk, false)
    }

    fn at(directory: &Path, lengths: StoreLengths, disk: Disk, create: bool) -> Result<Self, FileError> {
        let part = |part: Part| {
            Appender::open(directory.join(part.file_name()), lengths.parts[part as usize], create)
        };
        let table_bytes = u64::from(lengths.records) * ENTRY_BYTES as u64;
        let table = Appender::open(directory.join(TABLE), table_bytes, create)?;
        let parts = Part::EVERY.into_iter().map(part).collect::<Result<_, _>>()?;
        Ok(Self { parts, table, lengths, disk })
    }

    /// Appends a record and returns its number.
    pub fn append(&mut self, frames: &Frames) -> Result<u32, FileError> {
        for ((part, length), frame) in self.parts.iter_mut().zip(&mut self.lengths.parts).zip(&frames.parts) {
            part.write(frame)?;
            *length += frame.len() as u64;
        }
        self.table.write(&entry(self.lengths.parts))?;
        let number = self.lengths.records;
        self.lengths.records += 1;
        Ok(number)
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
