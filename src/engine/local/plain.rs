//! Plain queries: words without operators, matched by stem in any field.
//!
//! It must not know the Boolean language.

use tantivy::schema::IndexRecordOption;

use super::collect::{Best, Ranked, Sorted};
use super::compile::narrow;
use super::docs::{Both, BoxDocs, END};
use super::groups::group_documents;
use super::rank::{Curve, Ranking, Scorer, total_score};
use super::segment::Segment;
use super::window::Window;
use super::{DOCUMENTS_STEP, LocalSnapshot, occurs};
use crate::engine::{EngineError, Matching, Sort};
use crate::index::{Budget, Column, Counts, Group, Plan, field_of};

/// A look-up costs about as much as reading so many documents of a list.
const DENSE: u32 = 16;

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
        let mut best = Best::new(want, self.ranking.slack());
        let mut sorted = Sorted::new(want, self.plan.sort, &self.snapshot.segments);
        let mut total = 0;
        let by_score_alone = self.plan.sort == Sort::Best && self.plan.filter.is_empty();
        for at in self.snapshot.segments.iter().enumerate() {
            total += if let (true, Some(stem)) = (by_score_alone, self.only_stem()) {
                self.single_stem(stem, at, &mut best)?
            } else {
                let sets = self.groups.iter().map(|group| group_documents(at.1, group, self.budget));
                let sets = sets.collect::<Result<Vec<_>, _>>()?;
                if by_score_alone && is_dense(&sets) {
                    self.read_through(at, &mut best)?
                } else {
                    self.look_up(sets, at, &mut best, &mut sorted)?
                }
            };
            self.end_segment(at, &mut best)?;
        }
        Ok((self.finish(best, sorted)?, total))
    }

    /// The stem of a query of one word.
    fn only_stem(&self) -> Option<&str> {
        match self.groups {
            [group] => group.only_stem(),
            _ => None,
        }
    }

    /// Counts and offers the articles with all words by reading all lists to their end.
    fn read_through(&self, at: (usize, &Segment), best: &mut Best) -> Result<u64, EngineError> {
        let mut window = Window::open(at, self.groups, &self.ranking, self.budget)?;
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
        let mut best = Best::new(want, self.ranking.slack());
        let mut sorted = Sorted::new(want, self.plan.sort, &self.snapshot.segments);
        let (mut partial, mut total) = (0, 0);
        let all = self.count_of_all();
        let wanted = 1..=if not_all { all - 1 } else { all };
        for (at, segment) in self.snapshot.segments.iter().enumerate() {
            let mut window = Window::open((at, segment), self.groups, &self.ranking, self.budget)?;
            let mut allowed = self.allowed(segment)?;
            while window.fill_next() {
                self.budget.check()?;
                if allowed.is_none() && self.plan.sort == Sort::Best {
                    let (some, whole) = window.totals(all);
                    partial += some;
                    total += some + whole;
                    window.offer(&mut best, wanted.clone());
                    continue;
                }
                window.each(|doc, groups, score| {
                    if allowed.as_mut().is_some_and(|allowed| allowed.seek(doc) != doc) {
                        return;
                    }
                    total += 1;
                    partial += u64::from(groups < all);
                    if wanted.contains(&groups) {
                        if self.plan.sort == Sort::Best {
                            best.offer(doc, score);
                        } else {
                            sorted.offer((at, segment), doc);
                        }
                    }
                });
            }
            self.end_segment((at, segment), &mut best)?;
        }
        Ok((self.finish(best, sorted)?, partial, total))
    }

    /// Number of groups; the parser allows far fewer words than would not fit.
    fn count_of_all(&self) -> u16 {
        self.groups.len() as u16
    }

    fn end_segment(&self, segment: (usize, &Segment), best: &mut Best) -> Result<(), EngineError> {
        best.end_segment(segment, &mut Scorer::open_all(segment, &self.ranking.side)?);
        Ok(())
    }

    fn finish(&self, best: Best, sorted: Sorted<'_>) -> Result<Vec<Ranked>, EngineError> {
        match self.plan.sort {
            Sort::Best => Ok(best.finish(&self.snapshot.segments)),
            _ => sorted.finish(&self.snapshot.generation),
        }
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
fn is_dense(sets: &[BoxDocs]) -> bool {
    let all = sets.iter().map(|set| set.cost()).fold(0, u32::saturating_add);
    sets.iter().map(|set| set.cost()).min().is_some_and(|least| all / DENSE <= least)
}
