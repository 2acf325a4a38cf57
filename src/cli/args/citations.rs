//! The flags of the commands about references and records.
//!
//! They must not know what a flag does.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Flags of commands that list articles for one article.
#[derive(Debug, Args)]
pub struct OfArticleArgs {
    /// The article: a PMID, pmid:…, PMC…, a DOI, doi:…, arxiv:… or key:…
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to print it
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: ListFormat,
    /// Articles to print at most
    #[arg(long, short = 'n', value_name = "N", default_value = "50")]
    pub limit: usize,
}

/// Flags of `similar`.
#[derive(Debug, Args)]
pub struct SimilarArgs {
    /// The article: a PMID, pmid:…, PMC…, a DOI, doi:…, arxiv:… or key:…
    #[arg(value_name = "ID")]
    pub id: String,
    /// What articles are alike by
    #[arg(long, value_enum, default_value = "text", ignore_case = true)]
    pub by: By,
    /// How to print it
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: ListFormat,
    /// Articles to print at most
    #[arg(long, short = 'n', value_name = "N", default_value = "10")]
    pub limit: usize,
}

/// What articles are alike by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Their titles, keywords and headings
    Text,
    /// The works they cite and the articles that cite them
    References,
}

/// Flags of commands about the whole corpus.
#[derive(Debug, Args)]
pub struct OfCorpusArgs {
    /// How to print it
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
    /// Works or articles to print at most
    #[arg(long, short = 'n', value_name = "N", default_value = "20")]
    pub limit: usize,
}

/// Flags of commands about one article that do not list articles.
#[derive(Debug, Args)]
pub struct AboutArgs {
    /// The article: a PMID, pmid:…, PMC…, a DOI, doi:…, arxiv:… or key:…
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to print it
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
}

/// Flags of `problems`.
#[derive(Debug, Args)]
pub struct ProblemsArgs {
    /// How to print them
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: PlainFormat,
}

/// Flags of `eval`.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// What is measured
    #[command(subcommand)]
    pub what: EvalWhat,
}

/// What `eval` measures.
#[derive(Debug, Subcommand)]
pub enum EvalWhat {
    /// How well records of one work are told without their identifiers
    ///
    /// Records of the files that share a PMID or DOI are of one work; the identifiers are hidden from what
    /// compares them.
    Dedup(EvalDedupArgs),
    /// How well references are linked to articles by their text alone
    ///
    /// References of the index whose PMID or DOI is that of an article of the index are linked with their
    /// identifiers hidden.
    Links(EvalLinksArgs),
}

/// Flags of `eval dedup`.
#[derive(Debug, Args)]
pub struct EvalDedupArgs {
    /// Files of records that overlap, and directories of such
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// List the pairs that are wrong and those that were missed
    #[arg(long)]
    pub list: bool,
}

/// Flags of `eval links`.
#[derive(Debug, Args)]
pub struct EvalLinksArgs {
    /// List the links that are wrong and those that were missed
    #[arg(long)]
    pub list: bool,
}

/// How a list of articles is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For reading
    Text,
    /// For programs, in the form of `search --format json`
    Json,
    /// One article id a line
    Ids,
}

/// How anything else is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlainFormat {
    /// For reading
    Text,
    /// For programs
    Json,
}
