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

use super::docs::{BitsBuilder, BoxDocs, Checked, Everything, Nothing};
use crate::engine::EngineError;
use crate::index::{Fields, IndexError};

/// A segment, opened once for all queries of a generation.
pub(super) struct Segment {
    /// Its number among those of the snapshot.
    pub number: usize,
    pub reader: SegmentReader,
    pub fields: Fields,
    pub directory: Arc<Path>,
    pub records: Column<u64>,
    dates: Column<u64>,
    /// The dates of all documents, read when first asked for: many are looked at to sort or to narrow.
    days: OnceLock<Arc<[u32]>>,
    orders: Column<u64>,
    /// Sort prefixes of author, journal and title.
    pub names: [Column<u64>; 3],
    /// Lengths in the main bag and in the full text's.
    lengths: [Option<FieldNormReader>; 2],
}

/// Words one truncated word may stand for, in one field of one segment.
pub(super) const EXPANSIONS_MAX: usize = 200_000;

impl Segment {
    pub fn open(
        (number, reader): (usize, &SegmentReader),
        fields: Fields,
        directory: Arc<Path>,
    ) -> Result<Self, EngineError> {
        let reader = reader.clone();
        let column = |name: &str| reader.fast_fields().u64(name);
        let open = || -> tantivy::Result<_> {
            let names = [column("by_author")?, column("by_journal")?, column("by_title")?];
            Ok((column("record")?, column("date")?, column("order")?, names))
        };
        let (records, dates, orders, names) =
            open().map_err(|error| IndexError::engine(&*directory, error))?;
        let norms = reader.fieldnorms_readers();
        let length =
            |field: Field| norms.get_field(field).map_err(|error| IndexError::engine(&*directory, error));
        let lengths = [length(fields.bag)?, length(fields.bag_body)?];
        Ok(Self {
            number,
            reader,
            fields,
            directory,
            records,
            dates,
            days: OnceLock::new(),
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

    /// Tokens of a bag in all documents, by the lengths that scores are computed with. The engine's own
    /// number is an estimate in a segment merged from one with deleted documents: scores would depend on
    /// the index's history.
    pub fn tokens(&self, bag: Field) -> Result<u64, EngineError> {
        let norms = self.norms(bag)?;
        let mut documents = [0_u64; 256];
        (0..self.max_doc()).for_each(|doc| documents[usize::from(norms.fieldnorm_id(doc))] += 1);
        let lengths = (0..=u8::MAX).map(|id| u64::from(FieldNormReader::id_to_fieldnorm(id)));
        Ok(lengths.zip(documents).map(|(length, count)| length * count).sum())
    }

    /// The lengths of documents in a bag.
    pub fn norms(&self, field: Field) -> Result<FieldNormReader, EngineError> {
        let at = usize::from(field == self.fields.bag_body);
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
