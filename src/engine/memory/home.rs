//! The home of an index in memory, and the lease of its writer.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::snapshot::MemorySnapshot;
use super::state::{Shared, State};
use super::works::MemoryWorks;
use super::writer::MemoryWriter;
use crate::index::{
    EngineError, Home, IndexError, Lease, Manifest, Snapshot, Source, Works, WriteOptions, Writer,
};
use crate::model::Article;

pub(super) struct MemoryHome {
    shared: Shared,
}

impl MemoryHome {
    pub fn new(path: &Path) -> Self {
        Self { shared: Shared::new(path) }
    }
}

impl fmt::Debug for MemoryHome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryHome").field("path", &self.shared.path).finish_non_exhaustive()
    }
}

impl Home for MemoryHome {
    fn path(&self) -> &Path {
        &self.shared.path
    }

    fn owns(&self, _: &str) -> bool {
        false
    }

    fn current(&self) -> Result<Option<u64>, IndexError> {
        Ok(self.shared.lock().current)
    }

    fn sources(&self) -> Result<Vec<Source>, IndexError> {
        Ok(self.shared.newest()?.manifest.sources.clone())
    }

    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError> {
        Ok(self.shared.newest()?.sides.get(name).cloned())
    }

    fn snapshot(&self) -> Result<Arc<dyn Snapshot>, EngineError> {
        let state = self.shared.newest()?;
        Ok(Arc::new(MemorySnapshot { shared: self.shared.clone(), state }))
    }

    fn works(&self) -> Result<Box<dyn Works>, IndexError> {
        Ok(Box::new(MemoryWorks { path: self.shared.path.clone(), state: self.shared.newest()? }))
    }

    fn lease(&self, what: &'static str) -> Result<Box<dyn Lease>, IndexError> {
        let mut generations = self.shared.lock();
        if let Some(holder) = generations.written_for {
            return Err(IndexError::Locked { path: self.shared.path.clone(), holder: holder.to_owned() });
        }
        generations.written_for = Some(what);
        Ok(Box::new(MemoryLease { shared: self.shared.clone() }))
    }
}

struct MemoryLease {
    shared: Shared,
}

impl Drop for MemoryLease {
    fn drop(&mut self) {
        self.shared.lock().written_for = None;
    }
}

impl Lease for MemoryLease {
    fn clear_unfinished(&self) -> Result<(), IndexError> {
        self.shared.lock().unfinished = None;
        Ok(())
    }

    fn begin(&self, _: &[Article], _: WriteOptions) -> Result<(Box<dyn Writer>, Manifest), IndexError> {
        let manifest = Manifest { engine: "memory".to_owned(), ..Manifest::begun() };
        let number = self.shared.lock().complete.last_key_value().map_or(1, |(last, _)| last + 1);
        let state = State { number, manifest: manifest.clone(), ..State::default() };
        self.shared.lock().unfinished = Some(Arc::new(state.clone()));
        Ok((Box::new(MemoryWriter::new(self.shared.clone(), state)), manifest))
    }

    fn reopen(&self, _: WriteOptions) -> Result<(Box<dyn Writer>, Manifest), IndexError> {
        let state = self.shared.newest()?;
        let manifest = state.manifest.clone();
        Ok((Box::new(MemoryWriter::new(self.shared.clone(), (*state).clone())), manifest))
    }

    fn publish(&self, _: Box<dyn Writer>) -> Result<Option<IndexError>, IndexError> {
        self.shared.lock().publish();
        Ok(None)
    }

    fn roll_back(&self) -> Result<u64, IndexError> {
        let mut generations = self.shared.lock();
        if generations.current.is_none() {
            return Err(IndexError::Missing { path: self.shared.path.clone() });
        }
        let earlier = generations.earlier();
        let earlier = earlier.ok_or_else(|| IndexError::NoEarlier { path: self.shared.path.clone() })?;
        generations.current = Some(earlier);
        Ok(earlier)
    }
}
