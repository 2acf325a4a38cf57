//! The façade: what the library, the command line and every service call.
//!
//! It must not know flags, terminals, HTTP, or how its results are printed.

mod answer;
mod check;
mod citations;
mod compare;
mod difference;
mod error;
mod explain;
mod facets;
mod hits;
mod index;
mod indexer;
mod links;
mod lookup;
mod merged;
mod record;
mod report;
mod request;
mod rerun;
mod sample;
mod similar;
mod snapshot;
mod snippets;
mod status;
mod strategy;
#[cfg(test)]
mod tests;
mod verify;
mod writer;

pub use check::{CheckedLine, CheckedTerm, CountedWord, KnownArticles, MissedArticle, StrategyCheck};
pub use citations::{CitedWork, LinkedReference, RetractedCitations};
pub use compare::Comparison;
pub use difference::{LineDiff, StrategyDiff};
pub use error::Error;
pub use explain::{Explanation, QueryPart};
pub use facets::FacetCounts;
pub use hits::{Hit, Hits, Snippet};
pub use index::Index;
pub use indexer::Indexer;
pub use merged::{MergeStep, Merged, MergedRecord};
pub use report::{ReportArticle, ReportFound, ReportIndex, ReportLine, ReportSource, StrategyReport};
pub use request::{LIMIT_MAX, Search};
pub use rerun::{ArticleChange, ArticleFate, IndexChange, Rerun, RerunLine};
pub use sample::Sample;
pub use similar::{Similar, SimilarBy};
pub use snapshot::Snapshot;
pub use status::IndexStatus;
pub use strategy::{StrategyRow, StrategyRun};
pub use writer::Writer;
