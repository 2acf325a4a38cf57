//! A word of a text as the scanner hands it out.
//!
//! It must not know how words are found, nor what becomes of them.

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Where the surface form begins: a byte offset into the text as it was given.
    pub start: usize,
    /// Where the surface form ends, in bytes; `text[start..end]` is the surface form.
    pub end: usize,
    /// The place of the word in the text, from 0. Two forms of one word share a position
    /// (`95` and `95%`, `crohn` and `crohns`).
    pub position: u32,
    /// The exact form: compatibility forms resolved, lower case, diacritics dropped.
    pub word: &'a str,
    /// Whether a joiner without white space stands between the word of the previous position and
    /// this one, so that both belong to one compound (`covid` and `19` in `COVID-19`).
    pub joined: bool,
}

/// What the characters of a word are, found while it is read so that nobody need look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// ASCII letters.
    Letters,
    /// ASCII digits, thousands separators gone.
    Digits,
    /// ASCII letters and digits.
    Mixed,
    /// A number with a decimal point.
    Decimal,
    /// Something beyond ASCII.
    Foreign,
}

/// A token with what the analysis itself needs to know of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub token: Token<'a>,
    pub shape: Shape,
    pub form: Form,
}

/// Which form of the word at a position a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The word itself; every position has exactly one, and it comes first.
    Word,
    /// The number with its percent sign.
    Percent,
    /// The word with its possessive s.
    Possessive,
}
