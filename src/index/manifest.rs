//! The manifest: what a generation was made with and from, and which commit it describes.
//!
//! It must not know how sources are read, nor where it is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::column::BAGS;
use super::lengths::StoreLengths;
use super::stored::FIELDS_VERSION;
use crate::clock::now;
use crate::model::Pmid;

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
#[non_exhaustive]
pub struct Source {
    /// The file: its path below the corpus, or its absolute path where it lies elsewhere; `program://` and a name
    /// where a program fills it.
    pub path: String,
    /// Size in bytes; 0 where a program fills it.
    pub bytes: u64,
    /// When it was modified, in nanoseconds since 1970; 0 where a program fills it.
    pub modified_ns: u64,
    /// Hash of its content, whatever the order of the records where a program fills it; 32 hexadecimal digits, empty where it was not read to its end as it was then.
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

/// What the name of a source begins with that a program fills: no path of a file has two slashes in a row.
const OF_PROGRAM: &str = "program://";

/// The name of the source that a program fills under a name of its own.
pub(crate) fn program_source(name: &str) -> String {
    format!("{OF_PROGRAM}{name}")
}

/// Whether a program fills the source of this name, and there is no file.
pub(crate) fn is_program_source(source: &str) -> bool {
    source.starts_with(OF_PROGRAM)
}

impl Source {
    /// Whether a program fills it by a [`Writer`](crate::Writer), and there is no file.
    pub fn is_of_program(&self) -> bool {
        is_program_source(&self.path)
    }

    /// Whether it was read to its end, as it was then. Otherwise some of its records may be in the index, and
    /// others not.
    pub fn is_read(&self) -> bool {
        !self.hash.is_empty()
    }
}

/// A further file of a generation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFile {
    /// Its name, such as `problems.jsonl`; on disk the sequence stands in it.
    pub name: String,
    /// Length in bytes.
    pub bytes: u64,
    /// XXH3 of its content, 16 hexadecimal digits.
    pub xxh3: String,
    /// Sequence of the commit it came with.
    pub sequence: u64,
}

/// A record withdrawn by a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Deletion {
    /// The PMID withdrawn.
    pub pmid: Pmid,
    /// The source that withdrew it.
    pub source: String,
}

impl Manifest {
    /// The manifest of a generation that begins now; the engine adds what it is and how it keeps things.
    pub(crate) fn begun() -> Self {
        let (built, analysis) = (now(), crate::text::fingerprint().to_string());
        Self { fields_version: FIELDS_VERSION, analysis, changed: built.clone(), built, ..Self::default() }
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
    use crate::clock;

    #[test]
    fn every_commit_has_a_row_and_the_oldest_are_one() {
        let mut manifest = Manifest::default();
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
        assert_eq!(serde_json::from_slice::<Manifest>(&text).unwrap(), manifest);
    }
}
