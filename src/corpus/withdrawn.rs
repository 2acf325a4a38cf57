//! Which records a source withdrew.
//!
//! It must not know how records are read or written.

use std::collections::BTreeMap;

use super::release::{release, release_of};
use super::works::is_withdrawable;
use crate::index::{Deletion, SourceRecord, is_program_source};
use crate::model::Pmid;

/// PMIDs withdrawn, each with the last of PubMed's releases that withdraws it. A withdrawal beats every record but
/// those of later releases; one that stands in a file which is no release of PubMed's beats them all.
#[derive(Debug, Clone, Default)]
pub(super) struct Withdrawn {
    by: BTreeMap<Pmid, Option<String>>,
}

impl Withdrawn {
    /// Notes a withdrawal.
    pub fn add(&mut self, deletion: &Deletion) {
        let release = release(&deletion.source).map(str::to_owned);
        let by = self.by.entry(deletion.pmid).or_insert_with(|| release.clone());
        // One without a release outweighs the others.
        if by.is_some() && (release.is_none() || release > *by) {
            *by = release;
        }
    }

    /// Whether the record no longer counts. What a program put counts until the program takes it out.
    pub fn has(&self, record: &SourceRecord) -> bool {
        if is_program_source(&record.source) {
            return false;
        }
        let by = is_withdrawable(&record.article).and_then(|pmid| self.by.get(&pmid));
        by.is_some_and(|by| match (by, release_of(record)) {
            (Some(by), Some(own)) => own <= by.as_str(),
            _ => true,
        })
    }

    /// The PMIDs withdrawn.
    pub fn pmids(&self) -> impl Iterator<Item = Pmid> {
        self.by.keys().copied()
    }
}
