//! The words of a plain query as sets of documents.
//!
//! They must not know how documents are scored.

use super::compile::documents;
use super::docs::{BoxDocs, Either};
use super::segment::Segment;
use crate::engine::EngineError;
use crate::index::{Budget, Column, Group, field_of};

/// The documents of a segment that satisfy a group: those with a stem that is the whole of it, and for a
/// compound of several those where its words stand next to each other.
pub(super) fn group_documents(
    segment: &Segment,
    group: &Group,
    budget: &Budget,
) -> Result<BoxDocs, EngineError> {
    let mut sets = Vec::with_capacity(group.stems.len() + 1);
    for stem in &group.stems {
        sets.push(stem_documents(segment, stem)?);
    }
    if let Some(apart) = &group.apart {
        sets.push(documents(segment, apart, budget)?);
    }
    Ok(Either::of(sets, segment.max_doc()))
}

/// The documents a stem occurs in: those ranked by it and the others.
fn stem_documents(segment: &Segment, stem: &str) -> Result<BoxDocs, EngineError> {
    let fields = [Column::Bag, Column::Unranked].map(field_of);
    let sets = fields.into_iter().map(|field| segment.value(field, stem));
    Ok(Either::of(sets.collect::<Result<_, _>>()?, segment.max_doc()))
}
