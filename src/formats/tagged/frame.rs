//! Tagged text cut into records: a line at a time, never more of the file in memory than a record.
//!
//! It must not know what any tag means but those that start and end a record.

use std::io;

use super::super::emit::Emitter;
use super::super::problem::{Place, ProblemKind};
use super::super::stream::Window;
use super::super::text::{decode, shown};
use super::super::weight::too_large;
use super::super::{LINE_MAX_BYTES, RECORD_MAX_BYTES};
use super::lines::{Form, TagLine};

/// Bytes counted for a field beside its text: it and what it becomes, an author perhaps.
const FIELD_BYTES: usize = 256;

/// What tells the records of a format of tagged text.
pub(super) struct Dialect {
    /// How a line with a tag is told.
    pub tag_line: fn(&str) -> Option<TagLine<'_>>,
    /// The tag each record starts with.
    pub start: &'static str,
    /// Whether a value of that tag is one.
    pub is_start: fn(&str) -> bool,
    /// The tag each record ends with, where the format has one.
    pub end: Option<&'static str>,
    /// Tags a record has once; behind a blank line one that is there again starts a record without a start.
    pub once: &'static [&'static str],
    /// Tags that may be written in other than the prescribed form, as the record's first line is.
    pub loose: &'static [&'static str],
    /// Tags of lines that belong to no record, and end the one before them.
    pub outside: &'static [&'static str],
    /// Tags of fields that stand behind the end of their record.
    pub behind: &'static [&'static str],
    /// Starts of lines before or between records that say nothing of any record.
    pub passed_over: &'static [&'static str],
}

/// A tag and its value, the lines of the value as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub tag: String,
    pub value: String,
    pub line: u64,
}

/// The fields of one record, in their order.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub fields: Vec<Field>,
    pub place: Place,
}

/// Where the reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first record or behind the end of one.
    Between,
    Within,
    /// In a record that is left out, for it is too long.
    Skipping,
}

struct Framer<'f, 'e, 's> {
    dialect: &'f Dialect,
    out: &'f mut Emitter<'e, 's>,
    read: &'f mut dyn FnMut(Record, &mut Emitter<'e, 's>),
    state: State,
    record: Record,
    bytes: usize,
    form: Option<Form>,
    after_blank: bool,
    stray_told: bool,
    /// The record that ended, while fields of it may follow.
    ended: Option<Record>,
}

/// Hands every record to `read`, until the sink wants no more.
pub(super) fn for_each_record<'e, 's>(
    window: &mut Window<'_>,
    dialect: &Dialect,
    out: &mut Emitter<'e, 's>,
    read: &mut dyn FnMut(Record, &mut Emitter<'e, 's>),
) -> io::Result<()> {
    // Only files of old Macs end their lines by CR; elsewhere it is white space.
    let head = window.data();
    let end = if !head.contains(&b'\n') && head.contains(&b'\r') { b'\r' } else { b'\n' };
    let record = Record::default();
    let (state, bytes, form) = (State::Between, 0, None);
    let (after_blank, stray_told, ended) = (false, false, None);
    let mut framer =
        Framer { dialect, out, read, state, record, bytes, form, after_blank, stray_told, ended };
    let mut number = 1;
    while !framer.out.stopped() {
        let place = Place { record: None, line: Some(number), byte: Some(window.offset()) };
        number += 1;
        let Some(bytes) = window.line_bytes(end, LINE_MAX_BYTES)? else {
            framer.too_large(place);
            window.skip_line(end)?;
            continue;
        };
        let line = &window.data()[..bytes];
        if line.is_empty() {
            break;
        }
        if window.damage().is_some() && !line.ends_with(&[end]) {
            framer.cut(place);
            break;
        }
        framer.line(line, place);
        window.consume(bytes);
    }
    framer.finish(false, window.damage().is_some());
    framer.hand_over();
    Ok(())
}

impl Framer<'_, '_, '_> {
    fn line(&mut self, bytes: &[u8], place: Place) {
        let (text, wrong_byte) = decode(bytes);
        let text = text.trim_end();
        if text.is_empty() {
            self.after_blank = true;
            return;
        }
        match (self.dialect.tag_line)(text).filter(|line| self.is_tag(line)) {
            Some(line) => self.tagged(line, place),
            None => self.untagged(text, place),
        }
        self.after_blank = false;
        if let Some(at) = wrong_byte.filter(|_| self.state != State::Skipping) {
            let byte = place.byte.map(|start| start + at as u64);
            let place = Place { byte, record: self.record.place.record, ..place };
            let found = format!("byte 0x{:02X} is not UTF-8", bytes.get(at).copied().unwrap_or(0));
            self.out.problem(ProblemKind::Encoding, place, &found, "it was replaced by U+FFFD");
        }
    }

    /// Whether the line is one of a tag, and not text that looks like it.
    fn is_tag(&self, line: &TagLine<'_>) -> bool {
        let is_loose = || {
            let fits = self.form.is_some_and(|first| line.form.fits(first));
            fits && self.dialect.loose.contains(&line.tag)
        };
        line.form.is_strict() || self.starts(line) || self.ends(line) || is_loose()
    }

    fn starts(&self, line: &TagLine<'_>) -> bool {
        line.tag == self.dialect.start && (self.dialect.is_start)(line.value)
    }

    fn ends(&self, line: &TagLine<'_>) -> bool {
        Some(line.tag) == self.dialect.end && (line.value.is_empty() || line.form.is_strict())
    }

    fn tagged(&mut self, line: TagLine<'_>, place: Place) {
        if self.ends(&line) {
            if self.state == State::Between {
                self.stray(line.tag, place);
            }
            self.finish(true, false);
            // Where files were put together, the last line of one may have had no end.
            if let Some(next) = (self.dialect.tag_line)(line.value).filter(|next| self.starts(next)) {
                self.tagged(next, place);
            }
            return;
        }
        if self.dialect.outside.contains(&line.tag) {
            self.finish(false, false);
            return;
        }
        if self.state == State::Between && self.is_behind(&line, place) {
            return;
        }
        let is_start = line.tag == self.dialect.start;
        let is_again = || {
            let is_there = || self.record.fields.iter().any(|field| field.tag == line.tag);
            self.after_blank && self.dialect.once.contains(&line.tag) && is_there()
        };
        if is_start || self.state == State::Between || (self.state == State::Within && is_again()) {
            self.finish(false, false);
            self.begin(&line, is_start, place);
        }
        self.push(|framer| {
            let (tag, value) = (line.tag.to_owned(), line.value.to_owned());
            framer.record.fields.push(Field { tag, value, line: place.line.unwrap_or(0) });
            line.tag.len() + line.value.len()
        });
    }

    /// Adds the line to the record that has ended, where it is one of those that stand behind its end.
    fn is_behind(&mut self, line: &TagLine<'_>, place: Place) -> bool {
        let Some(ended) = &mut self.ended else { return false };
        let is_new = ended.fields.iter().all(|field| field.tag != line.tag);
        let is_behind = is_new && self.dialect.behind.contains(&line.tag);
        if is_behind {
            let (tag, value) = (line.tag.to_owned(), line.value.to_owned());
            ended.fields.push(Field { tag, value, line: place.line.unwrap_or(0) });
        }
        is_behind
    }

    /// Has the record that has ended read.
    fn hand_over(&mut self) {
        if let Some(ended) = self.ended.take() {
            (self.read)(ended, self.out);
        }
    }

    fn begin(&mut self, line: &TagLine<'_>, is_start: bool, place: Place) {
        self.hand_over();
        let place = Place { record: Some(self.out.begin_record()), ..place };
        self.record = Record { fields: Vec::new(), place };
        (self.state, self.bytes, self.stray_told) = (State::Within, 0, false);
        self.form = is_start.then_some(line.form);
        if !is_start {
            let found = format!("a record that starts with {}, not with {}", line.tag, self.dialect.start);
            self.out.problem(ProblemKind::Malformed, place, &found, "it was read from there");
        }
    }

    fn untagged(&mut self, text: &str, place: Place) {
        if self.state == State::Between {
            self.stray(text, place);
            return;
        }
        let text = text.trim_start();
        self.push(|framer| {
            if let Some(field) = framer.record.fields.last_mut() {
                field.value.push('\n');
                field.value.push_str(text);
            }
            text.len() + 1
        });
    }

    /// Text that belongs to no record; told once before each record.
    fn stray(&mut self, text: &str, place: Place) {
        let is_known =
            |start: &&str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
        if self.stray_told || is_numbering(text) || self.dialect.passed_over.iter().any(is_known) {
            return;
        }
        self.hand_over();
        self.stray_told = true;
        let found = format!("{:?} stands between records", shown(text));
        self.out.problem(
            ProblemKind::Malformed,
            place,
            &found,
            "it was left out, as what follows it before the next",
        );
    }

    /// Adds to the record by `add`, which says how many bytes that is.
    fn push(&mut self, add: impl FnOnce(&mut Self) -> usize) {
        if self.state != State::Within {
            return;
        }
        self.bytes += add(self) + FIELD_BYTES;
        if self.bytes > RECORD_MAX_BYTES {
            self.too_large(self.record.place);
        }
    }

    fn too_large(&mut self, place: Place) {
        match self.state {
            State::Between => self.stray("a line that is too long", place),
            State::Within => {
                let found = too_large("a record");
                let done = "the record was left out";
                self.out.problem(ProblemKind::TooLarge, self.record.place, &found, done);
                self.state = State::Skipping;
                self.record.fields = Vec::new();
            }
            State::Skipping => {}
        }
    }

    /// The compressed data ends in the middle of a line.
    fn cut(&mut self, place: Place) {
        if self.state == State::Between {
            let found = "the file ends inside this line";
            self.out.problem(ProblemKind::Damaged, place, found, "it was left out");
        }
    }

    /// Ends the record that is open, if one is.
    fn finish(&mut self, is_ended: bool, is_damaged: bool) {
        let record = std::mem::take(&mut self.record);
        let state = std::mem::replace(&mut self.state, State::Between);
        if state != State::Within {
            return;
        }
        if is_damaged {
            let found = "the file ends inside this record";
            self.out.problem(ProblemKind::Damaged, record.place, found, "the record was left out");
            return;
        }
        if let Some(end) = self.dialect.end.filter(|_| !is_ended) {
            let found = format!("a record without {end}");
            let done = "it was taken to end where the next starts or the file ends";
            self.out.problem(ProblemKind::Malformed, record.place, &found, done);
        }
        self.ended = Some(record);
        if self.dialect.behind.is_empty() {
            self.hand_over();
        }
    }
}

/// Whether a line is the number of the record below it: `1.` or `<1>`, as Ovid writes them.
fn is_numbering(text: &str) -> bool {
    let text = text.trim();
    let bracketed = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let number = bracketed.or_else(|| text.strip_suffix('.')).unwrap_or_default();
    (1..=8).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}
