//! A state in memory as a build reads it.

use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::article::Stored;
use super::state::State;
use crate::index::keys::{KeyHash, Pair};
use crate::index::{Held, IndexError, Manifest, Pairs, Work, Works};

pub(super) struct MemoryWorks {
    pub path: PathBuf,
    pub state: Arc<State>,
}

impl MemoryWorks {
    fn article(&self, record: u32) -> Result<&Stored, IndexError> {
        let found = self.state.articles.get(&record).map(|article| &**article);
        found.ok_or_else(|| IndexError::damaged(&self.path, format!("it has no record {record}")))
    }
}

impl Works for MemoryWorks {
    fn manifest(&self) -> &Manifest {
        &self.state.manifest
    }

    fn generation(&self) -> u64 {
        self.state.number
    }

    fn home(&self) -> &Path {
        &self.path
    }

    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError> {
        Ok(self.state.sides.get(name).cloned())
    }

    fn is_worth_compacting(&self) -> bool {
        false
    }

    fn candidates(&self, hashes: &[KeyHash]) -> Result<Vec<Vec<u32>>, IndexError> {
        let with = |hash: &KeyHash| {
            let found = self.state.iter().filter(|article| article.hashes.contains(hash));
            found.map(|article| article.record).collect()
        };
        Ok(hashes.iter().map(with).collect())
    }

    fn held(&self, records: &[u32]) -> Result<Vec<Vec<Held>>, IndexError> {
        records.iter().map(|&record| Ok(self.article(record)?.work.held.clone())).collect()
    }

    fn works(&self, records: &[u32]) -> Result<Vec<Work>, IndexError> {
        records.iter().map(|&record| Ok(self.article(record)?.work.clone())).collect()
    }

    fn pairs(
        &self,
        records: Range<u32>,
        hashes: RangeInclusive<KeyHash>,
    ) -> Result<Box<dyn Pairs + '_>, IndexError> {
        let mut pairs: Vec<Pair> = Vec::new();
        for (&record, article) in self.state.articles.range(records) {
            let wanted = article.hashes.iter().filter(|hash| hashes.contains(hash));
            pairs.extend(wanted.map(|&hash| Pair { hash, record }));
        }
        pairs.sort_unstable();
        Ok(Box::new(Listed { pairs, at: 0 }))
    }

    fn retain_living(&self, records: &mut Vec<u32>) -> Result<(), IndexError> {
        records.retain(|record| self.state.articles.contains_key(record));
        Ok(())
    }
}

/// Pairs in their order.
struct Listed {
    pairs: Vec<Pair>,
    at: usize,
}

impl Pairs for Listed {
    fn next_hash(&self) -> Option<KeyHash> {
        self.pairs.get(self.at).map(|pair| pair.hash)
    }

    fn next_pair(&mut self) -> Result<Option<Pair>, IndexError> {
        let next = self.pairs.get(self.at).copied();
        self.at += usize::from(next.is_some());
        Ok(next)
    }

    fn seek(&mut self, hash: KeyHash) -> Result<(), IndexError> {
        self.at += self.pairs[self.at..].partition_point(|pair| pair.hash < hash);
        Ok(())
    }
}
