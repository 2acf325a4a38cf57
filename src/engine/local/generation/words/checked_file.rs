//! Files with a checksum for every block: what is read of one was checked first, so that damage is an error and
//! never another answer.
//!
//! Behind what the engine writes stand the checksums of its blocks, the low halves of their XXH3, and a tail: the
//! length of what was written, the XXH3 of the checksums, that length and the file's name (one in the place of another
//! is damage too), and a word that tells the layout. All numbers are little-endian. A block is checked when it is first read: a file of gigabytes is opened at once, and a
//! block as large as what the system reads ahead costs little more than its first byte.
//!
//! It must not know what the files hold.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tantivy::HasLen;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{FileHandle, OwnedBytes};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64, xxh3_64_with_seed};

const BLOCK_BYTES: usize = 64 << 10;
const SUM_BYTES: usize = 4;
const TAIL_BYTES: usize = 24;
const MAGIC: &[u8; 8] = b"litsums1";

/// The checksums of a file that is being written.
#[derive(Default)]
pub(super) struct Sums {
    bytes: Vec<u8>,
    block: Xxh3Default,
    in_block: usize,
    length: u64,
}

impl Sums {
    /// Takes in what was written.
    pub fn update(&mut self, mut written: &[u8]) {
        self.length += written.len() as u64;
        while !written.is_empty() {
            let (now, later) = written.split_at(written.len().min(BLOCK_BYTES - self.in_block));
            self.block.update(now);
            self.in_block += now.len();
            if self.in_block == BLOCK_BYTES {
                self.end_block();
            }
            written = later;
        }
    }

    fn end_block(&mut self) {
        self.bytes.extend_from_slice(&(self.block.digest() as u32).to_le_bytes());
        self.block.reset();
        self.in_block = 0;
    }

    /// Writes the checksums and the tail behind all that was taken in of the file at a path.
    pub fn finish(mut self, path: &Path, out: &mut impl Write) -> io::Result<()> {
        if self.in_block > 0 {
            self.end_block();
        }
        self.bytes.extend_from_slice(&self.length.to_le_bytes());
        self.bytes.extend_from_slice(&check_of(&self.bytes, path).to_le_bytes());
        self.bytes.extend_from_slice(MAGIC);
        out.write_all(&self.bytes)
    }
}

/// A file that was written so, without its checksums.
#[derive(Debug)]
pub(super) struct Checked {
    inner: Arc<dyn FileHandle>,
    path: PathBuf,
    length: usize,
    sums: OwnedBytes,
    /// A bit a block: whether it was checked.
    seen: Box<[AtomicU64]>,
}

impl Checked {
    /// Opens what is told by its `path` in errors.
    pub fn open(path: &Path, inner: Arc<dyn FileHandle>) -> io::Result<Self> {
        let damaged = || damage(path, "it does not end with its checksums");
        let whole = inner.len();
        let tail_start = whole.checked_sub(TAIL_BYTES).ok_or_else(damaged)?;
        let tail = inner.read_bytes(tail_start..whole)?;
        let (numbers, magic) = tail.as_slice().as_chunks::<8>();
        debug_assert!(magic.is_empty());
        let [length, check, magic] = *numbers else { return Err(damaged()) };
        let length = u64::from_le_bytes(length) as usize;
        let sums_bytes = length.div_ceil(BLOCK_BYTES).checked_mul(SUM_BYTES).ok_or_else(damaged)?;
        if magic != *MAGIC || length.checked_add(sums_bytes) != Some(tail_start) {
            return Err(damaged());
        }
        let sums = inner.read_bytes(length..tail_start + 8)?;
        if check_of(&sums, path) != u64::from_le_bytes(check) {
            return Err(damage(path, "its checksums are not those of this file"));
        }
        let words = length.div_ceil(BLOCK_BYTES).div_ceil(64);
        let seen = (0..words).map(|_| AtomicU64::new(0)).collect();
        Ok(Self { inner, path: path.to_path_buf(), length, sums, seen })
    }

    /// Checks every block.
    pub fn check_all(&self) -> io::Result<()> {
        self.check(&(0..self.length))
    }

    fn check(&self, range: &Range<usize>) -> io::Result<()> {
        for block in range.start / BLOCK_BYTES..range.end.div_ceil(BLOCK_BYTES) {
            let (seen, bit) = (&self.seen[block / 64], 1 << (block % 64));
            if seen.load(Relaxed) & bit == 0 {
                let start = block * BLOCK_BYTES;
                let bytes = self.inner.read_bytes(start..(start + BLOCK_BYTES).min(self.length))?;
                let sum = (xxh3_64(&bytes) as u32).to_le_bytes();
                if self.sums.as_slice()[block * SUM_BYTES..][..SUM_BYTES] != sum {
                    return Err(damage(&self.path, format!("block {block} does not match its checksum")));
                }
                seen.fetch_or(bit, Relaxed);
            }
        }
        Ok(())
    }
}

/// A file that is not what was written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {found}", path.display())]
pub(super) struct Damage {
    pub path: PathBuf,
    pub found: String,
}

/// The files that are open, so that a state opened anew does not check again what the one before it did.
#[derive(Debug, Default)]
pub(crate) struct CheckedFiles(Mutex<HashMap<PathBuf, Weak<Checked>>>);

impl CheckedFiles {
    /// The file at a path, which never changes; opened where it is not open already.
    pub(super) fn open(
        &self,
        path: &Path,
        open: impl FnOnce() -> Result<Arc<dyn FileHandle>, OpenReadError>,
    ) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = files.get(path).and_then(Weak::upgrade) {
            return Ok(file);
        }
        let file = Arc::new(
            Checked::open(path, open()?)
                .map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))?,
        );
        files.retain(|_, file| file.strong_count() > 0);
        files.insert(path.to_path_buf(), Arc::downgrade(&file));
        Ok(file)
    }
}

fn check_of(sums: &[u8], path: &Path) -> u64 {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    xxh3_64_with_seed(sums, xxh3_64(name))
}

fn damage(path: &Path, found: impl Into<String>) -> io::Error {
    let damage = Damage { path: path.to_path_buf(), found: found.into() };
    io::Error::new(io::ErrorKind::InvalidData, damage)
}

impl HasLen for Checked {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Checked {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.check(&range)?;
        self.inner.read_bytes(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(content: &[u8], pieces: usize) -> Vec<u8> {
        let mut sums = Sums::default();
        content.chunks(pieces).for_each(|piece| sums.update(piece));
        let mut file = content.to_vec();
        sums.finish(Path::new("words/a.idx"), &mut file).unwrap();
        file
    }

    fn opened(file: Vec<u8>) -> io::Result<Checked> {
        Checked::open(Path::new("a.idx"), Arc::new(OwnedBytes::new(file)))
    }

    #[test]
    fn what_was_written_reads_back_whatever_its_length() {
        for length in [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, BLOCK_BYTES * 70 + 5] {
            let content: Vec<u8> = (0..length).map(|at| (at * 31 % 251) as u8).collect();
            let file = opened(written(&content, 1_000)).unwrap();
            assert_eq!(file.len(), length);
            assert_eq!(file.read_bytes(0..length).unwrap().as_slice(), content);
            assert_eq!(file.read_bytes(length / 2..length).unwrap().as_slice(), &content[length / 2..]);
            assert!(file.read_bytes(0..length + 1).is_err());
        }
    }

    /// Damage shows in its own block alone; in the checksums it shows when the file is opened.
    #[test]
    fn any_flipped_byte_is_an_error_of_what_is_read() {
        let content: Vec<u8> = (0..BLOCK_BYTES * 3).map(|at| (at * 31 % 251) as u8).collect();
        let sound = written(&content, BLOCK_BYTES);
        for at in (0..sound.len()).step_by(4_093).chain(content.len()..sound.len()) {
            let mut bytes = sound.clone();
            bytes[at] ^= 16;
            let Ok(file) = opened(bytes) else {
                assert!(at >= content.len(), "{at}");
                continue;
            };
            for (block, range) in
                [(0, 5..9), (1, BLOCK_BYTES..BLOCK_BYTES + 1), (2, content.len() - 1..content.len())]
            {
                let read = file.read_bytes(range);
                assert_eq!(read.is_err(), at / BLOCK_BYTES == block, "{at} {block}");
            }
            let said = file.read_bytes(0..content.len()).unwrap_err().to_string();
            let block = at / BLOCK_BYTES;
            assert_eq!(said, format!("a.idx: block {block} does not match its checksum"));
        }
        let other = Checked::open(Path::new("b.idx"), Arc::new(OwnedBytes::new(sound.clone())));
        assert_eq!(other.unwrap_err().to_string(), "b.idx: its checksums are not those of this file");
        for cut in [0, 1, TAIL_BYTES, sound.len() - 1] {
            assert!(opened(sound[..cut].to_vec()).is_err(), "{cut}");
        }
    }
}
