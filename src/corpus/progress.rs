//! How far a build has come, and what it came to.
//!
//! It must not know how either is printed.

use std::collections::BTreeMap;

use crate::formats::{Problem, ProblemKind};

/// What a build is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Looking at files.
    Scanning,
    /// Reading, analysing and writing articles.
    Indexing,
    /// Putting together articles that are of one work, and writing them.
    Joining,
    /// Merging segments.
    Merging,
    /// Reading back what was written.
    Verifying,
}

/// How far a build has come; given several times a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The stage.
    pub stage: Stage,
    /// Bytes of the sources read so far, compressed as they are.
    pub bytes: u64,
    /// Bytes of all sources to be read.
    pub bytes_total: u64,
    /// Articles written so far.
    pub articles: u64,
}

/// What a build came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Files read.
    pub files_read: u64,
    /// Files that have not changed since they were read.
    pub files_unchanged: u64,
    /// Files that are gone, and their articles with them.
    pub files_removed: u64,
    /// Sources outside the corpus that are gone; their articles stay. An ingest of the whole corpus tells.
    pub sources_missing: Vec<String>,
    /// Records read.
    pub records: u64,
    /// Articles that are new.
    pub articles_added: u64,
    /// Articles written anew, for a record of theirs changed, came or went.
    pub articles_updated: u64,
    /// Articles that became one with another.
    pub articles_joined: u64,
    /// Articles that no source holds any more.
    pub articles_deleted: u64,
    /// Records read that the index has as they are.
    pub records_unchanged: u64,
    /// Records merged into an article that has another record.
    pub records_merged: u64,
    /// Records of withdrawals read, whether or not the article was there.
    pub withdrawals: u64,
    /// Records that do not count because a source withdrew them.
    pub records_withdrawn: u64,
    /// Articles in the index now.
    pub articles: u64,
    /// Bytes of text analysed for the articles written, each text once.
    pub text_bytes: u64,
    /// Number of the generation.
    pub generation: u64,
    /// What failed when everything counted already. Nothing is lost by it, and the next build tries it again.
    pub warnings: Vec<String>,
    /// Problems by kind.
    pub problems_by_kind: BTreeMap<ProblemKind, u64>,
    /// The first problems; all of them stand in the index.
    pub problems: Vec<Problem>,
}

/// Problems a report carries itself.
const REPORT_PROBLEMS_MAX: usize = 100;

impl Report {
    /// Counts a problem, and keeps it while it is one of the first.
    pub(super) fn add(&mut self, problem: &Problem) {
        *self.problems_by_kind.entry(problem.kind).or_insert(0) += 1;
        if self.problems.len() < REPORT_PROBLEMS_MAX {
            self.problems.push(problem.clone());
        }
    }

    /// Problems of every kind together.
    pub fn problem_count(&self) -> u64 {
        self.problems_by_kind.values().sum()
    }

    /// Whether files were read and no record of any could be, for what was wrong with them. Records
    /// withdrawn or unchanged were read well enough.
    pub fn nothing_read(&self) -> bool {
        let records = self.articles_added
            + self.articles_updated
            + self.records_unchanged
            + self.records_merged
            + self.records_withdrawn
            + self.withdrawals;
        let wrong = self.problems_by_kind.keys().any(|kind| !kind.is_of_walk());
        self.files_read > 0 && self.files_unchanged == 0 && records == 0 && wrong
    }
}
