//! What can go wrong with an index on disk.
//!
//! It must not know what was searched for.

use std::io;
use std::path::PathBuf;

use crate::error::FileError;

/// An index that cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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
    /// There are generations, and the file that says which is in use is gone.
    #[error(
        "the index {} holds {latest}, but CURRENT, which names the generation in use, is gone; run `litdex rebuild`",
        path.display()
    )]
    NoCurrent {
        /// The index directory.
        path: PathBuf,
        /// The latest generation there.
        latest: String,
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
    #[error("{} is damaged: {found}; run `litdex rebuild` (or `litdex rollback` where the generation before is kept)", path.display())]
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
        /// What it said.
        source: EngineError,
    },
    /// There is no earlier generation.
    #[error("the index {} holds no earlier generation to roll back to", path.display())]
    NoEarlier {
        /// The index directory.
        path: PathBuf,
    },
    /// Several indexes are searched as one, and this is of one.
    #[error("this is done with one index at a time, and there are several: {}; open each by itself", path.display())]
    Several {
        /// Their directories.
        path: PathBuf,
    },
    /// The earlier generation cannot be used; the present one stays in use.
    #[error(
        "the generation before cannot be used: {found}; the index stays as it is (`litdex rebuild` makes it anew)"
    )]
    EarlierUnusable {
        /// What was found.
        found: String,
    },
}

/// What the engine said; its own types stay behind this one.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct EngineError(Box<dyn std::error::Error + Send + Sync>);

impl IndexError {
    pub(crate) fn damaged(path: impl Into<PathBuf>, found: impl Into<String>) -> Self {
        Self::Damaged { path: path.into(), found: found.into() }
    }

    /// What the engine said of the index at `path`.
    pub(crate) fn said_by_engine(
        path: impl Into<PathBuf>,
        said: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Engine { path: path.into(), source: EngineError(said.into()) }
    }

    /// What was found, without what to do about it: that depends on what was to be done.
    pub(crate) fn found(&self) -> String {
        match self {
            Self::Damaged { path, found } => format!("{} is damaged: {found}", path.display()),
            Self::Outdated { path, what, found, needed } => {
                format!("{} has {what} {found}, this litdex needs {needed}", path.display())
            }
            other => other.to_string(),
        }
    }

    /// This error as one of the generation to be rolled back to.
    pub(crate) fn of_earlier(&self) -> Self {
        Self::EarlierUnusable { found: self.found() }
    }

    /// This error, where a file of a generation is not there: that is damage, and has its way out.
    pub(crate) fn of_missing_file(self) -> Self {
        match self {
            Self::File(FileError { path, source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Self::damaged(path, "it is missing")
            }
            other => other,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_was_found_and_what_to_do() {
        let path = || PathBuf::from("index");
        let file = |kind: io::ErrorKind| IndexError::from(FileError::new("write", "index/LOCK", kind.into()));
        let all = [
            file(io::ErrorKind::NotFound),
            file(io::ErrorKind::StorageFull),
            file(io::ErrorKind::PermissionDenied),
            IndexError::Missing { path: path() },
            IndexError::NoCurrent { path: path(), latest: "gen-3".into() },
            IndexError::Locked { path: path(), holder: "process 7 (litdex ingest) since 2026".into() },
            IndexError::Outdated { path: path(), what: "schema", found: "a".into(), needed: "b".into() },
            IndexError::damaged("index/CURRENT", "it names \"x\", not a generation"),
            IndexError::said_by_engine("index/gen-1", "System error.'no'"),
            IndexError::NoEarlier { path: path() },
            IndexError::Several { path: "one, two".into() },
            IndexError::damaged("index/gen-1", "it is cut").of_earlier(),
        ];
        let text: Vec<String> = all.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(text.join("\n"), @r#"
        cannot write index/LOCK: entity not found
        cannot write index/LOCK: no storage space (free some space and run the command again; the index is sound, as of its last commit)
        cannot write index/LOCK: permission denied (check who owns it and its mode)
        no index in index (build one with `litdex rebuild`)
        the index index holds gen-3, but CURRENT, which names the generation in use, is gone; run `litdex rebuild`
        the index index is being written by process 7 (litdex ingest) since 2026; wait until it ends and run the command again
        the index index has schema a, this litdex needs b; run `litdex rebuild` to make it anew
        index/CURRENT is damaged: it names "x", not a generation; run `litdex rebuild` (or `litdex rollback` where the generation before is kept)
        the index index/gen-1: System error.'no'
        the index index holds no earlier generation to roll back to
        this is done with one index at a time, and there are several: one, two; open each by itself
        the generation before cannot be used: index/gen-1 is damaged: it is cut; the index stays as it is (`litdex rebuild` makes it anew)
        "#);
        let full: Vec<bool> = all.iter().map(IndexError::is_disk_full).collect();
        assert_eq!(full.iter().filter(|&&full| full).count(), 1);
    }
}
