//! A window on the text of a file: gzip undone, positions kept, memory bounded by what the reader holds.
//!
//! It must not know any format.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::latin::{self, Latin};

/// What is read at a time: small enough that little is lost before a damaged place.
const CHUNK_BYTES: usize = 64 << 10;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Counts what is taken from the file, for the summary and for whoever watches.
struct Counted<'r, R> {
    inner: R,
    here: Rc<Cell<u64>>,
    watched: &'r AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.inner.read(into)?;
        self.here.set(self.here.get() + taken as u64);
        self.watched.fetch_add(taken as u64, Ordering::Relaxed);
        Ok(taken)
    }
}

/// A stretch of the text in memory, from the first byte not yet consumed.
pub(super) struct Window<'r> {
    reader: Box<dyn Read + 'r>,
    taken: Rc<Cell<u64>>,
    compressed: bool,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    damage: Option<String>,
    offset: u64,
    line: u64,
}

impl<'r> Window<'r> {
    /// Opens a stream; gzip is known by its first two bytes.
    pub fn open(reader: impl BufRead + 'r, watched: &'r AtomicU64) -> io::Result<Self> {
        let taken = Rc::new(Cell::new(0));
        let mut counted = Counted { inner: reader, here: Rc::clone(&taken), watched };
        let mut head = Vec::with_capacity(GZIP_MAGIC.len());
        counted.by_ref().take(GZIP_MAGIC.len() as u64).read_to_end(&mut head)?;
        let compressed = head == GZIP_MAGIC;
        let whole = io::Cursor::new(head).chain(counted);
        let reader: Box<dyn Read + 'r> = if compressed {
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(CHUNK_BYTES, whole)))
        } else {
            Box::new(whole)
        };
        Ok(Self {
            reader,
            taken,
            compressed,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            ended: false,
            damage: None,
            offset: 0,
            line: 1,
        })
    }

    /// The text in memory that is not yet consumed.
    pub fn data(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Reads a chunk more; `false` at the end of the text, or where the compression is damaged.
    pub fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.make_room();
        let read = loop {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        match read {
            Ok(read) => {
                self.ended = read == 0;
                self.end += read;
            }
            Err(error) if self.compressed && is_damage(&error) => {
                self.ended = true;
                self.damage = Some(error.to_string());
            }
            Err(error) => return Err(error),
        }
        Ok(!self.ended)
    }

    /// Reads until so many bytes are in memory, or the text ends.
    pub fn fill_to(&mut self, bytes: usize) -> io::Result<()> {
        while self.data().len() < bytes && self.fill()? {}
        Ok(())
    }

    /// Gives up the first bytes of [`data`](Self::data), at most all of them.
    pub fn consume(&mut self, bytes: usize) {
        let bytes = bytes.min(self.end - self.start);
        self.line += newlines(&self.data()[..bytes]);
        self.offset += bytes as u64;
        self.start += bytes;
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
    }

    pub fn skip_byte_order_mark(&mut self) -> io::Result<()> {
        self.fill_to(BYTE_ORDER_MARK.len())?;
        if self.data().starts_with(BYTE_ORDER_MARK) {
            self.consume(BYTE_ORDER_MARK.len());
        }
        Ok(())
    }

    /// Takes the text from here on to be in Latin-1; positions are those of the text in UTF-8.
    pub fn read_as_latin(&mut self) {
        let mut text = Vec::new();
        latin::decode(self.data(), &mut text);
        (self.start, self.end, self.buffer) = (0, text.len(), text);
        let raw = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(Latin::new(raw));
    }

    /// What was wrong with the compressed data, where it ended early.
    pub fn damage(&self) -> Option<&str> {
        self.damage.as_deref()
    }

    /// Byte of the text at which the window starts, from 0.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Line at which the window starts, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    pub fn bytes_read(&self) -> u64 {
        self.taken.get()
    }

    pub fn text_bytes(&self) -> u64 {
        self.offset + self.data().len() as u64
    }

    fn make_room(&mut self) {
        if self.end + CHUNK_BYTES <= self.buffer.len() {
            return;
        }
        let held = self.end - self.start;
        // Moving pays where it frees half the buffer; growing by half again otherwise keeps it linear.
        if held + CHUNK_BYTES <= self.buffer.len() / 2 {
            self.buffer.copy_within(self.start..self.end, 0);
        } else {
            let mut wider = vec![0; (held + held / 2 + CHUNK_BYTES).max(8 * CHUNK_BYTES)];
            wider[..held].copy_from_slice(&self.buffer[self.start..self.end]);
            self.buffer = wider;
        }
        (self.start, self.end) = (0, held);
    }
}

/// Line ends in a stretch of text.
pub(super) fn newlines(text: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', text).count() as u64
}

/// Whether the decompressor, not the operating system, raised the error.
fn is_damage(error: &io::Error) -> bool {
    let kinds = [io::ErrorKind::UnexpectedEof, io::ErrorKind::InvalidInput, io::ErrorKind::InvalidData];
    error.raw_os_error().is_none() && kinds.contains(&error.kind())
}
