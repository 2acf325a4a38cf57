//! `why-merged` and `duplicates`: which articles are made of several records, and why.
//!
//! They must not know how records are compared.

use std::io::Write;

use serde::Serialize;

use super::Outcome;
use super::absent::not_there;
use super::args::{AboutArgs, OfCorpusArgs, PlainFormat};
use super::config::Config;
use super::print::text;
use super::term::{Paragraph, Style};
use crate::export::json;
use crate::export::units::{count, thousands};
use crate::model::{IdentityKey, Origin};
use crate::{MergeStep, Merged, MergedRecord};

/// What an article is made of, as programs read it.
#[derive(Serialize)]
struct Document<'m> {
    article: &'m str,
    records: Vec<Record<'m>>,
    steps: Vec<Step<'m>>,
}

#[derive(Serialize)]
struct Record<'m> {
    origin: &'m Origin,
    title: &'m str,
    ids: &'m [String],
}

#[derive(Serialize)]
struct Step<'m> {
    records: (usize, usize),
    key: &'m str,
    beside: Option<&'m str>,
}

impl<'m> Record<'m> {
    fn of(record: &'m MergedRecord) -> Self {
        Self { origin: &record.origin, title: &record.title, ids: &record.ids }
    }
}

impl<'m> Step<'m> {
    fn of(step: &'m MergeStep) -> Self {
        Self { records: step.records, key: &step.key, beside: step.beside }
    }
}

/// Runs `why-merged`.
pub fn why(config: &Config, args: &AboutArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let key: IdentityKey = args.id.parse()?;
    let index = config.open()?;
    let Some(id) = index.find(&key)? else { return Ok(not_there(config, &args.id)) };
    let Some(merged) = index.why_merged(&id)? else { return Ok(not_there(config, &args.id)) };
    match args.format {
        PlainFormat::Text => explain(config, &merged, out)?,
        PlainFormat::Json => {
            let document = Document {
                article: merged.article.id.as_str(),
                records: merged.records.iter().map(Record::of).collect(),
                steps: merged.steps.iter().map(Step::of).collect(),
            };
            json::document(&document, out)?;
        }
    }
    Ok(Outcome::Found)
}

fn explain(config: &Config, merged: &Merged, out: &mut dyn Write) -> std::io::Result<()> {
    let mut write = |first: &str, text: &str, style| {
        Paragraph::of(text, style).write(out, first, config.columns, config.paint)
    };
    let records = count(merged.records.len() as u64, "record", "records");
    write("", &format!("{}, made of {records}", merged.article.id), Style::Bold)?;
    for (record, number) in merged.records.iter().zip(1..) {
        let origin = &record.origin;
        let mut place = format!("{} ({}, record {})", origin.file, origin.format, thousands(origin.record));
        if !record.ids.is_empty() {
            place = format!("{place} · {}", record.ids.join(" · "));
        }
        write(&format!("{number:>3}. "), &record.title, Style::Plain)?;
        write("     ", &place, Style::Dim)?;
    }
    for step in &merged.steps {
        let (first, second) = step.records;
        let why = match step.beside {
            Some(beside) => format!("{}, and {beside}", step.key),
            None => step.key.clone(),
        };
        write("", &format!("{first} and {second} share {why}"), Style::Plain)?;
    }
    Ok(())
}

/// Runs `duplicates`.
pub fn duplicates(config: &Config, args: &OfCorpusArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut hits = config.open()?.merged()?;
    let total = hits.len() as u64;
    hits.truncate(args.limit);
    hits.iter_mut().zip(1..).for_each(|(hit, rank)| hit.rank = rank);
    match args.format {
        PlainFormat::Text => {
            if !config.quiet {
                writeln!(out, "{} made of several records", count(total, "article is", "articles are"))?;
            }
            text::list(config, &hits, out)?;
        }
        PlainFormat::Json => json::document(&hits, out)?,
    }
    Ok(Outcome::found(total > 0))
}
