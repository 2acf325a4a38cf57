//! Which of the matching documents make the page, and in which order.
//!
//! It must not know why they match.

use std::cmp::Ordering;

use super::rank::Scorer;
use super::segment::Segment;
use crate::engine::{EngineError, Sort};
use crate::index::{Generation, sort_form};

/// A document on its way to the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub segment: usize,
    pub doc: u32,
    pub score: f32,
    /// What the order asks for, smallest first; 0 where the score decides.
    key: u64,
    year: u32,
    order: u64,
}

impl Ranked {
    fn new(segment: (usize, &Segment), doc: u32, score: f32, key: u64) -> Self {
        let (at, segment) = segment;
        let year = segment.date(doc) / 10_000;
        Self { segment: at, doc, score, key, year, order: segment.order(doc) }
    }

    /// The better document first; no two compare equal.
    fn compare(&self, other: &Self) -> Ordering {
        let by_rank = self.key.cmp(&other.key).then_with(|| other.score.total_cmp(&self.score));
        by_rank.then_with(|| self.compare_ties(other))
    }

    fn compare_ties(&self, other: &Self) -> Ordering {
        let by_age = other.year.cmp(&self.year).then_with(|| self.order.cmp(&other.order));
        by_age.then_with(|| (self.segment, self.doc).cmp(&(other.segment, other.doc)))
    }
}

/// Keeps the best of one segment by the main score, and all that the side scores could still lift.
pub(super) struct Best {
    want: usize,
    /// The most a document can gain by the side scores.
    slack: f32,
    /// No document below makes the page.
    threshold: f32,
    list: Vec<(f32, u32)>,
    full: usize,
}

impl Best {
    /// Keeps the best `want`, given what side scores can add.
    pub fn new(want: usize, slack: f32) -> Self {
        let full = (want * 4).max(64);
        Self { want, slack, threshold: f32::NEG_INFINITY, list: Vec::new(), full }
    }

    /// No document that scores less makes the page.
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// Whether any document is wanted at all, or only their number.
    pub fn is_wanted(&self) -> bool {
        self.want > 0
    }

    /// Offers a document.
    #[inline]
    pub fn offer(&mut self, doc: u32, score: f32) {
        if score >= self.threshold && self.want > 0 {
            self.list.push((score, doc));
            if self.list.len() >= self.full {
                self.prune();
                // Many equal scores stay; look again when there are twice as many.
                self.full = self.full.max(self.list.len() * 2);
            }
        }
    }

    fn prune(&mut self) {
        if self.list.len() <= self.want || self.want == 0 {
            return;
        }
        let mut scores: Vec<f32> = self.list.iter().map(|entry| entry.0).collect();
        let (_, least, _) = scores.select_nth_unstable_by(self.want - 1, |a, b| b.total_cmp(a));
        self.threshold = *least - self.slack;
        let threshold = self.threshold;
        self.list.retain(|entry| entry.0 >= threshold);
    }

    /// Whether documents without any main score could still make the page.
    pub fn admits_nothing_scored(&mut self) -> bool {
        self.prune();
        self.want > 0 && (self.list.len() < self.want || self.threshold <= 0.0)
    }

    /// The best documents with their whole scores.
    pub fn finish(mut self, segment: (usize, &Segment), side: &mut [Scorer<'_>]) -> Vec<Ranked> {
        self.prune();
        if !side.is_empty() {
            // Scorers only go forward; what no stem ranks was offered behind the others.
            self.list.sort_unstable_by_key(|&(_, doc)| doc);
        }
        for (score, doc) in &mut self.list {
            for scorer in side.iter_mut() {
                *score += scorer.score(*doc);
            }
        }
        self.slack = 0.0;
        self.prune();
        let mut ranked: Vec<Ranked> =
            self.list.iter().map(|&(score, doc)| Ranked::new(segment, doc, score, 0)).collect();
        keep_first(&mut ranked, self.want);
        ranked
    }
}

fn keep_first(ranked: &mut Vec<Ranked>, want: usize) {
    if ranked.len() > want && want > 0 {
        ranked.select_nth_unstable_by(want - 1, Ranked::compare);
        ranked.truncate(want);
    }
}

/// Keeps the first by an order other than the score; [`Sort::Best`] is that of documents nothing ranks.
pub(super) struct Sorted {
    want: usize,
    sort: Sort,
    list: Vec<Ranked>,
    /// No document with a greater key makes the page, nor one with the same key and a greater order.
    last: (u64, u64),
    full: usize,
    /// Whether the key decides but for ties; names share a key by their first bytes.
    exact: bool,
}

impl Sorted {
    pub fn new(want: usize, sort: Sort) -> Self {
        let exact = matches!(sort, Sort::Best | Sort::Newest | Sort::Oldest);
        Self { want, sort, list: Vec::new(), last: (u64::MAX, u64::MAX), full: (want * 4).max(64), exact }
    }

    /// Offers a document.
    pub fn offer(&mut self, segment: (usize, &Segment), doc: u32) {
        let (at, within) = segment;
        let day = || within.days().get(doc as usize).map_or(0, |&day| u64::from(day));
        let name = |of: usize| within.names[of].first(doc).unwrap_or(u64::MAX);
        let key = match self.sort {
            Sort::Best => u64::MAX - day() / 10_000,
            Sort::Newest => u64::MAX - day(),
            Sort::Oldest => match day() {
                0 => u64::MAX,
                day => day,
            },
            Sort::Author => name(0),
            Sort::Journal => name(1),
            Sort::Title => name(2),
        };
        if key > self.last.0 || self.want == 0 || (key == self.last.0 && within.order(doc) > self.last.1) {
            return;
        }
        self.list.push(Ranked::new((at, within), doc, 0.0, key));
        if self.list.len() >= self.full {
            self.prune();
        }
    }

    fn prune(&mut self) {
        if self.exact {
            keep_first(&mut self.list, self.want);
            // The year is the same where the key is: these orders follow the date.
            let last = self.list.iter().map(|entry| (entry.key, entry.order)).max();
            self.last = last.unwrap_or(self.last);
        } else if self.list.len() > self.want {
            let (_, last, _) = self.list.select_nth_unstable_by_key(self.want - 1, |entry| entry.key);
            let last = last.key;
            self.last = (last, u64::MAX);
            self.list.retain(|entry| entry.key <= last);
            // Many names that begin alike stay; look again when there are twice as many.
            self.full = self.full.max(self.list.len() * 2);
        }
    }

    /// The first documents in their order.
    pub fn finish(
        mut self,
        generation: &Generation,
        segments: &[Segment],
    ) -> Result<Vec<Ranked>, EngineError> {
        self.list.sort_unstable_by(Ranked::compare);
        if self.want == 0 || self.list.is_empty() {
            return Ok(Vec::new());
        }
        let last = self.list[self.want.min(self.list.len()) - 1].key;
        self.list.truncate(self.list.partition_point(|entry| entry.key <= last));
        if !self.exact {
            let mut from = 0;
            while from < self.list.len() {
                let key = self.list[from].key;
                let length = self.list[from..].partition_point(|entry| entry.key == key);
                if length > 1 && key != u64::MAX {
                    self.sort_by_name(from..from + length, generation, segments)?;
                }
                from += length;
            }
        }
        self.list.truncate(self.want);
        Ok(self.list)
    }

    /// Sorts documents whose names begin alike by the whole names.
    fn sort_by_name(
        &mut self,
        range: std::ops::Range<usize>,
        generation: &Generation,
        segments: &[Segment],
    ) -> Result<(), EngineError> {
        let mut named = Vec::with_capacity(range.len());
        for entry in &self.list[range.clone()] {
            let card = generation.store.card(record(&segments[entry.segment], entry.doc))?;
            let name = match self.sort {
                Sort::Author => card.authors.first().unwrap_or_default(),
                Sort::Journal => &card.journal,
                _ => &card.title,
            };
            named.push((sort_form(name), *entry));
        }
        named.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.compare_ties(&b.1)));
        for (slot, (_, entry)) in self.list[range].iter_mut().zip(named) {
            *slot = entry;
        }
        Ok(())
    }
}

/// The number of a document's record in the article store.
pub(super) fn record(segment: &Segment, doc: u32) -> u32 {
    segment.records.first(doc).unwrap_or(u64::from(u32::MAX)) as u32
}

/// Brings the documents of all segments into one order.
pub(super) fn in_order(mut ranked: Vec<Ranked>) -> Vec<Ranked> {
    ranked.sort_unstable_by(Ranked::compare);
    ranked
}
