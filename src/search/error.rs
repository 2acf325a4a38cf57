//! The error of the library: whatever went wrong, on whichever floor.
//!
//! It must not know how an error is printed.

use crate::backend::BackendError;
use crate::corpus::CorpusError;
use crate::error::FileError;
use crate::index::IndexError;
use crate::query::QueryError;

/// Anything that can go wrong in litdex.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The query could not be read; [`QueryError::caret`] shows where.
    #[error("the query: {0}")]
    Query(#[from] QueryError),
    /// The index is missing, outdated, damaged, locked, or could not be read or written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The corpus could not be indexed.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The query asks for more than is allowed, or for a value its field cannot hold.
    #[error(transparent)]
    Backend(BackendError),
    /// A file operation failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// A number is outside its bounds.
    #[error("{what} is {found}; it may be at most {most}")]
    Limit {
        /// What was given.
        what: &'static str,
        /// Its value.
        found: usize,
        /// The bound.
        most: usize,
    },
}

impl From<BackendError> for Error {
    fn from(error: BackendError) -> Self {
        match error {
            BackendError::Index(error) => Self::Index(error),
            other => Self::Backend(other),
        }
    }
}

impl Error {
    /// A short name for programs, such as `index-missing`; names are stable.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Query(_) => "query",
            Self::Index(IndexError::Missing { .. }) => "index-missing",
            Self::Index(IndexError::Locked { .. })
            | Self::Corpus(CorpusError::Index(IndexError::Locked { .. })) => "index-locked",
            Self::Index(IndexError::Outdated { .. })
            | Self::Corpus(CorpusError::Index(IndexError::Outdated { .. })) => "index-outdated",
            Self::Index(IndexError::Damaged { .. }) => "index-damaged",
            Self::Index(_) => "index",
            Self::Corpus(_) => "corpus",
            Self::Backend(_) | Self::Limit { .. } => "limit",
            Self::File(_) => "file",
        }
    }
}
