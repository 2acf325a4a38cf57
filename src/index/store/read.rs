//! Reading records by number.
//!
//! It must not know how a record's number was found.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use memmap2::Mmap;

use super::codec::{Decompressor, plain};
use super::layout;
use super::parts::{Abstract, Card, Parts, ReferenceText, join};
use super::work::{Held, Work};
use super::{ENTRY_BYTES, PARTS, Part, StoreLengths, TABLE, ends};
use crate::error::{Context, FileError};
use crate::index::error::IndexError;
use crate::model::{Article, BodySection, Reference};

/// The records of one generation, as of one commit.
pub(crate) struct StoreReader {
    /// In the order of the parts, as the others.
    maps: Vec<Map>,
    table: Map,
    /// Mapped, for not every part is read.
    dictionaries: Vec<Map>,
    /// Decompressors wait here between reads, one list a part.
    idle: [Mutex<Vec<Decompressor>>; PARTS],
}

struct Map {
    bytes: Option<Mmap>,
    path: PathBuf,
}

impl Map {
    /// Maps the first `length` bytes; an empty file is not mapped at all.
    fn open(path: PathBuf, length: u64) -> Result<Self, IndexError> {
        let file = File::open(&path).context_of("open", &path)?;
        let found = file.metadata().context_of("read", &path)?.len();
        if found < length {
            let found = format!("it has {found} bytes where {length} were committed");
            return Err(IndexError::damaged(path, found));
        }
        if length == 0 {
            return Ok(Self { bytes: None, path });
        }
        // SAFETY: the mapped part of the file was committed; a writer only appends behind it, and cuts
        // the file only where nothing was committed.
        let bytes = unsafe { memmap2::MmapOptions::new().len(length as usize).map(&file) };
        let bytes = bytes.map_err(|source| FileError::new("map", &path, source))?;
        Ok(Self { bytes: Some(bytes), path })
    }

    /// Maps a file as long as it is, which nobody changes.
    fn whole(path: PathBuf) -> Result<Self, IndexError> {
        let length = std::fs::metadata(&path).context_of("read", &path)?.len();
        Self::open(path, length)
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or_default()
    }

    fn slice(&self, from: u64, to: u64) -> Option<&[u8]> {
        self.bytes().get(usize::try_from(from).ok()?..usize::try_from(to).ok()?)
    }
}

impl StoreReader {
    /// Opens the store in a directory up to the committed lengths.
    pub fn open(directory: &Path, lengths: StoreLengths) -> Result<Self, IndexError> {
        let part = |part: Part| Map::open(directory.join(part.file_name()), lengths.parts[part as usize]);
        let table = Map::open(directory.join(TABLE), u64::from(lengths.records) * ENTRY_BYTES as u64)?;
        let dictionary = |part: Part| match part {
            Part::Card => Ok(Map { bytes: None, path: PathBuf::new() }),
            part => Map::whole(directory.join(part.dictionary_name())),
        };
        Ok(Self {
            maps: Part::EVERY.into_iter().map(part).collect::<Result<_, _>>()?,
            table,
            dictionaries: Part::EVERY.into_iter().map(dictionary).collect::<Result<_, _>>()?,
            idle: Default::default(),
        })
    }

    /// What a hit shows.
    pub fn card(&self, record: u32) -> Result<Card, IndexError> {
        let card = plain(self.frame(record, Part::Card)?).and_then(layout::card);
        card.map_err(|found| self.damaged(record, Part::Card, &found))
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

    fn frame(&self, record: u32, part: Part) -> Result<&[u8], IndexError> {
        let at = |record: u32| -> Option<u64> {
            let from = u64::from(record) * ENTRY_BYTES as u64;
            Some(ends(self.table.slice(from, from + ENTRY_BYTES as u64)?)[part as usize])
        };
        let frame = || {
            let start = if record == 0 { 0 } else { at(record - 1)? };
            self.maps[part as usize].slice(start, at(record)?)
        };
        frame().ok_or_else(|| self.damaged(record, part, "its place is unknown"))
    }
}
