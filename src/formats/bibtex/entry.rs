//! An entry taken apart: its key, and the values of its fields as TeX.
//!
//! A field that is malformed costs only itself: reading goes on where the next one plainly starts.
//!
//! It must not know what any field means.

use super::super::problem::ProblemKind;
use super::super::stream::newlines;
use super::super::text::shown;
use super::frame::{Braces, Frame, is_field, is_name};
use super::macros::Macros;

/// Fields that are read of one entry.
const FIELDS_MAX: usize = 2_000;

/// Values never closed that are looked for to their end in one entry.
const UNCLOSED_MAX: u32 = 50;

/// What tells whether a field starts.
const HEAD_BYTES: usize = 256;

/// A field of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// As it is written.
    pub name: String,
    /// As TeX, without the braces or quotation marks around it.
    pub value: String,
    pub line: u64,
}

/// An entry, its strings put in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Entry {
    /// Its type, in lower case.
    pub kind: String,
    pub key: String,
    pub fields: Vec<Field>,
    pub record: u64,
    pub line: u64,
    pub byte: u64,
}

impl Entry {
    /// Takes the field out that has this name, in any case.
    pub fn take(&mut self, name: &str) -> Option<Field> {
        let at = self.position(name)?;
        Some(self.fields.remove(at))
    }

    /// The value of a field, where it is not blank.
    pub fn value(&self, name: &str) -> Option<&str> {
        let value = self.position(name).map(|at| self.fields[at].value.as_str())?;
        Some(value).filter(|value| !value.trim().is_empty())
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name.eq_ignore_ascii_case(name))
    }
}

/// Something that was not as it should be, at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    pub kind: ProblemKind,
    pub line: u64,
    pub found: String,
    pub done: &'static str,
}

/// Most flaws that are told of one entry.
const FLAWS_MAX: usize = 100;

/// Reads the fields in the text of an entry, from behind its opening brace.
pub(super) struct Fields<'t> {
    text: &'t str,
    at: usize,
    frame: Frame,
    macros: &'t Macros,
    /// Line of the place up to which lines are counted.
    line: u64,
    counted: usize,
    unclosed: u32,
    pub flaws: Vec<Flaw>,
}

impl<'t> Fields<'t> {
    /// `text` is what stands between the braces of an entry, and starts at `line`.
    pub fn new(text: &'t str, line: u64, frame: Frame, macros: &'t Macros) -> Self {
        Self { text, at: 0, frame, macros, line, counted: 0, unclosed: 0, flaws: Vec::new() }
    }

    /// The key: all up to the first comma, where it is no field already.
    pub fn key(&mut self) -> String {
        let end = self.text.find([',', '=', '{', '"', '\n']).unwrap_or(self.text.len());
        let key = self.text[..end].trim();
        let mark = self.text.as_bytes().get(end);
        if mark == Some(&b',') {
            self.at = end + 1;
            return key.to_owned();
        }
        // `@article{key` without a comma, or `@article{title = …` without a key.
        let line_end = !matches!(mark, Some(b'=' | b'{' | b'"'));
        if key.is_empty() || !line_end || is_field(self.text.trim_start().as_bytes()) {
            self.flaw("an entry without a key", "it was read without");
            return String::new();
        }
        self.at = end;
        if mark.is_some() && !self.rest().trim_start().starts_with(',') {
            self.flaw("no comma behind the key", "it was taken to stand there");
        }
        key.to_owned()
    }

    /// All fields, in their order.
    pub fn all(&mut self) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        while let Some(field) = self.next() {
            if fields.len() == FIELDS_MAX {
                let found = format!("an entry of more than {FIELDS_MAX} fields");
                self.tell(ProblemKind::TooLarge, found, "the rest of it was left out");
                break;
            }
            fields.push(field);
            if self.unclosed == UNCLOSED_MAX {
                self.flaw("too many values that are not closed", "the rest of the entry was left out");
                break;
            }
        }
        fields
    }

    fn next(&mut self) -> Option<Field> {
        loop {
            self.skip_blanks();
            let rest = self.rest();
            let first = *rest.as_bytes().first()?;
            let name = rest.bytes().take_while(|b| is_name(*b) || matches!(b, b'\'' | b'(' | b')')).count();
            let after = rest[name..].trim_start();
            if name > 0 && after.starts_with('=') {
                self.at = self.text.len() - after.len() + 1;
                let line = self.line();
                let name = rest[..name].to_owned();
                let value = self.value(&name);
                return Some(Field { name, value, line });
            }
            if first == b',' {
                self.at += 1;
                continue;
            }
            let skipped = self.skip_to_field();
            let found = format!("{:?} where a field should stand", shown(skipped.trim()));
            self.flaw(&found, "it was passed over");
        }
    }

    /// The value behind a `=`: parts joined by `#`.
    fn value(&mut self, name: &str) -> String {
        let mut value = String::new();
        loop {
            self.at += self.rest().len() - self.rest().trim_start().len();
            if !self.part(name, &mut value) {
                break;
            }
            let after = self.rest().trim_start();
            match after.as_bytes().first() {
                Some(b'#') => self.at = self.text.len() - after.len() + 1,
                None | Some(b',') => break,
                _ if is_field(after.as_bytes()) => {
                    self.flaw(&format!("no comma behind {name}"), "it was taken to stand there");
                    break;
                }
                Some(b'%') => break,
                _ => {
                    let skipped = self.skip_to_field();
                    let found = format!("{:?} behind the value of {name}", shown(skipped.trim()));
                    self.flaw(&found, "it was passed over");
                    break;
                }
            }
        }
        value
    }

    /// Reads a part; `false` where it was not closed.
    fn part(&mut self, name: &str, into: &mut String) -> bool {
        let rest = self.rest();
        let end = match rest.as_bytes().first() {
            Some(b'{') => {
                self.braced(rest).filter(|end| self.frame.closed || next_field(&rest[..*end]).is_none())
            }
            Some(b'"') => self.quoted(rest),
            _ => {
                self.bare(into);
                return true;
            }
        };
        let Some(end) = end else {
            self.unclosed(name, into);
            return false;
        };
        into.push_str(&rest[1..end]);
        self.at += end + 1;
        true
    }

    /// A number, or the name of a string; anything else up to the comma is taken as it is.
    fn bare(&mut self, into: &mut String) {
        let rest = self.rest();
        let end = rest.find(['#', ',', '%', '\n', '\r', '{', '}', '"']).unwrap_or(rest.len());
        let word = rest[..end].trim();
        self.at += end;
        if word.bytes().all(|b| b.is_ascii_digit()) {
            into.push_str(word);
        } else if let Some(value) = self.macros.get(word) {
            into.push_str(value);
        } else {
            into.push_str(word);
            let is_word = word.bytes().all(is_name) && !word.as_bytes()[0].is_ascii_digit();
            let what = if is_word { "the string" } else { "the bare value" };
            let found =
                format!("{what} {:?}{}", shown(word), if is_word { ", which is not defined" } else { "" });
            self.tell(ProblemKind::BadValue, found, "it was taken as text");
        }
    }

    /// Where the brace closes that the text starts with.
    fn braced(&self, text: &str) -> Option<usize> {
        let (mut depth, mut escaped) = (0_usize, false);
        for (at, byte) in text.bytes().enumerate() {
            let was_escaped = std::mem::take(&mut escaped) && self.frame.braces == Braces::Unescaped;
            match byte {
                b'\\' => escaped = !was_escaped,
                b'{' if !was_escaped => depth += 1,
                b'}' if !was_escaped && depth == 1 => return Some(at),
                b'}' if !was_escaped => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Where the quotation mark stands that closes the one the text starts with: outside of braces, and
    /// with the end of a value behind it.
    fn quoted(&self, text: &str) -> Option<usize> {
        let (mut depth, mut escaped) = (0_usize, false);
        for (at, byte) in text.bytes().enumerate().skip(1) {
            let was_escaped = std::mem::take(&mut escaped) && self.frame.braces == Braces::Unescaped;
            match byte {
                b'\\' => escaped = !was_escaped,
                b'{' if !was_escaped => depth += 1,
                b'}' if !was_escaped => depth = depth.saturating_sub(1),
                b'"' if depth == 0 && ends_value(&text[at + 1..]) => return Some(at),
                _ => {}
            }
        }
        None
    }

    /// A value that is never closed ends where a line starts the next field.
    fn unclosed(&mut self, name: &str, into: &mut String) {
        self.at += 1;
        self.unclosed += 1;
        let value = self.skip_to_field();
        into.push_str(value.trim_end().trim_end_matches([',', '"', '}']));
        self.flaw(&format!("{name} is not closed"), "it was read up to the next field");
    }

    /// Moves to the next line that starts with a field, or to the end, and returns what stands before.
    fn skip_to_field(&mut self) -> &'t str {
        let rest = self.rest();
        let at = next_field(rest);
        let skipped = &rest[..at.unwrap_or(rest.len())];
        self.at += skipped.len();
        skipped
    }

    /// White space, and comments that only some programs take for such.
    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with('%') {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The line the reader is at.
    fn line(&mut self) -> u64 {
        let passed = self.text.as_bytes().get(self.counted..self.at).unwrap_or_default();
        self.line += newlines(passed);
        self.counted = self.counted.max(self.at);
        self.line
    }

    fn flaw(&mut self, found: &str, done: &'static str) {
        self.tell(ProblemKind::Malformed, found.to_owned(), done);
    }

    fn tell(&mut self, kind: ProblemKind, found: String, done: &'static str) {
        let line = self.line();
        if self.flaws.len() < FLAWS_MAX {
            self.flaws.push(Flaw { kind, line, found, done });
        }
    }
}

/// Where the next field starts behind a line end or comma.
fn next_field(text: &str) -> Option<usize> {
    let mut starts = text.match_indices(['\n', '\r', ',']).map(|(at, _)| at);
    starts.find(|at| is_field(head(text[at + 1..].trim_start_matches([' ', '\t']))))
}

/// As much of a text as tells whether a field starts.
fn head(text: &str) -> &[u8] {
    &text.as_bytes()[..text.len().min(HEAD_BYTES)]
}

/// Whether a value can end before this text.
fn ends_value(after: &str) -> bool {
    let after = after.trim_start();
    after.is_empty() || after.starts_with([',', '#', '%']) || is_field(head(after))
}
