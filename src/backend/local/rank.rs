//! BM25 over the ranking bags.
//!
//! The formula is Robertson and Zaragoza's (The Probabilistic Relevance Framework: BM25 and Beyond,
//! 2009) with Lucene's idf, ln(1 + (N - n + 1/2) / (n + 1/2)), which is never negative. N, n and the
//! average length are those of the whole index, so a score does not depend on how the index is divided
//! into segments; terms are added in the query's order, so neither does its last bit.
//!
//! It must not know which documents match.

use tantivy::DocSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};

use super::segment::Segment;
use crate::backend::BackendError;
use crate::index::{IndexError, weights};

/// A stem that articles are scored by, in one bag, with what the whole index says of it.
#[derive(Debug, Clone)]
pub(super) struct Weighted {
    pub field: Field,
    pub stem: String,
    /// idf times the bag's weight times (k1 + 1): no article scores more by this stem.
    pub most: f32,
    /// Average length of the bag.
    average: f32,
}

/// The stems of a query, in the main bag and in the others.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranking {
    /// In the bag of title, keywords, headings and abstract.
    pub main: Vec<Weighted>,
    /// In references and full text.
    pub side: Vec<Weighted>,
}

impl Ranking {
    /// Weighs stems by the whole index; what occurs nowhere is left out.
    pub fn of(segments: &[Segment], stems: &[String]) -> Result<Self, BackendError> {
        let mut ranking = Self::default();
        let Some(first) = segments.first() else { return Ok(ranking) };
        let fields = first.fields;
        let bags = [
            (fields.bag, 1.0),
            (fields.bag_reference, weights::REFERENCES),
            (fields.bag_body, weights::BODY),
        ];
        let documents: u64 = segments.iter().map(|segment| u64::from(segment.max_doc())).sum();
        for (field, weight) in bags {
            let mut tokens = 0;
            for segment in segments {
                tokens += segment.tokens(field)?;
            }
            let average = (tokens as f32 / documents.max(1) as f32).max(1.0);
            for (at, stem) in stems.iter().enumerate() {
                if stems[..at].contains(stem) {
                    continue;
                }
                let mut frequency = 0;
                for segment in segments {
                    frequency += u64::from(segment.document_frequency(field, stem)?);
                }
                if frequency > 0 {
                    let (all, with) = (documents as f32, frequency as f32);
                    let idf = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
                    let most = idf * weight * (weights::K1 + 1.0);
                    let weighted = Weighted { field, stem: stem.clone(), most, average };
                    let list = if field == fields.bag { &mut ranking.main } else { &mut ranking.side };
                    list.push(weighted);
                }
            }
        }
        Ok(ranking)
    }
}

/// Scores documents by one stem.
pub(super) struct Scorer {
    postings: SegmentPostings,
    curve: Curve,
}

/// What a frequency is worth in an article of a length.
pub(super) struct Curve {
    norms: FieldNormReader,
    most: f32,
    /// k1 times the length's part, for each of the 256 lengths the index tells apart.
    saturation: Box<[f32; 256]>,
}

impl Curve {
    pub fn open(segment: &Segment, weighted: &Weighted) -> Result<Self, BackendError> {
        let norms = segment.reader.get_fieldnorms_reader(weighted.field);
        let norms = norms.map_err(|error| IndexError::engine(&*segment.directory, error))?;
        let saturation = std::array::from_fn(|id| {
            let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
            weights::K1 * (1.0 - weights::B + weights::B * length / weighted.average)
        });
        Ok(Self { norms, most: weighted.most, saturation: Box::new(saturation) })
    }

    #[inline]
    pub fn score(&self, doc: u32, frequency: u32) -> f32 {
        let frequency = frequency as f32;
        let saturation = self.saturation[usize::from(self.norms.fieldnorm_id(doc))];
        self.most * (frequency / (frequency + saturation))
    }
}

impl Scorer {
    /// A scorer for each stem that occurs in the segment, in the order given.
    pub fn open_all(segment: &Segment, list: &[Weighted]) -> Result<Vec<Self>, BackendError> {
        let mut scorers = Vec::with_capacity(list.len());
        for weighted in list {
            if let Some(postings) =
                segment.postings(weighted.field, &weighted.stem, IndexRecordOption::WithFreqs)?
            {
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
pub(super) fn total_score(scorers: &mut [Scorer], doc: u32) -> f32 {
    scorers.iter_mut().fold(0.0, |sum, scorer| sum + scorer.score(doc))
}
