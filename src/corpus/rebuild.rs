//! Rebuild: a new generation from everything, put into use when it is complete and sound.
//!
//! It must not know how a generation is laid out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Build;
use super::error::CorpusError;
use super::fill::{Before, fill, finish};
use super::pipeline::{Task, sample};
use super::progress::{Progress, Report, Stage};
use super::scan::{self, Found};
use super::sink::Sink;
use super::vocabulary::take_over;
use super::walk;
use crate::formats::{Place, Problem, ProblemKind};
use crate::index::{IndexError, Lease, Manifest, Source, Works, Writer};

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
    let walk::Files { found: mut files, mut left_out, unlisted } = walk::corpus_files(build)?;
    let (sources, unknown) = sources(build)?;
    lose_nothing_unlisted(build, &sources, &unlisted, &left_out)?;
    add_outside(build, &sources, &mut files)?;
    let named = walk::files_of(paths, build)?;
    files.extend(named.found);
    left_out.extend(named.left_out.into_iter().filter(|problem| Path::new(&problem.file).is_absolute()));
    left_out.extend(leave_out_unreadable(build, &sources, &mut files)?);
    left_out.extend(unknown);
    let before = put(build, &sources)?;
    let put = before.as_deref().into_iter().flat_map(Task::put);
    let tasks: Vec<Task<'_>> = files.into_values().map(Task::File).chain(put).collect();
    let (writer, manifest) = lease.begin(&sample(&tasks)?, build.write_options())?;
    let report = write(build, (&tasks, left_out), (&*writer, manifest), progress);
    let report = report.and_then(|report| publish(lease, writer, report));
    if report.is_err() {
        // A full disk must not stay full of it; where it cannot be removed the next build tries again.
        let _ = lease.clear_unfinished();
    }
    report
}

/// Puts a generation into use that is complete.
pub(super) fn publish(
    lease: &dyn Lease,
    writer: Box<dyn Writer>,
    mut report: Report,
) -> Result<Report, CorpusError> {
    if let Some(error) = lease.publish(writer)? {
        let warning = format!("the new index is in use, but an older one was not removed: {error}");
        report.warnings.push(warning);
    }
    Ok(report)
}

/// Writes a generation and reads it back.
fn write(
    build: &Build,
    (tasks, left_out): (&[Task<'_>], Vec<Problem>),
    (writer, mut manifest): (&dyn Writer, Manifest),
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    take_over(build, writer, &mut manifest)?;
    let mut sink = Sink {
        report: Report { generation: writer.generation(), ..Report::default() },
        bytes_total: tasks.iter().map(Task::bytes).sum(),
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

/// The generation in use, where programs have put articles into it: nothing else holds them.
fn put(build: &Build, sources: &[Source]) -> Result<Option<Box<dyn Works>>, CorpusError> {
    let Some(source) = sources.iter().find(|source| source.is_of_program()) else { return Ok(None) };
    match build.home.works() {
        Ok(works) => Ok(Some(works)),
        Err(_) if build.forget_missing => Ok(None),
        Err(error) => Err(CorpusError::PutLost { source_name: source.path.clone(), error }),
    }
}

/// The sources of the generation in use that hold something, and what cannot be told of them.
fn sources(build: &Build) -> Result<(Vec<Source>, Option<Problem>), CorpusError> {
    match build.home.sources() {
        // What held nothing is no loss.
        Ok(sources) => Ok((sources.into_iter().filter(|source| source.records > 0).collect(), None)),
        Err(IndexError::Missing { .. }) => Ok((Vec::new(), None)),
        Err(error) if build.forget_missing => Ok((Vec::new(), Some(unknown_sources(build, &error)))),
        Err(error) => Err(CorpusError::SourcesUnknown { found: error.found() }),
    }
}

/// Adds the sources outside the corpus that the generation in use was made from.
fn add_outside(
    build: &Build,
    sources: &[Source],
    files: &mut BTreeMap<String, Found>,
) -> Result<(), CorpusError> {
    let corpus_is_empty = files.is_empty();
    for source in sources.iter().filter(|source| !source.is_of_program()) {
        let is_outside = Path::new(&source.path).is_absolute();
        // What was deleted file by file is one thing, a directory not mounted another.
        if !is_outside && corpus_is_empty && !build.forget_missing {
            return Err(CorpusError::NoFiles { path: build.corpus.clone() });
        }
        if is_outside {
            match scan::named(&source.path, build)? {
                Some(file) => _ = files.insert(file.name.clone(), file),
                None if build.forget_missing => {}
                None => return Err(CorpusError::SourceGone { path: source.path.clone().into() }),
            }
        }
    }
    Ok(())
}

/// Refuses to go on without what cannot be listed or is not followed, where the generation in use has articles of it.
fn lose_nothing_unlisted(
    build: &Build,
    sources: &[Source],
    unlisted: &[String],
    left_out: &[Problem],
) -> Result<(), CorpusError> {
    let is_held = |name: &&String| {
        let held = |source: &Source| Path::new(&source.path).starts_with(name);
        !build.forget_missing && sources.iter().any(held)
    };
    let Some(name) = unlisted.iter().find(is_held) else { return Ok(()) };
    let found = left_out.iter().find(|problem| problem.file == *name);
    let found = found.map_or_else(String::new, |problem| problem.found.clone());
    Err(CorpusError::Unreadable { path: build.corpus.join(name), found })
}

/// Takes out files that cannot be opened, with a problem each; but none of which the generation in use has articles.
fn leave_out_unreadable(
    build: &Build,
    sources: &[Source],
    files: &mut BTreeMap<String, Found>,
) -> Result<Vec<Problem>, CorpusError> {
    let mut faults = Vec::new();
    for (name, file) in std::mem::take(files) {
        let Some(fault) = file.fault() else {
            files.insert(name, file);
            continue;
        };
        if sources.iter().any(|source| source.path == name) && !build.forget_missing {
            return Err(CorpusError::Unreadable { path: file.path, found: fault.found });
        }
        faults.push(fault);
    }
    Ok(faults)
}

/// An index that is replaced unread may have been made from files outside the corpus.
fn unknown_sources(build: &Build, error: &IndexError) -> Problem {
    Problem {
        file: build.home.path().to_string_lossy().into_owned(),
        place: Place::default(),
        kind: ProblemKind::Unreadable,
        found: format!("what the index was made from cannot be told: {}", error.found()),
        done: "no file outside the corpus was taken over, nor what programs put; name such files to `litdex ingest`"
            .into(),
    }
}
