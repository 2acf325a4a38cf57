//! `status`: what the index holds and was made from.
//!
//! It must not know how any of it is counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::Outcome;
use super::args::{PlainFormat, StatusArgs, StatusFormat};
use super::config::Config;
use super::term::{Paragraph, Style, tame};
use crate::export::json;
use crate::export::units::{self, count, thousands};
use crate::formats::Problem;
use crate::{IndexStatus, Source};

/// Sources named one by one.
const SOURCES_SHOWN: usize = 10;
/// Problems told one by one.
const PROBLEMS_SHOWN: usize = 3;
/// More rows of years than this become decades.
const YEARS_SHOWN: usize = 15;
/// Columns of the longest bar.
const BAR: u64 = 32;

/// Runs `status`.
pub fn run(config: &Config, args: &StatusArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let format = match args.format {
        StatusFormat::Text => PlainFormat::Text,
        StatusFormat::Json => PlainFormat::Json,
    };
    if args.problems {
        return problems(config, format, out);
    }
    let index = config.open()?;
    let problems = index.problems()?;
    match format {
        PlainFormat::Text => text(config, &index.status()?, &problems, out)?,
        PlainFormat::Json => json::document(&Document::of(&index.status()?, &problems), out)?,
    }
    Ok(Outcome::Found)
}

/// Runs `problems`.
pub fn problems(config: &Config, format: PlainFormat, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let problems = config.open()?.problems()?;
    match format {
        PlainFormat::Text => {
            problems.iter().try_for_each(|problem| writeln!(out, "{}", tame(&problem.to_string())))?;
        }
        PlainFormat::Json => json::document(&problems.iter().map(unread).collect::<Vec<_>>(), out)?,
    }
    Ok(Outcome::Found)
}

fn text(config: &Config, status: &IndexStatus, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
    let mut row = |name: &str, text: &str| {
        if text.is_empty() {
            return writeln!(out, "{name}");
        }
        let paragraph = Paragraph::of(text, Style::Plain);
        paragraph.write(out, &format!("{name:<12}"), config.columns, config.paint)
    };
    row("generation", &status.generation.to_string())?;
    row("built", &status.built)?;
    row("changed", &status.changed)?;
    row("articles", &thousands(status.articles))?;
    row("  formats", &counts(&status.by_format))?;
    row("  status", &counts(&status.by_status))?;
    let each =
        status.bytes.checked_div(status.articles).map(|each| format!(", {} an article", units::bytes(each)));
    let dead = match status.dead_bytes {
        0 => String::new(),
        dead => format!("; {} of articles since deleted or replaced", units::bytes(dead)),
    };
    row("on disk", &format!("{}{}{dead}", units::bytes(status.bytes), each.unwrap_or_default()))?;
    row("text", &format!("{} analysed since it was built", units::bytes(status.text_bytes)))?;
    let sources = &status.sources;
    let records: u64 = sources.iter().map(|source| source.records).sum();
    let files = count(sources.len() as u64, "file", "files");
    row("sources", &format!("{files}, {}", count(records, "record", "records")))?;
    for source in sources.iter().take(SOURCES_SHOWN) {
        row("", &one(source))?;
    }
    if sources.len() > SOURCES_SHOWN {
        row(
            "",
            &format!("and {} more; --format json has all", thousands((sources.len() - SOURCES_SHOWN) as u64)),
        )?;
    }
    row("problems", &thousands(total(status, problems)))?;
    for problem in problems.iter().take(PROBLEMS_SHOWN) {
        row("", &problem.to_string())?;
    }
    if problems.len() > PROBLEMS_SHOWN {
        row("", "…; `litdex problems` lists all")?;
    }
    years(&status.by_year, &mut row)
}

fn one(source: &Source) -> String {
    let mut text = format!("{}: {}", source.path, count(source.records, "record", "records"));
    let _ = write!(text, ", {}", units::bytes(source.bytes));
    let problems: u64 = source.problems.values().sum();
    if problems > 0 {
        let _ = write!(text, ", {}", count(problems, "problem", "problems"));
    }
    if source.withdrawn > 0 {
        let _ = write!(text, ", {} withdrawn", thousands(source.withdrawn));
    }
    if !source.is_read() {
        text.push_str(", not read to its end");
    }
    text
}

fn counts(counts: &BTreeMap<String, u64>) -> String {
    counts.iter().map(|(name, count)| format!("{name} {}", thousands(*count))).collect::<Vec<_>>().join(", ")
}

/// A bar a year, or a decade where there are many years.
fn years(by_year: &BTreeMap<u16, u64>, row: &mut dyn FnMut(&str, &str) -> io::Result<()>) -> io::Result<()> {
    let known = || by_year.iter().filter(|(year, _)| **year > 0);
    let span =
        known().next_back().zip(known().next()).map_or(0, |(last, first)| usize::from(last.0 - first.0));
    let decades = span >= YEARS_SHOWN;
    let mut rows: BTreeMap<u16, u64> = BTreeMap::new();
    for (year, count) in known() {
        *rows.entry(if decades { year / 10 * 10 } else { *year }).or_default() += count;
    }
    let most = rows.values().max().copied().unwrap_or(1).max(1);
    if !by_year.is_empty() {
        row("years", "")?;
    }
    let digits = thousands(most).len();
    for (year, count) in rows {
        let name = if decades { format!("  {year}–{}", year + 9) } else { format!("  {year}") };
        // A year with few articles still shows.
        let bar = "█".repeat((count * BAR).div_ceil(most) as usize);
        row(&name, &format!("{:>digits$} {bar}", thousands(count)))?;
    }
    by_year.get(&0).map_or(Ok(()), |count| row("  unknown", &thousands(*count)))
}

/// The status as programs read it.
#[derive(Serialize)]
struct Document<'s> {
    version: u32,
    generation: u64,
    built: &'s str,
    changed: &'s str,
    snapshot: &'s str,
    engine: &'s str,
    articles: u64,
    by_format: &'s BTreeMap<String, u64>,
    by_status: &'s BTreeMap<String, u64>,
    by_year: &'s BTreeMap<u16, u64>,
    bytes: u64,
    dead_bytes: u64,
    text_bytes: u64,
    segments: usize,
    sources: Vec<File<'s>>,
    problems: Problems<'s>,
}

#[derive(Serialize)]
struct File<'s> {
    path: &'s str,
    format: &'s str,
    bytes: u64,
    records: u64,
    withdrawn: u64,
    problems: &'s BTreeMap<String, u64>,
}

#[derive(Serialize)]
struct Problems<'s> {
    total: u64,
    first: Vec<Unread<'s>>,
}

#[derive(Serialize)]
struct Unread<'s> {
    file: &'s str,
    record: Option<u64>,
    line: Option<u64>,
    byte: Option<u64>,
    kind: &'static str,
    found: &'s str,
    done: &'s str,
}

impl<'s> Document<'s> {
    fn of(status: &'s IndexStatus, problems: &'s [Problem]) -> Self {
        let file = |source: &'s Source| File {
            path: &source.path,
            format: &source.format,
            bytes: source.bytes,
            records: source.records,
            withdrawn: source.withdrawn,
            problems: &source.problems,
        };
        Self {
            version: json::VERSION,
            generation: status.generation,
            built: &status.built,
            changed: &status.changed,
            snapshot: &status.snapshot,
            engine: &status.engine,
            articles: status.articles,
            by_format: &status.by_format,
            by_status: &status.by_status,
            by_year: &status.by_year,
            bytes: status.bytes,
            dead_bytes: status.dead_bytes,
            text_bytes: status.text_bytes,
            segments: status.segments,
            sources: status.sources.iter().map(file).collect(),
            problems: Problems {
                total: total(status, problems),
                first: problems.iter().take(PROBLEMS_SHOWN).map(unread).collect(),
            },
        }
    }
}

/// Problems of all sources, and what was left out because it is none.
fn total(status: &IndexStatus, problems: &[Problem]) -> u64 {
    let left_out = problems.iter().filter(|problem| problem.kind.is_of_walk());
    status.problems + left_out.count() as u64
}

fn unread(problem: &Problem) -> Unread<'_> {
    Unread {
        file: &problem.file,
        record: problem.place.record,
        line: problem.place.line,
        byte: problem.place.byte,
        kind: problem.kind.name(),
        found: &problem.found,
        done: &problem.done,
    }
}
