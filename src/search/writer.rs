//! Putting articles into an index from a program.
//!
//! It must not know how they are put together with those of files.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use super::error::Error;
use super::index::Index;
use super::indexer::Indexer;
use crate::corpus::{Batch, Report, put};
use crate::formats::{Item, Problem, take_article};
use crate::index::program_source;
use crate::model::Article;

/// Puts articles into an index, replaces them and takes them out: a source of its own beside the files of the corpus.
///
/// What is put is put together with the records of files as these are with each other: one article a work. It is
/// stored in the index, stays through every ingest, and a rebuild takes it over. Nothing counts before
/// [`commit`](Self::commit), which makes all of it count or nothing; until then it is held in memory.
///
/// An article is put under its `origin.source_id` where the program gives one, otherwise under its
/// [id](crate::model::ArticleId): `pmid:`, `doi:`, or `key:` and a hash of its content. What is put under an id takes
/// the place of what the same source had under it.
///
/// ```
/// use litdex::{Index, model::Article};
/// # let directory = tempfile::tempdir()?;
/// let index = Index::open_or_create(directory.path().join("index"))?;
/// let mut writer = index.writer("journal")?;
/// let mut article = Article { title: "Refractory hypoxemia".into(), ..Article::default() };
/// article.origin.source_id = "submission-17".into();
/// writer.put([article]);
/// assert_eq!(writer.commit()?.articles_added, 1);
/// assert_eq!(index.search("hypoxemia")?.total, 1);
///
/// writer.delete(["submission-17"]);
/// assert_eq!(writer.commit()?.articles, 0);
/// assert_eq!(index.search("hypoxemia")?.total, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Writer {
    index: Index,
    indexer: Indexer,
    source: String,
    batch: Batch,
    problems: BTreeMap<String, Vec<Problem>>,
}

impl Index {
    /// A program's own source, to put articles into the index and take them out; see [`Writer`].
    ///
    /// # Errors
    /// The name is empty, longer than 200 bytes or has control characters.
    pub fn writer(&self, name: &str) -> Result<Writer, Error> {
        Writer::of(self.clone(), Indexer::over(Path::new(""), self.home()), name)
    }
}

/// The longest name of a source, in bytes.
const NAME_MAX_BYTES: usize = 200;

impl Writer {
    fn of(index: Index, indexer: Indexer, name: &str) -> Result<Self, Error> {
        if name.is_empty() || name.len() > NAME_MAX_BYTES || name.contains(char::is_control) {
            return Err(Error::SourceName { found: name.chars().take(40).collect() });
        }
        let (batch, problems) = Default::default();
        Ok(Self { index, indexer, source: program_source(name), batch, problems })
    }

    /// Puts articles, each in the place of what the source has under its id. What is wrong with one, such as a list
    /// that is too long, stands in the report of the commit.
    pub fn put(&mut self, articles: impl IntoIterator<Item = Article>) {
        for article in articles {
            let (mut taken, mut problems) = (None, Vec::new());
            take_article(article, &self.source, &mut |item| {
                match item {
                    Item::Article(article) => taken = Some(*article),
                    Item::Problem(problem) => problems.push(problem),
                    Item::Deletion(_) => {}
                }
                ControlFlow::Continue(())
            });
            let Some(article) = taken else { continue };
            self.problems.insert(article.own_id().to_owned(), problems);
            self.batch.insert(article.own_id().to_owned(), Some(article));
        }
    }

    /// Takes out what the source has under these ids. Where it has nothing under an id that is an article's, it takes
    /// out its records of that article. An article that another source holds too stays, without what this one said.
    pub fn delete<I: AsRef<str>>(&mut self, ids: impl IntoIterator<Item = I>) {
        for id in ids {
            self.problems.remove(id.as_ref());
            self.batch.insert(id.as_ref().to_owned(), None);
        }
    }

    /// Makes everything since the last commit count, durably, and answers from it: when this returns, every handle
    /// that shares the writer's index finds it. A batch in which nothing differs from the index writes nothing.
    ///
    /// # Errors
    /// Another process is writing, the disk is full, the index is damaged. Nothing of the batch counts then, and it
    /// is kept: the commit can be tried again.
    pub fn commit(&mut self) -> Result<Report, Error> {
        let problems: Vec<Problem> = self.problems.values().flatten().cloned().collect();
        let mut report = put(self.indexer.build(), &self.source, &self.batch, &problems)?;
        self.batch.clear();
        self.problems.clear();
        // The batch counts, whether or not this process can open it now; every later call tries again.
        if let Err(error) = self.index.refresh() {
            report.warnings.push(format!("everything counts, but cannot be opened yet: {error}"));
        }
        Ok(report)
    }

    /// Forgets everything since the last commit.
    pub fn discard(&mut self) {
        self.batch.clear();
        self.problems.clear();
    }
}
