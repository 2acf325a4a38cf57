//! `strategy run`: every line of a strategy with its number of articles; and the strategies that other commands read.
//!
//! It must not know how lines refer to each other.

use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use super::Outcome;
use super::args::{PlainFormat, StrategyArgs};
use super::build::open_or_build;
use super::config::Config;
use super::failure;
use super::input;
use super::report::Target;
use super::term::{tame, tame_lines};
use crate::error::FileError;
use crate::export::json;
use crate::query::limits::MAX_STRATEGY_BYTES;
use crate::query::{Query, QueryError, Strategy, StrategyLine, Syntax};
use crate::{Limits, StrategyRow, StrategyRun};

/// How long the lines of a strategy may take together where nothing is said.
const TIMEOUT: Duration = Duration::from_mins(10);

/// Runs `strategy run`.
pub fn run(config: &Config, args: &StrategyArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let target = args.report.as_deref().map(Target::of).transpose()?;
    let syntax = args.syntax.map(Syntax::from).unwrap_or_default();
    let (text, strategy) = read(&args.file, syntax)?;
    let snapshot = open_or_build(config)?.snapshot();
    let limits = Limits::default().timeout(args.timeout.unwrap_or(TIMEOUT));
    let run = match target {
        None => snapshot.run_strategy(&strategy, &limits)?,
        Some(target) => {
            let (run, report) = snapshot.report_strategy(&name_of(&args.file), &text, syntax, &limits)?;
            target.write(&report)?;
            run
        }
    };
    said_of(config, &run);
    match args.format {
        PlainFormat::Text => lines(&run.lines, out)?,
        PlainFormat::Json => json::document(&run, out)?,
    }
    errors_of(&run)?;
    Ok(outcome(&run))
}

/// What a strategy is called in its record: where its file lies is nobody's concern.
pub fn name_of(path: &Path) -> String {
    if path == Path::new("-") {
        return "standard input".to_owned();
    }
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Says how a strategy was read.
pub fn said_of(config: &Config, run: &StrategyRun) {
    config.say(&format!("read as {}: {}", run.syntax.name(), run.reason));
    // What no article has is told where it stands first, not at every line that refers to that one.
    let mut told = HashSet::new();
    for line in &run.lines {
        line.notes.iter().for_each(|note| config.say(&format!("{}: note: {}", line.label, note.message)));
        let unknown: Vec<&str> =
            line.unknown.iter().map(String::as_str).filter(|term| told.insert(*term)).collect();
        if !unknown.is_empty() {
            config.say(&format!("{}: note: no article has: {}", line.label, unknown.join(", ")));
        }
    }
}

/// Tells which lines could not be run, and why.
pub fn errors_of(run: &StrategyRun) -> io::Result<()> {
    let wrong = run.lines.iter().filter_map(|line| Some((&line.label, line.error.as_ref()?)));
    wrong
        .into_iter()
        .try_for_each(|(label, said)| writeln!(io::stderr().lock(), "litdex: {label}: {}", tame_lines(said)))
}

fn outcome(run: &StrategyRun) -> Outcome {
    match run.lines.last().and_then(|line| line.count) {
        _ if run.has_error() => Outcome::Unsound,
        count => Outcome::found(count.is_some_and(|count| count > 0)),
    }
}

/// Prints the lines as databases do: label, number of articles, text.
pub fn lines(lines: &[StrategyRow], out: &mut dyn Write) -> io::Result<()> {
    let count = |line: &StrategyRow| line.count.map_or("error".to_owned(), |count| count.to_string());
    let counts: Vec<String> = lines.iter().map(count).collect();
    let labels = lines.iter().map(|line| line.label.len()).max().unwrap_or(0);
    let counts_wide = counts.iter().map(String::len).max().unwrap_or(0);
    for (line, count) in lines.iter().zip(&counts) {
        let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "{:<labels$}  {count:>counts_wide$}  {}", line.label, tame(&text))?;
    }
    Ok(())
}

/// The strategy of a file, and the query that its last line is.
///
/// # Errors
/// The file cannot be read, or a line of it.
pub fn whole(path: &Path, syntax: Syntax) -> anyhow::Result<(Strategy, Query)> {
    let (_, strategy) = read(path, syntax)?;
    let mut last = None;
    for line in strategy.lines() {
        let query = line.query.as_ref();
        let failed = |error| {
            let said = failure::query(error, &line.text);
            anyhow::anyhow!("line #{} of {}: {said}", line.number, path.display())
        };
        last = Some(query.map_err(failed)?.clone());
    }
    let last = last.ok_or_else(|| anyhow::anyhow!("{} has no line", path.display()))?;
    Ok((strategy, last))
}

/// A line of a file's strategy: the last, or that of a number such as `3` or `#1a`.
///
/// # Errors
/// The file cannot be read, has no such line, or that line cannot be read.
pub fn line(path: &Path, syntax: Syntax, number: Option<&str>) -> anyhow::Result<Query> {
    let (_, strategy) = read(path, syntax)?;
    let is_wanted = |line: &&StrategyLine| {
        number
            .is_none_or(|number| line.number.to_string().eq_ignore_ascii_case(number.trim_start_matches('#')))
    };
    let Some(line) = strategy.lines().iter().rfind(is_wanted) else {
        let number = number.unwrap_or_default();
        anyhow::bail!("{} has no line {number}; give the number of one of its lines", path.display());
    };
    let failed = |error| {
        let said = failure::query(error, &line.text);
        anyhow::anyhow!("line #{} of {}: {said}", line.number, path.display())
    };
    Ok(line.query.as_ref().map_err(failed)?.clone())
}

/// The text of a strategy in a file, and the strategy.
///
/// # Errors
/// The file cannot be read, or has no lines.
pub fn read(path: &Path, syntax: Syntax) -> anyhow::Result<(String, Strategy)> {
    let mut bytes = Vec::new();
    // One byte more tells that there is more.
    let input = input::open(path)?.take(MAX_STRATEGY_BYTES as u64 + 1).read_to_end(&mut bytes);
    input.map_err(|source| FileError::new("read", path, source))?;
    parsed(path, bytes, syntax)
}

/// As what a file holds.
///
/// # Errors
/// It is no text, or no strategy.
pub fn parsed(path: &Path, bytes: Vec<u8>, syntax: Syntax) -> anyhow::Result<(String, Strategy)> {
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| anyhow::anyhow!("{} is not UTF-8; save it so", path.display()))?;
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
    let failed = |error: QueryError| {
        let help = error.help.as_deref().map_or_else(String::new, |help| format!("; {help}"));
        anyhow::anyhow!("{}: {error}{help}", path.display())
    };
    let strategy = Strategy::parse_as(&text, syntax).map_err(failed)?;
    Ok((text, strategy))
}
