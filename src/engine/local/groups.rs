//! The words of a plain query as sets of documents.
//!
//! They must not know how documents are scored.

use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;

use super::compile::documents;
use super::docs::{BoxDocs, Nothing};
use super::generation::field_of;
use super::rank::Ranking;
use super::segment::Segment;
use super::sets::Either;
use crate::engine::EngineError;
use crate::index::{Budget, Column, Group};

/// The documents of a segment that satisfy a group: those with a stem that is the whole of it, and for a
/// compound of several those where its words stand next to each other.
pub(super) fn group_documents(
    segment: &Segment,
    group: &Group,
    budget: &Budget,
) -> Result<BoxDocs, EngineError> {
    let mut sets = Vec::with_capacity(group.stems.len() + 1);
    for stem in &group.stems {
        let [bag, unranked] =
            [Column::Bag, Column::Unranked].map(|column| segment.entry(field_of(column), stem));
        sets.push(Lists::Stem { bag: bag?, unranked: unranked? }.documents(segment)?);
    }
    if let Some(apart) = &group.apart {
        sets.push(documents(segment, apart, budget)?);
    }
    Ok(Either::of(sets, segment.max_doc()))
}

/// A group in one segment, before any list is opened: opening one costs more than finding it.
pub(super) enum Lists {
    /// Those of a stem that is the whole of the group: of the documents ranked by it, and of the others.
    Stem { bag: Option<TermInfo>, unranked: Option<TermInfo> },
    /// The documents of a group of several stems.
    Set(BoxDocs),
}

impl Lists {
    /// Finds a group in a segment; what the ranking found already is not looked up again.
    pub fn of(
        (at, segment): (usize, &Segment),
        group: &Group,
        ranking: &Ranking<'_>,
        budget: &Budget,
    ) -> Result<Self, EngineError> {
        let Some(stem) = group.only_stem() else {
            return Ok(Self::Set(group_documents(segment, group, budget)?));
        };
        let bag = match ranking.main.iter().find(|weighted| weighted.stem == stem) {
            Some(weighted) => weighted.entry(at).cloned(),
            None => segment.entry(field_of(Column::Bag), stem)?,
        };
        Ok(Self::Stem { bag, unranked: segment.entry(field_of(Column::Unranked), stem)? })
    }

    /// About how many documents there are.
    pub fn cost(&self) -> u32 {
        let frequency = |entry: &Option<TermInfo>| entry.as_ref().map_or(0, |entry| entry.doc_freq);
        match self {
            Self::Stem { bag, unranked } => frequency(bag).saturating_add(frequency(unranked)),
            Self::Set(set) => set.cost(),
        }
    }

    /// The documents of the group.
    pub fn documents(self, segment: &Segment) -> Result<BoxDocs, EngineError> {
        let (bag, unranked) = match self {
            Self::Stem { bag, unranked } => (bag, unranked),
            Self::Set(set) => return Ok(set),
        };
        let open = |column: Column, entry: Option<TermInfo>| -> Result<BoxDocs, EngineError> {
            let Some(entry) = entry else { return Ok(Box::new(Nothing)) };
            Ok(Box::new(segment.postings_at(field_of(column), &entry, IndexRecordOption::Basic)?))
        };
        let sets = vec![open(Column::Bag, bag)?, open(Column::Unranked, unranked)?];
        Ok(Either::of(sets, segment.max_doc()))
    }
}
