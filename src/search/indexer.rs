//! Building and updating an index.
//!
//! It must not know how progress is shown.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::error::Error;
use crate::corpus::{Build, Progress, Report};
use crate::engine::home;
use crate::index::{Disk, Home, IndexError};
use crate::vocabulary::Vocabulary;

/// Builds and updates the index of a corpus.
///
/// ```
/// # let directory = tempfile::tempdir()?;
/// let indexer = litdex::Indexer::new("corpus", directory.path().join("index"));
/// let report = indexer.rebuild(&|progress| { let _ = progress.articles; })?;
/// assert_eq!(report.articles, 1);
/// # Ok::<(), litdex::Error>(())
/// # .map_err(|error| Box::new(error) as Box<dyn std::error::Error>)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Indexer {
    build: Build,
}

/// Memory for postings not yet on disk, of each thread that analyses.
const LANE_BYTES: usize = 80 << 20;
/// Memory for postings that one thread needs at least.
const LANE_BYTES_LEAST: usize = 16 << 20;
/// Each thread takes memory of its own.
const THREADS_MAX: usize = 64;

impl Indexer {
    /// An indexer of the files in `corpus` into the directory `index`; neither needs to exist.
    pub fn new(corpus: impl AsRef<Path>, index: impl AsRef<Path>) -> Self {
        Self::over(corpus.as_ref(), home(index.as_ref(), Disk::default()))
    }

    /// An indexer of the files in `corpus` into a home, whichever engine keeps it.
    pub(crate) fn over(corpus: &Path, home: Arc<dyn Home>) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
        let build = Build { threads, lane_bytes: LANE_BYTES, ..Build::new(corpus, home) };
        Self { build }
    }

    /// What a build needs to know.
    pub(crate) fn build(&self) -> &Build {
        &self.build
    }

    /// Uses this many threads to analyse and write, from 1 to 64, and half as many to read; as many as the machine
    /// has unless told otherwise.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.build.threads = threads.clamp(1, THREADS_MAX);
        self
    }

    /// Memory for postings not yet on disk, of all threads together, in bytes; 80 MB a thread unless told
    /// otherwise, and never less than 16 MB a thread. To be told after [`threads`](Self::threads).
    #[must_use]
    pub fn memory(mut self, bytes: usize) -> Self {
        self.build.lane_bytes = (bytes / self.build.threads).max(LANE_BYTES_LEAST);
        self
    }

    /// Ends a build soon after the flag is set, with an error of [`code`](Error::code) `cancelled`. A rebuild then
    /// leaves the generation in use as it was, an ingest the index as of its last commit.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// use std::sync::{Arc, atomic::AtomicBool};
    /// let stop = Arc::new(AtomicBool::new(true));
    /// let indexer = litdex::Indexer::new("corpus", directory.path().join("index")).cancel(stop);
    /// assert_eq!(indexer.rebuild(&|_| {}).unwrap_err().code(), "cancelled");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cancel(mut self, flag: Arc<AtomicBool>) -> Self {
        self.build.cancel = flag;
        self
    }

    /// Lets a rebuild go on where a source outside the corpus is gone, or where the sources cannot be told.
    #[must_use]
    pub fn forget_missing(mut self, forget: bool) -> Self {
        self.build.forget_missing = forget;
        self
    }

    /// Follows links that lead out of the corpus, to directories too; each directory is read once. Unless told so,
    /// only links to files within the corpus are followed, and the others are told as problems. What the system
    /// shows as files, below `/proc`, `/sys` and `/dev`, is never read.
    #[must_use]
    pub fn follow_links(mut self, follow: bool) -> Self {
        self.build.follow_links = follow;
        self
    }

    /// Has an ingest compare every file by what it holds. Otherwise a file that has the size and the time of
    /// modification it had when it was read counts as unchanged.
    #[must_use]
    pub fn check_content(mut self, check: bool) -> Self {
        self.build.check_content = check;
        self
    }

    /// Builds a new generation from the whole corpus and puts it into use when it is complete. Searches
    /// go on meanwhile, and a crash at any moment leaves the old generation as it was.
    ///
    /// # Errors
    /// Another process is writing, a file cannot be read, the disk is full.
    pub fn rebuild(&self, progress: &dyn Fn(Progress)) -> Result<Report, Error> {
        Ok(crate::corpus::rebuild(&self.build, &[], progress)?)
    }

    /// Brings the index up to date with the corpus: unchanged files cost a look, articles of changed files are
    /// replaced, those of removed files go.
    ///
    /// # Errors
    /// As [`rebuild`](Self::rebuild).
    pub fn ingest(&self, progress: &dyn Fn(Progress)) -> Result<Report, Error> {
        Ok(crate::corpus::ingest(&self.build, &[], progress)?)
    }

    /// Brings the index up to date with these files, and those in these directories, alone. Files outside the corpus
    /// become sources of the index, which later builds read again. Of no path nothing is read.
    ///
    /// # Errors
    /// As [`rebuild`](Self::rebuild), and a path that is not there.
    pub fn ingest_paths<P: AsRef<Path>>(
        &self,
        paths: impl IntoIterator<Item = P>,
        progress: &dyn Fn(Progress),
    ) -> Result<Report, Error> {
        let paths: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_path_buf()).collect();
        if paths.is_empty() {
            return Ok(Report::default());
        }
        Ok(crate::corpus::ingest(&self.build, &paths, progress)?)
    }

    /// Has the index read headings by a vocabulary of its own from now on: NLM's file of descriptors, as
    /// [`Vocabulary::read_xml`] takes it, with its name. Every later build keeps it.
    ///
    /// # Errors
    /// The file is no vocabulary, there is no index, another process is writing.
    pub fn import_vocabulary(&self, file: impl std::io::Read, name: &str) -> Result<Vocabulary, Error> {
        let bytes = Vocabulary::read_xml(file, name)?;
        let vocabulary = Vocabulary::from_bytes(&bytes)?;
        crate::corpus::put_vocabulary(&self.build, &bytes)?;
        Ok(vocabulary)
    }

    /// Puts the generation before the present one into use again, and returns its number.
    ///
    /// # Errors
    /// There is none, it cannot be opened, or another process is writing.
    pub fn roll_back(&self) -> Result<u64, Error> {
        let home = &self.build.home;
        if home.current()?.is_none() {
            return Err(IndexError::Missing { path: home.path().to_path_buf() }.into());
        }
        Ok(home.lease("rollback")?.roll_back()?)
    }

    /// Whether the corpus holds a file, at any depth, that could be read as articles.
    #[cfg(feature = "cli")]
    pub(crate) fn has_files(&self) -> bool {
        crate::corpus::has_file(&self.build)
    }
}
