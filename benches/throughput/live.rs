//! Searching while the index is rebuilt, and the command line from start to answer.
//!
//! It must not know what a single query costs.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use litdex::{Index, Indexer, Search};

use crate::Outcome;
use crate::build::Places;
use crate::corpus::Corpus;
use crate::draw::Kind;
use crate::floor::{Ask, Floor};
use crate::report::{Report, Spread, Target, Unit};

/// How long searches run with nothing beside them.
const QUIET: Duration = Duration::from_secs(3);

/// What a stream of searches came to.
#[derive(Default)]
struct Stream {
    times_us: Vec<f64>,
    failures: u64,
}

impl Stream {
    /// Searches until told to end.
    fn run(index: &Index, searches: &[Search], end: impl Fn() -> bool) -> Self {
        let mut stream = Self::default();
        for search in searches.iter().cycle() {
            if end() {
                break;
            }
            let start = Instant::now();
            let answer = index.search(search.clone());
            stream.times_us.push(start.elapsed().as_nanos() as f64 / 1e3);
            stream.failures += u64::from(answer.is_err());
        }
        stream
    }
}

/// One thread searches while the index is rebuilt beside it.
pub fn measure(corpus: &Corpus, places: &Places, kinds: &[Kind], report: &mut Report) -> Outcome<()> {
    let index = Index::open(&places.litdex)?;
    let queries = kinds.iter().map(|kind| kind.pairs.len()).max().unwrap_or(0);
    // One of each kind in turn.
    let searches: Vec<Search> = (0..queries)
        .flat_map(|at| kinds.iter().filter_map(move |kind| kind.pairs.get(at)))
        .map(|(search, _)| search.clone().snippets(1))
        .collect();
    let start = Instant::now();
    let quiet = Stream::run(&index, &searches, || start.elapsed() >= QUIET);
    let before = index.status()?.generation;
    let done = AtomicBool::new(false);
    let (during, made, took) = std::thread::scope(|scope| {
        let stream = scope.spawn(|| Stream::run(&index, &searches, || done.load(Ordering::Relaxed)));
        let start = Instant::now();
        let made = Indexer::new(&corpus.directory, &places.litdex).rebuild(&|_| {});
        let took = start.elapsed();
        // Some searches of the new generation too.
        std::thread::sleep(Duration::from_millis(300));
        done.store(true, Ordering::Relaxed);
        (stream.join().unwrap_or_default(), made, took)
    });
    made?;
    let after = index.status()?.generation;
    report.note(format!(
        "searches beside a rebuild of {:.1} s: {} ({} failed), {} quiet ones ({} failed); generation {before}, \
         then {after}",
        took.as_secs_f64(),
        during.times_us.len(),
        during.failures,
        quiet.times_us.len(),
        quiet.failures,
    ));
    let failures = (quiet.failures + during.failures) as f64;
    report.times("mixed queries, quiet", Spread::of(&quiet.times_us), None, Target::None);
    report.times("mixed queries, during a rebuild", Spread::of(&during.times_us), None, Target::None);
    report.row("failed searches during a rebuild", Unit::Count, failures, None, Target::Most(0.0));
    Ok(())
}

const QUERY: &str = "refractory hypoxemia";

/// The command line, from start to answer, with everything in the cache.
pub fn measure_command(places: &Places, runs: usize, report: &mut Report) -> Outcome<()> {
    let mut floor = Command::new(std::env::current_exe()?);
    floor.args(["--child", "floor-search"]).arg(&places.floor).arg(QUERY);
    let Some(program) = option_env!("CARGO_BIN_EXE_litdex").filter(|path| Path::new(path).is_file()) else {
        report.note("the program litdex is not built; the command line was not measured");
        return Ok(());
    };
    let mut litdex = Command::new(program);
    litdex.arg("search").arg("--index").arg(&places.litdex).arg(QUERY);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let times = (time_ms(&mut litdex)?, time_ms(&mut floor)?);
        let (Some(litdex), Some(floor)) = times else {
            report.note("the program litdex printed no answer; the command line was not measured");
            return Ok(());
        };
        ours.push(litdex);
        theirs.push(floor);
    }
    let (ours, theirs) = (Spread::of(&ours).p50, Spread::of(&theirs).p50);
    report.row("command line, start to answer", Unit::Milliseconds, ours, Some(theirs), Target::None);
    Ok(())
}

/// How long a program takes; `None` where it fails or says nothing.
fn time_ms(command: &mut Command) -> Outcome<Option<f64>> {
    let start = Instant::now();
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output()?;
    let time = start.elapsed().as_secs_f64() * 1e3;
    Ok((output.status.success() && !output.stdout.is_empty()).then_some(time))
}

/// The floor's command line: opens its index and prints titles.
pub fn child_search(index: &Path, query: &str) -> Outcome<()> {
    let answer = Floor::open(index)?.search(&Ask::Text(query.to_owned()), false)?;
    println!("{} articles", answer.total);
    answer.titles.iter().for_each(|title| println!("{title}"));
    Ok(())
}
