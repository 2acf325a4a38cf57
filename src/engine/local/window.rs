//! Living documents that have some words of a plain query, counted a window at a time, and scored where they can
//! reach the page.
//!
//! Posting lists are read block by block, one after the other: where most documents of the lists are
//! wanted, that beats walking all lists side by side. Of each document it is noted which lists have it; what these
//! can score at most tells most documents from those on the page, as in MaxScore (Turtle and Flood, 1995), while
//! all are counted.
//!
//! It must not know which documents make the page.

use std::ops::RangeInclusive;

use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

use super::collect::Best;
use super::docs::BoxDocs;
use super::generation::field_of;
use super::groups::Lists;
use super::rank::{Curve, Ranking};
use super::segment::Segment;
use crate::engine::EngineError;
use crate::index::{Column, Group};

/// Documents counted together; a window's numbers stay in the processor's nearest caches.
const WINDOW: u32 = 1 << 12;
/// Documents passed over together.
const ROW: usize = 16;

/// One group, in what is noted of a document: the groups it satisfies are counted in the upper half.
const GROUP: u32 = 1 << 16;
/// Scored lists that have a bit of their own in the lowest byte; all others share its last one.
const OWN_BITS: usize = 7;
/// Sums of bounds are rounded otherwise than scores are.
const ROUNDING: f32 = 1.000_01;

/// Room for the numbers of one window, kept from segment to segment.
#[derive(Default)]
pub(super) struct Room {
    /// What is noted of each document.
    notes: Vec<u32>,
    /// By scored list and document: the frequency, where the document's note has the list.
    frequencies: Vec<u32>,
    /// Documents that may reach the page.
    candidates: Vec<u32>,
}

/// What is known of the documents of one window of a segment.
pub(super) struct Window<'w> {
    scored: Vec<Scored<'w>>,
    /// The documents of groups of one stem that no scored list has.
    unranked: Vec<Blocks>,
    /// The documents of groups of several stems.
    sets: Vec<BoxDocs>,
    /// The deleted documents not yet passed.
    dead: &'w [u32],
    start: u32,
    end: u32,
    max: u32,
    /// Documents the room has place for.
    size: usize,
    room: &'w mut Room,
    /// The most that lists can score together, by their bits.
    bounds: [f32; 256],
}

/// A list that documents are scored by.
struct Scored<'w> {
    blocks: Blocks,
    curve: Curve<'w>,
    /// Its bit; and one group more where the list is a group by itself.
    bit: u32,
    group: u32,
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
    /// Opens the groups of a query as they were found in a segment.
    pub fn open(
        (at, segment): (usize, &'w Segment),
        (groups, found): (&[Group], Vec<Lists>),
        ranking: &Ranking<'w>,
        room: &'w mut Room,
    ) -> Result<Self, EngineError> {
        let mut scored: Vec<Scored<'_>> = Vec::with_capacity(ranking.main.len());
        let mut most = [0.0; OWN_BITS + 1];
        for weighted in &ranking.main {
            if let Some(blocks) = weighted.blocks((at, segment))? {
                let is_group = groups.iter().any(|group| group.only_stem() == Some(&weighted.stem));
                let number = scored.len().min(OWN_BITS);
                most[number] += weighted.most;
                scored.push(Scored {
                    blocks: Blocks::new(blocks),
                    curve: Curve::open(segment, weighted)?,
                    bit: 1 << number,
                    group: if is_group { GROUP } else { 0 },
                });
            }
        }
        let (mut unranked, mut sets) = (Vec::new(), Vec::new());
        for lists in found {
            match lists {
                Lists::Stem { unranked: Some(entry), .. } => {
                    let field = field_of(Column::Unranked);
                    let blocks = segment.blocks_at(field, &entry, IndexRecordOption::Basic)?;
                    unranked.push(Blocks::new(blocks));
                }
                Lists::Stem { .. } => {}
                Lists::Set(set) => sets.push(set),
            }
        }
        let size = WINDOW.min(segment.max_doc()) as usize;
        room.notes.resize(size, 0);
        if room.frequencies.len() < size * scored.len() {
            room.frequencies.resize(size * scored.len(), 0);
        }
        room.candidates.resize(size, 0);
        let (dead, max, bounds) = (segment.dead(), segment.max_doc(), bounds(&most));
        Ok(Self { scored, unranked, sets, dead, start: 0, end: 0, max, size, room, bounds })
    }

    /// Fills the next window; `false` after the last.
    pub fn fill_next(&mut self) -> bool {
        if self.end >= self.max {
            return false;
        }
        self.start = self.end;
        self.end = self.start.saturating_add(WINDOW).min(self.max);
        let (start, end) = (self.start, self.end);
        let Room { notes, frequencies, .. } = &mut *self.room;
        notes.fill(0);
        for (number, list) in self.scored.iter_mut().enumerate() {
            let (bit, group) = (list.bit, list.group);
            let kept = &mut frequencies[number * self.size..][..self.size];
            if number >= OWN_BITS {
                // Whether a document has it is told by its frequency alone.
                kept.fill(0);
            }
            list.blocks.each_before(end, |docs, frequencies| {
                for (&doc, &frequency) in docs.iter().zip(frequencies) {
                    let at = (doc - start) as usize;
                    notes[at] = (notes[at] + group) | bit;
                    kept[at] = frequency;
                }
            });
        }
        for blocks in &mut self.unranked {
            blocks.each_before(end, |docs, _| {
                docs.iter().for_each(|&doc| notes[(doc - start) as usize] += GROUP)
            });
        }
        for docs in &mut self.sets {
            let mut doc = docs.doc();
            while doc < end {
                notes[(doc - start) as usize] += GROUP;
                doc = docs.advance();
            }
        }
        let (dead, later) = self.dead.split_at(self.dead.partition_point(|&doc| doc < end));
        dead.iter().for_each(|&doc| notes[(doc - start) as usize] = 0);
        self.dead = later;
        true
    }

    /// Number of documents with at least one group and fewer than `all`, and with all.
    pub fn totals(&self, all: u16) -> (u64, u64) {
        // A window has fewer documents than the sums can hold; small ones are added several at once.
        let number =
            |least: u32| self.notes().iter().fold(0_u16, |sum, &note| sum + u16::from(note >= least * GROUP));
        let whole = number(u32::from(all));
        (u64::from(number(1) - whole), u64::from(whole))
    }

    /// Offers the documents with so many groups, at least one.
    pub fn offer(&mut self, best: &mut Best, groups: RangeInclusive<u16>) {
        if !best.is_wanted() {
            return;
        }
        let threshold = best.threshold();
        let reaches = self.bounds.map(|bound| bound >= threshold);
        let (least, most) =
            (u32::from(*groups.start()) * GROUP, u32::from(*groups.end()) * GROUP + (GROUP - 1));
        let Room { notes, candidates, .. } = &mut *self.room;
        // Few documents have several groups: that is guessed well.
        let (is_rare, mut count) = (least > GROUP, 0);
        for (row, notes) in notes[..(self.end - self.start) as usize].chunks(ROW).enumerate() {
            // No shortcut within a row: this way the compiler compares several at once.
            if !notes.iter().fold(false, |any, &note| any | (note >= least)) {
                continue;
            }
            for (at, &note) in (row * ROW..).zip(notes) {
                if is_rare && note < least {
                    continue;
                }
                // Whether one passes cannot be guessed: no branch.
                candidates[count] = at as u32;
                let passes = (note >= least) & (note <= most) & reaches[note as usize & 0xff];
                count += usize::from(passes);
            }
        }
        for &at in &self.room.candidates[..count] {
            let at = at as usize;
            // Those before may have made the page harder to reach.
            if self.bounds[self.room.notes[at] as usize & 0xff] >= best.threshold() {
                best.offer(self.start + at as u32, self.score_at(at));
            }
        }
    }

    /// Calls `each` with every document that satisfies a group, and its number of groups.
    pub fn each(&self, mut each: impl FnMut(u32, u16)) {
        for (at, &note) in self.notes().iter().enumerate() {
            if note >= GROUP {
                each(self.start + at as u32, groups_of(note));
            }
        }
    }

    /// The score of a document of the window.
    pub fn score(&self, doc: u32) -> f32 {
        self.score_at((doc - self.start) as usize)
    }

    fn score_at(&self, at: usize) -> f32 {
        let (note, doc) = (self.room.notes[at], self.start + at as u32);
        let mut score = 0.0;
        // In the query's order, so that sums do not depend on how a score is computed.
        for (number, list) in self.scored.iter().enumerate() {
            if note & list.bit != 0 {
                score += list.curve.score(doc, self.room.frequencies[number * self.size + at]);
            }
        }
        score
    }

    fn notes(&self) -> &[u32] {
        &self.room.notes[..(self.end - self.start) as usize]
    }
}

fn groups_of(note: u32) -> u16 {
    (note / GROUP) as u16
}

/// The most that lists can score together, by their bits; `most` by each bit.
fn bounds(most: &[f32; OWN_BITS + 1]) -> [f32; 256] {
    let mut bounds = [0.0; 256];
    for (bit, most) in most.iter().enumerate().filter(|(_, most)| **most > 0.0) {
        let (known, new) = bounds.split_at_mut(1 << bit);
        new.iter_mut().zip(known).for_each(|(new, known)| *new = (*known + most) * ROUNDING);
    }
    bounds
}
