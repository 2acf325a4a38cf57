//! Where a build keeps account of what was read and written.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;

use super::background::{give_memory_back, in_background};
use super::error::CorpusError;
use super::progress::{Progress, Report, Stage};
use super::reconcile::Change;
use crate::formats::{Problem, Summary};
use crate::index::{Deletion, IndexError, Manifest, Writer, is_program_source};

/// What the reader says is passed on at least so often, and no more often than a person can see.
const TICK: Duration = Duration::from_millis(100);
/// How often memory goes back to the system: what analysts allocate and the writer frees would pile up.
const GIVE_BACK_EVERY: Duration = Duration::from_secs(1);

/// What comes out of reading and analysing.
pub(super) enum Event {
    /// Changes that were written, each new article as the bytes of its text.
    Changes(Vec<Change<u64>>),
    Withdrawal(Deletion),
    Problem(Problem),
    /// A record that is in the index as it is.
    Unchanged,
    /// A record of this source that its source withdrew.
    Withdrawn(String),
    Done {
        source: String,
        summary: Summary,
    },
    Failed(CorpusError),
}

/// Keeps account of everything the pipeline brings, and commits it.
pub(super) struct Sink<'s> {
    pub writer: &'s dyn Writer,
    /// What the next commit will say of the generation.
    pub manifest: Manifest,
    pub report: Report,
    /// Every problem, up to a limit; a report keeps fewer.
    pub problems: Vec<Problem>,
    pub summaries: BTreeMap<String, Summary>,
    /// By source: records of it that were withdrawn and are not yet in the manifest.
    pub withdrawn: BTreeMap<String, u64>,
    /// Withdrawals read.
    pub withdrawals: Vec<Deletion>,
    /// Articles after which what was written is committed; `None` commits only at the end.
    pub commit_every: Option<u64>,
    pub progress: &'s dyn Fn(Progress),
    pub stage: Stage,
    pub bytes_total: u64,
    pub since_commit: u64,
}

impl<'s> Sink<'s> {
    /// A sink that commits at the end alone.
    pub fn new(writer: &'s dyn Writer, manifest: Manifest, progress: &'s dyn Fn(Progress)) -> Self {
        Self {
            writer,
            manifest,
            report: Report::default(),
            problems: Vec::new(),
            summaries: BTreeMap::new(),
            withdrawn: BTreeMap::new(),
            withdrawals: Vec::new(),
            commit_every: None,
            progress,
            stage: Stage::Indexing,
            bytes_total: 0,
            since_commit: 0,
        }
    }

    pub fn take_all(&mut self, events: Receiver<Event>, consumed: &AtomicU64) -> Result<(), CorpusError> {
        let mut said = Instant::now();
        let mut gave = Instant::now();
        for event in events {
            match event {
                Event::Changes(changes) => changes.into_iter().for_each(|change| self.change(change)),
                Event::Withdrawal(deletion) => {
                    self.report.withdrawals += 1;
                    self.withdrawals.push(deletion);
                }
                Event::Problem(problem) => self.problem(problem),
                Event::Unchanged => self.report.records_unchanged += 1,
                Event::Withdrawn(source) => self.withdrawn(source),
                Event::Done { source, summary } => {
                    self.report.files_read += u64::from(!is_program_source(&source));
                    self.report.records += summary.records;
                    self.summaries.insert(source, summary);
                }
                Event::Failed(error) => return Err(error),
            }
            if self.commit_every.is_some_and(|every| self.since_commit >= every) {
                self.commit()?;
            }
            if said.elapsed() >= TICK {
                said = Instant::now();
                self.say(self.stage, consumed.load(Ordering::Relaxed));
            }
            if gave.elapsed() >= GIVE_BACK_EVERY {
                gave = Instant::now();
                give_memory_back();
            }
        }
        Ok(())
    }

    /// Tells how far the build has come.
    pub fn say(&self, stage: Stage, bytes: u64) {
        let articles = self.report.articles_added + self.report.articles_updated;
        (self.progress)(Progress { stage, bytes, bytes_total: self.bytes_total, articles });
    }

    fn change(&mut self, change: Change<u64>) {
        // What was written in this build and goes again never was, for who reads the report.
        self.report.articles_added -= change.fresh;
        let (gone, new) = (change.gone.len() as u64 - change.fresh, change.new.len() as u64);
        self.report.articles_updated += gone.min(new);
        self.report.articles_added += new.saturating_sub(gone);
        // Articles that went into another are merged, not deleted.
        let joined = if new > 0 { gone.saturating_sub(new) } else { 0 };
        self.report.articles_joined += joined;
        self.report.articles_deleted += gone.saturating_sub(new) - joined;
        self.report.records_merged += change.merged;
        self.manifest.since.count(change.gone.len(), change.new.len());
        change.withdrawn.into_iter().for_each(|source| self.withdrawn(source));
        self.since_commit += new;
        self.report.text_bytes += change.new.iter().sum::<u64>();
    }

    fn withdrawn(&mut self, source: String) {
        self.report.records_withdrawn += 1;
        *self.withdrawn.entry(source).or_insert(0) += 1;
    }

    /// Takes note of a problem.
    pub fn problem(&mut self, problem: Problem) {
        self.report.add(&problem);
        if self.problems.len() < super::problems::KEPT_MAX {
            self.problems.push(problem);
        }
    }

    /// Makes everything so far count. Were a withdrawal to go, the records it withdrew would count again: their
    /// sources keep account of them.
    pub fn commit(&mut self) -> Result<(), CorpusError> {
        self.commit_by(|writer, manifest| writer.commit(manifest))
    }

    /// The last commit of a build.
    pub fn finish(&mut self) -> Result<(), CorpusError> {
        self.commit_by(|writer, manifest| writer.finish(manifest))
    }

    fn commit_by(
        &mut self,
        commit: fn(&dyn Writer, &mut Manifest) -> Result<(), IndexError>,
    ) -> Result<(), CorpusError> {
        for source in &mut self.manifest.sources {
            source.withdrawn += self.withdrawn.remove(&source.path).unwrap_or(0);
        }
        self.since_commit = 0;
        let (writer, manifest) = (self.writer, &mut self.manifest);
        Ok(in_background(|| commit(writer, manifest))?)
    }
}
