//! The pipeline: one thread reads, several analyse, the caller's writes.
//!
//! It must not know which generation is written, nor why a file is read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::background::stand_back;
use super::decide::{Recency, Verdict, Winners, id_of};
use super::error::CorpusError;
use super::progress::{Progress, Report, Stage};
use super::scan::Found;
use crate::error::FileError;
use crate::formats::{Item, Problem, Summary, read_file};
use crate::index::{Analysed, Analyst, Deletion, Dictionaries, GenerationWriter, SAMPLE_RECORDS};
use crate::model::{Article, ArticleId};

/// A batch is handed on when it holds this many articles, or this many bytes of text.
const BATCH_ARTICLES: usize = 64;
const BATCH_BYTES: usize = 256 << 10;
/// Batches that may wait for a thread.
const QUEUE: usize = 4;
/// What the reader says is passed on at least so often, and no more often than a person can see.
const TICK: Duration = Duration::from_millis(100);

/// A file to be read and its place among all sources by name.
pub(super) struct Task {
    pub file: Found,
    pub rank: u32,
}

/// What comes out of reading and analysing.
enum Event {
    Articles(Vec<(Analysed, Recency)>),
    Deletion { rank: u32, id: ArticleId, deletion: Deletion },
    Problem(Problem),
    Done { rank: u32, summary: Summary },
    Failed(CorpusError),
}

/// Articles on their way to be analysed.
struct Batch<'t> {
    rank: u32,
    source: &'t str,
    articles: Vec<Article>,
}

/// What the pipeline needs to know of the index as it was.
pub(super) trait Indexed {
    /// The recency of the article of an id, where the index holds one that stays.
    fn recency(&self, id: &ArticleId) -> Result<Option<Recency>, CorpusError>;
}

/// Writes everything the pipeline brings.
pub(super) struct Sink<'s> {
    pub writer: &'s mut GenerationWriter,
    pub winners: Winners,
    pub indexed: &'s dyn Indexed,
    pub report: Report,
    /// Every problem, up to a limit; a report keeps fewer.
    pub problems: Vec<Problem>,
    pub summaries: BTreeMap<u32, Summary>,
    /// By the place of a source: records of it that gave way.
    pub superseded: BTreeMap<u32, u64>,
    /// The places of sources whose articles stay without being read.
    pub staying: BTreeMap<String, u32>,
    pub deletions: Vec<(ArticleId, Deletion)>,
    /// Articles after which what was written is committed; `None` commits only at the end.
    pub commit_every: Option<u64>,
    pub progress: &'s dyn Fn(Progress),
    pub bytes_total: u64,
    pub since_commit: u64,
}

/// Reads the first articles of the files and learns the store's dictionaries from them.
pub(super) fn learn(tasks: &[Task]) -> Result<Dictionaries, CorpusError> {
    let mut sample = Vec::new();
    // Every file has its say, the first ones no more than the others.
    let share = (SAMPLE_RECORDS / tasks.len().max(1)).max(1);
    for task in tasks {
        let before = sample.len();
        if before >= SAMPLE_RECORDS {
            break;
        }
        let mut take = |item: Item| {
            if let Item::Article(article) = item {
                sample.push(*article);
            }
            if sample.len() - before >= share { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        read_file(&task.file.path, &task.file.name, &AtomicU64::new(0), &mut take)?;
    }
    Ok(Dictionaries::train(&sample))
}

/// Runs the files through the pipeline.
pub(super) fn run(
    tasks: &[Task],
    dictionaries: &Dictionaries,
    threads: usize,
    sink: &mut Sink<'_>,
) -> Result<(), CorpusError> {
    let consumed = AtomicU64::new(0);
    let (to_analysts, batches) = bounded::<Batch>(QUEUE);
    let (to_sink, events) = bounded::<Event>(QUEUE * 2);
    thread::scope(|scope| {
        let reader_sink = to_sink.clone();
        scope.spawn(|| {
            stand_back();
            read_all(tasks, &consumed, to_analysts, reader_sink);
        });
        for _ in 0..threads.max(1) {
            let (batches, to_sink) = (batches.clone(), to_sink.clone());
            scope.spawn(move || {
                stand_back();
                analyse_all(dictionaries, &batches, &to_sink);
            });
        }
        drop((batches, to_sink));
        // Dropping `events` on an error makes every sender give up, so the threads end.
        sink.take_all(events, &consumed)
    })
}

// The senders are taken by value: their end tells the other threads that nothing more comes.
#[allow(clippy::needless_pass_by_value)]
fn read_all<'t>(
    tasks: &'t [Task],
    consumed: &AtomicU64,
    to_analysts: Sender<Batch<'t>>,
    to_sink: Sender<Event>,
) {
    for task in tasks {
        let (rank, source) = (task.rank, task.file.name.as_str());
        let mut batch = Vec::new();
        let mut bytes = 0;
        let mut gone = false;
        let result = read_file(&task.file.path, &task.file.name, consumed, &mut |item| {
            gone = match item {
                Item::Article(article) => {
                    bytes += rough_size(&article);
                    batch.push(*article);
                    batch.len() >= BATCH_ARTICLES || bytes >= BATCH_BYTES
                }
                Item::Deletion(pmid) => {
                    let deletion = Deletion { pmid, source: task.file.name.clone() };
                    let event = Event::Deletion { rank, id: id_of(pmid), deletion };
                    return flow(to_sink.send(event).is_ok());
                }
                Item::Problem(problem) => return flow(to_sink.send(Event::Problem(problem)).is_ok()),
            };
            if gone {
                bytes = 0;
                return flow(
                    to_analysts.send(Batch { rank, source, articles: std::mem::take(&mut batch) }).is_ok(),
                );
            }
            ControlFlow::Continue(())
        });
        let rest = batch.is_empty() || to_analysts.send(Batch { rank, source, articles: batch }).is_ok();
        let event = match result {
            Ok(summary) => Event::Done { rank, summary },
            Err(error) => Event::Failed(error.into()),
        };
        if !rest || to_sink.send(event).is_err() {
            return;
        }
    }
}

fn flow(go_on: bool) -> ControlFlow<()> {
    if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

fn rough_size(article: &Article) -> usize {
    let sections: usize = article.abstract_sections.iter().map(|section| section.text.len()).sum();
    let body: usize = article.body.iter().flat_map(|section| &section.paragraphs).map(String::len).sum();
    let references: usize = article.references.iter().map(|reference| reference.raw.len()).sum();
    1_000 + sections + body + references
}

fn analyse_all(dictionaries: &Dictionaries, batches: &Receiver<Batch<'_>>, to_sink: &Sender<Event>) {
    let failed = |error| Event::Failed(FileError::new("compress", "an article", error).into());
    let mut analyst = match Analyst::new(dictionaries) {
        Ok(analyst) => analyst,
        Err(error) => {
            let _ = to_sink.send(failed(error));
            return;
        }
    };
    for batch in batches {
        let rank = batch.rank;
        let mut articles = Vec::with_capacity(batch.articles.len());
        for article in batch.articles {
            let recency = Recency::of(&article, rank);
            match analyst.analyse(article, batch.source) {
                Ok(analysed) => articles.push((analysed, recency)),
                Err(error) => {
                    let _ = to_sink.send(failed(error));
                    return;
                }
            }
        }
        if to_sink.send(Event::Articles(articles)).is_err() {
            return;
        }
    }
}

impl Sink<'_> {
    fn take_all(&mut self, events: Receiver<Event>, consumed: &AtomicU64) -> Result<(), CorpusError> {
        let mut said = Instant::now();
        for event in events {
            match event {
                Event::Articles(articles) => {
                    for (article, recency) in articles {
                        self.article(article, recency)?;
                    }
                }
                Event::Deletion { rank, id, deletion } => {
                    self.report.withdrawals += 1;
                    self.winners.withdraw(&id, rank);
                    self.deletions.push((id, deletion));
                }
                Event::Problem(problem) => self.problem(problem),
                Event::Done { rank, summary } => {
                    self.report.files_read += 1;
                    self.report.records += summary.records;
                    self.summaries.insert(rank, summary);
                }
                Event::Failed(error) => return Err(error),
            }
            if self.commit_every.is_some_and(|every| self.since_commit >= every) {
                self.commit()?;
            }
            if said.elapsed() >= TICK {
                said = Instant::now();
                self.say(Stage::Indexing, consumed.load(Ordering::Relaxed));
            }
        }
        Ok(())
    }

    /// Tells how far the build has come.
    pub fn say(&self, stage: Stage, bytes: u64) {
        let articles = self.report.articles_written;
        (self.progress)(Progress { stage, bytes, bytes_total: self.bytes_total, articles });
    }

    fn article(&mut self, article: Analysed, recency: Recency) -> Result<(), CorpusError> {
        let indexed = self.indexed.recency(&article.id)?;
        let replaces = match self.winners.decide(&article.id, recency, indexed) {
            Verdict::Add => false,
            Verdict::Replace(source) => {
                // Reading a record again is no second record.
                if indexed.is_none_or(|indexed| indexed != recency) {
                    self.gave_way(source);
                }
                true
            }
            Verdict::Drop => {
                self.gave_way(recency.source);
                return Ok(());
            }
        };
        self.report.articles_written += 1;
        self.report.text_bytes += article.text_bytes;
        self.since_commit += 1;
        Ok(self.writer.add(article, replaces)?)
    }

    fn gave_way(&mut self, source: u32) {
        self.report.superseded += 1;
        *self.superseded.entry(source).or_insert(0) += 1;
    }

    /// Takes note of a problem.
    pub fn problem(&mut self, problem: Problem) {
        self.report.add(&problem);
        if self.problems.len() < super::problems::KEPT_MAX {
            self.problems.push(problem);
        }
    }

    /// Carries out the withdrawals of all sources.
    pub fn withdraw(&mut self) -> Result<(), CorpusError> {
        for (id, _) in &self.deletions {
            if let Some(source) = self.winners.withdrawn_from(id, self.indexed.recency(id)?) {
                self.writer.delete(id);
                self.report.withdrawn += 1;
                // Were the withdrawal to go, the record would count again.
                *self.superseded.entry(source).or_insert(0) += 1;
            }
        }
        Ok(())
    }

    /// Makes everything so far count. Sources that are not read keep account of records that gave way.
    pub fn commit(&mut self) -> Result<(), CorpusError> {
        for source in &mut self.writer.manifest_mut().sources {
            let rank = self.staying.get(&source.path);
            let gave_way = rank.and_then(|rank| self.superseded.remove(rank));
            source.superseded += gave_way.unwrap_or(0);
        }
        self.since_commit = 0;
        // How many there are only the commit decides.
        self.writer.manifest_mut().articles = 0;
        Ok(self.writer.commit()?)
    }
}
