//! Writing a generation: articles go in, commits make them count.
//!
//! It must not know where articles come from.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::MmapDirectory;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexSettings, IndexWriter, Term};

use super::checksums::verify_segments;
use super::directory::{Failures, Writable};
use super::disk::Disk;
use super::document::Analysed;
use super::error::IndexError;
use super::finished::{FinishedTokenizer, TOKENIZER};
use super::guard::guarded;
use super::keys::{KeysWriter, Pair, Sorter};
use super::leased::{Leased, Lender};
use super::manifest::{Commit, Manifest};
use super::places::Places;
use super::schema::{Fields, check_schema, current_schema_hash};
use super::store::{Dictionaries, StoreWriter};
use super::{ARTICLES, KEYS, WORDS};
use crate::error::Context;
use crate::model::ArticleId;

/// How a generation is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WriteOptions {
    /// Threads that build postings.
    pub threads: usize,
    /// Memory for postings not yet on disk, of all threads together, in bytes.
    pub heap_bytes: usize,
}

/// Segments a finished generation may have; each costs every query a little.
const SEGMENTS_MAX: usize = 4;

/// Writes one generation; there is one writer of an index at a time.
pub(crate) struct GenerationWriter {
    directory: PathBuf,
    disk: Disk,
    fields: Fields,
    index: tantivy::Index,
    writer: IndexWriter<Leased>,
    lender: Arc<Lender>,
    store: StoreWriter,
    keys: KeysWriter,
    /// Keys of what was added since the last commit.
    pairs: Sorter,
    manifest: Manifest,
    failures: Failures,
}

impl GenerationWriter {
    /// An empty generation in a directory.
    pub fn create(
        directory: &Path,
        disk: &Disk,
        dictionaries: &Dictionaries,
        options: WriteOptions,
    ) -> Result<Self, IndexError> {
        let (words, articles) = (directory.join(WORDS), directory.join(ARTICLES));
        for path in [&words, &articles] {
            fs::create_dir_all(path).context_of("create", path)?;
        }
        dictionaries.write(&articles, disk)?;
        let (schema, _) = Fields::build();
        let manifest = Manifest::new(current_schema_hash());
        let failures = Failures::default();
        let engine = |error| failed(directory, &failures, error);
        let writable = writable(&words, disk, &failures).map_err(engine)?;
        let index = tantivy::Index::create(writable, schema, IndexSettings::default()).map_err(engine)?;
        let store = StoreWriter::create(&articles, disk.clone())?;
        let keys = KeysWriter::open(&directory.join(KEYS), Vec::new(), disk)?;
        Self::over(directory, disk, index, (store, keys), manifest, failures, options)
    }

    /// A generation that is to change.
    pub fn open(directory: &Path, disk: &Disk, options: WriteOptions) -> Result<Self, IndexError> {
        guarded(directory, || Self::open_unguarded(directory, disk, options))
    }

    fn open_unguarded(directory: &Path, disk: &Disk, options: WriteOptions) -> Result<Self, IndexError> {
        let words = directory.join(WORDS);
        clear_temporary_files(&words)?;
        let failures = Failures::default();
        let engine = |error| failed(directory, &failures, error);
        let index = tantivy::Index::open(writable(&words, disk, &failures).map_err(engine)?);
        let index = index.map_err(engine)?;
        check_schema(&index, directory)?;
        let commit = commit_of(&index.load_metas().map_err(engine)?, directory)?;
        let manifest = Manifest::read(directory, &commit)?;
        manifest.check(directory, &current_schema_hash())?;
        // A crash may have come between the commit and its manifest's name; the next one would overwrite it.
        manifest.accept_if_proposed(directory, disk)?;
        let store = StoreWriter::open(&directory.join(ARTICLES), commit.store, disk.clone())?;
        let keys = KeysWriter::open(&directory.join(KEYS), commit.keys, disk)?;
        let mut writer = Self::over(directory, disk, index, (store, keys), manifest, failures, options)?;
        // A killed writer leaves files under names that the next one would give again.
        writer.collect_garbage()?;
        Ok(writer)
    }

    fn over(
        directory: &Path,
        disk: &Disk,
        index: tantivy::Index,
        (store, mut keys): (StoreWriter, KeysWriter),
        manifest: Manifest,
        failures: Failures,
        options: WriteOptions,
    ) -> Result<Self, IndexError> {
        index.tokenizers().register(TOKENIZER, FinishedTokenizer::default());
        let engine = |error| failed(directory, &failures, error);
        let writer = index.writer_with_num_threads(options.threads, options.heap_bytes).map_err(engine)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let fields = Fields::build().1;
        Ok(Self {
            directory: directory.to_path_buf(),
            disk: disk.clone(),
            fields,
            index,
            writer,
            lender: Arc::default(),
            store,
            pairs: keys.sorter(),
            keys,
            manifest,
            failures,
        })
    }

    /// What the next commit will say of the generation.
    pub fn manifest_mut(&mut self) -> &mut Manifest {
        &mut self.manifest
    }

    /// Adds an article; there must be none of its id, or it must be deleted first.
    pub fn add(&mut self, article: Analysed) -> Result<(), IndexError> {
        let record = self.store.append(&article.frames)?;
        for hash in article.keys {
            self.pairs.push(Pair { hash, record })?;
        }
        let mut document = article.document;
        document.add_u64(self.fields.record, u64::from(record));
        let leased = self.lender.lend(document, article.document_bytes);
        self.writer.add_document(leased).map_err(|error| self.failed(error))?;
        Ok(())
    }

    /// Deletes the article of an id, if it is there.
    pub fn delete(&mut self, id: &ArticleId) {
        self.writer.delete_term(Term::from_field_text(self.fields.id, id.as_str()));
    }

    /// A sorter whose pairs are not entered, but may lie where the keys are.
    pub fn sorter(&mut self) -> Sorter {
        self.keys.sorter()
    }

    /// The number the store gives the next article.
    pub fn next_record(&self) -> u32 {
        self.store.lengths().records
    }

    /// Makes everything so far count, or nothing of it.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        guarded(&self.directory.clone(), || self.commit_unguarded())
    }

    fn commit_unguarded(&mut self) -> Result<(), IndexError> {
        let store = self.store.sync()?;
        let pairs = std::mem::replace(&mut self.pairs, self.keys.sorter());
        self.keys.finish(vec![pairs])?;
        let (directory, failures) = (self.directory.clone(), self.failures.clone());
        let engine = |error| failed(&directory, &failures, error);
        let mut prepared = self.writer.prepare_commit().map_err(engine)?;
        self.manifest.sequence += 1;
        self.manifest.seal();
        let manifest = self.manifest.propose(&self.directory, &self.disk)?;
        let commit =
            Commit { sequence: self.manifest.sequence, manifest, store, keys: self.keys.names().to_vec() };
        prepared.set_payload(&serde_json::to_string(&commit).unwrap_or_default());
        prepared.commit().map_err(engine)?;
        self.disk.sync_directory(&self.directory.join(WORDS))?;
        Manifest::accept(&self.directory, &self.disk)?;
        Ok(self.keys.remove_others()?)
    }

    /// Merges segments: those with deleted articles, so that counts and scores are those of the articles
    /// that are there, and the smallest, where there are many.
    pub fn merge(&mut self) -> Result<(), IndexError> {
        let engine = |error| self.failed(error);
        let mut metas = self.index.searchable_segment_metas().map_err(engine)?;
        metas.sort_by_key(tantivy::SegmentMeta::num_docs);
        let surplus = if metas.len() > SEGMENTS_MAX { metas.len() + 1 - SEGMENTS_MAX } else { 0 };
        let mut ids = Vec::new();
        for (at, meta) in metas.iter().enumerate() {
            if meta.has_deletes() || at < surplus {
                ids.push(meta.id());
            }
        }
        self.merge_segments(&ids)?;
        self.merge_keys(false)
    }

    /// Merges everything into one segment, and the keys into one file.
    pub fn merge_all(&mut self) -> Result<(), IndexError> {
        let engine = |error| self.failed(error);
        let metas = self.index.searchable_segment_metas().map_err(engine)?;
        let worth = metas.len() > 1 || metas.iter().any(tantivy::SegmentMeta::has_deletes);
        let ids: Vec<_> = metas.iter().map(tantivy::SegmentMeta::id).collect();
        if worth {
            self.merge_segments(&ids)?;
        }
        self.merge_keys(true)
    }

    /// Merges files of keys, where there are too many or all, without deleted articles. The next commit names them.
    fn merge_keys(&mut self, whole: bool) -> Result<(), IndexError> {
        if !self.keys.is_worth_merging(whole)? {
            return Ok(());
        }
        let searcher = self.index.reader().map_err(|error| self.failed(error))?.searcher();
        let places = Places::of(&searcher).map_err(|error| self.failed(error))?;
        self.keys.merge(whole, &|record| places.is_alive(record))
    }

    /// Removes files that belong to no commit.
    fn collect_garbage(&mut self) -> Result<(), IndexError> {
        let removed = self.writer.garbage_collect_files().wait();
        removed.map(|_| ()).map_err(|error| self.failed(error))
    }

    fn failed(&self, error: tantivy::TantivyError) -> IndexError {
        failed(&self.directory, &self.failures, error)
    }

    fn merge_segments(&mut self, ids: &[tantivy::index::SegmentId]) -> Result<(), IndexError> {
        if ids.is_empty() {
            return Ok(());
        }
        verify_segments(&self.directory.join(WORDS), ids)?;
        let merge = self.writer.merge(ids);
        merge.wait().map_err(|error| self.failed(error))?;
        self.collect_garbage()?;
        self.disk.sync_directory(&self.directory.join(WORDS))?;
        Ok(())
    }

    /// Number of articles as of the last commit.
    pub fn articles(&self) -> Result<u64, IndexError> {
        let metas = self.index.searchable_segment_metas().map_err(|error| self.failed(error))?;
        Ok(metas.iter().map(|meta| u64::from(meta.num_docs())).sum())
    }

    /// Ends writing; what was not committed is gone.
    pub fn close(self) -> Result<Manifest, IndexError> {
        let (directory, failures) = (self.directory, self.failures);
        self.writer.wait_merging_threads().map_err(|error| failed(&directory, &failures, error))?;
        Ok(self.manifest)
    }
}

fn writable(words: &Path, disk: &Disk, failures: &Failures) -> tantivy::Result<Writable> {
    let (inner, path) = (MmapDirectory::open(words)?, words.to_path_buf());
    Ok(Writable { inner, path, disk: disk.clone(), failures: failures.clone() })
}

/// What went wrong: the file operation that failed, where one did.
fn failed(directory: &Path, failures: &Failures, error: tantivy::TantivyError) -> IndexError {
    failures.take().map_or_else(|| IndexError::engine(directory, error), IndexError::File)
}

/// The payload of a commit.
pub(super) fn commit_of(meta: &tantivy::IndexMeta, directory: &Path) -> Result<Commit, IndexError> {
    let payload = meta.payload.as_deref().unwrap_or("");
    serde_json::from_str(payload)
        .map_err(|error| IndexError::damaged(directory, format!("its commit has no sound payload ({error})")))
}

/// A killed writer leaves files it was about to rename.
fn clear_temporary_files(words: &Path) -> Result<(), IndexError> {
    for entry in fs::read_dir(words).context_of("list", words)? {
        let path = entry.context_of("list", words)?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".tmp")) {
            fs::remove_file(&path).context_of("remove", &path)?;
        }
    }
    Ok(())
}
