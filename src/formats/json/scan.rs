//! Where one JSON value ends, told from its brackets and strings alone, a stretch of text at a time.
//!
//! What is not well-formed is taken so that as little as possible is lost of what follows: a string ends
//! with its line where the next one starts as JSON does, a bracket closes what it can close, and an object that starts where none may stand is
//! taken for the next record where it stands like one.
//!
//! It must not know what a record is, nor keep any text.

use std::ops::Range;

use memchr::memchr3;

use super::super::RECORD_MAX_BYTES;
use super::super::weight::{OBJECT_BYTES, VALUE_BYTES};

/// What a stretch of text brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The value goes on.
    More,
    /// The value ends before this byte.
    End(usize),
    /// It breaks off before this byte, where the next record starts.
    BreaksOff(usize),
    /// At this byte starts the list or object that stands under the key, a member of the outermost object.
    Member { at: usize, key: Range<usize> },
    /// It takes more room than a record may.
    TooHeavy,
}

/// What stood last, white space aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Opening,
    Comma,
    Colon,
    Text,
    Value,
}

/// A walk over one list or object, from its bracket on. Bytes are counted from there.
#[derive(Debug)]
pub(super) struct Scan {
    /// The brackets that are open. Of a value that is only passed over, which may be of any size, they
    /// are just counted.
    open: Vec<u8>,
    counted: usize,
    /// How many of those that are open are of lists.
    lists: usize,
    last: Last,
    in_string: bool,
    /// Whether the next byte is escaped by a backslash.
    escaped: bool,
    /// The string just read, or being read, of the outermost object.
    string: Range<usize>,
    at: usize,
    /// About the room its values take beside their text.
    weight: usize,
    /// Column of the bracket the value starts with, where nothing stands before it on its line.
    column: Option<usize>,
    /// Where the line starts, while nothing but blanks stands on it.
    line: Option<usize>,
    /// Whether it is a record: its members are told of, and its values counted. All else is passed over.
    is_record: bool,
}

impl Scan {
    /// `column` is where the value starts on its line, where nothing stands before it.
    pub fn new(column: Option<usize>, is_record: bool) -> Self {
        Self {
            open: Vec::new(),
            counted: 0,
            lists: 0,
            last: Last::Colon,
            in_string: false,
            escaped: false,
            string: 0..0,
            at: 0,
            weight: 0,
            column,
            line: None,
            is_record,
        }
    }

    /// Bytes looked at so far.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Looks at more text; `text` starts where the last one ended.
    pub fn feed(&mut self, text: &[u8]) -> Step {
        let start = self.at;
        while let Some(&byte) = text.get(self.at - start) {
            if self.in_string {
                self.read_string(&text[self.at - start..]);
                continue;
            }
            let step = self.read_byte(byte);
            if step != Step::More {
                return step;
            }
            self.at += 1;
            if self.open.len() + self.counted == 0 {
                return Step::End(self.at);
            }
        }
        Step::More
    }

    /// Reads on in a string to its end, or to the end of the text.
    fn read_string(&mut self, text: &[u8]) {
        if self.line.is_some() {
            return self.read_line_start(text);
        }
        let from = usize::from(std::mem::take(&mut self.escaped));
        let Some(found) = memchr3(b'"', b'\\', b'\n', &text[from..]).map(|at| from + at) else {
            self.at += text.len();
            return;
        };
        self.string.end = self.at + found;
        self.at += found + 1;
        match text[found] {
            b'\\' => self.escaped = true,
            b'\n' => self.line = Some(self.at),
            _ => self.end_string(),
        }
    }

    /// No string goes over a line end, but programs write some that do. Where the next line starts as
    /// JSON does, it is the quotation mark that is missing.
    fn read_line_start(&mut self, text: &[u8]) {
        let blanks = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
        self.at += blanks;
        match text.get(blanks) {
            None => {}
            Some(b'"' | b'{' | b'}' | b'[' | b']') => {
                self.line = text[..blanks]
                    .iter()
                    .rposition(|&b| b == b'\n')
                    .map(|at| self.at - blanks + at + 1)
                    .or(self.line);
                self.end_string();
            }
            Some(_) => self.line = None,
        }
    }

    fn end_string(&mut self) {
        self.in_string = false;
        self.last = Last::Text;
    }

    fn read_byte(&mut self, byte: u8) -> Step {
        match byte {
            b'\n' => {
                self.line = Some(self.at + 1);
                return Step::More;
            }
            b' ' | b'\t' | b'\r' => return Step::More,
            b'"' => {
                self.in_string = true;
                self.line = None;
                self.string = self.at + 1..self.at + 1;
            }
            b'{' | b'[' if self.last != Last::Text || self.line.is_some() => return self.opens(byte),
            b'}' | b']' => {
                self.closes(byte);
                return Step::More;
            }
            b',' => {
                self.weight += VALUE_BYTES;
                self.last = Last::Comma;
            }
            b':' => self.last = Last::Colon,
            // Nothing else can follow a text: the mark that ended it did not. Either it stands within the
            // text, or one before it is missing and this one starts a text.
            _ if self.last == Last::Text => {
                self.in_string = true;
                self.escaped = byte == b'\\';
            }
            _ => self.last = Last::Value,
        }
        self.line = None;
        if self.is_record && self.at + self.weight > RECORD_MAX_BYTES { Step::TooHeavy } else { Step::More }
    }

    fn opens(&mut self, byte: u8) -> Step {
        if byte == b'{' && self.is_next_record() {
            return Step::BreaksOff(self.at);
        }
        if self.is_record && self.open == [b'{'] && self.last == Last::Colon {
            return Step::Member { at: self.at, key: self.string.clone() };
        }
        self.push(byte);
        Step::More
    }

    /// Goes on into the member that was told of.
    pub fn enter_member(&mut self, byte: u8) {
        self.push(byte);
        self.at += 1;
    }

    fn push(&mut self, byte: u8) {
        self.weight += OBJECT_BYTES;
        if self.is_record {
            self.open.push(byte);
            self.lists += usize::from(byte == b'[');
        } else {
            self.counted += 1;
        }
        self.last = Last::Opening;
        self.line = None;
    }

    /// Whether an object that starts here can be no part of this one, and stands like a record.
    fn is_next_record(&self) -> bool {
        let in_object = self.open.last() == Some(&b'{');
        let is_astray = match self.last {
            Last::Text | Last::Value => self.open.len() + self.counted > 0,
            Last::Opening | Last::Comma => in_object,
            Last::Colon => false,
        };
        let stands_as_far_out = self.line.is_some_and(|line| self.at - line <= self.column.unwrap_or(0));
        let is_outermost = self.open.len() == 1 && matches!(self.last, Last::Opening | Last::Comma);
        is_astray && (is_outermost || stands_as_far_out)
    }

    /// Closes the innermost bracket that the byte can close, and those within it. One that can close none
    /// is one too many, or the record's own is missing: either costs it alone.
    fn closes(&mut self, byte: u8) {
        let opening = if byte == b'}' { b'{' } else { b'[' };
        let of_kind = if byte == b'}' { self.open.len() - self.lists } else { self.lists };
        while of_kind > 0
            && let Some(open) = self.open.pop()
        {
            self.lists -= usize::from(open == b'[');
            if open == opening {
                break;
            }
        }
        self.counted = self.counted.saturating_sub(1);
        self.last = Last::Value;
        self.line = None;
    }
}
