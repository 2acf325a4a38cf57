//! What can go wrong with an index on disk.
//!
//! It must not know what was searched for.

use std::path::PathBuf;

use crate::error::FileError;

/// An index that cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A file operation failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// There is no index where one was looked for.
    #[error("no index in {} (build one with `litdex rebuild`)", path.display())]
    Missing {
        /// The directory.
        path: PathBuf,
    },
    /// Another process is writing.
    #[error("the index {} is being written by {holder}; wait until it ends and run the command again", path.display())]
    Locked {
        /// The index directory.
        path: PathBuf,
        /// Who holds the lock: process, command, since when.
        holder: String,
    },
    /// The index was made by another version of litdex.
    #[error(
        "the index {} has {what} {found}, this litdex needs {needed}; run `litdex rebuild` to make it anew",
        path.display()
    )]
    Outdated {
        /// The generation's directory.
        path: PathBuf,
        /// What differs: `format version`, `analysis fingerprint`, `schema`.
        what: &'static str,
        /// What the index has.
        found: String,
        /// What this program needs.
        needed: String,
    },
    /// A file of the index is not what was written.
    #[error("{} is damaged: {found}; run `litdex rebuild` (or `litdex rollback` for the generation before)", path.display())]
    Damaged {
        /// The file or directory.
        path: PathBuf,
        /// What was found.
        found: String,
    },
    /// The engine below refused.
    #[error("the index {}: {source}", path.display())]
    Engine {
        /// The generation's directory.
        path: PathBuf,
        /// What tantivy said.
        source: EngineError,
    },
    /// There is no earlier generation.
    #[error("the index {} holds no earlier generation to roll back to", path.display())]
    NoEarlier {
        /// The index directory.
        path: PathBuf,
    },
}

/// What the engine said; its own types stay behind this one.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct EngineError(tantivy::TantivyError);

impl IndexError {
    pub(crate) fn damaged(path: impl Into<PathBuf>, found: impl Into<String>) -> Self {
        Self::Damaged { path: path.into(), found: found.into() }
    }

    pub(crate) fn engine(path: impl Into<PathBuf>, source: tantivy::TantivyError) -> Self {
        Self::Engine { path: path.into(), source: EngineError(source) }
    }

    /// Whether the disk or the quota is full.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::File(error) => error.is_disk_full(),
            Self::Engine { source, .. } => source.0.to_string().contains("os error 28"),
            _ => false,
        }
    }
}
