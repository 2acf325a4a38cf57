//! `translate`: a query, or each line of a strategy, in the notation of another system, and whether both find the same.
//!
//! It must not know what a notation can say.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::args::{PlainFormat, TranslateArgs};
use super::build::open_or_build;
use super::config::Config;
use super::term::{tame, tame_lines};
use super::{Outcome, failure, strategy};
use crate::export::json;
use crate::query::{Loss, LossLevel, Query, QueryError, Syntax, Translation};
use crate::vocabulary::Vocabulary;
use crate::{Comparison, Search, Snapshot};

/// Runs `translate`.
pub fn run(config: &Config, args: &TranslateArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (to, syntax) = (Syntax::from(args.to), args.syntax.map(Syntax::from).unwrap_or_default());
    let snapshot = if args.check { Some(open_or_build(config)?.snapshot()) } else { None };
    let vocabulary = match &snapshot {
        Some(snapshot) => snapshot.vocabulary()?,
        None => Vocabulary::shipped(),
    };
    let mut lines = Vec::new();
    let from = if let Some(file) = &args.file {
        let (_, read) = strategy::read(file, syntax)?;
        config.say(&format!("read as {}: {}", read.syntax().name(), read.reason()));
        for (line, made) in read.lines().iter().zip(read.translate(to, &vocabulary)) {
            lines.push(Line::of(true, &line.text, line.query.as_ref(), made));
        }
        read.syntax()
    } else {
        let text = args.query.join(" ");
        let query = Query::parse_as(&text, syntax).map_err(|error| failure::query(&error, &text))?;
        query.notes().iter().for_each(|note| config.say(&format!("note: {}", note.message)));
        lines.push(Line::of(false, &text, Ok(&query), query.translate(to, &vocabulary)));
        query.syntax()
    };
    if let Some(snapshot) = &snapshot {
        for line in &mut lines {
            line.check(snapshot)?;
        }
    }
    match args.format {
        PlainFormat::Text => text(&lines, to, out)?,
        PlainFormat::Json => {
            let lines = lines.iter().enumerate().map(|(at, line)| line.printed(at)).collect();
            json::document(&Document { from: from.name(), to: to.name(), lines }, out)?;
        }
    }
    say(config, &lines)?;
    Ok(outcome(&lines))
}

/// A line with what it came to.
struct Line {
    is_of_strategy: bool,
    text: String,
    query: Result<Query, QueryError>,
    made: Translation,
    checked: Option<Result<Comparison, String>>,
}

#[derive(Serialize)]
struct Document<'l> {
    from: &'static str,
    to: &'static str,
    lines: Vec<Printed<'l>>,
}

#[derive(Serialize)]
struct Printed<'l> {
    label: Option<String>,
    text: &'l str,
    translation: Option<&'l str>,
    losses: &'l [Loss],
    error: Option<&'l QueryError>,
    check: Option<&'l Comparison>,
}

impl Line {
    fn of(is_of_strategy: bool, text: &str, query: Result<&Query, &QueryError>, made: Translation) -> Self {
        let query = query.cloned().map_err(Clone::clone);
        Self { is_of_strategy, text: text.to_owned(), query, made, checked: None }
    }

    /// Searches for both; what cannot be searched for is told where the line is.
    fn check(&mut self, snapshot: &Snapshot) -> anyhow::Result<()> {
        let (Ok(query), Some(translated)) = (&self.query, self.made.query()) else { return Ok(()) };
        let compared = snapshot.compare(Search::from(query.clone()), Search::from(translated.clone()));
        self.checked = Some(match compared {
            Ok(compared) => Ok(compared),
            Err(error @ crate::Error::Index(_)) => return Err(error.into()),
            Err(error) => Err(error.to_string()),
        });
        Ok(())
    }

    /// Whether both find what the losses let expect.
    fn is_as_told(&self) -> bool {
        let Some(checked) = &self.checked else { return true };
        let Ok(compared) = checked else { return false };
        match self.made.level() {
            None | Some(LossLevel::OnlyHere) => compared.is_equal(),
            Some(LossLevel::Wider) => compared.only_first == 0,
            Some(LossLevel::Narrower) => compared.only_second == 0,
            Some(_) => true,
        }
    }

    fn printed(&self, at: usize) -> Printed<'_> {
        Printed {
            label: self.is_of_strategy.then(|| format!("#{}", at + 1)),
            text: &self.text,
            translation: self.made.text.as_deref(),
            losses: &self.made.losses,
            error: self.query.as_ref().err(),
            check: self.checked.as_ref().and_then(|checked| checked.as_ref().ok()),
        }
    }
}

/// The translations, lines of a strategy with their numbers.
fn text(lines: &[Line], to: Syntax, out: &mut dyn Write) -> io::Result<()> {
    for (at, line) in lines.iter().enumerate() {
        let Some(text) = &line.made.text else { continue };
        match (line.is_of_strategy, to) {
            (false, _) => writeln!(out, "{}", tame(text))?,
            (true, Syntax::Ovid) => writeln!(out, "{}. {}", at + 1, tame(text))?,
            (true, _) => writeln!(out, "#{} {}", at + 1, tame(text))?,
        }
    }
    Ok(())
}

/// Says on stderr what the translations do not say, each thing once with the lines it is of.
fn say(config: &Config, lines: &[Line]) -> io::Result<()> {
    let mut said: Vec<(LossLevel, String, Vec<usize>)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Err(error) = &line.query {
            let label = if line.is_of_strategy { format!("#{}: ", at + 1) } else { String::new() };
            writeln!(io::stderr().lock(), "litdex: {label}{}", tame_lines(&error.report(&line.text)))?;
            continue;
        }
        // What is the loss of a line is said there, unless it leaves this one without a translation.
        let own =
            line.made.losses.iter().filter(|loss| loss.line.is_none() || loss.level == LossLevel::Missing);
        for loss in own {
            let message = told(loss, &line.text);
            match said.iter_mut().find(|row| (row.0, &row.1) == (loss.level, &message)) {
                Some(row) if row.2.last() == Some(&at) => {}
                Some(row) => row.2.push(at),
                None => said.push((loss.level, message, vec![at])),
            }
        }
    }
    let labels = |of: &[usize]| of.iter().map(|at| format!("#{}", at + 1)).collect::<Vec<_>>().join(", ");
    let label =
        |of: &[usize]| if lines[0].is_of_strategy { format!("{}: ", labels(of)) } else { String::new() };
    for (level, message, of) in &said {
        let text = format!("{}{message}", label(of));
        if *level == LossLevel::Missing {
            writeln!(io::stderr().lock(), "litdex: {}", tame_lines(&text))?;
        } else {
            config.say(&text);
        }
    }
    for (at, line) in lines.iter().enumerate() {
        let Some(checked) = &line.checked else { continue };
        let text = format!("{}{}", label(&[at]), found(checked));
        if line.is_as_told() {
            config.say(&text);
        } else {
            let why = if checked.is_ok() { ", which nothing told: please report it" } else { "" };
            writeln!(io::stderr().lock(), "litdex: {}{why}", tame_lines(&text))?;
        }
    }
    Ok(())
}

/// A loss as a sentence.
fn told(loss: &Loss, text: &str) -> String {
    let message = &loss.message;
    match (loss.level, loss.line) {
        (LossLevel::Wider, _) => format!("finds more: {message}"),
        (LossLevel::Narrower, _) => format!("finds less: {message}"),
        (LossLevel::Other, _) => format!("finds others: {message}"),
        (LossLevel::OnlyHere, _) => format!("note: {message}"),
        (LossLevel::Missing, Some(line)) => format!("no translation: #{} has none", line + 1),
        (LossLevel::Missing, None) => {
            let part = text.get(loss.span.clone()).unwrap_or_default();
            format!("no translation: {message}: `{}`", crate::query::shown(part))
        }
    }
}

/// What both found.
fn found(checked: &Result<Comparison, String>) -> String {
    let compared = match checked {
        Ok(compared) if compared.is_equal() => return format!("both find {}", compared.first),
        Ok(compared) => compared,
        Err(error) => return format!("cannot be searched for: {error}"),
    };
    let ids =
        |ids: &[crate::model::ArticleId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut text = format!("finds {} where the original finds {}", compared.second, compared.first);
    for (count, what, examples) in [
        (compared.only_second, "more", &compared.second_examples),
        (compared.only_first, "not", &compared.first_examples),
    ] {
        if count > 0 {
            let _ = write!(text, "; {count} {what}: {}", ids(examples));
        }
    }
    text
}

fn outcome(lines: &[Line]) -> Outcome {
    let is_lost = |line: &Line| line.made.text.is_none() || !line.is_as_told();
    if lines.iter().any(is_lost) {
        Outcome::Unsound
    } else {
        Outcome::found(lines.iter().all(|line| line.made.is_exact()))
    }
}
