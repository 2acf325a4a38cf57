//! The problems of a generation, kept beside it.
//!
//! A list belongs to a commit, and is written before it under a name that counts only once the commit took place:
//! whichever moment a crash picks, the list in force tells of the sources in force.
//!
//! They must not know how a problem came about.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Context, FileError};
use crate::formats::Problem;
use crate::index::{Disk, EngineError, Generation, IndexError, Manifest, Snapshot};

const NAME: &str = "problems.jsonl";
const NEXT: &str = "problems.next.jsonl";

/// Problems kept; a corpus with more is not one of articles, and their number is counted anyway.
pub(super) const KEPT_MAX: usize = 100_000;

/// The last line: what was written before it, so that a file cut short or changed is noticed.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    /// Number of problems.
    problems: usize,
    /// XXH3 of their lines, 16 hexadecimal digits.
    xxh3: String,
    /// Number of the commit it belongs to; 0 for one that is in force without.
    #[serde(default)]
    sequence: u64,
}

impl End {
    fn of(problems: usize, lines: &[u8], sequence: u64) -> Self {
        Self { problems, xxh3: format!("{:016x}", xxh3_64(lines)), sequence }
    }
}

/// Reads the problems of a generation.
pub(super) fn read_problems(generation: &Generation) -> Result<Vec<Problem>, IndexError> {
    let directory = &generation.directory;
    in_force(generation.manifest(), directory, |name| {
        let path = directory.join(name);
        match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            other => Ok(Some(other.context_of("read", &path)?)),
        }
    })
}

/// The problems of a snapshot.
pub(crate) fn problems_of(snapshot: &dyn Snapshot) -> Result<Vec<Problem>, EngineError> {
    in_force(snapshot.manifest(), snapshot.home(), |name| snapshot.side_file(name))
}

/// The problems in force. Those of files that are no longer among the sources, as an ingest leaves them that is
/// stopped between two commits, are not among them.
fn in_force<E: From<IndexError>>(
    manifest: &Manifest,
    home: &Path,
    read: impl Fn(&str) -> Result<Option<Vec<u8>>, E>,
) -> Result<Vec<Problem>, E> {
    let list = |name: &str| -> Result<_, E> {
        Ok(read(name)?.map(|text| parse_list(&text, &home.join(name))).transpose()?)
    };
    let (mut problems, _) = match list(NEXT)?.filter(|(_, sequence)| *sequence <= manifest.sequence) {
        Some(next) => next,
        None => list(NAME)?
            .ok_or_else(|| IndexError::damaged(home.join(NAME), "the list of problems is missing"))?,
    };
    let sources: BTreeSet<&str> = manifest.sources.iter().map(|source| source.path.as_str()).collect();
    problems.retain(|problem| problem.kind.is_of_walk() || is_of(&problem.file, &sources));
    Ok(problems)
}

/// Whether a problem is of one of these sources: of a file, or of one within an archive.
pub(super) fn is_of(file: &str, sources: &BTreeSet<&str>) -> bool {
    let archives = file.match_indices('/').map(|(at, _)| &file[..at]);
    archives.chain([file]).any(|name| sources.contains(name))
}

/// A list and the number of its commit.
fn parse_list(text: &[u8], path: &Path) -> Result<(Vec<Problem>, u64), IndexError> {
    let damaged = |found: String| IndexError::damaged(path, found);
    let lines = text.strip_suffix(b"\n").unwrap_or(text);
    let (lines, end) = lines.split_at(lines.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1));
    let mut problems = Vec::new();
    for line in lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        problems.push(serde_json::from_slice(line).map_err(|error| damaged(error.to_string()))?);
    }
    match serde_json::from_slice::<End>(end) {
        Ok(end) if end == End::of(problems.len(), lines, end.sequence) => Ok((problems, end.sequence)),
        _ => Err(damaged("the list of problems is not as it was written".to_owned())),
    }
}

/// Puts what a walk left out in the place of what earlier walks did, of the same things or, where the
/// whole corpus was walked, of all in it. Says whether that changed anything.
pub(super) fn renew_left_out(problems: &mut Vec<Problem>, left_out: &[Problem], whole: bool) -> bool {
    let again: BTreeSet<&str> = left_out.iter().map(|problem| problem.file.as_str()).collect();
    let goes = |problem: &Problem| {
        let of_corpus = whole && !Path::new(&problem.file).is_absolute();
        problem.kind.is_of_walk() && (of_corpus || again.contains(problem.file.as_str()))
    };
    let gone: Vec<Problem> = problems.extract_if(.., |problem| goes(problem)).collect();
    problems.extend_from_slice(left_out);
    gone != left_out
}

/// Writes the problems of a generation, which count from a commit on.
pub(super) fn propose_problems(
    generation: &Path,
    problems: &mut [Problem],
    sequence: u64,
    disk: &Disk,
) -> Result<(), FileError> {
    write_list(&generation.join(NEXT), problems, sequence, disk)
}

/// Gives the proposed list its name where its commit took place.
pub(super) fn accept_problems(generation: &Path, disk: &Disk) -> Result<(), FileError> {
    disk.rename(&generation.join(NEXT), &generation.join(NAME))
}

/// Whether a list waits for a commit that never came, or for its name.
pub(super) fn is_proposed(generation: &Path) -> bool {
    generation.join(NEXT).exists()
}

/// Makes these the problems of a generation as it is, in place of those in force and of those proposed for a commit
/// that did not come.
pub(super) fn settle_problems(
    generation: &Generation,
    problems: &mut [Problem],
    disk: &Disk,
) -> Result<(), FileError> {
    let directory = &generation.directory;
    write_list(&directory.join(NEXT), problems, generation.manifest().sequence, disk)?;
    accept_problems(directory, disk)
}

fn write_list(path: &Path, problems: &mut [Problem], sequence: u64, disk: &Disk) -> Result<(), FileError> {
    let failed = |error: serde_json::Error| FileError::new("write", path, error.into());
    // Whichever ingest read which file: in the order of their names, each as it was read.
    problems.sort_by(|a, b| a.file.cmp(&b.file));
    let mut text = Vec::new();
    let kept = &problems[..problems.len().min(KEPT_MAX)];
    for problem in kept {
        serde_json::to_writer(&mut text, problem).map_err(failed)?;
        text.push(b'\n');
    }
    let end = End::of(kept.len(), &text, sequence);
    serde_json::to_writer(&mut text, &end).map_err(failed)?;
    text.push(b'\n');
    disk.replace(path, &text)
}
