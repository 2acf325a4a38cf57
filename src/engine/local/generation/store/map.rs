//! Files of the store, mapped into memory as far as they are committed.

use std::path::PathBuf;

use memmap2::Mmap;

use crate::error::{Context, FileError};
use crate::index::{Disk, IndexError};

/// A file of which the committed part is mapped.
pub(super) struct Map {
    /// None where nothing is committed.
    bytes: Option<Mmap>,
    pub path: PathBuf,
}

impl Map {
    /// Nothing at all, where there is no file.
    pub fn none() -> Self {
        Self { bytes: None, path: PathBuf::new() }
    }

    /// Maps the first `length` bytes; an empty file is not mapped at all.
    pub fn open(path: PathBuf, length: u64) -> Result<Self, IndexError> {
        let file = Disk::open(&path)?;
        let found = file.metadata().context_of("read", &path)?.len();
        if found < length {
            let found = format!("it has {found} bytes where {length} were committed");
            return Err(IndexError::damaged(path, found));
        }
        if length == 0 {
            return Ok(Self { bytes: None, path });
        }
        // SAFETY: the mapped part of the file was committed; a writer only appends behind it, and cuts
        // the file only where nothing was committed.
        let bytes = unsafe { memmap2::MmapOptions::new().len(length as usize).map(&file) };
        let bytes = bytes.map_err(|source| FileError::new("map", &path, source))?;
        Ok(Self { bytes: Some(bytes), path })
    }

    /// Maps a file as long as it is, which nobody changes.
    pub fn whole(path: PathBuf) -> Result<Self, IndexError> {
        let length = path.metadata().context_of("read", &path)?.len();
        Self::open(path, length)
    }

    pub fn bytes(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or_default()
    }

    pub fn slice(&self, from: u64, to: u64) -> Option<&[u8]> {
        self.bytes().get(usize::try_from(from).ok()?..usize::try_from(to).ok()?)
    }
}
