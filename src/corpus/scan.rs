//! Which files the corpus has, and whether they changed.
//!
//! It must not know what is in a file beyond its size and hash.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3Default;

use super::error::CorpusError;
use super::kind::kind_of;
use crate::error::{Context, FileError};
use crate::index::Source;

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

/// The files below the corpus directory, by name. A corpus that does not exist is empty.
pub(super) fn corpus_files(corpus: &Path) -> Result<BTreeMap<String, Found>, CorpusError> {
    let mut found = BTreeMap::new();
    if corpus.exists() {
        let root = absolute(corpus)?;
        walk(&root, &root, DEPTH_MAX, &mut found)?;
    }
    Ok(found)
}

/// The files that paths name, with directories followed.
pub(super) fn files_of(paths: &[PathBuf], corpus: &Path) -> Result<BTreeMap<String, Found>, CorpusError> {
    let mut found = BTreeMap::new();
    let root = if corpus.exists() { absolute(corpus)? } else { corpus.to_path_buf() };
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
            walk(&path, &root, DEPTH_MAX, &mut found)?;
        } else {
            add(&path, &root, &mut found)?;
        }
    }
    Ok(found)
}

/// A file by the name it has in a manifest, where it is still there.
pub(super) fn named(name: &str, corpus: &Path) -> Result<Option<Found>, CorpusError> {
    let path = Path::new(name);
    let path = if path.is_absolute() { path.to_path_buf() } else { corpus.join(path) };
    if !path.is_file() {
        return Ok(None);
    }
    Ok(Some(look(&path, name.to_owned())?))
}

fn absolute(path: &Path) -> Result<PathBuf, FileError> {
    fs::canonicalize(path).context_of("find", path)
}

fn walk(
    directory: &Path,
    root: &Path,
    depth: usize,
    found: &mut BTreeMap<String, Found>,
) -> Result<(), CorpusError> {
    if depth == 0 {
        return Ok(());
    }
    for entry in fs::read_dir(directory).context_of("list", directory)? {
        let entry = entry.context_of("list", directory)?;
        let path = entry.path();
        if is_not_corpus(&entry.file_name().to_string_lossy()) {
            continue;
        }
        if path.is_dir() {
            // A link to a directory above would be walked for ever; links to files are fine.
            if !path.is_symlink() {
                walk(&path, root, depth - 1, found)?;
            }
        } else if path.is_file() {
            add(&path, root, found)?;
        }
    }
    Ok(())
}

/// Hidden files, and what explains a corpus to people, are no part of it.
fn is_not_corpus(name: &str) -> bool {
    let upper = name.to_uppercase();
    name.starts_with('.')
        || ["README", "LICENSE", "LICENCE"].iter().any(|word| {
            upper.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
        })
}

fn add(path: &Path, root: &Path, found: &mut BTreeMap<String, Found>) -> Result<(), CorpusError> {
    let below = path.strip_prefix(root).ok();
    let name = below.unwrap_or(path).to_string_lossy().into_owned();
    found.insert(name.clone(), look(path, name)?);
    Ok(())
}

fn look(path: &Path, name: String) -> Result<Found, FileError> {
    let metadata = fs::metadata(path).context_of("read", path)?;
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified_ns = modified.map_or(0, |since| since.as_nanos() as u64);
    Ok(Found { name, path: path.to_path_buf(), bytes: metadata.len(), modified_ns })
}

impl Found {
    /// Whether it looks as it did when it was read: the same size and time.
    pub fn looks_like(&self, source: &Source) -> bool {
        self.bytes == source.bytes && self.modified_ns == source.modified_ns
    }

    /// The hash of its content, 32 hexadecimal digits.
    pub fn hash(&self) -> Result<String, FileError> {
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
        Ok(format!("{:032x}", hash().context_of("read", &self.path)?))
    }

    /// What a manifest says of it when it was read. A file that changed meanwhile has no hash: it is not
    /// known which of its states was read, so the next ingest reads it again.
    pub fn source(&self) -> Result<Source, FileError> {
        let hash = self.hash()?;
        let hash = if look(&self.path, self.name.clone())? == *self { hash } else { String::new() };
        Ok(Source {
            path: self.name.clone(),
            bytes: self.bytes,
            modified_ns: self.modified_ns,
            hash,
            ..Source::default()
        })
    }
}
