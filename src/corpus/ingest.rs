//! Ingest: the generation in use is brought up to date with its sources, by committed steps.
//!
//! It must not know how a generation is laid out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Build;
use super::background::in_background;
use super::decide::{Recency, Winners, id_of};
use super::error::CorpusError;
use super::pipeline::{Indexed, Sink, Task, run};
use super::problems::{read_problems, renew_left_out, write_problems};
use super::progress::{Progress, Report, Stage};
use super::rebuild::{finish, rebuild_locked};
use super::scan::{self, Found};
use crate::error::Context;
use crate::formats::Problem;
use crate::index::{
    Deletion, Dictionaries, Generation, GenerationWriter, Root, Source, WriteOptions, WriterLock,
};
use crate::model::ArticleId;

/// Brings the index up to date: with the corpus, or with `paths` where any are given. Without an index it
/// builds one.
pub(crate) fn ingest(
    build: &Build,
    paths: &[PathBuf],
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    fs::create_dir_all(&build.index).context_of("create", &build.index)?;
    let root = Root::new(&build.index, build.disk.clone());
    let _lock = WriterLock::take(&build.index, "ingest")?;
    if root.current()?.is_none() {
        return rebuild_locked(build, &root, paths, progress);
    }
    root.clear_unfinished()?;
    let generation = Arc::new(Generation::open(&root)?);
    let manifest = generation.manifest();
    progress(Progress { stage: Stage::Scanning, bytes: 0, bytes_total: 0, articles: 0 });
    let plan = Plan::of(build, paths, &manifest.sources)?;
    let report = plan.report(generation.number, manifest.articles);
    let directory = generation.directory.clone();
    let mut problems = read_problems(&directory)?;
    let renewed = renew_left_out(&mut problems, &plan.left_out, paths.is_empty());
    if plan.read.is_empty() && plan.gone.is_empty() {
        if renewed {
            write_problems(&directory, &problems, &build.disk)?;
        }
        return Ok(report);
    }
    let ranks = plan.ranks(&manifest.sources);
    let tasks: Vec<Task> =
        plan.read.into_values().map(|file| Task { rank: ranks[&file.name], file }).collect();
    let left: BTreeSet<String> = tasks.iter().map(|task| task.file.name.clone()).chain(plan.gone).collect();

    let options = WriteOptions { threads: build.posting_threads(), heap_bytes: build.heap_bytes };
    let mut writer = in_background(|| GenerationWriter::open(&directory, &build.disk, options))?;
    // Of a file that is new to the manifest an ingest that was killed may have committed articles.
    for source in &left {
        writer.delete_source(source);
    }
    writer.manifest_mut().sources.retain(|source| !left.contains(&source.path));
    writer.manifest_mut().deletions.retain(|deletion| !left.contains(&deletion.source));
    problems.retain(|problem| !left.contains(&problem.file));
    let (winners, deletions) = withdrawals(&mut writer, &ranks);
    let staying = ranks.iter().filter(|(name, _)| !left.contains(*name));
    let staying = staying.map(|(name, &rank)| (name.clone(), rank)).collect();
    let indexed = Present { generation: generation.clone(), ranks, left };
    let mut sink = Sink {
        writer: &mut writer,
        winners,
        indexed: &indexed,
        report,
        problems,
        summaries: BTreeMap::new(),
        superseded: BTreeMap::new(),
        staying,
        deletions,
        commit_every: Some(build.commit_every),
        progress,
        bytes_total: tasks.iter().map(|task| task.file.bytes).sum(),
        since_commit: 0,
    };
    let dictionaries = Dictionaries::of_generation(&directory)?;
    run(&tasks, &dictionaries, build.threads, &mut sink)?;
    refuse_mere_removal(&sink.report)?;
    sink.withdraw()?;
    let report = finish(sink, &tasks, GenerationWriter::merge, build, &directory)?;
    writer.close()?;
    Ok(report)
}

/// An ingest that would remove files and could read none found another directory than before, most likely.
fn refuse_mere_removal(report: &Report) -> Result<(), CorpusError> {
    if report.files_removed > 0 && report.nothing_read() {
        return Err(CorpusError::NothingRead { report: Box::new(report.clone()) });
    }
    Ok(())
}

/// The withdrawals of sources that stay: they count against what comes.
fn withdrawals(
    writer: &mut GenerationWriter,
    ranks: &BTreeMap<String, u32>,
) -> (Winners, Vec<(ArticleId, Deletion)>) {
    let mut winners = Winners::default();
    let mut deletions = Vec::new();
    for deletion in &writer.manifest_mut().deletions {
        let id = id_of(deletion.pmid);
        winners.withdraw(&id, ranks.get(&deletion.source).copied().unwrap_or(0));
        deletions.push((id, deletion.clone()));
    }
    (winners, deletions)
}

/// What is to be done with which file.
struct Plan {
    read: BTreeMap<String, Found>,
    gone: Vec<String>,
    /// Sources outside the corpus that are not there; they keep their articles.
    missing: Vec<String>,
    unchanged: u64,
    left_out: Vec<Problem>,
}

impl Plan {
    fn of(build: &Build, paths: &[PathBuf], sources: &[Source]) -> Result<Self, CorpusError> {
        let whole = paths.is_empty();
        let scan::Files { found: files, left_out } =
            if whole { scan::corpus_files(build)? } else { scan::files_of(paths, build)? };
        let mut plan =
            Self { read: BTreeMap::new(), gone: Vec::new(), missing: Vec::new(), unchanged: 0, left_out };
        let known: BTreeMap<&str, &Source> =
            sources.iter().map(|source| (source.path.as_str(), source)).collect();
        // What was deleted file by file is one thing, a directory not mounted another.
        if whole && files.is_empty() && known.keys().any(|name| !Path::new(name).is_absolute()) {
            return Err(CorpusError::NoFiles { path: build.corpus.clone() });
        }
        let mut changed = false;
        for (name, file) in &files {
            match known.get(name.as_str()) {
                Some(source) if file.looks_like(source) || file.hash()? == source.hash => plan.unchanged += 1,
                Some(_) => {
                    changed = true;
                    plan.read.insert(name.clone(), file.clone());
                }
                None => {
                    plan.read.insert(name.clone(), file.clone());
                }
            }
        }
        if whole {
            let gone =
                known.keys().filter(|name| !Path::new(name).is_absolute() && !files.contains_key(**name));
            plan.gone = gone.map(|name| (*name).to_owned()).collect();
            let outside = known.keys().filter(|name| Path::new(name).is_absolute());
            let missing = outside.filter(|name| !Path::new(name).is_file());
            plan.missing = missing.map(|name| (*name).to_owned()).collect();
        }
        if changed || !plan.gone.is_empty() {
            plan.read_again(build, sources)?;
        }
        Ok(plan)
    }

    /// What there is to say before anything is read.
    fn report(&self, generation: u64, articles: u64) -> Report {
        let mut report = Report {
            generation,
            articles,
            files_unchanged: self.unchanged,
            files_removed: self.gone.len() as u64,
            sources_missing: self.missing.clone(),
            ..Report::default()
        };
        self.left_out.iter().for_each(|problem| report.add(problem));
        report
    }

    /// The place of every source, known and new, among all by name.
    fn ranks(&self, sources: &[Source]) -> BTreeMap<String, u32> {
        let known = sources.iter().map(|source| source.path.as_str());
        let names: BTreeSet<&str> = known.chain(self.read.keys().map(String::as_str)).collect();
        names.into_iter().map(str::to_owned).zip(0..).collect()
    }

    /// Where a source changes or goes, records of other sources that gave way to its own may count again:
    /// those sources are read too.
    fn read_again(&mut self, build: &Build, sources: &[Source]) -> Result<(), CorpusError> {
        for source in sources.iter().filter(|source| source.superseded > 0) {
            let known = self.read.contains_key(&source.path) || self.gone.contains(&source.path);
            if !known && let Some(file) = scan::named(&source.path, &build.corpus)? {
                self.read.insert(source.path.clone(), file);
                self.unchanged = self.unchanged.saturating_sub(1);
            }
        }
        Ok(())
    }
}

/// The articles of the generation that stay unless a newer record comes.
struct Present {
    generation: Arc<Generation>,
    ranks: BTreeMap<String, u32>,
    /// Sources whose articles do not stay.
    left: BTreeSet<String>,
}

impl Indexed for Present {
    fn recency(&self, id: &ArticleId) -> Result<Option<Recency>, CorpusError> {
        let Some(record) = self.generation.record_of(id)? else { return Ok(None) };
        let (source, article) = self.generation.store.source_and_rest(record)?;
        if self.left.contains(&source) {
            return Ok(None);
        }
        let rank = self.ranks.get(&source).copied().unwrap_or(0);
        Ok(Some(Recency::of(&article, rank)))
    }
}
