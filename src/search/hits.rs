//! What a search finds.
//!
//! It must not know how hits are printed.

use std::ops::Range;
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::facets::FacetCounts;
use crate::index::Card;
use crate::model::{ArticleId, Doi, Names, Pmcid, Pmid, Status};
use crate::query::{Note, Syntax};

/// The answer to a search.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Hits {
    /// How the query was read: a query in notation in a form that parses to the same tree, a plain one in
    /// words for people.
    pub interpretation: String,
    /// The notation it was read in.
    pub syntax: Syntax,
    /// What in the query may have been meant otherwise.
    pub notes: Vec<Note>,
    /// Articles that match, exactly; of a plain query, those with all its words (or any, where that was
    /// asked for).
    pub total: u64,
    /// Articles with some but not all words that fill the page after those with all; 0 where none were
    /// needed.
    pub partial: u64,
    /// Words of a plain query that no article has.
    pub unknown: Vec<String>,
    /// How many of all that match have what, by each facet asked for.
    pub facets: Vec<FacetCounts>,
    /// The page.
    pub hits: Vec<Hit>,
    /// Time from query text to hits in hand; written in microseconds.
    #[serde(rename = "took_us", serialize_with = "micros")]
    pub took: Duration,
}

/// One article found.
///
/// ```
/// let mut hit = litdex::Hit::default();
/// hit.pmid = "7".parse().ok();
/// let json = serde_json::to_value(&hit)?;
/// assert_eq!((&json["pmid"], &json["status"]), (&7.into(), &"published".into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Hit {
    /// Place among all hits, from 1; in a sample among these.
    pub rank: usize,
    /// Article id.
    pub id: ArticleId,
    /// The record's own id in its source: what a test collection calls it, or the PMID.
    pub source_id: String,
    /// BM25 score; comparable within one answer only. 0 where nothing was ranked.
    pub score: f32,
    /// Title.
    pub title: String,
    /// Parts of the title that match, as ranges of Unicode scalar values.
    #[serde(serialize_with = "pairs")]
    pub title_highlights: Vec<Range<usize>>,
    /// The first authors, at most eight; all of them where that was [asked](super::Search::all_authors).
    #[serde(serialize_with = "list")]
    pub authors: Names,
    /// Number of all authors.
    pub author_count: usize,
    /// Journal.
    pub journal: String,
    /// Year of publication.
    pub year: Option<u16>,
    /// Volume.
    pub volume: String,
    /// Issue.
    pub issue: String,
    /// Pages.
    pub pages: String,
    /// PMID.
    pub pmid: Option<Pmid>,
    /// PMCID.
    #[serde(serialize_with = "shown")]
    pub pmcid: Option<Pmcid>,
    /// DOI.
    pub doi: Option<Doi>,
    /// What later notices did to it.
    #[serde(serialize_with = "by_name")]
    pub status: Status,
    /// Words of a plain query that it lacks.
    pub missing: Vec<String>,
    /// Sentences that show why it matches, best first.
    pub snippets: Vec<Snippet>,
}

/// A sentence of an article, and what in it matches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Snippet {
    /// Tag of the field it is from: `ab`, `ot`, `ref`.
    pub field: &'static str,
    /// The field as people call it: `abstract`, `keywords`, `reference [2]`.
    pub label: String,
    /// The text, as it is stored.
    pub text: String,
    /// Where the text begins in the stored section, keyword list or reference, in Unicode scalar values.
    pub offset: usize,
    /// Parts that match, as ranges of Unicode scalar values of `text`: rising, never overlapping.
    #[serde(serialize_with = "pairs")]
    pub highlights: Vec<Range<usize>>,
}

/// Ranges as `[start, end]`.
fn pairs<S: Serializer>(ranges: &[Range<usize>], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(ranges.iter().map(|range| [range.start, range.end]))
}

fn list<S: Serializer>(names: &Names, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(names.iter())
}

/// With its letters: `PMC7096066`.
#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn shown<S: Serializer>(id: &Option<Pmcid>, to: S) -> Result<S::Ok, S::Error> {
    id.map(|id| id.to_string()).serialize(to)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn by_name<S: Serializer>(status: &Status, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(status.name())
}

fn micros<S: Serializer>(took: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64(u64::try_from(took.as_micros()).unwrap_or(u64::MAX))
}

impl Hit {
    /// A hit as a card has it, not yet marked.
    pub(super) fn of(rank: usize, card: Card, status: Status) -> Self {
        let source_id = match card.pmid {
            Some(pmid) if card.source_id.is_empty() => pmid.to_string(),
            _ => card.source_id,
        };
        Self {
            rank,
            id: card.id,
            source_id,
            score: 0.0,
            title: card.title,
            title_highlights: Vec::new(),
            authors: card.authors,
            author_count: card.author_count as usize,
            journal: card.journal,
            year: card.year,
            volume: card.volume,
            issue: card.issue,
            pages: card.pages,
            pmid: card.pmid,
            pmcid: card.pmcid,
            doi: card.doi,
            status,
            missing: Vec::new(),
            snippets: Vec::new(),
        }
    }
}

impl Hits {
    /// The hits of the page, in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Hit> {
        self.hits.iter()
    }
}

impl<'h> IntoIterator for &'h Hits {
    type Item = &'h Hit;
    type IntoIter = std::slice::Iter<'h, Hit>;
    fn into_iter(self) -> Self::IntoIter {
        self.hits.iter()
    }
}
