//! Records set aside on disk until all others are read.
//!
//! It must not know why a record waits.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::{Context, FileError};
use crate::index::{Disk, SourceRecord};

const NAME: &str = "waiting.tmp";

/// Takes records one behind the other.
pub(super) struct Spill {
    file: BufWriter<File>,
    path: PathBuf,
    /// Where each record starts.
    starts: Vec<u64>,
    end: u64,
}

impl Spill {
    /// An empty one in the directory of a generation; what a killed build left there goes.
    pub fn create(directory: &Path) -> Result<Self, FileError> {
        let path = directory.join(NAME);
        let file = BufWriter::with_capacity(1 << 16, Disk::create_temporary(&path)?);
        Ok(Self { file, path, starts: Vec::new(), end: 0 })
    }

    /// Sets a record aside and returns its number.
    pub fn push(&mut self, record: &SourceRecord) -> Result<u32, FileError> {
        let number = self.starts.len() as u32;
        let written = postcard::to_allocvec(record).map_err(io::Error::other);
        let written = written.and_then(|bytes| self.file.write_all(&bytes).map(|()| bytes.len()));
        self.starts.push(self.end);
        self.end += written.context_of("write", &self.path)? as u64;
        Ok(number)
    }

    /// Ends taking; the records can be read.
    pub fn finish(mut self) -> Result<Spilled, FileError> {
        self.file.flush().context_of("write", &self.path)?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error);
        let file = BufReader::with_capacity(1 << 16, file.context_of("write", &self.path)?);
        self.starts.push(self.end);
        Ok(Spilled { file, path: self.path, bounds: self.starts })
    }
}

/// Records set aside, by their numbers from 0. Their file goes with this.
pub(super) struct Spilled {
    file: BufReader<File>,
    path: PathBuf,
    bounds: Vec<u64>,
}

impl Spilled {
    pub fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// Reads a record.
    pub fn get(&mut self, number: usize) -> Result<SourceRecord, FileError> {
        let (start, end) = (self.bounds[number], self.bounds[number + 1]);
        let mut bytes = vec![0; (end - start) as usize];
        let read = (|| {
            let there = self.file.stream_position()?;
            // A seek within what is buffered costs nothing.
            self.file.seek_relative(start as i64 - there as i64)?;
            self.file.read_exact(&mut bytes)?;
            postcard::from_bytes(&bytes).map_err(io::Error::other)
        })();
        read.context_of("read", &self.path)
    }
}

impl Drop for Spilled {
    fn drop(&mut self) {
        Disk::drop_temporary(&self.path);
    }
}
