//! Throughput: litdex held against the *floor*, the obvious program on bare tantivy, over one file of PubMed.
//!
//! `cargo bench --bench throughput` measures building, size, memory, queries, searching during a rebuild
//! and the command line, and prints a table in Markdown. Flags after `--`:
//!
//! - `--quick`: the first 2,000 articles and fewer queries;
//! - `--copies N`: everything over so many copies of the file, each with PMIDs, titles and pages of its own;
//! - `--lean`: all of it over the articles' titles, abstracts and years alone, the floor's own work;
//! - `--growth N`: one copy against so many, and records revised in the larger index;
//! - `--only build,queries,strategies,live,command`: some of the parts;
//! - `--one-segment`: the floor merges its segments into one, which its program would not;
//! - `--keep DIR`: leaves corpus and both indexes in a directory, and uses what is there.
//!
//! The file is `../shared/data/pubmed/pubmed21n1298.xml.gz`, or what `LITDEX_BENCH_PUBMED` names; without it
//! nothing is measured. It must not know anything of litdex that an embedding program does not.

mod build;
mod corpus;
mod draw;
mod floor;
mod growth;
mod live;
mod memory;
mod queries;
mod report;
mod strategies;
mod words;

use std::error::Error;
use std::path::{Path, PathBuf};

use corpus::Corpus;
use report::Report;

/// What can go wrong in a benchmark is for people to read.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// What the command line asks for.
struct Options {
    quick: bool,
    copies: u64,
    lean: bool,
    growth: Option<u64>,
    one_segment: bool,
    only: Option<String>,
    keep: Option<PathBuf>,
}

impl Options {
    fn parse(arguments: &[String]) -> Outcome<Self> {
        // `cargo bench` says so; `cargo test --benches` does not, and only wants to see that it runs.
        let mut options = Self {
            quick: !arguments.iter().any(|argument| argument == "--bench"),
            copies: 1,
            lean: false,
            growth: None,
            one_segment: false,
            only: None,
            keep: None,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--bench" => {}
                "--quick" => options.quick = true,
                "--copies" => options.copies = rest.next().ok_or("--copies needs a number")?.parse()?,
                "--lean" => options.lean = true,
                "--growth" => options.growth = Some(rest.next().ok_or("--growth needs a number")?.parse()?),
                "--one-segment" => options.one_segment = true,
                "--only" => options.only = rest.next().cloned(),
                "--keep" => options.keep = rest.next().map(PathBuf::from),
                other => return Err(format!("{other:?} is no flag of this benchmark").into()),
            }
        }
        Ok(options)
    }

    fn wants(&self, part: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.split(',').any(|name| name == part))
    }
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "--child") {
        return child(&arguments[1..]);
    }
    let options = Options::parse(&arguments)?;
    let Some(source) = source() else {
        println!("throughput: no file at ../shared/data/pubmed or LITDEX_BENCH_PUBMED; nothing is measured");
        return Ok(());
    };
    let temporary = tempfile::tempdir()?;
    let directory = options.keep.clone().unwrap_or_else(|| temporary.path().to_path_buf());
    measure(&options, &source, &directory)?.print();
    Ok(())
}

fn source() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/pubmed/pubmed21n1298.xml.gz");
    let path = std::env::var_os("LITDEX_BENCH_PUBMED").map_or(here, PathBuf::from);
    path.is_file().then_some(path)
}

fn measure(options: &Options, source: &Path, directory: &Path) -> Outcome<Report> {
    let mut report = Report::default();
    let articles = if options.quick { 2_000 } else { usize::MAX };
    if let Some(copies) = options.growth {
        growth::measure(source, articles, copies, directory, &mut report)?;
        return Ok(report);
    }
    let prepare = if options.lean { Corpus::prepare_lean } else { Corpus::prepare };
    let corpus = prepare(source, &directory.join("corpus"), articles, options.copies)?;
    report.note(corpus.describe());
    report.note(format!("floor: tantivy's document store is {}", floor::COMPRESSION));
    let runs = if options.quick || options.keep.is_some() { 1 } else { 3 };
    let ready = build::Places::new(directory);
    if options.wants("build") || !ready.are_built() {
        let name = if options.lean { "lean build" } else { "build" };
        build::measure(name, &corpus, &ready, runs, options.one_segment, &mut report)?;
    }
    if options.wants("queries") || options.wants("live") {
        let kinds = draw::draw(&corpus, if options.quick { 30 } else { 100 });
        if options.wants("queries") {
            queries::measure(&ready, &kinds, if options.quick { 3 } else { 7 }, &mut report)?;
        }
        if options.wants("live") {
            live::measure(&corpus, &ready, &kinds, &mut report)?;
        }
    }
    if options.wants("strategies") {
        let passes = if options.quick { 3 } else { 7 };
        strategies::measure(&ready.litdex, &corpus, source, passes, &mut report)?;
    }
    if options.wants("command") {
        live::measure_command(&ready, if options.quick { 5 } else { 30 }, &mut report)?;
    }
    Ok(report)
}

/// What this program does when it runs itself, so that memory and starting time are of one thing alone.
fn child(arguments: &[String]) -> Outcome<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["litdex-build", corpus, index] => build::child_litdex(Path::new(corpus), Path::new(index)),
        ["litdex-ingest", corpus, index, file] => {
            build::child_ingest(Path::new(corpus), Path::new(index), Path::new(file))
        }
        ["litdex-verify", index] => build::child_verify(Path::new(index)),
        ["litdex-stream", index] => build::child_stream(Path::new(index)),
        ["floor-build", corpus, index, merged] => {
            build::child_floor(Path::new(corpus), Path::new(index), *merged == "one-segment")
        }
        ["floor-search", index, query] => live::child_search(Path::new(index), query),
        other => Err(format!("no such task: {other:?}").into()),
    }
}
