//! The manifest: what a generation was made with and from, and which commit it describes.
//!
//! A commit is one write of tantivy's meta file. Its payload ([`Commit`]) names the manifest by its hash, and
//! the manifest says the rest, such as how much of the article store belongs to the commit. It is written as
//! `manifest.next.json` before the commit and takes its name after it, so that whichever moment a crash picks,
//! one of the two files is the one the commit speaks of.
//!
//! It must not know how sources are read.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::clock::now;
use super::disk::Disk;
use super::error::IndexError;
use super::schema::BAGS;
use super::side::SideFile;
use super::store::{FIELDS_VERSION, StoreLengths};
use crate::error::{Context, FileError};
use crate::model::Pmid;

/// Version of the layout on disk; the layout is described at [`crate::index`].
pub(crate) const FORMAT_VERSION: u32 = 4;
/// The engine the index was written by; its version is pinned in `Cargo.toml`.
const ENGINE: &str = "tantivy 0.27.0";

const NAME: &str = "manifest.json";
const NEXT: &str = "manifest.next.json";

/// What a generation was made with and from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the layout on disk.
    pub format_version: u32,
    /// Version of the fields that stored articles have; one that is later than the program's can be read.
    pub fields_version: u32,
    /// Fingerprint of the text analysis.
    pub analysis: String,
    /// Hash of the schema.
    pub schema: String,
    /// Engine and its version.
    pub engine: String,
    /// Number of the commit described, from 1.
    pub sequence: u64,
    /// Hash over the content of all sources: the same corpus, the same snapshot.
    pub snapshot: String,
    /// When the generation was built, in UTC.
    pub built: String,
    /// When it was last changed, in UTC.
    pub changed: String,
    /// Number of articles; in the files of a build that was stopped before it counted them 0.
    pub articles: u64,
    /// Bytes of text analysed since the generation was built, each text once. An ingest adds what it
    /// analyses and takes off nothing for articles it replaces or deletes; a rebuild counts anew.
    pub text_bytes: u64,
    /// The files it was made from, in the order of their names.
    pub sources: Vec<Source>,
    /// Records that a source withdrew.
    pub deletions: Vec<Deletion>,
    /// Every further file of the generation.
    pub files: Vec<SideFile>,
    /// The commits of the generation, in their order: which came when. Beyond a thousand the oldest are one.
    pub sequences: Vec<Sequence>,
    /// How much of the article store is part of the commit.
    pub(crate) store: StoreLengths,
    /// Lengths of all living articles in each ranking bag, summed.
    pub(crate) tokens: [u64; BAGS],
    /// The files of keys that are part of the commit, the newest last.
    pub(crate) keys: Vec<String>,
    /// What changed since the last commit.
    #[serde(skip)]
    pub(crate) since: Changes,
}

/// A commit, or the oldest of many: then the number and the date are those of the last of these, and the
/// counts their sums.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its number, from 1.
    pub number: u64,
    /// When it was made, in UTC.
    pub date: String,
    /// What it changed.
    #[serde(flatten)]
    pub changes: Changes,
}

/// How many articles changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Articles that are new.
    pub added: u64,
    /// Articles that took the place of others.
    pub updated: u64,
    /// Articles that went, by themselves or into another.
    pub deleted: u64,
}

impl Changes {
    /// Counts articles that came in the place of others.
    pub(crate) fn count(&mut self, gone: usize, new: usize) {
        let updated = gone.min(new);
        self.updated += updated as u64;
        self.added += (new - updated) as u64;
        self.deleted += (gone - updated) as u64;
    }
}

/// Commits told one by one: an ingest a day for a year, with two commits each, is still told by the day.
const SEQUENCES_MAX: usize = 1_000;

/// A file the index was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file: its path below the corpus, or its absolute path where it lies elsewhere.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// When it was modified, in nanoseconds since 1970.
    pub modified_ns: u64,
    /// Hash of its content, 32 hexadecimal digits; empty where it was not read to its end as it was then.
    pub hash: String,
    /// Format it was read as; empty where none was found.
    pub format: String,
    /// Records read.
    pub records: u64,
    /// Problems by kind.
    pub problems: BTreeMap<String, u64>,
    /// Records of it that a source withdrew.
    pub withdrawn: u64,
}

impl Source {
    /// Whether it was read to its end, as it was then. Otherwise some of its records may be in the index, and
    /// others not.
    pub fn is_read(&self) -> bool {
        !self.hash.is_empty()
    }
}

/// A record withdrawn by a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Deletion {
    /// The PMID withdrawn.
    pub pmid: Pmid,
    /// The source that withdrew it.
    pub source: String,
}

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
    pub(crate) fn new(schema_hash: String) -> Self {
        let built = now();
        Self {
            format_version: FORMAT_VERSION,
            fields_version: FIELDS_VERSION,
            analysis: crate::text::fingerprint().to_string(),
            schema: schema_hash,
            engine: ENGINE.to_owned(),
            changed: built.clone(),
            built,
            ..Self::default()
        }
    }

    /// Refuses a generation that other code made: its answers would be wrong.
    pub(crate) fn check(&self, directory: &Path, schema_hash: &str) -> Result<(), IndexError> {
        let fingerprint = crate::text::fingerprint().to_string();
        let rows = [
            ("format version", self.format_version.to_string(), FORMAT_VERSION.to_string()),
            ("analysis fingerprint", self.analysis.clone(), fingerprint),
            ("schema", self.schema.clone(), schema_hash.to_owned()),
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

    fn read_file(path: &Path) -> Result<Option<(Self, u64)>, IndexError> {
        let bytes = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.context_of("read", path)?,
        };
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
        let proposed = fs::read(&next).ok().and_then(|bytes| Self::parse(&bytes, &next).ok());
        if proposed.is_some_and(|proposed| proposed.sequence == self.sequence) {
            Self::accept(directory, disk)?;
        }
        Ok(())
    }

    /// Lists a side file, in the place of the one that had its name.
    pub(crate) fn list(&mut self, file: SideFile) {
        self.files.retain(|listed| listed.name != file.name);
        self.files.push(file);
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// Ends what a commit of the present sequence says: its date, what it changed, the hash over the sources.
    pub(crate) fn seal(&mut self) {
        self.changed = now();
        let changes = std::mem::take(&mut self.since);
        self.sequences.push(Sequence { number: self.sequence, date: self.changed.clone(), changes });
        while self.sequences.len() > SEQUENCES_MAX {
            let Changes { added, updated, deleted } = self.sequences.remove(0).changes;
            let next = &mut self.sequences[0].changes;
            (next.added, next.updated) = (next.added + added, next.updated + updated);
            next.deleted += deleted;
        }
        self.sources.sort_by(|a, b| a.path.cmp(&b.path));
        self.deletions.sort();
        self.deletions.dedup();
        let mut hashes: Vec<&str> = self.sources.iter().map(|source| source.hash.as_str()).collect();
        hashes.sort_unstable();
        self.snapshot = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(hashes.join("\n").as_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::clock;

    #[test]
    fn what_has_later_fields_is_not_written() {
        let mut manifest = Manifest::new(String::new());
        manifest.check_fields(Path::new("index")).unwrap();
        manifest.fields_version = FIELDS_VERSION + 1;
        let said = manifest.check_fields(Path::new("index")).unwrap_err().to_string();
        let wanted = format!(
            "the index index has fields version {}, this litdex needs {FIELDS_VERSION} to write it; run",
            FIELDS_VERSION + 1
        );
        assert!(said.starts_with(&wanted), "{said}");
    }

    #[test]
    fn every_commit_has_a_row_and_the_oldest_are_one() {
        let mut manifest = Manifest::new(String::new());
        for number in 1..=SEQUENCES_MAX as u64 + 5 {
            clock::set(&format!("2026-01-01T{number:06}Z"));
            manifest.since.count(1, 3);
            manifest.since.count(2, 0);
            manifest.sequence += 1;
            manifest.seal();
            assert_eq!((manifest.sequence, manifest.since), (number, Changes::default()));
        }
        let rows = &manifest.sequences;
        assert_eq!(
            (rows.len(), rows[1].number, rows[1].date.as_str()),
            (SEQUENCES_MAX, 7, "2026-01-01T000007Z")
        );
        assert_eq!(rows[1].changes, Changes { added: 2, updated: 1, deleted: 2 });
        // The first stands for six, and has the date of the last of them.
        assert_eq!((rows[0].number, rows[0].date.as_str()), (6, "2026-01-01T000006Z"));
        assert_eq!(rows[0].changes, Changes { added: 12, updated: 6, deleted: 12 });
        let text = serde_json::to_vec(&manifest).unwrap();
        assert_eq!(Manifest::parse(&text, Path::new("manifest.json")).unwrap(), manifest);
    }
}
