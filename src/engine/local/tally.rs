//! How many of the articles a plan finds have each value of a column.

use tantivy::schema::IndexRecordOption;

use super::bits::BitsBuilder;
use super::compile::{documents, narrow};
use super::docs::BoxDocs;
use super::generation::field_of;
use super::groups::group_documents;
use super::segment::{Blocks, Segment};
use super::sets::{Both, Either};
use super::{LocalSnapshot, each_living, pool};
use crate::engine::{EngineError, Matching};
use crate::index::{Budget, Forms, Plan, Tallied, Tally, Wanted};

impl LocalSnapshot {
    /// Counts the articles found by each of these.
    pub(super) fn tally_found(
        &self,
        plan: &Plan,
        by: &[Tally],
        budget: &Budget,
    ) -> Result<Vec<Tallied>, EngineError> {
        let stretches = pool::each(self.stretches(plan), |stretch| {
            let mut tallies = vec![Tallied::default(); by.len()];
            for segment in &self.segments[stretch] {
                count(segment, plan, by, &mut tallies, budget)?;
            }
            Ok(tallies)
        })?;
        budget.check()?;
        let mut all = vec![Tallied::default(); by.len()];
        for some in stretches {
            all.iter_mut().zip(some).for_each(|(all, some)| all.merge(some));
        }
        Ok(all)
    }
}

fn count(
    segment: &Segment,
    plan: &Plan,
    by: &[Tally],
    tallies: &mut [Tallied],
    budget: &Budget,
) -> Result<(), EngineError> {
    let mut found = BitsBuilder::new(segment.max_doc());
    let mut number = 0;
    each_living(segment, matching(segment, plan, budget)?, budget, |doc| {
        found.insert(doc);
        number += 1;
    })?;
    if number == 0 {
        return Ok(());
    }
    for (by, tally) in by.iter().zip(tallies) {
        match by {
            Tally::Years => {
                let days = segment.published();
                found.each(|doc| {
                    let year = days.get(doc as usize).map_or(0, |day| day / 10_000);
                    *tally.years.entry(year as u16).or_insert(0) += 1;
                });
            }
            Tally::Values { column, prefix } => {
                let field = field_of(*column);
                let mut blocks = Blocks::new(IndexRecordOption::Basic);
                segment.each_word(field, Forms::Prefix(prefix), budget, |value, words, entry| {
                    let block = segment.io(blocks.open(words, entry))?;
                    let mut count = 0;
                    while !block.docs().is_empty() {
                        count += block.docs().iter().filter(|&&doc| found.has(doc)).count() as u64;
                        block.advance();
                    }
                    if count > 0 {
                        *tally.values.entry(String::from_utf8_lossy(value).into_owned()).or_insert(0) +=
                            count;
                    }
                    Ok(())
                })?;
            }
        }
    }
    Ok(())
}

/// The documents of a segment that count as found, deleted ones included.
fn matching(segment: &Segment, plan: &Plan, budget: &Budget) -> Result<BoxDocs, EngineError> {
    let docs = match &plan.wanted {
        Wanted::Tree { set, .. } => documents(segment, set, budget)?,
        Wanted::Words { groups, matching } => {
            let groups = groups.iter().map(|group| group_documents(segment, group, budget));
            let sets = groups.collect::<Result<Vec<_>, _>>()?;
            if *matching == Matching::Any { Either::of(sets, segment.max_doc()) } else { Both::of(sets) }
        }
    };
    narrow(segment, docs, &plan.filter, budget)
}
