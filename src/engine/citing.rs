//! Who cites what: the keys of cited works lead to the citing articles.
//!
//! Nothing is computed when an index is built: an article cites a work where one of its references and the
//! work have an identity key in common. It must not know how references are shown.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};
use std::ops::ControlFlow;

use super::state::{BATCH, State};
use crate::index::{EngineError, Lookup, Parts, Place, Work};
use crate::model::{Article, Identifiers, IdentityKey, Reference};

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

/// The identity keys of a work: those of all its records.
pub(super) fn keys_of(work: &Work) -> BTreeSet<String> {
    let articles = work.records.iter().map(|record| &record.article).chain([&work.article]);
    articles.flat_map(Article::identity_keys).map(|key| key.to_string()).collect()
}

impl State {
    /// The identity keys of articles, each by all the records it is made of.
    pub fn keys_of(&self, places: &[Place]) -> Result<Vec<BTreeSet<String>>, EngineError> {
        let mut all = Vec::with_capacity(places.len());
        for places in places.chunks(BATCH) {
            let records = self.fetch(places, Parts::WORK)?;
            all.extend(records.iter().map(|record| record.work.as_deref().map(keys_of).unwrap_or_default()));
        }
        Ok(all)
    }

    /// All identity keys of the work a key is of: those of the article the corpus has, or else those of the
    /// references that cite it.
    pub fn keys_of_work(&self, key: &str) -> Result<BTreeSet<String>, EngineError> {
        let mut found = self.find(&[Lookup::Key(key), Lookup::Id(key)], usize::MAX)?.into_iter();
        let (by_key, by_id) = (found.next().unwrap_or_default(), found.next().unwrap_or_default());
        let places = if by_key.is_empty() { by_id } else { by_key };
        let mut keys = BTreeSet::from([key.to_owned()]);
        if places.is_empty() {
            keys.extend(self.cited_work(key)?.0);
        }
        keys.extend(self.keys_of(&places)?.into_iter().flatten());
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
            let citing = self.find(&[Lookup::Cites(&key)], REFERENCES_OF_WORK)?.pop().unwrap_or_default();
            let records = self.fetch(&citing, Parts::REFERENCES)?;
            for reference in records.into_iter().flat_map(|record| record.references) {
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
        Ok((all, fullest))
    }

    /// All identity keys of the work an identifier names, as people write it; `None` where it is none.
    pub fn keys_cited(&self, written: &str) -> Result<Option<BTreeSet<String>>, EngineError> {
        written.parse::<IdentityKey>().ok().map(|key| self.keys_of_work(key.as_str())).transpose()
    }

    /// The articles that cite each of several works, given by their keys.
    pub fn citing(&self, works: &[BTreeSet<String>]) -> Result<Vec<Vec<Place>>, EngineError> {
        let lookups: Vec<Vec<Lookup<'_>>> =
            works.iter().map(|keys| keys.iter().map(|key| Lookup::Cites(key)).collect()).collect();
        self.find_any(&lookups, usize::MAX)
    }

    /// The keys that most articles cite and no article of the corpus has: at most so
    /// many, the most cited first.
    pub fn most_cited_missing(&self, most: usize) -> Result<Vec<String>, EngineError> {
        let mut best: BinaryHeap<Reverse<(u64, Reverse<String>)>> = BinaryHeap::new();
        let mut waiting: Vec<(String, u64)> = Vec::new();
        let mut failed = Ok(());
        self.each_cited(2, &mut |key, count| {
            let worst = best.peek().map_or(0, |Reverse((count, _))| *count);
            if best.len() >= most && count < worst {
                return ControlFlow::Continue(());
            }
            waiting.push((key.to_owned(), count));
            // Whether the corpus has them is asked of many at once.
            if waiting.len() >= BATCH {
                failed = self.keep_missing(&mut waiting, most, &mut best);
            }
            if failed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        failed?;
        self.keep_missing(&mut waiting, most, &mut best)?;
        // Of a heap of reversed pairs the sorted vector begins with the greatest.
        Ok(best.into_sorted_vec().into_iter().map(|Reverse((_, Reverse(key)))| key).collect())
    }

    /// Keeps those of the waiting keys that no article has, and of all kept the most cited.
    fn keep_missing(
        &self,
        waiting: &mut Vec<(String, u64)>,
        most: usize,
        best: &mut BinaryHeap<Reverse<(u64, Reverse<String>)>>,
    ) -> Result<(), EngineError> {
        let lookups: Vec<Lookup<'_>> = waiting.iter().map(|(key, _)| Lookup::Key(key)).collect();
        let found = self.find(&lookups, 1)?;
        for ((key, count), found) in waiting.drain(..).zip(found) {
            if found.is_empty() {
                best.push(Reverse((count, Reverse(key))));
                if best.len() > most {
                    best.pop();
                }
            }
        }
        Ok(())
    }
}
