//! Flags of the commands about queries and strategies.
//!
//! They must not know what a command does.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::PlainFormat;
use super::search::Written;
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
}

/// Flags of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The query
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
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
    #[arg(value_name = "QUERY")]
    pub query: String,
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
