//! One state of an index, with what is worked out of it once: whom notices retract.
//!
//! An article of the corpus that says it retracts a work marks the article of that work, whatever the work's
//! own record says or was written before. A notice has the keys of what it retracts as flags ([`retracts`]),
//! so nothing is computed when an index is built.

use std::ops::{ControlFlow, Deref};
use std::sync::{Arc, OnceLock};

use crate::index::{
    Column, EngineError, IndexError, Lookup, Parts, Place, RETRACTS, Record, Snapshot, retracts,
};
use crate::vocabulary::{self, Vocabulary};

/// A snapshot, and what was worked out of it.
pub(crate) struct State {
    snapshot: Arc<dyn Snapshot>,
    /// The keys of the works that notices retract; looked up once.
    retracted: OnceLock<Vec<String>>,
    /// The vocabulary of the index; unpacked once.
    vocabulary: OnceLock<Arc<Vocabulary>>,
}

impl Deref for State {
    type Target = dyn Snapshot;
    fn deref(&self) -> &Self::Target {
        &*self.snapshot
    }
}

/// Articles read at a time where there may be many.
pub(crate) const BATCH: usize = 256;

impl State {
    /// A state of which nothing is known yet.
    pub fn new(snapshot: Arc<dyn Snapshot>) -> Self {
        Self { snapshot, retracted: OnceLock::new(), vocabulary: OnceLock::new() }
    }

    /// The vocabulary that the index keeps, of several the newest; where it keeps none, that which is shipped.
    ///
    /// # Errors
    /// It is damaged.
    pub fn vocabulary(&self) -> Result<&Arc<Vocabulary>, EngineError> {
        if let Some(known) = self.vocabulary.get() {
            return Ok(known);
        }
        let mut newest = None::<Vocabulary>;
        for bytes in self.side_files(vocabulary::FILE)? {
            let read = Vocabulary::from_bytes(&bytes);
            let read = read.map_err(|error| {
                IndexError::damaged(self.home().join(vocabulary::FILE), error.to_string())
            })?;
            newest = newest.filter(|known| known.year() >= read.year()).or(Some(read));
        }
        Ok(self.vocabulary.get_or_init(|| newest.map_or_else(Vocabulary::shipped, Arc::new)))
    }

    /// As [`Snapshot::find`]; nothing is asked for nothing.
    pub fn find(&self, wanted: &[Lookup<'_>], most: usize) -> Result<Vec<Vec<Place>>, EngineError> {
        if wanted.is_empty() { Ok(Vec::new()) } else { self.snapshot.find(wanted, most) }
    }

    /// As [`Snapshot::fetch`]; nothing is asked for nothing.
    pub fn fetch(&self, places: &[Place], parts: Parts) -> Result<Vec<Record>, EngineError> {
        if places.is_empty() { Ok(Vec::new()) } else { self.snapshot.fetch(places, parts) }
    }

    /// The articles of each of several lists of look-ups, each article once.
    pub fn find_any(&self, lists: &[Vec<Lookup<'_>>], most: usize) -> Result<Vec<Vec<Place>>, EngineError> {
        let all: Vec<Lookup<'_>> = lists.iter().flatten().copied().collect();
        let mut found = self.find(&all, most)?.into_iter();
        let mut several = Vec::with_capacity(lists.len());
        for list in lists {
            let mut places: Vec<Place> = Vec::new();
            let mut seen = std::collections::HashSet::new();
            for of_one in found.by_ref().take(list.len()) {
                places.extend(of_one.into_iter().filter(|place| seen.insert(*place)));
            }
            several.push(places);
        }
        Ok(several)
    }

    /// The notices that retract each of several works, given by their keys, such as `pmid:1`.
    pub fn notices_of(&self, works: &[Vec<String>]) -> Result<Vec<Vec<Place>>, EngineError> {
        let flags: Vec<Vec<String>> =
            works.iter().map(|keys| keys.iter().map(|key| retracts(key)).collect()).collect();
        let lookups: Vec<Vec<Lookup<'_>>> =
            flags.iter().map(|flags| flags.iter().map(|flag| Lookup::Flag(flag)).collect()).collect();
        self.find_any(&lookups, usize::MAX)
    }

    /// The articles that notices of the corpus retract.
    pub fn retracted_articles(&self) -> Result<Vec<Place>, EngineError> {
        let keys = self.retracted_keys()?.iter().map(|key| Lookup::Key(key)).collect();
        Ok(self.find_any(&[keys], usize::MAX)?.pop().unwrap_or_default())
    }

    /// The keys of all works that notices of the corpus retract.
    pub fn retracted_keys(&self) -> Result<&[String], EngineError> {
        if let Some(known) = self.retracted.get() {
            return Ok(known);
        }
        let mut flags = Vec::new();
        self.each_value(Column::Flag, RETRACTS, &mut |flag, _| {
            flags.push(flag.to_owned());
            ControlFlow::Continue(())
        })?;
        // A notice may have been deleted.
        let mut alive = Vec::new();
        for flags in flags.chunks(BATCH) {
            let lookups: Vec<Lookup<'_>> = flags.iter().map(|flag| Lookup::Flag(flag)).collect();
            let noticed = flags.iter().zip(self.find(&lookups, 1)?).filter(|(_, found)| !found.is_empty());
            alive.extend(noticed.map(|(flag, _)| flag[RETRACTS.len()..].to_owned()));
        }
        Ok(self.retracted.get_or_init(|| alive))
    }
}
