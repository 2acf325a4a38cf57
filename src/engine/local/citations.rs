//! Who cites what: the keys of cited works lead to the citing articles.
//!
//! Nothing is computed when an index is built: an article cites a work where one of its references and the
//! work have an identity key in common. It must not know how references are shown.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};

use super::LocalSnapshot;
use crate::engine::EngineError;
use crate::model::{Identifiers, IdentityKey, Reference};

/// Articles whose references are looked at to learn the keys of one work.
const REFERENCES_OF_WORK: usize = 24;
/// Identifiers of one work that are followed; it has a PMID, a PMCID, a DOI and few others.
const KEYS_OF_WORK: usize = 8;

/// How much a reference says of its work: the parts that are known, then the length of its text.
fn fullness(reference: &Reference) -> (usize, usize) {
    let parts = [&reference.title, &reference.journal, &reference.volume, &reference.pages];
    let known = parts.iter().filter(|part| !part.is_empty()).count()
        + usize::from(reference.year.is_some())
        + usize::from(!reference.authors.is_empty());
    (known, reference.raw.len())
}

impl LocalSnapshot {
    /// All identity keys of the work a key is of: those of the article the corpus has, or else those of the
    /// references that cite it.
    pub fn keys_of_work(&self, key: &str) -> Result<BTreeSet<String>, EngineError> {
        let mut records = self.records_of_key(key)?;
        if records.is_empty() {
            records = self.records_of_id(key)?;
        }
        let mut keys = BTreeSet::from([key.to_owned()]);
        if records.is_empty() {
            keys.extend(self.cited_work(key)?.0);
        }
        for record in records {
            keys.extend(self.generation.keys_of(record)?);
        }
        Ok(keys)
    }

    /// The keys of a work that the corpus lacks, and how it is cited, by the references that have one of its
    /// keys: where one gives its DOI, another its PMID and a third both, all are
    /// of one work. References with another PMID, PMCID or DOI than those before them are of another.
    pub fn cited_work(&self, key: &str) -> Result<(BTreeSet<String>, Reference), EngineError> {
        let (mut all, mut fullest, mut ids) = (BTreeSet::new(), Reference::default(), Identifiers::default());
        let mut wanted = VecDeque::from([key.to_owned()]);
        for _ in 0..KEYS_OF_WORK {
            let Some(key) = wanted.pop_front() else { break };
            for citing in self.citing_in_order(&key)?.into_iter().take(REFERENCES_OF_WORK) {
                for reference in self.generation.store.cited(citing)? {
                    let keys = reference.identity_keys();
                    let has_key = keys.iter().any(|own| own.as_str() == key);
                    if !has_key || ids.contradicts(&reference.ids) {
                        continue;
                    }
                    ids.pmid = ids.pmid.or(reference.ids.pmid);
                    ids.pmcid = ids.pmcid.or(reference.ids.pmcid);
                    ids.doi = ids.doi.or_else(|| reference.ids.doi.clone());
                    for key in keys {
                        // What is printed alike may be of two works: it leads no further.
                        if all.insert(key.to_string()) && key.is_strong() {
                            wanted.push_back(key.to_string());
                        }
                    }
                    if fullness(&reference) > fullness(&fullest) {
                        fullest = reference;
                    }
                }
            }
        }
        Ok((all, fullest))
    }

    /// All identity keys of the work an identifier names, as people write it; `None` where it is none.
    pub fn keys_cited(&self, written: &str) -> Result<Option<BTreeSet<String>>, EngineError> {
        written.parse::<IdentityKey>().ok().map(|key| self.keys_of_work(key.as_str())).transpose()
    }

    /// The records of the articles that cite a work with any of the keys, in their order.
    pub fn citing(&self, keys: &BTreeSet<String>) -> Result<Vec<u32>, EngineError> {
        Ok(self.generation.records_citing(keys)?)
    }

    /// The records of the articles that cite a key, in an order no rebuild changes.
    fn citing_in_order(&self, key: &str) -> Result<Vec<u32>, EngineError> {
        let places = self.generation.places()?;
        let order = |record: &u32| {
            places.place(*record).map_or(u64::MAX, |(segment, doc)| self.segments[segment].order(doc))
        };
        let mut found = self.generation.records_citing(&BTreeSet::from([key.to_owned()]))?;
        found.sort_by_cached_key(|record| (order(record), *record));
        Ok(found)
    }

    /// The keys that most articles cite and no article of the corpus has: at most so many, the most cited first.
    pub fn most_cited_missing(&self, most: usize) -> Result<Vec<String>, EngineError> {
        let mut best: BinaryHeap<Reverse<(u64, Reverse<String>)>> = BinaryHeap::new();
        self.generation.each_cited(2, |hash, citing| {
            let count = citing.len() as u64;
            let worst = best.peek().map_or(0, |Reverse((count, _))| *count);
            if best.len() >= most && count <= worst {
                return Ok(());
            }
            let is_missing = self.generation.has_none(hash)?;
            for key in self.generation.cited_as(citing[0], hash)? {
                if is_missing || self.generation.records_with_key(&key)?.is_empty() {
                    best.push(Reverse((count, Reverse(key))));
                }
            }
            while best.len() > most {
                best.pop();
            }
            Ok(())
        })?;
        // Of a heap of reversed pairs the sorted vector begins with the greatest.
        Ok(best.into_sorted_vec().into_iter().map(|Reverse((_, Reverse(key)))| key).collect())
    }
}
