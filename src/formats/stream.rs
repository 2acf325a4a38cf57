//! A window on a text: positions kept, memory bounded by what the reader holds.
//!
//! It must not know any format, nor how the text was packed or encoded.

use std::io::{self, Read};
use std::rc::Rc;

use super::input::{Fault, Ledger};

/// What is read at a time: small enough that little is lost before a damaged place.
const CHUNK_BYTES: usize = 64 << 10;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A stretch of the text in memory, from the first byte not yet consumed.
pub(super) struct Window<'r> {
    reader: Box<dyn Read + 'r>,
    ledger: Rc<Ledger<'r>>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    fault: Option<Fault>,
    offset: u64,
    line: u64,
}

impl<'r> Window<'r> {
    /// Opens a text in UTF-8.
    pub fn open(reader: Box<dyn Read + 'r>, ledger: Rc<Ledger<'r>>) -> Self {
        Self {
            reader,
            ledger,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            ended: false,
            fault: None,
            offset: 0,
            line: 1,
        }
    }

    /// The text in memory that is not yet consumed.
    pub fn data(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Reads a chunk more; `false` at the end of the text, or where what it comes from is damaged.
    pub fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.make_room();
        match self.reader.read(&mut self.buffer[self.end..]) {
            Ok(read) => {
                self.ended = read == 0;
                self.end += read;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                self.ended = true;
                self.fault = Some(self.ledger.settle(&error)?);
            }
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

    /// What was wrong with the compressed data or the archive, where the text ended early.
    pub fn damage(&self) -> Option<&str> {
        self.fault.as_ref().map(|fault| fault.found.as_str())
    }

    /// Bytes of the line at the start of the window, its end with it; `None` where it is longer than `max`.
    /// At the end of the text it is empty.
    pub fn line_bytes(&mut self, end: u8, max: usize) -> io::Result<Option<usize>> {
        let mut from = 0;
        loop {
            let data = self.data();
            if let Some(at) = memchr::memchr(end, &data[from..]) {
                let bytes = from + at + 1;
                return Ok((bytes <= max).then_some(bytes));
            }
            from = data.len();
            if from > max {
                return Ok(None);
            }
            if !self.fill()? {
                return Ok(Some(from));
            }
        }
    }

    /// Gives up the line at the start of the window, however long it is.
    pub fn skip_line(&mut self, end: u8) -> io::Result<()> {
        loop {
            let data = self.data();
            let at = memchr::memchr(end, data);
            self.consume(at.map_or(data.len(), |at| at + 1));
            if at.is_some() || !self.fill()? {
                return Ok(());
            }
        }
    }

    /// The same, with its kind.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Byte of the text at which the window starts, from 0.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Line at which the window starts, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    pub fn text_bytes(&self) -> u64 {
        self.offset + self.data().len() as u64
    }

    fn make_room(&mut self) {
        if self.end + CHUNK_BYTES / 2 <= self.buffer.len() {
            return;
        }
        let held = self.end - self.start;
        // Moving pays where it frees half the buffer; growing by half again otherwise keeps it linear.
        if held + CHUNK_BYTES <= self.buffer.len() / 2 {
            self.buffer.copy_within(self.start..self.end, 0);
        } else {
            // Most members of an archive are small.
            let least = if self.buffer.is_empty() { CHUNK_BYTES } else { 8 * CHUNK_BYTES };
            let mut wider = vec![0; (held + held / 2 + CHUNK_BYTES).max(least)];
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
