//! The flags of `search`.
//!
//! It must not know what a flag does, nor which of them go together beyond what clap can say.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::query::{Syntax, Years, parse_years};
use crate::{Facet, Sort};

const EXAMPLES: &str = "\
Examples:
  litdex search refractory hypoxemia
  litdex search '\"respiratory failure\"[ti] AND (ecmo OR ventilat*)'
  litdex search sepsis --type 'Randomized Controlled Trial' --year 2019:
  litdex search sepsis --limit all --format bibtex > sepsis.bib
  litdex search --topics queries.jsonl > run.trec";

const LONG: &str = concat!(
    "\
Examples:
  litdex search refractory hypoxemia
  litdex search '\"respiratory failure\"[ti] AND (ecmo OR ventilat*)'
  litdex search sepsis --type 'Randomized Controlled Trial' --year 2019:
  litdex search sepsis --limit all --format bibtex > sepsis.bib
  litdex search --topics queries.jsonl > run.trec

The query:
  Plain words are all looked for; where fewer articles than a page have all,
  articles with some follow. AND, OR, NOT in capitals, parentheses,
  \"phrases\", word* and tags such as [ti] are PubMed's. The shell takes
  quotes for itself: put single quotes around the query. After -- nothing is
  taken for a flag.

",
    include_str!("../../export/json_form.txt")
);

/// Search the index
///
/// Words, phrases and operators in PubMed's notation. Where there is no index yet it is built from the
/// corpus first. The exit code is 0 where something is found, 1 where nothing is, 2 on an error.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, after_long_help = LONG)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub struct SearchArgs {
    /// Words and operators; several arguments are joined by blanks
    ///
    /// May be left out where --year, --type, --lang, --journal, --field or --exclude-retracted say which articles
    /// are meant.
    #[arg(value_name = "QUERY", required_unless_present_any = [
        "file", "topics", "year", "types", "languages", "journals", "fields", "exclude_retracted",
    ])]
    pub query: Vec<String>,
    /// Search for the last line of a strategy of several lines, from a file or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "topics"])]
    pub file: Option<PathBuf>,
    /// With --file, print the number of articles of every line before the hits; on stderr where these are for programs
    #[arg(long)]
    pub lines: bool,
    /// How the query is written [default: what it shows, and plain words where it shows nothing; with --topics plain, but for topics with quotes, a tag or a *]
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub syntax: Option<Written>,
    /// How to print the answer [default: text; trec with --topics]
    #[arg(long, short, value_enum, ignore_case = true)]
    pub format: Option<Format>,
    /// With --format csv, a table that Excel opens right: marked as UTF-8, and no cell is taken for a formula
    #[arg(long)]
    pub excel: bool,
    /// Hits to print at most; `all` prints or exports every one [default: 10; 1000 a topic with --topics]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<Limit>,
    /// Hits to skip
    #[arg(long, value_name = "N", default_value = "0")]
    pub offset: usize,
    /// Print a random sample of so many of all articles found, the same each time for the same --seed
    ///
    /// Which articles are drawn depends on the seed and their ids alone, not on the order of the hits or the index; a smaller
    /// sample is part of a larger one.
    #[arg(long, value_name = "N", conflicts_with_all = ["limit", "offset", "count", "topics"])]
    pub sample: Option<usize>,
    /// What the sample is drawn by: another number is another sample
    #[arg(long, value_name = "NUMBER", default_value = "0", requires = "sample")]
    pub seed: u64,
    /// Order of the hits
    #[arg(long, value_name = "ORDER", default_value = "best", value_parser = sort_parser())]
    pub sort: Sort,
    /// Print only the number of articles found: of plain words, of those with all
    #[arg(long, conflicts_with_all = ["format", "topics"])]
    pub count: bool,
    /// How many of the words of a plain query an article must have [default: auto; any with --topics]
    #[arg(long = "match", value_name = "HOW", value_enum)]
    pub matching: Option<Match>,
    /// Year or years of publication: 2020, 2019:2022 or 2019-2022, 2019: or :2022
    #[arg(long, value_name = "YEARS", value_parser = years)]
    pub year: Option<Years>,
    /// Publication type, such as `Review`, with those below it in MeSH; given several times, any of them
    #[arg(long = "type", value_name = "TYPE")]
    pub types: Vec<String>,
    /// Language, by its code of three letters or its English name; given several times, any of them
    #[arg(long = "lang", value_name = "CODE")]
    pub languages: Vec<String>,
    /// Journal, by title, abbreviation or ISSN; given several times, any of them
    #[arg(long = "journal", value_name = "JOURNAL")]
    pub journals: Vec<String>,
    /// Field of one's own and what it holds, letter by letter; given several times for one name, any of them
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = own_field)]
    pub fields: Vec<(String, String)>,
    /// Count what is found by year, journal, type, language, heading, status or field:NAME; several times, by each
    #[arg(long = "facet", value_name = "FACET", conflicts_with = "topics")]
    pub facets: Vec<Facet>,
    /// Values to show of each facet at most
    #[arg(long, value_name = "N", default_value = "10", requires = "facets")]
    pub facet_values: usize,
    /// Leave out articles that were retracted
    #[arg(long)]
    pub exclude_retracted: bool,
    /// Sentences to show of each hit at most; 0 for none
    #[arg(long, value_name = "N", default_value = "2")]
    pub snippets: usize,
    /// Seconds that finding the hits may take, such as 5 or 0.5; a search that takes longer is an error
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
    /// Run many queries: a file of lines {"_id": …, "text": …}
    ///
    /// Prints a TREC run (`qid Q0 docid rank score litdex`), or with --format jsonl the hits with their
    /// qid. A docid is the record's own id in its source, else the article id; white space in an id becomes
    /// `_`. Scores fall strictly, so that a tool that sorts by them keeps the order. A topic with quotes, a tag
    /// or a `*` that cannot be read is searched as plain words, which is said on stderr; what takes too much ends
    /// the run.
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub topics: Option<PathBuf>,
}

/// How the answer of a search is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Text,
    /// The answer as one JSON document
    Json,
    /// One hit a line as JSON
    Jsonl,
    /// One article id a line
    Ids,
    /// A table with a header, as CSV
    Csv,
    /// RIS, for reference managers
    Ris,
    /// NBIB, PubMed's own form for reference managers
    Nbib,
    /// BibTeX, for LaTeX
    Bibtex,
    /// CSL-JSON, for citation processors
    CslJson,
    /// A page of its own, as HTML
    Html,
    /// A TREC run; the qid of a single query is 1
    Trec,
}

/// How a query is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Written {
    /// In PubMed's notation
    Pubmed,
    /// In Ovid's notation
    Ovid,
    /// In the notation of the Cochrane Library
    Cochrane,
    /// As plain words, whatever else they may mean
    Plain,
}

impl From<Written> for Syntax {
    fn from(written: Written) -> Self {
        match written {
            Written::Pubmed => Self::PubMed,
            Written::Ovid => Self::Ovid,
            Written::Cochrane => Self::Cochrane,
            Written::Plain => Self::Plain,
        }
    }
}

/// How many of a plain query's words an article must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Match {
    /// All; where too few articles for a page have all, those with some follow
    Auto,
    /// All
    All,
    /// One at least
    Any,
}

/// Hits wanted at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many.
    Of(usize),
    /// Every one.
    All,
}

impl std::str::FromStr for Limit {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            _ => text.parse().map(Self::Of).map_err(|_| "expected a number, or `all`".to_owned()),
        }
    }
}

fn own_field(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').filter(|(name, _)| !name.is_empty());
    let (name, value) = parts.ok_or("expected a name and a value, such as section=Letters")?;
    Ok((name.to_owned(), value.to_owned()))
}

pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds: &f64| *seconds > 0.0);
    let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    duration.ok_or_else(|| "expected a number of seconds above 0, such as 5 or 0.5".to_owned())
}

fn years(text: &str) -> Result<Years, String> {
    parse_years(text).map_err(|error| match &error.help {
        Some(help) => format!("{error}; {help}"),
        None => error.to_string(),
    })
}

fn sort_parser() -> impl TypedValueParser<Value = Sort> {
    PossibleValuesParser::new(Sort::NAMES.map(|(name, _)| name)).try_map(|name| name.parse::<Sort>())
}
