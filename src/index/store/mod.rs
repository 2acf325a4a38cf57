//! The article store: every article, in parts that are read at different times.
//!
//! *Cards* are what a hit shows, *abstracts*, *references* and *bodies* (full text) what snippets are cut from,
//! *sources* the records an article was merged from where there are several, *rests* everything else
//! (headings, affiliations). Each part is one append-only file, a frame a record; `records`
//! holds where each frame ends. Cards are kept as they are, for ten are read by every query; the other parts
//! are compressed by zstd with a dictionary trained on the corpus. Every frame has a checksum. A record is
//! found by its number. What lies past the lengths of the last commit was never committed:
//! readers do not look there, and the next writer cuts it off.
//!
//! It must not know tantivy, nor what an article is searched by.

mod codec;
mod dictionary;
mod form;
mod layout;
mod parts;
mod printed;
mod read;
mod stored;
mod work;
mod write;

pub(crate) use codec::Compressor;
pub(crate) use dictionary::{Dictionaries, SAMPLE_RECORDS};
pub(crate) use parts::split;
pub use parts::{Abstract, Card};
pub(crate) use read::StoreReader;
pub(crate) use work::{Held, SourceRecord, Work};
pub(crate) use write::StoreWriter;

use serde::{Deserialize, Serialize};

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
const PARTS: usize = 6;

impl Part {
    /// The parts that are compressed.
    pub const COMPRESSED: [Part; PARTS - 1] =
        [Part::Abstract, Part::References, Part::Rest, Part::Body, Part::Sources];
    /// Every part, in the order of their numbers.
    pub const EVERY: [Part; PARTS] =
        [Part::Card, Part::Abstract, Part::References, Part::Rest, Part::Body, Part::Sources];

    fn file_name(self) -> &'static str {
        ["cards", "abstracts", "references", "rests", "bodies", "sources"][self as usize]
    }

    fn dictionary_name(self) -> String {
        format!("{}.dict", self.file_name())
    }
}

/// The file that says where frames end.
const TABLE: &str = "records";

/// Goes up with every field that a stored form gains; see `form`. Who knows fewer reads the store, and does not
/// write it.
pub(crate) const FIELDS_VERSION: u32 = 0;

/// Bytes of a record's entry in the table: the end of its frame in each part, 48 bits each.
const ENTRY_BYTES: usize = PARTS * 6;

/// How much of the store is committed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoreLengths {
    /// Number of records.
    pub records: u32,
    /// Length of each part's file, in bytes.
    pub parts: [u64; PARTS],
}

fn entry(ends: [u64; PARTS]) -> [u8; ENTRY_BYTES] {
    let mut entry = [0; ENTRY_BYTES];
    for (bytes, end) in entry.chunks_exact_mut(6).zip(ends) {
        bytes.copy_from_slice(&end.to_le_bytes()[..6]);
    }
    entry
}

fn ends(entry: &[u8]) -> [u64; PARTS] {
    let mut ends = [0; PARTS];
    for (end, bytes) in ends.iter_mut().zip(entry.chunks_exact(6)) {
        let mut wide = [0; 8];
        wide[..6].copy_from_slice(bytes);
        *end = u64::from_le_bytes(wide);
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::disk::Disk;
    use crate::model::{Article, Section};

    fn article(number: u32) -> Article {
        let text = format!("Article number {number} speaks of refractory hypoxemia and its treatment.");
        Article {
            title: format!("Title {number}"),
            abstract_sections: vec![Section { label: "AIM".into(), text: text.repeat(number as usize % 7) }],
            keywords: vec!["hypoxemia".into()],
            ..Article::default()
        }
    }

    fn work(article: Article) -> Work {
        Work::of_one(SourceRecord { source: "a".into(), article })
    }

    #[test]
    fn records_come_back_and_what_was_not_committed_is_cut_off() {
        let directory = tempfile::tempdir().unwrap();
        let articles: Vec<Article> = (0..600).map(article).collect();
        let dictionaries = Dictionaries::train(&articles);
        dictionaries.write(directory.path(), &Disk::default()).unwrap();
        let mut compressor = Compressor::new(&dictionaries).unwrap();
        let mut writer = StoreWriter::create(directory.path(), Disk::default()).unwrap();
        for article in &articles {
            writer.append(&compressor.frames(&split(work(article.clone()))).unwrap()).unwrap();
        }
        let lengths = writer.sync().unwrap();
        writer.append(&compressor.frames(&split(work(article(9999)))).unwrap()).unwrap();
        drop(writer);

        let writer = StoreWriter::open(directory.path(), lengths, Disk::default()).unwrap();
        assert_eq!(writer.lengths(), lengths);
        let reader = StoreReader::open(directory.path(), lengths).unwrap();
        for (number, article) in articles.iter().enumerate() {
            assert_eq!(&reader.article(number as u32).unwrap(), article);
        }
        assert!(reader.article(600).is_err());
    }

    #[test]
    fn a_flipped_bit_is_found() {
        let directory = tempfile::tempdir().unwrap();
        let dictionaries = Dictionaries::default();
        dictionaries.write(directory.path(), &Disk::default()).unwrap();
        let mut compressor = Compressor::new(&dictionaries).unwrap();
        let mut writer = StoreWriter::create(directory.path(), Disk::default()).unwrap();
        writer.append(&compressor.frames(&split(work(article(3)))).unwrap()).unwrap();
        let lengths = writer.sync().unwrap();
        let path = directory.path().join("abstracts");
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x10;
        std::fs::write(&path, bytes).unwrap();
        let error = StoreReader::open(directory.path(), lengths).unwrap().article(0).unwrap_err();
        assert!(error.to_string().contains("damaged"), "{error}");
    }
}
