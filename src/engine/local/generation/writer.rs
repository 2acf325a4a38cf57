//! Writing a generation: articles go in from many threads, commits make them count.
//!
//! Each thread that puts articles has a lane: an analyst and postings in memory. What all lanes hold becomes one
//! segment at a commit; a lane that is full becomes a segment by itself meanwhile.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::directory::MmapDirectory;
use tantivy::{Directory, IndexMeta, IndexSettings};

use super::keys::KeysWriter;
use super::manifest::{Commit, commit_of};
use super::reader::Generation;
use super::root::Root;
use super::store::{Compressor, Dictionaries, RecordSet, StoreWriter};
use super::verify::verify_quick;
use super::words::postings::{MemorySegment, Source, write_segment};
use super::words::{
    COMMIT, Failures, ONE_SEGMENT, ONE_SEGMENT_AT_FIRST, Places, Segments, Writable, check_schema, schema,
};
use super::{ARTICLES, KEYS, WORDS, side};
use crate::error::FileError;
use crate::index::keys::{Pair, Sorter, hashes_of};
use crate::index::stored::split;
use crate::index::{
    Column, Disk, IndexError, Manifest, Preparer, Work, Works, WriteOptions, Writer, guarded,
};

/// Writes one generation; there is one writer of an index at a time.
pub(crate) struct GenerationWriter {
    root: Root,
    number: u64,
    directory: PathBuf,
    index: tantivy::Index,
    lanes: Vec<Mutex<Lane>>,
    /// Where the next thread looks for a lane first.
    turn: AtomicUsize,
    lane_bytes: usize,
    store: Mutex<StoreWriter>,
    keys: Mutex<KeysWriter>,
    segments: Mutex<Segments>,
    failures: Failures,
    /// Whether the generation began with this writer.
    is_new: bool,
    /// Number of the next commit.
    sequence: AtomicU64,
}

/// What one thread needs to take articles in.
struct Lane {
    preparer: Preparer,
    compressor: Compressor,
    memory: MemorySegment,
    /// Keys of what was put since the last commit.
    pairs: Sorter,
    /// Records of articles that go with the next commit.
    gone: Vec<u32>,
}

impl GenerationWriter {
    /// An empty generation in a directory, and its manifest.
    pub fn create(
        root: &Root,
        (number, directory): (u64, &Path),
        dictionaries: &Dictionaries,
        options: WriteOptions,
    ) -> Result<(Self, Manifest), IndexError> {
        let disk = &root.disk;
        let (words, articles) = (directory.join(WORDS), directory.join(ARTICLES));
        for path in [&words, &articles] {
            Disk::create_directories(path)?;
        }
        dictionaries.write(&articles, disk)?;
        let failures = Failures::default();
        let engine = |error| failed(directory, &failures, error);
        let writable = writable(&words, disk, &failures).map_err(engine)?;
        let index = tantivy::Index::create(writable, schema(), IndexSettings::default()).map_err(engine)?;
        let store = StoreWriter::create(&articles, disk.clone())?;
        let keys = KeysWriter::open(&directory.join(KEYS), Vec::new(), disk)?;
        let place = (root, number, directory);
        let writer = Self::over(place, dictionaries, options, 1, (index, store, keys, failures))?;
        Ok((writer, Manifest::new()))
    }

    /// A generation that is to change, and its manifest.
    pub fn open(root: &Root, number: u64, options: WriteOptions) -> Result<(Self, Manifest), IndexError> {
        let directory = root.generation(number);
        guarded(&directory, || Self::open_unguarded(root, (number, &directory), options))
    }

    fn open_unguarded(
        root: &Root,
        (number, directory): (u64, &Path),
        options: WriteOptions,
    ) -> Result<(Self, Manifest), IndexError> {
        let (disk, dictionaries) = (&root.disk, Dictionaries::read(&directory.join(ARTICLES))?);
        let words = directory.join(WORDS);
        let failures = Failures::default();
        let engine = |error| failed(directory, &failures, error);
        let index = tantivy::Index::open(writable(&words, disk, &failures).map_err(engine)?);
        let index = index.map_err(engine)?;
        check_schema(&index, directory)?;
        let metas = index.load_metas().map_err(engine)?;
        let commit = commit_of(&metas, directory)?;
        let mut manifest = Manifest::read(directory, &commit)?;
        manifest.check(directory)?;
        manifest.check_fields(directory)?;
        // A crash may have come between the commit and its manifest's name; the next one would overwrite it.
        manifest.accept_if_proposed(directory, disk)?;
        side::sweep(directory, &manifest.files, disk)?;
        let store = StoreWriter::open(&directory.join(ARTICLES), manifest.store, disk.clone())?;
        let keys = KeysWriter::open(&directory.join(KEYS), manifest.keys.clone(), disk)?;
        let (place, next) = ((root, number, directory), manifest.sequence + 1);
        let writer = Self::over(place, &dictionaries, options, next, (index, store, keys, failures))?;
        *lock(&writer.segments) = Segments::of(&metas, manifest.tokens);
        // A killed writer leaves files that belong to no commit.
        writer.collect_garbage(&metas)?;
        Ok((writer, manifest))
    }

    fn over(
        (root, number, directory): (&Root, u64, &Path),
        dictionaries: &Dictionaries,
        options: WriteOptions,
        sequence: u64,
        (index, store, mut keys, failures): (tantivy::Index, StoreWriter, KeysWriter, Failures),
    ) -> Result<Self, IndexError> {
        let mut lane = |_| -> Result<_, IndexError> {
            let compressor = Compressor::new(dictionaries).map_err(compressing)?;
            let (preparer, memory, pairs) = (Preparer::new(), MemorySegment::new(), keys.sorter());
            Ok(Mutex::new(Lane { preparer, compressor, memory, pairs, gone: Vec::new() }))
        };
        Ok(Self {
            root: root.clone(),
            number,
            directory: directory.to_path_buf(),
            index,
            lanes: (0..options.threads.max(1)).map(&mut lane).collect::<Result<_, _>>()?,
            turn: AtomicUsize::new(0),
            lane_bytes: options.lane_bytes,
            store: Mutex::new(store),
            keys: Mutex::new(keys),
            segments: Mutex::default(),
            failures,
            is_new: sequence == 1,
            sequence: AtomicU64::new(sequence),
        })
    }

    /// A lane nobody works in, or the one this thread waits for.
    fn lane(&self) -> MutexGuard<'_, Lane> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed) % self.lanes.len();
        let lanes = self.lanes[first..].iter().chain(&self.lanes[..first]);
        let free = lanes.into_iter().find_map(|lane| lane.try_lock().ok());
        free.unwrap_or_else(|| lock(&self.lanes[first]))
    }

    /// Makes a segment of what a lane holds. Where there are many, the smallest become one.
    fn write_out(&self, memory: &mut MemorySegment) -> Result<(), IndexError> {
        let engine = |error| self.failed(error);
        let meta = write_segment(&self.index, &[Source::Memory(memory)]).map_err(engine)?;
        lock(&self.segments).add(meta, memory.tokens());
        memory.clear();
        let surplus = lock(&self.segments).take_surplus();
        if !surplus.is_empty() {
            let merged = surplus.merged(&self.index, |error| self.failed(error))?;
            lock(&self.segments).put_back(merged);
        }
        Ok(())
    }

    fn commit_unguarded(&self, manifest: &mut Manifest, one_segment: u32) -> Result<(), IndexError> {
        let engine = |error| self.failed(error);
        let mut lanes: Vec<MutexGuard<'_, Lane>> = self.lanes.iter().map(lock).collect();
        let mut segments = lock(&self.segments);
        let sequence = manifest.sequence + 1;
        // Where the last commit could not give its manifest its name, the next one would overwrite it.
        manifest.accept_if_proposed(&self.directory, &self.root.disk)?;
        let gone: Vec<u32> = lanes.iter_mut().flat_map(|lane| lane.gone.drain(..)).collect();
        segments.delete(&self.index, &gone).map_err(engine)?;
        let mut store = lock(&self.store);
        gone.into_iter().try_for_each(|record| store.mark_dead(record))?;
        let filled = lanes.iter().filter(|lane| lane.memory.docs() > 0);
        let sources: Vec<Source<'_>> = filled.map(|lane| Source::Memory(&lane.memory)).collect();
        if !sources.is_empty() {
            let meta = write_segment(&self.index, &sources).map_err(engine)?;
            lanes.iter().for_each(|lane| segments.count(lane.memory.tokens()));
            segments.add(meta, Default::default());
            lanes.iter_mut().for_each(|lane| lane.memory.clear());
        }
        let how = (one_segment, self.lanes.len());
        segments.settle(&self.index, how, |error| self.failed(error))?;
        segments.write_deleted(&self.index, sequence).map_err(engine)?;
        manifest.store = store.sync()?;
        manifest.keys = self.commit_keys(&mut lanes, &segments)?;
        manifest.tokens = segments.tokens();
        manifest.sequence = sequence;
        manifest.articles = segments.living();
        manifest.seal();
        let hash = manifest.propose(&self.directory, &self.root.disk)?;
        let commit = Commit { sequence, manifest: hash };
        let metas = IndexMeta {
            index_settings: IndexSettings::default(),
            persisted_custom_extensions: Vec::new(),
            segments: segments.metas(),
            schema: self.index.schema(),
            opstamp: sequence,
            payload: serde_json::to_string(&commit).ok(),
        };
        self.write_metas(&metas).map_err(engine)?;
        self.sequence.store(sequence + 1, Ordering::Relaxed);
        // The commit counts. Its manifest is found under either name; what cannot be removed now the next one removes.
        let _ = Manifest::accept(&self.directory, &self.root.disk);
        let _ = lock(&self.keys).remove_others();
        let _ = side::sweep(&self.directory, &manifest.files, &self.root.disk);
        let _ = store.committed();
        let _ = self.collect_garbage(&metas);
        Ok(())
    }

    /// Writes the keys of what was put, and the names of the files of all keys.
    fn commit_keys(
        &self,
        lanes: &mut [MutexGuard<'_, Lane>],
        segments: &Segments,
    ) -> Result<Vec<String>, IndexError> {
        let mut keys = lock(&self.keys);
        let mut sorters = Vec::with_capacity(lanes.len());
        for lane in lanes {
            sorters.push(std::mem::replace(&mut lane.pairs, keys.sorter()));
        }
        keys.finish(sorters)?;
        if keys.is_worth_merging(false)? {
            let readers = segments.readers(&self.index).map_err(|error| self.failed(error))?;
            let places = Places::of(&readers).map_err(|error| self.failed(error))?;
            keys.merge(false, &|record| places.is_alive(record))?;
        }
        Ok(keys.names().to_vec())
    }

    /// Replaces the engine's list of segments, and has the device keep it: the moment of a commit.
    fn write_metas(&self, metas: &IndexMeta) -> tantivy::Result<()> {
        let mut text = serde_json::to_vec_pretty(metas)?;
        text.push(b'\n');
        self.index.directory().sync_directory()?;
        Ok(self.index.directory().atomic_write(Path::new(COMMIT), &text)?)
    }

    /// Removes files that belong to no commit.
    fn collect_garbage(&self, metas: &IndexMeta) -> Result<(), IndexError> {
        let mut living = metas.list_segment_files();
        living.insert(PathBuf::from(COMMIT));
        for path in Disk::list(&self.directory.join(WORDS))? {
            if !path.file_name().is_some_and(|name| living.contains(Path::new(name))) {
                self.root.disk.remove_file(&path)?;
            }
        }
        Ok(())
    }

    /// The last commit, to be read.
    fn opened(&self) -> Result<Generation, IndexError> {
        Generation::open_directory(&self.root, self.number, self.directory.clone())
    }

    fn failed(&self, error: tantivy::TantivyError) -> IndexError {
        failed(&self.directory, &self.failures, error)
    }
}

impl Writer for GenerationWriter {
    fn generation(&self) -> u64 {
        self.number
    }

    fn put(&self, gone: &[u32], new: Vec<Work>) -> Result<Vec<u64>, IndexError> {
        let mut lane = self.lane();
        lane.gone.extend_from_slice(gone);
        let mut text_bytes = Vec::with_capacity(new.len());
        for work in new {
            let Lane { preparer, compressor, memory, pairs, .. } = &mut *lane;
            text_bytes.push(preparer.prepare(&work.article, memory));
            let hashes = hashes_of(&work);
            let frames = compressor.frames(&split(work)).map_err(compressing)?;
            let record = lock(&self.store).append(&frames, self.sequence.load(Ordering::Relaxed))?;
            for hash in hashes {
                pairs.push(Pair { hash, record })?;
            }
            memory.finish_article(record);
            if memory.bytes() >= self.lane_bytes {
                self.write_out(memory)?;
            }
        }
        Ok(text_bytes)
    }

    fn write_side(&self, manifest: &mut Manifest, name: &str, content: &[u8]) -> Result<(), IndexError> {
        let sequence = manifest.sequence + 1;
        manifest.list(side::write(&self.directory, name, sequence, content, &self.root.disk)?);
        Ok(())
    }

    fn sorter(&self) -> Sorter {
        lock(&self.keys).sorter()
    }

    fn next_record(&self) -> u32 {
        lock(&self.store).lengths().records
    }

    fn commit(&self, manifest: &mut Manifest) -> Result<(), IndexError> {
        guarded(&self.directory, || self.commit_unguarded(manifest, ONE_SEGMENT))
    }

    fn finish(&self, manifest: &mut Manifest) -> Result<(), IndexError> {
        let one_segment = if self.is_new { ONE_SEGMENT_AT_FIRST } else { ONE_SEGMENT };
        guarded(&self.directory, || self.commit_unguarded(manifest, one_segment))
    }

    fn compact(&self) -> Result<bool, IndexError> {
        let segments = lock(&self.segments);
        let living = || {
            let readers = segments.readers(&self.index).map_err(|error| self.failed(error))?;
            let mut records = RecordSet::default();
            for reader in &readers {
                let column = reader.fast_fields().u64(Column::Record.name());
                let column = column.map_err(|error| self.failed(error))?;
                let living = reader.doc_ids_alive().filter_map(|doc| column.first(doc));
                living.for_each(|record| records.insert(record as u32));
            }
            Ok(records)
        };
        lock(&self.store).compact_if_worth(|| guarded(&self.directory, living))
    }

    fn check(&self) -> Result<u64, IndexError> {
        verify_quick(&self.opened()?)
    }

    fn written(&self) -> Result<Box<dyn Works>, IndexError> {
        Ok(Box::new(self.opened()?))
    }

    fn scratch(&self) -> &Path {
        &self.directory
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn compressing(error: std::io::Error) -> IndexError {
    FileError::new("compress", "an article", error).into()
}

fn writable(words: &Path, disk: &Disk, failures: &Failures) -> tantivy::Result<Writable> {
    let (inner, path) = (MmapDirectory::open(words)?, words.to_path_buf());
    Ok(Writable { inner, path, disk: disk.clone(), failures: failures.clone() })
}

/// What went wrong: the file operation that failed, where one did.
fn failed(directory: &Path, failures: &Failures, error: tantivy::TantivyError) -> IndexError {
    failures.take().map_or_else(|| IndexError::engine(directory, error), IndexError::File)
}
