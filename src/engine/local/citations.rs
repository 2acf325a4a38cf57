//! Who cites what: the keys of cited works stand in the index as values of the citing article.
//!
//! Nothing is computed when an index is built: an article cites a work where one of its references and the
//! work have an identity key in common. It must not know how references are shown.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};

use super::LocalSnapshot;
use super::collect::record;
use super::docs::{BoxDocs, END};
use super::segment::Segment;
use super::values::any_of;
use crate::engine::EngineError;
use crate::index::{IndexError, raw_key};
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
            keys.extend(self.cited_work(&raw_key(key))?.0);
        }
        for record in records {
            keys.extend(self.generation.keys_of(record)?);
        }
        Ok(keys)
    }

    /// The keys of a work that the corpus lacks, and how it is cited, by the references that have one of its
    /// keys, given in the index's own form: where one gives its DOI, another its PMID and a third both, all are
    /// of one work. References with another PMID, PMCID or DOI than those before them are of another.
    pub fn cited_work(&self, key: &str) -> Result<(BTreeSet<String>, Reference), EngineError> {
        let (mut all, mut fullest, mut ids) = (BTreeSet::new(), Reference::default(), Identifiers::default());
        let mut wanted = VecDeque::from([key.to_owned()]);
        for _ in 0..KEYS_OF_WORK {
            let Some(key) = wanted.pop_front() else { break };
            for citing in self.citing_stored(&key)?.into_iter().take(REFERENCES_OF_WORK) {
                for reference in self.generation.store.cited(citing)? {
                    let keys = reference.identity_keys();
                    let has_key = keys.iter().any(|own| raw_key(own.as_str()) == key);
                    if !has_key || ids.contradicts(&reference.ids) {
                        continue;
                    }
                    ids.pmid = ids.pmid.or(reference.ids.pmid);
                    ids.pmcid = ids.pmcid.or(reference.ids.pmcid);
                    ids.doi = ids.doi.or_else(|| reference.ids.doi.clone());
                    for key in keys {
                        // What is printed alike may be of two works: it leads no further.
                        if all.insert(key.to_string()) && key.is_strong() {
                            wanted.push_back(raw_key(key.as_str()));
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

    /// The records of the articles that cite a work with any of the keys.
    pub fn citing(&self, keys: &BTreeSet<String>) -> Result<Vec<u32>, EngineError> {
        let keys: Vec<String> = keys.iter().map(|key| raw_key(key)).collect();
        let mut records = Vec::new();
        for segment in &self.segments {
            let mut docs = self.citing_in(segment, &keys)?;
            while docs.doc() != END {
                records.push(record(segment, docs.doc()));
                docs.advance();
            }
        }
        Ok(records)
    }

    fn citing_in(&self, segment: &Segment, keys: &[String]) -> Result<BoxDocs, EngineError> {
        Ok(segment.alive(any_of(segment, self.generation.fields.cites, keys)?))
    }

    /// The records of the articles that cite a key given in the index's own form, in an order no rebuild changes.
    pub fn citing_stored(&self, key: &str) -> Result<Vec<u32>, EngineError> {
        let mut found = Vec::new();
        for segment in &self.segments {
            let mut docs = self.citing_in(segment, &[key.to_owned()])?;
            while docs.doc() != END {
                found.push((segment.order(docs.doc()), record(segment, docs.doc())));
                docs.advance();
            }
        }
        found.sort_unstable();
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }

    /// The keys, in the index's own form, that most articles cite and no article of the corpus has: at most so
    /// many, the most cited first.
    pub fn most_cited_missing(&self, most: usize) -> Result<Vec<String>, EngineError> {
        let mut best: BinaryHeap<Reverse<(u64, Reverse<String>)>> = BinaryHeap::new();
        self.each_cited(|key, count| {
            let worst = best.peek().map_or(0, |Reverse((count, _))| *count);
            if count < 2 || (best.len() >= most && count <= worst) {
                return Ok(());
            }
            let key = String::from_utf8_lossy(key).into_owned();
            if self.records(self.generation.fields.key, &key)?.is_empty() {
                best.push(Reverse((count, Reverse(key))));
                if best.len() > most {
                    best.pop();
                }
            }
            Ok(())
        })?;
        // Of a heap of reversed pairs the sorted vector begins with the greatest.
        Ok(best.into_sorted_vec().into_iter().map(|Reverse((_, Reverse(key)))| key).collect())
    }

    /// Calls `each` with every key that is cited, in their order, and the number of articles, deleted ones
    /// included.
    fn each_cited(
        &self,
        mut each: impl FnMut(&[u8], u64) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let failed = |segment: &Segment, error| IndexError::engine(&*segment.directory, error);
        let words = self.segments.iter().map(|segment| segment.words(self.generation.fields.cites));
        let words = words.collect::<Result<Vec<_>, _>>()?;
        let mut streams = Vec::new();
        for (words, segment) in words.iter().zip(&self.segments) {
            let mut stream = words.terms().stream().map_err(|error| failed(segment, error.into()))?;
            if stream.advance() {
                streams.push(stream);
            }
        }
        while let Some(key) =
            streams.iter().map(tantivy::termdict::TermStreamer::key).min().map(<[u8]>::to_vec)
        {
            let mut count = 0;
            streams.retain_mut(|stream| {
                if stream.key() != key {
                    return true;
                }
                count += u64::from(stream.value().doc_freq);
                stream.advance()
            });
            each(&key, count)?;
        }
        Ok(())
    }
}
