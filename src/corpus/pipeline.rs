//! The pipeline: some threads bring works, others analyse and write them, the caller's keeps account.
//!
//! It runs twice: over the files, and over what waited for all of them to be read. It must not know which
//! generation is written, nor why a file is read.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::Build;
use super::background::stand_back;
use super::error::CorpusError;
use super::intake::{Fate, Intake};
use super::progress::Stage;
use super::reconcile::{Change, Reconcile};
use super::scan::Found;
use super::sink::{Event, Sink};
use super::size::{partly_searched, rough_size};
use super::unbroken::read_unbroken;
use crate::formats::{Item, ProblemKind, Sink as ItemSink, Summary};
use crate::index::keys::{KeyHash, KeyKind, Sorted};
use crate::index::{
    Deletion, IndexError, Preparer, SAMPLE_RECORDS, Source, SourceRecord, Work, Works, Writer,
};
use crate::model::Article;

/// The thread that reads files, by name: what a panic on it says may be kept back.
pub(crate) const READING_THREAD: &str = "litdex-read";

/// A batch is handed on when it holds this many articles, or this many bytes of text.
const BATCH_ARTICLES: usize = 64;
const BATCH_BYTES: usize = 256 << 10;
/// Batches that may wait for a thread.
const QUEUE: usize = 4;

/// A source to be read.
pub(super) enum Task<'t> {
    File(Found),
    /// What a program put, read from the generation that is rebuilt.
    Put(Source, &'t dyn Works),
}

impl<'t> Task<'t> {
    /// What programs have put.
    pub fn put(works: &'t dyn Works) -> impl Iterator<Item = Self> {
        let sources = works.manifest().sources.iter().filter(|source| source.is_of_program());
        sources.map(move |source| Self::Put(source.clone(), works))
    }

    /// The name of the source.
    pub fn name(&self) -> &str {
        match self {
            Self::File(file) => &file.name,
            Self::Put(source, _) => &source.path,
        }
    }

    pub fn bytes(&self) -> u64 {
        match self {
            Self::File(file) => file.bytes,
            Self::Put(..) => 0,
        }
    }

    /// What a manifest says of it when it was read.
    pub fn source(&self) -> Result<Source, CorpusError> {
        Ok(match self {
            Self::File(file) => file.source()?,
            Self::Put(source, _) => source.clone(),
        })
    }

    /// Reads it; `None` where it went away since it was found.
    fn read(&self, consumed: &AtomicU64, take: &mut ItemSink<'_>) -> Result<Option<Summary>, CorpusError> {
        match self {
            Self::File(file) => Ok(read_unbroken(file, consumed, take)?),
            Self::Put(source, works) => put_by(&source.path, *works, take).map(Some),
        }
    }
}

/// Works on their way to be analysed.
type Batch = Vec<Change<Work>>;

/// Articles of a program read at a time.
const TOGETHER: usize = 64;

/// Reads the first articles of the files: of them an engine learns how to store the others.
pub(super) fn sample(tasks: &[Task<'_>]) -> Result<Vec<Article>, CorpusError> {
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
        task.read(&AtomicU64::new(0), &mut take)?;
    }
    Ok(sample)
}

/// Reads the files, several at once; what waits is left in the intake.
pub(super) fn read_files(
    build: &Build,
    tasks: &[Task<'_>],
    intake: &Intake<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), CorpusError> {
    let (consumed, next) = (AtomicU64::new(0), AtomicUsize::new(0));
    let reading = Reading { tasks, next: &next, consumed: &consumed, intake, cancel: &build.cancel };
    // Two threads write what one reads.
    let readers = build.threads.div_ceil(2).min(tasks.len()).max(1);
    let readers = (0..readers).map(|_| {
        let reading = &reading;
        Box::new(move |outbox: &mut Outbox| reading.read_all(outbox)) as Bring<'_>
    });
    run(readers.collect(), build.threads, sink, &consumed)
}

/// Puts together what waited.
pub(super) fn reconcile(
    build: &Build,
    mut work: Reconcile<'_>,
    keys: Sorted,
    sink: &mut Sink<'_>,
) -> Result<(), CorpusError> {
    let consumed = AtomicU64::new(sink.bytes_total);
    sink.stage = Stage::Joining;
    let each = |outbox: &mut Outbox| -> Result<(), CorpusError> {
        let (neighbourhoods, void) = work.neighbourhoods(keys)?;
        for members in neighbourhoods {
            build.go_on()?;
            let change = work.resolve(&members, &void)?;
            if outbox.write(change).is_break() {
                break;
            }
        }
        Ok(())
    };
    run(vec![Box::new(each)], build.threads, sink, &consumed)
}

/// Brings works, on a thread of its own.
type Bring<'b> = Box<dyn FnOnce(&mut Outbox) -> Result<(), CorpusError> + Send + 'b>;

/// Runs those who bring works, the threads that write them and the sink.
fn run(
    bringers: Vec<Bring<'_>>,
    threads: usize,
    sink: &mut Sink<'_>,
    consumed: &AtomicU64,
) -> Result<(), CorpusError> {
    let (to_writers, batches) = bounded::<Batch>(QUEUE);
    let (to_sink, events) = bounded::<Event>(QUEUE * 2);
    thread::scope(|scope| {
        for bring in bringers {
            let (to_writers, to_sink) = (to_writers.clone(), to_sink.clone());
            let mut outbox = Outbox { to_writers, to_sink, batch: Vec::new(), articles: 0, bytes: 0 };
            let reading = thread::Builder::new().name(READING_THREAD.to_owned());
            let reading = reading.spawn_scoped(scope, move || {
                stand_back();
                let brought = bring(&mut outbox);
                let _ = outbox.flush();
                if let Err(error) = brought {
                    let _ = outbox.tell(Event::Failed(error));
                }
            });
            reading.map_err(CorpusError::Thread)?;
        }
        for _ in 0..threads.max(1) {
            let (batches, to_sink) = (batches.clone(), to_sink.clone());
            let writer = sink.writer;
            scope.spawn(move || {
                stand_back();
                write_all(writer, &batches, &to_sink);
            });
        }
        drop((to_writers, batches, to_sink));
        // Dropping `events` on an error makes every sender give up, so the threads end.
        sink.take_all(events, consumed)
    })
}

/// The way from the bringer to the other threads; `Break` says that they have given up.
struct Outbox {
    to_writers: Sender<Batch>,
    to_sink: Sender<Event>,
    batch: Batch,
    articles: usize,
    bytes: usize,
}

impl Outbox {
    fn write(&mut self, change: Change<Work>) -> ControlFlow<()> {
        self.articles += change.new.len();
        self.bytes += change.new.iter().map(|work| rough_size(&work.article)).sum::<usize>();
        self.batch.push(change);
        if self.articles >= BATCH_ARTICLES || self.bytes >= BATCH_BYTES || self.batch.len() >= BATCH_ARTICLES
        {
            return self.flush();
        }
        ControlFlow::Continue(())
    }

    fn flush(&mut self) -> ControlFlow<()> {
        (self.articles, self.bytes) = (0, 0);
        let batch = std::mem::take(&mut self.batch);
        flow(batch.is_empty() || self.to_writers.send(batch).is_ok())
    }

    fn tell(&mut self, event: Event) -> ControlFlow<()> {
        flow(self.to_sink.send(event).is_ok())
    }
}

/// The files that are read, by any number of threads.
struct Reading<'r> {
    tasks: &'r [Task<'r>],
    /// The first file that nobody reads yet.
    next: &'r AtomicUsize,
    consumed: &'r AtomicU64,
    intake: &'r Intake<'r>,
    cancel: &'r AtomicBool,
}

impl Reading<'_> {
    /// Reads files until there are none left.
    fn read_all(&self, outbox: &mut Outbox) -> Result<(), CorpusError> {
        let mut preparer = Preparer::new();
        while let Some(task) = self.tasks.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if self.read(task, &mut preparer, outbox)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn read(
        &self,
        task: &Task<'_>,
        preparer: &mut Preparer,
        outbox: &mut Outbox,
    ) -> Result<ControlFlow<()>, CorpusError> {
        let source = task.name();
        let (mut failed, mut gone, mut too_large) = (None, false, 0);
        let mut take = |item: Item| {
            let flow = match item {
                _ if self.cancel.load(Ordering::Relaxed) => {
                    failed = Some(CorpusError::Cancelled);
                    ControlFlow::Break(())
                }
                Item::Article(article) => {
                    if let Some(problem) = partly_searched(&article, source, preparer) {
                        too_large += 1;
                        // Whether anyone listens is asked of what follows.
                        let _ = outbox.tell(Event::Problem(problem));
                    }
                    let record = SourceRecord { source: source.to_owned(), article: *article };
                    match self.intake.take(record) {
                        Ok(Fate::Written(record)) => outbox.write(Change::of_one(*record)),
                        Ok(Fate::Waits) => ControlFlow::Continue(()),
                        Ok(Fate::Unchanged) => outbox.tell(Event::Unchanged),
                        Ok(Fate::Withdrawn) => outbox.tell(Event::Withdrawn(source.to_owned())),
                        Err(error) => {
                            failed = Some(error);
                            ControlFlow::Break(())
                        }
                    }
                }
                Item::Deletion(pmid) => {
                    outbox.tell(Event::Withdrawal(Deletion { pmid, source: source.to_owned() }))
                }
                Item::Problem(problem) => outbox.tell(Event::Problem(problem)),
            };
            gone = flow.is_break();
            flow
        };
        let read = task.read(self.consumed, &mut take)?;
        if let Some(error) = failed {
            return Err(error);
        }
        let Some(mut summary) = read else { return Ok(ControlFlow::Continue(())) };
        if too_large > 0 {
            *summary.problems.entry(ProblemKind::TooLarge).or_default() += too_large;
        }
        if gone {
            return Ok(ControlFlow::Break(()));
        }
        Ok(outbox.tell(Event::Done { source: source.to_owned(), summary }))
    }
}

fn flow(go_on: bool) -> ControlFlow<()> {
    if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

/// Writes what comes; what was written is told.
fn write_all(writer: &dyn Writer, batches: &Receiver<Batch>, to_sink: &Sender<Event>) {
    for batch in batches {
        let write = |change: Change<Work>| -> Result<Change<u64>, IndexError> {
            let Change { gone, fresh, new, merged, withdrawn } = change;
            let new = writer.put(&gone, new)?;
            Ok(Change { gone, fresh, new, merged, withdrawn })
        };
        let written: Result<Vec<_>, _> = batch.into_iter().map(write).collect();
        let event = match written {
            Ok(changes) => Event::Changes(changes),
            Err(error) => Event::Failed(error.into()),
        };
        let has_failed = matches!(event, Event::Failed(_));
        if to_sink.send(event).is_err() || has_failed {
            return;
        }
    }
}

/// Hands over what a program put into a state.
fn put_by(source: &str, works: &dyn Works, take: &mut ItemSink<'_>) -> Result<Summary, CorpusError> {
    let mut summary = Summary::default();
    let articles: Vec<u32> =
        works.candidates(&[KeyHash::of(KeyKind::Source, source)])?.into_iter().flatten().collect();
    for some in articles.chunks(TOGETHER) {
        for work in works.works(some)? {
            for (_, record) in work.as_read().filter(|(of, _)| *of == source) {
                (summary.records, summary.articles) = (summary.records + 1, summary.articles + 1);
                if take(Item::Article(Box::new(record.clone()))).is_break() {
                    return Ok(summary);
                }
            }
        }
    }
    Ok(summary)
}
