//! A segment in the making: the postings of articles not yet on disk.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;

use super::arena::Arena;
use super::terms::Terms;
use crate::index::column::{Column, NUMBERS};
use crate::index::prepare::Columns;
use crate::index::schema::{BAG_COLUMNS, BAGS, option_of};
use crate::index::words::index_form;

/// Bytes of an article outside lists and terms.
const ARTICLE_BYTES: usize = NUMBERS * 8 + BAGS;

/// Postings of articles that are added one by one.
pub(crate) struct MemorySegment {
    terms: Terms,
    arena: Arena,
    /// Of each bag a length for each article, as the index tells lengths apart.
    norms: [Vec<u8>; BAGS],
    numbers: Vec<[u64; NUMBERS]>,
    /// The article that is being added.
    row: [u64; NUMBERS],
    lengths: [u32; BAGS],
    /// Lengths of all articles, summed.
    tokens: [u64; BAGS],
}

impl MemorySegment {
    pub fn new() -> Self {
        Self {
            terms: Terms::default(),
            arena: Arena::default(),
            norms: Default::default(),
            numbers: Vec::new(),
            row: [0; NUMBERS],
            lengths: [0; BAGS],
            tokens: [0; BAGS],
        }
    }

    /// Number of articles.
    pub fn docs(&self) -> u32 {
        self.numbers.len() as u32
    }

    /// About the memory it takes.
    pub fn bytes(&self) -> usize {
        self.terms.len() + self.arena.len() + self.numbers.len() * ARTICLE_BYTES
    }

    /// Sums of the lengths of all articles.
    pub fn tokens(&self) -> [u64; BAGS] {
        self.tokens
    }

    /// Forgets all articles and keeps the memory.
    pub fn clear(&mut self) {
        self.terms.clear();
        self.arena.clear();
        self.norms.iter_mut().for_each(Vec::clear);
        self.numbers.clear();
        self.tokens = [0; BAGS];
    }

    /// Ends the article whose columns were given: from now on it counts.
    pub fn finish_article(&mut self, record: u32) {
        self.number(Column::Record, u64::from(record));
        for (bag, column) in [Column::Length, Column::LengthBody].into_iter().enumerate() {
            let length = std::mem::take(&mut self.lengths[bag]);
            self.number(column, u64::from(length));
            self.norms[bag].push(FieldNormReader::fieldnorm_to_id(length));
            self.tokens[bag] += u64::from(length);
        }
        self.numbers.push(std::mem::replace(&mut self.row, [0; NUMBERS]));
    }

    /// The lengths of all articles in a bag.
    pub(super) fn norms(&self, bag: usize) -> &[u8] {
        &self.norms[bag]
    }

    /// A number of an article.
    pub(super) fn number_of(&self, doc: u32, slot: usize) -> u64 {
        self.numbers[doc as usize][slot]
    }

    /// The numbers of all terms, sorted by field and word.
    pub(super) fn sorted_terms(&self) -> Vec<u32> {
        self.terms.sorted()
    }

    pub(super) fn column_of(&self, term: u32) -> Column {
        self.terms.list[term as usize].column
    }

    pub(super) fn word_of(&self, term: u32) -> &[u8] {
        self.terms.word(&self.terms.list[term as usize])
    }

    /// Calls `each` with every article of a term: its frequency and the distances of its positions, where the
    /// field has any.
    pub(super) fn each_doc(
        &self,
        term: u32,
        deltas: &mut Vec<u32>,
        mut each: impl FnMut(u32, u32, &[u32]) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        let option = option_of(self.column_of(term).kind()).unwrap_or(IndexRecordOption::Basic);
        let term = &self.terms.list[term as usize];
        let mut numbers = self.arena.read(&term.chain);
        let mut doc = 0;
        while let Some(step) = numbers.next() {
            doc += step;
            deltas.clear();
            match option {
                IndexRecordOption::Basic => each(doc, 1, deltas)?,
                IndexRecordOption::WithFreqs => each(doc, numbers.next().unwrap_or(term.pending), deltas)?,
                IndexRecordOption::WithFreqsAndPositions => {
                    // A zero ends the positions of an article; the last one ends with the list.
                    deltas.extend(numbers.by_ref().take_while(|&delta| delta > 0).map(|delta| delta - 1));
                    each(doc, deltas.len() as u32, deltas)?;
                }
            }
        }
        Ok(())
    }
}

impl Columns for MemorySegment {
    fn word(&mut self, column: Column, word: &str, position: u32) {
        let doc = self.numbers.len() as u32;
        let term = self.terms.of(column, index_form(word).as_bytes());
        if term.docs == 0 || term.doc != doc {
            if term.docs > 0 {
                self.arena.push(&mut term.chain, 0);
            }
            self.arena.push(&mut term.chain, doc - term.doc);
            term.docs += 1;
            (term.doc, term.pending) = (doc, 0);
        }
        self.arena.push(&mut term.chain, position - term.pending + 1);
        term.pending = position;
    }

    fn stem(&mut self, column: Column, stem: &str, times: u32) {
        let doc = self.numbers.len() as u32;
        let term = self.terms.of(column, index_form(stem).as_bytes());
        if term.docs > 0 && term.doc == doc {
            term.pending += times;
        } else {
            if term.docs > 0 {
                self.arena.push(&mut term.chain, term.pending);
            }
            self.arena.push(&mut term.chain, doc - term.doc);
            term.docs += 1;
            (term.doc, term.pending) = (doc, times);
        }
        self.lengths[usize::from(column != BAG_COLUMNS[0])] += times;
    }

    fn value(&mut self, column: Column, value: &str) {
        let doc = self.numbers.len() as u32;
        let term = self.terms.of(column, index_form(value).as_bytes());
        if term.docs == 0 || term.doc != doc {
            self.arena.push(&mut term.chain, doc - term.doc);
            term.docs += 1;
            term.doc = doc;
        }
    }

    fn number(&mut self, column: Column, number: u64) {
        self.row[column.slot()] = number;
    }
}
