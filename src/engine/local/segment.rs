//! One segment with what a query reads of it.
//!
//! It must not know queries.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, SegmentReader};

use super::bits::BitsBuilder;
use super::docs::{BoxDocs, Docs, Everything, Nothing};
use super::generation::{Generation, field_of};
use super::listed::ListedByKeys;
use super::sets::Checked;
use crate::engine::EngineError;
use crate::index::{Budget, COLUMNS, Column as Name, Forms, IndexError, Keyed, NUMBERS};

/// A segment, opened once for all queries of a generation.
pub(super) struct Segment {
    /// Its number among those of its generation.
    number: usize,
    pub reader: SegmentReader,
    /// The dictionary and lists of each field, opened when first asked for.
    words: [OnceLock<Arc<InvertedIndexReader>>; COLUMNS.len()],
    /// The articles that keys lead to, in all segments of the generation.
    listed: Arc<ListedByKeys>,
    pub directory: Arc<Path>,
    records: Column<u64>,
    dates: Column<u64>,
    /// The days of all documents, of each column read when first asked for: many are looked at to sort or to narrow.
    days: [OnceLock<Arc<[u32]>>; NUMBERS],
    orders: Column<u64>,
    /// Sort prefixes of author, journal and title.
    pub names: [Column<u64>; 3],
    /// The deleted documents, looked up when first asked for.
    dead: OnceLock<Box<[u32]>>,
    /// Lengths in the main bag and in the full text's.
    lengths: [Option<FieldNormReader>; 2],
}

/// Between two looks at the budget so many words of a dictionary are read.
const WORDS_STEP: usize = 64;

impl Segment {
    pub fn open(
        (number, reader): (usize, SegmentReader),
        directory: Arc<Path>,
        listed: Arc<ListedByKeys>,
    ) -> Result<Self, EngineError> {
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
            number,
            reader,
            words: [const { OnceLock::new() }; COLUMNS.len()],
            listed,
            directory,
            records,
            dates,
            days: Default::default(),
            dead: OnceLock::new(),
            orders,
            names,
            lengths,
        })
    }

    /// The generation it is of.
    pub fn generation(&self) -> Result<&Generation, EngineError> {
        let missing = || IndexError::damaged(&*self.directory, "the segment is of no generation");
        Ok(self.listed.generation().ok_or_else(missing)?)
    }

    /// The number of an article's record in the store of the generation.
    pub fn record(&self, doc: u32) -> u32 {
        self.records.first(doc).unwrap_or(u64::from(u32::MAX)) as u32
    }

    /// Documents of the segment, deleted ones included.
    pub fn max_doc(&self) -> u32 {
        self.reader.max_doc()
    }

    pub fn words(&self, field: Field) -> Result<&InvertedIndexReader, EngineError> {
        // The engine's own table of them takes a lock and hashes.
        let words = &self.words[field.field_id() as usize];
        if let Some(words) = words.get() {
            return Ok(words);
        }
        let opened = self.reader.inverted_index(field);
        let opened = opened.map_err(|error| IndexError::engine(&*self.directory, error))?;
        Ok(words.get_or_init(|| opened))
    }

    pub fn io<T>(&self, result: std::io::Result<T>) -> Result<T, EngineError> {
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

    /// The deleted documents.
    pub fn dead(&self) -> &[u32] {
        let Some(alive) = self.reader.alive_bitset() else { return &[] };
        self.dead.get_or_init(|| (0..self.max_doc()).filter(|&doc| alive.is_deleted(doc)).collect())
    }

    /// How many of the documents at an entry are not deleted.
    pub fn living_among(&self, field: Field, entry: &TermInfo) -> Result<u64, EngineError> {
        Ok(u64::from(entry.doc_freq.saturating_sub(self.dead_among(field, entry)?)))
    }

    fn dead_among(&self, field: Field, entry: &TermInfo) -> Result<u32, EngineError> {
        let Some(alive) = self.reader.alive_bitset() else { return Ok(0) };
        let dead = self.dead();
        let mut count = 0;
        // Whichever is shorter is walked.
        if dead.len() < entry.doc_freq as usize {
            let mut postings = self.postings_at(field, entry, IndexRecordOption::Basic)?;
            for &doc in dead {
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

    /// How many words of a field begin so; all of them in dead documents included.
    pub fn count_words(&self, field: Field, prefix: &str) -> Result<u64, EngineError> {
        let words = self.words(field)?;
        let terms = words.terms();
        // The numbers of words are in the order of words.
        let number = |first: &[u8]| -> Result<u64, EngineError> {
            let mut stream = self.io(terms.range().ge(first).into_stream())?;
            Ok(if stream.advance() { stream.term_ord() } else { terms.num_terms() as u64 })
        };
        let mut after = prefix.as_bytes().to_vec();
        while after.pop_if(|last| *last == u8::MAX).is_some() {}
        let end = match after.last_mut() {
            None => terms.num_terms() as u64,
            Some(last) => {
                *last += 1;
                number(&after)?
            }
        };
        Ok(end - number(prefix.as_bytes())?)
    }

    /// Calls `each` with every word among these forms, and its entry.
    pub fn each_word(
        &self,
        field: Field,
        forms: Forms<'_>,
        budget: &Budget,
        mut each: impl FnMut(&[u8], &InvertedIndexReader, &TermInfo) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let words = self.words(field)?;
        let beginning = forms.beginning();
        let mut stream = self.io(words.terms().range().ge(beginning.as_bytes()).into_stream())?;
        let mut count = 0;
        while stream.advance() && stream.key().starts_with(beginning.as_bytes()) {
            if forms.fits(stream.key()) {
                each(stream.key(), words, stream.value())?;
            }
            count += 1;
            if count % WORDS_STEP == 0 {
                budget.check()?;
            }
        }
        Ok(())
    }

    /// The documents with any word among these forms, in any of the fields.
    pub fn any_of(
        &self,
        fields: &[Field],
        forms: Forms<'_>,
        budget: &Budget,
    ) -> Result<BoxDocs, EngineError> {
        let mut bits = BitsBuilder::new(self.max_doc());
        for &field in fields {
            let mut blocks = Blocks::new(IndexRecordOption::Basic);
            self.each_word(field, forms, budget, |_, words, info| {
                self.add(blocks.open(words, info), &mut bits)
            })?;
        }
        Ok(Box::new(bits.finish()))
    }

    /// The documents with any of many values of a field: one buffer serves them all.
    pub fn any_value(&self, field: Field, values: &[&str], budget: &Budget) -> Result<BoxDocs, EngineError> {
        let (mut bits, mut blocks) =
            (BitsBuilder::new(self.max_doc()), Blocks::new(IndexRecordOption::Basic));
        let words = self.words(field)?;
        for some in values.chunks(WORDS_STEP) {
            budget.check()?;
            for value in some {
                if let Some(info) = self.entry(field, value)? {
                    self.add(blocks.open(words, &info), &mut bits)?;
                }
            }
        }
        Ok(Box::new(bits.finish()))
    }

    /// Adds the documents of a list that was opened.
    fn add(
        &self,
        opened: std::io::Result<&mut BlockSegmentPostings>,
        bits: &mut BitsBuilder,
    ) -> Result<(), EngineError> {
        let block = self.io(opened)?;
        while !block.docs().is_empty() {
            block.docs().iter().for_each(|&doc| bits.insert(doc));
            block.advance();
        }
        Ok(())
    }

    /// The documents that any of the keys leads to.
    pub fn keyed(&self, keys: &[Keyed]) -> Result<BoxDocs, EngineError> {
        self.listed.documents(self.number, keys)
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

    /// The first days of publication of all documents.
    pub fn published(&self) -> &Arc<[u32]> {
        self.days[Name::Date.slot()].get_or_init(|| (0..self.max_doc()).map(|doc| self.date(doc)).collect())
    }

    /// The days of a column of all documents.
    pub fn days(&self, column: Name) -> Result<&Arc<[u32]>, EngineError> {
        if column == Name::Date {
            return Ok(self.published());
        }
        let days = &self.days[column.slot()];
        if let Some(days) = days.get() {
            return Ok(days);
        }
        let values = self.reader.fast_fields().u64(column.name());
        let values = values.map_err(|error| IndexError::engine(&*self.directory, error))?;
        let day = |doc| values.first(doc).unwrap_or(0) as u32;
        Ok(days.get_or_init(|| (0..self.max_doc()).map(day).collect()))
    }

    /// What breaks ties: the smaller first.
    pub fn order(&self, doc: u32) -> u64 {
        self.orders.first(doc).unwrap_or(u64::MAX)
    }
}

/// One cursor for the lists of many words of a field: opening one costs more than reading a short list.
pub(super) struct Blocks {
    option: IndexRecordOption,
    opened: Option<BlockSegmentPostings>,
}

impl Blocks {
    /// A cursor that reads so much of each list.
    pub fn new(option: IndexRecordOption) -> Self {
        Self { option, opened: None }
    }

    /// Goes to the beginning of a word's list. All words must be of the same field.
    pub fn open(
        &mut self,
        words: &InvertedIndexReader,
        info: &TermInfo,
    ) -> std::io::Result<&mut BlockSegmentPostings> {
        if let Some(block) = &mut self.opened {
            words.reset_block_postings_from_terminfo(info, block)?;
        } else {
            self.opened = Some(words.read_block_postings_from_terminfo(info, self.option)?);
        }
        self.opened.as_mut().ok_or_else(|| std::io::Error::other("a list of postings was not opened"))
    }
}
