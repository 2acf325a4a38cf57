//! Which of the matching documents make the page, and in which order.
//!
//! It must not know why they match.

use std::cmp::Ordering;

use super::rank::Scorer;
use super::segment::Segment;
use crate::engine::{EngineError, Sort};
use crate::index::{Counts, sort_form};

/// A document on its way to the page; all hits may be wanted, so it is small.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub segment: u32,
    pub doc: u32,
    pub score: f32,
}

impl Ranked {
    /// The better document first; no two compare equal.
    fn compare(&self, other: &Self, segments: &[Segment]) -> Ordering {
        let by_score = other.score.total_cmp(&self.score);
        by_score.then_with(|| self.ties(segments).cmp(&other.ties(segments)))
    }

    /// What decides between equals, the smaller first.
    fn ties(&self, segments: &[Segment]) -> Ties {
        ties(&segments[self.segment as usize], self.segment, self.doc)
    }
}

/// The newer year, then the smaller order; the place only lets no two be equal.
type Ties = (u32, u64, u32, u32);

fn ties(within: &Segment, segment: u32, doc: u32) -> Ties {
    (u32::MAX - within.date(doc) / 10_000, within.order(doc), segment, doc)
}

/// Keeps the best by score, segment by segment: by the main score, and all that the side scores could still lift.
pub(super) struct Best {
    want: usize,
    /// The most a document can gain by the side scores.
    slack: f32,
    /// No document below makes the page.
    threshold: f32,
    /// Documents of the segment at hand, by their main scores.
    list: Vec<(f32, u32)>,
    full: usize,
    /// The best of the segments before, with their whole scores.
    ranked: Vec<Ranked>,
}

impl Best {
    /// Keeps the best `want`, given what side scores can add.
    pub fn new(want: usize, slack: f32) -> Self {
        let threshold = f32::NEG_INFINITY;
        Self { want, slack, threshold, list: Vec::new(), full: fill_of(want), ranked: Vec::new() }
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
        if let Some(least) = least_of(self.want, self.list.iter().map(|entry| entry.0)) {
            self.threshold = self.threshold.max(least - self.slack);
            self.list.retain(|entry| entry.0 >= self.threshold);
        }
    }

    /// Whether documents without any main score could still make the page.
    pub fn admits_nothing_scored(&mut self) -> bool {
        self.prune();
        self.want > 0 && self.threshold <= 0.0
    }

    /// Ends a segment: its best get their whole scores, and the next has to reach the best of all until then.
    pub fn end_segment(&mut self, segment: (usize, &Segment), side: &mut [Scorer<'_>]) {
        self.prune();
        let mut list = std::mem::take(&mut self.list);
        if !side.is_empty() {
            // Scorers only go forward; what no stem ranks was offered behind the others.
            list.sort_unstable_by_key(|&(_, doc)| doc);
        }
        for (score, doc) in &mut list {
            for scorer in side.iter_mut() {
                *score += scorer.score(*doc);
            }
        }
        if let Some(least) = least_of(self.want, list.iter().map(|entry| entry.0)) {
            list.retain(|entry| entry.0 >= least);
        }
        let (at, within) = (segment.0 as u32, segment.1);
        let ranked = |(score, doc): (f32, u32)| Ranked { segment: at, doc, score };
        if list.len() <= self.want {
            self.ranked.extend(list.into_iter().map(ranked));
        } else {
            // Many equals: what decides between them is read once of each.
            let tied = list.into_iter().map(|entry| (ranked(entry), ties(within, at, entry.1)));
            let mut tied: Vec<(Ranked, Ties)> = tied.collect();
            if self.want > 0 {
                let better = |a: &(Ranked, Ties), b: &(Ranked, Ties)| {
                    b.0.score.total_cmp(&a.0.score).then_with(|| a.1.cmp(&b.1))
                };
                tied.select_nth_unstable_by(self.want - 1, better);
            }
            tied.truncate(self.want);
            self.ranked.extend(tied.into_iter().map(|entry| entry.0));
        }
        if let Some(least) = least_of(self.want, self.ranked.iter().map(|ranked| ranked.score)) {
            self.threshold = self.threshold.max(least - self.slack);
            self.ranked.retain(|ranked| ranked.score >= least);
        }
        self.full = fill_of(self.want);
    }

    /// The best of all stretches of segments, in their order.
    fn finish(stretches: Vec<Self>, segments: &[Segment]) -> Vec<Ranked> {
        let want = stretches.first().map_or(0, |best| best.want);
        let mut ranked: Vec<Ranked> = stretches.into_iter().flat_map(|best| best.ranked).collect();
        ranked.sort_unstable_by(|a, b| a.compare(b, segments));
        ranked.truncate(want);
        ranked
    }
}

/// What a stretch of segments yields: the first of its documents, by their scores or by another order, and how many
/// there are.
pub(super) struct Yield<'s> {
    by_score: bool,
    pub best: Best,
    pub sorted: Sorted<'s>,
    /// Documents that match.
    pub total: u64,
    /// Documents of a plain query with some of its words.
    pub partial: u64,
}

impl<'s> Yield<'s> {
    /// Nothing yet; `slack` is what side scores can add, where there are scores to go by.
    pub fn new(want: usize, sort: Sort, slack: Option<f32>, segments: &'s [Segment]) -> Self {
        let (best, sorted) = (Best::new(want, slack.unwrap_or(0.0)), Sorted::new(want, sort, segments));
        Self { by_score: slack.is_some(), best, sorted, total: 0, partial: 0 }
    }

    /// Offers a document; its score is worked out only where it decides.
    #[inline]
    pub fn offer(&mut self, segment: (usize, &Segment), doc: u32, score: impl FnOnce() -> f32) {
        if !self.by_score {
            self.sorted.offer(segment, doc);
        } else if self.best.is_wanted() {
            self.best.offer(doc, score());
        }
    }

    /// The first documents of all stretches in their order, and the counts.
    pub fn finish(stretches: Vec<Self>, segments: &[Segment]) -> Result<(Vec<Ranked>, Counts), EngineError> {
        let sum = |of: fn(&Self) -> u64| stretches.iter().map(of).sum();
        let counts = Counts {
            total: sum(|stretch| stretch.total),
            partial: sum(|stretch| stretch.partial),
            ..Counts::default()
        };
        let by_score = stretches.iter().any(|stretch| stretch.by_score);
        let (best, sorted): (Vec<Best>, Vec<Sorted<'s>>) =
            stretches.into_iter().map(|stretch| (stretch.best, stretch.sorted)).unzip();
        let ranked = if by_score { Best::finish(best, segments) } else { Sorted::finish(sorted)? };
        Ok((ranked, counts))
    }
}

/// So many documents are gathered before the worse of them are let go.
fn fill_of(want: usize) -> usize {
    want.saturating_mul(4).max(64)
}

/// The score that the last wanted has; `None` where no more are there than are wanted.
fn least_of(want: usize, scores: impl ExactSizeIterator<Item = f32>) -> Option<f32> {
    if scores.len() <= want || want == 0 {
        return None;
    }
    let mut scores: Vec<f32> = scores.collect();
    Some(*scores.select_nth_unstable_by(want - 1, |a, b| b.total_cmp(a)).1)
}

/// A document on its way to the page by an order other than the score: what the order asks for, smallest first, what
/// decides between equals of one year, and where it stands.
type Keyed = (u64, u64, u32, u32);

/// Keeps the first by an order other than the score; [`Sort::Best`] is that of documents nothing ranks.
pub(super) struct Sorted<'s> {
    want: usize,
    sort: Sort,
    segments: &'s [Segment],
    list: Vec<Keyed>,
    /// No document with a greater key makes the page, nor one with the same key and a greater order.
    last: (u64, u64),
    full: usize,
    /// Whether the key decides but for ties; names share a key by their first bytes.
    exact: bool,
}

impl<'s> Sorted<'s> {
    pub fn new(want: usize, sort: Sort, segments: &'s [Segment]) -> Self {
        let exact = matches!(sort, Sort::Best | Sort::Newest | Sort::Oldest);
        let last = (u64::MAX, u64::MAX);
        Self { want, sort, segments, list: Vec::new(), last, full: fill_of(want), exact }
    }

    /// Offers a document.
    pub fn offer(&mut self, segment: (usize, &Segment), doc: u32) {
        let (at, within) = segment;
        let day = || within.published().get(doc as usize).map_or(0, |&day| u64::from(day));
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
        if key > self.last.0 || self.want == 0 {
            return;
        }
        let order = within.order(doc);
        if key == self.last.0 && order > self.last.1 {
            return;
        }
        self.list.push((key, order, at as u32, doc));
        if self.list.len() >= self.full {
            self.prune();
        }
    }

    fn compare(&self, a: &Keyed, b: &Keyed) -> Ordering {
        let newer = |entry: &Keyed| u32::MAX - self.segments[entry.2 as usize].date(entry.3) / 10_000;
        // The year is the same where a key made of the date is.
        let by_year = || if self.exact { Ordering::Equal } else { newer(a).cmp(&newer(b)) };
        a.0.cmp(&b.0).then_with(by_year).then_with(|| (a.1, a.2, a.3).cmp(&(b.1, b.2, b.3)))
    }

    fn prune(&mut self) {
        if self.list.len() <= self.want {
            return;
        }
        if self.exact {
            let (_, last, _) = self.list.select_nth_unstable(self.want - 1);
            self.last = (last.0, last.1);
            self.list.truncate(self.want);
        } else {
            let (_, last, _) = self.list.select_nth_unstable_by_key(self.want - 1, |entry| entry.0);
            let last = last.0;
            self.last = (last, u64::MAX);
            self.list.retain(|entry| entry.0 <= last);
            // Many names that begin alike stay; look again when there are twice as many.
            self.full = self.full.max(self.list.len() * 2);
        }
    }

    /// The first documents of all stretches of segments, in their order.
    fn finish(stretches: Vec<Self>) -> Result<Vec<Ranked>, EngineError> {
        let mut stretches = stretches.into_iter();
        let Some(mut first) = stretches.next() else { return Ok(Vec::new()) };
        stretches.for_each(|other| first.list.extend(other.list));
        first.finish_list()
    }

    fn finish_list(mut self) -> Result<Vec<Ranked>, EngineError> {
        let mut list = std::mem::take(&mut self.list);
        list.sort_unstable_by(|a, b| self.compare(a, b));
        self.list = list;
        if self.want == 0 || self.list.is_empty() {
            return Ok(Vec::new());
        }
        let last = self.list[self.want.min(self.list.len()) - 1].0;
        self.list.truncate(self.list.partition_point(|entry| entry.0 <= last));
        if !self.exact {
            let mut from = 0;
            while from < self.list.len() {
                let key = self.list[from].0;
                let length = self.list[from..].partition_point(|entry| entry.0 == key);
                if length > 1 && key != u64::MAX {
                    self.sort_by_name(from..from + length)?;
                }
                from += length;
            }
        }
        self.list.truncate(self.want);
        Ok(self.list.into_iter().map(|(_, _, segment, doc)| Ranked { segment, doc, score: 0.0 }).collect())
    }

    /// Sorts documents whose names begin alike by the whole names.
    fn sort_by_name(&mut self, range: std::ops::Range<usize>) -> Result<(), EngineError> {
        let mut named = Vec::with_capacity(range.len());
        for entry in &self.list[range.clone()] {
            let segment = &self.segments[entry.2 as usize];
            let card = segment.generation()?.store.card(segment.record(entry.3))?;
            let name = match self.sort {
                Sort::Author => card.authors.first().unwrap_or_default(),
                Sort::Journal => &card.journal,
                _ => &card.title,
            };
            named.push((sort_form(name), *entry));
        }
        // The keys are the same: what is left to compare are the ties.
        named.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| self.compare(&a.1, &b.1)));
        for (slot, (_, entry)) in self.list[range].iter_mut().zip(named) {
            *slot = entry;
        }
        Ok(())
    }
}
