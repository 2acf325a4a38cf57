//! The references of a hit by which it cites a work that is asked for.
//!
//! It must not know words.

use std::collections::BTreeSet;

use super::choose::Candidate;
use crate::index::{Keyed, Plan, Set, Wanted};
use crate::model::{Field, Reference};
use crate::search::hits::Snippet;

/// The works a query asks who cites.
#[derive(Debug, Default)]
pub(in crate::search) struct Cited {
    /// The identity keys of each.
    works: Vec<BTreeSet<String>>,
}

impl Cited {
    /// The works named by the `[cites]` terms of a plan.
    pub fn of(plan: &Plan) -> Self {
        let terms = match &plan.wanted {
            Wanted::Tree { terms, .. } => terms.as_slice(),
            Wanted::Words { .. } => &[],
        };
        let keys = |set: &Set| match set {
            Set::Keys(keys) => {
                let cited = keys.iter().filter_map(|key| match key {
                    Keyed::Cites(key) => Some(key.clone()),
                    _ => None,
                });
                Some(cited.collect()).filter(|keys: &BTreeSet<String>| !keys.is_empty())
            }
            _ => None,
        };
        Self { works: terms.iter().filter_map(|term| keys(&term.set)).collect() }
    }

    /// Whether none is asked for.
    pub fn is_empty(&self) -> bool {
        self.works.is_empty()
    }

    /// Those of an article's references that cite one of the works, each work shown once.
    pub(super) fn candidates(&self, references: &[Reference]) -> Vec<Candidate> {
        let mut wanted: Vec<&BTreeSet<String>> = self.works.iter().collect();
        let mut found = Vec::new();
        for (at, reference) in references.iter().enumerate() {
            let keys = reference.identity_keys();
            let is_of = |work: &&BTreeSet<String>| keys.iter().any(|key| work.contains(key.as_str()));
            let Some(work) = wanted.iter().position(is_of) else { continue };
            wanted.remove(work);
            let label =
                if reference.label.is_empty() { (at + 1).to_string() } else { reference.label.clone() };
            found.push(Candidate {
                groups: 1 << (63 - found.len().min(20)),
                marks: 1,
                snippet: Snippet {
                    field: Field::Reference.tag(),
                    label: format!("reference [{label}]"),
                    text: reference.raw.clone(),
                    ..Snippet::default()
                },
            });
        }
        found
    }
}
