//! Verifying an index: what is written reads back, and articles are found by their own words.
//!
//! It must not know how files are checked; the index floor does that.

use std::ops::ControlFlow;

use super::error::Error;
use crate::engine::{Matching, Request, Sort, State, Terms, compile};
use crate::index::{Card, Limits, Lookup, Parts, Place, Plan, Verified};
use crate::query::Filters;

/// Articles searched for by their own words.
const SAMPLE: usize = 100;
/// Words of a title that are searched for; more find nothing else.
const WORDS: usize = 6;

pub(super) fn verify(state: &State) -> Result<Verified, Error> {
    let mut verified = state.verify()?;
    if let Err(error) = crate::corpus::problems_of(&**state) {
        verified.faults.push(error.to_string());
    }
    if !verified.faults.is_empty() {
        return Ok(verified);
    }
    let mut terms = Terms::new();
    let (mut sought, mut plans) = (Vec::new(), Vec::new());
    for record in state.fetch(&sample(state)?, Parts::CARD)? {
        if let Some(plan) = plan_of(&record.card, &mut terms, state)? {
            sought.push(record);
            plans.push(plan);
        }
    }
    let found = state.best_of_each(&plans, 1, Parts::NONE, &Limits::default())?;
    for (record, found) in sought.into_iter().zip(found) {
        if found.iter().all(|found| found.record.place != record.place) {
            verified.faults.push(format!("{} is not found by the words of its title", record.card.id));
        }
    }
    Ok(verified)
}

/// Articles from all over the index.
fn sample(state: &State) -> Result<Vec<Place>, Error> {
    let step = usize::try_from(state.articles()).unwrap_or(usize::MAX) / SAMPLE;
    let (mut at, mut places) = (0, Vec::new());
    state.each(Lookup::All, Parts::NONE, &mut |record| {
        if at % step.max(1) == 0 {
            places.push(record.place);
        }
        at += 1;
        ControlFlow::Continue(())
    })?;
    Ok(places)
}

/// A search for an article by its id and words of its title; `None` where it has too little of either.
fn plan_of(card: &Card, terms: &mut Terms, state: &State) -> Result<Option<Plan>, Error> {
    let letters = |word: &&str| word.len() > 3 && word.chars().all(char::is_alphanumeric);
    let words: Vec<&str> = card.title.split_whitespace().filter(letters).take(WORDS).collect();
    let by_id = card.id.as_str().starts_with("pmid:") || card.id.as_str().starts_with("doi:");
    if words.is_empty() || !by_id {
        return Ok(None);
    }
    // Between quotes no sign of an identifier is an operator.
    let query =
        crate::query::Query::parse(&format!("\"{}\"[aid] AND {}", card.id, words.join("[ti] AND ") + "[ti]"));
    let Ok(query) = query else { return Ok(None) };
    let filters = Filters::default();
    let request = Request { query: &query, filters: &filters, matching: Matching::All, sort: Sort::Newest };
    Ok(Some(compile(&request, terms, state)?))
}
