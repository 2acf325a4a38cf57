//! Flags of the commands about queries and strategies.
//!
//! They must not know what a command does.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::PlainFormat;
use super::search::{Written, seconds};
use crate::query::Syntax;

/// How a strategy is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Notation {
    /// In PubMed's notation
    Pubmed,
    /// In Ovid's notation
    Ovid,
    /// In the notation of the Cochrane Library
    Cochrane,
}

impl From<Notation> for Syntax {
    fn from(notation: Notation) -> Self {
        match notation {
            Notation::Pubmed => Self::PubMed,
            Notation::Ovid => Self::Ovid,
            Notation::Cochrane => Self::Cochrane,
        }
    }
}

/// Flags of `strategy run`.
#[derive(Debug, Args)]
pub struct StrategyArgs {
    /// The file, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How the lines are written [default: what they show]
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub syntax: Option<Notation>,
    /// How to print the counts
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
    /// Write a record of the run, by the items of PRISMA-S: as JSON, which can be run again, or Markdown, by its ending
    ///
    /// The record has the text, how each line was read and its count, the date, the state of the index and its sources, and
    /// the articles found. A file that is there is replaced only where it is such a record as it was written.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Seconds that all lines together may take; what takes longer is an error [default: 600]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
}

/// Flags of `strategy rerun`.
#[derive(Debug, Args)]
pub struct RerunArgs {
    /// The report, as JSON; or - for standard input
    #[arg(value_name = "REPORT")]
    pub file: PathBuf,
    /// How to print the answer
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
    /// Write a record of this run, as `strategy run` does
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// Flags of `strategy diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// A strategy or a report
    #[arg(value_name = "A")]
    pub a: PathBuf,
    /// Another
    #[arg(value_name = "B")]
    pub b: PathBuf,
    /// How the lines of strategies are written [default: what they show]
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub syntax: Option<Notation>,
    /// How to print the answer
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
}

/// Flags of `strategy check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The file, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How the lines are written [default: what they show]
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub syntax: Option<Notation>,
    /// Articles that the strategy should find: a file with an identifier a line, a PMID, PMC…, a DOI or the like
    #[arg(long, value_name = "FILE")]
    pub known: Option<PathBuf>,
    /// Look at the text alone, and measure nothing
    #[arg(long, conflicts_with = "known")]
    pub no_index: bool,
    /// Show what each term finds, and what it alone adds
    #[arg(long)]
    pub terms: bool,
    /// How to print it
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
}

/// A line of a strategy in the place of a query.
#[derive(Debug, Args)]
pub struct LineArgs {
    /// Take a line of a strategy from a file, or from - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub file: Option<PathBuf>,
    /// The number of the line [default: the last]
    #[arg(long, value_name = "NUMBER")]
    pub line: Option<String>,
}

/// Flags of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The query
    #[arg(value_name = "QUERY", required_unless_present = "file")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub line: LineArgs,
    /// How the query is written [default: what it shows, and plain words where it shows nothing]
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub syntax: Option<Written>,
    /// How to print it
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
}

/// Flags of `why`.
#[derive(Debug, Args)]
pub struct WhyArgs {
    /// The query
    #[arg(value_name = "QUERY", required_unless_present = "file")]
    pub query: Option<String>,
    #[command(flatten)]
    pub line: LineArgs,
    /// The article: an identifier of it
    #[arg(value_name = "ID")]
    pub id: String,
    /// How the query is written [default: what it shows, and plain words where it shows nothing]
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub syntax: Option<Written>,
    /// How to print it
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
}
