//! The ranking's weights, all of them, as data.
//!
//! It must not know how a score is computed.

/// How often a word counts in the ranking bag, by where it stands; weights are whole because a bag counts
/// words. They are starting values and were not tuned on this index.
pub(crate) const TITLE: u8 = 3;
/// A keyword of the authors.
pub(crate) const KEYWORD: u8 = 1;
/// A MeSH heading.
pub(crate) const HEADING: u8 = 1;
/// The abstract.
pub(crate) const ABSTRACT: u8 = 1;

/// Weight of the full text's score beside the bag's.
pub(crate) const BODY: f32 = 0.25;

/// BM25's saturation of term frequency (Robertson and Zaragoza, 2009; tantivy's and Lucene's default).
pub(crate) const K1: f32 = 1.2;
/// BM25's length normalisation.
pub(crate) const B: f32 = 0.75;
