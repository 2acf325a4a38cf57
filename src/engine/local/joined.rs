//! The home of several indexes that are searched as one: they are read together, and written each by itself.
//!
//! It must not know which articles they share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::generation::Root;
use super::{EngineError, LocalSnapshot};
use crate::index::{Disk, Home, IndexError, Lease, Snapshot, Source, Works, guarded};

#[derive(Debug)]
pub(super) struct Joined {
    /// All of them, for messages.
    path: PathBuf,
    roots: Vec<Root>,
}

impl Joined {
    pub fn new(paths: Vec<PathBuf>) -> Self {
        let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        let roots = paths.into_iter().map(|path| Root::new(path, Disk::default()));
        Self { path: names.join(", ").into(), roots: roots.collect() }
    }

    fn several<T>(&self) -> Result<T, IndexError> {
        Err(IndexError::Several { path: self.path.clone() })
    }
}

impl Home for Joined {
    fn path(&self) -> &Path {
        &self.path
    }

    fn owns(&self, name: &str) -> bool {
        Root::owns(name)
    }

    fn current(&self) -> Result<Option<u64>, IndexError> {
        self.several()
    }

    fn sources(&self) -> Result<Vec<Source>, IndexError> {
        self.several()
    }

    fn side_file(&self, _: &str) -> Result<Option<Vec<u8>>, IndexError> {
        self.several()
    }

    fn snapshot(&self) -> Result<Arc<dyn Snapshot>, EngineError> {
        guarded(&self.path, || {
            Ok(Arc::new(LocalSnapshot::open(&self.roots, &self.path)?) as Arc<dyn Snapshot>)
        })
    }

    fn works(&self) -> Result<Box<dyn Works>, IndexError> {
        self.several()
    }

    fn lease(&self, _: &'static str) -> Result<Box<dyn Lease>, IndexError> {
        self.several()
    }
}
