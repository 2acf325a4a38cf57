//! A problem: what was found where in a file, and what was done about it.
//!
//! It must not know any one format.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where in a file something was found; what is unknown is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Place {
    /// Number of the record, from 1.
    pub record: Option<u64>,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Byte of the decompressed text, from 0.
    pub byte: Option<u64>,
}

/// The kind of a problem, for counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ProblemKind {
    /// The format of the file is not known.
    UnknownFormat,
    /// The file has no content.
    Empty,
    /// Compressed data or an archive is damaged or cut short.
    Damaged,
    /// The text breaks the rules of its format.
    Malformed,
    /// The text is not in the encoding it should be.
    Encoding,
    /// A value is not what its field holds.
    BadValue,
    /// A record lacks what every article has.
    Incomplete,
    /// A limit was passed.
    TooLarge,
    /// It is no regular file: a FIFO, a device, a link that leads nowhere.
    NotAFile,
    /// It cannot be opened or listed.
    Unreadable,
    /// Its reader failed, which is a defect of litdex.
    Defect,
}

impl ProblemKind {
    /// Whether it is said of what a walk over the corpus left out, before anything was read.
    pub(crate) fn is_of_walk(self) -> bool {
        matches!(self, Self::NotAFile | Self::Unreadable)
    }

    /// The name used in every output, such as `bad-value`.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownFormat => "unknown-format",
            Self::Empty => "empty",
            Self::Damaged => "damaged",
            Self::Malformed => "malformed",
            Self::Encoding => "encoding",
            Self::BadValue => "bad-value",
            Self::Incomplete => "incomplete",
            Self::TooLarge => "too-large",
            Self::NotAFile => "not-a-file",
            Self::Unreadable => "unreadable",
            Self::Defect => "defect",
        }
    }
}

/// Something in a file that could not be read as it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// The file, as it was named to the reader; a member of an archive as `archive/path/within`.
    pub file: String,
    /// Where in the file.
    pub place: Place,
    /// The kind.
    pub kind: ProblemKind,
    /// What was found.
    pub found: String,
    /// What was done: `the record was left out`.
    pub done: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        let parts = [("record", self.place.record), ("line", self.place.line), ("byte", self.place.byte)];
        for (name, value) in parts {
            value.map_or(Ok(()), |value| write!(f, ", {name} {value}"))?;
        }
        write!(f, ": {}; {}", self.found, self.done)
    }
}
