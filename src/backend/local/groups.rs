//! The words of a plain query as sets of documents.
//!
//! They must not know how documents are scored.

use super::docs::{Both, BoxDocs, Either};
use super::segment::Segment;
use crate::backend::{BackendError, PlainGroup};

/// The documents of a segment that satisfy a group.
pub(super) fn group_documents(segment: &Segment, group: &PlainGroup) -> Result<BoxDocs, BackendError> {
    let mut readings = Vec::with_capacity(group.readings.len());
    for reading in &group.readings {
        let stems = reading.iter().map(|stem| stem_documents(segment, stem));
        readings.push(Both::of(stems.collect::<Result<_, _>>()?));
    }
    Ok(Either::of(readings, segment.max_doc()))
}

/// The stem of a group that is one word written in one way.
pub(super) fn only_stem(group: &PlainGroup) -> Option<&str> {
    match group.readings.as_slice() {
        [reading] if reading.len() == 1 => Some(&reading[0]),
        _ => None,
    }
}

/// The documents a stem occurs in: those ranked by it and the others.
fn stem_documents(segment: &Segment, stem: &str) -> Result<BoxDocs, BackendError> {
    let fields = [segment.fields.bag, segment.fields.unranked];
    let sets = fields.into_iter().map(|field| segment.value(field, stem));
    Ok(Either::of(sets.collect::<Result<_, _>>()?, segment.max_doc()))
}
