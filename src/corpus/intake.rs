//! What becomes of each record as it is read: most are articles by themselves and are written at once; one
//! that is bound to be of the same work as another waits until all are read. So do all records of a small ingest:
//! then one commit does it all.
//!
//! Which records are put together does not depend on it: when all are read, the keys of those written and of those
//! that wait are sorted together.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::error::CorpusError;
use super::recent::Recent;
use super::spill::Spill;
use super::withdrawn::Withdrawn;
use crate::index::keys::{KeyKind, Pair, Sorter, identity_hashes};
use crate::index::{Held, SourceRecord, Works};

/// What is known when reading begins, and what is learned while it goes on.
pub(super) struct Intake<'i> {
    /// The state that is brought up to date.
    before: Option<&'i dyn Works>,
    /// Withdrawals of sources that are not read.
    withdrawn: &'i Withdrawn,
    /// What the threads that read learn.
    learned: Mutex<Learned>,
}

/// What is learned while reading goes on.
struct Learned {
    /// Strong keys of what was read lately.
    recent: Recent,
    /// How many more records wait whether or not they need to.
    room: u64,
    waiting: Waiting,
    kept: Kept,
}

/// Records that wait, and their keys.
pub(super) struct Waiting {
    pub records: Spill,
    /// Pairs of keys and numbers of waiting records.
    pub keys: Sorter,
}

/// Records the index has as they are: of which article, and their hashes.
#[derive(Debug, Default)]
pub(super) struct Kept(HashSet<(u32, u64)>);

/// Records that a program takes out or replaces: of which article, and their hashes.
#[derive(Debug, Default)]
pub(super) struct Replaced(pub BTreeSet<(u32, Held)>);

/// What becomes of a record.
pub(super) enum Fate {
    /// It is an article by itself.
    Written(Box<SourceRecord>),
    /// It waits.
    Waits,
    /// It is in the index as it is.
    Unchanged,
    /// Its source withdrew it.
    Withdrawn,
}

impl<'i> Intake<'i> {
    pub fn new(before: Option<&'i dyn Works>, withdrawn: &'i Withdrawn, room: u64, waiting: Waiting) -> Self {
        let learned = Learned { recent: Recent::default(), room, waiting, kept: Kept::default() };
        Self { before, withdrawn, learned: Mutex::new(learned) }
    }

    /// What waits, and what is kept, when all is read.
    pub fn finish(self) -> (Waiting, Kept) {
        let Learned { waiting, kept, .. } = self.learned.into_inner().unwrap_or_else(PoisonError::into_inner);
        (waiting, kept)
    }

    /// Decides about a record.
    pub fn take(&self, record: SourceRecord) -> Result<Fate, CorpusError> {
        if self.withdrawn.has(&record) {
            return Ok(Fate::Withdrawn);
        }
        let hashes = identity_hashes(&record.article);
        let strong = &hashes[..hashes.partition_point(|hash| hash.is_of(KeyKind::Strong))];
        let mut is_known = false;
        if let Some(before) = self.before {
            let found = before.candidates(strong)?;
            is_known = found.iter().any(|articles| !articles.is_empty());
            // Each of its keys leads to the article that holds it: those of one key are enough.
            let fewest = found.into_iter().min_by_key(Vec::len).unwrap_or_default();
            if !fewest.is_empty() {
                let held = record.held();
                let holders = before.held(&fewest)?;
                if let Some(at) = holders.iter().position(|records| records.contains(&held)) {
                    self.learned().kept.0.insert((fewest[at], held.hash));
                    return Ok(Fate::Unchanged);
                }
            }
        }
        let mut learned = self.learned();
        let Learned { recent, room, waiting, .. } = &mut *learned;
        is_known |= strong.iter().any(|&hash| recent.has(hash));
        strong.iter().for_each(|&hash| recent.add(hash));
        if is_known || *room > 0 {
            *room = room.saturating_sub(1);
            let number = waiting.records.push(&record)?;
            for hash in hashes {
                waiting.keys.push(Pair { hash, record: number })?;
            }
            return Ok(Fate::Waits);
        }
        Ok(Fate::Written(Box::new(record)))
    }

    fn learned(&self) -> MutexGuard<'_, Learned> {
        self.learned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Whether an article's record was met again as it is.
    pub fn has(&self, article: u32, hash: u64) -> bool {
        self.0.contains(&(article, hash))
    }
}

impl Replaced {
    /// Whether an article's record is one of them.
    pub fn has(&self, article: u32, held: &Held) -> bool {
        !self.0.is_empty() && self.0.contains(&(article, held.clone()))
    }

    /// The articles that have such records.
    pub fn articles(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|(article, _)| *article)
    }
}
