//! Articles by their keys: the files of keys name candidates, the articles say whether they have the key.

use std::collections::BTreeSet;

use super::reader::Generation;
use crate::index::keys::{KeyHash, KeyKind};
use crate::index::{IndexError, Keyed};
use crate::model::{Article, ArticleId, Reference};

impl Generation {
    /// The records of articles that may have a key, each once, in their order: whether they do, the articles say.
    pub fn candidates(&self, hash: KeyHash) -> Result<Vec<u32>, IndexError> {
        let mut found = self.keys.find(hash)?;
        if !found.is_empty() {
            let places = self.places()?;
            found.retain(|&record| places.is_alive(record));
        }
        Ok(found)
    }

    /// The records of the articles that any of the keys leads to, in their order.
    pub fn records_of(&self, keys: &[Keyed]) -> Result<Vec<u32>, IndexError> {
        let (mut found, mut cited) = (BTreeSet::new(), BTreeSet::new());
        for key in keys {
            match key {
                Keyed::Id(id) => found.extend(self.records_with_id(id)?),
                Keyed::Own(key) => found.extend(self.records_with_key(key)?),
                Keyed::Cites(key) => _ = cited.insert(key.clone()),
            }
        }
        found.extend(self.records_citing(&cited)?);
        Ok(found.into_iter().collect())
    }

    /// The record of the article of an id, where there is one.
    pub fn record_of(&self, id: &ArticleId) -> Result<Option<u32>, IndexError> {
        Ok(self.records_with_id(id.as_str())?.first().copied())
    }

    /// The records of the articles of an id, one at most while nothing is being written.
    pub fn records_with_id(&self, id: &str) -> Result<Vec<u32>, IndexError> {
        // An id is one of the keys of its article.
        let mut found = Vec::new();
        for record in self.candidates(KeyHash::of(KeyKind::Strong, id))? {
            if self.store.card(record)?.id.as_str() == id {
                found.push(record);
            }
        }
        Ok(found)
    }

    /// The records of the articles with an identity key such as `pmid:1`, in their order.
    pub fn records_with_key(&self, key: &str) -> Result<Vec<u32>, IndexError> {
        let hash = KeyHash::of_identity(key);
        let mut found = self.candidates(hash)?;
        if hash.is_of(KeyKind::Weak) {
            found.extend(self.candidates(hash.as_kind(KeyKind::Derived))?);
            found.sort_unstable();
            found.dedup();
        }
        if hash.is_exact() {
            return Ok(found);
        }
        let mut checked = Vec::new();
        for record in found {
            if self.has_key(record, key)? {
                checked.push(record);
            }
        }
        Ok(checked)
    }

    /// The records of the articles that cite a work by any of its keys, in their order.
    pub fn records_citing(&self, keys: &BTreeSet<String>) -> Result<Vec<u32>, IndexError> {
        let (mut found, mut doubtful) = (BTreeSet::new(), BTreeSet::new());
        for key in keys {
            let hash = KeyHash::of(KeyKind::Cited, key);
            let into = if hash.is_exact() { &mut found } else { &mut doubtful };
            into.extend(self.candidates(hash)?);
        }
        let has_key =
            |reference: &Reference| reference.identity_keys().iter().any(|key| keys.contains(key.as_str()));
        // Most references have a PMID: few articles need to be read.
        for record in doubtful {
            if !found.contains(&record) && self.store.cited(record)?.iter().any(has_key) {
                found.insert(record);
            }
        }
        Ok(found.into_iter().collect())
    }

    fn has_key(&self, record: u32, key: &str) -> Result<bool, IndexError> {
        // Most identifiers stand on the card, which is read sooner than the whole.
        let card = self.store.card(record)?;
        let is_doi = |doi: &str| key.strip_prefix("doi:") == Some(doi);
        if card.id.as_str() == key || card.doi.as_ref().is_some_and(|doi| is_doi(doi.as_str())) {
            return Ok(true);
        }
        Ok(self.keys_of(record)?.contains(key))
    }

    /// The identity keys of all records an article is made of.
    pub fn keys_of(&self, record: u32) -> Result<BTreeSet<String>, IndexError> {
        let work = self.store.work(record)?;
        let records = work.records.iter().map(|record| &record.article).chain([&work.article]);
        Ok(records.flat_map(Article::identity_keys).map(|key| key.to_string()).collect())
    }

    /// The keys of a hash by which an article cites.
    pub fn cited_as(&self, record: u32, hash: KeyHash) -> Result<BTreeSet<String>, IndexError> {
        let references = self.store.cited(record)?;
        let keys = references.iter().flat_map(Reference::identity_keys).map(|key| key.to_string());
        Ok(keys.filter(|key| KeyHash::of(KeyKind::Cited, key) == hash).collect())
    }
}
