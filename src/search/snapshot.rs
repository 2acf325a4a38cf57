//! One state of an index, held for as long as wanted: every answer, its snippets and its references come from
//! it, whatever is written meanwhile.

use std::any::Any;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::answer::{Answer, TakeWorks};
use super::error::Error;
use super::facets;
use super::hits::{Hit, Hits};
use super::lookup::{article_at, place_of};
use super::request::Search;
use super::snippets::{Cited, Snippets};
use super::status::IndexStatus;
use super::verify;
use crate::engine::{Request, State, Terms, compile, mapped};
use crate::formats::Problem;
use crate::index::{Limits, Page, Parts, Plan, Verified, guarded};
use crate::model::{Article, ArticleId, IdentityKey};
use crate::query::Query;
use crate::vocabulary::Vocabulary;

/// One state of an index: cheap to clone, shared by any number of threads. What is written after it was taken does
/// not show in it.
///
/// ```
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("index");
/// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
/// let snapshot = litdex::Index::open(&path)?.snapshot();
/// let hits = snapshot.search("refractory hypoxemia")?;
/// assert!(snapshot.get(&hits.hits[0].id)?.is_some());
/// assert!(snapshot.name().starts_with("1-"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Snapshot {
    inner: Arc<Inner>,
}

struct Inner {
    state: State,
    /// The index, for messages.
    path: PathBuf,
    terms: Arc<Pool>,
}

/// Analyzers wait here between searches.
#[derive(Default)]
pub(super) struct Pool {
    idle: Mutex<Vec<Terms>>,
}

impl Pool {
    fn take(&self) -> Terms {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_else(Terms::new)
    }

    fn put(&self, terms: Terms) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(terms);
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Snapshot");
        shown.field("path", &self.inner.path).field("name", &self.name()).finish_non_exhaustive()
    }
}

/// Has a compiled search answered.
type Run<'r> = dyn FnMut(Answer<'_>, &Plan, Page, &mut Outside) -> Result<Hits, Error> + 'r;

impl Snapshot {
    pub(super) fn new(state: State, path: &Path, terms: Arc<Pool>) -> Self {
        Self { inner: Arc::new(Inner { state, path: path.to_path_buf(), terms }) }
    }

    /// The state's name: the number of the generation and that of the commit; of several indexes theirs, joined by
    /// `+`. The same name is the same state for as long as the index is not built anew elsewhere.
    pub fn name(&self) -> String {
        self.inner.state.name()
    }

    /// Whether nothing was written since, as far as two looks at the disk can tell.
    pub(super) fn is_fresh(&self) -> bool {
        self.inner.state.is_fresh()
    }

    /// Runs a search.
    ///
    /// # Errors
    /// The query cannot be read, passes a limit, or the index is damaged.
    pub fn search(&self, search: impl Into<Search>) -> Result<Hits, Error> {
        let start = Instant::now();
        let mut hits = Vec::new();
        let answer = self.each(search, &mut |_, hit| {
            hits.push(hit);
            ControlFlow::Continue(())
        })?;
        Ok(Hits { hits, took: start.elapsed(), ..answer })
    }

    /// Runs a search and hands over its hits one by one, each with what is known of all of them: the answer
    /// without its hits, which is also what is returned. Memory grows with a few bytes a hit, so all hits of a
    /// large corpus can be had.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// use std::ops::ControlFlow;
    /// let snapshot = litdex::Index::open(&path)?.snapshot();
    /// let all = litdex::Search::new("hypoxemia").limit(litdex::LIMIT_MAX).snippets(0);
    /// let mut ids = Vec::new();
    /// let answer = snapshot.each(all, &mut |_, hit| {
    ///     ids.push(hit.id);
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(answer.total, ids.len() as u64);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The query cannot be read, passes a limit, or the index is damaged.
    pub fn each(
        &self,
        search: impl Into<Search>,
        take: &mut dyn FnMut(&Hits, Hit) -> ControlFlow<()>,
    ) -> Result<Hits, Error> {
        let search = search.into();
        self.answer(&search, search.snippets, &mut |answer, plan, page, outside| {
            answer.each(plan, page, &mut |known, hit| outside.call(|| take(known, hit)))
        })
    }

    /// Runs a search and hands over the articles found one by one and whole, as [`each`](Self::each) does the
    /// hits.
    ///
    /// # Errors
    /// The query cannot be read, passes a limit, or the index is damaged.
    pub fn each_article(
        &self,
        search: impl Into<Search>,
        take: &mut dyn FnMut(&Hits, Article) -> ControlFlow<()>,
    ) -> Result<Hits, Error> {
        let search = search.into();
        self.answer(&search, 0, &mut |answer, plan, page, outside| {
            answer.each_article(plan, page, &mut |known, article| outside.call(|| take(known, article)))
        })
    }

    /// A query in the words of the vocabulary.
    pub(super) fn mapped(&self, query: &Query, limits: &Limits) -> Result<Query, Error> {
        let mut terms = self.inner.terms.take();
        let query = self.reading(|state| Ok(mapped(query, state, &mut terms, limits)?.into_owned()));
        self.inner.terms.put(terms);
        query
    }

    /// As [`each_article`](Self::each_article), some at a time and with what they are made of.
    pub(super) fn each_work(&self, search: &Search, take: &mut TakeWorks<'_>) -> Result<Hits, Error> {
        self.answer(search, 0, &mut |answer, plan, page, _| answer.each_work(plan, page, take))
    }

    /// Compiles a search and has it answered.
    fn answer(&self, search: &Search, snippets: usize, run: &mut Run<'_>) -> Result<Hits, Error> {
        let (start, limits) = (Instant::now(), search.limits_from_now());
        search.check()?;
        let query = search.parsed()?;
        let mut terms = self.inner.terms.take();
        let answer = self.reading_to(|state, outside| {
            let query = mapped(&query, state, &mut terms, &limits)?;
            let request = Request {
                query: &query,
                filters: &search.filters,
                matching: search.matching,
                sort: search.sort,
            };
            let plan = compile(&request, &mut terms, state)?;
            let facets = match search.facets.as_slice() {
                [] => Vec::new(),
                facets => facets::count(state, &plan, facets, search.facet_values, &limits)?,
            };
            let snippets =
                (snippets > 0).then(|| Snippets::new(&query, snippets, Cited::of(&plan), &mut terms));
            let (rank, limits) = (search.offset, limits.clone());
            let answer = Answer {
                state,
                query: &query,
                start,
                rank,
                snippets,
                limits,
                all_authors: search.all_authors,
                sample: search.sample,
                facets,
                hits: None,
            };
            run(answer, &plan, Page { offset: search.offset, limit: search.limit }, outside)
        });
        self.inner.terms.put(terms);
        answer
    }

    /// The article of an id.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn get(&self, id: &ArticleId) -> Result<Option<Article>, Error> {
        self.reading(|state| {
            let place = place_of(state, id.as_str())?;
            place.map_or(Ok(None), |place| article_at(state, place))
        })
    }

    /// The id of the article that has an identifier: of its own, or of one of its records.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn find(&self, key: &IdentityKey) -> Result<Option<ArticleId>, Error> {
        self.reading(|state| {
            let places: Vec<_> = place_of(state, key.as_str())?.into_iter().collect();
            Ok(state.fetch(&places, Parts::CARD)?.pop().map(|record| record.card.id))
        })
    }

    /// The subject headings that queries are read by: those the index keeps, or those that are shipped.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn vocabulary(&self) -> Result<Arc<Vocabulary>, Error> {
        self.reading(|state| Ok(state.vocabulary()?.clone()))
    }

    /// What the index holds and was made from.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn status(&self) -> Result<IndexStatus, Error> {
        self.reading(IndexStatus::of)
    }

    /// Everything that could not be read when the index was made.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn problems(&self) -> Result<Vec<Problem>, Error> {
        self.reading(|state| Ok(crate::corpus::problems_of(&**state)?))
    }

    /// Reads everything back: checksums, every article, counts, and whether a sample of articles is found
    /// by its own words.
    ///
    /// # Errors
    /// Only what keeps the index from being read at all; faults are collected.
    pub fn verify(&self) -> Result<Verified, Error> {
        self.reading(verify::verify)
    }

    /// Reads of the state. A panic on the way means that a file is damaged.
    pub(super) fn reading<T>(&self, read: impl FnOnce(&State) -> Result<T, Error>) -> Result<T, Error> {
        guarded(&self.inner.path, || read(&self.inner.state))
    }

    /// Reads of the state and hands over to who asked. A panic there goes on to them: it says nothing of the
    /// index.
    pub(super) fn reading_to<T>(
        &self,
        read: impl FnOnce(&State, &mut Outside) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut outside = Outside { panic: None };
        let result = self.reading(|state| read(state, &mut outside));
        match outside.panic {
            Some(panic) => resume_unwind(panic),
            None => result,
        }
    }
}

/// Calls what is not ours.
pub(super) struct Outside {
    panic: Option<Box<dyn Any + Send>>,
}

impl Outside {
    /// Calls it; where it panics, nothing more is handed over.
    pub fn call(&mut self, call: impl FnOnce() -> ControlFlow<()>) -> ControlFlow<()> {
        catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| {
            self.panic = Some(panic);
            ControlFlow::Break(())
        })
    }
}
