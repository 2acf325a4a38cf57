//! The words of a plain query as sets of documents.
//!
//! They must not know how documents are scored.

use super::compile::{all_text, text};
use super::docs::{BoxDocs, Either};
use super::segment::Segment;
use crate::engine::{EngineError, PlainGroup};
use crate::index::Budget;

/// The documents of a segment that satisfy a group: those with a stem that is the whole of it, and for a
/// compound of several those where its words stand next to each other.
pub(super) fn group_documents(
    segment: &Segment,
    group: &PlainGroup,
    budget: &Budget,
) -> Result<BoxDocs, EngineError> {
    let mut sets = Vec::with_capacity(group.readings.len());
    let mut apart = false;
    for reading in &group.readings {
        match reading.as_slice() {
            [stem] => sets.push(stem_documents(segment, stem)?),
            _ => apart = true,
        }
    }
    if let (true, Some(pattern)) = (apart, &group.pattern) {
        sets.push(text(segment, &all_text(&segment.fields), &pattern.clause, budget)?);
    }
    Ok(Either::of(sets, segment.max_doc()))
}

/// The stem of a group that is one word written in one way.
pub(super) fn only_stem(group: &PlainGroup) -> Option<&str> {
    match group.readings.as_slice() {
        [reading] if reading.len() == 1 => Some(&reading[0]),
        _ => None,
    }
}

/// The documents a stem occurs in: those ranked by it and the others.
fn stem_documents(segment: &Segment, stem: &str) -> Result<BoxDocs, EngineError> {
    let fields = [segment.fields.bag, segment.fields.unranked];
    let sets = fields.into_iter().map(|field| segment.value(field, stem));
    Ok(Either::of(sets.collect::<Result<_, _>>()?, segment.max_doc()))
}
