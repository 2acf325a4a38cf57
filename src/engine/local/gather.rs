//! The positions of a truncated word, gathered for the documents in which its pattern may occur.
//!
//! A truncated word can stand for a hundred thousand words. A posting list for each of them, open all the
//! while the documents are walked, took gigabytes; so their lists are read one after the other, and only
//! the positions that can matter are kept.

use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};

use super::docs::{BoxDocs, Docs, END};
use super::segment::{Blocks, Segment};
use crate::engine::{Clause, EngineError};
use crate::index::{Budget, Exhausted, Forms, IndexError, Plan, Set};

/// Between two looks at the budget so many lists are read.
const LISTS_STEP: usize = 64;

/// Whether a plan looks for truncated words within phrases: their positions are gathered in memory.
pub(super) fn is_needed(plan: &Plan) -> bool {
    plan.sets().any(set_needs)
}

fn set_needs(set: &Set) -> bool {
    match set {
        Set::Text { pattern, .. } => clause_needs(&pattern.clause, false),
        Set::Values(_) | Set::Keys(_) | Set::Days(_) => false,
        Set::And(parts) | Set::Or(parts) => parts.iter().any(set_needs),
        Set::Not(keep, drop) => set_needs(keep) || set_needs(drop),
    }
}

fn clause_needs(clause: &Clause, is_near: bool) -> bool {
    match clause {
        Clause::Word(shape) => is_near && shape.forms().is_some(),
        Clause::Any(clauses) => clauses.iter().any(|clause| clause_needs(clause, is_near)),
        Clause::Near(near) => near.operands.iter().any(|clause| clause_needs(clause, true)),
    }
}

/// The documents in which a pattern may occur, by their words alone; and their numbers among themselves.
#[derive(Default)]
pub(super) struct Candidates {
    /// A bit for each document of the segment.
    bits: Vec<u64>,
    /// For each 64 documents, how many candidates stand before them.
    before: Vec<u32>,
    count: usize,
}

impl Candidates {
    /// Walks a set of a segment with `max` documents.
    pub fn of(mut docs: BoxDocs, max: u32) -> Self {
        let mut bits = vec![0_u64; max.div_ceil(64) as usize];
        let mut doc = docs.doc();
        while doc != END {
            bits[(doc / 64) as usize] |= 1 << (doc % 64);
            doc = docs.advance();
        }
        let mut count = 0;
        let mut before = Vec::with_capacity(bits.len());
        for word in &bits {
            before.push(count);
            count += word.count_ones();
        }
        Self { bits, before, count: count as usize }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn rank(&self, doc: u32) -> Option<usize> {
        let (at, bit) = ((doc / 64) as usize, 1_u64 << (doc % 64));
        let word = *self.bits.get(at)?;
        (word & bit != 0).then(|| (self.before[at] + (word & (bit - 1)).count_ones()) as usize)
    }

    /// The candidates, rising.
    fn docs(&self) -> impl Iterator<Item = u32> {
        self.bits.iter().zip(0_u32..).flat_map(|(&word, at)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let doc = (left != 0).then(|| at * 64 + left.trailing_zeros());
                left &= left.wrapping_sub(1);
                doc
            })
        })
    }
}

/// The documents and positions of a truncated word: read like a posting list.
pub(super) struct Gathered {
    docs: Vec<u32>,
    /// Where the positions of each document end.
    ends: Vec<u32>,
    positions: Vec<u32>,
    at: usize,
    budget: Budget,
    held: u64,
}

impl Gathered {
    /// Reads the positions of all words of a field among these forms in the candidates.
    pub fn read(
        segment: &Segment,
        field: Field,
        forms: Forms<'_>,
        candidates: &Candidates,
        budget: &Budget,
    ) -> Result<Self, EngineError> {
        // They are counted first: so the budget is asked before memory is taken, and what is found has its
        // place at once.
        let mut gathered = Self {
            docs: Vec::new(),
            ends: Vec::new(),
            positions: Vec::new(),
            at: 0,
            budget: budget.clone(),
            held: 0,
        };
        gathered.hold(2 * candidates.count as u64)?;
        let mut ends = vec![0_u32; candidates.count];
        let words = count(segment, field, forms, candidates, budget, &mut ends)?;
        let total: u64 = ends.iter().map(|&count| u64::from(count)).sum();
        budget.spend_positions(total)?;
        gathered.hold(total)?;
        if u32::try_from(total).is_err() {
            return Err(Exhausted::Positions.into());
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        // Each place says where the document's positions begin; filling moves it to their end.
        gathered.positions.resize(total as usize, 0);
        gathered.fill(segment, field, &words, candidates, &mut ends)?;
        gathered.settle(candidates, &ends);
        Ok(gathered)
    }

    fn hold(&mut self, count: u64) -> Result<(), Exhausted> {
        self.held += count;
        self.budget.hold_positions(count)
    }

    fn fill(
        &mut self,
        segment: &Segment,
        field: Field,
        words: &[TermInfo],
        candidates: &Candidates,
        places: &mut [u32],
    ) -> Result<(), EngineError> {
        let mut buffer = Vec::new();
        for (at, word) in words.iter().enumerate() {
            if at % LISTS_STEP == 0 {
                self.budget.check()?;
            }
            let mut postings = segment.postings_at(field, word, IndexRecordOption::WithFreqsAndPositions)?;
            while Docs::doc(&postings) != END {
                if let Some(rank) = candidates.rank(Docs::doc(&postings)) {
                    postings.positions(&mut buffer);
                    let start = places[rank] as usize;
                    let place = self.positions.get_mut(start..start + buffer.len());
                    let Some(place) = place else {
                        let found = "a list of positions is not as long as it says";
                        return Err(IndexError::damaged(&*segment.directory, found).into());
                    };
                    place.copy_from_slice(&buffer);
                    places[rank] += buffer.len() as u32;
                }
                Docs::advance(&mut postings);
            }
        }
        Ok(())
    }

    /// Sorts the positions of each document; several words may stand at one.
    fn settle(&mut self, candidates: &Candidates, ends: &[u32]) {
        let (mut start, mut kept) = (0, 0);
        for (doc, &end) in candidates.docs().zip(ends) {
            let end = end as usize;
            self.positions[start..end].sort_unstable();
            let first = kept;
            for at in start..end {
                let position = self.positions[at];
                if kept == first || self.positions[kept - 1] != position {
                    self.positions[kept] = position;
                    kept += 1;
                }
            }
            if kept > first {
                self.docs.push(doc);
                self.ends.push(kept as u32);
            }
            start = end;
        }
        self.positions.truncate(kept);
    }

    /// The positions in the present document.
    pub fn positions(&self) -> &[u32] {
        let start = self.at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends.get(self.at).map_or(&[], |&end| &self.positions[start as usize..end as usize])
    }

    /// The present document.
    pub fn doc(&self) -> u32 {
        self.docs.get(self.at).copied().unwrap_or(END)
    }

    /// Goes to the first document not before `target`; never back.
    pub fn seek(&mut self, target: u32) -> u32 {
        let mut step = 1;
        while self.docs.get(self.at + step - 1).is_some_and(|&doc| doc < target) {
            self.at += step;
            step *= 2;
        }
        let end = self.docs.len().min(self.at + step - 1);
        self.at += self.docs[self.at..end].partition_point(|&doc| doc < target);
        self.doc()
    }

    /// Number of documents.
    pub fn cost(&self) -> u32 {
        self.docs.len() as u32
    }
}

impl Drop for Gathered {
    fn drop(&mut self) {
        self.budget.give_back(self.held);
    }
}

/// Adds up, for each candidate, how often words among these forms occur; and returns those that occur in any.
fn count(
    segment: &Segment,
    field: Field,
    forms: Forms<'_>,
    candidates: &Candidates,
    budget: &Budget,
    counts: &mut [u32],
) -> Result<Vec<TermInfo>, EngineError> {
    let mut words = Vec::new();
    let mut blocks = Blocks::new(IndexRecordOption::WithFreqs);
    segment.each_word(field, forms, budget, |_, reader, info| {
        let block = segment.io(blocks.open(reader, info))?;
        let mut occurs = false;
        while !block.docs().is_empty() {
            for (&doc, &frequency) in block.docs().iter().zip(block.freqs()) {
                if let Some(rank) = candidates.rank(doc) {
                    counts[rank] = counts[rank].saturating_add(frequency);
                    occurs = true;
                }
            }
            block.advance();
        }
        if occurs {
            words.push(info.clone());
        }
        Ok(())
    })?;
    Ok(words)
}
