//! The corpus: files become an index, whole or by what changed.
//!
//! *Rebuild* reads everything into a new generation beside the one in use and swaps them. *Ingest* brings
//! the generation in use up to date by committed steps. Both run the same pipeline: some threads read
//! files, a file each at a time, others analyse articles and write them; between them stand short queues, so
//! memory does not grow with the corpus.
//!
//! It must not know queries, nor which engine keeps the index, nor how progress is shown.

mod background;
mod error;
mod fill;
mod ingest;
mod intake;
mod kind;
mod names;
mod neighbours;
mod pipeline;
mod problems;
mod progress;
mod put;
mod rebuild;
mod recent;
mod reconcile;
mod release;
mod scan;
mod sink;
mod size;
mod spill;
mod unbroken;
mod vocabulary;
mod walk;
mod withdrawn;
mod works;

pub use error::CorpusError;
pub(crate) use ingest::ingest;
#[cfg(feature = "cli")]
pub(crate) use kind::kind_of;
#[cfg(feature = "cli")]
pub(crate) use pipeline::READING_THREAD;
pub(crate) use problems::problems_of;
pub use progress::{Progress, Report, Stage};
pub(crate) use put::{Batch, put};
pub(crate) use rebuild::rebuild;
pub(crate) use reconcile::{groups_of_works, joins_of};
pub(crate) use vocabulary::put_vocabulary;
pub(crate) use walk::files_below;
#[cfg(feature = "cli")]
pub(crate) use walk::has_file;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::index::{Home, WriteOptions};

/// Articles between two commits unless told otherwise: what a kill can cost is read again in about ten
/// seconds.
const COMMIT_EVERY: u64 = 100_000;

/// What both ways of building need to know.
#[derive(Debug, Clone)]
pub(crate) struct Build {
    /// The directory whose files are the corpus.
    pub corpus: PathBuf,
    /// Where the index lives.
    pub home: Arc<dyn Home>,
    /// Threads that analyse articles.
    pub threads: usize,
    /// Memory for postings not yet on disk, of each of these threads, in bytes.
    pub lane_bytes: usize,
    /// Articles written between two commits of an ingest.
    pub commit_every: u64,
    /// Whether sources outside the corpus that are gone may be forgotten.
    pub forget_missing: bool,
    /// Whether links may lead out of the corpus.
    pub follow_links: bool,
    /// Whether files are compared by what they hold even where they look as they did.
    pub check_content: bool,
    /// Ends the build as soon as it is set.
    pub cancel: Arc<AtomicBool>,
}

impl Build {
    /// A build of a corpus into a home, of one thread, which asks and allows nothing beside.
    pub fn new(corpus: impl Into<PathBuf>, home: Arc<dyn Home>) -> Self {
        Self {
            corpus: corpus.into(),
            home,
            threads: 1,
            lane_bytes: 32 << 20,
            commit_every: COMMIT_EVERY,
            forget_missing: false,
            follow_links: false,
            check_content: false,
            cancel: Arc::default(),
        }
    }

    /// Whether nobody has told the build to stop.
    fn go_on(&self) -> Result<(), CorpusError> {
        if self.cancel.load(Ordering::Relaxed) { Err(CorpusError::Cancelled) } else { Ok(()) }
    }

    fn write_options(&self) -> WriteOptions {
        WriteOptions { threads: self.threads, lane_bytes: self.lane_bytes }
    }
}
