//! `strategy check`: what is wrong with a strategy, and what its lines and terms find.
//!
//! It must not know what is looked for, or how anything is counted.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::path::Path;

use super::Outcome;
use super::args::{CheckArgs, PlainFormat};
use super::build::open_or_build;
use super::config::Config;
use super::input;
use super::strategy;
use super::term::{tame, tame_lines};
use crate::error::FileError;
use crate::export::json;
use crate::export::units::count;
use crate::model::IdentityKey;
use crate::query::{Check, Diagnostic, Level, Strategy, Syntax};
use crate::{CheckedLine, KnownArticles, StrategyCheck};

/// Bytes of a list of known articles, and articles in it.
const KNOWN_BYTES: u64 = 1 << 20;
const KNOWN: usize = 5_000;

/// Runs `strategy check`.
pub fn run(config: &Config, args: &CheckArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let syntax = args.syntax.map(Syntax::from).unwrap_or_default();
    let (_, strategy) = strategy::read(&args.file, syntax)?;
    let strategy = &strategy;
    let known = args.known.as_deref().map(known).transpose()?;
    let checked = if args.no_index || known.is_none() && !has_index(config) {
        if !args.no_index {
            config.say("there is no index here: the text alone was checked, and nothing was measured");
        }
        StrategyCheck::of_text(strategy)
    } else {
        open_or_build(config)?.snapshot().check(strategy, &known.unwrap_or_default())?
    };
    match args.format {
        PlainFormat::Text => text(strategy, &checked, args.terms, out)?,
        PlainFormat::Json => json::document(&checked, out)?,
    }
    Ok(match checked.level() {
        Some(Level::Error) => Outcome::Unsound,
        Some(Level::Warning) => Outcome::Nothing,
        _ => Outcome::Found,
    })
}

/// Whether there is an index, or a corpus to build one of.
fn has_index(config: &Config) -> bool {
    // As a build passes them over.
    let is_article = |name: &str| !name.starts_with('.') && !name.starts_with("README");
    let has_articles = || {
        let mut entries = config.corpus.read_dir().into_iter().flatten().flatten();
        entries.any(|entry| is_article(&entry.file_name().to_string_lossy()))
    };
    let is_missing = config.open().is_err_and(|error| error.code() == "index-missing");
    !is_missing || !config.others.is_empty() || has_articles()
}

/// The articles of a list, an identifier a line. What stands behind `#` is a remark.
fn known(path: &Path) -> anyhow::Result<Vec<IdentityKey>> {
    let mut text = String::new();
    let read = input::open(path)?.take(KNOWN_BYTES + 1).read_to_string(&mut text);
    read.map_err(|source| FileError::new("read", path, source))?;
    let mut keys: Vec<IdentityKey> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let key: IdentityKey =
            line.parse().map_err(|error| anyhow::anyhow!("{}, line {}: {error}", path.display(), at + 1))?;
        if !keys.contains(&key) {
            keys.push(key);
        }
        anyhow::ensure!(
            keys.len() <= KNOWN && text.len() as u64 <= KNOWN_BYTES,
            "{} names more than {KNOWN} articles; split it",
            path.display()
        );
    }
    anyhow::ensure!(!keys.is_empty(), "{} names no article; write an identifier a line", path.display());
    Ok(keys)
}

/// The codes, for `--help`.
pub fn help() -> String {
    let wide = Check::every().map(|check| check.code.len()).max().unwrap_or(0);
    let mut help = String::from("What is looked for:\n");
    for check in Check::every() {
        let Check { code, level, about, .. } = check;
        let _ = writeln!(help, "  {:7}  {code:wide$}  {about}", level.name());
    }
    help.push_str(
        "\nExamples:\n  litdex strategy check strategy.txt\n  litdex strategy check ovid.txt --known included.txt --terms\n  \
         pbpaste | litdex strategy check - --no-index",
    );
    help
}

fn text(
    strategy: &Strategy,
    checked: &StrategyCheck,
    with_terms: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "read as {}: {}\n", checked.syntax.name(), tame(strategy.reason()))?;
    lines(&checked.lines, with_terms, out)?;
    let is_hint = |found: &&Diagnostic| found.level == Level::Info;
    let (hints, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = checked.diagnostics.iter().partition(is_hint);
    for found in others {
        writeln!(out, "\n{}", tame(&said(found)))?;
        writeln!(out, "{}", tame_lines(&found.caret(strategy)))?;
        if let Some(help) = &found.suggestion {
            writeln!(out, "  help: {}", tame(help))?;
        }
    }
    if !hints.is_empty() {
        writeln!(out)?;
    }
    for found in hints {
        let help = found.suggestion.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        writeln!(out, "{}{}", tame(&said(found)), tame(&help))?;
    }
    if let Some(known) = &checked.known {
        articles(known, out)?;
    }
    summary(&checked.diagnostics, out)
}

fn said(found: &Diagnostic) -> String {
    let level = if found.level == Level::Info { "hint" } else { found.level.name() };
    format!("{}:{}: {level}: {} [{}]", found.line, found.column, found.message, found.code)
}

/// The lines with their counts, and below each what its terms find.
fn lines(lines: &[CheckedLine], with_terms: bool, out: &mut dyn Write) -> io::Result<()> {
    let number = |line: &CheckedLine| line.count.map_or_else(|| "-".to_owned(), |count| count.to_string());
    let labels = lines.iter().map(|line| line.label.len()).max().unwrap_or(0);
    let wide = lines.iter().map(|line| number(line).len()).max().unwrap_or(0);
    for line in lines {
        let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "{:<labels$}  {:>wide$}  {}", line.label, number(line), tame(&text))?;
        for term in line.terms.iter().filter(|_| with_terms && line.terms.len() > 1) {
            let alone = term.unique.map_or_else(String::new, |unique| format!("{unique} alone"));
            writeln!(out, "{:labels$}  {:>wide$}  {alone:>12}  {}", "", term.count, tame(&term.text))?;
        }
    }
    Ok(())
}

fn articles(known: &KnownArticles, out: &mut dyn Write) -> io::Result<()> {
    let there = known.found.len() + known.missed.len();
    writeln!(out, "\n{} of {there} known articles of the corpus found", known.found.len())?;
    for missed in &known.missed {
        let verb = if missed.is_taken { "taken away by" } else { "missed by" };
        writeln!(out, "  {}: {verb} {}", missed.id, missed.lines.join(", "))?;
    }
    if !known.absent.is_empty() {
        writeln!(out, "  not in the corpus: {}", known.absent.join(", "))?;
    }
    Ok(())
}

fn summary(found: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let of = |level: Level| found.iter().filter(|found| found.level == level).count() as u64;
    let parts = [
        (of(Level::Error), "error", "errors"),
        (of(Level::Warning), "warning", "warnings"),
        (of(Level::Info), "hint", "hints"),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|part| part.0 > 0).map(|(n, one, many)| count(n, one, many)).collect();
    let parts = if parts.is_empty() { "nothing to remark".to_owned() } else { parts.join(", ") };
    writeln!(out, "\n{parts}")
}
