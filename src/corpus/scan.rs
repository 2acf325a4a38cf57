//! Which files the corpus has, and whether they changed.
//!
//! It must not know what is in a file beyond its size and hash.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3Default;

use super::Build;
use super::error::CorpusError;
use super::kind::kind_of;
use super::names::{name_of, path_of};
use crate::error::{Context, FileError};
use crate::formats::{Place, Problem, ProblemKind, is_not_corpus};
use crate::index::{Home, Source};

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// What it is called everywhere: its path below the corpus, or its absolute path.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    pub bytes: u64,
    pub modified_ns: u64,
}

/// How deep directories are followed; deeper ones are a loop or a mistake.
const DEPTH_MAX: usize = 32;

/// What lies in directories and under paths.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// By name.
    pub found: BTreeMap<String, Found>,
    /// What is there and is no file, and what a walk does not follow.
    pub left_out: Vec<Problem>,
    /// Directories that cannot be listed, by name: what they hold is not known to be gone.
    pub unlisted: Vec<String>,
}

/// The files below the corpus directory. A corpus that does not exist is empty.
pub(super) fn corpus_files(build: &Build) -> Result<Files, CorpusError> {
    let mut walk = Walk::of(&build.corpus, Some(&*build.home));
    if build.corpus.exists() {
        let root = walk.root.clone();
        walk.directory(&root, DEPTH_MAX)?;
    }
    Ok(walk.finish())
}

/// The files that paths name, with directories followed, in the order of their paths.
pub(crate) fn files_below(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CorpusError> {
    let files = follow(paths, Walk::of(Path::new(""), None))?;
    Ok(files.found.into_values().map(|found| found.path).collect())
}

/// The files that paths name, with directories followed.
pub(super) fn files_of(paths: &[PathBuf], build: &Build) -> Result<Files, CorpusError> {
    follow(paths, Walk::of(&build.corpus, Some(&*build.home)))
}

fn follow(paths: &[PathBuf], mut walk: Walk<'_>) -> Result<Files, CorpusError> {
    for path in paths {
        if !path.exists() {
            return Err(CorpusError::NoSuchPath { path: path.clone() });
        }
        let metadata = fs::metadata(path).context_of("look at", path)?;
        if !metadata.is_file() && !metadata.is_dir() {
            return Err(CorpusError::NotAFile { path: path.clone(), kind: kind_of(metadata.file_type()) });
        }
        let path = absolute(path)?;
        if metadata.is_dir() {
            walk.directory(&path, DEPTH_MAX)?;
        } else {
            walk.add(&path)?;
        }
    }
    Ok(walk.finish())
}

/// Whether the corpus holds a file, at any depth, that could be read as articles.
#[cfg(feature = "cli")]
pub(crate) fn has_file(build: &Build) -> bool {
    let mut walk = Walk { enough: 1, ..Walk::of(&build.corpus, Some(&*build.home)) };
    let root = walk.root.clone();
    // What cannot be listed is told when it is to be read.
    let _ = walk.directory(&root, DEPTH_MAX);
    !walk.files.found.is_empty()
}

/// A file by the name it has in a manifest, where it is still there.
pub(super) fn named(name: &str, corpus: &Path) -> Result<Option<Found>, CorpusError> {
    let path = path_of(corpus, name);
    if !path.is_file() {
        return Ok(None);
    }
    Ok(look(&path, name.to_owned())?)
}

fn absolute(path: &Path) -> Result<PathBuf, FileError> {
    fs::canonicalize(path).context_of("find", path)
}

/// A walk through directories.
struct Walk<'w> {
    /// The corpus: names are told from here.
    root: PathBuf,
    /// The index and its directory: what is its own is no article.
    index: Option<(PathBuf, &'w dyn Home)>,
    /// Files after which it ends.
    enough: usize,
    files: Files,
}

impl<'w> Walk<'w> {
    fn of(corpus: &Path, index: Option<&'w dyn Home>) -> Self {
        // What does not exist is met by no walk.
        let place = |path: &Path| absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let index = index.map(|home| (place(home.path()), home));
        Self { root: place(corpus), index, enough: usize::MAX, files: Files::default() }
    }

    fn directory(&mut self, directory: &Path, depth: usize) -> Result<(), CorpusError> {
        if depth == 0 {
            self.leave_out(directory, format!("it lies below {DEPTH_MAX} directories"));
            return Ok(());
        }
        let entries = match fs::read_dir(directory) {
            Ok(entries) => entries,
            Err(error) if directory != self.root => {
                let name = self.name(directory);
                self.files.left_out.push(unreadable(&name, "listed", &error));
                self.files.unlisted.push(name);
                return Ok(());
            }
            Err(error) => return Err(FileError::new("list", directory, error).into()),
        };
        for entry in entries {
            if self.files.found.len() >= self.enough {
                break;
            }
            let entry = entry.context_of("list", directory)?;
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            // An index in the directory of the corpus itself has only some of its names.
            let of_index = self.index.as_ref().is_some_and(|(index, home)| {
                path == *index && *index != self.root || directory == index && home.owns(&name)
            });
            if !of_index && !is_not_corpus(&name) {
                self.entry(&path, depth)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, path: &Path, depth: usize) -> Result<(), CorpusError> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => self.add(path)?,
            // A link to a directory above would be walked for ever; links to files are fine.
            Ok(metadata) if metadata.is_dir() && path.is_symlink() => {
                self.leave_out(path, "it is a link to a directory".into());
            }
            Ok(metadata) if metadata.is_dir() => self.directory(path, depth - 1)?,
            Ok(metadata) => {
                let kind = kind_of(metadata.file_type());
                self.leave_out(path, format!("it is {kind}, not a regular file"));
            }
            Err(_) if path.is_symlink() => self.leave_out(path, "it is a link that leads nowhere".into()),
            // It went away meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => self.leave_out(path, format!("it cannot be looked at: {error}")),
        }
        Ok(())
    }

    fn add(&mut self, path: &Path) -> Result<(), CorpusError> {
        let Some(found) = look(path, self.name(path))? else { return Ok(()) };
        match self.files.found.get(&found.name) {
            Some(other) if other.path != found.path => {
                self.leave_out(path, "another file is shown by the same name".into());
            }
            _ => _ = self.files.found.insert(found.name.clone(), found),
        }
        Ok(())
    }

    fn leave_out(&mut self, path: &Path, found: String) {
        self.files.left_out.push(Problem {
            file: self.name(path),
            place: Place::default(),
            kind: ProblemKind::NotAFile,
            found,
            done: "it was left out".into(),
        });
    }

    /// What was found; what was left out in the order of names, and once.
    fn finish(mut self) -> Files {
        self.files.left_out.sort_by(|a, b| a.file.cmp(&b.file));
        self.files.left_out.dedup();
        self.files
    }

    fn name(&self, path: &Path) -> String {
        name_of(path.strip_prefix(&self.root).unwrap_or(path))
    }
}

fn unreadable(name: &str, done: &str, error: &io::Error) -> Problem {
    Problem {
        file: name.to_owned(),
        place: Place::default(),
        kind: ProblemKind::Unreadable,
        found: format!("it cannot be {done}: {error}"),
        done: "it was left out; what the index has of it stays".into(),
    }
}

/// The file at a path; `None` where it went away meanwhile.
fn look(path: &Path, name: String) -> Result<Option<Found>, FileError> {
    let Some(metadata) = there(fs::metadata(path)).context_of("read", path)? else { return Ok(None) };
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified_ns = modified.map_or(0, |since| since.as_nanos() as u64);
    Ok(Some(Found { name, path: path.to_path_buf(), bytes: metadata.len(), modified_ns }))
}

/// What was found; `None` where nothing is.
fn there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

impl Found {
    /// Whether it was read and looks as it did then: the same size and time.
    pub fn looks_like(&self, source: &Source) -> bool {
        source.is_read() && self.bytes == source.bytes && self.modified_ns == source.modified_ns
    }

    /// What is wrong where it cannot be opened.
    pub fn fault(&self) -> Option<Problem> {
        File::open(&self.path).err().map(|error| unreadable(&self.name, "opened", &error))
    }

    /// Whether it went away since it was found.
    pub fn is_gone(&self) -> bool {
        matches!(there(fs::metadata(&self.path)), Ok(None))
    }

    /// The hash of its content, 32 hexadecimal digits; `None` where it went away meanwhile.
    pub fn hash(&self) -> Result<Option<String>, FileError> {
        let hash = || -> io::Result<u128> {
            let mut file = File::open(&self.path)?;
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
