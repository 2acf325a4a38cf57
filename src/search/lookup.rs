//! Articles looked up: by an id, by a reference, and what a hit shows of one.
//!
//! It must not know what they are wanted for.

use super::error::Error;
use super::hits::Hit;
use crate::backend::Found;
use crate::backend::local::LocalBackend;
use crate::model::{ArticleId, Reference};

/// The record of the article of an id, or of any identifier of it.
pub(super) fn record_of(backend: &LocalBackend, id: &ArticleId) -> Result<Option<u32>, Error> {
    let by_id = backend.records_of_id(id.as_str())?;
    let records = if by_id.is_empty() { backend.records_of_key(id.as_str())? } else { by_id };
    Ok(records.first().copied())
}

/// The record of the article a reference is: by its strongest key that the corpus has. A key that several
/// articles have names none of them.
pub(super) fn article_of(backend: &LocalBackend, reference: &Reference) -> Result<Option<u32>, Error> {
    for key in reference.identity_keys() {
        if let [record] = backend.records_of_key(key.as_str())?.as_slice() {
            return Ok(Some(*record));
        }
    }
    Ok(None)
}

/// An article as a hit, without snippets.
pub(super) fn hit_of(backend: &LocalBackend, record: u32, rank: usize) -> Result<Hit, Error> {
    let found = Found { record, score: 0.0, missing: Vec::new() };
    Ok(Hit::of(rank, backend.generation().store.card(record)?, found))
}
