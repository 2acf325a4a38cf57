//! The problems of a generation: a side file of it, one problem a line.
//!
//! They must not know how a problem came about.

use std::collections::BTreeSet;
use std::path::Path;

use crate::formats::Problem;
use crate::index::{EngineError, IndexError, Manifest, Snapshot, Works, Writer};

const NAME: &str = "problems.jsonl";

/// Problems kept; a corpus with more is not one of articles, and their number is counted anyway.
pub(super) const KEPT_MAX: usize = 100_000;

/// Reads the problems of the state that a build begins with.
pub(super) fn read_problems(before: &dyn Works) -> Result<Vec<Problem>, IndexError> {
    in_force(before.manifest(), before.home(), before.side_file(NAME)?.as_deref())
}

/// The problems of a snapshot.
pub(crate) fn problems_of(snapshot: &dyn Snapshot) -> Result<Vec<Problem>, EngineError> {
    Ok(in_force(snapshot.origin()?.1, snapshot.home(), snapshot.side_file(NAME)?.as_deref())?)
}

/// The problems in force. Those of files that are no longer among the sources, as an ingest leaves them that is
/// stopped between two commits, are not among them.
fn in_force(manifest: &Manifest, home: &Path, text: Option<&[u8]>) -> Result<Vec<Problem>, IndexError> {
    let damaged = |found: &str| IndexError::damaged(home.join(NAME), found);
    let text = text.ok_or_else(|| damaged("the manifest does not list it"))?;
    let sources: BTreeSet<&str> = manifest.sources.iter().map(|source| source.path.as_str()).collect();
    let mut problems = Vec::new();
    for line in text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        let problem: Problem = serde_json::from_slice(line).map_err(|error| damaged(&error.to_string()))?;
        if problem.kind.is_of_walk() || is_of(&problem.file, &sources) {
            problems.push(problem);
        }
    }
    Ok(problems)
}

/// Whether a problem is of one of these sources: of a file, or of one within an archive.
pub(super) fn is_of(file: &str, sources: &BTreeSet<&str>) -> bool {
    let archives = file.match_indices('/').map(|(at, _)| &file[..at]);
    archives.chain([file]).any(|name| sources.contains(name))
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

/// Writes the problems of a generation, which count from its next commit on.
pub(super) fn write_problems(
    writer: &dyn Writer,
    manifest: &mut Manifest,
    problems: &mut [Problem],
) -> Result<(), IndexError> {
    // Whichever ingest read which file: in the order of their names, each as it was read.
    problems.sort_by(|a, b| a.file.cmp(&b.file));
    let mut text = Vec::new();
    for problem in &problems[..problems.len().min(KEPT_MAX)] {
        // A problem is texts and numbers, and memory takes all: there is nothing to fail.
        let _ = serde_json::to_writer(&mut text, problem);
        text.push(b'\n');
    }
    writer.write_side(manifest, NAME, &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Place, ProblemKind};
    use crate::index::Source;

    #[test]
    fn what_is_told_of_a_file_goes_with_it() {
        let problem = |file: &str, kind| Problem {
            file: file.into(),
            place: Place::default(),
            kind,
            found: String::new(),
            done: String::new(),
        };
        let all = [
            problem("a.zip/b.xml", ProblemKind::Malformed),
            problem("gone.xml", ProblemKind::Malformed),
            problem("fifo", ProblemKind::NotAFile),
        ];
        let lines: Vec<String> = all.iter().map(|problem| serde_json::to_string(problem).unwrap()).collect();
        let sources = vec![Source { path: "a.zip".into(), ..Source::default() }];
        let manifest = Manifest { sources, ..Manifest::default() };
        let told = in_force(&manifest, Path::new("index"), Some(lines.join("\n").as_bytes())).unwrap();
        assert_eq!(
            told.iter().map(|problem| problem.file.as_str()).collect::<Vec<_>>(),
            ["a.zip/b.xml", "fifo"]
        );
        assert!(in_force(&manifest, Path::new("index"), None).is_err());
    }
}
