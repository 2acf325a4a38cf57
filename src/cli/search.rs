//! `search`: what the flags ask for, and the answer in the form asked for.
//!
//! It must not know how a query is read, nor how any form is written.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use super::Outcome;
use super::args::{Format, Limit, Match, SearchArgs};
use super::build::open_or_build;
use super::config::Config;
use super::failure;
use super::print::text;
use super::{strategy, topics};
use crate::export::{
    ArticleForm, Csv, ExportError, HitWriter, Html, Ids, Json, JsonLines, Trec, articles, each_hit,
};
use crate::query::{Filters, Strategy, Syntax};
use crate::{Hits, LIMIT_MAX, Matching, Sample, Search, Snapshot};

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
    /// The strategy whose lines are printed before the hits of the last one.
    pub lines: Option<Strategy>,
    /// The file of topics.
    pub topics: Option<PathBuf>,
    /// Whether a table is for Excel.
    pub excel: bool,
    /// How the topics are written, where that was said.
    pub syntax: Option<Syntax>,
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
        if args.excel && format != Format::Csv {
            return Err(anyhow::Error::msg("--excel is for tables; say --format csv"));
        }
        if args.lines && args.file.is_none() {
            return Err(anyhow::Error::msg("--lines prints those of a strategy; name its file with --file"));
        }
        // What is printed as a citation or an id has no place for snippets.
        let snippets = match format {
            Format::Text | Format::Json | Format::Jsonl | Format::Html => args.snippets,
            _ => 0,
        };
        let limit = match (args.limit, args.sample) {
            _ if args.count => 0,
            (_, Some(size)) => size,
            (None, None) if many => LIMIT_TOPICS,
            (None, None) => LIMIT,
            (Some(Limit::Of(limit)), None) => limit,
            (Some(Limit::All), None) => LIMIT_MAX.saturating_sub(args.offset),
        };
        let matching = match args.matching {
            None if many => Matching::Any,
            None | Some(Match::Auto) => Matching::Auto,
            Some(Match::All) => Matching::All,
            Some(Match::Any) => Matching::Any,
        };
        let (search, strategy) = asked(&args)?;
        let search = search
            .offset(args.offset)
            .limit(limit)
            .matching(matching)
            .sort(args.sort)
            .filters(filters_of(&args))
            .facets(args.facets, args.facet_values)
            .all_authors(format == Format::Csv)
            .snippets(if args.count { 0 } else { snippets });
        let search = match args.sample {
            Some(size) => search.sample(Sample::new(size, args.seed)),
            None => search,
        };
        let search = match args.timeout {
            Some(timeout) => search.timeout(timeout),
            None => search,
        };
        Ok(Self {
            search,
            format,
            count: args.count,
            lines: strategy.filter(|_| args.lines),
            topics: args.topics,
            excel: args.excel,
            syntax: args.syntax.map(Syntax::from),
        })
    }
}

/// What narrows the search beside the query.
fn filters_of(args: &SearchArgs) -> Filters {
    let mut fields = BTreeMap::<String, Vec<String>>::new();
    for (name, value) in args.fields.iter().cloned() {
        fields.entry(name).or_default().push(value);
    }
    Filters {
        years: args.year,
        publication_types: args.types.clone(),
        languages: args.languages.clone(),
        journals: args.journals.clone(),
        fields,
        ids: None,
        exclude_retracted: args.exclude_retracted,
    }
}

/// The query alone: of the words given, or the last line of a file, with the strategy there.
fn asked(args: &SearchArgs) -> anyhow::Result<(Search, Option<Strategy>)> {
    let syntax = args.syntax.map(Syntax::from).unwrap_or_default();
    if let Some(file) = &args.file {
        let (strategy, last) = strategy::whole(file, syntax)?;
        return Ok((Search::from(last), Some(strategy)));
    }
    Ok((Search::new(args.query.join(" ")).syntax(syntax), None))
}

/// Runs `search`.
pub fn run(config: &Config, args: SearchArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let plan = Plan::of(args)?;
    if let Some(file) = &plan.topics {
        let topics = topics::read(file)?;
        let index = open_or_build(config)?;
        return topics::run(config, &index, (&plan.search, plan.syntax), plan.format, &topics, out);
    }
    // A query that cannot be read should not wait for an index to be built.
    plan.search.parsed().map_err(|error| failure::search(error, &plan.search.query))?;
    let snapshot = open_or_build(config)?.snapshot();
    let query = &plan.search.query;
    let failed = |error| failure::search(error, query);
    if let Some(strategy) = &plan.lines {
        lines(config, &snapshot, (strategy, &plan), out)?;
    }
    let is_for_people = matches!(plan.format, Format::Text | Format::Json | Format::Html);
    let mut begin = |known: &Hits, _: usize| {
        if plan.count || !is_for_people {
            remarks(config, known);
        }
        // A number stands with its facets on stdout.
        if !plan.count && !is_for_people {
            text::facets(known).iter().for_each(|line| config.say(line));
        }
        if let Some(skipped) =
            text::skipped(known, plan.search.offset).filter(|_| !plan.count && !is_for_people)
        {
            config.say(&skipped);
        }
    };
    if plan.count {
        let known = snapshot.search(plan.search.clone()).map_err(failed)?;
        begin(&known, 0);
        writeln!(out, "{}", known.total)?;
        for line in text::facets(&known) {
            writeln!(out, "{line}")?;
        }
        return Ok(Outcome::found(known.total > 0));
    }
    let known = if let Some(form) = form_of(plan.format) {
        articles(&snapshot, &plan.search, form, out).inspect(|known| begin(known, 0))
    } else {
        let mut writer: Box<dyn HitWriter> = match plan.format {
            Format::Json => Box::new(Json::new(&plan.search, out)),
            Format::Jsonl => Box::new(JsonLines { out, qid: None }),
            Format::Ids => Box::new(Ids { out }),
            Format::Csv => Box::new(Csv::new(out).excel(plan.excel)),
            Format::Html => Box::new(Html { text: query, out }),
            Format::Trec => Box::new(Trec::new("1", out)),
            _ => Box::new(text::Text::new(config, (plan.search.offset, plan.search.sample), out)),
        };
        each_hit(&snapshot, &plan.search, writer.as_mut(), &mut begin)
    };
    let known = known.map_err(|error| match error {
        ExportError::Search(error) => failed(error),
        ExportError::Write(error) => error.into(),
    })?;
    Ok(Outcome::found(known.total > 0 || known.partial > 0))
}

/// Prints the lines of a strategy, each with its count: before the hits where these are for people.
fn lines(
    config: &Config,
    snapshot: &Snapshot,
    (strategy, plan): (&Strategy, &Plan),
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let run = snapshot.run_strategy(strategy, &plan.search.limits)?;
    strategy::said_of(config, &run);
    if plan.format == Format::Text {
        strategy::lines(&run.lines, out)?;
        writeln!(out)?;
    } else {
        strategy::lines(&run.lines, &mut io::stderr().lock())?;
    }
    Ok(strategy::errors_of(&run)?)
}

/// The form that prints whole articles.
fn form_of(format: Format) -> Option<ArticleForm> {
    Some(match format {
        Format::Ris => ArticleForm::Ris,
        Format::Nbib => ArticleForm::Nbib,
        Format::Bibtex => ArticleForm::Bibtex,
        Format::CslJson => ArticleForm::CslJson,
        _ => return None,
    })
}

/// Says on stderr what forms for programs have no place for.
fn remarks(config: &Config, hits: &Hits) {
    hits.notes.iter().for_each(|note| config.say(&format!("note: {}", note.message)));
    if !hits.unknown.is_empty() {
        config.say(&format!("no article has: {}", hits.unknown.join(", ")));
    }
}
