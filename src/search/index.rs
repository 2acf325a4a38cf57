//! An index opened for searching.
//!
//! It must not know how an index is written.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::error::Error;
use super::hits::{Hit, Hits};
use super::lookup::{article_at, record_of, status_of};
use super::request::Search;
use super::snippets::{Cited, Snippets};
use super::status::Status;
use super::verify;
use crate::engine::local::LocalSnapshot;
use crate::engine::{Engine, Request, Terms};
use crate::formats::Problem;
use crate::index::{Disk, Generation, Root, Verified, guarded};
use crate::model::{Article, ArticleId, IdentityKey};

/// An index opened for searching: cheap to clone, shared by any number of threads.
///
/// Reading takes no lock and needs no right to write. A rebuild or ingest by another process is noticed
/// within a twentieth of a second; searches under way, and all until the new state is open, are answered
/// from the old one.
///
/// ```
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("index");
/// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
/// let index = litdex::Index::open(&path)?;
/// let hits = index.search("refractory hypoxemia")?;
/// assert_eq!(hits.total, 1);
/// assert!(hits.hits[0].snippets[0].text.contains("refractory hypoxemia"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    root: Root,
    current: RwLock<Arc<LocalSnapshot>>,
    /// When the disk was last looked at; whoever holds it looks.
    looked: Mutex<Instant>,
    terms: Pool,
}

/// Analyzers wait here between searches.
#[derive(Default)]
struct Pool {
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

/// States looked at before a fault counts: a writer would have to replace each while it is looked at.
const TRIES: u32 = 8;
/// How long an answer may lag behind the disk.
const LOOK_EVERY: Duration = Duration::from_millis(50);

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("path", &self.inner.root.path).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in a directory.
    ///
    /// # Errors
    /// There is none ([`code`](Error::code) `index-missing`), or another version of litdex made it
    /// (`index-outdated`), or it is damaged.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let root = Root::new(path.as_ref(), Disk::default());
        let snapshot = open_snapshot(&root)?;
        let inner = Inner {
            root,
            current: RwLock::new(snapshot),
            looked: Mutex::new(Instant::now()),
            terms: Pool::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Runs a search.
    ///
    /// # Errors
    /// The query cannot be read, passes a limit, or the index is damaged.
    pub fn search(&self, search: impl Into<Search>) -> Result<Hits, Error> {
        let search = search.into();
        let start = Instant::now();
        search.check()?;
        let query = crate::query::parse(&search.query)?;
        let snapshot = self.snapshot();
        let request = Request {
            query: &query,
            filters: &search.filters,
            matching: search.matching,
            sort: search.sort,
            offset: search.offset,
            limit: search.limit,
        };
        let mut terms = self.inner.terms.take();
        let outcome = guarded(&self.inner.root.path, || snapshot.search(&request, &mut terms))?;
        let cited = if search.snippets > 0 { Cited::of(&query, &snapshot)? } else { Cited::default() };
        let mut snippets =
            (search.snippets > 0).then(|| Snippets::new(&query, search.snippets, cited, &mut terms));
        let store = &snapshot.generation().store;
        let mut hits = Vec::with_capacity(outcome.found.len());
        for (at, found) in outcome.found.into_iter().enumerate() {
            let record = found.record;
            let card = store.card(record)?;
            let status = status_of(&snapshot, &card)?;
            let mut hit = Hit::of(search.offset + at + 1, card, status, found);
            if let Some(snippets) = &mut snippets {
                snippets.fill(&mut hit, store, record)?;
            }
            hits.push(hit);
        }
        drop(snippets);
        self.inner.terms.put(terms);
        Ok(Hits {
            interpretation: query.interpretation(),
            notes: query.notes,
            total: outcome.total,
            partial: outcome.partial,
            unknown: outcome.unknown,
            hits,
            took: start.elapsed(),
        })
    }

    /// The article of an id.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn get(&self, id: &ArticleId) -> Result<Option<Article>, Error> {
        self.reading(|snapshot| {
            let record = record_of(snapshot, id.as_str())?;
            record.map(|record| article_at(snapshot, record)).transpose()
        })
    }

    /// The id of the article that has an identifier: of its own, or of one of its records.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn find(&self, key: &IdentityKey) -> Result<Option<ArticleId>, Error> {
        self.reading(|snapshot| {
            let record = record_of(snapshot, key.as_str())?;
            record.map(|record| Ok(snapshot.generation().store.card(record)?.id)).transpose()
        })
    }

    /// What the index holds and was made from.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn status(&self) -> Result<Status, Error> {
        self.settled(Status::of, |_| true)
    }

    /// Everything that could not be read when the index was made.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn problems(&self) -> Result<Vec<Problem>, Error> {
        self.settled(|snapshot| Ok(crate::corpus::read_problems(snapshot.generation())?), |_| true)
    }

    /// Reads everything back: checksums, every article, counts, and whether a sample of articles is found
    /// by its own words.
    ///
    /// # Errors
    /// Only what keeps the index from being read at all; faults are collected.
    pub fn verify(&self) -> Result<Verified, Error> {
        self.settled(verify::verify, |verified| verified.faults.is_empty())
    }

    /// Reads of one state.
    pub(super) fn reading<T>(
        &self,
        read: impl FnOnce(&LocalSnapshot) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let snapshot = self.snapshot();
        guarded(&self.inner.root.path, || read(&snapshot))
    }

    /// Looks at the files of the present state. A writer may remove some of them meanwhile: then what it
    /// left is looked at instead.
    fn settled<T>(
        &self,
        look: impl Fn(&LocalSnapshot) -> Result<T, Error>,
        sound: impl Fn(&T) -> bool,
    ) -> Result<T, Error> {
        let mut tries = 0;
        loop {
            let snapshot = self.snapshot();
            let result = guarded(&self.inner.root.path, || look(&snapshot));
            tries += 1;
            let settled = result.as_ref().is_ok_and(&sound) || tries == TRIES;
            if settled || snapshot.generation().is_fresh(&self.inner.root) {
                return result;
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }

    /// The state searches are answered from: the newest on disk, looked for now and then.
    fn snapshot(&self) -> Arc<LocalSnapshot> {
        let current = self.inner.current.read().unwrap_or_else(PoisonError::into_inner).clone();
        // One thread looks; the others go on with what there is.
        let Ok(mut looked) = self.inner.looked.try_lock() else { return current };
        if looked.elapsed() < LOOK_EVERY || current.generation().is_fresh(&self.inner.root) {
            if looked.elapsed() >= LOOK_EVERY {
                *looked = Instant::now();
            }
            return current;
        }
        *looked = Instant::now();
        // What cannot be opened (another version, a build in between) leaves the old state in use.
        let Ok(newer) = open_snapshot(&self.inner.root) else { return current };
        *self.inner.current.write().unwrap_or_else(PoisonError::into_inner) = newer.clone();
        newer
    }
}

fn open_snapshot(root: &Root) -> Result<Arc<LocalSnapshot>, Error> {
    guarded(&root.path, || Ok(Arc::new(LocalSnapshot::open(Arc::new(Generation::open(root)?))?)))
}
