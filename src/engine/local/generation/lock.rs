//! The writer's lock: one process writes an index at a time, and the others are told who.
//!
//! It must not know what is written. Readers never take it.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use crate::clock::now;
use crate::error::{Context, FileError};
use crate::index::{Disk, IndexError};

/// The right to write an index; dropping it, or the end of the process, gives it back.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: File,
}

/// No honest holder's line is longer.
const HOLDER_MAX_BYTES: u64 = 512;

/// How every holder's line begins.
const HOLDER: &str = "process ";

/// The file's name.
pub(super) const LOCK: &str = "LOCK";

impl WriterLock {
    /// Takes the lock of the index in `root`, or says who holds it.
    ///
    /// The lock is `flock`'s, so it cannot be left behind by a killed process; the file's content only
    /// tells others about the holder.
    pub fn take(root: &Path, command: &str) -> Result<Self, IndexError> {
        let path = root.join(LOCK);
        let mut file = Disk::open_or_create(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(IndexError::Locked { path: root.to_path_buf(), holder: holder(&mut file) });
            }
            Err(TryLockError::Error(source)) => return Err(FileError::new("lock", &path, source).into()),
        }
        let mut held = Vec::new();
        Read::by_ref(&mut file).take(HOLDER_MAX_BYTES).read_to_end(&mut held).context_of("read", &path)?;
        // A power cut may leave the beginning of what a holder wrote, or zeros in its place.
        let is_ours = HOLDER.as_bytes().iter().zip(&held).all(|(ours, held)| ours == held);
        if !is_ours && held.iter().any(|&byte| byte != 0) {
            let other =
                io::Error::other("it is another program's file; name another directory for the index");
            return Err(FileError::new("lock", &path, other).into());
        }
        let line = format!("{HOLDER}{} (litdex {command}) since {}\n", std::process::id(), now());
        let write = |file: &mut File| {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(line.as_bytes())
        };
        write(&mut file).context_of("write", &path)?;
        Ok(Self { _file: file })
    }
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.take(HOLDER_MAX_BYTES).read_to_string(&mut text);
    let line = text.lines().next().unwrap_or("");
    if read.is_err() || line.is_empty() { "another process".to_owned() } else { line.to_owned() }
}
