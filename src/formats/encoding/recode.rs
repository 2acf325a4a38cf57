//! A text in some encoding as a stream of UTF-8.
//!
//! It must not know how the encoding was told.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{Decoder, DecoderResult, Encoding};

use super::{AS_UTF_8, AS_WINDOWS_1252, Content, NOT_UTF_8, content};

/// What is decoded at a time.
const CHUNK_BYTES: usize = 16 << 10;

/// What was met while a text was read.
#[derive(Debug, Default)]
pub(in super::super) struct Met {
    /// Where in the text the first wrong byte stands, and how many there are.
    wrong: Cell<Option<(u64, u64)>>,
    /// Where the text turned out to be in another encoding than was thought, and what there is to say.
    turned: RefCell<Option<(u64, String, &'static str)>>,
}

impl Met {
    /// What there is to say of it: at which byte, what was found, what was done.
    pub fn problems(&self) -> Vec<(u64, String, &'static str)> {
        let wrong = self.wrong.get().map(|(at, count)| {
            let found = format!("{count} places that are no characters of the encoding, the first here");
            (at, found, "they were replaced by U+FFFD")
        });
        self.turned.take().into_iter().chain(wrong).collect()
    }
}

enum Mode {
    /// ASCII so far; what is taken for the encoding of the rest, and whether the text says so.
    Watch(&'static Encoding, bool),
    Pass,
    Decode(Decoder),
}

/// A stream in some encoding, read as UTF-8. What is below must say an error again when asked again.
pub(in super::super) struct Recoded<R> {
    inner: R,
    mode: Mode,
    raw: Vec<u8>,
    text: Vec<u8>,
    start: usize,
    /// Bytes of text handed out or waiting in `text`.
    made: u64,
    is_ended: bool,
    met: Rc<Met>,
}

impl<R: Read> Recoded<R> {
    /// Reads ASCII, and decides at the first byte beyond it between UTF-8 and the encoding, which is what
    /// the text says it is in or, where it says nothing, what it is in if it is not in UTF-8.
    pub fn watch(inner: R, encoding: &'static Encoding, is_declared: bool, met: Rc<Met>) -> Self {
        Self::new(inner, Mode::Watch(encoding, is_declared), met)
    }

    pub fn decode(inner: R, encoding: &'static Encoding, met: Rc<Met>) -> Self {
        Self::new(inner, Mode::Decode(encoding.new_decoder_with_bom_removal()), met)
    }

    fn new(inner: R, mode: Mode, met: Rc<Met>) -> Self {
        Self { inner, mode, raw: Vec::new(), text: Vec::new(), start: 0, made: 0, is_ended: false, met }
    }

    /// Decides at the first bytes beyond ASCII, by them and those behind.
    fn decide(&mut self, first: &[u8], encoding: &'static Encoding, is_declared: bool) {
        let mut raw = first.to_vec();
        // An error comes again when this is read.
        let _ = (&mut self.inner).take(CHUNK_BYTES as u64).read_to_end(&mut raw);
        let content = content(&raw);
        let is_utf8 = content == Content::Utf8 || (content == Content::Mixed && !is_declared);
        let turned = match (is_utf8, is_declared) {
            (true, true) => {
                let found = format!("a text that says it is in {}, and is in UTF-8", encoding.name());
                Some((self.made, found, AS_UTF_8))
            }
            (false, false) => Some((self.made, NOT_UTF_8.to_owned(), AS_WINDOWS_1252)),
            _ => None,
        };
        *self.met.turned.borrow_mut() = turned;
        if is_utf8 {
            self.mode = Mode::Pass;
            self.made += raw.len() as u64;
            self.text = raw;
        } else {
            self.mode = Mode::Decode(encoding.new_decoder_without_bom_handling());
            self.decode_all(&raw, false);
        }
    }

    /// Makes text of bytes; what is no character of the encoding becomes U+FFFD.
    fn decode_all(&mut self, mut raw: &[u8], last: bool) {
        let Mode::Decode(decoder) = &mut self.mode else { return };
        let mut text = std::mem::take(&mut self.text);
        loop {
            let most = decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(raw.len());
            let before = text.len();
            text.resize(before + most.max(16), 0);
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(raw, &mut text[before..], last);
            text.truncate(before + written);
            self.made += written as u64;
            raw = &raw[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    let (first, count) = self.met.wrong.get().unwrap_or((self.made, 0));
                    self.met.wrong.set(Some((first, count + 1)));
                    text.extend_from_slice("\u{fffd}".as_bytes());
                    self.made += 3;
                }
            }
        }
        self.text = text;
    }

    /// Makes more text, where there is none left.
    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.start = 0;
        while self.text.is_empty() && !self.is_ended {
            let mut raw = std::mem::take(&mut self.raw);
            raw.resize(CHUNK_BYTES, 0);
            let read = self.inner.read(&mut raw)?;
            self.is_ended = read == 0;
            self.decode_all(&raw[..read], self.is_ended);
            self.raw = raw;
        }
        Ok(())
    }
}

impl<R: Read> Read for Recoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.start == self.text.len() {
            match self.mode {
                Mode::Decode(_) => self.refill()?,
                Mode::Pass => return self.inner.read(into),
                Mode::Watch(encoding, is_declared) => {
                    let read = self.inner.read(into)?;
                    let ascii = Encoding::ascii_valid_up_to(&into[..read]);
                    self.made += ascii as u64;
                    if ascii < read {
                        self.decide(&into[ascii..read], encoding, is_declared);
                    }
                    if ascii > 0 || read == 0 {
                        return Ok(ascii);
                    }
                }
            }
        }
        let read = (&self.text[self.start..]).read(into)?;
        self.start += read;
        Ok(read)
    }
}
