//! `explain` and `why`: how a query is understood, what each part of it finds, and why it finds an article or not.
//!
//! They must not know how a query is read.

use std::io::{self, Write};

use serde::Serialize;

use super::Outcome;
use super::absent::not_there;
use super::args::{ExplainArgs, LineArgs, PlainFormat, WhyArgs, Written};
use super::build::open_or_build;
use super::config::Config;
use super::print::text::list_below;
use super::strategy;
use super::term::tame;
use crate::export::json;
use crate::model::IdentityKey;
use crate::query::Syntax;
use crate::{Explanation, Hit, QueryPart, Search};

/// Runs `explain`.
pub fn explain(config: &Config, args: &ExplainArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let snapshot = open_or_build(config)?.snapshot();
    let explained = snapshot.explain(asked(&args.line, &args.query.join(" "), args.syntax)?)?;
    match args.format {
        PlainFormat::Text => {
            head(config, &explained, out)?;
            let wide = explained.tree.count.to_string().len().max(most(&explained.tree).to_string().len());
            tree(&explained.tree, 0, &mut |part| format!("{:>wide$}", part.count), out)?;
        }
        PlainFormat::Json => json::document(&explained, out)?,
    }
    Ok(Outcome::found(explained.tree.count > 0))
}

/// Runs `why`.
pub fn why(config: &Config, args: &WhyArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let key: IdentityKey = args.id.parse()?;
    let snapshot = open_or_build(config)?.snapshot();
    if snapshot.find(&key)?.is_none() {
        return Ok(not_there(config, &args.id));
    }
    let mut search = asked(&args.line, args.query.as_deref().unwrap_or_default(), args.syntax)?;
    search.filters = search.filters.ids([key]);
    let explained = snapshot.explain(search.clone())?;
    let hit = snapshot.search(search.limit(1))?.hits.into_iter().next();
    let failing = explained.tree.failing();
    match args.format {
        PlainFormat::Text => text(config, &explained, hit.as_ref(), &failing, out)?,
        PlainFormat::Json => {
            let is_found = explained.tree.count > 0;
            let failing = failing.iter().map(|part| part.text.as_str()).collect();
            json::document(&Why { is_found, failing, hit: hit.as_ref(), explained: &explained }, out)?;
        }
    }
    Ok(Outcome::found(explained.tree.count > 0))
}

/// Why an article is found or not, as programs read it. Counts of parts are 1 where it has them.
#[derive(Serialize)]
struct Why<'w> {
    is_found: bool,
    failing: Vec<&'w str>,
    hit: Option<&'w Hit>,
    explained: &'w Explanation,
}

/// What is asked for: a query, or a line of a strategy.
fn asked(line: &LineArgs, query: &str, syntax: Option<Written>) -> anyhow::Result<Search> {
    let syntax = syntax.map(Syntax::from).unwrap_or_default();
    // What is required beside a flag is not asked for where a query conflicts with it.
    if line.line.is_some() && line.file.is_none() {
        anyhow::bail!("--line names a line of a strategy; give the strategy with --file");
    }
    if line.file.is_none() && query.trim().is_empty() {
        anyhow::bail!("the query is empty; write the words to search for");
    }
    Ok(match &line.file {
        Some(file) => Search::from(strategy::line(file, syntax, line.line.as_deref())?),
        None => Search::new(query).syntax(syntax),
    })
}

fn head(config: &Config, explained: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    explained.notes.iter().for_each(|note| config.say(&format!("note: {}", note.message)));
    writeln!(out, "read as {}: {}\n", explained.syntax.name(), tame(&explained.interpretation))
}

fn text(
    config: &Config,
    explained: &Explanation,
    hit: Option<&Hit>,
    failing: &[&QueryPart],
    out: &mut dyn Write,
) -> io::Result<()> {
    head(config, explained, out)?;
    tree(&explained.tree, 0, &mut |part| if part.count > 0 { "yes" } else { " no" }.to_owned(), out)?;
    writeln!(out)?;
    match hit {
        Some(hit) => {
            writeln!(out, "found by {}", tame(&words(hit).join(", ")))?;
            list_below(config, std::slice::from_ref(hit), out)?;
        }
        None => {
            for part in failing {
                let why = if part.count > 0 { "taken away by" } else { "not found by" };
                writeln!(out, "{why} {}", tame(&part.text))?;
            }
        }
    }
    Ok(())
}

/// The words of an article that the query is about, as they stand in its title and snippets, each once.
fn words(hit: &Hit) -> Vec<String> {
    let title = (hit.title.as_str(), hit.title_highlights.as_slice());
    let snippets = hit.snippets.iter().map(|snippet| (snippet.text.as_str(), snippet.highlights.as_slice()));
    let mut words: Vec<String> = Vec::new();
    for (text, highlights) in std::iter::once(title).chain(snippets) {
        for range in highlights {
            let word: String = text.chars().skip(range.start).take(range.len()).collect();
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// The largest number of a tree.
fn most(part: &QueryPart) -> u64 {
    part.parts.iter().map(most).max().unwrap_or(0).max(part.count)
}

/// A line for each part, those of a part below it.
fn tree(
    part: &QueryPart,
    depth: usize,
    said: &mut dyn FnMut(&QueryPart) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    let label = part.operator.map_or_else(|| tame(&part.text).to_string(), str::to_owned);
    writeln!(out, "{}  {:indent$}{label}", said(part), "", indent = 2 * depth)?;
    part.parts.iter().try_for_each(|part| tree(part, depth + 1, said, out))
}
