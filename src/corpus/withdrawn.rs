//! Which records a source withdrew.
//!
//! It must not know how records are read or written.

use std::collections::BTreeMap;

use super::works::is_withdrawable;
use crate::index::{Deletion, SourceRecord};
use crate::model::Pmid;

/// PMIDs withdrawn, each with the last source by name that withdraws it. A withdrawal beats the records of its
/// own source and of those before it.
#[derive(Debug, Clone, Default)]
pub(super) struct Withdrawn {
    by: BTreeMap<Pmid, String>,
}

impl Withdrawn {
    /// Notes a withdrawal.
    pub fn add(&mut self, deletion: &Deletion) {
        let by = self.by.entry(deletion.pmid).or_default();
        if *by < deletion.source {
            by.clone_from(&deletion.source);
        }
    }

    /// Whether the record no longer counts.
    pub fn has(&self, record: &SourceRecord) -> bool {
        is_withdrawable(&record.article)
            .and_then(|pmid| self.by.get(&pmid))
            .is_some_and(|by| record.source <= *by)
    }

    /// The PMIDs withdrawn.
    pub fn pmids(&self) -> impl Iterator<Item = Pmid> {
        self.by.keys().copied()
    }
}
