//! What an index keeps of an article: its parts, which are read at different times, and the bytes each is kept as.
//!
//! *Cards* are what a hit shows, *abstracts*, *references* and *bodies* (full text) what snippets are cut from,
//! *sources* the records an article was merged from where there are several, *rests* everything else (headings,
//! affiliations).
//!
//! It must not know where the bytes are kept, nor what an article is searched by.

mod article;
mod form;
pub(crate) mod layout;
mod parts;
mod printed;
mod work;

pub use parts::{Abstract, Card};
pub(crate) use parts::{Parts, ReferenceText, join, split};
pub(crate) use work::{Held, SourceRecord, Stamp, Work, content};

/// One of the parts of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What a hit shows.
    Card,
    /// Abstract and keywords.
    Abstract,
    /// The references as they are printed.
    References,
    /// All the rest.
    Rest,
    /// Full text.
    Body,
    /// The records merged, where there are several.
    Sources,
}

/// Number of parts.
pub(crate) const PARTS: usize = 6;

impl Part {
    /// The parts that are compressed.
    pub const COMPRESSED: [Part; PARTS - 1] =
        [Part::Abstract, Part::References, Part::Rest, Part::Body, Part::Sources];
    /// Every part, in the order of their numbers.
    pub const EVERY: [Part; PARTS] =
        [Part::Card, Part::Abstract, Part::References, Part::Rest, Part::Body, Part::Sources];
}

/// Goes up with every field that a stored form gains; see `form`. Who knows fewer reads the store, and does not
/// write it.
pub(crate) const FIELDS_VERSION: u32 = 0;
