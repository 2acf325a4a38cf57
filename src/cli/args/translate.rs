//! Flags of `translate`.
//!
//! They must not know what a notation can say.

use std::path::PathBuf;

use clap::Args;

use super::PlainFormat;
use super::query::Notation;
use super::search::Written;

/// Write a query, or each line of a strategy, in the notation of another system
///
/// What the other system can say exactly is said so: fields, headings, distances, lines that a line refers to. What it
/// cannot is told on stderr, with how the whole changes: it finds more, less or others. A line with a part that cannot be
/// said at all is not printed, nor is one that refers to it. Names of headings become those of MeSH.
///
/// The exit code is 0 where everything is said exactly, 1 where something is said otherwise, 2 where a line has no
/// translation.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  litdex translate '\"lung injury\"[tiab:~2] AND sepsis[mh]' --to ovid\n  litdex translate --file ovid.txt --to pubmed --check\n  pbpaste | litdex translate --file - --to cochrane"
)]
pub struct TranslateArgs {
    /// The query; several arguments are joined by blanks
    #[arg(value_name = "QUERY", required_unless_present = "file")]
    pub query: Vec<String>,
    /// Translate each line of a strategy, from a file or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub file: Option<PathBuf>,
    /// The notation to translate to
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub to: Notation,
    /// How the query is written [default: what it shows, and pubmed where it shows nothing]
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub syntax: Option<Written>,
    /// Search the index for both, and say where they find different articles; headings are read as the index does
    #[arg(long)]
    pub check: bool,
    /// How to print it
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
}
