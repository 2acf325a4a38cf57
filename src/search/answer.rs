//! A search while it is answered: what was found becomes hits or articles, and is handed over as it comes.
//!
//! It must not know how a search is compiled.

use std::ops::ControlFlow;
use std::time::Instant;

use super::error::Error;
use super::facets::FacetCounts;
use super::hits::{Hit, Hits};
use super::lookup::{articles_with_notices, statuses_of};
use super::sample::{Draw, Sample};
use super::snippets::Snippets;
use crate::engine::{BATCH, State};
use crate::index::{Counts, Found, Limits, Page, Parts, Plan, Record};
use crate::model::{Article, Author, Status};
use crate::query::Query;

/// A search while it is answered.
pub(super) struct Answer<'a> {
    pub state: &'a State,
    pub query: &'a Query,
    pub start: Instant,
    /// Rank of the last hit handed over.
    pub rank: usize,
    pub snippets: Option<Snippets<'a>>,
    pub limits: Limits,
    pub all_authors: bool,
    /// What is drawn of all that match, where that was asked for.
    pub sample: Option<Sample>,
    /// The counts asked for beside the hits.
    pub facets: Vec<FacetCounts>,
    /// What is known of all hits, once the first are there.
    pub hits: Option<Hits>,
}

/// Makes hits or articles of what was found next, and hands them over.
type Batch<'t, A> = dyn FnMut(&mut A, &Counts, Vec<Found>) -> Result<ControlFlow<()>, Error> + 't;

/// Takes articles whole, each with what notices did to it.
pub(super) type TakeWorks<'t> = dyn FnMut(&Counts, Vec<(Record, Status)>) -> ControlFlow<()> + 't;

impl Answer<'_> {
    /// Hands over hits.
    pub fn each(
        self,
        plan: &Plan,
        page: Page,
        take: &mut dyn FnMut(&Hits, Hit) -> ControlFlow<()>,
    ) -> Result<Hits, Error> {
        let mut parts = self.snippets.as_ref().map_or(Parts::CARD, |snippets| Parts::CARD | snippets.parts());
        if self.all_authors {
            parts = parts | Parts::REST;
        }
        self.run(plan, page, parts, &mut |answer, counts, found| {
            let hits = answer.hits_of(found)?;
            let known = answer.known(counts);
            Ok(hits.into_iter().try_for_each(|hit| take(known, hit)))
        })
    }

    /// Hands over articles.
    pub fn each_article(
        self,
        plan: &Plan,
        page: Page,
        take: &mut dyn FnMut(&Hits, Article) -> ControlFlow<()>,
    ) -> Result<Hits, Error> {
        self.run(plan, page, Parts::WORK, &mut |answer, counts, found| {
            let records = found.into_iter().map(|found| found.record).collect();
            let articles = articles_with_notices(answer.state, records)?;
            let known = answer.known(counts);
            Ok(articles.into_iter().try_for_each(|article| take(known, article)))
        })
    }

    /// Hands over articles with what they are made of.
    pub fn each_work(self, plan: &Plan, page: Page, take: &mut TakeWorks<'_>) -> Result<Hits, Error> {
        self.run(plan, page, Parts::CARD | Parts::WORK, &mut |answer, counts, found| {
            let statuses = statuses_of(answer.state, found.iter().map(|found| &found.record.card))?;
            Ok(take(counts, found.into_iter().map(|found| found.record).zip(statuses).collect()))
        })
    }

    fn run(
        mut self,
        plan: &Plan,
        page: Page,
        parts: Parts,
        take: &mut Batch<'_, Self>,
    ) -> Result<Hits, Error> {
        if let Some(sample) = self.sample {
            return self.run_drawn(plan, (sample, page), parts, take);
        }
        let (state, limits, mut failed) = (self.state, self.limits.clone(), Ok(()));
        let counts = state.search(plan, page, parts, &limits, &mut |counts, found| {
            take(&mut self, counts, found).unwrap_or_else(|error| {
                failed = Err(error);
                ControlFlow::Break(())
            })
        })?;
        failed?;
        self.known(&counts);
        Ok(self.hits.unwrap_or_default())
    }

    /// Draws from all that match, and goes on with what was drawn.
    fn run_drawn(
        mut self,
        plan: &Plan,
        (sample, page): (Sample, Page),
        parts: Parts,
        take: &mut Batch<'_, Self>,
    ) -> Result<Hits, Error> {
        let (state, limits) = (self.state, self.limits.clone());
        // Articles with some of the words fill a page where too few have all; a sample is of those that match.
        let none = Page { offset: 0, limit: 0 };
        let counts = state.search(plan, none, Parts::NONE, &limits, &mut |_, _| ControlFlow::Continue(()))?;
        let all = Page { offset: 0, limit: usize::try_from(counts.total).unwrap_or(usize::MAX) };
        let mut draw = Draw::new(sample);
        if all.limit > 0 {
            state.search(plan, all, Parts::CARD, &limits, &mut |_, found| {
                found.into_iter().for_each(|found| draw.offer(found));
                ControlFlow::Continue(())
            })?;
        }
        let drawn = draw.finish();
        let wanted = drawn.get(page.offset.min(drawn.len())..).unwrap_or_default();
        for some in wanted[..page.limit.min(wanted.len())].chunks(BATCH) {
            let places: Vec<_> = some.iter().map(|one| one.record.place).collect();
            let records = state.fetch(&places, parts)?;
            let found = some.iter().zip(records).map(|(one, record)| Found { record, ..one.clone() });
            if take(&mut self, &counts, found.collect())?.is_break() {
                break;
            }
        }
        self.known(&counts);
        Ok(self.hits.unwrap_or_default())
    }

    /// What is known of all hits.
    fn known(&mut self, counts: &Counts) -> &Hits {
        let (query, start) = (self.query, self.start);
        self.hits.get_or_insert_with(|| Hits {
            interpretation: query.interpretation(),
            syntax: query.syntax(),
            notes: query.notes.clone(),
            total: counts.total,
            partial: counts.partial,
            unknown: counts.unknown.clone(),
            facets: std::mem::take(&mut self.facets),
            hits: Vec::new(),
            took: start.elapsed(),
        })
    }

    /// The next hits, with their statuses and snippets.
    fn hits_of(&mut self, found: Vec<Found>) -> Result<Vec<Hit>, Error> {
        let statuses = statuses_of(self.state, found.iter().map(|found| &found.record.card))?;
        let (mut hits, mut records) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
        for (Found { mut record, score, missing }, status) in found.into_iter().zip(statuses) {
            self.rank += 1;
            let card = std::mem::take(&mut record.card);
            let mut hit = Hit { score, missing, ..Hit::of(self.rank, card, status) };
            if let (true, Some(rest)) = (self.all_authors, &record.rest) {
                hit.authors = rest.authors.iter().map(Author::short_name).collect();
            }
            hits.push(hit);
            records.push(record);
        }
        if let Some(snippets) = &mut self.snippets {
            snippets.fill(&mut hits, &records, self.state)?;
        }
        Ok(hits)
    }
}
