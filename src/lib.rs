//! litdex: full-text search over scientific and biomedical articles, as a library.
//!
//! Point it at a directory of articles, build an index, ask.
//!
//! ```
//! # let directory = tempfile::tempdir()?;
//! # let path = directory.path().join("index");
//! litdex::Indexer::new("corpus", &path).ingest(&|_| {})?;
//! for hit in &litdex::Index::open(&path)?.search("refractory hypoxemia")? {
//!     println!("{}. {} ({})", hit.rank, hit.title, hit.id);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Index`] answers: it is `Send + Sync`, cheap to clone, takes no lock, needs no right to write and
//! follows what other processes write. [`Indexer`] builds and updates from files, a [`Writer`] from a
//! program. Nothing here prints, panics on any input, or keeps global state; a program that embeds litdex
//! turns the default feature `cli` off and leaves everything a terminal needs out.
//!
//! # In a program
//!
//! * *Async*: calls block, on the disk and the processor. Under an executor hand them to its threads for blocking work
//!   (tokio's `spawn_blocking`), with a clone of the [`Index`] each; `examples/service.rs` does. A
//!   [`timeout`](Search::timeout) or a [`cancel`](Limits::cancel) ends a search whose asker is gone.
//! * *`panic = "abort"`*: damaged files are errors by their checksums, before anything is made of them. Behind that
//!   stands a second guard, which turns a panic of the engine below into an error: with `abort` it cannot.
//! * *Several processes*: any number may read while one writes. A second writer is refused at once
//!   ([`code`](Error::code) `index-locked`) and waits for nothing; the lock ends with its process. Readers follow what
//!   is committed within a twentieth of a second, a [`Snapshot`] never. An index on a file system without atomic
//!   renames, locks or shared memory maps (some network file systems) is not safe.
//! * *Later versions*: enumerations and what the library gives may gain variants and fields. An
//!   [`Article`](model::Article) and what it is made of are made with `..Default::default()`.
//!
//! # The house
//!
//! Each floor knows only those below it; `tests/floors` holds it so.
//!
//! ```text
//! 9  main.rs             exit codes
//! 8  cli · internals     flags, commands, printing · what only litdex's own tests look at
//! 7  eval                measures on files anyone has; serving will live here too
//! 6  export              answers in the forms that others read
//! 5  search              the façade: Index, Indexer, Search, Hits
//! 4  corpus · engine     files -> index · plans -> records, scores, counts; where they are kept
//! 3  formats · query · index     file -> articles · text -> tree · what every engine has in common
//!    vocabulary          headings, and what is below them
//! 2  model · text        what an article is · text -> words
//! 1  error · clock
//! ```
//!
//! * [`formats`] turns a file into articles and located problems; it knows nothing of an index.
//! * [`query`] turns text into a tree with spans; it knows nothing of an index either, nor of words.
//! * `text` turns text into words, the same for articles, queries and snippets; it knows no article.
//! * [`vocabulary`] is MeSH: headings, what lies below them, and the names that lead to them; it knows no query.
//! * [`model`] is the article itself; it knows no format.
//! * `index` says, for every engine, what columns an index has, what is kept of an article, what a plan is, and
//!   by what interfaces an engine is known: `Home`, `Snapshot`, `Writer`, `Works`. It knows no engine.
//! * `corpus` reads files, analyses articles on several threads, and has a generation written. `engine` and it
//!   know each other by the interfaces of `index` alone.
//! * `engine` reads the names of headings in a query by the [`vocabulary`], and compiles the query into a plan, which
//!   is the same for every engine. It has a local engine that keeps generations on disk (words in tantivy, articles in
//!   a store of their own) and answers from them; no other module may name tantivy. Its positional matcher reads
//!   posting lists and freshly analysed text alike, so matching, counting and highlighting cannot disagree.
//! * `search` puts it together: every answer, with its references, statuses and snippets, is of one snapshot. It
//!   is given a home by `engine` and asks no engine for anything else.
//! * [`export`] writes hits and articles in the forms that others read, one after the other.
//! * `eval` measures how well records and references are matched.
//!
//! # How a query is matched and ranked
//!
//! A *plain* query (words only) matches by stem in any field; every word must occur, and where fewer than a
//! page of articles have all of them, articles with some follow, each saying which words it lacks.
//! Anything tagged, quoted, truncated or joined by operators matches exact words (folded in case,
//! diacritics and width), as PubMed does; see [`query`] for the language. Compounds such as `COVID-19`
//! match written together, hyphenated or apart.
//!
//! The order is BM25 over one bag of stems (title three times, keywords, headings, abstract), with the full
//! text in a second bag of lower weight. Ties go to the newer year, then to the smaller id: the same corpus
//! gives the same hits in the same order however often it is rebuilt.

// Tests of the library and of its face share files, which name it from outside.
#[cfg(test)]
extern crate self as litdex;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod clock;
mod corpus;
mod engine;
pub mod error;
#[cfg(any(feature = "cli", feature = "internals"))]
mod eval;
pub mod export;
pub mod formats;
mod index;
#[cfg(feature = "internals")]
pub mod internals;
pub mod model;
pub mod query;
mod search;
mod text;
pub mod vocabulary;

pub use corpus::{CorpusError, Progress, Report, Stage};
pub use index::{
    EngineError, Exhausted, Facet, IndexError, Limits, Matching, ProximityError, Sort, Source, Verified,
};
pub use search::{
    ArticleChange, ArticleFate, CheckedLine, CheckedTerm, CitedWork, Comparison, CountedWord, Error,
    Explanation, FacetCounts, Hit, Hits, Index, IndexChange, IndexStatus, Indexer, KnownArticles, LIMIT_MAX,
    LineDiff, LinkedReference, MergeStep, Merged, MergedRecord, MissedArticle, QueryPart, ReportArticle,
    ReportFound, ReportIndex, ReportLine, ReportSource, Rerun, RerunLine, RetractedCitations, Sample, Search,
    Similar, SimilarBy, Snapshot, Snippet, StrategyCheck, StrategyDiff, StrategyReport, StrategyRow,
    StrategyRun, Writer,
};
