//! A generation as a build reads it.

use std::ops::{Range, RangeInclusive};
use std::path::Path;

use super::reader::Generation;
use crate::index::keys::KeyHash;
use crate::index::{Held, IndexError, Manifest, Pairs, Work, Works};

impl Works for Generation {
    fn manifest(&self) -> &Manifest {
        self.manifest()
    }

    fn generation(&self) -> u64 {
        self.number
    }

    fn home(&self) -> &Path {
        &self.directory
    }

    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError> {
        Ok(self.side.read(name)?.map(<[u8]>::to_vec))
    }

    fn is_worth_compacting(&self) -> bool {
        self.store.lengths().is_worth_compacting()
    }

    fn candidates(&self, hashes: &[KeyHash]) -> Result<Vec<Vec<u32>>, IndexError> {
        hashes.iter().map(|&hash| self.candidates(hash)).collect()
    }

    fn held(&self, records: &[u32]) -> Result<Vec<Vec<Held>>, IndexError> {
        records.iter().map(|&record| self.store.held(record)).collect()
    }

    fn works(&self, records: &[u32]) -> Result<Vec<Work>, IndexError> {
        records.iter().map(|&record| self.store.work(record)).collect()
    }

    fn pairs(
        &self,
        records: Range<u32>,
        hashes: RangeInclusive<KeyHash>,
    ) -> Result<Box<dyn Pairs + '_>, IndexError> {
        Ok(Box::new(self.keys.between_of(&records, *hashes.start(), *hashes.end())?))
    }

    fn retain_living(&self, records: &mut Vec<u32>) -> Result<(), IndexError> {
        let places = self.places()?;
        records.retain(|&record| places.is_alive(record));
        Ok(())
    }
}
