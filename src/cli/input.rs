//! Files that a user names on the command line, and what comes through a pipe in their place.
//!
//! It must not know what is in them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::corpus::kind_of;
use crate::error::FileError;

/// Opens a file, or a pipe that a shell opened; standard input by the name `-`.
///
/// # Errors
/// It cannot be opened, or it is something that might be waited for without end.
pub fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    if path == Path::new("-") || path == Path::new("/dev/stdin") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let failed = |source| anyhow::Error::new(FileError::new("read", path, source));
    let found = fs::metadata(path).map_err(failed)?.file_type();
    if !found.is_file() && !found.is_dir() {
        let kind = kind_of(found);
        // Any other FIFO may wait for ever for who writes into it.
        let opened = ["/dev/fd", "/proc/self/fd"].iter().any(|known| path.starts_with(known));
        if kind != "a FIFO" || !opened {
            anyhow::bail!(
                "{} is {kind}, not a file; save what it gives to a file, and name that",
                path.display()
            );
        }
    }
    Ok(Box::new(File::open(path).map_err(failed)?))
}
