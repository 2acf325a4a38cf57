//! Files read through a window: how a writer reads the segments it merges.
//!
//! A merge reads each file once from front to back. Mapped into memory, all that was read would count as
//! the process's own until the merge ends, and grow with the index; through a window it is a few hundred
//! kilobytes a file. Only what the engine wants whole, the dictionaries of words, is mapped: that the system
//! can take back, a copy it could not.
//!
//! It must not know what the files hold.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::index::Disk;
use tantivy::HasLen;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Bytes read at a time.
const WINDOW_BYTES: usize = 256 << 10;

/// An open file of which a window is kept.
#[derive(Debug)]
pub(super) struct Windowed {
    file: File,
    /// The same file mapped, for what is wanted whole.
    mapped: Arc<dyn FileHandle>,
    length: usize,
    /// Where the window begins, and its bytes.
    window: Mutex<(usize, Arc<[u8]>)>,
}

impl Windowed {
    /// Opens a file that is mapped already.
    pub fn open(path: &Path, mapped: Arc<dyn FileHandle>) -> Result<Self, OpenReadError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_path_buf()),
            _ => OpenReadError::wrap_io_error(error, path.to_path_buf()),
        };
        let file = Disk::open(path).map_err(|error| failed(error.source))?;
        let length = file.metadata().map_err(failed)?.len() as usize;
        Ok(Self { file, mapped, length, window: Mutex::new((0, Arc::from([]))) })
    }

    fn read(&self, range: Range<usize>) -> io::Result<Arc<[u8]>> {
        let mut bytes = vec![0; range.len()];
        read_exact_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(bytes.into())
    }
}

impl HasLen for Windowed {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Windowed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if range.len() >= WINDOW_BYTES {
            return self.mapped.read_bytes(range);
        }
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let inside =
            |(start, bytes): &(usize, Arc<[u8]>)| *start <= range.start && range.end <= start + bytes.len();
        if !inside(&window) {
            let end = (range.start + WINDOW_BYTES).min(self.length);
            *window = (range.start, self.read(range.start..end)?);
        }
        let (start, bytes) = &*window;
        Ok(OwnedBytes::new(bytes.clone()).slice(range.start - start..range.end - start))
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                offset += read as u64;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::Directory;
    use tantivy::directory::MmapDirectory;

    #[test]
    fn any_range_reads_as_the_file_has_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        let content: Vec<u8> = (0..WINDOW_BYTES * 3).map(|at| (at * 31 % 251) as u8).collect();
        std::fs::write(&path, &content).unwrap();
        let mapped = MmapDirectory::open(directory.path()).unwrap().get_file_handle(Path::new("file"));
        let file = Windowed::open(&path, mapped.unwrap()).unwrap();
        let end = content.len();
        for range in [0..0, 5..9, end - 3..end, 7..WINDOW_BYTES + 6, 0..end, 8..10, end..end] {
            assert_eq!(file.read_bytes(range.clone()).unwrap().as_slice(), &content[range]);
        }
        assert!(file.read_bytes(end - 1..end + 1).is_err());
    }
}
