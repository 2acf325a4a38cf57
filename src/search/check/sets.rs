//! The articles that parts of a strategy find, within the time the whole check may take.
//!
//! It must not know what is looked for.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::engine::{Matching, Request, Sort, State, Terms, compile, mapped};
use crate::index::{Column, Exhausted, Limits, Page, Parts, Place, Ranking, Wanted};
use crate::model::IdentityKey;
use crate::query::{Filters, Query};
use crate::search::error::Error;
use crate::search::lookup::place_of;
use crate::search::snapshot::Snapshot;

/// Time that a check may take.
const TIME: Duration = Duration::from_secs(30);

/// Articles of one snapshot.
pub(super) type Articles = HashSet<Place>;

/// Finds sets of articles.
pub(super) struct Sets<'c> {
    snapshot: &'c Snapshot,
    terms: Terms,
    deadline: Instant,
}

/// What could not be had.
pub(super) enum Missing {
    /// The time is over.
    Late,
    /// This one passes a limit.
    Limit(String),
    /// The index is at fault.
    Fault(Error),
}

impl From<Error> for Missing {
    fn from(error: Error) -> Self {
        match error {
            Error::Index(_) => Self::Fault(error),
            Error::Engine(crate::engine::EngineError::Limit(Exhausted::Deadline)) => Self::Late,
            other => Self::Limit(other.to_string()),
        }
    }
}

impl<'c> Sets<'c> {
    /// Sets of a snapshot; the time begins now.
    pub fn new(snapshot: &'c Snapshot) -> Self {
        let now = Instant::now();
        Self { snapshot, terms: Terms::new(), deadline: now.checked_add(TIME).unwrap_or(now) }
    }

    /// How many articles there are.
    pub fn total(&self) -> u64 {
        self.snapshot.reading(|state| Ok(state.articles())).unwrap_or(0)
    }

    /// How many articles a query finds.
    pub fn count(&mut self, query: &Query) -> Result<u64, Missing> {
        self.run(query, &Filters::default(), 0, &mut |_| {}, None)
    }

    /// How many articles a query finds, and how it was read, names mapped.
    pub fn counted(&mut self, query: &Query) -> Result<(u64, String), Missing> {
        let mut canonical = String::new();
        let count = self.run(query, &Filters::default(), 0, &mut |_| {}, Some(&mut canonical))?;
        Ok((count, canonical))
    }

    /// The articles that a query finds.
    pub fn articles(&mut self, query: &Query) -> Result<Articles, Missing> {
        self.among(query, &Filters::default())
    }

    /// Those of some articles that a query finds.
    pub fn of_known(&mut self, query: &Query, known: &[IdentityKey]) -> Result<Articles, Missing> {
        self.among(query, &Filters::default().ids(known.iter().cloned()))
    }

    fn among(&mut self, query: &Query, filters: &Filters) -> Result<Articles, Missing> {
        let mut articles = Articles::new();
        self.run(
            query,
            filters,
            usize::MAX,
            &mut |place| {
                articles.insert(place);
            },
            None,
        )?;
        Ok(articles)
    }

    /// The article of an identifier.
    pub fn find(&self, key: &IdentityKey) -> Result<Option<Place>, Missing> {
        Ok(self.snapshot.reading(|state| place_of(state, key.as_str()))?)
    }

    /// Words of a column that begin so, with about how many articles have each, until it is enough.
    pub fn words(
        &self,
        column: Column,
        beginning: &str,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), Missing> {
        self.in_time()?;
        Ok(self.snapshot.reading(|state| Ok(state.each_value(column, beginning, take)?))?)
    }

    fn in_time(&self) -> Result<(), Missing> {
        if Instant::now() > self.deadline { Err(Missing::Late) } else { Ok(()) }
    }

    /// Nothing is ranked: the articles alone are wanted.
    fn run(
        &mut self,
        query: &Query,
        filters: &Filters,
        limit: usize,
        take: &mut dyn FnMut(Place),
        canonical: Option<&mut String>,
    ) -> Result<u64, Missing> {
        self.in_time()?;
        let (terms, limits) = (&mut self.terms, Limits::default().deadline(self.deadline));
        let search = |state: &State| -> Result<u64, Error> {
            let query = mapped(query, state, terms, &limits)?;
            if let Some(canonical) = canonical {
                *canonical = query.interpretation();
            }
            let request = Request { query: &query, filters, matching: Matching::All, sort: Sort::Best };
            let mut plan = compile(&request, terms, state)?;
            plan.ranking = Ranking::default();
            if let Wanted::Tree { terms, .. } = &mut plan.wanted {
                terms.clear();
            }
            let page = Page { offset: 0, limit };
            let counts = state.search(&plan, page, Parts::NONE, &limits, &mut |_, found| {
                found.iter().for_each(|found| take(found.record.place));
                ControlFlow::Continue(())
            })?;
            Ok(counts.total)
        };
        Ok(self.snapshot.reading(search)?)
    }
}
