//! Writing a generation in memory: what was put waits for the commit.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use super::article::Stored;
use super::state::{Shared, State};
use super::works::MemoryWorks;
use crate::index::keys::Sorter;
use crate::index::{Disk, IndexError, Manifest, Preparer, SideFile, Work, Works, Writer};

pub(super) struct MemoryWriter {
    shared: Shared,
    number: u64,
    /// A build sorts and spills to files, whatever the engine.
    scratch: tempfile::TempDir,
    pending: Mutex<Pending>,
}

/// The state of the next commit.
struct Pending {
    state: State,
    gone: Vec<u32>,
    preparer: Preparer,
    sorters: u32,
}

impl MemoryWriter {
    /// A writer of the generation of a state.
    pub fn new(shared: Shared, state: State) -> Self {
        let number = state.number;
        let pending = Pending { state, gone: Vec::new(), preparer: Preparer::new(), sorters: 0 };
        Self { shared, number, scratch: tempfile::tempdir().unwrap(), pending: Mutex::new(pending) }
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap()
    }

    /// What the last commit holds.
    fn committed(&self) -> Arc<State> {
        let generations = self.shared.lock();
        let unfinished = generations.unfinished.iter().filter(|state| state.number == self.number);
        unfinished.chain(generations.complete.get(&self.number)).next().unwrap().clone()
    }
}

impl Writer for MemoryWriter {
    fn generation(&self) -> u64 {
        self.number
    }

    fn put(&self, gone: &[u32], new: Vec<Work>) -> Result<Vec<u64>, IndexError> {
        let mut pending = self.pending();
        let Pending { state, gone: all_gone, preparer, .. } = &mut *pending;
        all_gone.extend_from_slice(gone);
        let mut text_bytes = Vec::with_capacity(new.len());
        for work in new {
            let article = Stored::of(state.next, state.manifest.sequence + 1, work, preparer);
            text_bytes.push(article.text_bytes);
            state.articles.insert(state.next, Arc::new(article));
            state.next += 1;
        }
        Ok(text_bytes)
    }

    fn next_record(&self) -> u32 {
        self.pending().state.next
    }

    fn write_side(&self, manifest: &mut Manifest, name: &str, content: &[u8]) -> Result<(), IndexError> {
        let (name, sequence) = (name.to_owned(), manifest.sequence + 1);
        self.pending().state.sides.insert(name.clone(), content.to_vec());
        let bytes = content.len() as u64;
        manifest.list(SideFile { name, bytes, sequence, ..SideFile::default() });
        Ok(())
    }

    fn commit(&self, manifest: &mut Manifest) -> Result<(), IndexError> {
        let mut pending = self.pending();
        for record in std::mem::take(&mut pending.gone) {
            pending.state.articles.remove(&record);
        }
        manifest.sequence += 1;
        manifest.articles = pending.state.articles.len() as u64;
        manifest.seal();
        pending.state.manifest = manifest.clone();
        self.shared.lock().put(Arc::new(pending.state.clone()));
        Ok(())
    }

    fn compact(&self) -> Result<bool, IndexError> {
        Ok(false)
    }

    fn check(&self) -> Result<u64, IndexError> {
        Ok(self.committed().articles.len() as u64)
    }

    fn written(&self) -> Result<Box<dyn Works>, IndexError> {
        Ok(Box::new(MemoryWorks { path: self.shared.path.clone(), state: self.committed() }))
    }

    fn scratch(&self) -> &Path {
        self.scratch.path()
    }

    fn sorter(&self) -> Sorter {
        let mut pending = self.pending();
        pending.sorters += 1;
        Sorter::new(self.scratch.path(), &format!("pairs.{}", pending.sorters), &Disk::default())
    }
}
