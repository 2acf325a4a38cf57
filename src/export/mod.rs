//! Answers in the forms that others read: articles for reference managers and citation processors, hits for programs,
//! spreadsheets, evaluations and browsers.
//!
//! Writers take one article or hit after the other, so that any number of them takes little memory. All text that came
//! from a corpus is data: each form makes it harmless in its own way.
//!
//! ```
//! # let directory = tempfile::tempdir()?;
//! # let path = directory.path().join("index");
//! # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
//! use litdex::{Index, LIMIT_MAX, Search, export};
//!
//! let snapshot = Index::open(&path)?.snapshot();
//! let all = Search::new("hypoxemia").limit(LIMIT_MAX);
//! let mut ris = Vec::new();
//! export::articles(&snapshot, &all, export::ArticleForm::Ris, &mut ris)?;
//! assert!(ris.starts_with(b"TY  - JOUR"));
//!
//! let mut table = Vec::new();
//! export::hits(&snapshot, &all, &mut export::Csv::new(&mut table))?;
//! assert!(table.starts_with(b"rank,id,pmid"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It must not know flags or terminals.

mod bibtex;
pub(crate) mod citation;
mod csl;
mod html;
pub(crate) mod json;
mod kind;
mod nbib;
pub(crate) mod notice;
mod report;
mod ris;
mod stream;
mod table;
mod tame;
mod trec;
pub(crate) mod units;

use std::io::{self, Write};

use crate::model::Article;
use crate::{Error, Hit, Hits};

pub use citation::{reference, reference_and_ids};
pub use html::Html;
pub use json::{Json, JsonLines};
#[cfg(feature = "cli")]
pub(crate) use report::is_untouched_report;
pub use report::{is_report, report};
pub use stream::{articles, each_hit, hits};
pub use table::{Csv, Ids};
pub use tame::{tame, tame_char, tame_lines};
pub use trec::Trec;

/// Why an answer could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The search failed.
    #[error(transparent)]
    Search(#[from] Error),
    /// It could not be written where it was to go.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// Writes the answer to a search hit by hit.
pub trait HitWriter {
    /// Writes what stands above the hits, given what is known of all and how many will come.
    ///
    /// # Errors
    /// The writer's own.
    fn begin(&mut self, known: &Hits, shown: usize) -> io::Result<()> {
        let _ = (known, shown);
        Ok(())
    }

    /// Writes the next hit.
    ///
    /// # Errors
    /// The writer's own.
    fn hit(&mut self, hit: &Hit) -> io::Result<()>;

    /// Writes what stands below the hits.
    ///
    /// # Errors
    /// The writer's own.
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes an answer whose hits are all at hand.
///
/// # Errors
/// The writer's own.
pub fn write_hits(hits: &Hits, writer: &mut dyn HitWriter) -> io::Result<()> {
    writer.begin(hits, hits.hits.len())?;
    hits.into_iter().try_for_each(|hit| writer.hit(hit))?;
    writer.end()
}

/// The forms whole articles are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArticleForm {
    /// RIS, for reference managers.
    Ris,
    /// NBIB, PubMed's own form for them.
    Nbib,
    /// BibTeX in UTF-8, no two entries with one key.
    Bibtex,
    /// CSL-JSON (CSL 1.0.2), one list.
    CslJson,
    /// litdex's own form, a line each, which holds all there is; see [`jsonl`](crate::formats::jsonl).
    JsonLines,
}

/// Writes articles one after the other.
///
/// ```
/// use litdex::export::{ArticleForm, ArticleWriter};
/// use litdex::model::Article;
/// let mut out = Vec::new();
/// let mut writer = ArticleWriter::new(ArticleForm::Nbib, &mut out);
/// writer.article(&Article { title: "A case".into(), ..Article::default() })?;
/// writer.end()?;
/// assert_eq!(String::from_utf8_lossy(&out), "TI  - A case\n\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct ArticleWriter<'o> {
    form: ArticleForm,
    out: &'o mut dyn Write,
    entries: bibtex::Entries,
    list: csl::List,
}

impl<'o> ArticleWriter<'o> {
    /// Nothing is written yet.
    pub fn new(form: ArticleForm, out: &'o mut dyn Write) -> Self {
        Self { form, out, entries: bibtex::Entries::default(), list: csl::List::new() }
    }

    /// Writes an article.
    ///
    /// # Errors
    /// The writer's own.
    pub fn article(&mut self, article: &Article) -> io::Result<()> {
        match self.form {
            ArticleForm::Ris => ris::write(article, self.out),
            ArticleForm::Nbib => nbib::write(article, self.out),
            ArticleForm::Bibtex => self.entries.write(article, self.out),
            ArticleForm::CslJson => self.list.write(article, self.out),
            ArticleForm::JsonLines => json::article(article, self.out),
        }
    }

    /// Writes what stands below the last article.
    ///
    /// # Errors
    /// The writer's own.
    pub fn end(&mut self) -> io::Result<()> {
        if self.form == ArticleForm::CslJson { self.list.end(self.out) } else { Ok(()) }
    }
}
