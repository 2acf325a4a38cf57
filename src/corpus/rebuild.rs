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
use crate::formats::Problem;
use crate::index::{Lease, Manifest, Writer};

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
    let named = scan::files_of(paths, build)?;
    files.extend(named.found);
    left_out.extend(named.left_out.into_iter().filter(|problem| Path::new(&problem.file).is_absolute()));
    files.extend(outside(build)?.into_iter().map(|file| (file.name.clone(), file)));
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

/// The sources outside the corpus that the generation in use was made from.
fn outside(build: &Build) -> Result<Vec<Found>, CorpusError> {
    // Without sources there is nothing to take over: no index, or one that is to be replaced unread.
    let Ok(sources) = build.home.sources() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for source in sources.into_iter().filter(|source| Path::new(&source.path).is_absolute()) {
        match scan::named(&source.path, &build.corpus)? {
            Some(file) => found.push(file),
            // What held nothing is no loss.
            None if build.forget_missing || source.records == 0 => {}
            None => return Err(CorpusError::SourceGone { path: source.path.into() }),
        }
    }
    Ok(found)
}
