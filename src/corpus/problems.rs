//! The problems of a generation, kept beside it.
//!
//! They must not know how a problem came about.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::FileError;
use crate::formats::Problem;
use crate::index::{Disk, IndexError};

const NAME: &str = "problems.jsonl";

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
}

impl End {
    fn of(problems: usize, lines: &[u8]) -> Self {
        Self { problems, xxh3: format!("{:016x}", xxh3_64(lines)) }
    }
}

/// Reads the problems of a generation.
pub(crate) fn read_problems(generation: &Path) -> Result<Vec<Problem>, IndexError> {
    let path = generation.join(NAME);
    let damaged = |found: String| IndexError::damaged(&path, found);
    let text = fs::read(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => damaged("the list of problems is missing".to_owned()),
        _ => FileError::new("read", &path, error).into(),
    })?;
    let lines = text.strip_suffix(b"\n").unwrap_or(&text);
    let (lines, end) = lines.split_at(lines.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1));
    let mut problems = Vec::new();
    for line in lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        problems.push(serde_json::from_slice(line).map_err(|error| damaged(error.to_string()))?);
    }
    match serde_json::from_slice::<End>(end) {
        Ok(end) if end == End::of(problems.len(), lines) => Ok(problems),
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

/// Writes the problems of a generation.
pub(super) fn write_problems(generation: &Path, problems: &[Problem], disk: &Disk) -> Result<(), FileError> {
    let path = generation.join(NAME);
    let failed = |error: serde_json::Error| FileError::new("write", &path, error.into());
    let mut text = Vec::new();
    let kept = &problems[..problems.len().min(KEPT_MAX)];
    for problem in kept {
        serde_json::to_writer(&mut text, problem).map_err(failed)?;
        text.push(b'\n');
    }
    let end = End::of(kept.len(), &text);
    serde_json::to_writer(&mut text, &end).map_err(failed)?;
    text.push(b'\n');
    disk.replace(&path, &text)
}
