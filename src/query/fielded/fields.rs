//! The fields that a search looks into.
//!
//! They must not know a code.

use crate::model::Field;
use crate::query::ast::How;

/// What words without a field are searched in.
#[derive(Debug)]
pub(in crate::query) struct Fallback {
    pub target: Target,
    /// How that is told.
    pub said: &'static str,
    /// A word with a field, for people.
    pub example: &'static str,
    /// Words that begin a command where they stand without a field.
    pub commands: &'static [&'static str],
}

/// A field with what it does to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) struct Target {
    pub field: Field,
    /// Whether a heading stands for what is below it too.
    pub exploded: bool,
}

impl Target {
    /// The field, of headings without those below.
    pub const fn of(field: Field) -> Self {
        Self { field, exploded: false }
    }

    pub fn how(self) -> How {
        if self.field.is_exploded() && !self.exploded { How::NotExploded } else { How::Usual }
    }
}

/// Fields of the catalogue that are several of text together, the widest first.
const TOGETHER: [(Field, &[Field]); 2] = [
    (Field::TitleAbstract, &[Field::Title, Field::Abstract, Field::Keyword]),
    (Field::TitleOrAbstract, &[Field::Title, Field::Abstract]),
];

/// Fields of text, as few as they can be said with, each once.
pub(in crate::query) fn together(mut parts: Vec<Field>) -> Vec<Target> {
    let mut targets = Vec::new();
    for (field, of) in TOGETHER {
        if of.iter().all(|part| parts.contains(part)) {
            parts.retain(|part| !of.contains(part));
            targets.push(Target::of(field));
        }
    }
    for field in parts {
        if !targets.contains(&Target::of(field)) {
            targets.push(Target::of(field));
        }
    }
    targets
}
