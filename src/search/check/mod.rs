//! The check of a strategy with a vocabulary and, where there is one, an index: what each line and each term finds, adds
//! and lacks.
//!
//! It must not know how a remark is printed.

mod added;
mod headings;
mod known;
mod measure;
mod sets;
#[cfg(test)]
mod tests;
mod words;

use serde::Serialize;

use super::error::Error;
use super::snapshot::Snapshot;
use crate::engine::with_headings;
use crate::model::IdentityKey;
use crate::query::check::{Found, Outline, label};
use crate::query::{Diagnostic, Level, Query, Strategy, StrategyLine, Syntax};
use crate::vocabulary::Vocabulary;
pub use known::{KnownArticles, MissedArticle};
pub use measure::CheckedTerm;
pub use words::CountedWord;

/// What a check of a strategy found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StrategyCheck {
    /// The notation it was read in.
    pub syntax: Syntax,
    /// Its lines, in their order.
    pub lines: Vec<CheckedLine>,
    /// What is wrong, or may be, in the order of the lines.
    pub diagnostics: Vec<Diagnostic>,
    /// What it finds of the articles that are known to belong to its result; `None` where none were given.
    pub known: Option<KnownArticles>,
    /// The year of the headings it was checked by.
    pub vocabulary: u16,
}

/// A line of a strategy that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CheckedLine {
    /// What it is called, as `#3`.
    pub label: String,
    /// The line without its number.
    pub text: String,
    /// How it was read; `None` where it could not be.
    pub canonical: Option<String>,
    /// How many articles it finds; `None` without an index, and where it could not be run.
    pub count: Option<u64>,
    /// Its terms and the lines it joins, with what each finds; empty without an index.
    pub terms: Vec<CheckedTerm>,
}

impl StrategyCheck {
    /// Checks a strategy without an index, by its text and the headings that are shipped.
    ///
    /// ```
    /// use litdex::{StrategyCheck, query::Strategy};
    /// let strategy = Strategy::parse("\"Sepsiss\"[mh] OR sepsis[tiab]")?;
    /// let checked = StrategyCheck::of_text(&strategy);
    /// assert_eq!(checked.diagnostics[0].code, "unknown-heading");
    /// assert_eq!(checked.lines[0].count, None);
    /// # Ok::<(), litdex::query::QueryError>(())
    /// ```
    pub fn of_text(strategy: &Strategy) -> Self {
        let vocabulary = Vocabulary::shipped();
        let nodes = strategy.referring();
        let outline = Outline::new(strategy, &nodes);
        let mut found = Found::new(strategy);
        crate::query::check::look(&outline, &mut found);
        crate::query::check::look_for_variants(&outline, &mut found);
        headings::look(&outline, &vocabulary, &mut found);
        headings::unmeasured(&outline, &vocabulary, &mut found);
        let lines = strategy.lines().iter().map(|line| CheckedLine::of(line, &vocabulary)).collect();
        Self {
            syntax: strategy.syntax(),
            lines,
            diagnostics: found.finish(),
            known: None,
            vocabulary: vocabulary.year(),
        }
    }

    /// The most that any remark weighs.
    pub fn level(&self) -> Option<Level> {
        self.diagnostics.iter().map(|found| found.level).max()
    }
}

impl CheckedLine {
    /// A line of which nothing is known yet but its text, and how it was read where no index says more.
    fn unread(line: &StrategyLine) -> Self {
        let canonical = line.query.as_ref().ok().map(Query::interpretation);
        Self { label: label(line), text: line.text.clone(), canonical, count: None, terms: Vec::new() }
    }

    fn of(line: &StrategyLine, vocabulary: &Vocabulary) -> Self {
        let query = line.query.as_ref().ok();
        let canonical = query.map(|query| with_headings(query, vocabulary).interpretation());
        Self { canonical, ..Self::unread(line) }
    }
}

impl Snapshot {
    /// Checks a strategy and measures it: what each line and each term finds, what it alone adds, and what forms of its
    /// words and other names of its headings would add. Of articles that are known to belong to the result it says which
    /// are missed, and why.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// use litdex::query::Strategy;
    /// let snapshot = litdex::Index::open(&path)?.snapshot();
    /// let strategy = Strategy::parse("hypoxemia[tiab] OR refractory hypoxemia[tiab]")?;
    /// let checked = snapshot.check(&strategy, &[])?;
    /// let term = &checked.lines[0].terms[1];
    /// assert!(term.count > 0 && term.unique == Some(0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The index is damaged. What passes a limit is said in a remark.
    pub fn check(&self, strategy: &Strategy, known: &[IdentityKey]) -> Result<StrategyCheck, Error> {
        let vocabulary = self.vocabulary()?;
        let nodes = strategy.referring();
        let outline = Outline::new(strategy, &nodes);
        let mut found = Found::new(strategy);
        crate::query::check::look(&outline, &mut found);
        headings::look(&outline, &vocabulary, &mut found);
        let mut lines: Vec<CheckedLine> = strategy.lines().iter().map(CheckedLine::unread).collect();
        let mut sets = sets::Sets::new(self);
        measure::count(&outline, &mut sets, &mut lines, &mut found)?;
        let known =
            if known.is_empty() { None } else { Some(known::look(&outline, known, &mut sets, &mut found)?) };
        measure::look(&outline, &vocabulary, &mut sets, &mut lines, &mut found)?;
        Ok(StrategyCheck {
            syntax: strategy.syntax(),
            lines,
            diagnostics: found.finish(),
            known,
            vocabulary: vocabulary.year(),
        })
    }
}
