//! Notices of retraction: an article of the corpus that says it retracts a work marks the article of that work,
//! whatever the work's own record says or was written before.
//!
//! A notice has the keys of what it retracts as flags ([`retracts`]), so nothing is
//! computed when an index is built. It must not know how a mark is shown.

use std::sync::OnceLock;

use super::LocalSnapshot;
use super::listed::Listed;
use crate::engine::EngineError;
use crate::index::{IndexError, RETRACTS, retracts};

/// The documents of the articles that notices retract; looked up once.
pub(super) type Retracted = OnceLock<Listed>;

impl LocalSnapshot {
    /// The records of the notices that retract a work with any of the keys, such as `pmid:1`.
    pub fn notices_of(&self, keys: &[String]) -> Result<Vec<u32>, EngineError> {
        let mut found = Vec::new();
        for key in keys {
            for record in self.records_of_flag(&retracts(key))? {
                if !found.contains(&record) {
                    found.push(record);
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The records of the articles that notices of the corpus retract.
    pub fn records_of_notices(&self) -> Result<Vec<u32>, EngineError> {
        let mut found = Vec::new();
        for key in self.retracted_by_notices()? {
            found.extend(self.records_of_key(&key)?);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The documents of the same articles.
    pub(super) fn documents_of_notices(&self) -> Result<&Listed, EngineError> {
        if let Some(known) = self.retracted.get() {
            return Ok(known);
        }
        let listed = Listed::of(self, &self.records_of_notices()?)?;
        Ok(self.retracted.get_or_init(|| listed))
    }

    /// The keys of all works that notices of the corpus retract.
    fn retracted_by_notices(&self) -> Result<Vec<String>, EngineError> {
        let mut keys = Vec::new();
        for segment in &self.segments {
            let failed = |error: std::io::Error| IndexError::engine(&*segment.directory, error.into());
            let words = segment.words(segment.fields.flag)?;
            let range = words.terms().range().ge(RETRACTS.as_bytes());
            let mut stream = range.into_stream().map_err(failed)?;
            while stream.advance() {
                let Some(key) = stream.key().strip_prefix(RETRACTS.as_bytes()) else { break };
                keys.push(String::from_utf8_lossy(key).into_owned());
            }
        }
        keys.sort_unstable();
        keys.dedup();
        // A notice may have been deleted.
        let mut alive = Vec::new();
        for key in keys {
            if !self.records_of_flag(&retracts(&key))?.is_empty() {
                alive.push(key);
            }
        }
        Ok(alive)
    }
}
