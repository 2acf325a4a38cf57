//! What grows with the index, and what must not: rebuilds of copies, one record revised in many, a million articles.
//!
//! It must not know how either index is laid out.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use litdex::Index;
use litdex::formats::jsonl::write_line;
use litdex::formats::{Item, read_file};

use crate::Outcome;
use crate::build::{Built, ingest, on_index, run};
use crate::corpus::Corpus;
use crate::draw::draw;
use crate::queries;
use crate::report::{Report, Target, Unit};

/// Memory that a build may take, in bytes.
const MEMORY_MAX: f64 = 300e6;

/// Builds one copy and several, and revises records in the larger index.
pub fn measure(
    source: &Path,
    articles: usize,
    copies: u64,
    directory: &Path,
    report: &mut Report,
) -> Outcome<()> {
    let (one, many) = (directory.join("growth-1"), directory.join(format!("growth-{copies}")));
    let small = Corpus::prepare(source, &one.join("corpus"), articles, 1)?;
    let built_small = run("litdex-build", &small, &one.join("index"), false)?;
    let large = Corpus::copies(source, &many.join("corpus"), articles, copies)?;
    let index = many.join("index");
    let built = run("litdex-build", &large, &index, false)?;
    let name = |what: &str| format!("x{copies}: {what}");
    let times = built.seconds / built_small.seconds;
    report.note(format!(
        "x{copies}: {:.0} articles, {:.1} s, {times:.2} times x1",
        built.articles, built.seconds
    ));
    report.row(&name("rebuild"), Unit::Seconds, built.seconds, None, Target::None);
    report.row(&name("processor"), Unit::Seconds, built.processor_seconds, None, Target::None);
    let most = Target::Most(MEMORY_MAX);
    report.row("x1: memory without mapped files", Unit::Megabytes, built_small.anonymous_bytes, None, most);
    report.row(&name("memory without mapped files"), Unit::Megabytes, built.anonymous_bytes, None, most);
    report.row(&name("memory, mapped files included"), Unit::Megabytes, built.peak_bytes, None, Target::None);
    report.row(&name("regions mapped"), Unit::Count, built.regions, None, Target::Most(1_000.0));
    report.row(&name("segments"), Unit::Count, built.segments, None, Target::Most(32.0));
    let bytes = Index::open(&index)?.status()?.bytes as f64;
    report.row(&name("index, a byte of text"), Unit::PerByte, bytes / built.text_bytes, None, Target::None);
    for (task, what) in [("litdex-verify", "verify"), ("litdex-stream", "all hits streamed")] {
        let read = on_index(task, &index)?;
        report.row(&name(what), Unit::Seconds, read.seconds, None, Target::None);
        let own = name(&format!("{what}: memory without mapped files"));
        report.row(&own, Unit::Megabytes, read.anonymous_bytes, None, Target::None);
    }
    for kind in draw(&small, if articles < usize::MAX { 10 } else { 100 }) {
        let times = [one.join("index"), index.clone()].map(|index| queries::alone(&index, &kind));
        let [small, large] = times;
        report.times(&name(&format!("{}: titles, and x1's", kind.name)), large?, Some(small?), Target::None);
    }
    for (count, seconds) in [(1, 0.5), (1_000, 3.0)] {
        let file = revised(source, &many, count)?;
        let made: Built = ingest(&large.directory, &index, &file)?;
        let what = name(&format!("{count} revised"));
        report.row(&what, Unit::Seconds, made.seconds, None, Target::Most(seconds));
        report.row(&format!("{what}: written"), Unit::Megabytes, made.written_bytes, None, Target::None);
    }
    fs::remove_dir_all(one)?;
    Ok(fs::remove_dir_all(many)?)
}

/// Writes so many articles of a file with other titles, as a file outside the corpus.
fn revised(source: &Path, directory: &Path, count: usize) -> Outcome<PathBuf> {
    let path = directory.join(format!("revised-{count}.jsonl"));
    let mut file = BufWriter::new(File::create(&path)?);
    let (mut left, mut failure) = (count, None);
    read_file(source, "pubmed", &AtomicU64::new(0), &mut |item| {
        let Item::Article(mut article) = item else { return ControlFlow::Continue(()) };
        article.title = format!("Revised: {}", article.title);
        failure = write_line(&article, &mut file).err();
        left -= 1;
        if left == 0 || failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    match failure {
        Some(error) => Err(error.into()),
        None => Ok(file.flush().map(|()| path)?),
    }
}
