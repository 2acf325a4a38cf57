//! A state in memory to be searched.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::answer::{missing, run};
use super::article::Stored;
use super::state::{Shared, State};
use crate::index::stored::split;
use crate::index::{
    Budget, Column, Counts, EngineError, Found, IndexError, Keyed, Limits, Lookup, Manifest, Matching, Page,
    Parts, Place, Plan, Printed, Record, Sizes, Snapshot, Take, Tallied, Tally, Verified, Wanted,
};

/// Hits handed over together: few, so that whoever takes them is given several lists.
const BATCH: usize = 7;

pub(super) struct MemorySnapshot {
    pub shared: Shared,
    pub state: Arc<State>,
}

/// An article with the parts asked for.
fn read(article: &Stored, parts: Parts) -> Record {
    let mut read = Record { place: Place(u64::from(article.record)), ..Record::default() };
    if parts == Parts::NONE {
        return read;
    }
    let whole = split(article.work.clone());
    if parts.has(Parts::CARD) {
        (read.stamp, read.card) = (article.stamp, whole.card);
    }
    if parts.has(Parts::TEXT) {
        read.text = whole.text;
    }
    if parts.has(Parts::PRINTED) {
        let mut printed = Printed::default();
        whole.references.iter().for_each(|reference| printed.push(&reference.label, &reference.raw));
        read.printed = printed;
    }
    if parts.has(Parts::REFERENCES) {
        read.references = whole.references;
    }
    if parts.has(Parts::REST) {
        read.rest = Some(Box::new(whole.rest));
    }
    if parts.has(Parts::BODY) {
        read.body = whole.body;
    }
    if parts.has(Parts::WORK) {
        read.work = Some(Box::new(article.work.clone()));
    }
    read
}

impl MemorySnapshot {
    fn looked_up(&self, of: Lookup<'_>) -> impl Iterator<Item = &Stored> {
        let own = |key: &str| Keyed::Own(key.to_owned());
        let wanted: Box<dyn Fn(&Stored) -> bool> = match of {
            Lookup::Id(id) => is_keyed(Keyed::Id(id.to_owned())),
            Lookup::Key(key) => is_keyed(own(key)),
            Lookup::Cites(key) => is_keyed(Keyed::Cites(key.to_owned())),
            Lookup::Flag(flag) => {
                let flag = flag.to_owned();
                Box::new(move |article| article.columns.has(Column::Flag, &flag))
            }
            Lookup::All => Box::new(|_| true),
        };
        self.state.iter().filter(move |article| wanted(article))
    }

    /// The first hits of a plan from some on, and the counts.
    fn found(
        &self,
        plan: &Plan,
        page: Page,
        parts: Parts,
        limits: &Limits,
    ) -> Result<(Vec<Found>, Counts), EngineError> {
        let budget = Budget::new(limits);
        let (ranked, counts) = run(&self.state, plan, page.offset.saturating_add(page.limit), &budget)?;
        let one = |&(score, article): &(f32, &Stored)| {
            let missing = missing(plan, &counts, article, &budget)?;
            Ok(Found { record: read(article, parts), score, missing })
        };
        let found = ranked.iter().skip(page.offset).map(one).collect::<Result<_, EngineError>>()?;
        Ok((found, counts))
    }
}

fn is_keyed(key: Keyed) -> Box<dyn Fn(&Stored) -> bool> {
    Box::new(move |article| article.is_keyed(&key))
}

impl Snapshot for MemorySnapshot {
    fn origin(&self) -> Result<(u64, &Manifest), IndexError> {
        Ok((self.state.number, &self.state.manifest))
    }

    fn name(&self) -> String {
        format!("{}-{}", self.state.number, self.state.manifest.sequence)
    }

    fn home(&self) -> &Path {
        &self.shared.path
    }

    fn is_fresh(&self) -> bool {
        self.shared.newest().is_ok_and(|newest| Arc::ptr_eq(&newest, &self.state))
    }

    fn articles(&self) -> u64 {
        self.state.articles.len() as u64
    }

    fn search(
        &self,
        plan: &Plan,
        page: Page,
        parts: Parts,
        limits: &Limits,
        take: &mut Take<'_>,
    ) -> Result<Counts, EngineError> {
        let (found, counts) = self.found(plan, page, parts, limits)?;
        let mut found = found.into_iter();
        while found.len() > 0 {
            if take(&counts, found.by_ref().take(BATCH).collect()).is_break() {
                break;
            }
        }
        Ok(counts)
    }

    fn find(&self, wanted: &[Lookup<'_>], most: usize) -> Result<Vec<Vec<Place>>, EngineError> {
        let one = |of: &Lookup<'_>| {
            let mut found: Vec<&Stored> = self.looked_up(*of).collect();
            found.sort_by_key(|article| article.columns.number(Column::Order));
            found.into_iter().take(most).map(|article| Place(u64::from(article.record))).collect()
        };
        Ok(wanted.iter().map(one).collect())
    }

    fn fetch(&self, places: &[Place], parts: Parts) -> Result<Vec<Record>, EngineError> {
        let one = |place: &Place| {
            let article = self.state.articles.get(&(place.0 as u32));
            let unknown = || IndexError::damaged(self.home(), format!("it has no {place:?}"));
            Ok(read(article.ok_or_else(unknown)?, parts))
        };
        places.iter().map(one).collect()
    }

    fn each(
        &self,
        of: Lookup<'_>,
        parts: Parts,
        take: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        let _: ControlFlow<()> = self.looked_up(of).try_for_each(|article| take(read(article, parts)));
        Ok(())
    }

    fn each_value(
        &self,
        column: Column,
        prefix: &str,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        let counts = self.tally(column, prefix)?;
        let _: ControlFlow<()> = counts.iter().try_for_each(|(value, &count)| take(value, count));
        Ok(())
    }

    fn each_cited(
        &self,
        least: u64,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        let counts = counted(self.state.iter().flat_map(|article| article.cited.iter().cloned()));
        let mut often = counts.iter().filter(|(_, count)| **count >= least);
        let _: ControlFlow<()> = often.try_for_each(|(key, &count)| take(key, count));
        Ok(())
    }

    fn tally(&self, column: Column, prefix: &str) -> Result<BTreeMap<String, u64>, EngineError> {
        let values = self.state.iter().flat_map(|article| article.columns.values(column, prefix));
        Ok(counted(values.map(str::to_owned)))
    }

    fn tally_found(&self, plan: &Plan, by: &[Tally], limits: &Limits) -> Result<Vec<Tallied>, EngineError> {
        let mut plan = plan.clone();
        if let Wanted::Words { matching: matching @ Matching::Auto, .. } = &mut plan.wanted {
            *matching = Matching::All;
        }
        let (found, _) = run(&self.state, &plan, usize::MAX, &Budget::new(limits))?;
        let mut tallies = vec![Tallied::default(); by.len()];
        for ((_, article), (by, tally)) in
            found.iter().flat_map(|found| by.iter().zip(0..).map(move |(by, at)| (found, (by, at))))
        {
            match by {
                Tally::Years => {
                    let year = (article.columns.number(Column::Date) / 10_000) as u16;
                    *tallies[tally].years.entry(year).or_insert(0) += 1;
                }
                Tally::Values { column, prefix } => {
                    for value in article.columns.values(*column, prefix) {
                        *tallies[tally].values.entry(value.to_owned()).or_insert(0) += 1;
                    }
                }
            }
        }
        Ok(tallies)
    }

    fn years(&self) -> Result<BTreeMap<u16, u64>, EngineError> {
        Ok(counted(self.state.iter().map(|article| (article.day() / 10_000) as u16)))
    }

    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, EngineError> {
        Ok(self.state.sides.get(name).cloned())
    }

    fn verify(&self) -> Result<Verified, EngineError> {
        Ok(Verified { generation: self.state.number, articles: self.articles(), ..Verified::default() })
    }

    fn sizes(&self) -> Result<Sizes, EngineError> {
        Ok(Sizes::default())
    }
}

fn counted<T: Ord>(all: impl Iterator<Item = T>) -> BTreeMap<T, u64> {
    let mut counts = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    counts
}
