//! Plain queries: words without operators, matched by stem in any field.
//!
//! It must not know the Boolean language.

use std::ops::RangeInclusive;

use tantivy::schema::IndexRecordOption;

use super::collect::{Best, Ranked, Yield};
use super::compile::narrow;
use super::docs::BoxDocs;
use super::generation::field_of;
use super::groups::{Lists, group_documents};
use super::rank::{Curve, LOOKUP, Ranking, Scorer, total_score};
use super::segment::Segment;
use super::sets::Both;
use super::window::{Room, Window};
use super::{LocalSnapshot, each_living, occurs, pool};
use crate::engine::{EngineError, Matching, Sort};
use crate::index::{Budget, Column, Counts, Group, Plan};

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
        if self.groups.is_empty() {
            return Ok((Vec::new(), Counts::default()));
        }
        let any = 1..=self.count_of_all();
        let (mut ranked, mut counts) =
            if matching == Matching::Any { self.some(want, any)? } else { self.all(want)? };
        if matching == Matching::Any {
            // All hits count alike.
            counts.partial = 0;
        } else if matching == Matching::Auto && ranked.len() < want && self.groups.len() > 1 {
            let (others, some) = self.some(want - ranked.len(), 1..=self.count_of_all() - 1)?;
            counts.partial = some.partial;
            ranked.extend(others);
        }
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

    /// Articles with all words.
    fn all(&self, want: usize) -> Result<(Vec<Ranked>, Counts), EngineError> {
        let by_score_alone = self.plan.sort == Sort::Best && self.plan.filter.is_empty();
        self.each_stretch(want, |at, room, found| {
            found.total += if let (true, Some(stem)) = (by_score_alone, self.only_stem()) {
                self.single_stem(stem, at, &mut found.best)?
            } else {
                let lists = self.find(at)?;
                if by_score_alone && is_dense(&lists) {
                    self.read_through(lists, at, room, &mut found.best)?
                } else {
                    let sets = lists.into_iter().map(|lists| lists.documents(at.1));
                    self.look_up(sets.collect::<Result<_, _>>()?, at, found)?
                }
            };
            Ok(())
        })
    }

    /// Searches each segment, stretches of them side by side.
    fn each_stretch(
        &self,
        want: usize,
        search: impl Fn((usize, &'b Segment), &mut Room, &mut Yield<'b>) -> Result<(), EngineError> + Send + Sync,
    ) -> Result<(Vec<Ranked>, Counts), EngineError> {
        let Self { snapshot, plan, ranking, .. } = self;
        let segments = &snapshot.segments;
        let slack = (plan.sort == Sort::Best).then(|| ranking.slack());
        let stretches = pool::each(snapshot.stretches(plan), |stretch| {
            let (mut found, mut room) = (Yield::new(want, plan.sort, slack, segments), Room::new());
            for at in stretch.map(|at| (at, &segments[at])) {
                search(at, &mut room, &mut found)?;
                found.best.end_segment(at, &mut Scorer::open_all(at, &ranking.side)?);
            }
            Ok(found)
        })?;
        Yield::finish(stretches, segments)
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
        room: &mut Room,
        best: &mut Best,
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
        found: &mut Yield<'_>,
    ) -> Result<u64, EngineError> {
        let segment = at.1;
        let docs = narrow(segment, Both::of(sets), &self.plan.filter, self.budget)?;
        let mut main = Scorer::open_all(at, &self.ranking.main)?;
        let mut total = 0;
        each_living(segment, docs, self.budget, |doc| {
            total += 1;
            found.offer(at, doc, || total_score(&mut main, doc));
        })?;
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

    /// Articles with so many words; counted are all with at least one, and those of them without some.
    fn some(&self, want: usize, wanted: RangeInclusive<u16>) -> Result<(Vec<Ranked>, Counts), EngineError> {
        let all = self.count_of_all();
        self.each_stretch(want, |at, room, found| {
            let mut window = Window::open(at, (self.groups, self.find(at)?), &self.ranking, room)?;
            let mut allowed = self.allowed(at.1)?;
            while window.fill_next() {
                self.budget.check()?;
                if allowed.is_none() && self.plan.sort == Sort::Best {
                    let (some, whole) = window.totals(all);
                    found.partial += some;
                    found.total += some + whole;
                    window.offer(&mut found.best, wanted.clone());
                    continue;
                }
                window.each(|doc, groups| {
                    if allowed.as_mut().is_some_and(|allowed| allowed.seek(doc) != doc) {
                        return;
                    }
                    found.total += 1;
                    found.partial += u64::from(groups < all);
                    if wanted.contains(&groups) {
                        found.offer(at, doc, || window.score(doc));
                    }
                });
            }
            Ok(())
        })
    }

    /// Number of groups; the parser allows far fewer words than would not fit.
    fn count_of_all(&self) -> u16 {
        self.groups.len() as u16
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
    found.iter().map(Lists::cost).min().is_some_and(|least| all / LOOKUP <= least)
}
