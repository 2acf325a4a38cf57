//! Building: time, memory and size, each build in a process of its own.
//!
//! It must not know how either index is laid out, beyond the names of its files.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use litdex::{Index, Indexer, LIMIT_MAX, Search};

use crate::Outcome;
use crate::corpus::Corpus;
use crate::floor;
use crate::memory::{Watch, processor_seconds, written_bytes};
use crate::report::{Report, Target, Unit};

/// Memory that a build may take, in bytes.
const MEMORY_MAX: f64 = 300e6;
/// Bytes of index a byte of text may cost.
const SIZE_MAX: f64 = 0.85;

/// Where the indexes are.
pub struct Places {
    pub litdex: PathBuf,
    pub floor: PathBuf,
}

impl Places {
    pub fn new(directory: &Path) -> Self {
        Self { litdex: directory.join("litdex"), floor: directory.join("floor") }
    }

    pub fn are_built(&self) -> bool {
        self.litdex.is_dir() && self.floor.is_dir()
    }
}

/// What a build came to, as the child that ran it says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Built {
    pub seconds: f64,
    pub processor_seconds: f64,
    pub text_bytes: f64,
    pub articles: f64,
    pub segments: f64,
    pub anonymous_bytes: f64,
    pub peak_bytes: f64,
    /// Regions of memory mapped at most.
    pub regions: f64,
    pub written_bytes: f64,
}

impl Built {
    fn say(&self) {
        let Self { seconds, processor_seconds, text_bytes, articles, .. } = self;
        let Self { segments, anonymous_bytes, peak_bytes, regions, written_bytes, .. } = self;
        println!(
            "{seconds} {processor_seconds} {text_bytes} {articles} {segments} {anonymous_bytes} {peak_bytes} \
             {regions} {written_bytes}"
        );
    }

    /// The same with what litdex says of a build.
    fn with(self, made: &litdex::Report, index: &Path) -> Outcome<Self> {
        let segments = Index::open(index)?.status()?.segments as f64;
        Ok(Self { text_bytes: made.text_bytes as f64, articles: made.articles as f64, segments, ..self })
    }

    fn read(line: &str) -> Option<Self> {
        let mut numbers = line.split_whitespace().map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(Self {
            seconds: next()?,
            processor_seconds: next()?,
            text_bytes: next()?,
            articles: next()?,
            segments: next()?,
            anonymous_bytes: next()?,
            peak_bytes: next()?,
            regions: next()?,
            written_bytes: next()?,
        })
    }
}

/// Builds both indexes several times, in turn, and reports the fastest build and the greatest memory.
pub fn measure(
    name: &str,
    corpus: &Corpus,
    places: &Places,
    runs: usize,
    one_segment: bool,
    report: &mut Report,
) -> Outcome<()> {
    let targets = if name == "lean build" { [Target::Ratio(1.2); 2] } else { [Target::None; 2] };
    let (mut litdex, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        litdex.push(run("litdex-build", corpus, &places.litdex, one_segment)?);
        floor.push(run("floor-build", corpus, &places.floor, one_segment)?);
    }
    let (litdex, floor) = (best(&litdex), best(&floor));
    let segments = format!("{:.0} articles in {:.0} segments", litdex.articles, litdex.segments);
    report.note(format!("litdex: {segments}; floor: {:.0} segments", floor.segments));
    let xml = corpus.xml_bytes as f64;
    report.row(name, Unit::Seconds, litdex.seconds, Some(floor.seconds), targets[0]);
    let processor = (litdex.processor_seconds, Some(floor.processor_seconds));
    report.row(&format!("{name}: processor time"), Unit::Seconds, processor.0, processor.1, targets[1]);
    let article = litdex.processor_seconds * 1e3 / litdex.articles.max(1.0);
    report.row(&format!("{name}: processor an article"), Unit::Milliseconds, article, None, Target::None);
    report.row(
        &format!("{name}: regions mapped"),
        Unit::Count,
        litdex.regions,
        Some(floor.regions),
        Target::None,
    );
    report.row("text analysed", Unit::Megabytes, litdex.text_bytes, Some(floor.text_bytes), Target::None);
    let rates = [litdex, floor].map(|built| built.text_bytes / built.seconds);
    report.rate("build: text analysed", rates[0], rates[1], Target::Ratio(1.0));
    report.rate("build: XML read", xml / litdex.seconds, xml / floor.seconds, Target::None);
    memory_rows("memory", litdex, floor, report);
    sizes(&places.litdex, litdex.text_bytes, "litdex", Target::Most(SIZE_MAX), report)?;
    sizes(&places.floor, floor.text_bytes, "floor", Target::None, report)
}

fn memory_rows(name: &str, litdex: Built, floor: Built, report: &mut Report) {
    let name_all = format!("{name}: all, mapped files included");
    let all = (litdex.peak_bytes, Some(floor.peak_bytes));
    report.row(&name_all, Unit::Megabytes, all.0, all.1, Target::None);
    let name_own = format!("{name}: without mapped files");
    let own = (litdex.anonymous_bytes, Some(floor.anonymous_bytes));
    report.row(&name_own, Unit::Megabytes, own.0, own.1, Target::Most(MEMORY_MAX));
}

fn best(runs: &[Built]) -> Built {
    let fastest = runs.iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds)).copied().unwrap_or_default();
    let most = |of: fn(&Built) -> f64| runs.iter().map(of).fold(0.0, f64::max);
    let (anonymous_bytes, peak_bytes) = (most(|run| run.anonymous_bytes), most(|run| run.peak_bytes));
    let least = runs.iter().map(|run| run.processor_seconds).fold(f64::INFINITY, f64::min);
    Built { processor_seconds: least, anonymous_bytes, peak_bytes, ..fastest }
}

/// Runs a build in a process of its own.
pub fn run(task: &str, corpus: &Corpus, index: &Path, one_segment: bool) -> Outcome<Built> {
    if index.exists() {
        fs::remove_dir_all(index)?;
    }
    fs::create_dir_all(index)?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--child", task]).arg(&corpus.directory).arg(index);
    if task == "floor-build" {
        command.arg(if one_segment { "one-segment" } else { "as-it-comes" });
    }
    read_child(task, command)
}

/// Ingests a file into an index in a process of its own.
pub fn ingest(corpus: &Path, index: &Path, file: &Path) -> Outcome<Built> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--child", "litdex-ingest"]).arg(corpus).arg(index).arg(file);
    read_child("litdex-ingest", command)
}

/// Reads an index in a process of its own.
pub fn on_index(task: &str, index: &Path) -> Outcome<Built> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--child", task]).arg(index);
    read_child(task, command)
}

fn read_child(task: &str, mut command: Command) -> Outcome<Built> {
    let output = command.stderr(Stdio::inherit()).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let built = output.status.success().then(|| said.lines().find_map(Built::read)).flatten();
    built.ok_or_else(|| format!("{task} failed: {said}").into())
}

/// The child that builds litdex's index: to a committed and verified index.
pub fn child_litdex(corpus: &Path, index: &Path) -> Outcome<()> {
    let watch = Watch::start();
    let start = Instant::now();
    let made = Indexer::new(corpus, index).rebuild(&|_| {})?;
    let seconds = start.elapsed().as_secs_f64();
    Built { seconds, ..of_this_process(watch) }.with(&made, index)?.say();
    Ok(())
}

/// The child that ingests one file into an index.
pub fn child_ingest(corpus: &Path, index: &Path, file: &Path) -> Outcome<()> {
    let watch = Watch::start();
    let start = Instant::now();
    let made = Indexer::new(corpus, index).ingest_paths([file], &|_| {})?;
    let seconds = start.elapsed().as_secs_f64();
    Built { seconds, ..of_this_process(watch) }.with(&made, index)?.say();
    Ok(())
}

/// The child that verifies an index.
pub fn child_verify(index: &Path) -> Outcome<()> {
    let (watch, start) = (Watch::start(), Instant::now());
    let verified = Index::open(index)?.verify()?;
    if !verified.faults.is_empty() {
        return Err(format!("the index is not sound: {:?}", verified.faults).into());
    }
    Built { seconds: start.elapsed().as_secs_f64(), ..of_this_process(watch) }.say();
    Ok(())
}

/// The child that takes all hits of a query that finds most articles, one by one.
pub fn child_stream(index: &Path) -> Outcome<()> {
    let (watch, start) = (Watch::start(), Instant::now());
    let search = Search::new("patients OR cells OR study OR results OR using").limit(LIMIT_MAX).snippets(0);
    let mut count = 0_u64;
    Index::open(index)?.each(search, &mut |_, hit| {
        count += u64::from(std::hint::black_box(hit).rank > 0);
        ControlFlow::Continue(())
    })?;
    let seconds = start.elapsed().as_secs_f64();
    Built { seconds, articles: count as f64, ..of_this_process(watch) }.say();
    Ok(())
}

/// What the system counts of this process.
fn of_this_process(watch: Watch) -> Built {
    let seen = watch.finish();
    Built {
        processor_seconds: processor_seconds(),
        anonymous_bytes: seen.anonymous_bytes as f64,
        peak_bytes: seen.peak_bytes as f64,
        regions: seen.regions as f64,
        written_bytes: written_bytes() as f64,
        ..Built::default()
    }
}

/// The child that builds the floor's index.
pub fn child_floor(corpus: &Path, index: &Path, one_segment: bool) -> Outcome<()> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(corpus)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.sort();
    let watch = Watch::start();
    let start = Instant::now();
    let made = floor::build(&files, index, one_segment)?;
    let seconds = start.elapsed().as_secs_f64();
    let (text_bytes, segments) = (made.text_bytes as f64, made.segments as f64);
    Built { seconds, text_bytes, segments, ..of_this_process(watch) }.say();
    Ok(())
}

/// Bytes by kind of file, a byte of text.
fn sizes(index: &Path, text_bytes: f64, whose: &str, target: Target, report: &mut Report) -> Outcome<()> {
    let mut kinds = BTreeMap::new();
    add_sizes(index, &mut kinds)?;
    let all: u64 = kinds.values().sum();
    let name = format!("index of {whose}, bytes a byte of text");
    report.row(&name, Unit::PerByte, all as f64 / text_bytes, None, target);
    let mut kinds: Vec<(String, u64)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let parts = kinds.iter().filter(|(_, bytes)| *bytes as f64 / text_bytes >= 0.0005);
    let parts = parts.map(|(kind, bytes)| format!("{kind} {:.3}", *bytes as f64 / text_bytes));
    let parts = parts.collect::<Vec<_>>().join(", ");
    report.note(format!("index of {whose}: {:.1} MB; a byte of text: {parts}", all as f64 / 1e6));
    Ok(())
}

fn add_sizes(directory: &Path, kinds: &mut BTreeMap<String, u64>) -> Outcome<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            add_sizes(&path, kinds)?;
            continue;
        }
        // Tantivy names a segment's files by what they hold; litdex's own have their name alone.
        let kind = path.extension().or(path.file_name()).unwrap_or_default().to_string_lossy();
        *kinds.entry(kind.into_owned()).or_insert(0) += fs::metadata(&path)?.len();
    }
    Ok(())
}
