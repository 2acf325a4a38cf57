//! The engines that the suite runs over: all that the library has.
//!
//! The integration tests have a file of this name too; what both share gets its indexer and its index here.

use std::path::Path;
use std::sync::Arc;

use crate::engine::{home, memory_home};
use crate::index::{Disk, Home};
use crate::search::{Error, Index, Indexer};

/// An engine that can keep an index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Engine {
    #[default]
    Local,
    Memory,
}

/// An index that an engine keeps, whether or not it was built.
pub struct Kept {
    home: Arc<dyn Home>,
}

impl Engine {
    pub const ALL: [Self; 2] = [Self::Local, Self::Memory];

    pub fn keeps(self, path: &Path) -> Kept {
        let home = match self {
            Self::Local => home(path, Disk::default()),
            Self::Memory => memory_home(path),
        };
        Kept { home }
    }
}

impl Kept {
    pub fn indexer(&self, corpus: &Path) -> Indexer {
        Indexer::over(corpus, self.home.clone())
    }

    pub fn open(&self) -> Result<Index, Error> {
        Index::over(self.home.clone())
    }
}
