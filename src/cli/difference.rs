//! `strategy diff`: two strategies or reports beside each other.
//!
//! It must not know how they are compared.

use std::io::{self, Write};
use std::path::Path;

use super::Outcome;
use super::args::{DiffArgs, PlainFormat};
use super::build::open_or_build;
use super::config::Config;
use super::report::bytes_of;
use super::strategy::{self, name_of};
use super::term::tame;
use crate::export::json;
use crate::export::units::count;
use crate::model::ArticleId;
use crate::query::Syntax;
use crate::{Limits, LineDiff, ReportLine, Snapshot, StrategyDiff, StrategyReport};

/// Ids of each kind that are listed for people.
const SHOWN: usize = 20;

/// Runs `strategy diff`.
pub fn run(config: &Config, args: &DiffArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut snapshot = None;
    let syntax = args.syntax.map(Syntax::from).unwrap_or_default();
    let a = side(config, &mut snapshot, (&args.a, syntax))?;
    let b = side(config, &mut snapshot, (&args.b, syntax))?;
    let diff = StrategyDiff::of(&a, &b);
    match args.format {
        PlainFormat::Text => text(&diff, (&args.a, &args.b), out)?,
        PlainFormat::Json => json::document(&diff, out)?,
    }
    if !diff.is_same_corpus {
        config.say("the two searched different states of a corpus, or different ones");
    }
    let is_run = |report: &StrategyReport| report.found.is_some();
    Ok(if is_run(&a) && is_run(&b) { Outcome::found(diff.is_empty()) } else { Outcome::Unsound })
}

/// A report as it is, or that of a strategy which is run.
fn side(
    config: &Config,
    snapshot: &mut Option<Snapshot>,
    (path, syntax): (&Path, Syntax),
) -> anyhow::Result<StrategyReport> {
    let bytes = bytes_of(path)?;
    if StrategyReport::is_one(&bytes) {
        let read = StrategyReport::read(&bytes);
        return read.map_err(|error| anyhow::anyhow!("{}: {error}", path.display()));
    }
    let (text, _) = strategy::parsed(path, bytes, syntax)?;
    if snapshot.is_none() {
        *snapshot = Some(open_or_build(config)?.snapshot());
    }
    let Some(snapshot) = snapshot else { anyhow::bail!("there is no index") };
    let (run, report) = snapshot.report_strategy(&name_of(path), &text, syntax, &Limits::default())?;
    config.say(&format!("{}: read as {}: {}", path.display(), run.syntax.name(), run.reason));
    strategy::errors_of(&run)?;
    Ok(report)
}

fn text(diff: &StrategyDiff, (a, b): (&Path, &Path), out: &mut dyn Write) -> io::Result<()> {
    let counts = |line: &LineDiff| match (&line.a, &line.b) {
        (Some(a), Some(b)) if line.is_same && a.count != b.count => format!("{} -> {}", shown(a), shown(b)),
        (Some(line), _) | (None, Some(line)) => shown(line),
        (None, None) => String::new(),
    };
    let wide = diff.lines.iter().map(|line| counts(line).len()).max().unwrap_or(0);
    for line in &diff.lines {
        let mut row = |sign: char, count: &str, line: &ReportLine| {
            let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(out, "{sign} {:<4}  {count:>wide$}  {}", tame(&line.label), tame(&text))
        };
        match (&line.a, &line.b) {
            (Some(_), Some(of_b)) if line.is_same => row(' ', &counts(line), of_b)?,
            (of_a, of_b) => {
                of_a.iter().try_for_each(|line| row('-', &shown(line), line))?;
                of_b.iter().try_for_each(|line| row('+', &shown(line), line))?;
            }
        }
    }
    if !diff.is_complete {
        return writeln!(
            out,
            "which articles differ cannot be told: a last line was not run, or found too many"
        );
    }
    let name = |path: &Path| tame(&path.display().to_string()).into_owned();
    list(&format!("only {}", name(a)), &diff.only_a, SHOWN, out)?;
    list(&format!("only {}", name(b)), &diff.only_b, SHOWN, out)?;
    // What both have is no difference: the number will do.
    list("both", &diff.both, 0, out)
}

fn shown(line: &ReportLine) -> String {
    line.count.map_or("error".to_owned(), |count| count.to_string())
}

fn list(what: &str, ids: &[ArticleId], most: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{what}: {}", count(ids.len() as u64, "article", "articles"))?;
    ids.iter().take(most).try_for_each(|id| writeln!(out, "  {}", tame(id.as_str())))?;
    let more = ids.len().saturating_sub(most);
    if most > 0 && more > 0 { writeln!(out, "  and {more} more; --format json has all") } else { Ok(()) }
}
