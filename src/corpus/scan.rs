//! A file of the corpus, and whether it changed.
//!
//! It must not know what is in a file beyond its size and hash.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3Default;

use super::Build;
use super::error::CorpusError;
use super::names::path_of;
use crate::error::{Context, FileError};
use crate::formats::{Place, Problem, ProblemKind};
use crate::index::Source;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// What it is called everywhere: its path below the corpus, or its absolute path.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// The same, without any link.
    pub real: PathBuf,
    pub bytes: u64,
    pub modified_ns: u64,
}

/// A file by the name it has in a manifest, where it is still there, and still where it may be.
pub(super) fn named(name: &str, build: &Build) -> Result<Option<Found>, CorpusError> {
    let path = path_of(&build.corpus, name);
    if !path.is_file() {
        return Ok(None);
    }
    let found = look(&path, name.to_owned())?;
    if build.follow_links || Path::new(name).is_absolute() {
        return Ok(found);
    }
    let corpus = fs::canonicalize(&build.corpus).context_of("find", &build.corpus)?;
    Ok(found.filter(|found| found.real.starts_with(&corpus)))
}

pub(super) fn unreadable(name: &str, done: &str, error: &io::Error) -> Problem {
    Problem {
        file: name.to_owned(),
        place: Place::default(),
        kind: ProblemKind::Unreadable,
        found: format!("it cannot be {done}: {error}"),
        done: "it was left out; what the index has of it stays".into(),
    }
}

/// The file at a path; `None` where it went away meanwhile.
pub(super) fn look(path: &Path, name: String) -> Result<Option<Found>, FileError> {
    let Some(real) = there(fs::canonicalize(path)).context_of("find", path)? else { return Ok(None) };
    let Some(metadata) = there(fs::metadata(&real)).context_of("read", path)? else { return Ok(None) };
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified_ns = modified.map_or(0, |since| since.as_nanos() as u64);
    Ok(Some(Found { name, path: path.to_path_buf(), real, bytes: metadata.len(), modified_ns }))
}

/// What was found; `None` where nothing is.
fn there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// Opens a file; what is a FIFO by now, and nobody writes to, would be waited for.
#[cfg(unix)]
fn open_at_once(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().read(true).custom_flags(libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open_at_once(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Whether an open file lies there. Of one that was removed since, as when another took its name, Linux says so behind
/// its path. Where the system does not tell, where the path leads now decides.
#[cfg(target_os = "linux")]
fn lies_at(file: &File, real: &Path) -> io::Result<bool> {
    use std::os::fd::AsRawFd;
    let Ok(place) = fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())) else {
        return Ok(fs::canonicalize(real)? == real);
    };
    let mut removed = real.as_os_str().to_owned();
    removed.push(" (deleted)");
    Ok(place == real || place.as_os_str() == removed)
}

#[cfg(not(target_os = "linux"))]
fn lies_at(_: &File, real: &Path) -> io::Result<bool> {
    Ok(fs::canonicalize(real)? == real)
}

impl Found {
    /// Whether it was read and looks as it did then: the same size and time.
    pub fn looks_like(&self, source: &Source) -> bool {
        source.is_read() && self.bytes == source.bytes && self.modified_ns == source.modified_ns
    }

    /// Opens it, where it still lies where it was found: a link could have taken its place meanwhile, or that of a
    /// directory above it, and lead to what is not to be read.
    pub fn open(&self) -> io::Result<File> {
        let file = open_at_once(&self.real)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("it is no file any more"));
        }
        if lies_at(&file, &self.real)? {
            return Ok(file);
        }
        Err(io::Error::other("it was replaced by a link while it was looked at"))
    }

    /// What is wrong where it cannot be opened.
    pub fn fault(&self) -> Option<Problem> {
        self.open().err().map(|error| self.unreadable("opened", &error))
    }

    /// The problem of a file with which something could not be done.
    pub fn unreadable(&self, done: &str, error: &io::Error) -> Problem {
        unreadable(&self.name, done, error)
    }

    /// Whether it went away since it was found.
    pub fn is_gone(&self) -> bool {
        matches!(there(fs::metadata(&self.path)), Ok(None))
    }

    /// The hash of its content, 32 hexadecimal digits; `None` where it went away meanwhile.
    pub fn hash(&self) -> Result<Option<String>, FileError> {
        let hash = || -> io::Result<u128> {
            let mut file = self.open()?;
            let mut hasher = Xxh3Default::new();
            let mut buffer = vec![0; 1 << 18];
            loop {
                match file.read(&mut buffer)? {
                    0 => return Ok(hasher.digest128()),
                    read => hasher.update(&buffer[..read]),
                }
            }
        };
        let hash = there(hash()).context_of("read", &self.path)?;
        Ok(hash.map(|hash| format!("{hash:032x}")))
    }

    /// What a manifest says of it when it was read. A file that changed meanwhile has no hash: it is not
    /// known which of its states was read, so the next ingest reads it again.
    pub fn source(&self) -> Result<Source, FileError> {
        let hash = self.hash()?.unwrap_or_default();
        let is_same = look(&self.path, self.name.clone())?.as_ref() == Some(self);
        let hash = if is_same { hash } else { String::new() };
        Ok(Source {
            path: self.name.clone(),
            bytes: self.bytes,
            modified_ns: self.modified_ns,
            hash,
            ..Source::default()
        })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_that_takes_the_place_of_a_file_or_its_directory_is_not_followed() {
        let place = tempfile::tempdir().unwrap();
        let (corpus, secret) = (place.path().join("corpus"), place.path().join("secret"));
        for directory in [corpus.join("a"), secret.clone()] {
            fs::create_dir_all(&directory).unwrap();
            fs::write(directory.join("a.ris"), "TY  - JOUR").unwrap();
        }
        let path = corpus.join("a/a.ris");
        let found = || look(&path, "a/a.ris".into()).unwrap().unwrap();
        let (file, directory) = (found(), found());
        assert!(file.open().is_ok());
        // Linux says so of a file that is gone, and a file may be called so.
        let odd = corpus.join("a/b (deleted)");
        fs::write(&odd, "TY  - JOUR").unwrap();
        assert!(look(&odd, "a/b".into()).unwrap().unwrap().open().is_ok());
        fs::remove_file(odd).unwrap();
        // What was written anew under the name is what is wanted.
        fs::write(corpus.join("new"), "TY  - BOOK").unwrap();
        fs::rename(corpus.join("new"), &path).unwrap();
        assert!(file.open().is_ok());

        fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert!(file.open().is_err());
        fs::remove_file(&path).unwrap();
        symlink(secret.join("a.ris"), &path).unwrap();
        assert!(file.open().is_err() && file.hash().is_err() && file.fault().is_some());
        fs::remove_file(&path).unwrap();
        fs::remove_dir(corpus.join("a")).unwrap();
        symlink(&secret, corpus.join("a")).unwrap();
        assert!(directory.open().is_err());
    }
}
