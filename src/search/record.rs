//! Recording a strategy that is run: its lines, the state of the index, and the articles the last line finds.
//!
//! It must not know how a record is written or compared.

use std::ops::ControlFlow;

use xxhash_rust::xxh3::xxh3_128;

use super::error::Error;
use super::report::{
    ARTICLES_MAX, ReportArticle, ReportFound, ReportIndex, ReportLine, ReportSource, SOURCES_MAX,
    StrategyReport, VERSION,
};
use super::request::{LIMIT_MAX, Search};
use super::snapshot::Snapshot;
use super::strategy::{StrategyRow, StrategyRun};
use crate::clock;
use crate::engine::State;
use crate::index::stored::content;
use crate::index::{Column, Limits, Lookup, Manifest, Parts, Record, Source};
use crate::model::{Field, Status};
use crate::query::{Node, Query, QueryKind, Strategy, Syntax};

/// Bytes that the readings of all lines may take, that the ids of articles may, and the names of sources.
const READINGS_MAX_BYTES: usize = 4 << 20;
const IDS_MAX_BYTES: usize = 16 << 20;
const NAMES_MAX_BYTES: usize = 4 << 20;
/// The flag of articles that are made of several records, and how many such articles are looked at.
const MERGED: &str = "merged";
const MERGED_MAX: u64 = 200_000;
/// Limits that are listed.
const LIMITS_MAX: usize = 100;

/// Room that is taken bit by bit, until it is full.
struct Room(usize);

impl Room {
    fn has(&mut self, bytes: usize) -> bool {
        self.0 = self.0.saturating_sub(bytes);
        self.0 > 0
    }
}

impl Snapshot {
    /// Runs a strategy, and records it: every line with its count, the state of the index, and the articles that the last
    /// line finds, each with a hash of what it says. `name` is what the record calls the strategy.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// use litdex::{Index, Limits, StrategyReport, query::Syntax};
    /// let snapshot = Index::open(&path)?.snapshot();
    /// let text = "hypoxemia[tiab]\necmo[tiab]\n#1 AND #2";
    /// let (run, report) = snapshot.report_strategy("ecmo.txt", text, Syntax::Shown, &Limits::default())?;
    /// assert_eq!((run.lines[2].count, report.found.as_ref().map(|found| found.count)), (Some(1), Some(1)));
    /// let written = serde_json::to_vec(&report)?;
    /// assert_eq!(StrategyReport::read(&written)?, report);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The strategy cannot be read at all; there are several indexes; the index is damaged; a limit of all lines.
    pub fn report_strategy(
        &self,
        name: &str,
        text: &str,
        syntax: Syntax,
        limits: &Limits,
    ) -> Result<(StrategyRun, StrategyReport), Error> {
        let strategy = Strategy::parse_as(text, syntax)?;
        let (index, vocabulary_year) = self.reading(|state| {
            let (generation, manifest) = state.origin()?;
            let mut index = index_of(generation, manifest);
            index.duplicates = duplicates(state)?;
            Ok((index, state.vocabulary()?.year()))
        })?;
        let run = self.run_strategy(&strategy, limits)?;
        let last = strategy.lines().last().and_then(|line| line.query.as_ref().ok());
        let is_run = run.lines.last().is_some_and(|row| row.count.is_some());
        let found = last.filter(|_| is_run).map(|query| self.found_by(query, limits)).transpose()?;
        let mut room = Room(READINGS_MAX_BYTES);
        let report = StrategyReport {
            version: VERSION,
            litdex: env!("CARGO_PKG_VERSION").to_owned(),
            date: clock::now(),
            name: name.to_owned(),
            strategy: text.to_owned(),
            syntax: run.syntax,
            reason: run.reason.clone(),
            vocabulary_year,
            index,
            lines: run.lines.iter().map(|row| line_of(row, &mut room)).collect(),
            limits: last.map_or_else(Vec::new, limits_of),
            found,
        };
        Ok((run, report))
    }

    /// The articles of a query, and the records they are made of.
    fn found_by(&self, query: &Query, limits: &Limits) -> Result<ReportFound, Error> {
        let all = Search::from(query.clone()).limit(LIMIT_MAX).limits(limits.clone());
        let (mut found, mut hash, mut room) = (ReportFound::default(), 0_u128, Room(IDS_MAX_BYTES));
        let mut is_listed = true;
        self.each_work(&all, &mut |_, works| {
            for (record, status) in works {
                hash = hash.wrapping_add(xxh3_128(record.card.id.as_str().as_bytes()));
                is_listed &= room.has(record.card.id.as_str().len());
                add(&mut found, record, status);
                is_listed &= found.articles.len() <= ARTICLES_MAX;
                if !is_listed {
                    found.articles = Vec::new();
                }
            }
            ControlFlow::Continue(())
        })?;
        found.hash = format!("{hash:032x}");
        found.articles.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(found)
    }
}

/// Adds an article to those found.
fn add(found: &mut ReportFound, record: Record, status: Status) {
    found.count += 1;
    found.retracted += u64::from(status == Status::Retracted);
    let Some(work) = record.work else { return };
    found.records += work.held.len() as u64;
    for held in work.held {
        if found.by_source.len() < SOURCES_MAX || found.by_source.contains_key(&held.source) {
            *found.by_source.entry(held.source).or_default() += 1;
        }
    }
    found.articles.push(ReportArticle { id: record.card.id, content: content(&work.article), status });
}

/// How many records were put together with others, beside one for each article.
fn duplicates(state: &State) -> Result<Option<u64>, Error> {
    let merged: u64 = state.tally(Column::Flag, MERGED)?.values().sum();
    if merged > MERGED_MAX {
        return Ok(None);
    }
    let mut duplicates = 0;
    state.each(Lookup::Flag(MERGED), Parts::WORK, &mut |record| {
        duplicates += record.work.map_or(0, |work| work.held.len().saturating_sub(1) as u64);
        ControlFlow::Continue(())
    })?;
    Ok(Some(duplicates))
}

fn index_of(generation: u64, manifest: &Manifest) -> ReportIndex {
    let mut room = Room(NAMES_MAX_BYTES);
    let sources: Vec<ReportSource> = manifest
        .sources
        .iter()
        .take(SOURCES_MAX)
        .take_while(|source| room.has(source.path.len()))
        .map(source_of)
        .collect();
    ReportIndex {
        generation,
        sequence: manifest.sequence,
        built: manifest.built.clone(),
        changed: manifest.changed.clone(),
        snapshot: manifest.snapshot.clone(),
        articles: manifest.articles,
        duplicates: None,
        withdrawn: manifest.sources.iter().map(|source| source.withdrawn).sum(),
        other_sources: (manifest.sources.len() - sources.len()) as u64,
        sources,
    }
}

fn source_of(source: &Source) -> ReportSource {
    ReportSource {
        path: source.path.clone(),
        format: source.format.clone(),
        modified: clock::moment(source.modified_ns).unwrap_or_default(),
        records: source.records,
        hash: source.hash.clone(),
    }
}

fn line_of(row: &StrategyRow, room: &mut Room) -> ReportLine {
    ReportLine {
        label: row.label.clone(),
        text: row.text.clone(),
        canonical: row.canonical.clone().filter(|canonical| room.has(canonical.len())),
        count: row.count,
        notes: row
            .notes
            .iter()
            .map(|note| note.message.clone())
            .filter(|note| room.has(note.len()))
            .collect(),
        unknown: row.unknown.iter().filter(|term| room.has(term.len())).cloned().collect(),
        error: row.error.clone(),
    }
}

/// The dates, languages, types and subsets that everything a query finds must have, as its notation writes them, each
/// once.
fn limits_of(query: &Query) -> Vec<String> {
    let QueryKind::Boolean(node) = &query.kind else { return Vec::new() };
    let mut limits: Vec<String> = Vec::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match node {
            Node::And(nodes) => open.extend(nodes.iter().rev()),
            Node::Not { keep, .. } => open.push(keep),
            node if is_limit(node) && limits.len() < LIMITS_MAX => {
                let limit = query.part(node).interpretation();
                if !limits.contains(&limit) {
                    limits.push(limit);
                }
            }
            _ => {}
        }
    }
    limits
}

/// Whether it is a limit, or several of which any will do. The parser bounds the depth.
fn is_limit(node: &Node) -> bool {
    match node {
        Node::Dates(_) => true,
        Node::Term(term) => matches!(term.field, Field::Language | Field::PublicationType | Field::Subset),
        Node::Or(nodes) => nodes.iter().all(is_limit),
        Node::And(_) | Node::Not { .. } => false,
    }
}
