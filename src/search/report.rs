//! The record of a strategy that was run: what was searched, how, when, and what it found, in a form that is kept.
//!
//! It must not know how the record is made, nor how it is printed for people.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::Error;
use crate::model::{ArticleId, Status};
use crate::query::limits::{MAX_LINES, MAX_STRATEGY_BYTES};
use crate::query::{Strategy, Syntax};

/// Version of the form.
pub(super) const VERSION: u32 = 1;

/// The longest report that is read.
const REPORT_MAX_BYTES: usize = 64 << 20;
/// Articles that a report lists; of more it has the number and the hash. Nobody screens as many.
pub(super) const ARTICLES_MAX: usize = 100_000;
/// Sources that a report lists.
pub(super) const SOURCES_MAX: usize = 10_000;

/// The record of a strategy that was run, as a review can publish it: the text, every line with its count, what was
/// searched and when, and the articles that the last line found. [`Snapshot::report_strategy`] makes it,
/// [`Snapshot::rerun`] runs it again, [`StrategyDiff`] compares two.
///
/// Written as JSON it is read back by [`read`](Self::read), whoever wrote it.
///
/// [`Snapshot::report_strategy`]: super::Snapshot::report_strategy
/// [`Snapshot::rerun`]: super::Snapshot::rerun
/// [`StrategyDiff`]: super::StrategyDiff
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StrategyReport {
    /// Version of the form; it grows when a key changes its meaning or goes.
    #[serde(rename = "litdex_report")]
    pub version: u32,
    /// The version of litdex that ran it.
    pub litdex: String,
    /// When it was run, in UTC.
    pub date: String,
    /// What the strategy is called: the name of its file.
    pub name: String,
    /// The whole text, as it was run.
    pub strategy: String,
    /// The notation it was read in.
    #[serde(deserialize_with = "syntax")]
    pub syntax: Syntax,
    /// Why in that.
    pub reason: String,
    /// Year of the vocabulary that headings were read by.
    pub vocabulary_year: u16,
    /// What was searched.
    pub index: ReportIndex,
    /// The lines, in their order.
    pub lines: Vec<ReportLine>,
    /// Dates, languages, types and subsets that the last line asks for.
    pub limits: Vec<String>,
    /// What the last line found; `None` where it could not be run.
    pub found: Option<ReportFound>,
}

/// A line of a strategy, as it was run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportLine {
    /// What others refer to it by, such as `#3`.
    pub label: String,
    /// The line as it was written, without its label.
    pub text: String,
    /// How it was read, lines it refers to put in; `None` where it could not be, and where the lines before have taken all
    /// the room there is.
    pub canonical: Option<String>,
    /// Number of articles; `None` where it could not be run.
    pub count: Option<u64>,
    /// What was said about how it was read: what headings became, and how many are below them.
    pub notes: Vec<String>,
    /// Terms that no article has.
    pub unknown: Vec<String>,
    /// Why it could not be run.
    pub error: Option<String>,
}

/// The state of an index that was searched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportIndex {
    /// Number of its generation.
    pub generation: u64,
    /// Number of its last commit.
    pub sequence: u64,
    /// When the generation was built, in UTC.
    pub built: String,
    /// When it was last changed, in UTC.
    pub changed: String,
    /// Hash over the content of all sources: the same corpus, the same snapshot.
    pub snapshot: String,
    /// Number of articles.
    pub articles: u64,
    /// Records that were put together with others of the same work, beside one for each article; `None` where more than
    /// 200,000 articles are made of several records, which are not counted.
    pub duplicates: Option<u64>,
    /// Records that a source withdrew: no article is made of them.
    pub withdrawn: u64,
    /// The files it was made from, at most 10,000.
    pub sources: Vec<ReportSource>,
    /// How many more there are.
    pub other_sources: u64,
}

/// A file that an index was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportSource {
    /// Its path below the corpus, or its whole path where it lies elsewhere.
    pub path: String,
    /// The format it was read as.
    pub format: String,
    /// When it was last modified, in UTC; empty where that is not known.
    pub modified: String,
    /// Records read, and lists of records to be deleted.
    pub records: u64,
    /// Hash of its content.
    pub hash: String,
}

/// What the last line of a strategy found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportFound {
    /// Number of articles.
    pub count: u64,
    /// Number of records these are made of: with the number of articles it tells how many are duplicates.
    pub records: u64,
    /// The records by their sources, at most 10,000.
    pub by_source: BTreeMap<String, u64>,
    /// How many of the articles were retracted.
    pub retracted: u64,
    /// Hash over the ids, whatever their order: the same articles, the same hash.
    pub hash: String,
    /// The articles in the order of their ids; empty where there are more than 100,000.
    pub articles: Vec<ReportArticle>,
}

impl ReportFound {
    /// Whether all articles are listed.
    pub fn is_listed(&self) -> bool {
        self.articles.len() as u64 == self.count
    }
}

/// An article that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportArticle {
    /// Its id.
    pub id: ArticleId,
    /// Hash of what it said.
    #[serde(serialize_with = "hexadecimal", deserialize_with = "of_hexadecimal")]
    pub content: u64,
    /// What notices had done to it.
    #[serde(default, skip_serializing_if = "is_published")]
    pub status: Status,
}

impl StrategyReport {
    /// Reads a report that was written as JSON. It may come from anyone: what is longer than a report can be, or holds
    /// what none does, is refused.
    ///
    /// # Errors
    /// It is no report, or of a later litdex.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Form {
            #[serde(rename = "litdex_report")]
            version: u32,
        }
        let failed = |found: String| Error::Report { found };
        if bytes.len() > REPORT_MAX_BYTES {
            return Err(failed(format!("it has more than {} MB", REPORT_MAX_BYTES >> 20)));
        }
        let not_read = |error: serde_json::Error| failed(error.to_string());
        let form: Form = serde_json::from_slice(bytes).map_err(not_read)?;
        if form.version != VERSION {
            let found = format!("it has form {}, this litdex reads form {VERSION}", form.version);
            return Err(failed(found));
        }
        let mut report: Self = serde_json::from_slice(bytes).map_err(not_read)?;
        report.check().map_err(failed)?;
        Ok(report)
    }

    /// Whether bytes begin as a report that was written as JSON does.
    pub fn is_one(bytes: &[u8]) -> bool {
        let begins = bytes.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        begins.is_some_and(|begins| begins.starts_with(b"\"litdex_report\""))
    }

    /// The strategy, read again in the notation it was read in.
    ///
    /// # Errors
    /// As [`Strategy::parse_as`].
    pub fn parsed(&self) -> Result<Strategy, Error> {
        Ok(Strategy::parse_as(&self.strategy, self.syntax)?)
    }

    /// Checks what everything else relies on.
    fn check(&mut self) -> Result<(), String> {
        if self.strategy.len() > MAX_STRATEGY_BYTES || self.lines.len() > MAX_LINES {
            return Err("its strategy is longer than one may be".to_owned());
        }
        let Some(found) = &mut self.found else { return Ok(()) };
        let is_id = |article: &ReportArticle| {
            let id = article.id.as_str();
            id.parse::<ArticleId>().is_ok_and(|read| read.as_str() == id)
        };
        if let Some(wrong) = found.articles.iter().find(|article| !is_id(article)) {
            let shown: String = wrong.id.as_str().chars().take(80).collect();
            return Err(format!("{shown:?} is no id of an article"));
        }
        found.articles.sort_by(|a, b| a.id.cmp(&b.id));
        found.articles.dedup_by(|a, b| a.id == b.id);
        let listed = found.articles.len() as u64;
        if listed > 0 && listed != found.count {
            return Err(format!("it lists {listed} articles and says it found {}", found.count));
        }
        Ok(())
    }
}

fn syntax<'de, D: Deserializer<'de>>(from: D) -> Result<Syntax, D::Error> {
    let name = String::deserialize(from)?;
    let known = [Syntax::PubMed, Syntax::Ovid, Syntax::Cochrane].into_iter().find(|it| it.name() == name);
    known.ok_or_else(|| D::Error::custom("its syntax is none of pubmed, ovid, cochrane"))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_published(status: &Status) -> bool {
    *status == Status::Published
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn hexadecimal<S: Serializer>(number: &u64, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&format_args!("{number:016x}"))
}

fn of_hexadecimal<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let text = String::deserialize(from)?;
    u64::from_str_radix(&text, 16).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> StrategyReport {
        let article = |id: &str| ReportArticle { id: id.parse().unwrap(), content: 7, ..Default::default() };
        let found = ReportFound {
            count: 2,
            articles: vec![article("pmid:2"), article("doi:10.1000/x")],
            ..ReportFound::default()
        };
        StrategyReport {
            version: VERSION,
            strategy: "sepsis[ti]".into(),
            syntax: Syntax::PubMed,
            found: Some(found),
            ..StrategyReport::default()
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let bytes = serde_json::to_vec_pretty(&report()).unwrap();
        assert!(StrategyReport::is_one(&bytes), "{}", String::from_utf8_lossy(&bytes));
        let read = StrategyReport::read(&bytes).unwrap();
        let ids: Vec<&str> =
            read.found.as_ref().unwrap().articles.iter().map(|article| article.id.as_str()).collect();
        assert_eq!((ids, &read.strategy), (vec!["doi:10.1000/x", "pmid:2"], &report().strategy));
    }

    #[test]
    fn what_is_no_report_is_refused() {
        let json = |change: &dyn Fn(&mut serde_json::Value)| {
            let mut value = serde_json::to_value(report()).unwrap();
            change(&mut value);
            StrategyReport::read(value.to_string().as_bytes()).unwrap_err().to_string()
        };
        let said = [
            json(&|value| value["litdex_report"] = 2.into()),
            json(&|value| value["syntax"] = "plain".into()),
            json(&|value| value["found"]["count"] = 3.into()),
            json(&|value| value["found"]["articles"][0]["id"] = "pmid:\u{1b}[31m".into()),
            json(&|value| value["found"]["articles"][0]["content"] = "zz".into()),
            json(&|value| value["strategy"] = "x".repeat(MAX_STRATEGY_BYTES + 1).into()),
            json(&|value| value["found"]["count"] = serde_json::json!(-1)),
        ];
        insta::assert_snapshot!(said.join("\n").replace("it is no report of a strategy that can be read: ", ""), @r#"
        it has form 2, this litdex reads form 1
        its syntax is none of pubmed, ovid, cochrane at line 1 column 459
        it lists 2 articles and says it found 3
        "pmid:\u{1b}[31m" is no id of an article
        invalid digit found in string at line 1 column 47
        its strategy is longer than one may be
        invalid value: integer `-1`, expected u64 at line 1 column 155
        "#);
        let deep = "[".repeat(1 << 20);
        for bytes in ["", "{", "null", "[]", "{}", "\0", deep.as_str(), "{\"litdex_report\":1e999}"] {
            assert_eq!(StrategyReport::read(bytes.as_bytes()).unwrap_err().code(), "report");
            assert!(!StrategyReport::is_one(bytes.as_bytes()) || bytes.contains("litdex_report"));
        }
    }
}
