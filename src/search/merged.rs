//! Articles that are made of several records, and why.
//!
//! It must not know how records are merged.

use super::error::Error;
use super::hits::Hit;
use super::index::Index;
use super::lookup::{hits_of, place_of};
use super::snapshot::Snapshot;
use crate::corpus::joins_of;
use crate::index::{Lookup, Parts};
use crate::model::{ArticleId, Origin};

/// What an article is made of.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Merged {
    /// The article.
    pub article: Hit,
    /// Its records, in the order of sources.
    pub records: Vec<MergedRecord>,
    /// Why they are of one work: a step each that put records together, the strongest first. One record has
    /// none.
    pub steps: Vec<MergeStep>,
}

/// A record an article is made of.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct MergedRecord {
    /// Where it stands.
    pub origin: Origin,
    /// Its title.
    pub title: String,
    /// Its own identifiers, as keys: `pmid:1`, `doi:10.1000/x`.
    pub ids: Vec<String>,
}

/// A step that put two records together, and with them the records each was with already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MergeStep {
    /// Places of the two in the list of records, from 1.
    pub records: (usize, usize),
    /// The key they have in common.
    pub key: String,
    /// The second field that agrees; `None` where the key is enough.
    pub beside: Option<&'static str>,
}

impl Snapshot {
    /// What an article is made of, and why; `None` where there is no article of the id.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn why_merged(&self, id: &ArticleId) -> Result<Option<Merged>, Error> {
        self.reading(|state| {
            let Some(place) = place_of(state, id.as_str())? else { return Ok(None) };
            let work = state.fetch(&[place], Parts::WORK)?.pop().and_then(|record| record.work);
            let (Some(work), Some(article)) = (work, hits_of(state, &[place])?.pop()) else {
                return Ok(None);
            };
            let (records, joins) = joins_of(*work);
            let records = records.into_iter().map(|record| MergedRecord {
                ids: record
                    .article
                    .identity_keys()
                    .iter()
                    .filter(|key| key.is_strong())
                    .map(ToString::to_string)
                    .collect(),
                title: record.article.title,
                origin: record.article.origin,
            });
            let steps = joins.into_iter().map(|join| MergeStep {
                records: (join.records.0 + 1, join.records.1 + 1),
                key: join.key,
                beside: join.beside,
            });
            Ok(Some(Merged { article, records: records.collect(), steps: steps.collect() }))
        })
    }

    /// The articles that are made of several records, by id.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn merged(&self) -> Result<Vec<Hit>, Error> {
        self.reading(|state| {
            let places = state.find(&[Lookup::Flag("merged")], usize::MAX)?.pop().unwrap_or_default();
            let mut hits = hits_of(state, &places)?;
            hits.sort_by(|a, b| a.id.cmp(&b.id));
            Ok(hits)
        })
    }
}

impl Index {
    /// What an article is made of, and why; see [`Snapshot::why_merged`].
    ///
    /// # Errors
    /// The index is damaged.
    pub fn why_merged(&self, id: &ArticleId) -> Result<Option<Merged>, Error> {
        self.snapshot().why_merged(id)
    }

    /// The articles that are made of several records, by id.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn merged(&self) -> Result<Vec<Hit>, Error> {
        self.snapshot().merged()
    }
}
