//! What an index holds and was made from.
//!
//! It must not know how that is printed.

use std::collections::BTreeMap;

use super::error::Error;
use crate::engine::{BATCH, State};
use crate::index::{Column, Parts, Source};
use crate::model::Status;

/// What an index holds and was made from.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct IndexStatus {
    /// Number of the generation in use.
    pub generation: u64,
    /// Number of its last commit, from 1.
    pub sequence: u64,
    /// Hash over the content of all sources: the same corpus, the same snapshot.
    pub snapshot: String,
    /// When the generation was built, in UTC.
    pub built: String,
    /// When it was last changed, in UTC.
    pub changed: String,
    /// Engine and its version.
    pub engine: String,
    /// What it was made from, in the order of names.
    pub sources: Vec<Source>,
    /// Bytes of text analysed since the generation was built, each text once. An ingest adds what it analyses and takes
    /// off nothing for articles it replaces or deletes; a rebuild counts anew.
    pub text_bytes: u64,
    /// Number of articles.
    pub articles: u64,
    /// Articles by the format they were read from.
    pub by_format: BTreeMap<String, u64>,
    /// Articles by what later notices did to them.
    pub by_status: BTreeMap<String, u64>,
    /// Articles by year of publication; 0 for those without one.
    pub by_year: BTreeMap<u16, u64>,
    /// Bytes on disk.
    pub bytes: u64,
    /// Bytes of these that hold articles since deleted or replaced; an ingest removes them when they are more
    /// than half of the article store.
    pub dead_bytes: u64,
    /// Segments the postings are divided into.
    pub segments: usize,
    /// Problems found in the sources.
    pub problems: u64,
}

impl IndexStatus {
    pub(super) fn of(state: &State) -> Result<Self, Error> {
        let (generation, manifest) = state.origin()?;
        let (manifest, sizes) = (manifest.clone(), state.sizes()?);
        let mut status = Self {
            generation,
            articles: state.articles(),
            by_format: by_name(state, "format:")?,
            by_status: by_name(state, "status:")?,
            by_year: state.years()?,
            bytes: sizes.bytes,
            dead_bytes: sizes.dead_bytes,
            segments: sizes.segments,
            problems: manifest.sources.iter().flat_map(|source| source.problems.values()).sum(),
            sequence: manifest.sequence,
            snapshot: manifest.snapshot,
            built: manifest.built,
            changed: manifest.changed,
            engine: manifest.engine,
            text_bytes: manifest.text_bytes,
            sources: manifest.sources,
        };
        for places in state.retracted_articles()?.chunks(BATCH) {
            for record in state.fetch(places, Parts::CARD)? {
                let own = record.card.status;
                if own != Status::Retracted {
                    status.by_status.entry(own.name().to_owned()).and_modify(|count| *count -= 1);
                    *status.by_status.entry(Status::Retracted.name().to_owned()).or_default() += 1;
                }
            }
        }
        status.by_status.retain(|_, count| *count > 0);
        Ok(status)
    }
}

/// Articles by the flags that begin so, without that beginning.
fn by_name(state: &State, prefix: &str) -> Result<BTreeMap<String, u64>, Error> {
    let counts = state.tally(Column::Flag, prefix)?.into_iter();
    Ok(counts.map(|(flag, count)| (flag[prefix.len()..].to_owned(), count)).collect())
}
