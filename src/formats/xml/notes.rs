//! Where a record of XML stands in its file, and what was odd about it.
//!
//! It must not know the elements of any format.

use super::super::emit::Emitter;
use super::super::problem::{Place, ProblemKind};
use super::super::stream::newlines;
use super::super::text::shown;

/// Notes kept for a record; more are only counted.
const NOTES_MAX: usize = 32;

/// A record and where it stands in the file.
pub(in super::super) struct Spot<'t> {
    /// Name of its element.
    pub name: &'static str,
    pub text: &'t str,
    pub(super) record: u64,
    pub(super) line: u64,
    pub(super) byte: u64,
}

impl Spot<'_> {
    /// The place of a byte of the record.
    pub fn place(&self, at: usize) -> Place {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        Place {
            record: Some(self.record),
            line: Some(self.line + newlines(before)),
            byte: Some(self.byte + at as u64),
        }
    }
}

pub(super) const KEPT_AS_WRITTEN: &str = "it was kept as it is written";

/// What a note says of a reference that is not known.
pub(super) fn unknown_reference(text: &str) -> String {
    format!("the reference {} is none of XML or HTML", shown(text))
}

/// What ended the reading of a record.
#[derive(Debug)]
pub(in super::super) struct Broken {
    /// Byte of the record.
    pub at: usize,
    pub found: String,
    /// Whether a limit was passed.
    pub too_large: bool,
}

pub(in super::super) type Read<T> = Result<T, Box<Broken>>;

impl Broken {
    /// Says what broke and what was done.
    pub fn tell(&self, spot: &Spot<'_>, out: &mut Emitter<'_, '_>, done: &str) {
        let found = format!("XML that is not well-formed: {}", self.found);
        let kind = if self.too_large { ProblemKind::TooLarge } else { ProblemKind::Malformed };
        out.problem(kind, spot.place(self.at), &found, done);
    }
}

/// Something odd that did not end the reading.
#[derive(Debug)]
pub(in super::super) struct Note {
    pub kind: ProblemKind,
    /// Byte of the record.
    pub at: usize,
    pub found: String,
    pub done: &'static str,
}

/// What was odd about a record.
#[derive(Debug, Default)]
pub(in super::super) struct Notes {
    kept: Vec<Note>,
    left_out: u64,
}

impl Notes {
    pub fn push(&mut self, note: Note) {
        if self.kept.len() < NOTES_MAX { self.kept.push(note) } else { self.left_out += 1 }
    }

    /// Adds those of another part of the record.
    pub fn append(&mut self, other: Self) {
        self.left_out += other.left_out;
        other.kept.into_iter().for_each(|note| self.push(note));
    }

    /// Says them all.
    pub fn tell(&self, spot: &Spot<'_>, out: &mut Emitter<'_, '_>) {
        for note in &self.kept {
            out.problem(note.kind, spot.place(note.at), &note.found, note.done);
        }
        if self.left_out > 0 {
            let found = format!("{} more problems in this record", self.left_out);
            out.problem(ProblemKind::BadValue, spot.place(0), &found, "they are not listed one by one");
        }
    }
}
