//! The one error every floor shares: a file operation that failed, and on which file.
//!
//! It must not know any other module. Every module that can fail otherwise owns an error type of its
//! own; the façade gathers them in [`crate::search::Error`].

use std::io;
use std::path::{Path, PathBuf};

/// A file operation that failed: what was tried, on which path, and what the system said.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}: {source}{}", path.display(), hint(source))]
pub struct FileError {
    /// What was being done, as a verb: `read`, `write`, `sync`.
    pub action: &'static str,
    /// The file or directory.
    pub path: PathBuf,
    /// What the operating system answered.
    pub source: io::Error,
}

impl FileError {
    /// Says that `action` on `path` failed with `source`.
    pub fn new(action: &'static str, path: impl AsRef<Path>, source: io::Error) -> Self {
        Self { action, path: path.as_ref().to_path_buf(), source }
    }

    /// Whether the file system ran out of space or quota.
    pub fn is_disk_full(&self) -> bool {
        is_disk_full(&self.source)
    }
}

/// Whether an I/O error says that the disk or the quota is full.
pub fn is_disk_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// What a user can do about it, where that is plain.
fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            " (free some space and run the command again; the index is sound, as of its last commit)"
        }
        io::ErrorKind::PermissionDenied => " (check who owns it and its mode)",
        _ => "",
    }
}

/// Adds the action and the path to an I/O result.
pub trait Context<T> {
    /// Names the action and the path that failed.
    ///
    /// # Errors
    /// The error it was called on, with both names.
    fn context_of(self, action: &'static str, path: &Path) -> Result<T, FileError>;
}

impl<T> Context<T> for io::Result<T> {
    fn context_of(self, action: &'static str, path: &Path) -> Result<T, FileError> {
        self.map_err(|source| FileError::new(action, path, source))
    }
}
