//! How the words of a query may stand in a text, as data: every engine, and the snippets, match the same.

use crate::model::Field;

/// One exact word of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// This word.
    Word(String),
    /// Any word that begins so.
    Prefix(String),
}

/// A place of a pattern: several ways it may be written, each some consecutive words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Operand {
    pub alternatives: Vec<Vec<Shape>>,
}

/// Operands that must stand next to each other, in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub operands: Vec<Operand>,
    pub field: Field,
}
