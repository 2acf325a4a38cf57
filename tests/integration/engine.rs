//! The engine that tests run over: here the one that keeps an index in a directory, as the library's face has it.
//!
//! The tests of the library itself have a file of this name too, with more engines in it.

use std::path::{Path, PathBuf};

use litdex::{Error, Index, Indexer};

/// An engine that can keep an index.
#[derive(Debug, Clone, Copy, Default)]
pub enum Engine {
    #[default]
    Local,
}

/// An index that an engine keeps, whether or not it was built.
pub struct Kept {
    path: PathBuf,
}

impl Engine {
    pub const ALL: [Self; 1] = [Self::Local];

    pub fn keeps(self, path: &Path) -> Kept {
        match self {
            Self::Local => Kept { path: path.to_path_buf() },
        }
    }
}

impl Kept {
    pub fn indexer(&self, corpus: &Path) -> Indexer {
        Indexer::new(corpus, &self.path)
    }

    pub fn open(&self) -> Result<Index, Error> {
        Index::open(&self.path)
    }
}
