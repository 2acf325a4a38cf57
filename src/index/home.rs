//! Where an index lives and how it is written, as every engine shows it: [`Home`], the [`Lease`] of its one writer,
//! the [`Writer`] of a generation, and the [`Works`] of a state that a build joins new records to.
//!
//! Calls that may be of many take and give many at once: of a remote engine each is a round trip.

use std::fmt;
use std::ops::{Range, RangeInclusive};
use std::path::Path;
use std::sync::Arc;

use super::answer::EngineError;
use super::error::IndexError;
use super::keys::{KeyHash, Pair, Sorter};
use super::manifest::{Manifest, Source};
use super::snapshot::Snapshot;
use super::stored::{Held, Work};
use crate::model::Article;

/// How a generation is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WriteOptions {
    /// Threads that put articles.
    pub threads: usize,
    /// Memory for postings not yet on disk, of one thread, in bytes.
    pub lane_bytes: usize,
}

/// Articles that a new generation is begun with at most; more teach an engine nothing new and cost time.
pub(crate) const SAMPLE_RECORDS: usize = 2_000;

/// Where an index lives: a directory, or a cluster and a name. Nothing needs to be there yet.
pub(crate) trait Home: fmt::Debug + Send + Sync {
    /// Where that is, for messages.
    fn path(&self) -> &Path;

    /// Whether a name in that directory is the index's own; articles may lie beside.
    fn owns(&self, name: &str) -> bool;

    /// Number of the generation in use, where there is an index.
    fn current(&self) -> Result<Option<u64>, IndexError>;

    /// The sources of the generation in use, whether or not it can be searched.
    fn sources(&self) -> Result<Vec<Source>, IndexError>;

    /// A further file of the generation in use, whether or not that can be searched; `None` where there is none.
    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError>;

    /// The newest state, to be searched.
    fn snapshot(&self) -> Result<Arc<dyn Snapshot>, EngineError>;

    /// The newest state, to be built on.
    fn works(&self) -> Result<Box<dyn Works>, IndexError>;

    /// The right to write, which one process has at a time; the others are told what it is wanted for.
    fn lease(&self, what: &'static str) -> Result<Box<dyn Lease>, IndexError>;
}

/// The right to write an index. All that changes one is done by it, so nobody can forget to take it; dropping it, or
/// the end of the process, gives it back.
pub(crate) trait Lease {
    /// Removes what a killed or failed build left behind, and ends a first build that was complete.
    fn clear_unfinished(&self) -> Result<(), IndexError>;

    /// Begins a generation beside the one in use; what another build left unfinished goes. The sample is of the
    /// articles that are to come, of which an engine may learn how to store them.
    fn begin(
        &self,
        sample: &[Article],
        options: WriteOptions,
    ) -> Result<(Box<dyn Writer>, Manifest), IndexError>;

    /// Opens the generation in use to change it.
    fn reopen(&self, options: WriteOptions) -> Result<(Box<dyn Writer>, Manifest), IndexError>;

    /// Puts a generation into use that was begun and is complete. The one in use until then stays for a rollback.
    /// Returns what failed when the new one was in use already: what is older may not have been removed.
    fn publish(&self, built: Box<dyn Writer>) -> Result<Option<IndexError>, IndexError>;

    /// Puts the generation before the present one into use again, and returns its number.
    fn roll_back(&self) -> Result<u64, IndexError>;
}

/// Writes one generation: articles go in from many threads, commits make them count.
pub(crate) trait Writer: Send + Sync {
    /// Number of the generation.
    fn generation(&self) -> u64;

    /// Puts articles in the place of others, given by their records, both with the same commit, and returns the
    /// bytes of text analysed for each. Of the articles that go none may have been put since the last commit.
    ///
    /// # Errors
    /// After one the writer is to be dropped: an article may stand in it by half.
    fn put(&self, gone: &[u32], new: Vec<Work>) -> Result<Vec<u64>, IndexError>;

    /// The number of the record that the next article will be.
    fn next_record(&self) -> u32;

    /// Writes a further file of the generation, which the next commit lists.
    fn write_side(&self, manifest: &mut Manifest, name: &str, content: &[u8]) -> Result<(), IndexError>;

    /// Makes everything so far count, with this manifest, or nothing of it.
    fn commit(&self, manifest: &mut Manifest) -> Result<(), IndexError>;

    /// The last commit of a build: what was divided further than searches like is put together first.
    fn finish(&self, manifest: &mut Manifest) -> Result<(), IndexError> {
        self.commit(manifest)
    }

    /// Gives room back where more is dead than living; the next commit makes it count. Nothing may have been put
    /// since the last one.
    fn compact(&self) -> Result<bool, IndexError>;

    /// Reads back quickly what the last commit holds, and returns the number of its articles.
    ///
    /// # Errors
    /// Damage of any kind.
    fn check(&self) -> Result<u64, IndexError>;

    /// What the last commit holds.
    fn written(&self) -> Result<Box<dyn Works>, IndexError>;

    /// The directory where a build may lay temporary files, which go with the generation if it is given up.
    fn scratch(&self) -> &Path;

    /// A sorter of pairs that are not entered in the index.
    fn sorter(&self) -> Sorter;
}

/// The articles of one state as a build needs them: by the numbers of their records, which rise as articles are
/// written, and by the hashes of their keys.
pub(crate) trait Works: Send + Sync {
    /// What the state was made with and from.
    fn manifest(&self) -> &Manifest;

    /// Number of its generation.
    fn generation(&self) -> u64;

    /// Where it is kept, for messages.
    fn home(&self) -> &Path;

    /// A further file of the state; `None` where there is none.
    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError>;

    /// Whether so much of it is dead that [`Writer::compact`] would act.
    fn is_worth_compacting(&self) -> bool;

    /// For each hash the records of the articles that may have the key, each once, in their order: whether they
    /// do, the articles say.
    fn candidates(&self, hashes: &[KeyHash]) -> Result<Vec<Vec<u32>>, IndexError>;

    /// Where the records of these articles are held.
    fn held(&self, records: &[u32]) -> Result<Vec<Vec<Held>>, IndexError>;

    /// These articles, whole, with what they are made of.
    fn works(&self, records: &[u32]) -> Result<Vec<Work>, IndexError>;

    /// The pairs of a range of hashes in their order: those of a range of records, and of others where these are
    /// sooner passed over by who asks. Deleted articles may be among them: see [`retain_living`].
    ///
    /// [`retain_living`]: Self::retain_living
    fn pairs(
        &self,
        records: Range<u32>,
        hashes: RangeInclusive<KeyHash>,
    ) -> Result<Box<dyn Pairs + '_>, IndexError>;

    /// Takes the records of deleted articles out of a list.
    fn retain_living(&self, records: &mut Vec<u32>) -> Result<(), IndexError>;
}

/// Pairs of keys and records in the order of the hashes.
pub(crate) trait Pairs {
    /// The hash of the next pair.
    fn next_hash(&self) -> Option<KeyHash>;

    /// The next pair.
    fn next_pair(&mut self) -> Result<Option<Pair>, IndexError>;

    /// Goes on to the first pair whose hash is not less; never back.
    fn seek(&mut self, hash: KeyHash) -> Result<(), IndexError>;
}
