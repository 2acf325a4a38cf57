//! The references of a hit by which it cites a work that is asked for.
//!
//! It must not know words.

use std::collections::BTreeSet;

use super::choose::Candidate;
use crate::engine::local::LocalSnapshot;
use crate::index::{IndexError, StoreReader};
use crate::model::Field;
use crate::query::Query;
use crate::search::error::Error;
use crate::search::hits::Snippet;

/// The works a query asks who cites.
#[derive(Debug, Default)]
pub(in crate::search) struct Cited {
    /// The identity keys of each.
    works: Vec<BTreeSet<String>>,
}

impl Cited {
    /// The works named by the `[cites]` terms of a query.
    pub fn of(query: &Query, snapshot: &LocalSnapshot) -> Result<Self, Error> {
        let mut works = Vec::new();
        for term in query.positive().filter(|term| term.field == Field::Cites) {
            let written: Vec<&str> = term.words.iter().map(|word| word.text.as_str()).collect();
            works.extend(snapshot.keys_cited(&written.join(" "))?);
        }
        Ok(Self { works })
    }

    /// Whether none is asked for.
    pub fn is_empty(&self) -> bool {
        self.works.is_empty()
    }

    /// The references of an article that cite one of the works, each work shown once.
    pub(super) fn candidates(&self, store: &StoreReader, record: u32) -> Result<Vec<Candidate>, IndexError> {
        let mut wanted: Vec<&BTreeSet<String>> = self.works.iter().collect();
        let mut found = Vec::new();
        for (at, reference) in store.cited(record)?.into_iter().enumerate() {
            let keys = reference.identity_keys();
            let Some(work) =
                wanted.iter().position(|work| keys.iter().any(|key| work.contains(key.as_str())))
            else {
                continue;
            };
            wanted.remove(work);
            let label = if reference.label.is_empty() { (at + 1).to_string() } else { reference.label };
            found.push(Candidate {
                groups: 1 << (63 - found.len().min(20)),
                marks: 1,
                snippet: Snippet {
                    field: Field::Reference.tag(),
                    label: format!("reference [{label}]"),
                    text: reference.raw,
                    ..Snippet::default()
                },
            });
        }
        Ok(found)
    }
}
