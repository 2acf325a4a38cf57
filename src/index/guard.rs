//! Reading where the engine may panic: it checks its files by assertions, and a damaged one must end as an
//! error like any other.
//!
//! It must not know what is read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::error::IndexError;

/// Runs what reads the engine's files of the index at `path`; a panic means that one is damaged.
pub(crate) fn guarded<T, E: From<IndexError>>(
    path: &Path,
    read: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let found = "the engine could not go on reading it; `litdex verify` may tell which file";
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(IndexError::damaged(path, found).into()))
}
