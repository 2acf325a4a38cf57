//! Rebuild: a new generation from everything, put into use when it is complete and sound.
//!
//! It must not know how a generation is laid out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Build;
use super::error::CorpusError;
use super::fill::{Before, fill, finish};
use super::pipeline::{Task, sample};
use super::progress::{Progress, Report, Stage};
use super::scan::{self, Found};
use super::sink::Sink;
use crate::formats::{Place, Problem, ProblemKind};
use crate::index::{IndexError, Lease, Manifest, Writer};

/// Builds a new generation from the corpus, from `paths`, and from every source outside the corpus that
/// the generation in use was made from.
pub(crate) fn rebuild(
    build: &Build,
    paths: &[PathBuf],
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    let lease = build.home.lease("rebuild")?;
    rebuild_leased(build, &*lease, paths, progress)
}

/// Rebuilds under a lease that is held already.
pub(super) fn rebuild_leased(
    build: &Build,
    lease: &dyn Lease,
    paths: &[PathBuf],
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    progress(Progress { stage: Stage::Scanning, bytes: 0, bytes_total: 0, articles: 0 });
    let scan::Files { found: mut files, mut left_out, .. } = scan::corpus_files(build)?;
    let (outside, unknown) = outside(build, files.is_empty())?;
    let named = scan::files_of(paths, build)?;
    files.extend(named.found);
    left_out.extend(named.left_out.into_iter().filter(|problem| Path::new(&problem.file).is_absolute()));
    left_out.extend(unknown);
    files.extend(outside.into_iter().map(|file| (file.name.clone(), file)));
    let tasks: Vec<Task> = files.into_values().map(|file| Task { file }).collect();
    let (writer, manifest) = lease.begin(&sample(&tasks)?, build.write_options())?;
    let report = write(build, (&tasks, left_out), (&*writer, manifest), progress);
    if report.is_err() {
        drop(writer);
        // A full disk must not stay full of it; where it cannot be removed the next build tries again.
        let _ = lease.clear_unfinished();
        return report;
    }
    lease.publish(writer)?;
    report
}

/// Writes a generation and reads it back.
fn write(
    build: &Build,
    (tasks, left_out): (&[Task], Vec<Problem>),
    (writer, manifest): (&dyn Writer, Manifest),
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    let mut sink = Sink {
        report: Report { generation: writer.generation(), ..Report::default() },
        bytes_total: tasks.iter().map(|task| task.file.bytes).sum(),
        ..Sink::new(writer, manifest, progress)
    };
    let before = Before { works: None, left: &BTreeSet::new() };
    fill(build, tasks, &before, &mut sink)?;
    left_out.into_iter().for_each(|problem| sink.problem(problem));
    let report = finish(sink, tasks, &[])?;
    let found = writer.check()?;
    if found != report.articles {
        let found = format!("{found} articles are in it, {} were written", report.articles);
        return Err(CorpusError::Unsound { found });
    }
    Ok(report)
}

/// The sources outside the corpus that the generation in use was made from, and what cannot be told of them.
fn outside(build: &Build, corpus_is_empty: bool) -> Result<(Vec<Found>, Option<Problem>), CorpusError> {
    let sources = match build.home.sources() {
        Ok(sources) => sources,
        Err(IndexError::Missing { .. }) => return Ok((Vec::new(), None)),
        Err(error) => return Ok((Vec::new(), Some(unknown_sources(build, &error)))),
    };
    let mut found = Vec::new();
    // What held nothing is no loss.
    for source in sources.into_iter().filter(|source| source.records > 0) {
        let is_outside = Path::new(&source.path).is_absolute();
        // What was deleted file by file is one thing, a directory not mounted another.
        if !is_outside && corpus_is_empty && !build.forget_missing {
            return Err(CorpusError::NoFiles { path: build.corpus.clone() });
        }
        if is_outside {
            match scan::named(&source.path, &build.corpus)? {
                Some(file) => found.push(file),
                None if build.forget_missing => {}
                None => return Err(CorpusError::SourceGone { path: source.path.into() }),
            }
        }
    }
    Ok((found, None))
}

/// An index that is replaced unread may have been made from files outside the corpus.
fn unknown_sources(build: &Build, error: &IndexError) -> Problem {
    Problem {
        file: build.home.path().to_string_lossy().into_owned(),
        place: Place::default(),
        kind: ProblemKind::Unreadable,
        found: format!("which files outside the corpus the index was made from cannot be read: {error}"),
        done: "none were taken over; name them to `litdex ingest`".into(),
    }
}
