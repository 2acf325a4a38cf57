//! The works that are cited most, over all the indexes of a snapshot.
//!
//! It must not know which of them the corpus has.

use std::ops::ControlFlow;

use super::{EngineError, LocalSnapshot};
use crate::index::keys::{KeyHash, KeyKind};
use crate::index::{IndexError, Pairs};

impl LocalSnapshot {
    /// Hands over every key by which at least so many articles cite a work, with their number. Where keys share a hash
    /// the number is of all of them.
    pub(super) fn cited(
        &self,
        least: usize,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        let (first, last) = (KeyHash::first_of(KeyKind::Cited), KeyHash::last_of(KeyKind::Cited));
        let pairs = self.parts.iter().map(|part| part.generation.keys.between(first, last));
        let mut pairs = pairs.collect::<Result<Vec<_>, IndexError>>()?;
        let mut citing: Vec<(usize, u32)> = Vec::new();
        while let Some(hash) = pairs.iter().filter_map(Pairs::next_hash).min() {
            citing.clear();
            for (at, pairs) in pairs.iter_mut().enumerate() {
                while pairs.next_hash() == Some(hash) {
                    citing.extend(pairs.next_pair()?.map(|pair| (at, pair.record)));
                }
            }
            citing.dedup();
            if citing.len() >= least {
                self.retain_living(&mut citing)?;
            }
            if citing.len() < least {
                continue;
            }
            let Some(&(at, record)) = citing.first() else { continue };
            for key in self.parts[at].generation.cited_as(record, hash)? {
                if take(&key, citing.len() as u64).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Leaves out records that were deleted, or that count as deleted.
    fn retain_living(&self, records: &mut Vec<(usize, u32)>) -> Result<(), IndexError> {
        let places = self.parts.iter().map(|part| part.generation.places());
        let places = places.collect::<Result<Vec<_>, _>>()?;
        records
            .retain(|&(at, record)| places[at].is_alive(record) && !self.parts[at].hidden.contains(record));
        Ok(())
    }
}
