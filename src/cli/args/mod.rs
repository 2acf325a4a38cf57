//! The flags as clap reads them: names, forms and help, and nothing that follows from them.
//!
//! The help of the program, the completions, the manual page and the reference of flags are all made from
//! here. It must not know what a flag does; no value is looked up, no file opened.

mod citations;
mod query;
mod search;
mod translate;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use citations::{
    AboutArgs, By, EvalArgs, EvalWhat, ListFormat, OfArticleArgs, OfCorpusArgs, PlainFormat, ProblemsArgs,
    SimilarArgs,
};
pub use query::{CheckArgs, DiffArgs, ExplainArgs, LineArgs, RerunArgs, StrategyArgs, WhyArgs};
pub use search::{Format, Limit, Match, SearchArgs, Written};
pub use translate::TranslateArgs;

/// Full-text search over biomedical articles
///
/// litdex reads the articles of a directory (the corpus) into an index and searches it in PubMed's
/// notation.
#[derive(Debug, Parser)]
#[command(name = "litdex", version, after_help = EXAMPLES, after_long_help = AFTER)]
pub struct Cli {
    /// Flags that go with every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  litdex search refractory hypoxemia
  litdex search '\"lung injury\"[ti] AND sepsis' --year 2019: --sort newest
  litdex show pmid:33514542
  litdex rebuild --corpus articles --index articles.index";

const AFTER: &str = "\
Examples:
  litdex search refractory hypoxemia
  litdex search '\"lung injury\"[ti] AND sepsis' --year 2019: --sort newest
  litdex show pmid:33514542
  litdex rebuild --corpus articles --index articles.index

Exit codes:
  0  something was found, or done
  1  nothing was found
  2  an error, also of the command line; or `verify` found faults

Environment:
  LITDEX_CORPUS, LITDEX_INDEX  directories, where no flag names them
  NO_COLOR                     no colour, unless --color always
  COLUMNS                      width of text that goes to no terminal (default 80)";

/// Flags that go with every command, before or after its name.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Directory of the articles
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "LITDEX_CORPUS",
        default_value = "corpus",
        hide_env_values = true
    )]
    pub corpus: PathBuf,
    /// Directory of the index; searches and lists may be of several, each after --index
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "LITDEX_INDEX",
        default_value = "index",
        hide_env_values = true
    )]
    pub index: Vec<PathBuf>,
    /// Print answers and errors only: no progress, notes or summaries
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value = "auto")]
    pub color: ColorWhen,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the index up to date with the corpus
    ///
    /// Files that have not changed are passed over, articles of changed files are replaced, those of
    /// removed files go. Without an index it builds one. Files and directories outside the corpus can be
    /// named; the index remembers them.
    ///
    /// The exit code is 0 also where some records could not be read (they are listed), and 2 where none
    /// could.
    #[command(after_help = "Examples:\n  litdex ingest\n  litdex ingest downloads/pubmed25n0001.xml.gz")]
    Ingest(IngestArgs),
    /// Build the index anew from the whole corpus
    ///
    /// The index in use stays in use until the new one is complete, and is kept for `litdex rollback`.
    #[command(
        after_help = "Examples:\n  litdex rebuild\n  litdex rebuild --corpus articles --index articles.index"
    )]
    Rebuild(RebuildArgs),
    /// Search the index
    Search(Box<SearchArgs>),
    /// Tell how queries are written, with examples in each notation
    Query,
    /// Say how a query is understood, and how many articles each part of it finds
    #[command(
        after_help = "Examples:\n  litdex explain '(sepsis OR \"septic shock\"[ti]) AND vasopressin'\n  litdex explain 'exp Sepsis/ and (lung adj3 injury).tw.'\n  litdex explain --file strategy.txt --line 12"
    )]
    Explain(ExplainArgs),
    /// Say why a query finds an article, or which part of it keeps it from being found
    ///
    /// The exit code is 0 where the article is found, 1 where it is not.
    #[command(
        allow_missing_positional = true,
        after_help = "Examples:\n  litdex why 'sepsis[ti] NOT review[pt]' 33514542\n  litdex why --file strategy.txt 33514542"
    )]
    Why(WhyArgs),
    /// Run search strategies of several lines
    Strategy {
        /// What is to be done.
        #[command(subcommand)]
        what: StrategyWhat,
    },
    /// Write a query, or each line of a strategy, in the notation of another system
    Translate(TranslateArgs),
    /// Show the subject headings (MeSH) that queries are read by, or import others
    ///
    /// Without more it says of what year they are, how many there are and where they come from: those the index keeps,
    /// or those that litdex brings with it.
    Vocabulary {
        /// What is to be done.
        #[command(subcommand)]
        what: Option<VocabularyWhat>,
    },
    /// Show articles whole
    #[command(
        after_help = "Examples:\n  litdex show 33514542\n  litdex show doi:10.1000/xyz --format bibtex"
    )]
    Show(ShowArgs),
    /// List the references of an article, and the articles of the corpus they are
    #[command(after_help = "Example:\n  litdex refs pmid:33514542")]
    Refs(AboutArgs),
    /// List the articles of the corpus that an article cites
    Cites(OfArticleArgs),
    /// List the articles that cite a work, whether or not the corpus has it
    #[command(
        after_help = "Examples:\n  litdex cited-by 33514542\n  litdex cited-by doi:10.1056/NEJMoa2021436"
    )]
    CitedBy(OfArticleArgs),
    /// List the works that most articles cite and that the corpus lacks
    Missing(OfCorpusArgs),
    /// List articles like an article
    Similar(SimilarArgs),
    /// List the retracted articles of the corpus that others of it cite, and those
    RetractedCitations(OfCorpusArgs),
    /// Say which records an article is made of, and why they are of one work
    WhyMerged(AboutArgs),
    /// List the articles that are made of several records
    Duplicates(OfCorpusArgs),
    /// List every problem found in the sources, one a line
    Problems(ProblemsArgs),
    /// Measure how well records and references are matched
    #[command(after_help = "Examples:\n  litdex eval dedup exports/\n  litdex eval links")]
    Eval(EvalArgs),
    /// Say what the index holds and what it was made from
    Status(StatusArgs),
    /// Read the whole index back and check it
    ///
    /// Checksums of all files, every article, and whether articles are found by their own words. Faults are
    /// listed, and the exit code is 2 where there are any.
    Verify,
    /// Put the index before the present one into use again
    Rollback,
    /// Print a completion script for a shell
    #[command(
        after_help = "Example:\n  litdex completions bash > ~/.local/share/bash-completion/completions/litdex"
    )]
    Completions(CompletionArgs),
    /// Print the manual page
    #[command(after_help = "Example:\n  litdex man > litdex.1")]
    Man,
}

/// What is done with a strategy.
#[derive(Debug, Subcommand)]
pub enum StrategyWhat {
    /// Say how many articles each line of a strategy finds
    ///
    /// A line is a query in PubMed's or Ovid's notation, and may refer to those above it (#1 AND #2; 1 and 2, or/1-5).
    /// Which notation it is the lines show, and it is told. Lines may be numbered; those that are not count from 1. A line that cannot be read is told, and the others run. The exit code is 0
    /// where the last line finds something, 1 where it finds nothing, 2 where a line cannot be read.
    #[command(
        after_help = "Examples:\n  litdex strategy run strategy.txt\n  pbpaste | litdex strategy run - --format json\n  litdex strategy run strategy.txt --report search.json"
    )]
    Run(StrategyArgs),
    /// Run a recorded strategy again, and name the articles that make a difference
    ///
    /// The record is a report that `strategy run --report` wrote as JSON. The same text is run in the same notation. A +
    /// stands before an article that is found now and was not, a - before one that was and is not, a = before one that is
    /// found still and is not what it was. The exit code is 0 where every line finds as many as then and the last one the
    /// same articles, 1 where not, 2 where it could not be run.
    #[command(after_help = "Example:\n  litdex strategy rerun search.json")]
    Rerun(RerunArgs),
    /// Compare two strategies: their lines, and the articles that one, the other or both find
    ///
    /// Each may be a strategy, which is run, or a report of one, which is taken as it was run. The exit code is 0 where there
    /// is no difference, 1 where there is one, 2 where a last line could not be run.
    #[command(
        after_help = "Examples:\n  litdex strategy diff first.txt second.txt\n  litdex strategy diff 2025.json 2026.json --format json"
    )]
    Diff(DiffArgs),
    /// Say what is wrong with a strategy, and what each of its lines and terms finds
    ///
    /// Spelling, operators, line numbers, truncation, headings: what published strategies are known to get wrong, each
    /// told at its place. With an index it is measured: terms that find nothing or add nothing, forms and names that
    /// would add articles, and with --known which articles are missed because of which line. Without an index the text
    /// alone is looked at, and that is said. The exit code is 0 where there are but hints, 1 where there are warnings, 2
    /// where a line cannot be read.
    #[command(
        after_help = "Examples:\n  litdex strategy check strategy.txt\n  litdex strategy check ovid.txt --known included.txt --terms\n  pbpaste | litdex strategy check - --no-index"
    )]
    Check(CheckArgs),
}

/// What is done with the vocabulary.
#[derive(Debug, Subcommand)]
pub enum VocabularyWhat {
    /// Show a heading: its other names, its places in the tree, what is below it
    ///
    /// The exit code is 1 where there is no such heading; those nearest to it are named.
    #[command(
        after_help = "Examples:\n  litdex vocabulary show heart failure\n  litdex vocabulary show D006333"
    )]
    Show {
        /// The heading, one of its entry terms, or its UI
        #[arg(value_name = "NAME", required = true)]
        name: Vec<String>,
    },
    /// Read MeSH of another year, as NLM publishes it, and have the index use it from now on
    ///
    /// The file is that of the descriptors in XML, such as desc2025.xml, plain or packed by gzip. Later builds keep it.
    #[command(after_help = "Example:\n  litdex vocabulary import desc2025.gz --index articles.index")]
    Import {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Flags of `ingest`.
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// Files and directories to read; the corpus where none is given
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Compare every file by what it holds, even one that has the size and time it had when it was read
    #[arg(long)]
    pub check: bool,
    #[command(flatten)]
    pub effort: Effort,
}

/// What a build may take of the machine.
#[derive(Debug, Default, Clone, Copy, Args)]
pub struct Effort {
    /// Threads that analyse articles; half as many read [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub threads: Option<u16>,
    /// Memory for postings, in MB; with the rest a build takes up to 150 MB more [default: 80 a thread]
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u32).range(16..=1_000_000))]
    pub memory: Option<u32>,
    /// Follow links that lead out of the corpus
    #[arg(long)]
    pub follow: bool,
}

/// Flags of `rebuild`.
#[derive(Debug, Args)]
pub struct RebuildArgs {
    /// Go on where a file outside the corpus is gone, or what the index was made from cannot be told, and lose it
    #[arg(long)]
    pub forget_missing: bool,
    #[command(flatten)]
    pub effort: Effort,
}

/// Flags of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The articles: a PMID, pmid:…, PMC…, a DOI, doi:…, arxiv:… or key:… each
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// How to print them
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: ShowFormat,
}

/// How an article is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For reading
    Text,
    /// Everything the index holds of it, in one line that `ingest` reads
    Json,
    /// RIS, for reference managers
    Ris,
    /// NBIB, PubMed's own form for reference managers
    Nbib,
    /// BibTeX, for LaTeX
    Bibtex,
    /// CSL-JSON, for citation processors
    CslJson,
}

/// Flags of `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// How to print it
    #[arg(long, short, value_enum, default_value = "text", ignore_case = true)]
    pub format: StatusFormat,
    /// List every problem found in the sources, one a line, and nothing else
    #[arg(long)]
    pub problems: bool,
}

/// How the status is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// For reading
    Text,
    /// For programs
    Json,
}

/// Flags of `completions`.
#[derive(Debug, Args)]
pub struct CompletionArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
