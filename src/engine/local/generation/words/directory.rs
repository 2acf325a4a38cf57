//! The directory tantivy reads and writes through.
//!
//! Reading needs no write access: tantivy would lock before it opens segments, a lock only a writer's
//! clean-up needs, so [`Readable`] grants it without touching the disk and the reader retries where a
//! file went away meanwhile. Writing passes every sync through [`Disk`]. Files written are [`Checked`] when read.
//!
//! The engine keeps a list of its files, written and synced anew with each, to know what to clean up. A commit names
//! its files and the rest can go: so there is no such list on disk.
//!
//! It must not know what the files hold.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

use super::checked_file::{Checked, CheckedFiles, Sums};
use super::windowed_file::Windowed;
use crate::error::FileError;
use crate::index::{Disk, Step};

/// A directory that can be read where nothing can be written.
#[derive(Debug, Clone)]
pub(crate) struct Readable {
    inner: MmapDirectory,
    path: PathBuf,
    files: Arc<CheckedFiles>,
}

impl Readable {
    pub fn open(path: &Path, files: Arc<CheckedFiles>) -> tantivy::Result<Self> {
        Ok(Self { inner: MmapDirectory::open(path)?, path: path.to_path_buf(), files })
    }
}

impl Directory for Readable {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.open(&self.path.join(path), || self.inner.get_file_handle(path))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        Err(DeleteError::IoError { io_error: Arc::new(denied), filepath: path.to_path_buf() })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        Err(OpenWriteError::wrap_io_error(denied, path.to_path_buf()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        read_listed(&self.inner, path)
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// The engine's list of its files.
const LIST: &str = ".managed.json";

/// A small file; the engine's list of its files is none.
fn read_listed(directory: &MmapDirectory, path: &Path) -> Result<Vec<u8>, OpenReadError> {
    if path == Path::new(LIST) {
        return Err(OpenReadError::FileDoesNotExist(path.to_path_buf()));
    }
    directory.atomic_read(path)
}

/// The first file operation that failed. Where it fails in a thread of the engine's own, the engine says
/// only that the thread is gone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Failures(Arc<Mutex<Option<FileError>>>);

impl Failures {
    fn note<T>(&self, action: &'static str, path: &Path, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert_with(|| FileError::new(action, path, copy_of(error)));
        }
        result
    }

    /// What failed, if anything did; it is told once.
    pub fn take(&self) -> Option<FileError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

fn copy_of(error: &io::Error) -> io::Error {
    let same = || io::Error::new(error.kind(), error.to_string());
    error.raw_os_error().map_or_else(same, io::Error::from_raw_os_error)
}

/// A file the engine writes, watched for failures.
struct Watched {
    inner: WritePtr,
    sums: Sums,
    path: PathBuf,
    failures: Failures,
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.inner.write(bytes);
        let written = self.failures.note("write", &self.path, result)?;
        self.sums.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.failures.note("write", &self.path, result)
    }
}

impl TerminatingWrite for Watched {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let sums = std::mem::take(&mut self.sums);
        let result = sums.finish(&self.path, &mut self.inner).and_then(|()| self.inner.terminate_ref(token));
        self.failures.note("write", &self.path, result)
    }
}

/// A directory whose syncs and renames can be made to fail. Its locks are granted: the index has one
/// writer already, by the lock of the whole index.
#[derive(Debug, Clone)]
pub(crate) struct Writable {
    pub inner: MmapDirectory,
    pub path: PathBuf,
    pub disk: Disk,
    pub failures: Failures,
}

impl Writable {
    fn ask(&self, step: Step, action: &'static str, path: &Path) -> io::Result<()> {
        self.failures.note(action, path, self.disk.ask(step, path))
    }
}

impl Directory for Writable {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = Windowed::open(&self.path.join(path), self.inner.get_file_handle(path)?)?;
        let path = self.path.join(path);
        match Checked::open(&path, Arc::new(file)) {
            Ok(file) => Ok(Arc::new(file)),
            Err(error) => Err(OpenReadError::wrap_io_error(error, path)),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let failed = |error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_path_buf() };
        self.ask(Step::Remove, "remove", &self.path.join(path)).map_err(failed)?;
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |error| OpenWriteError::wrap_io_error(error, path.to_path_buf());
        let full = self.path.join(path);
        self.ask(Step::Write, "write", &full).map_err(failed)?;
        let inner = match self.inner.open_write(path) {
            Err(OpenWriteError::IoError { io_error, filepath }) => {
                let _ = self.failures.note::<()>("create", &full, Err(copy_of(&io_error)));
                return Err(OpenWriteError::IoError { io_error, filepath });
            }
            other => other?,
        };
        let watched = Watched { inner, sums: Sums::default(), path: full, failures: self.failures.clone() };
        Ok(BufWriter::new(Box::new(watched)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        read_listed(&self.inner, path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(LIST) {
            return Ok(());
        }
        // The engine's own way would leave the file readable by its owner only.
        let result = self.disk.replace(&self.path.join(path), data);
        result.map_err(|error| {
            let copy = copy_of(&error.source);
            self.failures.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            copy
        })
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.ask(Step::SyncDirectory, "sync", &self.path)?;
        self.failures.note("sync", &self.path, self.inner.sync_directory())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A file that counts how often it was ended: the engine syncs a file then, and at no other time.
    struct Ended(Arc<AtomicUsize>);

    impl Write for Ended {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl TerminatingWrite for Ended {
        fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(())
        }
    }

    #[test]
    fn a_file_of_a_segment_is_ended_by_the_engine() {
        let count = Arc::new(AtomicUsize::new(0));
        let inner: WritePtr = BufWriter::new(Box::new(Ended(count.clone())));
        let watched = Watched {
            inner,
            sums: Sums::default(),
            path: PathBuf::from("a.idx"),
            failures: Failures::default(),
        };
        BufWriter::new(Box::new(watched)).terminate().unwrap();
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }

    /// The system refuses to sync a directory of `/proc`.
    #[cfg(target_os = "linux")]
    #[test]
    fn syncs_of_the_directory_reach_the_system() {
        let path = PathBuf::from("/proc");
        let inner = MmapDirectory::open(&path).unwrap();
        let (disk, failures) = (Disk::default(), Failures::default());
        let writable = Writable { inner, path, disk, failures: failures.clone() };
        assert!(writable.sync_directory().is_err());
        assert!(failures.take().is_some());
    }
}
