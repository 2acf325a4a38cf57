//! Rebuild: a new generation from everything, put into use when it is complete and sound.
//!
//! It must not know how a generation is laid out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Build;
use super::error::CorpusError;
use super::fill::{Before, Place, fill, finish};
use super::pipeline::{Task, learn};
use super::progress::{Progress, Report, Stage};
use super::scan::{self, Found};
use super::sink::Sink;
use crate::error::Context;
use crate::formats::Problem;
use crate::index::{Dictionaries, Generation, GenerationWriter, Root, WriterLock};

/// Builds a new generation from the corpus, from `paths`, and from every source outside the corpus that
/// the generation in use was made from.
pub(crate) fn rebuild(
    build: &Build,
    paths: &[PathBuf],
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    fs::create_dir_all(&build.index).context_of("create", &build.index)?;
    let root = Root::new(&build.index, build.disk.clone());
    let _lock = WriterLock::take(&build.index, "rebuild")?;
    rebuild_locked(build, &root, paths, progress)
}

/// Rebuilds under a lock that is held already.
pub(super) fn rebuild_locked(
    build: &Build,
    root: &Root,
    paths: &[PathBuf],
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    progress(Progress { stage: Stage::Scanning, bytes: 0, bytes_total: 0, articles: 0 });
    let scan::Files { found: mut files, mut left_out, .. } = scan::corpus_files(build)?;
    let named = scan::files_of(paths, build)?;
    files.extend(named.found);
    left_out.extend(named.left_out.into_iter().filter(|problem| Path::new(&problem.file).is_absolute()));
    files.extend(outside(build, root)?.into_iter().map(|file| (file.name.clone(), file)));
    let tasks: Vec<Task> = files.into_values().map(|file| Task { file }).collect();
    let dictionaries = learn(&tasks)?;
    let (number, directory) = root.begin()?;
    let place = Place { root, number, directory: &directory };
    let report = write(build, (&tasks, left_out), &dictionaries, &place, progress);
    if report.is_err() {
        // A full disk must not stay full of it; where it cannot be removed the next build tries again.
        let _ = root.clear_unfinished();
        return report;
    }
    // Where it cannot be told what was in use, the latest is kept.
    let before = root.current().ok().flatten();
    root.publish(number, &directory)?;
    root.sweep(before)?;
    report
}

/// Writes a generation and reads it back.
fn write(
    build: &Build,
    (tasks, left_out): (&[Task], Vec<Problem>),
    dictionaries: &Dictionaries,
    place: &Place<'_>,
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    let (writer, manifest) =
        GenerationWriter::create(place.directory, &build.disk, dictionaries, build.write_options())?;
    let mut sink = Sink {
        report: Report { generation: place.number, ..Report::default() },
        bytes_total: tasks.iter().map(|task| task.file.bytes).sum(),
        ..Sink::new(&writer, manifest, progress)
    };
    let before = Before { generation: None, left: &BTreeSet::new() };
    fill(build, tasks, place, &before, &mut sink)?;
    left_out.into_iter().for_each(|problem| sink.problem(problem));
    let report = finish(sink, tasks, &[])?;
    let found = crate::index::verify_quick(place.directory)?;
    if found != report.articles {
        let found = format!("{found} articles are in it, {} were written", report.articles);
        return Err(CorpusError::Unsound { found });
    }
    Ok(report)
}

/// The sources outside the corpus that the generation in use was made from.
fn outside(build: &Build, root: &Root) -> Result<Vec<Found>, CorpusError> {
    // Without sources there is nothing to take over: no index, or one that is to be replaced unread.
    let Ok(manifest) = Generation::sources(root) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for source in manifest.into_iter().filter(|source| Path::new(&source.path).is_absolute()) {
        match scan::named(&source.path, &build.corpus)? {
            Some(file) => found.push(file),
            // What held nothing is no loss.
            None if build.forget_missing || source.records == 0 => {}
            None => return Err(CorpusError::SourceGone { path: source.path.into() }),
        }
    }
    Ok(found)
}
