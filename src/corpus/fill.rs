//! Filling a generation: the files are read, what waited is put together, the whole is committed and merged.
//!
//! It must not know whether the generation is new.

use std::collections::{BTreeMap, BTreeSet};

use super::Build;
use super::background::give_memory_back;
use super::error::CorpusError;
use super::intake::{Intake, Replaced, Waiting};
use super::pipeline::{Task, read_files, reconcile};
use super::problems::write_problems;
use super::progress::{Report, Stage};
use super::reconcile::Reconcile;
use super::sink::Sink;
use super::spill::Spill;
use super::withdrawn::Withdrawn;
use crate::index::{Source, Works};

/// What there was before.
pub(super) struct Before<'b> {
    /// The state that is brought up to date.
    pub works: Option<&'b dyn Works>,
    /// Its sources that are read anew or gone.
    pub left: &'b BTreeSet<String>,
}

impl Before<'_> {
    /// Its sources that were not read to their end: a build was stopped.
    fn unfinished(&self) -> BTreeSet<String> {
        let sources = self.works.into_iter().flat_map(|works| &works.manifest().sources);
        sources.filter(|source| !source.is_read()).map(|source| source.path.clone()).collect()
    }
}

/// Reads the files and puts together what waited; the last of it is not yet committed.
pub(super) fn fill(
    build: &Build,
    tasks: &[Task<'_>],
    before: &Before<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), CorpusError> {
    let mut withdrawn = Withdrawn::default();
    sink.manifest.deletions.iter().for_each(|deletion| withdrawn.add(deletion));
    let first_new = sink.writer.next_record();
    let room = before.works.and(sink.commit_every).unwrap_or(0);
    let waiting = Waiting { records: Spill::create(sink.writer.scratch())?, keys: sink.writer.sorter() };
    let intake = Intake::new(before.works, &withdrawn, room, waiting);
    read_files(build, tasks, &intake, sink)?;
    let (Waiting { records, keys }, kept) = intake.finish();
    let waiting = records.finish()?;
    let removed = sink.report.files_removed > 0 || before.works.is_none();
    if removed && waiting.len() == 0 && sink.report.nothing_read() {
        // What is in use is better than nothing; and an ingest that would remove files and could read none
        // found another directory than before, most likely.
        return Err(CorpusError::NothingRead { report: Box::new(sink.report.clone()) });
    }
    sink.withdrawals.iter().for_each(|deletion| withdrawn.add(deletion));
    if before.works.is_none() || sink.writer.next_record() > first_new {
        sink.commit()?;
    }
    give_memory_back();
    let now = sink.writer.written()?;
    let (left, kept, withdrawn) = (before.left, &kept, &withdrawn);
    let (unfinished, replaced) = (&before.unfinished(), &Replaced::default());
    let work = Reconcile { now: &*now, first_new, left, unfinished, kept, replaced, withdrawn, waiting };
    reconcile(build, work, keys.finish()?, sink)
}

/// Commits what the pipeline wrote.
pub(super) fn finish(mut sink: Sink<'_>, tasks: &[Task<'_>], gone: &[String]) -> Result<Report, CorpusError> {
    let mut read = BTreeMap::new();
    for task in tasks {
        // What went away before it was read stays as it was entered: not read.
        let Some(summary) = sink.summaries.get(task.name()) else { continue };
        let mut source = task.source()?;
        source.format = summary.format_names();
        source.records = summary.records;
        source.problems =
            summary.problems.iter().map(|(kind, count)| (kind.name().to_owned(), *count)).collect();
        read.insert(source.path.clone(), source);
    }
    let sources = &mut sink.manifest.sources;
    for begun in sources.iter_mut() {
        if let Some(source) = read.remove(&begun.path) {
            *begun = Source { withdrawn: begun.withdrawn, ..source };
        }
    }
    sources.extend(read.into_values());
    // Until now a build that is stopped would find them gone again.
    sink.manifest.sources.retain(|source| !gone.contains(&source.path));
    write_problems(sink.writer, &mut sink.manifest, &mut sink.problems)?;
    sink.manifest.text_bytes += sink.report.text_bytes;
    let withdrawals = std::mem::take(&mut sink.withdrawals);
    sink.manifest.deletions.extend(withdrawals);
    sink.say(Stage::Merging, sink.bytes_total);
    give_memory_back();
    sink.finish()?;
    // Everything counts now, so a failure below is none of the build.
    if let Err(error) = compact(&mut sink) {
        sink.report.warnings.push(format!(
            "everything counts, but the room of what no article needs was not given back: {error}"
        ));
    }
    sink.say(Stage::Verifying, sink.bytes_total);
    sink.report.articles = sink.manifest.articles;
    Ok(sink.report)
}

/// Gives room back where more is dead than living.
fn compact(sink: &mut Sink<'_>) -> Result<(), CorpusError> {
    if sink.writer.compact()? { sink.commit() } else { Ok(()) }
}
