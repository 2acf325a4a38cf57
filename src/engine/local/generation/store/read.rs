//! Reading records by number.
//!
//! It must not know how a record's number was found.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::codec::{Decompressor, stamp_and_card};
use super::map::Map;
use super::named;
use super::table::Table;
use crate::index::stored::{PARTS, Part, Parts, ReferenceText, Stamp, join, layout};
use crate::index::{Abstract, Card, Held, IndexError, StoreLengths, Work};
use crate::model::{Article, BodySection, Reference};

/// What is said of a record of which the table does not say where it is.
pub(super) const NO_PLACE: &str = "its place is unknown";

/// The records of one generation, as of one commit.
pub(crate) struct StoreReader {
    /// In the order of the parts, as the others.
    maps: Vec<Map>,
    table: Table,
    /// Mapped, for not every part is read.
    dictionaries: Vec<Map>,
    /// Decompressors wait here between reads, one list a part.
    idle: [Mutex<Vec<Decompressor>>; PARTS],
}

impl StoreReader {
    /// Opens the store in a directory up to the committed lengths.
    pub fn open(directory: &Path, lengths: StoreLengths) -> Result<Self, IndexError> {
        let part = |part: Part| {
            let name = named(part.file_name(), lengths.files);
            Map::open(directory.join(name), lengths.parts[part as usize])
        };
        let dictionary = |part: Part| match part {
            Part::Card => Ok(Map::none()),
            part => Map::whole(directory.join(part.dictionary_name())),
        };
        Ok(Self {
            maps: Part::EVERY.into_iter().map(part).collect::<Result<_, _>>()?,
            table: Table::open(directory, lengths)?,
            dictionaries: Part::EVERY.into_iter().map(dictionary).collect::<Result<_, _>>()?,
            idle: Default::default(),
        })
    }

    /// How much there is of it.
    pub fn lengths(&self) -> &StoreLengths {
        self.table.lengths()
    }

    /// When an article came, and when it last changed.
    pub fn stamp(&self, record: u32) -> Result<Stamp, IndexError> {
        let stamp = stamp_and_card(self.frame(record, Part::Card)?).map(|(stamp, _)| stamp);
        stamp.map_err(|found| self.damaged(record, Part::Card, &found))
    }

    /// The bytes of a record in each part.
    pub fn frame_bytes(&self, record: u32) -> Result<[u64; PARTS], IndexError> {
        self.table.frame_bytes(record).ok_or_else(|| self.damaged(record, Part::Card, NO_PLACE))
    }

    /// What a hit shows.
    pub fn card(&self, record: u32) -> Result<Card, IndexError> {
        Ok(self.stamped_card(record)?.1)
    }

    /// When an article came and changed, and what a hit shows of it.
    pub fn stamped_card(&self, record: u32) -> Result<(Stamp, Card), IndexError> {
        let read = stamp_and_card(self.frame(record, Part::Card)?);
        read.and_then(|(stamp, card)| Ok((stamp, layout::card(card)?)))
            .map_err(|found| self.damaged(record, Part::Card, &found))
    }

    /// Abstract and keywords.
    pub fn text(&self, record: u32) -> Result<Abstract, IndexError> {
        self.read(record, Part::Abstract, layout::text)
    }

    /// Label and text of each reference, borrowed while `look` looks at them.
    pub fn references<R>(
        &self,
        record: u32,
        look: impl FnOnce(&[ReferenceText<&str>]) -> R,
    ) -> Result<R, IndexError> {
        self.read(record, Part::References, |bytes| Ok(look(&layout::reference_texts(bytes)?)))
    }

    /// The article without its card, abstract, body and references.
    pub fn rest(&self, record: u32) -> Result<Article, IndexError> {
        self.read(record, Part::Rest, layout::rest)
    }

    /// The references, whole.
    pub fn cited(&self, record: u32) -> Result<Vec<Reference>, IndexError> {
        let texts = self.reference_texts(record)?;
        self.read(record, Part::Rest, |bytes| layout::references(bytes, texts))
    }

    fn reference_texts(&self, record: u32) -> Result<Vec<ReferenceText<String>>, IndexError> {
        let owned = |&(label, raw): &ReferenceText<&str>| (label.to_owned(), raw.to_owned());
        self.references(record, |texts| texts.iter().map(owned).collect())
    }

    /// The full text.
    pub fn body(&self, record: u32) -> Result<Vec<BodySection>, IndexError> {
        self.read(record, Part::Body, layout::body)
    }

    /// Where the records of an article are held.
    pub fn held(&self, record: u32) -> Result<Vec<Held>, IndexError> {
        self.read(record, Part::Rest, layout::held)
    }

    /// The whole article.
    pub fn article(&self, record: u32) -> Result<Article, IndexError> {
        Ok(self.work(record)?.article)
    }

    /// The article and what it is made of.
    pub fn work(&self, record: u32) -> Result<Work, IndexError> {
        let texts = self.reference_texts(record)?;
        let (held, references, rest) =
            self.read(record, Part::Rest, |bytes| layout::all_of_rest(bytes, texts))?;
        Ok(join(Parts {
            card: self.card(record)?,
            text: self.text(record)?,
            references,
            held,
            rest,
            body: self.body(record)?,
            sources: self.read(record, Part::Sources, layout::sources)?,
            came: Some(self.stamp(record)?.came),
        }))
    }

    fn damaged(&self, record: u32, part: Part, found: &str) -> IndexError {
        IndexError::damaged(&self.maps[part as usize].path, format!("record {record}: {found}"))
    }

    /// Hands the bytes of a compressed part to `look`.
    fn read<R>(
        &self,
        record: u32,
        part: Part,
        look: impl FnOnce(&[u8]) -> Result<R, String>,
    ) -> Result<R, IndexError> {
        let frame = self.frame(record, part)?;
        let idle = &self.idle[part as usize];
        let waiting = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut decompressor = match waiting {
            Some(decompressor) => decompressor,
            None => Decompressor::new(self.dictionaries[part as usize].bytes()).map_err(|error| {
                self.damaged(record, part, &format!("no use of its dictionary ({error})"))
            })?,
        };
        let value =
            decompressor.read(frame).and_then(look).map_err(|found| self.damaged(record, part, &found));
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(decompressor);
        value
    }

    /// The frame of a record in a part.
    pub(super) fn frame(&self, record: u32, part: Part) -> Result<&[u8], IndexError> {
        let place = self.table.frame(record, part);
        let frame = place.and_then(|(start, end)| self.maps[part as usize].slice(start, end));
        frame.ok_or_else(|| self.damaged(record, part, NO_PLACE))
    }
}
