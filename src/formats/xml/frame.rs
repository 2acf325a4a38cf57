//! Where the records of an XML file start and end, by their tags alone.
//!
//! It must not know the elements of any format, nor what is inside a record.

use std::io;

use memchr::{memchr, memchr2, memmem};

use super::super::RECORD_MAX_BYTES;
use super::super::emit::Emitter;
use super::super::problem::{Place, ProblemKind};
use super::super::stream::Window;
use super::super::weight::{is_heavy_xml, too_large};

/// Bytes needed to tell what a tag is.
const LOOK_AHEAD_BYTES: usize = 32;
/// Only a start tag shorter than this is looked at for `/>`.
const TAG_MAX_BYTES: usize = 4 << 10;
/// An internal subset longer than this is taken for a quotation mark gone astray.
const DOCTYPE_MAX_BYTES: usize = 1 << 20;

/// The elements a format cuts its files by.
pub(in super::super) struct Shape {
    /// Those that are a record each.
    pub records: &'static [&'static str],
    /// Those that stand around records.
    pub sets: &'static [&'static str],
    /// Whether other elements and text between records belong there, and are passed over in silence.
    pub wrapped: bool,
}

/// A record at the start of the window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// The name of its element.
    pub name: &'static str,
    pub bytes: usize,
    /// Whether the text ends before the record does.
    pub cut: bool,
}

/// Finds one record after the other.
pub(super) struct Framer {
    shape: &'static Shape,
    /// The outermost set that is open.
    set: Option<&'static str>,
    /// Stray text was told of since the last record, or is the rest of a record left out.
    quiet: bool,
    /// A document type was never closed: looking for the end of another would cost as much again.
    doctype_open: bool,
}

impl Framer {
    pub fn new(shape: &'static Shape) -> Self {
        Self { shape, set: None, quiet: false, doctype_open: false }
    }

    /// Moves the window to the next record; `None` at the end of the text.
    pub fn next(&mut self, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<Option<Frame>> {
        loop {
            self.skip_text(window, out)?;
            window.fill_to(LOOK_AHEAD_BYTES)?;
            let data = window.data();
            if data.is_empty() {
                self.check_end(window, out);
                return Ok(None);
            }
            if let Some(name) = self.shape.record_at(data) {
                self.quiet = false;
                match self.shape.end_of_record(window, name)? {
                    Some(frame) if !is_heavy_xml(&window.data()[..frame.bytes]) => return Ok(Some(frame)),
                    _ => self.too_large(window, out),
                }
            } else {
                self.skip_markup(window, out)?;
            }
        }
    }

    fn skip_text(&mut self, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
        loop {
            let blanks = window.data().iter().take_while(|b| b.is_ascii_whitespace()).count();
            window.consume(blanks);
            let data = window.data();
            let (bytes, found) = memchr(b'<', data).map_or((data.len(), false), |at| (at, true));
            if bytes > 0 {
                let text = String::from_utf8_lossy(&data[..bytes.min(200)]).into_owned();
                self.stray(&format!("{:?} between records", text.trim()), window, out);
            }
            window.consume(bytes);
            if found || !window.fill()? {
                return Ok(());
            }
        }
    }

    fn skip_markup(&mut self, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
        let data = window.data();
        let closed = if data.starts_with(b"<!--") {
            skip_past(window, 4, b"-->")?
        } else if data.starts_with(b"<![CDATA[") {
            skip_past(window, 9, b"]]>")?
        } else if data.starts_with(b"<?") {
            skip_past(window, 2, b"?>")?
        } else if data.starts_with(b"<!DOCTYPE") && !self.doctype_open {
            let closed = skip_doctype(window)?;
            self.doctype_open = !closed;
            closed
        } else {
            let opened = self.tag(window, out);
            if skip_tag(window)? && opened {
                self.set = None;
            }
            true
        };
        if !closed {
            self.stray("a comment or declaration that is never closed", window, out);
        }
        Ok(())
    }

    /// Takes note of a tag between records; whether it opens the set.
    fn tag(&mut self, window: &Window<'_>, out: &mut Emitter<'_, '_>) -> bool {
        let data = window.data();
        let set_at = |open: &[u8]| self.shape.sets.iter().copied().find(|set| is_tag(data, open, set));
        if let Some(set) = set_at(b"<") {
            let opened = self.set.is_none();
            self.set = self.set.or(Some(set));
            return opened;
        }
        if let Some(set) = set_at(b"</") {
            self.set = self.set.filter(|&open| open != set);
        } else if !self.quiet {
            let tag = String::from_utf8_lossy(&data[..data.len().min(40)]).into_owned();
            self.stray(&format!("{tag:?} between records"), window, out);
        }
        false
    }

    /// Tells of what does not belong between records, once until the next record.
    fn stray(&mut self, found: &str, window: &Window<'_>, out: &mut Emitter<'_, '_>) {
        if !self.quiet && !self.shape.wrapped {
            let place = Place { record: None, line: Some(window.line()), byte: Some(window.offset()) };
            out.problem(ProblemKind::Malformed, place, found, "it was passed over");
        }
        self.quiet = true;
    }

    fn too_large(&mut self, window: &mut Window<'_>, out: &mut Emitter<'_, '_>) {
        let record = Some(out.begin_record());
        let place = Place { record, line: Some(window.line()), byte: Some(window.offset()) };
        out.problem(ProblemKind::TooLarge, place, &too_large("a record"), "the record was left out");
        // Its inside is passed over quietly, tag by tag, up to the next record.
        self.quiet = true;
        window.consume(1);
    }

    fn check_end(&mut self, window: &Window<'_>, out: &mut Emitter<'_, '_>) {
        let set = self.set.take().filter(|_| window.damage().is_none() && !out.stopped());
        if let Some(set) = set {
            let place = Place { record: None, line: Some(window.line()), byte: Some(window.offset()) };
            let found = format!("the file ends before </{set}>");
            out.problem(ProblemKind::Malformed, place, &found, "what stands before it was kept");
        }
    }
}

impl Shape {
    /// The name of the record that starts here.
    fn record_at(&self, data: &[u8]) -> Option<&'static str> {
        self.records.iter().copied().find(|name| is_tag(data, b"<", name))
    }

    /// Reads on to the end of the record at the start of the window; `None` where it is too long.
    fn end_of_record(&self, window: &mut Window<'_>, name: &'static str) -> io::Result<Option<Frame>> {
        let own = memmem::Finder::new(name);
        let mut from = 1 + name.len();
        loop {
            let data = window.data();
            if let Some(end) = self.end_in(data, &own, from, name) {
                return Ok(Some(match end {
                    End::Closed(bytes) => Frame { name, bytes, cut: false },
                    End::NextAt(at) => Frame { name, bytes: self.other_record(data, at), cut: false },
                }));
            }
            // What was searched is not searched again, but for a tag the end of the data may divide.
            from = data.len().saturating_sub(LOOK_AHEAD_BYTES).max(from);
            if data.len() > RECORD_MAX_BYTES {
                return Ok(None);
            }
            if !window.fill()? {
                let bytes = window.data().len();
                let end = self.other_record(window.data(), bytes);
                return Ok(Some(Frame { name, bytes: end, cut: end == bytes }));
            }
        }
    }

    fn end_in(&self, data: &[u8], own: &memmem::Finder<'_>, from: usize, name: &str) -> Option<End> {
        let opening = &data[..data.len().min(TAG_MAX_BYTES)];
        let first_close = memchr2(b'>', b'<', &opening[1..]).map(|at| at + 1);
        if let Some(at) = first_close.filter(|&at| data[at] == b'>' && data[at - 1] == b'/') {
            return Some(End::Closed(at + 1));
        }
        for hit in own.find_iter(&data[from..]).map(|at| at + from) {
            let after = hit + name.len();
            // Without the byte after it the name may yet go on.
            data.get(after)?;
            if data[..hit].ends_with(b"</") && is_tag(&data[hit..], b"", name) {
                let close = memchr(b'>', &data[after..])?;
                return Some(End::Closed(after + close + 1));
            }
            if data[..hit].ends_with(b"<") && is_tag(&data[hit..], b"", name) {
                return Some(End::NextAt(hit - 1));
            }
            if let Some(at) = self.end_of_set(data, hit, name) {
                return Some(End::NextAt(at));
            }
        }
        None
    }

    /// Where the end tag of a set starts that has the record's name in its own, as most sets have.
    fn end_of_set(&self, data: &[u8], hit: usize, name: &str) -> Option<usize> {
        self.sets.iter().find_map(|set| {
            let start = hit.checked_sub(set.find(name)? + 2)?;
            is_tag(&data[start..], b"</", set).then_some(start)
        })
    }

    /// Where another record starts within one that is not closed, or else its end.
    fn other_record(&self, data: &[u8], end: usize) -> usize {
        let within = data.get(2..end).unwrap_or_default();
        let first = |name: &&str| {
            let mut hits = memmem::find_iter(within, name.as_bytes()).map(|at| at + 1);
            hits.find(|&at| self.record_at(&data[at..end]).is_some())
        };
        self.records.iter().filter_map(first).min().unwrap_or(end)
    }
}

/// Whether the data starts with the tag, its name complete.
fn is_tag(data: &[u8], open: &[u8], name: &str) -> bool {
    data.strip_prefix(open)
        .and_then(|rest| rest.strip_prefix(name.as_bytes()))
        .is_some_and(|rest| rest.first().is_none_or(|&b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')))
}

enum End {
    /// The end tag ends before this byte.
    Closed(usize),
    /// The end tag is missing: the next record, or the end of the set, starts here.
    NextAt(usize),
}

/// Consumes up to and with `end`; `false` where the text ends first.
fn skip_past(window: &mut Window<'_>, opening: usize, end: &[u8]) -> io::Result<bool> {
    window.consume(opening);
    loop {
        let data = window.data();
        if let Some(at) = memmem::find(data, end) {
            window.consume(at + end.len());
            return Ok(true);
        }
        window.consume(data.len().saturating_sub(end.len() - 1));
        if !window.fill()? {
            window.consume(end.len());
            return Ok(false);
        }
    }
}

/// Consumes a tag up to its `>`, or to the next `<` where that comes first; whether the tag ends its element
/// too, as `<a/>` does.
fn skip_tag(window: &mut Window<'_>) -> io::Result<bool> {
    window.consume(1);
    let mut before = None;
    loop {
        let data = window.data();
        if let Some(at) = memchr2(b'>', b'<', data) {
            let before = data[..at].last().copied().or(before);
            let closes = data[at] == b'>';
            window.consume(if closes { at + 1 } else { at });
            return Ok(closes && before == Some(b'/'));
        }
        before = data.last().copied().or(before);
        let bytes = data.len();
        window.consume(bytes);
        if !window.fill()? {
            return Ok(false);
        }
    }
}

/// Consumes a document type with its internal subset, of which nothing is used.
fn skip_doctype(window: &mut Window<'_>) -> io::Result<bool> {
    loop {
        if let Some(end) = end_of_doctype(window.data()) {
            window.consume(end);
            return Ok(true);
        }
        let held = window.data().len();
        if held <= DOCTYPE_MAX_BYTES {
            // Looking again only when there is twice as much keeps the search linear.
            window.fill_to(2 * held)?;
        }
        if window.data().len() == held {
            window.consume(1);
            return Ok(false);
        }
    }
}

fn end_of_doctype(data: &[u8]) -> Option<usize> {
    let (mut at, mut in_subset) = (1, false);
    loop {
        let byte = *data.get(at)?;
        match byte {
            b'"' | b'\'' => at += 1 + memchr(byte, &data[at + 1..])?,
            b'<' if data[at..].starts_with(b"<!--") => at += 4 + memmem::find(&data[at + 4..], b"-->")? + 2,
            b'[' => in_subset = true,
            b']' => in_subset = false,
            b'>' if !in_subset => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}
