//! What becomes of each record as it is read: most are articles by themselves and are written at once; one
//! that may be of the same work as another waits until all are read. So do all records of a small ingest:
//! then one commit does it all.
//!
//! It must not know how records are merged.

use std::collections::HashSet;

use super::error::CorpusError;
use super::sieve::Sieve;
use super::spill::Spill;
use super::withdrawn::Withdrawn;
use super::works::WEAK_KEY_MAX;
use crate::index::{Generation, SourceRecord};

/// What is known when reading begins, and what is learned while it goes on.
pub(super) struct Intake<'i> {
    /// The generation that is brought up to date.
    before: Option<&'i Generation>,
    /// Withdrawals of sources that are not read.
    withdrawn: &'i Withdrawn,
    /// Keys of what was written since reading began.
    seen: Sieve,
    /// How many more records wait whether or not they need to.
    room: u64,
    pub spill: Spill,
    pub kept: Kept,
}

/// Records the index has as they are: of which article, and their hashes.
#[derive(Debug, Default)]
pub(super) struct Kept(HashSet<(u32, u64)>);

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
    pub fn new(before: Option<&'i Generation>, withdrawn: &'i Withdrawn, room: u64, spill: Spill) -> Self {
        Self { before, withdrawn, seen: Sieve::default(), room, spill, kept: Kept::default() }
    }

    /// Decides about a record.
    pub fn take(&mut self, record: SourceRecord) -> Result<Fate, CorpusError> {
        if self.withdrawn.has(&record) {
            return Ok(Fate::Withdrawn);
        }
        let keys = record.article.identity_keys();
        let mut known = keys.iter().any(|key| self.seen.may_have(key.as_str()));
        if let Some(before) = self.before {
            let mut hash = None;
            let mut looked_at = Vec::new();
            for key in &keys {
                for article in before.records_with_key(key.as_str(), WEAK_KEY_MAX)? {
                    known = true;
                    if looked_at.contains(&article) {
                        continue;
                    }
                    looked_at.push(article);
                    let held = hash.get_or_insert_with(|| record.held());
                    if before.store.held(article)?.contains(held) {
                        self.kept.0.insert((article, held.hash));
                        return Ok(Fate::Unchanged);
                    }
                }
            }
        }
        keys.iter().for_each(|key| self.seen.add(key.as_str()));
        if known || self.room > 0 {
            self.room = self.room.saturating_sub(1);
            self.spill.push(&record)?;
            return Ok(Fate::Waits);
        }
        Ok(Fate::Written(Box::new(record)))
    }
}

impl Kept {
    /// Whether an article's record was met again as it is.
    pub fn has(&self, article: u32, hash: u64) -> bool {
        self.0.contains(&(article, hash))
    }
}
