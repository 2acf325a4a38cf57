//! The local snapshot as everything above sees it: searches, look-ups and parts of articles, many at once.
//!
//! An article's place is the number of its segment and that of its document there.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use super::collect::Ranked;
use super::docs::{BoxDocs, END};
use super::expansions;
use super::generation::{self, field_of};
use super::segment::Segment;
use super::{EngineError, LocalSnapshot, OfIndex};
use crate::index::{
    Budget, Column, Counts, Found, IndexError, Keyed, Limits, Lookup, Manifest, Page, Parts, Place, Plan,
    Printed, Record, Sizes, Snapshot, Take, Tallied, Tally, Verified,
};

/// Hits handed over together, and articles read together.
const BATCH: usize = 256;

fn place(segment: u32, doc: u32) -> Place {
    Place(u64::from(segment) << 32 | u64::from(doc))
}

impl LocalSnapshot {
    /// The segment of an article. Places of other snapshots have none.
    fn segment_of(&self, place: Place) -> Result<&Segment, EngineError> {
        let segment = self.segments.get((place.0 >> 32) as usize);
        Ok(segment.ok_or_else(|| IndexError::damaged(&self.path, format!("it has no {place:?}")))?)
    }

    fn read(&self, place: Place, parts: Parts) -> Result<Record, EngineError> {
        let mut read = Record { place, ..Record::default() };
        if parts == Parts::NONE {
            return Ok(read);
        }
        let segment = self.segment_of(place)?;
        let (store, record) = (&segment.generation()?.store, segment.record(place.0 as u32));
        if parts.has(Parts::CARD) {
            (read.stamp, read.card) = store.stamped_card(record)?;
        }
        if parts.has(Parts::TEXT) {
            read.text = store.text(record)?;
        }
        if parts.has(Parts::PRINTED) {
            read.printed = store.references(record, |references| {
                let mut printed = Printed::default();
                references.iter().for_each(|(label, text)| printed.push(label, text));
                printed
            })?;
        }
        if parts.has(Parts::REFERENCES) {
            read.references = store.cited(record)?;
        }
        if parts.has(Parts::REST) {
            read.rest = Some(Box::new(store.rest(record)?));
        }
        if parts.has(Parts::BODY) {
            read.body = store.body(record)?;
        }
        if parts.has(Parts::WORK) {
            read.work = Some(Box::new(store.work(record)?));
        }
        Ok(read)
    }

    /// The documents of a look-up in a segment, without the deleted ones.
    fn looked_up(segment: &Segment, of: Lookup<'_>) -> Result<BoxDocs, EngineError> {
        let docs = match of {
            Lookup::Id(id) => segment.keyed(&[Keyed::Id(id.to_owned())])?,
            Lookup::Key(key) => segment.keyed(&[Keyed::Own(key.to_owned())])?,
            Lookup::Cites(key) => segment.keyed(&[Keyed::Cites(key.to_owned())])?,
            Lookup::Flag(flag) => segment.value(field_of(Column::Flag), flag)?,
            Lookup::All => segment.everything(),
        };
        Ok(segment.alive(docs))
    }

    fn find_one(&self, of: Lookup<'_>, most: usize) -> Result<Vec<Place>, EngineError> {
        let mut found = Vec::new();
        for (at, segment) in (0..).zip(&self.segments) {
            let mut docs = Self::looked_up(segment, of)?;
            while docs.doc() != END {
                found.push((segment.order(docs.doc()), place(at, docs.doc())));
                docs.advance();
            }
        }
        found.sort_unstable();
        found.truncate(most);
        Ok(found.into_iter().map(|(_, place)| place).collect())
    }

    fn found(
        &self,
        plan: &Plan,
        counts: &Counts,
        ranked: &[Ranked],
        parts: Parts,
        budget: &Budget,
    ) -> Result<Vec<Found>, EngineError> {
        let missing = self.missing(plan, counts, ranked, budget)?;
        let found = ranked.iter().zip(missing).map(|(ranked, missing)| {
            let record = self.read(place(ranked.segment, ranked.doc), parts)?;
            Ok(Found { record, score: ranked.score, missing })
        });
        found.collect()
    }
}

impl Snapshot for LocalSnapshot {
    fn origin(&self) -> Result<(u64, &Manifest), IndexError> {
        let generation = &self.only()?.generation;
        Ok((generation.number, generation.manifest()))
    }

    fn name(&self) -> String {
        let name =
            |part: &OfIndex| format!("{}-{}", part.generation.number, part.generation.manifest().sequence);
        let names: Vec<String> = self.parts.iter().map(name).collect();
        names.join("+")
    }

    fn home(&self) -> &Path {
        self.only().map_or(&self.path, |part| &part.generation.directory)
    }

    fn is_fresh(&self) -> bool {
        self.parts.iter().all(|part| part.generation.is_fresh(&part.root))
    }

    fn articles(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.reader.num_docs())).sum()
    }

    fn search(
        &self,
        plan: &Plan,
        page: Page,
        parts: Parts,
        limits: &Limits,
        take: &mut Take<'_>,
    ) -> Result<Counts, EngineError> {
        let budget = Budget::new(limits);
        let (ranked, counts) = self.run(plan, page.offset.saturating_add(page.limit), &budget)?;
        let page = ranked.get(page.offset..).unwrap_or_default();
        for batch in page.chunks(BATCH) {
            if take(&counts, self.found(plan, &counts, batch, parts, &budget.anew())?).is_break() {
                break;
            }
        }
        Ok(counts)
    }

    fn find(&self, wanted: &[Lookup<'_>], most: usize) -> Result<Vec<Vec<Place>>, EngineError> {
        wanted.iter().map(|&of| self.find_one(of, most)).collect()
    }

    fn fetch(&self, places: &[Place], parts: Parts) -> Result<Vec<Record>, EngineError> {
        places.iter().map(|&place| self.read(place, parts)).collect()
    }

    fn each(
        &self,
        of: Lookup<'_>,
        parts: Parts,
        take: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        for (at, segment) in (0..).zip(&self.segments) {
            let mut docs = Self::looked_up(segment, of)?;
            while docs.doc() != END {
                if take(self.read(place(at, docs.doc()), parts)?).is_break() {
                    return Ok(());
                }
                docs.advance();
            }
        }
        Ok(())
    }

    fn each_value(
        &self,
        column: Column,
        prefix: &str,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        self.values(column, prefix, take)
    }

    fn each_cited(
        &self,
        least: u64,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        self.cited(least as usize, take)
    }

    fn tally(&self, column: Column, prefix: &str) -> Result<BTreeMap<String, u64>, EngineError> {
        let mut counts = BTreeMap::new();
        self.values(column, prefix, &mut |value, count| {
            counts.insert(value.to_owned(), count);
            ControlFlow::Continue(())
        })?;
        if self.segments.iter().any(|segment| segment.reader.has_deletes()) {
            // A value's own count has the deleted ones in it.
            for (value, count) in &mut counts {
                *count = self.living(column, value)?;
            }
        }
        counts.retain(|_, count| *count > 0);
        Ok(counts)
    }

    fn tally_found(&self, plan: &Plan, by: &[Tally], limits: &Limits) -> Result<Vec<Tallied>, EngineError> {
        let budget = Budget::new(limits);
        expansions::check(plan, &self.segments, &budget)?;
        LocalSnapshot::tally_found(self, plan, by, &budget)
    }

    fn years(&self) -> Result<BTreeMap<u16, u64>, EngineError> {
        let mut years = BTreeMap::new();
        for segment in &self.segments {
            for doc in segment.reader.doc_ids_alive() {
                *years.entry((segment.date(doc) / 10_000) as u16).or_insert(0) += 1;
            }
        }
        Ok(years)
    }

    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, EngineError> {
        Ok(self.only()?.generation.side.read(name)?.map(<[u8]>::to_vec))
    }

    fn side_files(&self, name: &str) -> Result<Vec<Vec<u8>>, EngineError> {
        let mut files = Vec::new();
        for part in &self.parts {
            files.extend(part.generation.side.read(name)?.map(<[u8]>::to_vec));
        }
        Ok(files)
    }

    fn verify(&self) -> Result<Verified, EngineError> {
        Ok(generation::verify(&self.only()?.generation)?)
    }

    fn sizes(&self) -> Result<Sizes, EngineError> {
        let generation = &self.only()?.generation;
        Ok(Sizes {
            bytes: generation::size_of(&generation.directory)?,
            dead_bytes: generation.store.lengths().dead_bytes(),
            segments: self.segments.len(),
        })
    }
}
