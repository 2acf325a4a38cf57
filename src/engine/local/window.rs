//! Living documents that have some words of a plain query, counted a window at a time, and scored where they can
//! reach the page.
//!
//! Posting lists are read block by block, one after the other: where most documents of the lists are
//! wanted, that beats walking all lists side by side. Of each document it is noted which lists have it; what these
//! can score at most tells most documents from those on the page, as in MaxScore (Turtle and Flood, 1995), while
//! all are counted.
//!
//! It must not know which documents make the page.

use std::cell::Cell;
use std::ops::RangeInclusive;

use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

use super::collect::Best;
use super::docs::BoxDocs;
use super::generation::field_of;
use super::groups::Lists;
use super::marks::{Marks, WINDOW};
use super::rank::{Curve, Ranking, Weighted};
use super::segment::Segment;
use crate::engine::EngineError;
use crate::index::{Column, Group};

/// Documents passed over together.
const ROW: usize = 16;

// What is noted of a document, in one number that every list adds to. From the lowest bit on: the most that the
// lists it is in can score, in steps; a bit for each of these lists; how many groups it satisfies.

/// Steps that all lists together can score at most.
const STEPS_MAX: u32 = LIST - 1;
/// The bit of the first scored list.
const LIST: u32 = 1 << 11;
/// Scored lists that have a bit of their own; all others share one more.
const OWN_BITS: usize = 6;
/// Scores are sums that are rounded: bounds of them are kept a little away.
const ROUNDED_UP: f32 = 1.000_1;
const ROUNDED_DOWN: f32 = 0.999_9;
/// One group; a query has fewer than there is room for.
const GROUP: u32 = LIST << (OWN_BITS + 1);

/// The numbers of one window.
#[derive(Default)]
struct Numbers {
    /// What is noted of each document.
    notes: Vec<u32>,
    /// By scored list and document: the frequency, where the document's note has the list.
    frequencies: Vec<u32>,
    /// Documents that may reach the page.
    candidates: Vec<u32>,
}

thread_local! {
    /// What a thread's last search left: room that is new has to be given by the system first.
    static LEFT: Cell<Numbers> = Cell::default();
}

/// Numbers that no thread keeps room for: those of more lists than people write.
const KEPT_MAX: usize = 64 * WINDOW as usize;

/// Room for the numbers of one window, kept from segment to segment and from search to search.
pub(super) struct Room(Numbers);

impl Room {
    pub fn new() -> Self {
        Self(LEFT.take())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if self.0.frequencies.len() <= KEPT_MAX {
            LEFT.set(std::mem::take(&mut self.0));
        }
    }
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
    room: &'w mut Numbers,
    /// The score that a step stands for.
    step: f32,
}

/// A list that documents are scored by.
struct Scored<'w> {
    blocks: Blocks,
    curve: Curve<'w>,
    /// Its bit, where it has one of its own or shares one.
    bit: u32,
    has_own_bit: bool,
    /// What is added to the notes of its documents, by frequency, the last for all greater ones: the steps of the
    /// most it can score, and one group where it is a group by itself.
    notes: [u32; FREQUENCIES],
}

/// Frequencies that are told apart where it is asked what a document can score at most.
const FREQUENCIES: usize = 16;

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
        Room(room): &'w mut Room,
    ) -> Result<Self, EngineError> {
        let mut scored: Vec<Scored<'_>> = Vec::with_capacity(ranking.main.len());
        let step = step(&ranking.main);
        for weighted in &ranking.main {
            if let Some(blocks) = weighted.blocks((at, segment))? {
                let is_group = groups.iter().any(|group| group.only_stem() == Some(&weighted.stem));
                let (bit, has_own_bit) = (LIST << scored.len().min(OWN_BITS), scored.len() < OWN_BITS);
                let group = if is_group { GROUP } else { 0 };
                scored.push(Scored {
                    blocks: Blocks::new(blocks),
                    curve: Curve::open(segment, weighted)?,
                    bit,
                    has_own_bit,
                    notes: std::array::from_fn(|frequency| {
                        let is_last = frequency + 1 == FREQUENCIES;
                        let most = if is_last { weighted.most } else { weighted.most_of(frequency as u32) };
                        group + (most / step).ceil() as u32
                    }),
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
        let (dead, max) = (segment.dead(), segment.max_doc());
        Ok(Self { scored, unranked, sets, dead, start: 0, end: 0, max, size, room, step })
    }

    /// Fills the next window; `false` after the last.
    pub fn fill_next(&mut self) -> bool {
        if self.end >= self.max {
            return false;
        }
        self.start = self.end;
        self.end = self.start.saturating_add(WINDOW).min(self.max);
        let (start, end) = (self.start, self.end);
        let Numbers { notes, frequencies, .. } = &mut *self.room;
        notes.fill(0);
        for (number, list) in self.scored.iter_mut().enumerate() {
            let (by_frequency, bit) = (list.notes, list.bit);
            let kept = &mut frequencies[number * self.size..][..self.size];
            if !list.has_own_bit {
                // Whether a document has it is told by its frequency alone.
                kept.fill(0);
            }
            list.blocks.each_before(end, |docs, frequencies| {
                for (&doc, &frequency) in docs.iter().zip(frequencies) {
                    let at = (doc - start) as usize;
                    let note = by_frequency[(frequency as usize).min(FREQUENCIES - 1)];
                    notes[at] = (notes[at] + note) | bit;
                    kept[at] = frequency;
                }
            });
        }
        for blocks in &mut self.unranked {
            blocks.each_before(end, |docs, _| {
                docs.iter().for_each(|&doc| notes[(doc - start) as usize] += GROUP);
            });
        }
        for docs in &mut self.sets {
            let mut marks = Marks::around(start);
            docs.mark(&mut marks);
            marks.each(|doc| notes[(doc - start) as usize] += GROUP);
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
    #[expect(clippy::needless_bitwise_bool, reason = "only without branches are several compared at once")]
    pub fn offer(&mut self, best: &mut Best, groups: RangeInclusive<u16>) {
        if !best.is_wanted() {
            return;
        }
        let (least, most) =
            (u32::from(*groups.start()) * GROUP, u32::from(*groups.end()) * GROUP + (GROUP - 1));
        let (mut threshold, mut steps) = (best.threshold(), self.steps_to(best.threshold()));
        let passes = |note: u32| (note >= least) & (note <= most) & (note & STEPS_MAX >= steps);
        let Numbers { notes, candidates, .. } = &mut *self.room;
        let mut count = 0;
        for (row, notes) in notes[..(self.end - self.start) as usize].chunks(ROW).enumerate() {
            // Few documents pass once the page is full. No shortcut within a row: this way the compiler compares
            // several at once.
            if !notes.iter().fold(false, |any, &note| any | passes(note)) {
                continue;
            }
            for (at, &note) in (row * ROW..).zip(notes) {
                candidates[count] = at as u32;
                count += usize::from(passes(note));
            }
        }
        for at in 0..count {
            let at = self.room.candidates[at] as usize;
            // Those before may have made the page harder to reach.
            if best.threshold() > threshold {
                (threshold, steps) = (best.threshold(), self.steps_to(best.threshold()));
            }
            if self.room.notes[at] & STEPS_MAX >= steps {
                best.offer(self.start + at as u32, self.score_at(at));
            }
        }
    }

    /// The steps that a document must have for a score; too few rather than too many.
    fn steps_to(&self, score: f32) -> u32 {
        (score / self.step * ROUNDED_DOWN) as u32
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

/// The score that a step stands for: so much that the steps of all lists, each rounded up, have their place.
fn step(lists: &[Weighted<'_>]) -> f32 {
    // An empty sum is minus zero, and a threshold below all scores divided by it would let nothing through.
    let most = lists.iter().fold(0.0, |sum, list| sum + list.most);
    // Of thousands of lists each has no step: then every document is scored.
    let steps = (STEPS_MAX as usize).saturating_sub(lists.len());
    most * ROUNDED_UP / steps as f32
}
