//! Where the records of a JSON document start and end: one object, a list, lines, or an envelope around
//! them.
//!
//! An object is an envelope where it has a list or an object under one of a few names that no record has
//! as members, such as `items`. Nothing else in an envelope is read.
//!
//! It must not know what is in a record.

use std::io;

use super::super::emit::Emitter;
use super::super::problem::{Place, ProblemKind};
use super::super::stream::Window;
use super::super::weight::too_large;
use super::super::{NESTING_MAX, RECORD_MAX_BYTES};
use super::resume::Resume;
use super::scan::{Scan, Step};

/// The members of envelopes that hold records or another envelope.
pub(super) const ENVELOPES: [&[u8]; 5] = [b"message", b"items", b"resultList", b"result", b"results"];

/// A key that is longer is none of an envelope.
const KEY_MAX_BYTES: usize = 32;

/// A record at the start of the window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub bytes: usize,
    pub ending: Ending,
}

/// How a record ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With the brace that closes it.
    Whole,
    /// Where the next one starts, or the list it stands in ends.
    BrokenOff,
    /// With the text.
    Cut,
}

/// What the framer is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// A list: its objects are records.
    List,
    /// An envelope: one of its members may hold records.
    Envelope(Next),
}

/// What stands next in an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A key. A bracket there is astray, and more likely to start a record than anything else.
    Key,
    /// Records, or an envelope of them.
    Records,
    /// Something else.
    Other,
}

/// What the text at the start of the window is.
enum Found {
    Record(Frame),
    Envelope,
    TooLarge,
}

/// Finds one record after the other.
pub(super) struct Framer {
    levels: Vec<Level>,
    /// Something astray was told of since the last record.
    quiet: bool,
    /// Bytes since the line began, all of them blank.
    column: Option<usize>,
    /// The same of the record last found.
    record_column: Option<usize>,
    resume: Resume,
}

impl Framer {
    pub fn new() -> Self {
        Self { levels: Vec::new(), quiet: false, column: Some(0), record_column: None, resume: Resume::new() }
    }

    /// Gives up the record at the start of the window. Where it was not sound, what follows the place
    /// where the next one seems to start is looked at once more.
    pub fn done(&mut self, frame: Frame, is_sound: bool, window: &mut Window<'_>) {
        let text = &window.data()[..frame.bytes];
        let mut bytes = frame.bytes;
        if is_sound {
            self.resume.learn(text);
        } else {
            bytes = self.resume.find(text, self.record_column).unwrap_or(bytes);
        }
        self.column = column_after(&text[..bytes]);
        window.consume(bytes);
    }

    /// Moves the window to the next record; `None` at the end of the text.
    pub fn next(&mut self, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<Option<Frame>> {
        loop {
            self.skip_blanks(window)?;
            let Some(&byte) = window.data().first() else {
                self.check_end(window, out);
                return Ok(None);
            };
            let holds_records = self.levels.last() != Some(&Level::Envelope(Next::Other));
            match byte {
                b'{' if holds_records => match self.object(window)? {
                    Found::Record(frame) => {
                        self.quiet = false;
                        self.record_column = self.column;
                        return Ok(Some(frame));
                    }
                    Found::Envelope => {}
                    Found::TooLarge => self.too_large(window, out)?,
                },
                b'[' if holds_records => self.enter(Level::List, window, out),
                b'{' | b'[' => self.skip_value(window)?,
                b'}' | b']' => self.leave(byte, window, out),
                b'"' if self.in_envelope() => self.key(window)?,
                b',' => {
                    self.expect(Next::Key);
                    self.consume(1, window);
                }
                b':' if self.in_envelope() => self.consume(1, window),
                _ => self.astray(window, out),
            }
        }
    }

    fn in_envelope(&self) -> bool {
        matches!(self.levels.last(), Some(Level::Envelope(_)))
    }

    fn expect(&mut self, expected: Next) {
        if let Some(Level::Envelope(next)) = self.levels.last_mut() {
            *next = expected;
        }
    }

    fn consume(&mut self, bytes: usize, window: &mut Window<'_>) {
        self.column = None;
        window.consume(bytes);
    }

    fn skip_blanks(&mut self, window: &mut Window<'_>) -> io::Result<()> {
        loop {
            let data = window.data();
            let blanks = data.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let after_line = data[..blanks].iter().rposition(|&b| b == b'\n').map(|at| blanks - at - 1);
            self.column = after_line.or(self.column.map(|column| column + blanks));
            let only_blanks = blanks == data.len();
            window.consume(blanks);
            if !only_blanks || !window.fill()? {
                return Ok(());
            }
        }
    }

    /// Finds the end of the object at the start of the window, or goes into it where it is an envelope.
    fn object(&mut self, window: &mut Window<'_>) -> io::Result<Found> {
        let mut scan = Scan::new(self.column, true);
        loop {
            let at = scan.at();
            if at > RECORD_MAX_BYTES {
                return Ok(Found::TooLarge);
            }
            let (bytes, ending) = match scan.feed(&window.data()[at..]) {
                Step::End(bytes) if bytes > RECORD_MAX_BYTES => return Ok(Found::TooLarge),
                Step::End(bytes) => (bytes, Ending::Whole),
                Step::BreaksOff(bytes) => (bytes, Ending::BrokenOff),
                Step::TooHeavy => return Ok(Found::TooLarge),
                Step::Member { at, key } => {
                    let data = window.data();
                    if !data.get(key).is_some_and(is_envelope) {
                        scan.enter_member(data[at]);
                        continue;
                    }
                    if self.levels.len() >= NESTING_MAX {
                        return Ok(Found::TooLarge);
                    }
                    self.levels.push(Level::Envelope(Next::Records));
                    self.consume(at, window);
                    return Ok(Found::Envelope);
                }
                Step::More if window.fill()? => continue,
                Step::More => (window.data().len(), Ending::Cut),
            };
            return Ok(Found::Record(Frame { bytes, ending }));
        }
    }

    fn enter(&mut self, level: Level, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) {
        if self.levels.len() < NESTING_MAX {
            self.levels.push(level);
        } else {
            self.tell_astray("lists nested too deep", window, out);
        }
        self.consume(1, window);
    }

    /// Leaves the innermost level, where the bracket closes it.
    fn leave(&mut self, byte: u8, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) {
        if self.levels.pop_if(|level| (*level == Level::List) == (byte == b']')).is_some() {
            self.expect(Next::Key);
        } else {
            self.tell_astray("a bracket that closes nothing", window, out);
        }
        self.consume(1, window);
    }

    /// Reads a key, or a text, within an envelope.
    fn key(&mut self, window: &mut Window<'_>) -> io::Result<()> {
        window.fill_to(KEY_MAX_BYTES)?;
        let text = &window.data()[1..];
        let end = memchr::memchr(b'"', &text[..text.len().min(KEY_MAX_BYTES)]);
        let holds_records = end.is_some_and(|end| is_envelope(&text[..end]));
        self.expect(if holds_records { Next::Records } else { Next::Other });
        self.consume(1, window);
        self.skip_string(window)
    }

    /// Passes over the rest of a string; like any string, it ends with its line.
    fn skip_string(&mut self, window: &mut Window<'_>) -> io::Result<()> {
        loop {
            let data = window.data();
            let Some(at) = memchr::memchr3(b'"', b'\\', b'\n', data) else {
                let bytes = data.len();
                self.consume(bytes, window);
                if window.fill()? {
                    continue;
                }
                return Ok(());
            };
            match data[at] {
                b'\\' => {
                    self.consume(at + 1, window);
                    window.fill_to(1)?;
                    self.consume(1, window);
                }
                b'"' => {
                    self.consume(at + 1, window);
                    return Ok(());
                }
                _ => {
                    self.consume(at, window);
                    return Ok(());
                }
            }
        }
    }

    /// Passes over a list or object, whatever its size.
    fn skip_value(&mut self, window: &mut Window<'_>) -> io::Result<()> {
        let mut scan = Scan::new(self.column, false);
        loop {
            let before = scan.at();
            let step = scan.feed(window.data());
            let taken = scan.at() - before;
            self.consume(taken, window);
            match step {
                Step::More if window.fill()? => {}
                // A bracket that cannot be its own is left to the levels around it.
                _ => return Ok(()),
            }
        }
    }

    fn too_large(&mut self, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
        let record = Some(out.begin_record());
        let place = Place { record, line: Some(window.line()), byte: Some(window.offset()) };
        out.problem(ProblemKind::TooLarge, place, &too_large("a record"), "the record was left out");
        if let Some(at) = self.resume.find(window.data(), self.column) {
            self.column = column_after(&window.data()[..at]);
            window.consume(at);
            return Ok(());
        }
        self.skip_value(window)
    }

    /// Passes over what is no record up to what may be one.
    fn astray(&mut self, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) {
        let data = window.data();
        let ends = |b: &u8| matches!(b, b'{' | b'[' | b'}' | b']' | b'"' | b',' | b'\n');
        let bytes = data.iter().position(ends).unwrap_or(data.len()).max(1);
        if !self.in_envelope() {
            let text = String::from_utf8_lossy(&data[..bytes.min(200)]).into_owned();
            self.tell_astray(&format!("{:?} where a record should stand", text.trim()), window, out);
        }
        self.consume(bytes, window);
    }

    /// Tells of what does not belong between records, once until the next record.
    fn tell_astray(&mut self, found: &str, window: &Window<'_>, out: &mut Emitter<'_, '_>) {
        if !self.quiet {
            let place = Place { record: None, line: Some(window.line()), byte: Some(window.offset()) };
            out.problem(ProblemKind::Malformed, place, found, "it was passed over");
        }
        self.quiet = true;
    }

    fn check_end(&mut self, window: &Window<'_>, out: &mut Emitter<'_, '_>) {
        if !self.levels.is_empty() && window.damage().is_none() && !out.stopped() {
            let place = Place { record: None, line: Some(window.line()), byte: Some(window.offset()) };
            let found = "the file ends before the list of records does";
            out.problem(ProblemKind::Malformed, place, found, "what stands before it was kept");
        }
        self.levels.clear();
    }
}

/// The column at the end of the text, where its last line is blank so far.
fn column_after(text: &[u8]) -> Option<usize> {
    let blanks = text.iter().rev().take_while(|b| b.is_ascii_whitespace() && **b != b'\n').count();
    text[..text.len() - blanks].ends_with(b"\n").then_some(blanks)
}

fn is_envelope(key: &[u8]) -> bool {
    ENVELOPES.contains(&key)
}
