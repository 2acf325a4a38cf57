//! What is looked for among positions, as data: a tree of words, alternatives and proximities. Every engine, and
//! the snippets, match the same.

use std::borrow::Cow;
use std::fmt;

use crate::model::Field;
use crate::text::Wild;

/// Operands an unordered proximity may have. Which of them were used already must be told apart, so work
/// grows with the number of their subsets.
pub(crate) const UNORDERED_MAX: usize = 16;

/// The largest budget: less than the gap between two texts of a field, which none may cross.
pub(crate) const BUDGET_MAX: u32 = 127;

/// One exact word of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// This word.
    Word(String),
    /// Any word that begins so.
    Prefix(String),
    /// Any word that is spelt so.
    Wild(Wild),
}

/// Many words of a dictionary at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forms<'f> {
    /// All that begin so.
    Prefix(&'f str),
    /// All that are spelt so.
    Wild(&'f Wild),
}

impl Shape {
    /// The words it stands for, where that may be several.
    pub fn forms(&self) -> Option<Forms<'_>> {
        match self {
            Self::Word(_) => None,
            Self::Prefix(prefix) => Some(Forms::Prefix(prefix)),
            Self::Wild(wild) => Some(Forms::Wild(wild)),
        }
    }

    /// Whether a folded word is one of those it stands for.
    pub fn fits(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => own == word,
            Self::Prefix(prefix) => word.starts_with(prefix.as_str()),
            Self::Wild(wild) => wild.fits(word),
        }
    }
}

impl Forms<'_> {
    /// What all of them begin with.
    pub fn beginning(&self) -> Cow<'_, str> {
        match self {
            Self::Prefix(prefix) => Cow::Borrowed(prefix),
            Self::Wild(wild) => Cow::Owned(wild.beginning()),
        }
    }

    /// Whether a word with that beginning is one of them.
    pub fn fits(&self, word: &[u8]) -> bool {
        match self {
            Self::Prefix(_) => true,
            Self::Wild(wild) => std::str::from_utf8(word).is_ok_and(|word| wild.fits(word)),
        }
    }
}

impl fmt::Display for Forms<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prefix(prefix) => write!(f, "{prefix}*"),
            Self::Wild(wild) => wild.fmt(f),
        }
    }
}

/// A part of what is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Clause {
    /// A word or a truncation: each position of it is a span.
    Word(Shape),
    /// Alternatives: the spans of all of them. Without any it occurs nowhere.
    Any(Vec<Clause>),
    /// Parts near each other.
    Near(Near),
}

/// What is looked for in a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Pattern {
    pub clause: Clause,
    pub field: Field,
}

/// Operands that must stand near each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Near {
    pub operands: Vec<Clause>,
    /// Whether they must stand in the order written.
    pub ordered: bool,
    /// Positions between the first and the last operand that none of them need cover.
    pub budget: u32,
}

impl Clause {
    /// Operands one directly after the other. Phrases within it are spliced in, which changes nothing but
    /// the time they take.
    pub fn phrase(operands: Vec<Clause>) -> Self {
        let mut flat = Vec::with_capacity(operands.len());
        for operand in operands {
            match operand {
                Self::Near(Near { operands, ordered: true, budget: 0 }) => flat.extend(operands),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::Any(flat),
            1 => flat.remove(0),
            _ => Self::Near(Near { operands: flat, ordered: true, budget: 0 }),
        }
    }

    /// Alternatives; one alone is itself.
    pub fn any(mut alternatives: Vec<Clause>) -> Self {
        if alternatives.len() == 1 { alternatives.remove(0) } else { Self::Any(alternatives) }
    }

    /// Whether it looks for nothing at all.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Any(alternatives) if alternatives.is_empty())
    }

    /// The most positions a span of it can reach over.
    pub fn longest(&self) -> usize {
        match self {
            Self::Word(_) => 1,
            Self::Any(alternatives) => alternatives.iter().map(Self::longest).max().unwrap_or(0),
            Self::Near(near) => near.operands.iter().map(Self::longest).sum::<usize>() + near.budget as usize,
        }
    }
}

/// A proximity that cannot be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProximityError {
    /// Too many operands in any order.
    #[error(
        "{found} words near each other in any order are too many; at most {UNORDERED_MAX} can be searched"
    )]
    Operands {
        /// How many there are.
        found: usize,
    },
    /// Too many words between.
    #[error("{found} words between are too many; at most {BUDGET_MAX} can be searched")]
    Budget {
        /// How many there may be.
        found: u32,
    },
}

impl Near {
    /// Whether it keeps the bounds.
    pub(crate) fn check(&self) -> Result<(), ProximityError> {
        if !self.ordered && self.operands.len() > UNORDERED_MAX {
            return Err(ProximityError::Operands { found: self.operands.len() });
        }
        if self.budget > BUDGET_MAX {
            return Err(ProximityError::Budget { found: self.budget });
        }
        Ok(())
    }
}
