//! One segment with what a query reads of it.
//!
//! It must not know queries.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, SegmentReader};

use super::docs::{BitsBuilder, BoxDocs, Checked, Docs, Everything, Nothing};
use crate::engine::EngineError;
use crate::index::{Column as Name, IndexError, field_of};

/// A segment, opened once for all queries of a generation.
pub(super) struct Segment {
    pub reader: SegmentReader,
    pub directory: Arc<Path>,
    pub records: Column<u64>,
    dates: Column<u64>,
    /// The dates of all documents, read when first asked for: many are looked at to sort or to narrow.
    days: OnceLock<Arc<[u32]>>,
    orders: Column<u64>,
    /// Sort prefixes of author, journal and title.
    pub names: [Column<u64>; 3],
    /// The deleted documents, looked up when first asked for.
    dead: OnceLock<Box<[u32]>>,
    /// Lengths in the main bag and in the full text's.
    lengths: [Option<FieldNormReader>; 2],
}

/// Words one truncated word may stand for, in one field of one segment.
pub(super) const EXPANSIONS_MAX: usize = 200_000;

impl Segment {
    pub fn open(reader: SegmentReader, directory: Arc<Path>) -> Result<Self, EngineError> {
        let column = |column: Name| reader.fast_fields().u64(column.name());
        let open = || -> tantivy::Result<_> {
            let names = [column(Name::ByAuthor)?, column(Name::ByJournal)?, column(Name::ByTitle)?];
            Ok((column(Name::Record)?, column(Name::Date)?, column(Name::Order)?, names))
        };
        let (records, dates, orders, names) =
            open().map_err(|error| IndexError::engine(&*directory, error))?;
        let norms = reader.fieldnorms_readers();
        let length =
            |field: Field| norms.get_field(field).map_err(|error| IndexError::engine(&*directory, error));
        let lengths = [length(field_of(Name::Bag))?, length(field_of(Name::BagBody))?];
        Ok(Self {
            reader,
            directory,
            records,
            dates,
            days: OnceLock::new(),
            dead: OnceLock::new(),
            orders,
            names,
            lengths,
        })
    }

    /// Documents of the segment, deleted ones included.
    pub fn max_doc(&self) -> u32 {
        self.reader.max_doc()
    }

    pub fn words(&self, field: Field) -> Result<Arc<InvertedIndexReader>, EngineError> {
        let reader =
            self.reader.inverted_index(field).map_err(|error| IndexError::engine(&*self.directory, error))?;
        Ok(reader)
    }

    fn io<T>(&self, result: std::io::Result<T>) -> Result<T, EngineError> {
        result.map_err(|error| IndexError::engine(&*self.directory, error.into()).into())
    }

    /// The postings of a word, where it occurs.
    pub fn postings(
        &self,
        field: Field,
        word: &str,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>, EngineError> {
        let words = self.words(field)?;
        let entry = self.io(words.terms().get(word.as_bytes()))?;
        entry.map(|entry| self.io(words.read_postings_from_terminfo(&entry, option))).transpose()
    }

    /// The dictionary's entry of a word, where it occurs.
    pub fn entry(&self, field: Field, word: &str) -> Result<Option<TermInfo>, EngineError> {
        let words = self.words(field)?;
        self.io(words.terms().get(word.as_bytes()))
    }

    /// The postings at an entry.
    pub fn postings_at(
        &self,
        field: Field,
        entry: &TermInfo,
        option: IndexRecordOption,
    ) -> Result<SegmentPostings, EngineError> {
        let words = self.words(field)?;
        self.io(words.read_postings_from_terminfo(entry, option))
    }

    /// The postings at an entry, a block at a time.
    pub fn blocks_at(
        &self,
        field: Field,
        entry: &TermInfo,
        option: IndexRecordOption,
    ) -> Result<BlockSegmentPostings, EngineError> {
        let words = self.words(field)?;
        self.io(words.read_block_postings_from_terminfo(entry, option))
    }

    /// How many of the documents at an entry are deleted.
    pub fn dead_among(&self, field: Field, entry: &TermInfo) -> Result<u32, EngineError> {
        let Some(alive) = self.reader.alive_bitset() else { return Ok(0) };
        let dead =
            self.dead.get_or_init(|| (0..self.max_doc()).filter(|&doc| alive.is_deleted(doc)).collect());
        let mut count = 0;
        // Whichever is shorter is walked.
        if dead.len() < entry.doc_freq as usize {
            let mut postings = self.postings_at(field, entry, IndexRecordOption::Basic)?;
            for &doc in dead.iter() {
                count += u32::from(Docs::seek(&mut postings, doc) == doc);
            }
            return Ok(count);
        }
        let mut blocks = self.blocks_at(field, entry, IndexRecordOption::Basic)?;
        while !blocks.docs().is_empty() {
            count += blocks.docs().iter().filter(|&&doc| alive.is_deleted(doc)).count() as u32;
            blocks.advance();
        }
        Ok(count)
    }

    /// The lengths of documents in a bag.
    pub fn norms(&self, field: Field) -> Result<FieldNormReader, EngineError> {
        let at = usize::from(field == field_of(Name::BagBody));
        match &self.lengths[at] {
            Some(norms) => Ok(norms.clone()),
            None => {
                Err(IndexError::damaged(&*self.directory, "the lengths of its documents are missing").into())
            }
        }
    }

    /// The documents that hold a value.
    pub fn value(&self, field: Field, value: &str) -> Result<BoxDocs, EngineError> {
        let postings = self.postings(field, value, IndexRecordOption::Basic)?;
        Ok(postings.map_or_else(|| Box::new(Nothing) as BoxDocs, |postings| Box::new(postings)))
    }

    /// Calls `each` with the entry of every word that begins with `prefix`.
    pub fn expand(
        &self,
        field: Field,
        prefix: &str,
        mut each: impl FnMut(&InvertedIndexReader, &TermInfo) -> std::io::Result<()>,
    ) -> Result<ControlFlow<()>, EngineError> {
        let words = self.words(field)?;
        let mut stream = self.io(words.terms().range().ge(prefix.as_bytes()).into_stream())?;
        let mut count = 0;
        while stream.advance() {
            if !stream.key().starts_with(prefix.as_bytes()) {
                break;
            }
            count += 1;
            if count > EXPANSIONS_MAX {
                return Ok(ControlFlow::Break(()));
            }
            self.io(each(&words, stream.value()))?;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The documents with any word that begins with `prefix`, in any of the fields.
    pub fn prefix(&self, fields: &[Field], prefix: &str) -> Result<BoxDocs, EngineError> {
        let mut bits = BitsBuilder::new(self.max_doc());
        for &field in fields {
            // One cursor serves all words of a field; opening one costs more than a short list.
            let mut opened: Option<BlockSegmentPostings> = None;
            let flow = self.expand(field, prefix, |words, info| {
                match &mut opened {
                    Some(block) => words.reset_block_postings_from_terminfo(info, block)?,
                    None => {
                        opened =
                            Some(words.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?);
                    }
                }
                let Some(block) = &mut opened else { return Ok(()) };
                loop {
                    let docs = block.docs();
                    if docs.is_empty() {
                        return Ok(());
                    }
                    docs.iter().for_each(|&doc| bits.insert(doc));
                    block.advance();
                }
            })?;
            if flow.is_break() {
                return Err(EngineError::Expansions { word: format!("{prefix}*"), limit: EXPANSIONS_MAX });
            }
        }
        Ok(Box::new(bits.finish()))
    }

    /// Every document.
    pub fn everything(&self) -> BoxDocs {
        Box::new(Everything { doc: 0, max: self.max_doc() })
    }

    /// Those documents of a set that were not deleted.
    pub fn alive(&self, docs: BoxDocs) -> BoxDocs {
        match self.reader.alive_bitset() {
            None => docs,
            Some(alive) => {
                let alive = alive.clone();
                Checked::of(docs, move |doc| alive.is_alive(doc))
            }
        }
    }

    /// First day of publication as yyyymmdd, 0 where unknown.
    pub fn date(&self, doc: u32) -> u32 {
        self.dates.first(doc).unwrap_or(0) as u32
    }

    /// The same of all documents.
    pub fn days(&self) -> &Arc<[u32]> {
        self.days.get_or_init(|| (0..self.max_doc()).map(|doc| self.date(doc)).collect())
    }

    /// What breaks ties: the smaller first.
    pub fn order(&self, doc: u32) -> u64 {
        self.orders.first(doc).unwrap_or(u64::MAX)
    }
}
