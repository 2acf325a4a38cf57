//! The files of the manifest, and the commit that names one.
//!
//! A commit is one write of tantivy's meta file. Its payload ([`Commit`]) names the manifest by its hash, and
//! the manifest says the rest, such as how much of the article store belongs to the commit. It is written as
//! `manifest.next.json` before the commit and takes its name after it, so that whichever moment a crash picks,
//! one of the two files is the one the commit speaks of.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::IndexMeta;
use xxhash_rust::xxh3::xxh3_64;

use super::WORDS;
use super::words::{COMMIT, current_schema_hash};
use crate::error::FileError;
use crate::index::stored::FIELDS_VERSION;
use crate::index::{Disk, IndexError, Manifest, Source};

/// Version of the layout on disk; the layout is described at [`super`].
pub(super) const FORMAT_VERSION: u32 = 5;
/// The engine the index was written by; its version is pinned in `Cargo.toml`.
const ENGINE: &str = "tantivy 0.27.0";

const NAME: &str = "manifest.json";
const NEXT: &str = "manifest.next.json";

/// The payload of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Commit {
    /// The manifest's sequence.
    pub sequence: u64,
    /// Hash of the manifest's file.
    pub manifest: u64,
}

impl Manifest {
    /// The manifest of a new generation.
    pub(crate) fn new() -> Self {
        Self {
            format_version: FORMAT_VERSION,
            schema: current_schema_hash(),
            engine: ENGINE.to_owned(),
            ..Self::begun()
        }
    }

    /// Refuses a generation that other code made: its answers would be wrong.
    pub(crate) fn check(&self, directory: &Path) -> Result<(), IndexError> {
        let fingerprint = crate::text::fingerprint().to_string();
        let rows = [
            ("format version", self.format_version.to_string(), FORMAT_VERSION.to_string()),
            ("analysis fingerprint", self.analysis.clone(), fingerprint),
            ("schema", self.schema.clone(), current_schema_hash()),
            ("engine", self.engine.clone(), ENGINE.to_owned()),
        ];
        for (what, found, needed) in rows {
            if found != needed {
                return Err(IndexError::Outdated { path: directory.to_path_buf(), what, found, needed });
            }
        }
        Ok(())
    }

    /// Refuses to write what a later program wrote: fields that this one does not know would be lost. What it
    /// writes has the fields it knows.
    pub(crate) fn check_fields(&mut self, directory: &Path) -> Result<(), IndexError> {
        if self.fields_version > FIELDS_VERSION {
            let (found, needed) = (self.fields_version.to_string(), format!("{FIELDS_VERSION} to write it"));
            let (path, what) = (directory.to_path_buf(), "fields version");
            return Err(IndexError::Outdated { path, what, found, needed });
        }
        self.fields_version = FIELDS_VERSION;
        Ok(())
    }

    /// Reads the manifest a commit speaks of.
    pub(crate) fn read(directory: &Path, commit: &Commit) -> Result<Self, IndexError> {
        let mut found = Vec::new();
        for name in [NAME, NEXT] {
            let Some((manifest, hash)) = Self::read_file(&directory.join(name))? else { continue };
            if commit.sequence == manifest.sequence {
                return if commit.manifest == hash {
                    Ok(manifest)
                } else {
                    Err(IndexError::damaged(directory.join(name), "it is not what its commit was made with"))
                };
            }
            found.push(manifest.sequence);
        }
        let found = format!("commit {} has no manifest (found {found:?})", commit.sequence);
        Err(IndexError::damaged(directory.join(NAME), found))
    }

    /// Reads whichever manifest there is, for what never changes, and the hash of its file.
    pub(crate) fn read_any(directory: &Path) -> Result<(Self, u64), IndexError> {
        for name in [NAME, NEXT] {
            if let Some(found) = Self::read_file(&directory.join(name))? {
                return Ok(found);
            }
        }
        Err(IndexError::damaged(directory.join(NAME), "it is missing"))
    }

    /// The sources that the manifest in force lists, whatever version of the layout it is of.
    pub(crate) fn sources_of(directory: &Path) -> Result<Vec<Source>, IndexError> {
        #[derive(Deserialize)]
        struct Committed {
            payload: String,
        }
        #[derive(Deserialize)]
        struct Listed {
            sources: Vec<Named>,
        }
        #[derive(Deserialize)]
        struct Named {
            path: String,
            records: u64,
        }
        let committed = Disk::read_if_there(&directory.join(WORDS).join(COMMIT))?;
        let committed = committed.and_then(|bytes| serde_json::from_slice::<Committed>(&bytes).ok());
        let commit = committed.and_then(|said| serde_json::from_str::<Commit>(&said.payload).ok());
        let path = directory.join(NAME);
        let bytes = match commit {
            // A build stopped behind its commit leaves the manifest in force under the name of the next.
            Some(commit) => {
                let files = [&path, &directory.join(NEXT)].map(|path| Disk::read_if_there(path));
                let mut files = files.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten();
                let named = files.find(|bytes| xxh3_64(bytes) == commit.manifest);
                named.ok_or_else(|| IndexError::damaged(&path, "it is not what its commit was made with"))?
            }
            // Where the commit cannot be read the manifest most likely is the one.
            None => Disk::read(&path)?,
        };
        let Listed { sources } = serde_json::from_slice(&bytes)
            .map_err(|error| IndexError::damaged(&path, format!("it cannot be read ({error})")))?;
        let source = |Named { path, records }| Source { path, records, ..Source::default() };
        Ok(sources.into_iter().map(source).collect())
    }

    fn read_file(path: &Path) -> Result<Option<(Self, u64)>, IndexError> {
        let Some(bytes) = Disk::read_if_there(path)? else { return Ok(None) };
        Ok(Some((Self::parse(&bytes, path)?, xxh3_64(&bytes))))
    }

    fn parse(bytes: &[u8], path: &Path) -> Result<Self, IndexError> {
        // An index of another format version may not even parse; say the version then.
        #[derive(Deserialize)]
        struct Version {
            format_version: u32,
        }
        let manifest = serde_json::from_slice::<Self>(bytes);
        let version = match &manifest {
            Ok(manifest) => manifest.format_version,
            Err(_) => serde_json::from_slice(bytes)
                .map_or(FORMAT_VERSION, |Version { format_version }| format_version),
        };
        if version != FORMAT_VERSION {
            return Err(IndexError::Outdated {
                path: path.parent().map(Path::to_path_buf).unwrap_or_default(),
                what: "format version",
                found: version.to_string(),
                needed: FORMAT_VERSION.to_string(),
            });
        }
        manifest.map_err(|error| IndexError::damaged(path, format!("it cannot be read ({error})")))
    }

    /// Writes the manifest beside the one in force, and returns the hash of its file.
    pub(crate) fn propose(&self, directory: &Path, disk: &Disk) -> Result<u64, IndexError> {
        let path = directory.join(NEXT);
        let text =
            serde_json::to_vec_pretty(self).map_err(|error| FileError::new("write", &path, error.into()))?;
        disk.replace(&path, &text)?;
        Ok(xxh3_64(&text))
    }

    /// Gives the proposed manifest its name, if the commit it belongs to took place.
    pub(crate) fn accept(directory: &Path, disk: &Disk) -> Result<(), IndexError> {
        let next: PathBuf = directory.join(NEXT);
        if next.exists() {
            disk.rename(&next, &directory.join(NAME))?;
        }
        Ok(())
    }

    /// Gives this manifest its name where it was proposed, its commit took place, and nothing followed.
    pub(crate) fn accept_if_proposed(&self, directory: &Path, disk: &Disk) -> Result<(), IndexError> {
        let next = directory.join(NEXT);
        let proposed = Disk::read(&next).ok().and_then(|bytes| Self::parse(&bytes, &next).ok());
        if proposed.is_some_and(|proposed| proposed.sequence == self.sequence) {
            Self::accept(directory, disk)?;
        }
        Ok(())
    }
}

/// What the payload of a commit says.
pub(crate) fn commit_of(meta: &IndexMeta, directory: &Path) -> Result<Commit, IndexError> {
    let payload = meta.payload.as_deref().unwrap_or("");
    let commit: Commit = serde_json::from_str(payload).map_err(|error| {
        IndexError::damaged(directory, format!("its commit has no sound payload ({error})"))
    })?;
    if meta.opstamp != commit.sequence {
        let found = format!("its commit {} says it is commit {}", meta.opstamp, commit.sequence);
        return Err(IndexError::damaged(directory, found));
    }
    Ok(commit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_later_fields_is_not_written() {
        let mut manifest = Manifest::new();
        manifest.check_fields(Path::new("index")).unwrap();
        manifest.fields_version = FIELDS_VERSION + 1;
        let said = manifest.check_fields(Path::new("index")).unwrap_err().to_string();
        let wanted = format!(
            "the index index has fields version {}, this litdex needs {FIELDS_VERSION} to write it; run",
            FIELDS_VERSION + 1
        );
        assert!(said.starts_with(&wanted), "{said}");
    }
}
