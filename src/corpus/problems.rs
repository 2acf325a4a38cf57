//! The problems of a generation, kept beside it.
//!
//! They must not know how a problem came about.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use crate::error::{Context, FileError};
use crate::formats::{Problem, ProblemKind};
use crate::index::Disk;

const NAME: &str = "problems.jsonl";

/// Problems kept; a corpus with more is not one of articles, and their number is counted anyway.
pub(super) const KEPT_MAX: usize = 100_000;

/// Reads the problems of a generation; there may be none.
pub(crate) fn read_problems(generation: &Path) -> Result<Vec<Problem>, FileError> {
    let path = generation.join(NAME);
    let file = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.context_of("open", &path)?,
    };
    let mut problems = Vec::new();
    for line in BufReader::new(file).lines() {
        let line = line.context_of("read", &path)?;
        problems.push(serde_json::from_str(&line).map_err(io::Error::from).context_of("read", &path)?);
    }
    Ok(problems)
}

/// Puts what a walk left out in the place of what earlier walks did, of the same things or, where the
/// whole corpus was walked, of all in it. Says whether that changed anything.
pub(super) fn renew_left_out(problems: &mut Vec<Problem>, left_out: &[Problem], whole: bool) -> bool {
    let again: BTreeSet<&str> = left_out.iter().map(|problem| problem.file.as_str()).collect();
    let goes = |problem: &Problem| {
        let of_corpus = whole && !Path::new(&problem.file).is_absolute();
        problem.kind == ProblemKind::NotAFile && (of_corpus || again.contains(problem.file.as_str()))
    };
    let gone: Vec<Problem> = problems.extract_if(.., |problem| goes(problem)).collect();
    problems.extend_from_slice(left_out);
    gone != left_out
}

/// Writes the problems of a generation.
pub(super) fn write_problems(generation: &Path, problems: &[Problem], disk: &Disk) -> Result<(), FileError> {
    let path = generation.join(NAME);
    let mut text = Vec::new();
    for problem in problems.iter().take(KEPT_MAX) {
        serde_json::to_writer(&mut text, problem).map_err(io::Error::from).context_of("write", &path)?;
        text.push(b'\n');
    }
    disk.replace(&path, &text)
}
