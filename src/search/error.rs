//! The error of the library: whatever went wrong, on whichever floor.
//!
//! It must not know how an error is printed.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::corpus::CorpusError;
use crate::engine::EngineError;
use crate::error::FileError;
use crate::index::{Exhausted, IndexError};
use crate::query::{QueryError, QueryErrorKind};

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
    Corpus(CorpusError),
    /// The query asks for more than is allowed, or for a value its field cannot hold.
    #[error(transparent)]
    Engine(EngineError),
    /// A file operation failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// A program cannot call its source so.
    #[error("{found:?} is no name of a source; give one of 1 to 200 bytes without control characters")]
    SourceName {
        /// What was given, its beginning where it is long.
        found: String,
    },
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

impl From<EngineError> for Error {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Index(error) => Self::Index(error),
            other => Self::Engine(other),
        }
    }
}

impl From<CorpusError> for Error {
    fn from(error: CorpusError) -> Self {
        match error {
            CorpusError::Index(error) => Self::Index(error),
            CorpusError::File(error) => Self::File(error),
            other => Self::Corpus(other),
        }
    }
}

/// As `{code, message}`.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut error = to.serialize_struct("Error", 2)?;
        error.serialize_field("code", self.code())?;
        error.serialize_field("message", &self.to_string())?;
        error.end()
    }
}

impl Error {
    /// A short name for programs, such as `index-missing`; names are stable.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Query(QueryError { kind: QueryErrorKind::Dialect, .. }) => "dialect",
            Self::Query(_) => "query",
            Self::Index(IndexError::Missing { .. }) => "index-missing",
            Self::Index(IndexError::Locked { .. }) => "index-locked",
            Self::Index(IndexError::Outdated { .. }) => "index-outdated",
            Self::Index(IndexError::Damaged { .. }) => "index-damaged",
            Self::Index(_) => "index",
            Self::Corpus(CorpusError::Cancelled) | Self::Engine(EngineError::Limit(Exhausted::Cancelled)) => {
                "cancelled"
            }
            Self::Corpus(_) => "corpus",
            Self::Engine(EngineError::Limit(Exhausted::Deadline)) => "timeout",
            Self::Engine(_) | Self::Limit { .. } => "limit",
            Self::File(_) => "file",
            Self::SourceName { .. } => "source-name",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// Programs decide by these names: one that changes here breaks them.
    #[test]
    fn every_kind_has_its_name_and_its_message() {
        let path = || PathBuf::from("index");
        let file = || FileError::new("read", "a.xml", std::io::ErrorKind::NotFound.into());
        let locked = || IndexError::Locked { path: path(), holder: "process 7".into() };
        let outdated = || IndexError::Outdated {
            path: path(),
            what: "format version",
            found: "0".into(),
            needed: "1".into(),
        };
        let all: Vec<Error> = vec![
            crate::query::parse("a AND").unwrap_err().into(),
            crate::query::parse("TS=sepsis").unwrap_err().into(),
            Error::SourceName { found: "a\nb".into() },
            IndexError::Missing { path: path() }.into(),
            locked().into(),
            outdated().into(),
            IndexError::damaged("index/CURRENT", "it is empty").into(),
            IndexError::NoEarlier { path: path() }.into(),
            IndexError::File(file()).into(),
            CorpusError::NoSuchPath { path: path() }.into(),
            CorpusError::Index(locked()).into(),
            CorpusError::Index(outdated()).into(),
            CorpusError::Index(IndexError::damaged("index/CURRENT", "it is empty")).into(),
            CorpusError::Index(IndexError::File(file())).into(),
            EngineError::Expansions { word: "a*".into(), limit: 3 }.into(),
            EngineError::Index(IndexError::Missing { path: path() }).into(),
            file().into(),
            Error::Limit { what: "offset and limit together", found: 8, most: 7 },
        ];
        let lines: Vec<String> = all.iter().map(|error| format!("{}: {error}", error.code())).collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        query: the query: `AND` has nothing to search for on its right
        dialect: the query: `TS=sepsis` is Web of Science's notation, which is not read here
        source-name: "a\nb" is no name of a source; give one of 1 to 200 bytes without control characters
        index-missing: no index in index (build one with `litdex rebuild`)
        index-locked: the index index is being written by process 7; wait until it ends and run the command again
        index-outdated: the index index has format version 0, this litdex needs 1; run `litdex rebuild` to make it anew
        index-damaged: index/CURRENT is damaged: it is empty; run `litdex rebuild` (or `litdex rollback` for the generation before)
        index: the index index holds no earlier generation to roll back to
        index: cannot read a.xml: entity not found
        corpus: there is no file or directory index; check the path
        index-locked: the index index is being written by process 7; wait until it ends and run the command again
        index-outdated: the index index has format version 0, this litdex needs 1; run `litdex rebuild` to make it anew
        index-damaged: index/CURRENT is damaged: it is empty; run `litdex rebuild` (or `litdex rollback` for the generation before)
        index: cannot read a.xml: entity not found
        limit: up to "a*" the query stands for more than 3 words; write more letters before the *
        index-missing: no index in index (build one with `litdex rebuild`)
        file: cannot read a.xml: entity not found
        limit: offset and limit together is 8; it may be at most 7
        "#);
    }
}
