//! Which record of an article counts where sources hold several.
//!
//! The rule does not depend on the order in which records arrive: the higher version wins, then the
//! later revision, then the source later by name, then the later record of one source. A source's
//! withdrawal beats every record of the same or an earlier source.
//!
//! It must not know how articles are read or written.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Article, ArticleId, DateKind, PartialDate, Pmid};

/// How recent a record is; the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Recency {
    version: u32,
    revised: u32,
    /// Place of the source among all sources by name.
    pub source: u32,
    record: u64,
}

impl Recency {
    /// The recency of a record from the source at this place.
    pub fn of(article: &Article, source: u32) -> Self {
        let revised = article.date(DateKind::RecordRevised).map_or(0, PartialDate::first_day);
        Self { version: article.version, revised, source, record: article.origin.record }
    }
}

/// What to do with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The first of its article.
    Add,
    /// It takes the place of a record of this source.
    Replace(u32),
    /// It gives way to one that is there.
    Drop,
}

/// The records that count, by article.
#[derive(Debug, Default)]
pub(super) struct Winners {
    // The hash of an id stands for it: 64 bits keep 10^8 articles apart.
    by_id: HashMap<u64, Recency>,
    withdrawn: HashMap<u64, u32>,
}

fn hash(id: &ArticleId) -> u64 {
    xxh3_64(id.as_str().as_bytes())
}

impl Winners {
    /// Decides about a record, given the one in the index already.
    pub fn decide(&mut self, id: &ArticleId, recency: Recency, indexed: Option<Recency>) -> Verdict {
        let id = hash(id);
        let present = self.by_id.get(&id).copied().or(indexed);
        match present {
            Some(present) if present > recency => Verdict::Drop,
            Some(present) => {
                self.by_id.insert(id, recency);
                Verdict::Replace(present.source)
            }
            None => {
                self.by_id.insert(id, recency);
                Verdict::Add
            }
        }
    }

    /// Notes that a source withdraws a record.
    pub fn withdraw(&mut self, id: &ArticleId, source: u32) {
        let last = self.withdrawn.entry(hash(id)).or_insert(source);
        *last = source.max(*last);
    }

    /// The source of the record that counts, where it was withdrawn.
    pub fn withdrawn_from(&self, id: &ArticleId, indexed: Option<Recency>) -> Option<u32> {
        let id = hash(id);
        let present = self.by_id.get(&id).copied().or(indexed)?;
        let withdrawn = self.withdrawn.get(&id)?;
        (present.source <= *withdrawn).then_some(present.source)
    }
}

/// The id of a PubMed record.
pub(super) fn id_of(pmid: Pmid) -> ArticleId {
    let ids = crate::model::Identifiers { pmid: Some(pmid), ..crate::model::Identifiers::default() };
    ArticleId::choose(&ids, || 0)
}
