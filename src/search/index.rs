//! An index opened for searching.
//!
//! It must not know how an index is written.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::error::Error;
use super::hits::{Hit, Hits};
use super::indexer::Indexer;
use super::request::Search;
use super::snapshot::{Pool, Snapshot};
use super::status::IndexStatus;
use crate::corpus::Batch;
use crate::engine::{State, home, joined};
use crate::formats::Problem;
use crate::index::{Disk, Home, IndexError, Verified};
use crate::model::{Article, ArticleId, IdentityKey};
use crate::vocabulary::Vocabulary;

/// An index opened for searching: cheap to clone, shared by any number of threads.
///
/// Reading takes no lock and needs no right to write. A rebuild or ingest by another process is noticed
/// within a twentieth of a second; searches under way, and all until the new state is open, are answered
/// from the old one. Every call is answered from the newest state; several calls that should agree are made
/// of one [`snapshot`](Self::snapshot).
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
    home: Arc<dyn Home>,
    current: RwLock<Snapshot>,
    /// When the disk was last looked at; whoever holds it looks.
    looked: Mutex<Instant>,
    terms: Arc<Pool>,
}

/// States looked at before a fault counts: a writer would have to replace each while it is looked at.
const TRIES: u32 = 8;
/// How long an answer may lag behind the disk.
const LOOK_EVERY: Duration = Duration::from_millis(50);

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("path", &self.inner.home.path()).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in a directory.
    ///
    /// # Errors
    /// There is none ([`code`](Error::code) `index-missing`), or another version of litdex made it
    /// (`index-outdated`), or it is damaged.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::over(home(path.as_ref(), Disk::default()))
    }

    /// Opens several indexes to be searched as one: what is found is ranked by statistics of all, counts are of all,
    /// references lead from one to the other. An article that several have, by an identifier or by all its content,
    /// counts once, as the index has it that
    /// knows of a retraction, or else most of its identifiers, or else is named first: records are put together only
    /// where an index is built. Each is written by itself, through an `Index` of its own; here what they become
    /// shows. What is of one index alone ([`status`](Self::status), [`problems`](Self::problems),
    /// [`verify`](Self::verify), a [`writer`](Self::writer)) is an error, of [`code`](Error::code) `index-several`.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let (journals, own) = (directory.path().join("journals"), directory.path().join("own"));
    /// # litdex::Indexer::new("corpus", &journals).rebuild(&|_| {})?;
    /// # litdex::Index::open_or_create(&own)?;
    /// let index = litdex::Index::open_all([&journals, &own])?;
    /// assert_eq!(index.search("refractory hypoxemia")?.total, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As for [`open`](Self::open), of any of them; or none is given.
    pub fn open_all(paths: impl IntoIterator<Item = impl AsRef<Path>>) -> Result<Self, Error> {
        let paths: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_path_buf()).collect();
        match paths.as_slice() {
            [] => Err(IndexError::Missing { path: "an empty list".into() }.into()),
            [only] => Self::open(only),
            _ => Self::over(joined(paths)),
        }
    }

    /// Opens the index in a directory, and begins an empty one where there is none.
    ///
    /// # Errors
    /// It cannot be opened, or not be written.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, Error> {
        let home = home(path.as_ref(), Disk::default());
        if home.current()?.is_none() {
            let indexer = Indexer::over(Path::new(""), home.clone());
            crate::corpus::put(indexer.build(), "", &Batch::new(), &[])?;
        }
        Self::over(home)
    }

    /// Where it lives.
    pub(super) fn home(&self) -> Arc<dyn Home> {
        self.inner.home.clone()
    }

    /// Looks at the disk now: what was committed until now is in every later answer.
    ///
    /// # Errors
    /// The newest state cannot be opened; the present one stays in use.
    pub fn refresh(&self) -> Result<(), Error> {
        let mut looked = self.inner.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let newer = newest(&*self.inner.home, &self.inner.terms)?;
        *self.inner.current.write().unwrap_or_else(PoisonError::into_inner) = newer;
        *looked = Instant::now();
        Ok(())
    }

    /// Opens the index of a home, whichever engine keeps it.
    pub(crate) fn over(home: Arc<dyn Home>) -> Result<Self, Error> {
        let terms = Arc::default();
        let current = RwLock::new(newest(&*home, &terms)?);
        let inner = Inner { home, current, looked: Mutex::new(Instant::now()), terms };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The newest state, to be asked as often as wanted.
    pub fn snapshot(&self) -> Snapshot {
        let current = self.inner.current.read().unwrap_or_else(PoisonError::into_inner).clone();
        // One thread looks; the others go on with what there is.
        let Ok(mut looked) = self.inner.looked.try_lock() else { return current };
        if looked.elapsed() < LOOK_EVERY || current.is_fresh() {
            if looked.elapsed() >= LOOK_EVERY {
                *looked = Instant::now();
            }
            return current;
        }
        *looked = Instant::now();
        // What cannot be opened (another version, a build in between) leaves the old state in use.
        let Ok(newer) = newest(&*self.inner.home, &self.inner.terms) else { return current };
        *self.inner.current.write().unwrap_or_else(PoisonError::into_inner) = newer.clone();
        newer
    }

    /// Runs a search; see [`Snapshot::search`].
    ///
    /// # Errors
    /// The query cannot be read, passes a limit, or the index is damaged.
    pub fn search(&self, search: impl Into<Search>) -> Result<Hits, Error> {
        self.snapshot().search(search)
    }

    /// Runs a search and hands over its hits one by one; see [`Snapshot::each`].
    ///
    /// # Errors
    /// The query cannot be read, passes a limit, or the index is damaged.
    pub fn each(
        &self,
        search: impl Into<Search>,
        take: &mut dyn FnMut(&Hits, Hit) -> ControlFlow<()>,
    ) -> Result<Hits, Error> {
        self.snapshot().each(search, take)
    }

    /// The article of an id.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn get(&self, id: &ArticleId) -> Result<Option<Article>, Error> {
        self.snapshot().get(id)
    }

    /// The id of the article that has an identifier: of its own, or of one of its records.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn find(&self, key: &IdentityKey) -> Result<Option<ArticleId>, Error> {
        self.snapshot().find(key)
    }

    /// The subject headings that queries are read by; see [`Snapshot::vocabulary`].
    ///
    /// # Errors
    /// The index is damaged.
    pub fn vocabulary(&self) -> Result<Arc<Vocabulary>, Error> {
        self.snapshot().vocabulary()
    }

    /// What the index holds and was made from.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn status(&self) -> Result<IndexStatus, Error> {
        self.settled(Snapshot::status, |_| true)
    }

    /// Everything that could not be read when the index was made.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn problems(&self) -> Result<Vec<Problem>, Error> {
        self.settled(Snapshot::problems, |_| true)
    }

    /// Reads everything back: checksums, every article, counts, and whether a sample of articles is found
    /// by its own words.
    ///
    /// # Errors
    /// Only what keeps the index from being read at all; faults are collected.
    pub fn verify(&self) -> Result<Verified, Error> {
        self.settled(Snapshot::verify, |verified| verified.faults.is_empty())
    }

    /// Looks at the files of the present state. A writer may remove some of them meanwhile: then what it
    /// left is looked at instead.
    fn settled<T>(
        &self,
        look: impl Fn(&Snapshot) -> Result<T, Error>,
        sound: impl Fn(&T) -> bool,
    ) -> Result<T, Error> {
        let mut tries = 0;
        loop {
            let snapshot = self.snapshot();
            let result = look(&snapshot);
            tries += 1;
            let settled = result.as_ref().is_ok_and(&sound) || tries == TRIES;
            if settled || snapshot.is_fresh() {
                return result;
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }
}

fn newest(home: &dyn Home, terms: &Arc<Pool>) -> Result<Snapshot, Error> {
    Ok(Snapshot::new(State::new(home.snapshot()?), home.path(), terms.clone()))
}
