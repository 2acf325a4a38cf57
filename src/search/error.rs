//! The error of the library: whatever went wrong, on whichever floor.
//!
//! It must not know how an error is printed.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::corpus::CorpusError;
use crate::engine::EngineError;
use crate::error::FileError;
use crate::index::{Exhausted, IndexError};
use crate::query::{QueryError, QueryErrorKind};
use crate::vocabulary::VocabularyError;

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
    /// A vocabulary that cannot be read.
    #[error("the vocabulary: {0}")]
    Vocabulary(#[from] VocabularyError),
    /// A file operation failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// What was to be read as the record of a strategy is none.
    #[error("it is no report of a strategy that can be read: {found}")]
    Report {
        /// What was found.
        found: String,
    },
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

/// As `{code, message}`; of a query that could not be read with `errors`, all that is wrong with it.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let query = if let Self::Query(query) = self { Some(query) } else { None };
        let mut error = to.serialize_struct("Error", 2 + usize::from(query.is_some()))?;
        error.serialize_field("code", self.code())?;
        error.serialize_field("message", &self.to_string())?;
        if let Some(query) = query {
            let all: Vec<&QueryError> = std::iter::once(query).chain(query.others()).collect();
            error.serialize_field("errors", &all)?;
        }
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
            Self::Index(IndexError::NoCurrent { .. }) => "index-no-current",
            Self::Index(IndexError::NoEarlier { .. }) => "index-no-earlier",
            Self::Index(IndexError::Several { .. }) => "index-several",
            Self::File(_) | Self::Index(IndexError::File(_)) | Self::Corpus(CorpusError::File(_)) => "file",
            Self::Corpus(CorpusError::Cancelled) | Self::Engine(EngineError::Limit(Exhausted::Cancelled)) => {
                "cancelled"
            }
            Self::Corpus(CorpusError::NoSuchPath { .. }) => "no-such-path",
            Self::Corpus(CorpusError::NotAFile { .. }) => "not-a-file",
            Self::Corpus(CorpusError::NoFiles { .. }) => "no-files",
            Self::Corpus(CorpusError::NothingRead { .. }) => "nothing-read",
            Self::Corpus(CorpusError::SourceGone { .. }) => "source-gone",
            Self::Corpus(CorpusError::Unreadable { .. }) => "unreadable",
            Self::Corpus(CorpusError::PutLost { .. }) => "put-lost",
            Self::Corpus(CorpusError::SourcesUnknown { .. }) => "sources-unknown",
            Self::Corpus(CorpusError::Thread(_)) => "thread",
            Self::Corpus(CorpusError::Unsound { .. }) => "unsound",
            Self::Index(_) | Self::Corpus(CorpusError::Index(_)) | Self::Engine(EngineError::Index(_)) => {
                "index"
            }
            Self::Engine(EngineError::Limit(Exhausted::Deadline)) => "timeout",
            Self::Engine(EngineError::Expansions { .. }) => "too-many-words",
            Self::Engine(EngineError::Headings { .. }) => "too-many-headings",
            Self::Engine(EngineError::Proximity(_)) => "proximity",
            Self::Engine(EngineError::Value { .. }) => "value",
            Self::Engine(EngineError::Limit(_)) => "too-much-work",
            Self::Vocabulary(_) => "vocabulary",
            Self::Limit { .. } => "limit",
            Self::SourceName { .. } => "source-name",
            Self::Report { .. } => "report",
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
            crate::query::Query::parse("a AND").unwrap_err().into(),
            crate::query::Query::parse("TS=sepsis").unwrap_err().into(),
            Error::SourceName { found: "a\nb".into() },
            VocabularyError::Empty.into(),
            EngineError::Index(IndexError::Missing { path: path() }).into(),
            locked().into(),
            outdated().into(),
            IndexError::damaged("index/CURRENT", "it is empty").into(),
            IndexError::NoEarlier { path: path() }.into(),
            IndexError::NoCurrent { path: path(), latest: "gen-3".into() }.into(),
            CorpusError::NoSuchPath { path: path() }.into(),
            CorpusError::NotAFile { path: path(), kind: "a FIFO" }.into(),
            CorpusError::NoFiles { path: path() }.into(),
            CorpusError::SourceGone { path: path() }.into(),
            CorpusError::Unreadable { path: path(), found: "it cannot be opened".into() }.into(),
            CorpusError::Cancelled.into(),
            CorpusError::Index(locked()).into(),
            CorpusError::Index(outdated()).into(),
            CorpusError::Index(IndexError::damaged("index/CURRENT", "it is empty")).into(),
            CorpusError::Index(IndexError::File(file())).into(),
            EngineError::Expansions { word: "a*".into(), limit: 3 }.into(),
            EngineError::Headings { word: "a[mh]".into(), limit: 3 }.into(),
            EngineError::Value { found: "x y".into(), tag: "aid", help: "write a DOI".into() }.into(),
            EngineError::Limit(Exhausted::Deadline).into(),
            file().into(),
            Error::Limit { what: "offset and limit together", found: 8, most: 7 },
        ];
        let lines: Vec<String> = all.iter().map(|error| format!("{}: {error}", error.code())).collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        query: the query: `AND` has nothing to search for on its right
        dialect: the query: `TS=sepsis` is Web of Science's notation, which is not read here
        source-name: "a\nb" is no name of a source; give one of 1 to 200 bytes without control characters
        vocabulary: the vocabulary: it has no heading; give the descriptors of MeSH as NLM publishes them, such as desc2025.xml or .gz
        index-missing: no index in index (build one with `litdex rebuild`)
        index-locked: the index index is being written by process 7; wait until it ends and run the command again
        index-outdated: the index index has format version 0, this litdex needs 1; run `litdex rebuild` to make it anew
        index-damaged: index/CURRENT is damaged: it is empty; run `litdex rebuild` (or `litdex rollback` where the generation before is kept)
        index-no-earlier: the index index holds no earlier generation to roll back to
        index-no-current: the index index holds gen-3, but CURRENT, which names the generation in use, is gone; run `litdex rebuild`
        no-such-path: there is no file or directory index; check the path
        not-a-file: index is a FIFO, neither a file nor a directory; save what it gives to a file, and name that
        no-files: the corpus index has no files; put articles into it, or name another with --corpus
        source-gone: the source index lies outside the corpus and is gone: a rebuild would lose its articles; bring it back, or say --forget-missing
        unreadable: index: it cannot be opened; a rebuild would lose its articles; make it readable, or say --forget-missing
        cancelled: stopped; the index is as of its last commit
        index-locked: the index index is being written by process 7; wait until it ends and run the command again
        index-outdated: the index index has format version 0, this litdex needs 1; run `litdex rebuild` to make it anew
        index-damaged: index/CURRENT is damaged: it is empty; run `litdex rebuild` (or `litdex rollback` where the generation before is kept)
        file: cannot read a.xml: entity not found
        too-many-words: up to "a*" the query stands for more than 3 words; write more letters before the *
        too-many-headings: up to "a[mh]" the headings of the query stand for more than 3; write fewer, or with :noexp
        value: "x y" cannot be searched in [aid]: write a DOI
        timeout: the search took longer than it may; allow it more time or ask for less
        file: cannot read a.xml: entity not found
        limit: offset and limit together is 8; it may be at most 7
        "#);
    }
}
