//! What an index holds and was made from.
//!
//! It must not know how that is printed.

use std::collections::BTreeMap;

use super::error::Error;
use crate::engine::local::LocalSnapshot;
use crate::index::Manifest;
use crate::model::Status as Mark;

/// What an index holds and was made from.
#[derive(Debug, Clone, Default)]
pub struct Status {
    /// Number of the generation in use.
    pub generation: u64,
    /// Its manifest.
    pub manifest: Manifest,
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

impl Status {
    pub(super) fn of(snapshot: &LocalSnapshot) -> Result<Self, Error> {
        let generation = snapshot.generation();
        let manifest = generation.manifest().clone();
        let mut status = Self {
            generation: generation.number,
            articles: snapshot.articles(),
            by_year: snapshot.years(),
            bytes: crate::index::size_of(&generation.directory)?,
            dead_bytes: generation.store.lengths().dead_bytes(),
            segments: generation.searcher.segment_readers().len(),
            problems: manifest.sources.iter().flat_map(|source| source.problems.values()).sum(),
            manifest,
            ..Self::default()
        };
        for (flag, count) in snapshot.flags()? {
            match flag.split_once(':') {
                Some(("format", format)) => status.by_format.insert(format.to_owned(), count),
                Some(("status", name)) => status.by_status.insert(name.to_owned(), count),
                _ => None,
            };
        }
        for record in snapshot.records_of_notices()? {
            let own = generation.store.card(record)?.status;
            if own != Mark::Retracted {
                status.by_status.entry(own.name().to_owned()).and_modify(|count| *count -= 1);
                *status.by_status.entry(Mark::Retracted.name().to_owned()).or_default() += 1;
            }
        }
        status.by_status.retain(|_, count| *count > 0);
        Ok(status)
    }
}
