//! Filling a generation: the files are read, what waited is put together, the whole is committed and merged.
//!
//! It must not know whether the generation is new.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Build;
use super::background::give_memory_back;
use super::error::CorpusError;
use super::intake::Intake;
use super::pipeline::{Sink, Task, read_files, reconcile};
use super::problems::write_problems;
use super::progress::{Report, Stage};
use super::reconcile::Reconcile;
use super::spill::Spill;
use super::withdrawn::Withdrawn;
use crate::index::{Dictionaries, Generation, GenerationWriter, IndexError, Root, Source};

/// Where a generation is built.
pub(super) struct Place<'p> {
    pub root: &'p Root,
    pub number: u64,
    pub directory: &'p Path,
}

/// What there was before.
pub(super) struct Before<'b> {
    /// The generation that is brought up to date.
    pub generation: Option<&'b Generation>,
    /// Its sources that are read anew or gone.
    pub left: &'b BTreeSet<String>,
}

/// Reads the files and puts together what waited; the last of it is not yet committed.
pub(super) fn fill(
    build: &Build,
    tasks: &[Task],
    place: &Place<'_>,
    before: &Before<'_>,
    dictionaries: &Dictionaries,
    sink: &mut Sink<'_>,
) -> Result<(), CorpusError> {
    let mut withdrawn = Withdrawn::default();
    sink.writer.manifest_mut().deletions.iter().for_each(|deletion| withdrawn.add(deletion));
    let first_new = sink.writer.next_record();
    let room = before.generation.and(sink.commit_every).unwrap_or(0);
    let mut intake = Intake::new(before.generation, &withdrawn, room, Spill::create(place.directory)?);
    read_files(tasks, &mut intake, dictionaries, build.threads, sink)?;
    let Intake { spill, kept, .. } = intake;
    let waiting = spill.finish()?;
    let removed = sink.report.files_removed > 0 || before.generation.is_none();
    if removed && waiting.len() == 0 && sink.report.nothing_read() {
        // What is in use is better than nothing; and an ingest that would remove files and could read none
        // found another directory than before, most likely.
        return Err(CorpusError::NothingRead { report: Box::new(sink.report.clone()) });
    }
    if before.generation.is_none() && waiting.len() == 0 && sink.withdrawals.is_empty() {
        return Ok(());
    }
    sink.withdrawals.iter().for_each(|deletion| withdrawn.add(deletion));
    if before.generation.is_none() || sink.writer.next_record() > first_new {
        sink.commit()?;
    }
    give_memory_back();
    let now = Generation::open_directory(place.root, place.number, place.directory.to_path_buf())?;
    let (left, kept, withdrawn) = (before.left, &kept, &withdrawn);
    let mut work = Reconcile { now: &now, first_new, left, kept, withdrawn, waiting };
    reconcile(&mut work, dictionaries, build.threads, sink)
}

/// Commits what the pipeline wrote, merges, and commits again with the final counts.
pub(super) fn finish(
    mut sink: Sink<'_>,
    tasks: &[Task],
    gone: &[String],
    merge: impl FnOnce(&mut GenerationWriter) -> Result<(), IndexError>,
) -> Result<Report, CorpusError> {
    let mut read = BTreeMap::new();
    for task in tasks {
        // What went away before it was read stays as it was entered: not read.
        let Some(summary) = sink.summaries.get(&task.file.name) else { continue };
        let mut source = task.file.source()?;
        source.format = summary.format_names();
        source.records = summary.records;
        source.problems =
            summary.problems.iter().map(|(kind, count)| (kind.name().to_owned(), *count)).collect();
        read.insert(source.path.clone(), source);
    }
    let sources = &mut sink.writer.manifest_mut().sources;
    for begun in sources.iter_mut() {
        if let Some(source) = read.remove(&begun.path) {
            *begun = Source { withdrawn: begun.withdrawn, ..source };
        }
    }
    sources.extend(read.into_values());
    // Until now a build that is stopped would find them gone again.
    sink.writer.manifest_mut().sources.retain(|source| !gone.contains(&source.path));
    write_problems(sink.writer, &mut sink.problems)?;
    let text_bytes = sink.report.text_bytes;
    let withdrawals: Vec<_> = sink.withdrawals.drain(..).collect();
    let manifest = sink.writer.manifest_mut();
    manifest.text_bytes += text_bytes;
    manifest.deletions.extend(withdrawals);
    sink.commit()?;
    sink.say(Stage::Merging, sink.bytes_total);
    give_memory_back();
    merge(sink.writer)?;
    let compacted = sink.writer.compact()?;
    let articles = sink.writer.articles()?;
    if compacted || sink.writer.manifest_mut().articles != articles {
        sink.writer.manifest_mut().articles = articles;
        sink.writer.commit()?;
    }
    sink.say(Stage::Verifying, sink.bytes_total);
    sink.report.articles = articles;
    Ok(sink.report)
}
