//! Living documents that have some words of a plain query, counted and scored a window at a time.
//!
//! Posting lists are read block by block, one after the other: where most documents of the lists are
//! wanted, that beats walking all lists side by side.
//!
//! It must not know which documents make the page.

use std::ops::RangeInclusive;

use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

use super::collect::Best;
use super::docs::BoxDocs;
use super::groups::group_documents;
use super::rank::{Curve, Ranking};
use super::segment::Segment;
use crate::engine::EngineError;
use crate::index::{Budget, Column, Group, field_of};

/// Documents looked at together.
const ROW: usize = 16;

/// Documents scored together; a window's numbers stay in the processor's nearest cache.
const WINDOW: u32 = 1 << 13;

/// Scores and counts of the documents of one window of a segment.
pub(super) struct Window<'w> {
    /// What scores; and whether it also is a group by itself.
    scored: Vec<(Blocks, Curve<'w>, bool)>,
    /// The other documents of those groups.
    unranked: Vec<Blocks>,
    /// The documents of groups of several stems.
    sets: Vec<BoxDocs>,
    /// The deleted documents not yet passed.
    dead: &'w [u32],
    start: u32,
    end: u32,
    max: u32,
    counts: Vec<u16>,
    scores: Vec<f32>,
}

/// A posting list and the place in its present block.
struct Blocks {
    postings: BlockSegmentPostings,
    at: usize,
}

impl Blocks {
    fn new(postings: BlockSegmentPostings) -> Self {
        Self { postings, at: 0 }
    }

    /// Hands on all documents before `end`, some at a time, with their frequencies where the list
    /// has any.
    fn each_before(&mut self, end: u32, mut each: impl FnMut(&[u32], &[u32])) {
        loop {
            let docs = &self.postings.docs()[self.at..];
            let count = match docs.last() {
                None => return,
                Some(&last) if last < end => docs.len(),
                Some(_) => docs.partition_point(|&doc| doc < end),
            };
            let frequencies = self.postings.freqs().get(self.at..self.at + count);
            each(&docs[..count], frequencies.unwrap_or_default());
            if count < docs.len() {
                self.at += count;
                return;
            }
            self.at = 0;
            self.postings.advance();
        }
    }
}

impl<'w> Window<'w> {
    /// Opens the groups of a query in a segment.
    pub fn open(
        (at, segment): (usize, &'w Segment),
        groups: &[Group],
        ranking: &Ranking<'w>,
        budget: &Budget,
    ) -> Result<Self, EngineError> {
        let mut scored = Vec::with_capacity(ranking.main.len());
        for weighted in &ranking.main {
            if let Some(blocks) = weighted.blocks((at, segment))? {
                let group = groups.iter().any(|group| group.only_stem() == Some(&weighted.stem));
                scored.push((Blocks::new(blocks), Curve::open(segment, weighted)?, group));
            }
        }
        let (mut unranked, mut sets) = (Vec::new(), Vec::new());
        for group in groups {
            match group.only_stem() {
                Some(stem) => {
                    let field = field_of(Column::Unranked);
                    if let Some(entry) = segment.entry(field, stem)? {
                        let blocks = segment.blocks_at(field, &entry, IndexRecordOption::Basic)?;
                        unranked.push(Blocks::new(blocks));
                    }
                }
                None => sets.push(group_documents(segment, group, budget)?),
            }
        }
        let size = WINDOW.min(segment.max_doc()) as usize;
        let (counts, scores) = (vec![0; size], vec![0.0; size]);
        let (dead, max) = (segment.dead(), segment.max_doc());
        Ok(Self { scored, unranked, sets, dead, start: 0, end: 0, max, counts, scores })
    }

    /// Fills the next window; `false` after the last.
    pub fn fill_next(&mut self) -> bool {
        if self.end >= self.max {
            return false;
        }
        self.start = self.end;
        self.end = self.start.saturating_add(WINDOW).min(self.max);
        let (start, end) = (self.start, self.end);
        let (counts, scores) = (&mut self.counts, &mut self.scores);
        if start > 0 {
            counts.fill(0);
            scores.fill(0.0);
        }
        let count = |counts: &mut [u16], doc: u32| counts[(doc - start) as usize] += 1;
        // In the query's order, so that sums do not depend on how a score is computed.
        for (blocks, curve, group) in &mut self.scored {
            blocks.each_before(end, |docs, frequencies| {
                for (&doc, &frequency) in docs.iter().zip(frequencies) {
                    scores[(doc - start) as usize] += curve.score(doc, frequency);
                }
                if *group {
                    docs.iter().for_each(|&doc| count(counts, doc));
                }
            });
        }
        for blocks in &mut self.unranked {
            blocks.each_before(end, |docs, _| docs.iter().for_each(|&doc| count(counts, doc)));
        }
        for docs in &mut self.sets {
            let mut doc = docs.doc();
            while doc < end {
                count(counts, doc);
                doc = docs.advance();
            }
        }
        let (dead, later) = self.dead.split_at(self.dead.partition_point(|&doc| doc < end));
        dead.iter().for_each(|&doc| counts[(doc - start) as usize] = 0);
        self.dead = later;
        true
    }

    /// Number of documents with at least one group and fewer than `all`, and with all.
    pub fn totals(&self, all: u16) -> (u64, u64) {
        // A window has fewer documents than the sums can hold; small ones are added several at once.
        let number =
            |least: u16| self.counts().iter().fold(0_u16, |sum, &count| sum + u16::from(count >= least));
        let whole = number(all);
        (u64::from(number(1) - whole), u64::from(whole))
    }

    /// Offers the documents with so many groups, at least one.
    pub fn offer(&self, best: &mut Best, groups: RangeInclusive<u16>) {
        if !best.is_wanted() {
            return;
        }
        let counts = self.counts();
        let rows = counts.chunks(ROW).zip(self.scores.chunks(ROW));
        for (row, (counts, scores)) in rows.enumerate() {
            // Few documents reach the page once it is full. No shortcut within a row: this way the compiler
            // compares several at once.
            let least = best.threshold();
            let reached = |reached, (score, count): (&f32, &u16)| {
                reached | (*score >= least) & (*count >= *groups.start())
            };
            if !scores.iter().zip(counts).fold(false, reached) {
                continue;
            }
            for (at, (&count, &score)) in counts.iter().zip(scores).enumerate() {
                if groups.contains(&count) {
                    best.offer(self.start + (row * ROW + at) as u32, score);
                }
            }
        }
    }

    /// Calls `each` with every document that satisfies a group: the document, its number of groups, its
    /// score.
    pub fn each(&self, mut each: impl FnMut(u32, u16, f32)) {
        for (at, &count) in self.counts().iter().enumerate() {
            if count > 0 {
                each(self.start + at as u32, count, self.scores[at]);
            }
        }
    }

    fn counts(&self) -> &[u16] {
        &self.counts[..(self.end - self.start) as usize]
    }
}
