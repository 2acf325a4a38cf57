//! `ingest` and `rebuild`, and the index a search finds missing.
//!
//! It must not know how an index is built.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Outcome;
use super::args::{Effort, IngestArgs, RebuildArgs};
use super::config::Config;
use super::meter::Meter;
use crate::export::units::{self, count};
use crate::{CorpusError, Error, Index, Indexer, Report};

/// What shells say of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;
/// Sources that are gone and problems told one by one after a build.
const PROBLEMS_SHOWN: usize = 10;

/// Runs `ingest`.
pub fn ingest(config: &Config, args: &IngestArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    config.only_one()?;
    if args.paths.is_empty() {
        // An index brought up to date with a directory that is not there would lose every article.
        if !config.corpus.is_dir() {
            return Err(no_corpus(config));
        }
        if !has_files(config, args.effort.follow) && is_missing(&Index::open(&config.index)) {
            return Err(empty_corpus(config));
        }
    }
    let indexer = indexer(config, args.effort).check_content(args.check);
    let (report, took) = built(config, |meter| match args.paths.as_slice() {
        [] => indexer.ingest(&|progress| meter.show(progress)),
        paths => indexer.ingest_paths(paths, &|progress| meter.show(progress)),
    })?;
    finish(config, &report, took, out)
}

/// Runs `rebuild`.
pub fn rebuild(config: &Config, args: &RebuildArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    config.only_one()?;
    let outside = || {
        let sources = Index::open(&config.index).and_then(|index| index.status());
        sources.is_ok_and(|status| status.sources.iter().any(|source| Path::new(&source.path).is_absolute()))
    };
    if !config.corpus.is_dir() && !outside() {
        return Err(no_corpus(config));
    }
    if !has_files(config, args.effort.follow) && !outside() {
        return Err(empty_corpus(config));
    }
    let indexer = indexer(config, args.effort).forget_missing(args.forget_missing);
    let (report, took) = built(config, |meter| indexer.rebuild(&|progress| meter.show(progress)))?;
    finish(config, &report, took, out)
}

/// Opens the index; where there is none, builds it from the corpus first and says so.
pub fn open_or_build(config: &Config) -> anyhow::Result<Index> {
    let opened = config.open();
    if !is_missing(&opened) || !config.others.is_empty() {
        return Ok(opened?);
    }
    if holds_others(&config.index) {
        anyhow::bail!(
            "no index in {}, which holds other files; name an index, or a new directory to build one in, with --index",
            config.index.display()
        );
    }
    if !has_files(config, false) {
        let what = if config.corpus.is_dir() { "has no files" } else { "does not exist" };
        anyhow::bail!(
            "no index in {}, and the corpus {} to build it from {what}; name both with --index and --corpus",
            config.index.display(),
            config.corpus.display()
        );
    }
    config.say(&format!(
        "no index in {} yet: building it from {}",
        config.index.display(),
        config.corpus.display()
    ));
    let indexer = indexer(config, Effort::default());
    let (report, took) = built(config, |meter| indexer.rebuild(&|progress| meter.show(progress)))?;
    tell_problems(config, &report);
    report.warnings.iter().for_each(|warning| config.say(warning));
    if report.articles == 0 {
        return Err(unreadable(config, &report));
    }
    config.say(&format!("{} in {}", count(report.articles, "article", "articles"), units::time(took)));
    Ok(Index::open(&config.index)?)
}

/// Whether a directory holds what no build of an index leaves there: who mistypes its name does not want one in it.
fn holds_others(index: &Path) -> bool {
    let Ok(entries) = index.read_dir() else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        !(name.starts_with('.') || name.starts_with("gen-") || name == "LOCK")
    })
}

/// Whether the corpus holds anything to be read.
fn has_files(config: &Config, follow: bool) -> bool {
    Indexer::new(&config.corpus, &config.index).follow_links(follow).has_files()
}

/// An indexer that ends where Ctrl-C asks it to; asked again, the program ends at once.
fn indexer(config: &Config, effort: Effort) -> Indexer {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = stop.clone();
    // Where no handler can be set, Ctrl-C ends the program, and the index stays sound all the same.
    let _ = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
    });
    let mut indexer = Indexer::new(&config.corpus, &config.index).cancel(stop).follow_links(effort.follow);
    if let Some(threads) = effort.threads {
        indexer = indexer.threads(usize::from(threads));
    }
    if let Some(memory) = effort.memory {
        indexer = indexer.memory((memory as usize) << 20);
    }
    indexer
}

fn is_missing(opened: &Result<Index, Error>) -> bool {
    opened.as_ref().is_err_and(|error| error.code() == "index-missing")
}

fn built(
    config: &Config,
    build: impl FnOnce(&Meter<'_>) -> Result<Report, Error>,
) -> anyhow::Result<(Report, Duration)> {
    let meter = Meter::new(config);
    let report = build(&meter);
    meter.finish();
    match report {
        Ok(report) => Ok((report, meter.elapsed())),
        Err(Error::Corpus(CorpusError::NothingRead { report })) => {
            tell_first(config, &report, "");
            let hint = if config.quiet { "; run it without --quiet to see why" } else { "" };
            Err(anyhow::anyhow!("{}{hint}", CorpusError::NothingRead { report }))
        }
        Err(error) => Err(error.into()),
    }
}

/// Prints what a build came to, and decides whether anything could be read.
fn finish(config: &Config, report: &Report, took: Duration, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    if !config.quiet {
        summary(report, took, out)?;
        out.flush()?;
    }
    tell_missing(config, report);
    tell_problems(config, report);
    report.warnings.iter().for_each(|warning| config.say(warning));
    if report.nothing_read() {
        return Err(unreadable(config, report));
    }
    Ok(Outcome::Found)
}

fn summary(report: &Report, took: Duration, out: &mut dyn Write) -> io::Result<()> {
    let articles = count(report.articles, "article", "articles");
    writeln!(out, "{articles} in the index (generation {})", report.generation)?;
    let mut files = vec![format!("{} read", count(report.files_read, "file", "files"))];
    let more = [(report.files_unchanged, "unchanged"), (report.files_removed, "removed")];
    files.extend(
        more.iter().filter(|part| part.0 > 0).map(|(n, what)| format!("{} {what}", units::thousands(*n))),
    );
    writeln!(out, "  {}", files.join(", "))?;
    if report.files_read > 0 || report.articles_deleted > 0 || report.articles_updated > 0 {
        let mut records = vec![
            count(report.records, "record", "records"),
            format!("{} added", units::thousands(report.articles_added)),
        ];
        let more = [
            (report.articles_updated, "updated"),
            (report.records_unchanged, "unchanged"),
            (report.records_merged, "merged"),
            (report.records_withdrawn, "withdrawn"),
            (report.articles_deleted, "deleted"),
        ];
        records.extend(
            more.iter().filter(|part| part.0 > 0).map(|(n, what)| format!("{} {what}", units::thousands(*n))),
        );
        writeln!(out, "  {}", records.join(", "))?;
    }
    if report.problem_count() > 0 {
        let kinds = report.problems_by_kind.iter();
        let kinds: Vec<String> =
            kinds.map(|(kind, n)| format!("{} {}", units::thousands(*n), kind.name())).collect();
        writeln!(out, "  {}: {}", count(report.problem_count(), "problem", "problems"), kinds.join(", "))?;
    }
    let seconds = took.as_secs_f64().max(1e-6);
    let speed = units::bytes((report.text_bytes as f64 / seconds) as u64);
    match report.text_bytes {
        0 => writeln!(out, "  {}", units::time(took)),
        bytes => writeln!(out, "  {} of text in {} ({speed}/s)", units::bytes(bytes), units::time(took)),
    }
}

/// Says which sources outside the corpus are gone: an ingest keeps what it once read there.
fn tell_missing(config: &Config, report: &Report) {
    for path in report.sources_missing.iter().take(PROBLEMS_SHOWN) {
        config.say(&format!(
            "{path} is gone; its articles stay until `litdex rebuild --forget-missing`, which drops them"
        ));
    }
    let more = report.sources_missing.len().saturating_sub(PROBLEMS_SHOWN) as u64;
    if more > 0 {
        config.say(&format!("and {} more files outside the corpus are gone", units::thousands(more)));
    }
}

fn tell_problems(config: &Config, report: &Report) {
    tell_first(config, report, "; `litdex problems` lists all");
}

/// Tells the first problems, and how many more there are and where.
fn tell_first(config: &Config, report: &Report, lists_all: &str) {
    for problem in report.problems.iter().take(PROBLEMS_SHOWN) {
        config.say(&problem.to_string());
    }
    let shown = report.problems.len().min(PROBLEMS_SHOWN) as u64;
    if report.problem_count() > shown {
        let more = units::thousands(report.problem_count() - shown);
        config.say(&format!("and {more} more{lists_all}"));
    }
}

fn no_corpus(config: &Config) -> anyhow::Error {
    anyhow::anyhow!("there is no corpus directory {}; name it with --corpus", config.corpus.display())
}

fn empty_corpus(config: &Config) -> anyhow::Error {
    anyhow::anyhow!(
        "the corpus {} has no files; put articles into it, or name another with --corpus",
        config.corpus.display()
    )
}

fn unreadable(config: &Config, report: &Report) -> anyhow::Error {
    let files = count(report.files_read, "file", "files");
    let hint = if config.quiet { "; `litdex problems` says why" } else { "" };
    anyhow::anyhow!("no article could be read from {files}{hint}")
}
