//! Where the entries of a BibTeX file start and end, by their braces alone.
//!
//! BibTeX counts every brace, escaped or not, and so does this; where that closes no entry, braces behind a
//! backslash are taken not to count, as many programs write them. An entry that is still open where a line
//! starts the next one ends there: it costs no more than itself.
//!
//! It must not know what is in an entry.

use std::io;

use memchr::memchr3;

use super::super::RECORD_MAX_BYTES;
use super::super::emit::Emitter;
use super::super::problem::{Place, ProblemKind};
use super::super::stream::Window;
use super::super::text::decode;

/// Bytes needed to tell whether an entry starts.
const LOOK_AHEAD_BYTES: usize = 512;
/// Longest name of a type, and longest key that is looked for.
const KIND_MAX_BYTES: usize = 64;
const KEY_MAX_BYTES: usize = 256;

/// Which braces count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Braces {
    All,
    Unescaped,
}

/// An entry at the start of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub bytes: usize,
    pub braces: Braces,
    /// Whether its closing brace was found.
    pub closed: bool,
}

/// The start of an entry: `@type{`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    /// The type, in lower case.
    pub kind: String,
    /// Where the brace or parenthesis stands that opens it.
    pub at: usize,
    pub parenthesis: bool,
}

impl Opening {
    /// The opening a text starts with.
    pub fn read(text: &[u8]) -> Option<Self> {
        let after = text.strip_prefix(b"@")?.trim_ascii_start();
        let kind = after.iter().take_while(|b| is_name(**b)).take(KIND_MAX_BYTES).count();
        let brace = after[kind..].trim_ascii_start();
        let parenthesis = *brace.first()? == b'(';
        let opens = kind > 0 && (parenthesis || brace[0] == b'{');
        opens.then(|| Self {
            kind: String::from_utf8_lossy(&after[..kind]).to_lowercase(),
            at: text.len() - brace.len(),
            parenthesis,
        })
    }

    /// Whether it is one of those that hold no record.
    pub fn is_comment(&self) -> bool {
        self.kind == "comment"
    }
}

pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || byte >= 0x80
        || matches!(byte, b'-' | b'_' | b'+' | b'.' | b':' | b'/' | b'*')
}

/// Finds one entry after the other.
#[derive(Default)]
pub(super) struct Framer {
    /// Stray text was told of since the last entry, or is the rest of one that was left out.
    quiet: bool,
    /// A comment was never closed: the next ends where an entry starts.
    comment_open: bool,
}

impl Framer {
    /// Moves the window to the next entry; `None` at the end of the text.
    pub fn next(
        &mut self,
        window: &mut Window<'_>,
        out: &mut Emitter<'_, '_>,
    ) -> io::Result<Option<(Opening, Frame)>> {
        while let Some(opening) = self.skip_text(window, out)? {
            let runs_on = opening.is_comment() && !self.comment_open;
            let frame = Measure::new(&opening, runs_on).run(window)?;
            match frame {
                Some(frame) if runs_on && !frame.closed => {
                    // It would swallow the file.
                    self.comment_open = true;
                    window.consume(opening.at);
                }
                Some(frame) => {
                    self.quiet = false;
                    return Ok(Some((opening, frame)));
                }
                None => self.too_large(&opening, window, out),
            }
        }
        Ok(None)
    }

    /// Skips what stands between entries, which is comment.
    fn skip_text(
        &mut self,
        window: &mut Window<'_>,
        out: &mut Emitter<'_, '_>,
    ) -> io::Result<Option<Opening>> {
        let (mut line_start, mut is_comment, mut before) = (true, false, b' ');
        loop {
            window.fill_to(LOOK_AHEAD_BYTES)?;
            let data = window.data();
            if data.is_empty() {
                return Ok(None);
            }
            if line_start {
                is_comment = blanks_off(data).starts_with(b"%");
                self.tell_stray(data, window, out);
                line_start = false;
            }
            let data = window.data();
            let Some(at) = memchr3(b'@', b'\n', b'\r', data) else {
                before = data.last().copied().unwrap_or(b' ');
                window.consume(data.len());
                continue;
            };
            if data[at] != b'@' {
                (line_start, before) = (true, b' ');
                window.consume(at + 1);
                continue;
            }
            before = if at > 0 { data[at - 1] } else { before };
            window.consume(at);
            window.fill_to(LOOK_AHEAD_BYTES)?;
            // An address of mail is no entry.
            let opening = Opening::read(window.data());
            let is_entry = !is_comment && !before.is_ascii_alphanumeric();
            if let Some(opening) = opening.filter(|_| is_entry) {
                return Ok(Some(opening));
            }
            before = b'@';
            window.consume(1);
        }
    }

    /// Tells of a line between entries that looks like one of an entry.
    fn tell_stray(&mut self, line: &[u8], window: &Window<'_>, out: &mut Emitter<'_, '_>) {
        if self.quiet || !is_field(blanks_off(line)) {
            return;
        }
        self.quiet = true;
        let line = line.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or(line);
        let found = format!("{:?} outside of any entry", decode(line).0.trim());
        let place = Place { line: Some(window.line()), byte: Some(window.offset()), record: None };
        out.problem(ProblemKind::Malformed, place, &found, "the text up to the next entry was passed over");
    }

    fn too_large(&mut self, opening: &Opening, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) {
        let record = (!opening.is_comment()).then(|| out.begin_record());
        let place = Place { record, line: Some(window.line()), byte: Some(window.offset()) };
        let found = format!("an entry of more than {} MB", RECORD_MAX_BYTES >> 20);
        out.problem(ProblemKind::TooLarge, place, &found, "it was left out");
        self.quiet = true;
        window.consume(RECORD_MAX_BYTES);
    }
}

/// Counts braces to the end of an entry.
struct Measure<'o> {
    opening: &'o Opening,
    at: usize,
    /// Whether the start of another entry does not end it.
    runs_on: bool,
    depth: usize,
    braces: Braces,
    unescaped_depth: usize,
    /// Where it ends if escaped braces do not count.
    unescaped_end: Option<usize>,
    escaped: bool,
    quoted: bool,
}

impl<'o> Measure<'o> {
    fn new(opening: &'o Opening, runs_on: bool) -> Self {
        let depth = usize::from(!opening.parenthesis);
        Self {
            opening,
            at: opening.at + 1,
            runs_on,
            depth,
            braces: Braces::All,
            unescaped_depth: depth,
            unescaped_end: None,
            escaped: false,
            quoted: false,
        }
    }

    /// Finds the end; `None` where the entry is too long.
    fn run(mut self, window: &mut Window<'_>) -> io::Result<Option<Frame>> {
        loop {
            let wanted = self.at + LOOK_AHEAD_BYTES + 1;
            window.fill_to(wanted)?;
            let data = window.data();
            let ended = data.len() < wanted;
            let safe = if ended { data.len() } else { data.len() - LOOK_AHEAD_BYTES };
            while self.at < safe {
                if let Some(frame) = self.step(data) {
                    return Ok(Some(frame));
                }
                self.at += 1;
            }
            if ended {
                return Ok(Some(self.cut(data.len())));
            }
            if self.at > RECORD_MAX_BYTES {
                return Ok(None);
            }
        }
    }

    /// Takes a byte into account; the entry, where it ends.
    fn step(&mut self, data: &[u8]) -> Option<Frame> {
        let byte = data[self.at];
        let escaped = std::mem::take(&mut self.escaped);
        match byte {
            b'\\' => self.escaped = !escaped,
            b'{' => {
                self.depth += usize::from(!escaped || self.braces == Braces::All);
                self.unescaped_depth += usize::from(!escaped);
            }
            b'}' => return self.close(data, escaped),
            b'"' if self.depth == 0 => self.quoted = !self.quoted,
            b')' if self.opening.parenthesis && self.depth == 0 && !self.quoted => {
                return Some(Frame { bytes: self.at + 1, braces: self.braces, closed: true });
            }
            b'\n' | b'\r' if !self.runs_on && starts_entry(&data[self.at + 1..]) => {
                return Some(self.cut(self.at + 1));
            }
            _ => {}
        }
        None
    }

    fn close(&mut self, data: &[u8], escaped: bool) -> Option<Frame> {
        let bytes = self.at + 1;
        if !escaped && self.unescaped_end.is_none() {
            self.unescaped_depth = self.unescaped_depth.saturating_sub(1);
            let ends = self.unescaped_depth == 0 && !self.opening.parenthesis;
            self.unescaped_end = ends.then_some(bytes);
        }
        if !escaped || self.braces == Braces::All {
            self.depth = self.depth.saturating_sub(1);
        }
        if self.depth > 0 || self.opening.parenthesis {
            return None;
        }
        let goes_on = data[bytes..]
            .trim_ascii_start()
            .strip_prefix(b",")
            .is_some_and(|rest| is_field(rest.trim_ascii_start()));
        if !goes_on || self.runs_on {
            return Some(Frame { bytes, braces: self.braces, closed: true });
        }
        // More fields follow. Either a brace behind a backslash was counted, or there is one too many.
        if self.braces == Braces::All && self.unescaped_end.is_none() {
            (self.braces, self.depth) = (Braces::Unescaped, self.unescaped_depth);
        } else {
            (self.depth, self.unescaped_depth, self.unescaped_end) = (1, 1, None);
        }
        None
    }

    /// The entry ends here without being closed, unless it is where escaped braces do not count.
    fn cut(&self, bytes: usize) -> Frame {
        match self.unescaped_end {
            Some(bytes) => Frame { bytes, braces: Braces::Unescaped, closed: true },
            None => Frame { bytes, braces: self.braces, closed: false },
        }
    }
}

/// Whether a line starts an entry: `@type{key,` or one of the types without key.
pub(super) fn starts_entry(line: &[u8]) -> bool {
    let line = &line[..line.len().min(LOOK_AHEAD_BYTES)];
    let line = blanks_off(line);
    let Some(opening) = line.first().filter(|b| **b == b'@').and_then(|_| Opening::read(line)) else {
        return false;
    };
    let after = &line[opening.at + 1..];
    let key = after
        .iter()
        .take(KEY_MAX_BYTES)
        .position(|b| matches!(b, b',' | b'\n' | b'\r' | b'=' | b'{' | b'}' | b'"' | b'\\' | b'#' | b'%'));
    matches!(opening.kind.as_str(), "string" | "preamble" | "comment")
        || key.is_some_and(|end| matches!(after[end], b',' | b'\n' | b'\r'))
}

/// A line without the blanks it starts with. Line ends stay, or many of them would be passed many times.
fn blanks_off(line: &[u8]) -> &[u8] {
    let blanks = line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    &line[blanks..]
}

/// Whether a text starts with a field: `name = {`, `name = "` or `name = 1`.
pub(super) fn is_field(text: &[u8]) -> bool {
    // Long blanks would be passed again and again.
    let text = &text[..text.len().min(LOOK_AHEAD_BYTES)];
    let name = text.iter().take_while(|b| is_name(**b)).take(KIND_MAX_BYTES).count();
    if name == 0 {
        return false;
    }
    let value = text[name..].trim_ascii_start().strip_prefix(b"=").map(<[u8]>::trim_ascii_start);
    let first = value.and_then(<[u8]>::first);
    first.is_some_and(|first| matches!(first, b'{' | b'"') || first.is_ascii_alphanumeric())
}
