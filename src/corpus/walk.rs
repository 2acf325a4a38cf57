//! Walking through directories: which files the corpus has.
//!
//! Links are followed only to what lies in the directory that is walked, unless more is allowed: a corpus that
//! others fill could otherwise have any file of the machine read. What the system shows as files is never read: it
//! has no end, or tells of the machine.
//!
//! It must not know what is in a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::Build;
use super::error::CorpusError;
use super::kind::kind_of;
use super::names::name_of;
use super::scan::{Found, look, unreadable};
use crate::error::{Context, FileError};
use crate::formats::{Place, Problem, ProblemKind, is_not_corpus};
use crate::index::Home;

/// How deep directories are followed; deeper ones are a loop or a mistake.
const DEPTH_MAX: usize = 32;

/// What lies in directories and under paths.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// By name.
    pub found: BTreeMap<String, Found>,
    /// What is there and is no file, and what a walk does not follow.
    pub left_out: Vec<Problem>,
    /// What cannot be listed or is not followed, by name: what it holds is not known to be gone.
    pub unlisted: Vec<String>,
}

/// The files below the corpus directory. A corpus that does not exist is empty.
pub(super) fn corpus_files(build: &Build) -> Result<Files, CorpusError> {
    let mut walk = Walk::of_build(build);
    if build.corpus.exists() {
        let root = walk.root.clone();
        walk.begin(&root)?;
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
    follow(paths, Walk::of_build(build))
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
        if is_of_system(&path) {
            return Err(CorpusError::NotAFile { path, kind: "shown by the system" });
        }
        if metadata.is_dir() {
            walk.begin(&path)?;
        } else {
            walk.top.clone_from(&path);
            walk.add(&path)?;
        }
    }
    Ok(walk.finish())
}

/// Whether the corpus holds a file, at any depth, that could be read as articles, or something of which it is to be
/// told why it is not.
#[cfg(feature = "cli")]
pub(crate) fn has_file(build: &Build) -> bool {
    let mut walk = Walk { enough: 1, ..Walk::of_build(build) };
    let root = walk.root.clone();
    // What cannot be listed is told when it is to be read.
    let _ = walk.begin(&root);
    !walk.files.found.is_empty() || !walk.files.unlisted.is_empty()
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
    /// The directory, or the file, where the walk began.
    top: PathBuf,
    /// Whether links may lead out of it.
    follow: bool,
    /// Directories that links led to, and where the walk began: each is walked once.
    walked: BTreeSet<PathBuf>,
    /// Files after which it ends.
    enough: usize,
    files: Files,
}

impl<'w> Walk<'w> {
    fn of(corpus: &Path, index: Option<&'w dyn Home>) -> Self {
        // What does not exist is met by no walk.
        let place = |path: &Path| absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let index = index.map(|home| (place(home.path()), home));
        Self {
            root: place(corpus),
            index,
            top: PathBuf::new(),
            follow: false,
            walked: BTreeSet::new(),
            enough: usize::MAX,
            files: Files::default(),
        }
    }

    fn of_build(build: &'w Build) -> Self {
        Self { follow: build.follow_links, ..Self::of(&build.corpus, Some(&*build.home)) }
    }

    /// Walks a directory, named by its real path.
    fn begin(&mut self, directory: &Path) -> Result<(), CorpusError> {
        self.top = directory.to_path_buf();
        self.walked.insert(directory.to_path_buf());
        self.directory(directory, DEPTH_MAX)
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
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(_) if path.is_symlink() => {
                // What was in the corpus is gone; another place may be away for a while.
                if self.is_inside(&written_target(path)) {
                    self.leave_out(path, "it is a link that leads nowhere".into());
                } else {
                    self.leave_as_it_was(path, "it is a link that leads nowhere");
                }
                return Ok(());
            }
            // It went away meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                self.leave_out(path, format!("it cannot be looked at: {error}"));
                return Ok(());
            }
        };
        if path.is_symlink() {
            let target = absolute(path)?;
            if is_of_system(&target) {
                self.leave_out(path, "it is a link to what the system shows as a file".into());
                return Ok(());
            }
            let is_inside = self.is_inside(&target);
            if !self.follow && !is_inside {
                self.leave_as_it_was(path, "it is a link that leads out of the corpus (--follow reads it)");
                return Ok(());
            }
            // What lies below is walked there; a link to a directory above would be walked for ever.
            if metadata.is_dir() && (is_inside || !self.walked.insert(target)) {
                self.leave_out(path, "it is a link to a directory".into());
                return Ok(());
            }
        } else if is_of_system(path) {
            self.leave_out(path, "the system shows it as a file".into());
            return Ok(());
        }
        if metadata.is_file() {
            self.add(path)
        } else if metadata.is_dir() {
            self.directory(path, depth - 1)
        } else {
            let kind = kind_of(metadata.file_type());
            self.leave_out(path, format!("it is {kind}, not a regular file"));
            Ok(())
        }
    }

    /// Whether a real path lies in the directory that is walked, or in the corpus.
    fn is_inside(&self, path: &Path) -> bool {
        path.starts_with(&self.top) || self.root.is_absolute() && path.starts_with(&self.root)
    }

    fn add(&mut self, path: &Path) -> Result<(), CorpusError> {
        let Some(found) = look(path, self.name(path))? else { return Ok(()) };
        // Where it lies is asked once more than what it is: what was put there in between is not read.
        if !self.follow && !self.is_inside(&found.real) {
            self.leave_as_it_was(path, "it was replaced by a link while it was looked at");
            return Ok(());
        }
        match self.files.found.get(&found.name) {
            Some(other) if other.path != found.path => {
                self.leave_out(path, "another file is shown by the same name".into());
            }
            _ => _ = self.files.found.insert(found.name.clone(), found),
        }
        Ok(())
    }

    fn leave_out(&mut self, path: &Path, found: String) {
        self.tell(path, found, "it was left out");
    }

    /// Leaves out what may have been read once, and is not known to be gone.
    fn leave_as_it_was(&mut self, path: &Path, found: &str) {
        self.tell(path, found.into(), "it was left out; an ingest keeps what the index has of it");
        self.files.unlisted.push(self.name(path));
    }

    fn tell(&mut self, path: &Path, found: String, done: &str) {
        let (file, place, done) = (self.name(path), Place::default(), done.into());
        self.files.left_out.push(Problem { file, place, kind: ProblemKind::NotAFile, found, done });
    }

    /// What was found; what was left out in the order of names, and once.
    fn finish(mut self) -> Files {
        self.files.left_out.sort_by(|a, b| a.file.cmp(&b.file));
        self.files.left_out.dedup();
        self.files.unlisted.sort_unstable();
        self.files
    }

    fn name(&self, path: &Path) -> String {
        name_of(path.strip_prefix(&self.root).unwrap_or(path))
    }
}

/// Where a link says that it leads, whether or not anything is there.
fn written_target(link: &Path) -> PathBuf {
    let written = fs::read_link(link).unwrap_or_default();
    let mut target = PathBuf::new();
    for part in link.parent().unwrap_or(Path::new("")).join(written).components() {
        match part {
            Component::ParentDir => _ = target.pop(),
            part => target.push(part),
        }
    }
    target
}

/// Whether a real path is of what the system shows as files.
fn is_of_system(path: &Path) -> bool {
    // Memory that is used as a disk.
    cfg!(unix)
        && !path.starts_with("/dev/shm")
        && ["/proc", "/sys", "/dev"].iter().any(|top| path.starts_with(top))
}
