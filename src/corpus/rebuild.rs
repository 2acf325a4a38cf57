//! Rebuild: a new generation from everything, put into use when it is complete and sound.
//!
//! It must not know how a generation is laid out.

use std::fs;
use std::path::{Path, PathBuf};

use super::Build;
use super::background::in_background;
use super::decide::{Recency, Winners};
use super::error::CorpusError;
use super::pipeline::{Indexed, Sink, Task, learn, run};
use super::problems::write_problems;
use super::progress::{Progress, Report, Stage};
use super::scan::{self, Found};
use crate::error::Context;
use crate::formats::Problem;
use crate::index::{Dictionaries, Generation, GenerationWriter, IndexError, Root, WriteOptions, WriterLock};
use crate::model::ArticleId;

/// An index that holds nothing yet.
pub(super) struct Empty;

impl Indexed for Empty {
    fn recency(&self, _: &ArticleId) -> Result<Option<Recency>, CorpusError> {
        Ok(None)
    }
}

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
    let scan::Files { found: mut files, mut left_out } = scan::corpus_files(build)?;
    let named = scan::files_of(paths, build)?;
    files.extend(named.found);
    left_out.extend(named.left_out.into_iter().filter(|problem| Path::new(&problem.file).is_absolute()));
    files.extend(outside(build, root)?.into_iter().map(|file| (file.name.clone(), file)));
    let tasks: Vec<Task> = files.into_values().zip(0..).map(|(file, rank)| Task { file, rank }).collect();
    let dictionaries = learn(&tasks)?;
    let (number, directory) = root.begin()?;
    let report = fill(build, (&tasks, left_out), &dictionaries, (number, &directory), progress);
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
fn fill(
    build: &Build,
    (tasks, left_out): (&[Task], Vec<Problem>),
    dictionaries: &Dictionaries,
    (number, directory): (u64, &Path),
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    let options = WriteOptions { threads: build.posting_threads(), heap_bytes: build.heap_bytes };
    let create = || GenerationWriter::create(directory, &build.disk, dictionaries, options);
    let mut writer = in_background(create)?;
    let mut sink = Sink {
        writer: &mut writer,
        winners: Winners::default(),
        indexed: &Empty,
        report: Report { generation: number, ..Report::default() },
        problems: Vec::new(),
        summaries: std::collections::BTreeMap::new(),
        superseded: std::collections::BTreeMap::new(),
        staying: std::collections::BTreeMap::new(),
        deletions: Vec::new(),
        commit_every: None,
        progress,
        bytes_total: tasks.iter().map(|task| task.file.bytes).sum(),
        since_commit: 0,
    };
    run(tasks, dictionaries, build.threads, &mut sink)?;
    if sink.report.nothing_read() {
        // What is in use is better than nothing.
        return Err(CorpusError::NothingRead { report: Box::new(sink.report) });
    }
    left_out.into_iter().for_each(|problem| sink.problem(problem));
    sink.withdraw()?;
    let report = finish(sink, tasks, GenerationWriter::merge_all, build, directory)?;
    writer.close()?;
    let found = crate::index::verify_quick(directory)?;
    if found != report.articles {
        let found = format!("{found} articles are in it, {} were written", report.articles);
        return Err(CorpusError::Unsound { found });
    }
    Ok(report)
}

/// Commits what the pipeline wrote, merges, and commits again with the final counts.
pub(super) fn finish(
    mut sink: Sink<'_>,
    tasks: &[Task],
    merge: impl FnOnce(&mut GenerationWriter) -> Result<(), IndexError>,
    build: &Build,
    directory: &Path,
) -> Result<Report, CorpusError> {
    for task in tasks {
        let mut source = task.file.source()?;
        if let Some(summary) = sink.summaries.get(&task.rank) {
            source.format = summary.format.map_or(String::new(), |format| format.name().to_owned());
            source.records = summary.records;
            source.problems =
                summary.problems.iter().map(|(kind, count)| (kind.name().to_owned(), *count)).collect();
        }
        source.superseded = sink.superseded.get(&task.rank).copied().unwrap_or(0);
        let sources = &mut sink.writer.manifest_mut().sources;
        sources.retain(|known| known.path != source.path);
        sources.push(source);
    }
    write_problems(directory, &sink.problems, &build.disk)?;
    let text_bytes = sink.report.text_bytes;
    let deletions: Vec<_> = sink.deletions.drain(..).map(|(_, deletion)| deletion).collect();
    let manifest = sink.writer.manifest_mut();
    manifest.text_bytes += text_bytes;
    manifest.deletions.extend(deletions);
    sink.commit()?;
    sink.say(Stage::Merging, sink.bytes_total);
    merge(sink.writer)?;
    let articles = sink.writer.articles()?;
    if sink.writer.manifest_mut().articles != articles {
        sink.writer.manifest_mut().articles = articles;
        sink.writer.commit()?;
    }
    sink.say(Stage::Verifying, sink.bytes_total);
    sink.report.articles = articles;
    Ok(sink.report)
}

/// The sources outside the corpus that the generation in use was made from.
fn outside(build: &Build, root: &Root) -> Result<Vec<Found>, CorpusError> {
    // Without sources there is nothing to take over: no index, or one that is to be replaced unread.
    let Ok(manifest) = Generation::sources(root) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for source in manifest.into_iter().filter(|source| Path::new(&source.path).is_absolute()) {
        match scan::named(&source.path, &build.corpus)? {
            Some(file) => found.push(file),
            None if build.forget_missing => {}
            None => return Err(CorpusError::SourceGone { path: source.path.into() }),
        }
    }
    Ok(found)
}
