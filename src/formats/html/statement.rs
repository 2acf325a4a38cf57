//! A statement that a page makes about its article.
//!
//! It must not know where on the page it stands.

use super::vocabulary::Field;

/// A statement.
#[derive(Debug)]
pub(super) struct Said {
    pub field: Field,
    /// Of several that name a field those of the lowest rank count.
    pub rank: u8,
    /// The source's own name for it.
    pub name: String,
    pub value: String,
    /// The language it is in, as the page has it.
    pub language: String,
    /// Byte of the page at which it stands.
    pub byte: usize,
    pub used: bool,
}

impl Said {
    pub fn new(field: Field, rank: u8, name: &str, value: String, byte: usize) -> Self {
        Self { field, rank, name: name.to_owned(), value, language: String::new(), byte, used: false }
    }
}
