//! Bytes on their way from a file to a reader: buffered, counted, and limited where they are unpacked.
//!
//! An [`Input`] is one layer: the file itself, what a decompressor makes of it, a member of an archive.
//! The layers of a file share a [`Ledger`], which knows how much was taken and unpacked, and tells a
//! failure of the operating system from damage in the data.
//!
//! It must not know any format, neither of texts nor of archives.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::problem::ProblemKind;

/// What is read from a file at a time.
const FILE_BUFFER_BYTES: usize = 64 << 10;
/// What is read at a time from a layer within it.
const LAYER_BUFFER_BYTES: usize = 32 << 10;

/// So much may be unpacked whatever its ratio.
const UNPACKED_FREE_BYTES: u64 = 100 << 20;
/// Beyond that, so many bytes for each of the file: text that people wrote stays below 100.
const UNPACKED_RATIO_MAX: u64 = 1_000;
/// And no more than this from one file.
const UNPACKED_MAX_BYTES: u64 = 256 << 30;

/// What can be read from any place on.
pub(super) trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

/// Why a layer ends before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub kind: ProblemKind,
    /// What was found.
    pub found: String,
}

/// What the layers of one file share.
pub(super) struct Ledger<'r> {
    watched: &'r AtomicU64,
    /// Size of the file, where it is known.
    file_bytes: Option<u64>,
    taken: Cell<u64>,
    unpacked: Cell<u64>,
    too_large: RefCell<Option<String>>,
    failure: RefCell<Option<io::Error>>,
}

impl<'r> Ledger<'r> {
    fn new(watched: &'r AtomicU64, file_bytes: Option<u64>) -> Rc<Self> {
        let (too_large, failure) = (RefCell::new(None), RefCell::new(None));
        Rc::new(Self { watched, file_bytes, taken: Cell::new(0), unpacked: Cell::new(0), too_large, failure })
    }

    /// Bytes taken from the file.
    pub fn taken(&self) -> u64 {
        self.taken.get()
    }

    /// Whether so much was unpacked that no more will be.
    pub fn is_exhausted(&self) -> bool {
        self.too_large.borrow().is_some()
    }

    /// What the error of a layer means: a fault of the data, or else the failure of the operating system.
    pub fn settle(&self, error: &io::Error) -> io::Result<Fault> {
        self.check()?;
        if let Some(found) = self.too_large.borrow().clone() {
            return Ok(Fault { kind: ProblemKind::TooLarge, found });
        }
        let found = format!("the data is damaged or cut short ({error})");
        Ok(Fault { kind: ProblemKind::Damaged, found })
    }

    /// Fails where the operating system did, whatever the layers above made of that.
    pub fn check(&self) -> io::Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }

    /// Counts what came from the file. What is read twice is not taken twice.
    fn count_taken(&self, bytes: u64) {
        let bytes = self.file_bytes.map_or(bytes, |all| bytes.min(all.saturating_sub(self.taken())));
        self.taken.set(self.taken() + bytes);
        self.watched.fetch_add(bytes, Ordering::Relaxed);
    }

    fn count_unpacked(&self, bytes: u64) -> io::Result<()> {
        self.unpacked.set(self.unpacked.get().saturating_add(bytes));
        let by_ratio = UNPACKED_FREE_BYTES.saturating_add(self.taken().saturating_mul(UNPACKED_RATIO_MAX));
        if self.unpacked.get() <= by_ratio.min(UNPACKED_MAX_BYTES) {
            return Ok(());
        }
        let (unpacked, taken) = (self.unpacked.get() >> 20, self.taken());
        let found = format!("{taken} bytes of the file unpack to {unpacked} MB, more than is believed");
        *self.too_large.borrow_mut() = Some(found);
        Err(io::Error::new(io::ErrorKind::FileTooLarge, "too much unpacked"))
    }

    /// Counts what was read, and keeps an error for [`check`](Self::check).
    fn note(&self, read: io::Result<usize>) -> io::Result<usize> {
        if let Ok(bytes) = read {
            self.count_taken(bytes as u64);
        }
        self.keep(read)
    }

    fn keep<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                *self.failure.borrow_mut() = Some(error);
            }
            io::Error::from(kind)
        })
    }
}

/// A stream, counted.
struct Counted<'r, R> {
    inner: R,
    ledger: Rc<Ledger<'r>>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into);
        self.ledger.note(read)
    }
}

/// A place of its own in a file that others read too.
#[derive(Clone)]
pub(super) struct Cursor<'r> {
    file: Rc<RefCell<dyn Seekable>>,
    ledger: Rc<Ledger<'r>>,
    at: u64,
}

impl Read for Cursor<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.borrow_mut();
        self.ledger.keep(file.seek(SeekFrom::Start(self.at)))?;
        let read = self.ledger.note(file.read(into))?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Cursor<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => {
                self.ledger.keep(self.file.borrow_mut().seek(SeekFrom::End(0)))?.checked_add_signed(by)
            }
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// One layer, from its first byte to its last.
pub(super) struct Input<'r> {
    reader: Box<dyn Read + 'r>,
    ledger: Rc<Ledger<'r>>,
    /// The same from any place on, where this is a file one can seek in.
    cursor: Option<Cursor<'r>>,
    /// Whether it is longer than what it was made from.
    is_unpacked: bool,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    step_bytes: usize,
    /// What a decompressor said; it is not asked again.
    broken: Option<(io::ErrorKind, String)>,
}

impl<'r> Input<'r> {
    /// A file one can seek in.
    pub fn file(file: impl Seekable + 'static, watched: &'r AtomicU64) -> io::Result<Self> {
        let mut file = file;
        let bytes = file.seek(SeekFrom::End(0))?;
        let ledger = Ledger::new(watched, Some(bytes));
        let cursor = Cursor { file: Rc::new(RefCell::new(file)), ledger: Rc::clone(&ledger), at: 0 };
        let step_bytes = FILE_BUFFER_BYTES;
        Ok(Self { cursor: Some(cursor.clone()), step_bytes, ..Self::over(Box::new(cursor), ledger) })
    }

    /// A stream, which is read once and in its order.
    pub fn stream(reader: impl Read + 'r, watched: &'r AtomicU64) -> Self {
        let ledger = Ledger::new(watched, None);
        let counted = Counted { inner: reader, ledger: Rc::clone(&ledger) };
        Self { step_bytes: FILE_BUFFER_BYTES, ..Self::over(Box::new(counted), ledger) }
    }

    /// A member of an archive that keeps it as it is.
    pub fn part(reader: Box<dyn Read + 'r>, ledger: Rc<Ledger<'r>>) -> Self {
        Self::over(reader, ledger)
    }

    /// What a decompressor makes of another layer.
    pub fn unpacked(reader: Box<dyn Read + 'r>, ledger: Rc<Ledger<'r>>) -> Self {
        Self { is_unpacked: true, ..Self::over(reader, ledger) }
    }

    fn over(reader: Box<dyn Read + 'r>, ledger: Rc<Ledger<'r>>) -> Self {
        Self {
            reader,
            ledger,
            cursor: None,
            is_unpacked: false,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            step_bytes: LAYER_BUFFER_BYTES,
            broken: None,
        }
    }

    pub fn ledger(&self) -> &Rc<Ledger<'r>> {
        &self.ledger
    }

    /// The file this is from its first byte on; `None` for a stream and for a layer within a file.
    pub fn cursor(&self) -> Option<Cursor<'r>> {
        self.cursor.clone()
    }

    /// Whether nothing is wrong with what was read so far.
    pub fn is_sound(&self) -> bool {
        self.broken.is_none()
    }

    /// The next bytes, so many or as many as there are, without taking them. An error waits until
    /// what stands before it is read.
    pub fn peek(&mut self, bytes: usize) -> &[u8] {
        while self.held().len() < bytes && self.grow(bytes).is_ok_and(|read| read > 0) {}
        let held = self.held();
        &held[..held.len().min(bytes)]
    }

    fn held(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Reads once behind what is held, with room for so many bytes in all.
    fn grow(&mut self, bytes: usize) -> io::Result<usize> {
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        // The first look at a layer needs little, and may be the last.
        let room = if self.buffer.is_empty() { bytes } else { bytes.max(self.step_bytes) };
        if self.buffer.len() < room {
            self.buffer.resize(room, 0);
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let read = self.draw(&mut buffer[self.end..]);
        self.buffer = buffer;
        self.end += *read.as_ref().unwrap_or(&0);
        read
    }

    /// Reads from the layer below. After an error there is nothing more.
    fn draw(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if let Some((kind, message)) = &self.broken {
            return Err(io::Error::new(*kind, message.clone()));
        }
        let drawn = loop {
            match self.reader.read(into) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let drawn = drawn.and_then(|bytes| {
            if self.is_unpacked {
                self.ledger.count_unpacked(bytes as u64).map(|()| bytes)
            } else {
                Ok(bytes)
            }
        });
        drawn.inspect_err(|error| self.broken = Some((error.kind(), error.to_string())))
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.held().is_empty() && into.len() >= self.step_bytes {
            return self.draw(into);
        }
        let bytes = self.fill_buf()?.read(into)?;
        self.consume(bytes);
        Ok(bytes)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.held().is_empty() {
            self.grow(self.step_bytes)?;
        }
        Ok(self.held())
    }

    fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
    }
}
