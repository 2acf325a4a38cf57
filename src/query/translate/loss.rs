//! What of a query another notation cannot say as it was.
//!
//! It must not know a notation.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::query::span::Span;

/// How far a part of a query was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LossLevel {
    /// What is written means the same here, and the system whose notation it is does not read it so.
    OnlyHere,
    /// The whole finds what it found, and maybe more.
    Wider,
    /// The whole finds nothing that it did not find, and maybe less.
    Narrower,
    /// The whole finds others.
    Other,
    /// It cannot be said at all: there is no translation.
    Missing,
}

impl LossLevel {
    /// The name used in every output, such as `wider`.
    ///
    /// ```
    /// assert_eq!(litdex::query::LossLevel::OnlyHere.name(), "only-here");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::OnlyHere => "only-here",
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::Other => "other",
            Self::Missing => "missing",
        }
    }

    /// What it is for the whole where its part is taken away by a NOT.
    pub(super) fn taken_away(self) -> Self {
        match self {
            Self::Wider => Self::Narrower,
            Self::Narrower => Self::Wider,
            other => other,
        }
    }

    /// Two of them together.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Wider, Self::Narrower) | (Self::Narrower, Self::Wider) => Self::Other,
            (one, other) => one.max(other),
        }
    }
}

/// A part of a query that another notation cannot say as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// The part, in bytes of the query's text.
    pub span: Span,
    /// How far it was lost.
    pub level: LossLevel,
    /// What cannot be said, and what was written for it.
    pub message: String,
    /// The line of the strategy that is referred to, where it is that line's loss: its place, from 0.
    pub line: Option<usize>,
}

/// As `{level, message, line, start, end}`, the ends in bytes of the query.
impl Serialize for Loss {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut loss = to.serialize_struct("Loss", 5)?;
        loss.serialize_field("level", self.level.name())?;
        loss.serialize_field("message", &self.message)?;
        loss.serialize_field("line", &self.line.map(|line| line + 1))?;
        loss.serialize_field("start", &self.span.start)?;
        loss.serialize_field("end", &self.span.end)?;
        loss.end()
    }
}
