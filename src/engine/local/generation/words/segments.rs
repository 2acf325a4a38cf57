//! The segments of a generation while it is written: which there are, what in them is deleted, which are merged.

use std::collections::BTreeSet;
use std::thread;

use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::write_alive_bitset;
use tantivy::index::SegmentComponent;
use tantivy::{BitSet, Index, IndexMeta, SegmentMeta, SegmentReader, TantivyError};

use super::places::Places;
use super::postings::{Disk, Source, write_segment};
use crate::index::{BAGS, Column, IndexError};

/// No generation has more segments: each costs every query a little.
const SEGMENTS_MAX: usize = 32;
/// Segments that become one where there are too many. Each article is written a few times at most, however large
/// the generation grows.
const MERGED_TOGETHER: usize = 8;
/// A segment with fewer articles is small.
const SMALL: u32 = 4_096;
/// Small segments that may lie beside each other.
const SMALL_MAX: usize = 4;
/// A generation with no more articles is one segment after every commit.
pub(crate) const ONE_SEGMENT: u32 = 1_000;
/// A new generation with no more articles is one segment when it is complete: a query pays for each segment, and
/// nothing has been merged yet.
pub(crate) const ONE_SEGMENT_AT_FIRST: u32 = 100_000;
/// A segment is written anew where more than one of so many of its articles is deleted.
const DEAD_PART: u32 = 5;

/// The segments of a generation, and the lengths of its living articles, summed.
#[derive(Default)]
pub(crate) struct Segments {
    list: Vec<Live>,
    tokens: [u64; BAGS],
}

/// A segment, and what of it is deleted.
pub(crate) struct Live {
    meta: SegmentMeta,
    /// Whether it is part of a commit; only its articles can be deleted.
    is_committed: bool,
    /// Articles deleted since the file of deleted ones was written.
    dead: BTreeSet<u32>,
}

impl Live {
    fn new(meta: SegmentMeta) -> Self {
        Self { meta, is_committed: false, dead: BTreeSet::new() }
    }

    fn living(&self) -> u32 {
        self.meta.num_docs() - self.dead.len() as u32
    }

    fn is_mostly_dead(&self) -> bool {
        (self.meta.max_doc() - self.living()) * DEAD_PART > self.meta.max_doc()
    }
}

/// Segments taken out to become one.
pub(crate) struct Group(Vec<Live>);

impl Group {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes the living articles of all as one segment; `None` where none lives.
    pub fn merged(
        &self,
        index: &Index,
        failed: impl Fn(TantivyError) -> IndexError,
    ) -> Result<Option<Live>, IndexError> {
        if self.0.iter().all(|live| live.living() == 0) {
            return Ok(None);
        }
        let merge = || -> tantivy::Result<Live> {
            let open = |live: &Live| SegmentReader::open(&index.segment(live.meta.clone()));
            let readers = self.0.iter().map(open).collect::<tantivy::Result<Vec<_>>>()?;
            let source = |(live, reader): (&Live, _)| {
                let reader: &SegmentReader = reader;
                Source::Disk(Disk::new(reader, |doc| !reader.is_deleted(doc) && !live.dead.contains(&doc)))
            };
            let sources: Vec<Source<'_>> = self.0.iter().zip(&readers).map(source).collect();
            Ok(Live::new(write_segment(index, &sources)?))
        };
        merge().map(Some).map_err(failed)
    }
}

impl Segments {
    /// The segments of a commit.
    pub fn of(metas: &IndexMeta, tokens: [u64; BAGS]) -> Self {
        let live = |meta: &SegmentMeta| Live { is_committed: true, ..Live::new(meta.clone()) };
        Self { list: metas.segments.iter().map(live).collect(), tokens }
    }

    /// Adds a segment that was just written, with the lengths of its articles.
    pub fn add(&mut self, meta: SegmentMeta, tokens: [u64; BAGS]) {
        self.list.push(Live::new(meta));
        self.count(tokens);
    }

    /// Adds lengths of articles.
    pub fn count(&mut self, tokens: [u64; BAGS]) {
        self.tokens.iter_mut().zip(tokens).for_each(|(sum, tokens)| *sum += tokens);
    }

    /// Puts a merged segment in the place of those it was made from.
    pub fn put_back(&mut self, merged: Option<Live>) {
        self.list.extend(merged);
    }

    /// Takes out the smallest segments where there are too many, while a build goes on: of those of no commit, for
    /// nothing of them can be deleted meanwhile.
    pub fn take_surplus(&mut self) -> Group {
        let uncommitted = self.list.iter().filter(|live| !live.is_committed).count();
        if self.list.len() <= SEGMENTS_MAX || uncommitted < MERGED_TOGETHER {
            return Group(Vec::new());
        }
        self.list.sort_by_key(|live| (live.is_committed, live.living()));
        Group(self.list.drain(..MERGED_TOGETHER).collect())
    }

    /// Deletes the articles of records from the segments that are part of a commit.
    pub fn delete(&mut self, index: &Index, gone: &[u32]) -> tantivy::Result<()> {
        if gone.is_empty() {
            return Ok(());
        }
        let mut committed: Vec<&mut Live> = self.list.iter_mut().filter(|live| live.is_committed).collect();
        let open = |live: &&mut Live| SegmentReader::open(&index.segment(live.meta.clone()));
        let readers = committed.iter().map(open).collect::<tantivy::Result<Vec<_>>>()?;
        let places = Places::of(&readers)?;
        for (segment, doc) in gone.iter().filter_map(|&record| places.place(record)) {
            if committed[segment].dead.insert(doc) {
                for (sum, column) in self.tokens.iter_mut().zip([Column::Length, Column::LengthBody]) {
                    let lengths = readers[segment].fast_fields().u64(column.name())?;
                    *sum = sum.saturating_sub(lengths.first(doc).unwrap_or(0));
                }
            }
        }
        Ok(())
    }

    /// Merges what is worth it: all where there are no more articles than `one_segment`, segments of which much is
    /// deleted, small ones where there are several, and the smallest where there are too many. Groups are merged
    /// side by side on so many threads.
    pub fn settle(
        &mut self,
        index: &Index,
        (one_segment, threads): (u32, usize),
        failed: impl Fn(TantivyError) -> IndexError + Sync,
    ) -> Result<(), IndexError> {
        let groups = self.groups(one_segment);
        for some in groups.chunks(threads.max(1)) {
            let failed = &failed;
            let merged: Vec<Result<Option<Live>, IndexError>> = thread::scope(|scope| {
                let merge = |group: &'_ Group| group.merged(index, failed);
                let threads: Vec<_> = some.iter().map(|group| scope.spawn(move || merge(group))).collect();
                let join = |thread: thread::ScopedJoinHandle<'_, _>| {
                    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                };
                threads.into_iter().map(join).collect()
            });
            for merged in merged {
                self.put_back(merged?);
            }
        }
        Ok(())
    }

    /// Takes out the groups of segments that are worth a merge.
    fn groups(&mut self, one_segment: u32) -> Vec<Group> {
        self.list.sort_by_key(Live::living);
        let all: u32 = self.list.iter().map(Live::living).fold(0, u32::saturating_add);
        if all <= one_segment {
            let is_worth =
                self.list.len() > 1 || self.list.iter().any(|live| live.living() < live.meta.max_doc());
            return if is_worth { vec![Group(std::mem::take(&mut self.list))] } else { Vec::new() };
        }
        let mut groups = Vec::new();
        let small = self.list.partition_point(|live| live.living() < SMALL);
        if small > SMALL_MAX {
            groups.push(Group(self.list.drain(..small).collect()));
        }
        let dead = self.list.extract_if(.., |live| live.is_mostly_dead());
        groups.extend(dead.map(|live| Group(vec![live])));
        while self.list.len() + groups.len() > SEGMENTS_MAX && self.list.len() >= MERGED_TOGETHER {
            groups.push(Group(self.list.drain(..MERGED_TOGETHER).collect()));
        }
        groups
    }

    /// Writes which articles are deleted, under names that bear the commit's number. From now on all segments are
    /// part of a commit.
    pub fn write_deleted(&mut self, index: &Index, sequence: u64) -> tantivy::Result<()> {
        for live in &mut self.list {
            live.is_committed = true;
            if live.dead.is_empty() {
                continue;
            }
            let mut alive = BitSet::with_max_value_and_full(live.meta.max_doc());
            if live.meta.has_deletes() {
                let reader = SegmentReader::open(&index.segment(live.meta.clone()))?;
                (0..live.meta.max_doc())
                    .filter(|&doc| reader.is_deleted(doc))
                    .for_each(|doc| alive.remove(doc));
            }
            live.dead.iter().for_each(|&doc| alive.remove(doc));
            let deleted = live.meta.max_doc() - alive.len() as u32;
            let segment = index.segment(live.meta.clone()).with_delete_meta(deleted, sequence);
            let mut file = segment.open_write(SegmentComponent::Delete)?;
            write_alive_bitset(&alive, &mut file)?;
            file.terminate()?;
            live.meta = segment.meta().clone();
            live.dead.clear();
        }
        Ok(())
    }

    /// Readers of all segments.
    pub fn readers(&self, index: &Index) -> tantivy::Result<Vec<SegmentReader>> {
        self.list.iter().map(|live| SegmentReader::open(&index.segment(live.meta.clone()))).collect()
    }

    /// Number of living articles.
    pub fn living(&self) -> u64 {
        self.list.iter().map(|live| u64::from(live.living())).sum()
    }

    /// Lengths of all living articles in each bag, summed.
    pub fn tokens(&self) -> [u64; BAGS] {
        self.tokens
    }

    /// The segments as a commit lists them, in an order no thread decides.
    pub fn metas(&self) -> Vec<SegmentMeta> {
        self.list.iter().map(|live| live.meta.clone()).collect()
    }
}
