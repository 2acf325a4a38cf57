//! Building and updating an index.
//!
//! It must not know how progress is shown.

use std::path::{Path, PathBuf};

use super::error::Error;
use crate::corpus::{Build, COMMIT_EVERY, Progress, Report};
use crate::index::{Disk, Generation, IndexError, Root, WriterLock, guarded};

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
const LANE_BYTES: usize = 96 << 20;
/// One thread reads; how far more than two that analyse keep up with it was not measured.
const THREADS_MAX: usize = 8;

impl Indexer {
    /// An indexer of the files in `corpus` into the directory `index`; neither needs to exist.
    pub fn new(corpus: impl AsRef<Path>, index: impl AsRef<Path>) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
        let build = Build {
            corpus: corpus.as_ref().to_path_buf(),
            index: index.as_ref().to_path_buf(),
            threads,
            lane_bytes: LANE_BYTES,
            commit_every: COMMIT_EVERY,
            forget_missing: false,
            disk: Disk::default(),
        };
        Self { build }
    }

    /// Uses this many threads, from 1 to 8.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.build.threads = threads.clamp(1, THREADS_MAX);
        self
    }

    /// Lets a rebuild go on where a source outside the corpus is gone.
    #[must_use]
    pub fn forget_missing(mut self, forget: bool) -> Self {
        self.build.forget_missing = forget;
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

    /// Brings the index up to date with the corpus, or with `paths` where any are given: unchanged files
    /// cost a look, articles of changed files are replaced, those of removed files go.
    ///
    /// # Errors
    /// As [`rebuild`](Self::rebuild).
    pub fn ingest(&self, paths: &[PathBuf], progress: &dyn Fn(Progress)) -> Result<Report, Error> {
        Ok(crate::corpus::ingest(&self.build, paths, progress)?)
    }

    /// Puts the generation before the present one into use again, and returns its number.
    ///
    /// # Errors
    /// There is none, it cannot be opened, or another process is writing.
    pub fn roll_back(&self) -> Result<u64, Error> {
        let root = Root::new(&self.build.index, Disk::default());
        if root.current()?.is_none() {
            return Err(IndexError::Missing { path: self.build.index.clone() }.into());
        }
        let _lock = WriterLock::take(&self.build.index, "rollback")?;
        let earlier = root.earlier()?;
        // What cannot be opened must not take the place of what can.
        let opened = guarded(&root.path, || Generation::open_number(&root, earlier));
        opened.map_err(IndexError::of_earlier)?;
        root.point_at(earlier)?;
        Ok(earlier)
    }
}
