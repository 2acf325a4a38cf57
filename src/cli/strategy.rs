//! `strategy run`: every line of a strategy with its number of articles; and the strategies that `search --file` reads.
//!
//! It must not know how lines refer to each other.

use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::Serialize;

use super::Outcome;
use super::args::{PlainFormat, StrategyWhat};
use super::build::open_or_build;
use super::config::Config;
use super::failure;
use super::input;
use super::term::{tame, tame_lines};
use crate::error::FileError;
use crate::query::limits::MAX_STRATEGY_BYTES;
use crate::query::{Note, Query, QueryError, Strategy, StrategyLine, Syntax};
use crate::{Error, Hits, Search, Snapshot};

/// Runs `strategy`.
pub fn run(config: &Config, what: &StrategyWhat, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let StrategyWhat::Run(args) = what;
    let strategy = read(&args.file, args.syntax.map(Syntax::from).unwrap_or_default())?;
    let snapshot = open_or_build(config)?.snapshot();
    config.say(&format!("read as {}: {}", strategy.syntax().name(), strategy.reason()));
    let mut rows = Vec::with_capacity(strategy.lines().len());
    let mut headings = HashSet::new();
    for line in strategy.lines() {
        let (answer, mut notes) = answered(&snapshot, line)?;
        // What a heading stands for is said where it is written, not at every line that refers to that one.
        notes.retain(|note| !note.is_of_heading() || headings.insert(note.message.clone()));
        notes.iter().for_each(|note| config.say(&format!("#{}: note: {}", line.number, note.message)));
        if let Ok(hits) = &answer
            && !hits.unknown.is_empty()
        {
            config.say(&format!("#{}: note: no article has: {}", line.number, hits.unknown.join(", ")));
        }
        rows.push((line, answer));
    }
    match args.format {
        PlainFormat::Text => text(&rows, out)?,
        PlainFormat::Json => json(strategy.syntax(), &rows, out)?,
    }
    let wrong = rows.iter().filter_map(|(line, count)| Some((line, count.as_ref().err()?)));
    for (line, said) in wrong.clone() {
        writeln!(io::stderr().lock(), "litdex: #{}: {}", line.number, tame_lines(said))?;
    }
    let last = rows.last().and_then(|row| row.1.as_ref().ok()).map(|hits| hits.total);
    Ok(match last {
        _ if wrong.count() > 0 => Outcome::Unsound,
        Some(0) | None => Outcome::Nothing,
        Some(_) => Outcome::Found,
    })
}

/// A line, with its answer or what is wrong with it.
type Row<'r> = (&'r StrategyLine, Result<Hits, String>);

/// The answer of a line without its hits, or what is wrong with it; and remarks on how it was read.
fn answered(snapshot: &Snapshot, line: &StrategyLine) -> anyhow::Result<(Result<Hits, String>, Vec<Note>)> {
    let query = match &line.query {
        Ok(query) => query.clone(),
        Err(error) => return Ok((Err(error.report(&line.text)), Vec::new())),
    };
    match snapshot.search(Search::from(query).limit(0)) {
        Ok(mut hits) => {
            let mut notes = std::mem::take(&mut hits.notes);
            // What is written a hundred times alike is said once.
            let mut met = HashSet::new();
            notes.retain(|note| met.insert(note.message.clone()));
            Ok((Ok(hits), notes))
        }
        // The index is at fault, and would be at every other line.
        Err(error @ Error::Index(_)) => Err(error.into()),
        Err(error) => Ok((Err(error.to_string()), Vec::new())),
    }
}

fn text(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    let counts: Vec<String> = rows
        .iter()
        .map(|row| row.1.as_ref().map_or("error".to_owned(), |hits| hits.total.to_string()))
        .collect();
    let wide = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let numbers = wide(&mut rows.iter().map(|row| row.0.number.to_string().len() + 1));
    let counts_wide = wide(&mut counts.iter().map(String::len));
    for ((line, _), count) in rows.iter().zip(&counts) {
        let number = format!("#{}", line.number);
        let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "{number:<numbers$}  {count:>counts_wide$}  {}", tame(&text))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Line<'r> {
    label: String,
    text: &'r str,
    canonical: Option<String>,
    count: Option<u64>,
    error: Option<&'r str>,
    /// What is wrong with the text, one by one.
    errors: Vec<&'r QueryError>,
}

impl<'r> Line<'r> {
    fn of((line, answer): &'r Row<'r>) -> Self {
        let read = line.query.as_ref().ok().map(Query::interpretation);
        Self {
            label: format!("#{}", line.number),
            text: &line.text,
            canonical: answer.as_ref().ok().map(|hits| hits.interpretation.clone()).or(read),
            count: answer.as_ref().ok().map(|hits| hits.total),
            error: answer.as_ref().err().map(String::as_str),
            errors: line
                .query
                .as_ref()
                .err()
                .map_or_else(Vec::new, |error| std::iter::once(error).chain(error.others()).collect()),
        }
    }
}

fn json(syntax: Syntax, rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Document<'r> {
        syntax: &'static str,
        lines: Vec<Line<'r>>,
    }
    let lines = rows.iter().map(Line::of).collect();
    crate::export::json::document(&Document { syntax: syntax.name(), lines }, out)
}

/// The query that the last line of a file's strategy is.
///
/// # Errors
/// The file cannot be read, or a line of it.
pub fn last_of(path: &Path, syntax: Syntax) -> anyhow::Result<Query> {
    let strategy = read(path, syntax)?;
    let mut last = None;
    for line in strategy.lines() {
        let query = line.query.as_ref();
        let failed = |error| {
            let said = failure::query(error, &line.text);
            anyhow::anyhow!("line #{} of {}: {said}", line.number, path.display())
        };
        last = Some(query.map_err(failed)?.clone());
    }
    last.ok_or_else(|| anyhow::anyhow!("{} has no line", path.display()))
}

fn read(path: &Path, syntax: Syntax) -> anyhow::Result<Strategy> {
    let mut bytes = Vec::new();
    // One byte more tells that there is more.
    let input = input::open(path)?.take(MAX_STRATEGY_BYTES as u64 + 1).read_to_end(&mut bytes);
    input.map_err(|source| FileError::new("read", path, source))?;
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| anyhow::anyhow!("{} is not UTF-8; save it so", path.display()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let failed = |error: QueryError| {
        let help = error.help.as_deref().map_or_else(String::new, |help| format!("; {help}"));
        anyhow::anyhow!("{}: {error}{help}", path.display())
    };
    Strategy::parse_as(text, syntax).map_err(failed)
}
