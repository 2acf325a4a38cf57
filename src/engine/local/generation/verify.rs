//! Verifying a generation: what was written reads back.
//!
//! It must not know queries; that articles are found by their own words is checked a floor higher.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use tantivy::SegmentReader;

use super::WORDS;
use super::reader::Generation;
use super::words::checksums;
use crate::error::Context;
use crate::index::stored::PARTS;
use crate::index::{Column, Disk, IndexError, Verified};

/// Articles that a thread reads back before it takes the next.
const PIECE: u32 = 2_048;

/// Checks a generation that was just written, and returns its number of articles.
///
/// # Errors
/// Damage of any kind.
pub(crate) fn verify_quick(generation: &Generation) -> Result<u64, IndexError> {
    let (_, faults) = of_files(generation)?;
    if let Some(fault) = faults.into_iter().next() {
        return Err(IndexError::damaged(&generation.directory, fault));
    }
    let (store, manifest) = (&generation.store, generation.manifest());
    for record in [0, manifest.store.records / 2, manifest.store.records.saturating_sub(1)] {
        // One that a compaction left out has no place.
        if record < manifest.store.records && store.frame_bytes(record).is_ok() {
            store.article(record)?;
        }
    }
    let articles = generation.searcher.num_docs();
    if articles != manifest.articles {
        let found = format!("it has {articles} articles where its manifest says {}", manifest.articles);
        return Err(IndexError::damaged(&generation.directory, found));
    }
    Ok(articles)
}

/// How many files there are beside those of articles, and what is wrong with them.
fn of_files(generation: &Generation) -> Result<(u64, Vec<String>), IndexError> {
    let words = generation.directory.join(WORDS);
    let metas = generation.index.load_metas().map_err(|error| IndexError::engine(&words, error))?;
    let (mut files, mut faults) = checksums(&metas, &words)?;
    let of_keys = generation.keys.verify();
    files += of_keys.0;
    faults.extend(of_keys.1);
    faults.extend(generation.side.faults().iter().map(ToString::to_string));
    Ok((files, faults))
}

/// Checks a generation thoroughly: every checksum, every record, every article's id.
///
/// # Errors
/// Only what keeps it from being read at all; faults are collected.
pub(crate) fn verify(generation: &Generation) -> Result<Verified, IndexError> {
    let (files, faults) = of_files(generation)?;
    let mut verified =
        Verified { files, faults, bytes: size_of(&generation.directory)?, ..Verified::default() };
    verified.generation = generation.number;
    let manifest = generation.manifest();
    // The engine may panic on files that are not what it wrote: nothing more is read of them.
    if !verified.faults.is_empty() {
        return Ok(verified);
    }
    let read = read_back(generation)?;
    verified.articles = read.articles;
    verified.faults = read.faults;
    let faults = verified.faults.len() as u64;
    if verified.articles + faults < manifest.articles || verified.articles > manifest.articles {
        let (found, said) = (verified.articles, manifest.articles);
        verified.faults.push(format!("{found} articles are there, the manifest says {said}"));
    }
    if verified.faults.is_empty() {
        verified.faults.extend(wrong_count(generation, verified.articles, read.living));
    }
    Ok(verified)
}

/// What was found in some articles.
#[derive(Default)]
struct ReadBack {
    articles: u64,
    /// Bytes of their records in each part of the store.
    living: [u64; PARTS],
    faults: Vec<String>,
}

/// Reads every article back, some thousand a time by each of several threads.
fn read_back(generation: &Generation) -> Result<ReadBack, IndexError> {
    let segments = generation.searcher.segment_readers();
    let pieces: Vec<(&SegmentReader, u32)> = segments
        .iter()
        .flat_map(|segment| (0..segment.max_doc()).step_by(PIECE as usize).map(move |first| (segment, first)))
        .collect();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Relaxed);
            let Some(&(segment, first)) = pieces.get(at) else { return Ok(done) };
            done.push((at, read_piece(generation, segment, first)?));
        }
    };
    let done: Result<Vec<_>, IndexError> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().map(join).collect()
    });
    // Faults are told in the order of the articles.
    let pieces: BTreeMap<usize, ReadBack> = done?.into_iter().flatten().collect();
    let mut all = ReadBack::default();
    for piece in pieces.into_values() {
        all.articles += piece.articles;
        all.living.iter_mut().zip(piece.living).for_each(|(sum, bytes)| *sum += bytes);
        all.faults.extend(piece.faults);
    }
    Ok(all)
}

fn read_piece(generation: &Generation, segment: &SegmentReader, first: u32) -> Result<ReadBack, IndexError> {
    let engine = |error| IndexError::engine(&generation.directory, error);
    let records = segment.fast_fields().u64(Column::Record.name()).map_err(engine)?;
    let mut piece = ReadBack::default();
    let docs = first..segment.max_doc().min(first.saturating_add(PIECE));
    for doc in docs.filter(|&doc| !segment.is_deleted(doc)) {
        let record = records.first(doc).map_or(u32::MAX, |record| record as u32);
        match generation.store.article(record) {
            Err(error) => piece.faults.push(error.to_string()),
            Ok(article) => {
                piece.articles += 1;
                let bytes = generation.store.frame_bytes(record)?;
                piece.living.iter_mut().zip(bytes).for_each(|(sum, bytes)| *sum += bytes);
                piece.faults.extend(wrong_stamp(generation, record)?);
                if generation.record_of(&article.id)? != Some(record) {
                    piece.faults.push(format!("{} is not found by its id", article.id));
                }
            }
        }
    }
    Ok(piece)
}

/// What is wrong with when an article came.
fn wrong_stamp(generation: &Generation, record: u32) -> Result<Option<String>, IndexError> {
    let (stamp, last) = (generation.store.stamp(record)?, generation.manifest().sequence);
    let sound = 1 <= stamp.came && stamp.came <= stamp.changed && stamp.changed <= last;
    let said =
        || format!("record {record} came at {} and changed at {} of {last}", stamp.came, stamp.changed);
    Ok((!sound).then(said))
}

/// What is wrong with how the store counts its dead records, which no article needs.
fn wrong_count(generation: &Generation, articles: u64, living: [u64; PARTS]) -> Option<String> {
    let lengths = generation.store.lengths();
    let counted = std::array::from_fn(|at| lengths.parts[at].saturating_sub(lengths.dead[at]));
    let records = u64::from(lengths.living_records());
    let said = || {
        format!(
            "articles need {articles} records with {living:?} bytes, the store counts {records} with {counted:?}"
        )
    };
    (articles != records || living != counted).then(said)
}

/// Bytes of all files below a directory; what a writer removes meanwhile counts for nothing.
pub(crate) fn size_of(path: &Path) -> Result<u64, IndexError> {
    let mut bytes = 0;
    for entry in Disk::list(path)? {
        let metadata = match entry.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            metadata => metadata.context_of("read", &entry)?,
        };
        bytes += if metadata.is_dir() { size_of(&entry)? } else { metadata.len() };
    }
    Ok(bytes)
}
