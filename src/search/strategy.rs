//! Strategies: every line with its number of articles.
//!
//! It must not know how lines refer to each other, nor how they are printed.

use std::collections::HashSet;

use serde::Serialize;

use super::error::Error;
use super::request::Search;
use super::snapshot::Snapshot;
use crate::engine::EngineError;
use crate::index::{Exhausted, Limits};
use crate::query::{Note, Query, QueryError, Strategy, StrategyLine, Syntax};

/// What a strategy came to: how it was read, and how many articles each line finds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StrategyRun {
    /// The notation it was read in.
    pub syntax: Syntax,
    /// Why in that.
    pub reason: String,
    /// Its lines, in their order.
    pub lines: Vec<StrategyRow>,
}

/// A line of a strategy, and what it finds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StrategyRow {
    /// What others refer to it by, such as `#3`.
    pub label: String,
    /// The line as it was written, without its label.
    pub text: String,
    /// The whole line in one form, lines it refers to put in; `None` where it cannot be read.
    pub canonical: Option<String>,
    /// Number of articles it finds; `None` where it could not be run.
    pub count: Option<u64>,
    /// Why it could not be run, with the place.
    pub error: Option<String>,
    /// What is wrong with its text, one by one.
    pub errors: Vec<QueryError>,
    /// How it was read where something else may have been meant. What a heading stands for is said at the first line
    /// that has it, not at those that refer to that one.
    pub notes: Vec<Note>,
    /// Terms that no article has.
    pub unknown: Vec<String>,
}

impl StrategyRun {
    /// Whether a line could not be run.
    pub fn has_error(&self) -> bool {
        self.lines.iter().any(|line| line.error.is_some())
    }
}

impl Snapshot {
    /// Runs every line of a strategy. One that cannot be read, or takes more than a search may, has an error in its row,
    /// and the others run; each may take what the limits say, and all of them end by one deadline.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// use litdex::{Index, Limits, query::Strategy};
    /// let strategy = Strategy::parse("1. exp Hypoxia/\n2. hypox$.tw.\n3. 1 or 2")?;
    /// let run = Index::open(&path)?.snapshot().run_strategy(&strategy, &Limits::default())?;
    /// assert_eq!((run.syntax.name(), run.lines[2].count), ("ovid", Some(1)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The index is damaged, the deadline passed, or the run was cancelled.
    pub fn run_strategy(&self, strategy: &Strategy, limits: &Limits) -> Result<StrategyRun, Error> {
        let mut headings = HashSet::new();
        let row = |line| {
            let mut row = self.row(line, limits)?;
            row.notes.retain(|note| !note.is_of_heading() || headings.insert(note.message.clone()));
            Ok(row)
        };
        let lines = strategy.lines().iter().map(row).collect::<Result<_, Error>>()?;
        Ok(StrategyRun { syntax: strategy.syntax(), reason: strategy.reason().to_owned(), lines })
    }

    fn row(&self, line: &StrategyLine, limits: &Limits) -> Result<StrategyRow, Error> {
        let mut row = StrategyRow {
            label: format!("#{}", line.number),
            text: line.text.clone(),
            canonical: line.query.as_ref().ok().map(Query::interpretation),
            ..StrategyRow::default()
        };
        let query = match &line.query {
            Ok(query) => query.clone(),
            Err(error) => {
                row.errors = std::iter::once(error).chain(error.others()).cloned().collect();
                row.error = Some(error.report(&line.text));
                return Ok(row);
            }
        };
        match self.search(Search::from(query).limit(0).limits(limits.clone())) {
            Ok(hits) => {
                (row.canonical, row.count) = (Some(hits.interpretation), Some(hits.total));
                (row.notes, row.unknown) = (hits.notes, hits.unknown);
                // What is written a hundred times alike is said once.
                let mut met = HashSet::new();
                row.notes.retain(|note| met.insert(note.message.clone()));
                Ok(row)
            }
            // These are not of this line: every other one would fail as well.
            Err(
                error @ (Error::Index(_)
                | Error::Engine(EngineError::Limit(Exhausted::Deadline | Exhausted::Cancelled))),
            ) => Err(error),
            Err(error) => Ok(StrategyRow { error: Some(error.to_string()), ..row }),
        }
    }
}
