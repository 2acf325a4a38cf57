//! `search`: what the flags ask for, and the answer in the form asked for.
//!
//! It must not know how a query is read, nor how any form is written.

use std::io::{self, Write};
use std::path::PathBuf;

use super::Outcome;
use super::args::{Format, Limit, Match, SearchArgs};
use super::build::open_or_build;
use super::config::Config;
use super::failure;
use super::print::{bibtex, csl, html, ris, table, text, wire};
use super::topics;
use crate::model::Article;
use crate::query::Filters;
use crate::{Hits, Index, LIMIT_MAX, Matching, Search};

/// Hits of one query where nobody says how many.
const LIMIT: usize = 10;
/// Hits of a topic where nobody says how many: what evaluations look at.
const LIMIT_TOPICS: usize = 1000;

/// What `search` is to do, resolved from its flags.
#[derive(Debug)]
pub struct Plan {
    /// The search, its query still empty where there are topics.
    pub search: Search,
    /// The form of the answer.
    pub format: Format,
    /// Whether only the number is wanted.
    pub count: bool,
    /// The file of topics.
    pub topics: Option<PathBuf>,
}

impl Plan {
    /// Resolves the flags.
    fn of(args: SearchArgs) -> anyhow::Result<Self> {
        let many = args.topics.is_some();
        let format = args.format.unwrap_or(if many { Format::Trec } else { Format::Text });
        if many && !matches!(format, Format::Trec | Format::Jsonl) {
            return Err(anyhow::Error::msg(
                "--topics prints a TREC run or JSON lines; say --format trec or --format jsonl",
            ));
        }
        // What is printed as a citation or an id has no place for snippets.
        let snippets = match format {
            Format::Text | Format::Json | Format::Jsonl | Format::Html => args.snippets,
            _ => 0,
        };
        let limit = match args.limit {
            _ if args.count => 0,
            None if many => LIMIT_TOPICS,
            None => LIMIT,
            Some(Limit::Of(limit)) => limit,
            Some(Limit::All) => LIMIT_MAX.saturating_sub(args.offset),
        };
        let matching = match args.matching {
            None if many => Matching::Any,
            None | Some(Match::Auto) => Matching::Auto,
            Some(Match::All) => Matching::All,
            Some(Match::Any) => Matching::Any,
        };
        let filters = Filters {
            years: args.year,
            publication_types: args.types,
            languages: args.languages,
            journals: args.journals,
            exclude_retracted: args.exclude_retracted,
        };
        let search = Search::new(args.query.join(" "))
            .offset(args.offset)
            .limit(limit)
            .matching(matching)
            .sort(args.sort)
            .filters(filters)
            .snippets(if args.count { 0 } else { snippets });
        Ok(Self { search, format, count: args.count, topics: args.topics })
    }
}

/// Runs `search`.
pub fn run(config: &Config, args: SearchArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let plan = Plan::of(args)?;
    if let Some(file) = &plan.topics {
        let topics = topics::read(file)?;
        return topics::run(config, &open_or_build(config)?, (&plan.search, plan.format), &topics, out);
    }
    // A query that cannot be read should not wait for an index to be built.
    crate::query::parse(&plan.search.query).map_err(|error| failure::query(&error, &plan.search.query))?;
    let index = open_or_build(config)?;
    let query = plan.search.query.clone();
    let hits = index.search(plan.search.clone()).map_err(|error| failure::search(error, &query))?;
    if plan.count {
        remarks(config, &hits);
        writeln!(out, "{}", hits.total)?;
        return Ok(Outcome::found(hits.total > 0));
    }
    if !matches!(plan.format, Format::Text | Format::Json | Format::Html) {
        remarks(config, &hits);
        if let Some(skipped) = text::skipped(&hits, plan.search.offset) {
            config.say(&skipped);
        }
    }
    print(config, &index, &plan, &hits, out)?;
    Ok(Outcome::found(hits.total > 0 || hits.partial > 0))
}

/// Says on stderr what forms for programs have no place for.
fn remarks(config: &Config, hits: &Hits) {
    hits.notes.iter().for_each(|note| config.say(&format!("note: {}", note.message)));
    if !hits.unknown.is_empty() {
        config.say(&format!("no article has: {}", hits.unknown.join(", ")));
    }
}

fn print(
    config: &Config,
    index: &Index,
    plan: &Plan,
    hits: &Hits,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let query = &plan.search.query;
    match plan.format {
        Format::Text => text::hits(config, hits, plan.search.offset, out)?,
        Format::Json => wire::answer(query, hits, out)?,
        Format::Jsonl => hits.hits.iter().try_for_each(|hit| wire::line(hit, None, out))?,
        Format::Ids => table::ids(hits, out)?,
        Format::Csv => table::csv(hits, out)?,
        Format::Html => html::page(query, hits, out)?,
        Format::Trec => topics::trec("1", hits, out)?,
        Format::Ris => articles(index, hits, &mut |article| ris::write(article, out))?,
        Format::Bibtex => {
            let mut entries = bibtex::Entries::default();
            articles(index, hits, &mut |article| entries.write(article, out))?;
        }
        Format::CslJson => {
            let mut list = csl::List::new();
            articles(index, hits, &mut |article| list.write(article, out))?;
            list.end(out)?;
        }
    }
    Ok(())
}

/// Hands over the whole article of each hit.
fn articles(
    index: &Index,
    hits: &Hits,
    print: &mut dyn FnMut(&Article) -> io::Result<()>,
) -> anyhow::Result<()> {
    for hit in hits {
        // One that a build withdrew since the search is not there to be cited.
        if let Some(article) = index.get(&hit.id)? {
            print(&article)?;
        }
    }
    Ok(())
}
