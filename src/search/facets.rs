//! Counts of the articles found by journal, year, or a field of one's own.
//!
//! It must not know how an engine counts.

use std::cmp::Reverse;
use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::error::Error;
use crate::engine::State;
use crate::index::{Column, Facet, Limits, Plan, Tally, retracted_sets};
use crate::model::Status;

/// What the articles found have of one facet. Counted are all that match ([`Hits::total`](super::Hits::total)), not
/// only those of the page; an article with several values counts with each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FacetCounts {
    /// The facet's name, such as `journal` or `field:section`.
    pub facet: String,
    /// The values that the most articles have, each with their number; of equals the first by name. Years come in
    /// their order, the newest first.
    pub values: Vec<(String, u64)>,
    /// Number of further values.
    pub other_values: u64,
    /// The sum of their numbers.
    pub other_count: u64,
}

/// In a line: `journal: "Crit Care" 12, "Lancet, The" 7; 3 more values`.
impl Display for FacetCounts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.facet)?;
        for (at, (value, count)) in self.values.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            // Years and codes are one word; of headings many have commas.
            let quote = if value.contains([' ', ',']) { "\"" } else { "" };
            write!(f, "{comma} {quote}{value}{quote} {count}")?;
        }
        match (self.values.len(), self.other_values) {
            (0, 0) => write!(f, " none"),
            (_, 0) => Ok(()),
            (0, others) => write!(f, " {others} values"),
            (_, others) => write!(f, "; {others} more values"),
        }
    }
}

/// Counts the articles a plan finds by each facet, and keeps so many values of each.
pub(super) fn count(
    state: &State,
    plan: &Plan,
    facets: &[Facet],
    most: usize,
    limits: &Limits,
) -> Result<Vec<FacetCounts>, Error> {
    let values = |column: Column, prefix: String| Tally::Values { column, prefix };
    let by: Vec<Tally> = facets
        .iter()
        .map(|facet| match facet {
            Facet::Year => Tally::Years,
            Facet::Status => values(Column::Flag, STATUS.to_owned()),
            other => values(Column::Facet, other.prefix()),
        })
        .collect();
    let mut counts = Vec::with_capacity(facets.len());
    for ((facet, by), tallied) in facets.iter().zip(&by).zip(state.tally_found(plan, &by, limits)?) {
        let mut values: Vec<(String, u64)> = match by {
            Tally::Years => {
                let (unknown, known): (Vec<_>, Vec<_>) =
                    tallied.years.into_iter().partition(|&(year, _)| year == 0);
                let known = known.into_iter().rev().map(|(year, count)| (year.to_string(), count));
                known.chain(unknown.into_iter().map(|(_, count)| (UNKNOWN.to_owned(), count))).collect()
            }
            Tally::Values { prefix, .. } => {
                let all = tallied.values.into_iter();
                all.map(|(value, count)| (value[prefix.len()..].to_owned(), count)).collect()
            }
        };
        if *facet == Facet::Status {
            notices(state, plan, &mut values, limits)?;
        }
        // Years stand in their order already.
        if *facet != Facet::Year {
            values.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        }
        let others = values.split_off(most.min(values.len()));
        counts.push(FacetCounts {
            facet: facet.name(),
            values,
            other_values: others.len() as u64,
            other_count: others.iter().map(|other| other.1).sum(),
        });
    }
    Ok(counts)
}

/// The year of articles without one.
const UNKNOWN: &str = "unknown";
/// How the flags of statuses begin.
const STATUS: &str = "status:";

/// An article that a notice of the corpus retracts is retracted, whatever its own record says.
fn notices(
    state: &State,
    plan: &Plan,
    values: &mut Vec<(String, u64)>,
    limits: &Limits,
) -> Result<(), Error> {
    let all: u64 = values.iter().map(|value| value.1).sum();
    let mut left = plan.clone();
    left.filter.without.extend(retracted_sets(state.retracted_keys()?));
    let by = [Tally::Values { column: Column::Flag, prefix: STATUS.to_owned() }];
    let tallied = state.tally_found(&left, &by, limits)?.pop().unwrap_or_default().values;
    *values = tallied.into_iter().map(|(flag, count)| (flag[STATUS.len()..].to_owned(), count)).collect();
    let retracted = all - values.iter().map(|value| value.1).sum::<u64>();
    if retracted > 0 {
        values.push((Status::Retracted.name().to_owned(), retracted));
    }
    Ok(())
}
