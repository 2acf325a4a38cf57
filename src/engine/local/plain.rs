//! Plain queries: words without operators, matched by stem in any field.
//!
//! It must not know the Boolean language.

use tantivy::schema::IndexRecordOption;

use super::collect::{Best, Ranked, Sorted};
use super::compile::narrow;
use super::docs::{Both, BoxDocs, END};
use super::generation::field_of;
use super::groups::{Lists, group_documents};
use super::rank::{Curve, Ranking, Scorer, total_score};
use super::segment::Segment;
use super::window::{Room, Window};
use super::{DOCUMENTS_STEP, LocalSnapshot, occurs, pool};
use crate::engine::{EngineError, Matching, Sort};
use crate::index::{Budget, Column, Counts, Group, Plan};

/// A look-up costs about as much as reading so many documents of a list.
const DENSE: u32 = 16;

/// What a stretch of segments yields.
struct Part<'b> {
    best: Best,
    sorted: Sorted<'b>,
    /// Documents found, and those of them with some words but not all.
    total: u64,
    partial: u64,
}

/// What all stretches yield together.
struct Found {
    ranked: Vec<Ranked>,
    total: u64,
    partial: u64,
}

/// A plain query, weighed.
pub(super) struct Plain<'b> {
    snapshot: &'b LocalSnapshot,
    plan: &'b Plan,
    /// The words that decide.
    groups: &'b [Group],
    ranking: Ranking<'b>,
    budget: &'b Budget,
}

impl<'b> Plain<'b> {
    pub fn new(
        snapshot: &'b LocalSnapshot,
        plan: &'b Plan,
        groups: &'b [Group],
        budget: &'b Budget,
    ) -> Result<Self, EngineError> {
        let ranking = Ranking::of(&snapshot.bags, &snapshot.segments, &plan.ranking)?;
        Ok(Self { snapshot, plan, groups, ranking, budget })
    }

    /// Runs the query: the first so many documents, and the counts.
    pub fn search(&self, matching: Matching, want: usize) -> Result<(Vec<Ranked>, Counts), EngineError> {
        let mut counts = Counts::default();
        if self.groups.is_empty() {
            return Ok((Vec::new(), counts));
        }
        let ranked = if matching == Matching::Any {
            let (ranked, _, total) = self.some(want, false)?;
            counts.total = total;
            ranked
        } else {
            let (mut ranked, total) = self.all(want)?;
            counts.total = total;
            let short = usize::try_from(total).unwrap_or(usize::MAX) < want;
            if matching == Matching::Auto && short && self.groups.len() > 1 {
                let (others, partial, _) = self.some(want - ranked.len(), true)?;
                counts.partial = partial;
                ranked.extend(others);
            }
            ranked
        };
        // Where some article has all words, none is unknown.
        if counts.total == 0 || matching == Matching::Any {
            let again = self.budget.anew();
            for group in self.groups {
                let documents = |segment: &Segment| group_documents(segment, group, &again);
                if !occurs(&self.snapshot.segments, documents)? {
                    counts.unknown.push(group.text.clone());
                }
            }
            again.check()?;
        }
        Ok((ranked, counts))
    }

    /// Articles with all words: the first of them, and how many there are.
    fn all(&self, want: usize) -> Result<(Vec<Ranked>, u64), EngineError> {
        let by_score_alone = self.plan.sort == Sort::Best && self.plan.filter.is_empty();
        let parts = pool::each(self.snapshot.stretches(self.plan), |stretch| {
            let Part { mut best, mut sorted, .. } = self.part(want);
            let (mut total, mut room) = (0, Room::new());
            for at in stretch.map(|at| (at, &self.snapshot.segments[at])) {
                total += if let (true, Some(stem)) = (by_score_alone, self.only_stem()) {
                    self.single_stem(stem, at, &mut best)?
                } else {
                    let found = self.find(at)?;
                    if by_score_alone && is_dense(&found) {
                        self.read_through(found, at, (&mut room, &mut best))?
                    } else {
                        let sets = found.into_iter().map(|lists| lists.documents(at.1));
                        self.look_up(sets.collect::<Result<_, _>>()?, at, &mut best, &mut sorted)?
                    }
                };
                self.end_segment(at, &mut best)?;
            }
            Ok(Part { best, sorted, total, partial: 0 })
        })?;
        let Found { ranked, total, .. } = self.finish(parts)?;
        Ok((ranked, total))
    }

    /// The lists of all words in a segment.
    fn find(&self, at: (usize, &Segment)) -> Result<Vec<Lists>, EngineError> {
        self.groups.iter().map(|group| Lists::of(at, group, &self.ranking, self.budget)).collect()
    }

    /// The stem of a query of one word.
    fn only_stem(&self) -> Option<&str> {
        match self.groups {
            [group] => group.only_stem(),
            _ => None,
        }
    }

    /// Counts and offers the articles with all words by reading all lists to their end.
    fn read_through(
        &self,
        found: Vec<Lists>,
        at: (usize, &Segment),
        (room, best): (&mut Room, &mut Best),
    ) -> Result<u64, EngineError> {
        let mut window = Window::open(at, (self.groups, found), &self.ranking, room)?;
        let (all, mut total) = (self.count_of_all(), 0);
        while window.fill_next() {
            self.budget.check()?;
            total += window.totals(all).1;
            window.offer(best, all..=all);
        }
        Ok(total)
    }

    /// Counts and offers the articles with all words by looking up those of the rarest in the others.
    fn look_up(
        &self,
        sets: Vec<BoxDocs>,
        at: (usize, &Segment),
        best: &mut Best,
        sorted: &mut Sorted<'_>,
    ) -> Result<u64, EngineError> {
        let segment = at.1;
        let mut docs = segment.alive(narrow(segment, Both::of(sets), &self.plan.filter, self.budget)?);
        let mut main = Scorer::open_all(at, &self.ranking.main)?;
        let (mut doc, mut total) = (docs.doc(), 0);
        while doc != END {
            total += 1;
            if total % DOCUMENTS_STEP == 0 {
                self.budget.check()?;
            }
            if self.plan.sort == Sort::Best {
                best.offer(doc, total_score(&mut main, doc));
            } else {
                sorted.offer(at, doc);
            }
            doc = docs.advance();
        }
        Ok(total)
    }

    /// One stem and nothing else to check: its documents are counted by the dictionary and scored a block
    /// at a time.
    fn single_stem(&self, stem: &str, at: (usize, &Segment), best: &mut Best) -> Result<u64, EngineError> {
        let segment = at.1;
        let deleted = segment.reader.alive_bitset();
        let is_living = |doc| deleted.is_none_or(|alive| alive.is_alive(doc));
        let unranked = segment.entry(field_of(Column::Unranked), stem)?;
        let mut count = match &unranked {
            Some(entry) => segment.living_among(field_of(Column::Unranked), entry)?,
            None => 0,
        };
        if let Some(weighted) = self.ranking.main.first()
            && let Some(mut blocks) = weighted.blocks(at)?
        {
            count += weighted.living(at)?;
            let curve = Curve::open(segment, weighted)?;
            while best.is_wanted() && !blocks.docs().is_empty() {
                for (&doc, &frequency) in blocks.docs().iter().zip(blocks.freqs()) {
                    if is_living(doc) {
                        best.offer(doc, curve.score(doc, frequency));
                    }
                }
                blocks.advance();
            }
        }
        if let Some(entry) = unranked
            && best.admits_nothing_scored()
        {
            // Too few are in the main bag, or the full text may lift others above them.
            let mut blocks =
                segment.blocks_at(field_of(Column::Unranked), &entry, IndexRecordOption::Basic)?;
            while !blocks.docs().is_empty() {
                let living = blocks.docs().iter().filter(|&&doc| is_living(doc));
                living.for_each(|&doc| best.offer(doc, 0.0));
                blocks.advance();
            }
        }
        Ok(count)
    }

    /// Articles with at least one word, or with some but not all: the first, the number of those with
    /// some but not all, and the number of those with at least one.
    fn some(&self, want: usize, not_all: bool) -> Result<(Vec<Ranked>, u64, u64), EngineError> {
        let all = self.count_of_all();
        let wanted = 1..=if not_all { all - 1 } else { all };
        let parts = pool::each(self.snapshot.stretches(self.plan), |stretch| {
            let (mut part, mut room) = (self.part(want), Room::new());
            for at in stretch.map(|at| (at, &self.snapshot.segments[at])) {
                let mut window = Window::open(at, (self.groups, self.find(at)?), &self.ranking, &mut room)?;
                let mut allowed = self.allowed(at.1)?;
                while window.fill_next() {
                    self.budget.check()?;
                    if allowed.is_none() && self.plan.sort == Sort::Best {
                        let (some, whole) = window.totals(all);
                        part.partial += some;
                        part.total += some + whole;
                        window.offer(&mut part.best, wanted.clone());
                        continue;
                    }
                    window.each(|doc, groups| {
                        if allowed.as_mut().is_some_and(|allowed| allowed.seek(doc) != doc) {
                            return;
                        }
                        part.total += 1;
                        part.partial += u64::from(groups < all);
                        if !wanted.contains(&groups) {
                        } else if self.plan.sort == Sort::Best {
                            part.best.offer(doc, window.score(doc));
                        } else {
                            part.sorted.offer(at, doc);
                        }
                    });
                }
                self.end_segment(at, &mut part.best)?;
            }
            Ok(part)
        })?;
        let Found { ranked, partial, total } = self.finish(parts)?;
        Ok((ranked, partial, total))
    }

    /// Number of groups; the parser allows far fewer words than would not fit.
    fn count_of_all(&self) -> u16 {
        self.groups.len() as u16
    }

    fn end_segment(&self, segment: (usize, &Segment), best: &mut Best) -> Result<(), EngineError> {
        best.end_segment(segment, &mut Scorer::open_all(segment, &self.ranking.side)?);
        Ok(())
    }

    /// Nothing found yet in a stretch of segments.
    fn part(&self, want: usize) -> Part<'b> {
        let best = Best::new(want, self.ranking.slack());
        let sorted = Sorted::new(want, self.plan.sort, &self.snapshot.segments);
        Part { best, sorted, total: 0, partial: 0 }
    }

    fn finish(&self, parts: Vec<Part<'_>>) -> Result<Found, EngineError> {
        let total = parts.iter().map(|part| part.total).sum();
        let partial = parts.iter().map(|part| part.partial).sum();
        let (best, sorted): (Vec<Best>, Vec<Sorted<'_>>) =
            parts.into_iter().map(|part| (part.best, part.sorted)).unzip();
        let ranked = match self.plan.sort {
            Sort::Best => Best::finish(best, &self.snapshot.segments),
            _ => Sorted::finish(sorted, &self.snapshot.generation)?,
        };
        Ok(Found { ranked, total, partial })
    }

    /// The documents that filters leave; `None` where there is no filter.
    fn allowed(&self, segment: &Segment) -> Result<Option<BoxDocs>, EngineError> {
        if self.plan.filter.is_empty() {
            return Ok(None);
        }
        Ok(Some(narrow(segment, segment.everything(), &self.plan.filter, self.budget)?))
    }
}

/// The words that each of some documents lacks.
pub(super) fn missing(
    groups: &[Group],
    segments: &[Segment],
    page: &[Ranked],
    budget: &Budget,
) -> Result<Vec<Vec<String>>, EngineError> {
    let mut missing = vec![Vec::new(); page.len()];
    let mut slots: Vec<usize> = (0..page.len()).collect();
    slots.sort_by_key(|&slot| (page[slot].segment, page[slot].doc));
    for group in groups {
        let mut open: Option<(u32, BoxDocs)> = None;
        for &slot in &slots {
            let Ranked { segment, doc, .. } = page[slot];
            let docs = match &mut open {
                Some((at, docs)) if *at == segment => docs,
                _ => {
                    &mut open
                        .insert((segment, group_documents(&segments[segment as usize], group, budget)?))
                        .1
                }
            };
            if docs.seek(doc) != doc {
                missing[slot].push(group.text.clone());
            }
        }
    }
    Ok(missing)
}

/// Whether reading all lists to the end beats looking up each document of the rarest in the others.
fn is_dense(found: &[Lists]) -> bool {
    let all = found.iter().map(Lists::cost).fold(0, u32::saturating_add);
    found.iter().map(Lists::cost).min().is_some_and(|least| all / DENSE <= least)
}
