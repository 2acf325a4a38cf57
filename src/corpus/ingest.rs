//! Ingest: the generation in use is brought up to date with its sources, by committed steps.
//!
//! It must not know how a generation is laid out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Build;
use super::error::CorpusError;
use super::fill::{Before, fill, finish};
use super::pipeline::Task;
use super::problems::{is_of, read_problems, renew_left_out, write_problems};
use super::progress::{Progress, Report, Stage};
use super::rebuild::rebuild_leased;
use super::scan::{self, Found};
use super::sink::Sink;
use super::walk;
use crate::formats::Problem;
use crate::index::Source;

/// Brings the index up to date: with the corpus, or with `paths` where any are given. Without an index it
/// builds one.
pub(crate) fn ingest(
    build: &Build,
    paths: &[PathBuf],
    progress: &dyn Fn(Progress),
) -> Result<Report, CorpusError> {
    let lease = build.home.lease("ingest")?;
    if build.home.current()?.is_none() {
        return rebuild_leased(build, &*lease, paths, progress);
    }
    lease.clear_unfinished()?;
    let before = build.home.works()?;
    let manifest = before.manifest();
    progress(Progress { stage: Stage::Scanning, bytes: 0, bytes_total: 0, articles: 0 });
    let plan = Plan::of(build, paths, &manifest.sources)?;
    let report = plan.report(before.generation(), manifest.articles);
    let mut problems = read_problems(&*before)?;
    let renewed = renew_left_out(&mut problems, &plan.left_out, paths.is_empty());
    let reopen = || lease.reopen(build.write_options());
    // A build may have been stopped before it compacted the store.
    let settled = !before.is_worth_compacting();
    if plan.read.is_empty() && plan.gone.is_empty() && settled {
        if renewed || !plan.touched.is_empty() {
            let (writer, mut manifest) = reopen()?;
            note_touched(&plan.touched, &mut manifest.sources);
            write_problems(&*writer, &mut manifest, &mut problems)?;
            writer.commit(&mut manifest)?;
        }
        return Ok(report);
    }
    let tasks: Vec<Task> = plan.read.into_values().map(Task::File).collect();
    let gone = plan.gone;
    let read = tasks.iter().map(Task::name);
    let left: BTreeSet<String> = read.chain(gone.iter().map(String::as_str)).map(str::to_owned).collect();

    let (writer, mut manifest) = reopen()?;
    note_touched(&plan.touched, &mut manifest.sources);
    begin(&left, &mut manifest.sources);
    manifest.deletions.retain(|deletion| !left.contains(&deletion.source));
    let read_anew = left.iter().map(String::as_str).collect();
    problems.retain(|problem| !is_of(&problem.file, &read_anew));
    let mut sink = Sink {
        report,
        problems,
        commit_every: Some(build.commit_every),
        bytes_total: tasks.iter().map(Task::bytes).sum(),
        ..Sink::new(&*writer, manifest, progress)
    };
    let before = Before { works: Some(&*before), left: &left };
    fill(build, &tasks, &before, &mut sink)?;
    finish(sink, &tasks, &gone)
}

/// Notes the sizes and times of files that hold what they held.
fn note_touched(touched: &BTreeMap<String, (u64, u64)>, sources: &mut [Source]) {
    for source in sources {
        if let Some(&(bytes, modified_ns)) = touched.get(&source.path) {
            (source.bytes, source.modified_ns) = (bytes, modified_ns);
        }
    }
}

/// Marks the sources that are read anew or gone as not read, and enters the new ones so: a build that is stopped
/// between two commits leaves some of their articles, and the next one is to find whose they are.
fn begin(left: &BTreeSet<String>, sources: &mut Vec<Source>) {
    let mut new: BTreeSet<&str> = left.iter().map(String::as_str).collect();
    for source in sources.iter_mut().filter(|source| left.contains(&source.path)) {
        new.remove(source.path.as_str());
        (source.hash, source.withdrawn) = (String::new(), 0);
    }
    sources.extend(new.into_iter().map(|name| Source { path: name.to_owned(), ..Source::default() }));
}

/// What is to be done with which file.
#[derive(Default)]
struct Plan {
    read: BTreeMap<String, Found>,
    /// Files that hold what they held and have another time: that is noted, or they would be hashed by every ingest.
    touched: BTreeMap<String, (u64, u64)>,
    gone: Vec<String>,
    /// Sources outside the corpus that are not there; they keep their articles.
    missing: Vec<String>,
    unchanged: u64,
    left_out: Vec<Problem>,
}

impl Plan {
    fn of(build: &Build, paths: &[PathBuf], sources: &[Source]) -> Result<Self, CorpusError> {
        let whole = paths.is_empty();
        let walk::Files { found: mut files, left_out, unlisted } =
            if whole { walk::corpus_files(build)? } else { walk::files_of(paths, build)? };
        let mut plan = Self { left_out, ..Self::default() };
        let files_known = sources.iter().filter(|source| !source.is_of_program());
        let known: BTreeMap<&str, &Source> =
            files_known.map(|source| (source.path.as_str(), source)).collect();
        // What was deleted file by file is one thing, a directory not mounted another.
        if whole && files.is_empty() && known.keys().any(|name| !Path::new(name).is_absolute()) {
            return Err(CorpusError::NoFiles { path: build.corpus.clone() });
        }
        let outside = || known.keys().filter(|name| whole && Path::new(name).is_absolute());
        for name in outside() {
            if let Some(file) = scan::named(name, build)? {
                files.insert((*name).to_owned(), file);
            }
        }
        let mut changed = false;
        for (name, file) in &files {
            let source = known.get(name.as_str());
            if !build.check_content && source.is_some_and(|source| file.looks_like(source)) {
                plan.unchanged += 1;
                continue;
            }
            let content = match (file.fault(), source) {
                (Some(fault), _) => Err(fault),
                // What is new is read in any case.
                (None, None) => Ok(None),
                (None, Some(_)) => file.hash().map_err(|error| file.unreadable("read", &error.source)),
            };
            match (content, source) {
                (Err(fault), _) => plan.left_out.push(fault),
                (Ok(hash), Some(source)) if hash.as_ref() == Some(&source.hash) => {
                    plan.unchanged += 1;
                    if !file.looks_like(source) {
                        plan.touched.insert(name.clone(), (file.bytes, file.modified_ns));
                    }
                }
                (Ok(_), source) => {
                    changed |= source.is_some();
                    plan.read.insert(name.clone(), file.clone());
                }
            }
        }
        if whole {
            let is_unlisted =
                |name: &str| unlisted.iter().any(|directory| Path::new(name).starts_with(directory));
            let gone = known.keys().filter(|name| {
                !Path::new(name).is_absolute() && !files.contains_key(**name) && !is_unlisted(name)
            });
            plan.gone = gone.map(|name| (*name).to_owned()).collect();
            let missing = outside().filter(|name| !files.contains_key(**name));
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

    /// Where a source changes or goes, records of other sources that it withdrew may count again: those
    /// sources are read too.
    fn read_again(&mut self, build: &Build, sources: &[Source]) -> Result<(), CorpusError> {
        for source in sources.iter().filter(|source| source.withdrawn > 0) {
            let known = self.read.contains_key(&source.path) || self.gone.contains(&source.path);
            if !known && let Some(file) = scan::named(&source.path, build)? {
                self.read.insert(source.path.clone(), file);
                self.unchanged = self.unchanged.saturating_sub(1);
            }
        }
        Ok(())
    }
}
