//! BM25 over the ranking bags.
//!
//! The formula is Robertson and Zaragoza's (The Probabilistic Relevance Framework: BM25 and Beyond,
//! 2009) with Lucene's idf, ln(1 + (N - n + 1/2) / (n + 1/2)), which is never negative. N, n and the
//! average length are those of the living articles of the whole index, so a score depends neither on how the
//! index is divided into segments nor on what was deleted from them; terms are added in the query's order, so
//! neither does its last bit.
//!
//! It must not know which documents match.

use tantivy::DocSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};

use super::generation::field_of;
use super::segment::Segment;
use crate::engine::EngineError;
use crate::index::{self, BAGS, Column, weights};

/// A look-up costs about as much as reading so many documents of a list.
pub(super) const LOOKUP: u32 = 16;

/// A bag of stems that articles are scored by.
pub(super) struct Bag {
    pub field: Field,
    /// Living articles of the whole index.
    documents: u64,
    /// k1 times the length's part, for each of the 256 lengths the index tells apart.
    saturation: Box<[f32; 256]>,
}

impl Bag {
    /// The bags that hold anything, the main one first; `tokens` are the lengths of all living articles, summed.
    pub fn open_all(segments: &[Segment], tokens: [u64; BAGS]) -> Vec<Self> {
        let documents: u64 = segments.iter().map(|segment| u64::from(segment.reader.num_docs())).sum();
        let mut bags = Vec::new();
        let fields = [Column::Bag, Column::BagBody].map(field_of);
        for (field, tokens) in fields.into_iter().zip(tokens) {
            if tokens > 0 {
                let average = (tokens as f32 / documents.max(1) as f32).max(1.0);
                let saturation = std::array::from_fn(|id| {
                    let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
                    weights::K1 * (1.0 - weights::B + weights::B * length / average)
                });
                bags.push(Self { field, documents, saturation: Box::new(saturation) });
            }
        }
        bags
    }

    /// The most a stem of this document frequency can add to a score: idf times weight times (k1 + 1).
    fn most(&self, frequency: u64, weight: f32) -> f32 {
        let (all, with) = (self.documents as f32, frequency as f32);
        let idf = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        idf * weight * (weights::K1 + 1.0)
    }
}

/// A stem that articles are scored by, in one bag, with what the whole index says of it.
pub(super) struct Weighted<'b> {
    bag: &'b Bag,
    pub stem: String,
    /// No article scores more by this stem.
    pub most: f32,
    /// Its entry in each segment.
    entries: Vec<Option<TermInfo>>,
}

impl Weighted<'_> {
    /// No article in which it is so frequent scores more by it: the shortest one would.
    pub fn most_of(&self, frequency: u32) -> f32 {
        let (frequency, least) = (frequency as f32, self.bag.saturation[0]);
        self.most * (frequency / (frequency + least))
    }

    /// Its entry in the dictionary of a segment.
    pub fn entry(&self, segment: usize) -> Option<&TermInfo> {
        self.entries[segment].as_ref()
    }

    /// The living documents of a segment that have it.
    pub fn living(&self, (at, segment): (usize, &Segment)) -> Result<u64, EngineError> {
        self.entries[at].as_ref().map_or(Ok(0), |entry| segment.living_among(self.bag.field, entry))
    }

    /// Its postings in a segment, a block at a time.
    pub fn blocks(&self, segment: (usize, &Segment)) -> Result<Option<BlockSegmentPostings>, EngineError> {
        let (at, segment) = segment;
        let option = IndexRecordOption::WithFreqs;
        self.entries[at].as_ref().map(|entry| segment.blocks_at(self.bag.field, entry, option)).transpose()
    }
}

/// The stems of a query, in the main bag and in the others.
#[derive(Default)]
pub(super) struct Ranking<'b> {
    /// In the bag of title, keywords, headings and abstract.
    pub main: Vec<Weighted<'b>>,
    /// In the full text.
    pub side: Vec<Weighted<'b>>,
}

impl<'b> Ranking<'b> {
    /// Weighs stems by the whole index; what occurs nowhere is left out.
    pub fn of(bags: &'b [Bag], segments: &[Segment], plan: &index::Ranking) -> Result<Self, EngineError> {
        let mut ranking = Self::default();
        for (number, &(column, weight)) in plan.bags.iter().enumerate() {
            let field = field_of(column);
            // A bag that holds nothing ranks nothing.
            let Some(bag) = bags.iter().find(|bag| bag.field == field) else { continue };
            for stem in &plan.stems {
                let entries = segments.iter().map(|segment| segment.entry(bag.field, stem));
                let entries = entries.collect::<Result<Vec<_>, _>>()?;
                let mut frequency = 0;
                for (segment, entry) in segments.iter().zip(&entries) {
                    if let Some(entry) = entry {
                        frequency += segment.living_among(bag.field, entry)?;
                    }
                }
                if frequency > 0 {
                    let list = if number == 0 { &mut ranking.main } else { &mut ranking.side };
                    let most = bag.most(frequency, weight);
                    list.push(Weighted { bag, stem: stem.clone(), most, entries });
                }
            }
        }
        Ok(ranking)
    }

    /// Whether nothing is ranked by.
    pub fn is_empty(&self) -> bool {
        self.main.is_empty() && self.side.is_empty()
    }

    /// Whether reading the lists of a segment to their end, window by window, beats looking so many documents up in
    /// them. One list is walked beside the documents as fast as it is read, and nothing is noted.
    pub fn is_dense(&self, segment: usize, documents: u32) -> bool {
        let lists = self.main.iter().filter_map(|weighted| weighted.entry(segment));
        let all = lists.fold(0, |sum: u32, entry| sum.saturating_add(entry.doc_freq));
        self.main.len() > 1 && all / LOOKUP <= documents
    }

    /// The most that all but the main bag can add to a score.
    pub fn slack(&self) -> f32 {
        self.side.iter().map(|weighted| weighted.most).sum()
    }
}

/// Scores documents by one stem.
pub(super) struct Scorer<'b> {
    pub postings: SegmentPostings,
    pub curve: Curve<'b>,
}

/// What a frequency is worth in an article of a length.
pub(super) struct Curve<'b> {
    norms: FieldNormReader,
    most: f32,
    saturation: &'b [f32; 256],
}

impl<'b> Curve<'b> {
    pub fn open(segment: &Segment, weighted: &Weighted<'b>) -> Result<Self, EngineError> {
        let norms = segment.norms(weighted.bag.field)?;
        Ok(Self { norms, most: weighted.most, saturation: &weighted.bag.saturation })
    }

    #[inline]
    pub fn score(&self, doc: u32, frequency: u32) -> f32 {
        let frequency = frequency as f32;
        let saturation = self.saturation[usize::from(self.norms.fieldnorm_id(doc))];
        self.most * (frequency / (frequency + saturation))
    }
}

impl<'b> Scorer<'b> {
    /// A scorer for each stem that occurs in the segment, in the order given.
    pub fn open_all(segment: (usize, &Segment), list: &[Weighted<'b>]) -> Result<Vec<Self>, EngineError> {
        let (at, segment) = segment;
        let mut scorers = Vec::with_capacity(list.len());
        for weighted in list {
            if let Some(entry) = &weighted.entries[at] {
                let postings =
                    segment.postings_at(weighted.bag.field, entry, IndexRecordOption::WithFreqs)?;
                scorers.push(Self { postings, curve: Curve::open(segment, weighted)? });
            }
        }
        Ok(scorers)
    }

    /// The score of a document; documents must be asked for in rising order.
    #[inline]
    pub fn score(&mut self, doc: u32) -> f32 {
        if self.postings.doc() < doc {
            self.postings.seek(doc);
        }
        if self.postings.doc() == doc { self.curve.score(doc, self.postings.term_freq()) } else { 0.0 }
    }
}

/// The score of a document by all stems, added in the query's order.
#[inline]
pub(super) fn total_score(scorers: &mut [Scorer<'_>], doc: u32) -> f32 {
    scorers.iter_mut().fold(0.0, |sum, scorer| sum + scorer.score(doc))
}
