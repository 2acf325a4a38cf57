//! The one place where files are opened, listed, synced, renamed and removed, so that a test can make any of it
//! fail that changes what survives a crash.
//!
//! It must not know what the files hold.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Context, FileError};

/// A step that changes what survives a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A file is begun, or a small one written whole.
    Write,
    /// A file's content is forced to the device.
    Sync,
    /// A directory's entries are forced to the device.
    SyncDirectory,
    /// A file or directory takes another name.
    Rename,
    /// A file or a directory tree goes.
    Remove,
}

type Hook = dyn Fn(Step, &Path) -> io::Result<()> + Send + Sync;

/// Access to the disk; cloning shares it.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    before: Option<Arc<Hook>>,
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disk").field("hooked", &self.before.is_some()).finish()
    }
}

impl Disk {
    /// A disk that asks `hook` before every step; what it answers is what the step does.
    #[cfg(test)]
    pub fn hooked(hook: impl Fn(Step, &Path) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self { before: Some(Arc::new(hook)) }
    }

    pub(crate) fn ask(&self, step: Step, path: &Path) -> io::Result<()> {
        self.before.as_ref().map_or(Ok(()), |hook| hook(step, path))
    }

    /// Opens a file to be read.
    pub fn open(path: &Path) -> Result<File, FileError> {
        File::open(path).context_of("open", path)
    }

    /// Opens a file to be read; `None` where there is none.
    pub fn open_if_there(path: &Path) -> Result<Option<File>, FileError> {
        if_there(File::open(path)).context_of("open", path)
    }

    /// Reads a small file whole.
    pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
        fs::read(path).context_of("read", path)
    }

    /// Reads a small file whole; `None` where there is none.
    pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
        if_there(fs::read(path)).context_of("read", path)
    }

    /// What lies in a directory, in the order of names.
    pub fn list(path: &Path) -> Result<Vec<PathBuf>, FileError> {
        let list = || fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>();
        let mut entries = list().context_of("list", path)?;
        entries.sort_unstable();
        Ok(entries)
    }

    /// Opens a file that is there, or an empty one, to be read and written.
    pub fn open_or_create(path: &Path) -> Result<File, FileError> {
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        options.open(path).context_of("open", path)
    }

    /// Opens a file that is there, to be written.
    pub fn open_to_write(path: &Path) -> Result<File, FileError> {
        File::options().write(true).open(path).context_of("open", path)
    }

    /// Creates a file that no commit ever names, to be written and read back.
    pub fn create_temporary(path: &Path) -> Result<File, FileError> {
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(true);
        options.open(path).context_of("create", path)
    }

    /// Removes a file that no commit names; one that stays is removed by the next writer.
    pub fn drop_temporary(path: &Path) {
        let _ = fs::remove_file(path);
    }

    /// Creates a directory and those above it; none that is there is an error.
    pub fn create_directories(path: &Path) -> Result<(), FileError> {
        fs::create_dir_all(path).context_of("create", path)
    }

    /// Creates a directory and those above it, and forces its name and those of the new ones to the device.
    pub fn create_named(&self, path: &Path) -> Result<(), FileError> {
        let is_there = |above: &&Path| above.as_os_str().is_empty() || above.exists();
        let there = path.ancestors().find(is_there).map(Path::to_path_buf);
        Self::create_directories(path)?;
        for above in path.ancestors().skip(1) {
            let listed = if above.as_os_str().is_empty() { Path::new(".") } else { above };
            match self.sync_directory(listed) {
                // Who may not list a directory cannot sync it, but may well have a directory of his own in it.
                Err(error) if error.source.kind() == io::ErrorKind::PermissionDenied => {}
                synced => synced?,
            }
            if there.as_deref().is_none_or(|there| there == path || there == above) {
                break;
            }
        }
        Ok(())
    }

    /// Forces a file's content to the device.
    pub fn sync(&self, file: &File, path: &Path) -> Result<(), FileError> {
        self.ask(Step::Sync, path).and_then(|()| file.sync_all()).context_of("sync", path)
    }

    /// Forces a directory's entries to the device.
    pub fn sync_directory(&self, path: &Path) -> Result<(), FileError> {
        let sync = || File::open(path)?.sync_all();
        self.ask(Step::SyncDirectory, path).and_then(|()| sync()).context_of("sync", path)
    }

    /// Forces every file below a directory, and the directories, to the device.
    pub fn sync_tree(&self, path: &Path) -> Result<(), FileError> {
        for child in Self::list(path)? {
            if child.is_dir() {
                self.sync_tree(&child)?;
            } else {
                self.sync(&Self::open(&child)?, &child)?;
            }
        }
        self.sync_directory(path)
    }

    /// Renames, and forces the new name to the device.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), FileError> {
        self.ask(Step::Rename, to).and_then(|()| fs::rename(from, to)).context_of("rename", to)?;
        to.parent().map_or(Ok(()), |parent| self.sync_directory(parent))
    }

    /// Creates a file, empty; whatever stood under its name goes.
    pub fn create(&self, path: &Path) -> Result<File, FileError> {
        self.ask(Step::Write, path).and_then(|()| File::create(path)).context_of("create", path)
    }

    /// Replaces a small file: after a crash it holds the old content or the new, never a part.
    pub fn replace(&self, path: &Path, content: &[u8]) -> Result<(), FileError> {
        let temporary = temporary_name(path);
        let write = || -> io::Result<File> {
            self.ask(Step::Write, &temporary)?;
            let mut file = File::create(&temporary)?;
            file.write_all(content)?;
            Ok(file)
        };
        let file = write().context_of("write", &temporary)?;
        self.sync(&file, &temporary)?;
        self.rename(&temporary, path)
    }

    /// Removes what a stopped [`replace`](Self::replace) of a file left beside it.
    pub fn drop_replacement(path: &Path) {
        Self::drop_temporary(&temporary_name(path));
    }

    /// Removes a file; one that is already gone is no error.
    pub fn remove_file(&self, path: &Path) -> Result<(), FileError> {
        let remove = || if_there(fs::remove_file(path)).map(|_| ());
        self.ask(Step::Remove, path).and_then(|()| remove()).context_of("remove", path)
    }

    /// Removes a directory tree; one that is already gone is no error.
    pub fn remove_tree(&self, path: &Path) -> Result<(), FileError> {
        let remove = || if_there(fs::remove_dir_all(path)).map(|_| ());
        self.ask(Step::Remove, path).and_then(|()| remove()).context_of("remove", path)
    }
}

/// What came of a step; `None` where there is nothing at the path.
fn if_there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

fn temporary_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    path.with_file_name(name)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::fd::OwnedFd;
    use std::sync::Mutex;

    use super::*;

    /// Whether a sync reaches the system no killed process can tell. But the system refuses to sync a pipe, and a
    /// directory of `/proc`.
    #[test]
    fn syncs_reach_the_system() {
        let (_reader, writer) = io::pipe().unwrap();
        let pipe = File::from(OwnedFd::from(writer));
        let disk = Disk::default();
        assert!(disk.sync(&pipe, Path::new("pipe")).is_err());
        assert!(disk.sync_directory(Path::new("/proc")).is_err());
    }

    #[test]
    fn a_tree_is_synced_from_its_files_up() {
        let directory = tempfile::tempdir().unwrap();
        let (root, below) = (directory.path(), directory.path().join("b"));
        fs::create_dir(&below).unwrap();
        fs::write(root.join("a"), "1").unwrap();
        fs::write(below.join("c"), "2").unwrap();
        let steps: Arc<Mutex<Vec<(Step, PathBuf)>>> = Arc::default();
        let taken = steps.clone();
        let disk = Disk::hooked(move |step, path| {
            taken.lock().unwrap().push((step, path.to_path_buf()));
            Ok(())
        });
        disk.sync_tree(root).unwrap();
        let expected = [
            (Step::Sync, root.join("a")),
            (Step::Sync, below.join("c")),
            (Step::SyncDirectory, below),
            (Step::SyncDirectory, root.to_path_buf()),
        ];
        assert_eq!(*steps.lock().unwrap(), expected);
    }
}
