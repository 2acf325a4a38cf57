//! A segment in the making: the postings of articles not yet on disk.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;

use super::super::schema::option_of;
use super::arena::Arena;
use super::terms::Terms;
use crate::index::{BAG_COLUMNS, BAGS, Column, Columns, NUMBERS, index_form};

/// Bytes of an article outside lists and terms.
const ARTICLE_BYTES: usize = NUMBERS * 8 + BAGS;

/// Postings of articles that are added one by one.
pub(crate) struct MemorySegment {
    terms: Terms,
    arena: Arena,
    /// What of the present article is not yet in its lists, and the words of it.
    waiting: Vec<Waiting>,
    words: Vec<u8>,
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
            waiting: Vec::with_capacity(ENTERED_TOGETHER),
            words: Vec::new(),
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
        self.enter();
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

/// What an article has, before it is entered.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    column: Column,
    entry: Entry,
    /// Where its word begins among the words that wait, and its bytes.
    start: u32,
    bytes: u16,
}

#[derive(Debug, Clone, Copy)]
enum Entry {
    /// A word at a position.
    Word(u32),
    /// A stem that counts so many times.
    Stem(u32),
    Value,
}

/// So much is entered at a time. What it touches lies all over memory; looking for many at once lets the processor
/// wait for all of them together.
const ENTERED_TOGETHER: usize = 128;

impl MemorySegment {
    fn wait(&mut self, column: Column, entry: Entry, word: &str) {
        let word = index_form(word);
        let (start, bytes) = (self.words.len() as u32, word.len() as u16);
        self.words.extend_from_slice(word.as_bytes());
        self.waiting.push(Waiting { column, entry, start, bytes });
        if self.waiting.len() >= ENTERED_TOGETHER {
            self.enter();
        }
    }

    /// Enters what waits into the lists of the present article.
    fn enter(&mut self) {
        let Self { waiting, words, terms, arena, numbers, .. } = self;
        let doc = numbers.len() as u32;
        let word = |waiting: &Waiting| &words[waiting.start as usize..][..usize::from(waiting.bytes)];
        let mut hashes = [0; ENTERED_TOGETHER];
        for (hash, waiting) in hashes.iter_mut().zip(waiting.iter()) {
            *hash = Terms::hash(waiting.column, word(waiting));
        }
        let hashes = &hashes[..waiting.len()];
        terms.make_room(waiting.len());
        // The values do not matter: from now on they are near.
        let mut near = 0;
        let mut likely = [u32::MAX; ENTERED_TOGETHER];
        for (likely, &hash) in likely.iter_mut().zip(hashes) {
            *likely = terms.likely(hash);
        }
        for likely in &mut likely[..hashes.len()] {
            *likely = terms.list.get(*likely as usize).map_or(u32::MAX, |term| term.chain.tail());
        }
        for &tail in &likely[..hashes.len()] {
            near ^= arena.touch(tail);
        }
        std::hint::black_box(near);
        for (waiting, &hash) in waiting.iter().zip(hashes) {
            let term = terms.of(hash, waiting.column, word(waiting));
            let is_new = term.docs == 0 || term.doc != doc;
            match waiting.entry {
                Entry::Word(position) => {
                    if is_new {
                        if term.docs > 0 {
                            arena.push(&mut term.chain, 0);
                        }
                        arena.push(&mut term.chain, doc - term.doc);
                        term.pending = 0;
                    }
                    arena.push(&mut term.chain, position - term.pending + 1);
                    term.pending = position;
                }
                Entry::Stem(times) if is_new => {
                    if term.docs > 0 {
                        arena.push(&mut term.chain, term.pending);
                    }
                    arena.push(&mut term.chain, doc - term.doc);
                    term.pending = times;
                }
                Entry::Stem(times) => term.pending += times,
                Entry::Value if is_new => arena.push(&mut term.chain, doc - term.doc),
                Entry::Value => {}
            }
            if is_new {
                term.docs += 1;
                term.doc = doc;
            }
        }
        waiting.clear();
        words.clear();
    }
}

impl Columns for MemorySegment {
    fn word(&mut self, column: Column, word: &str, position: u32) {
        self.wait(column, Entry::Word(position), word);
    }

    fn stem(&mut self, column: Column, stem: &str, times: u32) {
        self.lengths[usize::from(column != BAG_COLUMNS[0])] += times;
        self.wait(column, Entry::Stem(times), stem);
    }

    fn value(&mut self, column: Column, value: &str) {
        self.wait(column, Entry::Value, value);
    }

    fn number(&mut self, column: Column, number: u64) {
        self.row[column.slot()] = number;
    }
}
