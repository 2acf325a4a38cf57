//! References linked to articles: by their keys, and where these lead nowhere by their words.
//!
//! It must not know what the links are for.

use std::ops::ControlFlow;

use super::error::Error;
use super::index::Index;
use super::lookup::{articles_of, identified};
use super::snapshot::Snapshot;
use crate::engine::{BATCH, Matching, Request, Sort, State, Terms, compile};
use crate::index::{Limits, Lookup, Parts, Place, Plan};
use crate::model::{ArticleId, Citation, Reference, Work};
use crate::query::{Filters, Query};

/// Words of a reference that are searched for.
const WORDS_MAX: usize = 14;
/// Articles found by the words that are compared with it.
const FOUND_MAX: usize = 3;

impl Snapshot {
    /// The article a reference cites: the one with a key in common, or the one found by its words that agrees in
    /// place or title ([`crate::model::verify`]).
    ///
    /// # Errors
    /// The index is damaged.
    pub fn linked(&self, reference: &Reference) -> Result<Option<ArticleId>, Error> {
        self.reading(|state| {
            let linked = linked(state, std::slice::from_ref(reference))?;
            let places: Vec<Place> = linked.into_iter().flatten().collect();
            Ok(ids_of(state, &places)?.pop())
        })
    }

    /// Hands over every reference of every article, with the article's id.
    ///
    /// # Errors
    /// The index is damaged, or what `each` returns.
    pub fn each_reference(
        &self,
        mut each: impl FnMut(&ArticleId, &Reference) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.reading_to(|state, outside| {
            let mut result = Ok(());
            state.each(Lookup::All, Parts::CARD | Parts::REFERENCES, &mut |record| {
                outside.call(|| {
                    result = record.references.iter().try_for_each(|one| each(&record.card.id, one));
                    if result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
                })
            })?;
            result
        })
    }

    /// The articles with an identifier of the reference: more than one where its identifiers contradict each
    /// other.
    pub(crate) fn identified(&self, reference: &Reference) -> Result<Vec<ArticleId>, Error> {
        self.reading(|state| ids_of(state, &identified(state, reference)?))
    }
}

impl Index {
    /// The article a reference cites; see [`Snapshot::linked`].
    ///
    /// # Errors
    /// The index is damaged.
    pub fn linked(&self, reference: &Reference) -> Result<Option<ArticleId>, Error> {
        self.snapshot().linked(reference)
    }

    /// Hands over every reference of every article, with the article's id.
    ///
    /// # Errors
    /// The index is damaged, or what `each` returns.
    pub fn each_reference(
        &self,
        each: impl FnMut(&ArticleId, &Reference) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.snapshot().each_reference(each)
    }
}

fn ids_of(state: &State, places: &[Place]) -> Result<Vec<ArticleId>, Error> {
    Ok(state.fetch(places, Parts::CARD)?.into_iter().map(|record| record.card.id).collect())
}

/// The articles that references cite, by key or else by words.
pub(super) fn linked(state: &State, references: &[Reference]) -> Result<Vec<Option<Place>>, Error> {
    let mut linked = articles_of(state, references)?;
    let mut terms = Terms::new();
    let mut open: Vec<(usize, Plan)> = Vec::new();
    for (at, reference) in references.iter().enumerate().filter(|(at, _)| linked[*at].is_none()) {
        open.extend(words_of(reference, &mut terms, state)?.map(|plan| (at, plan)));
    }
    while !open.is_empty() {
        let (at, plans): (Vec<usize>, Vec<Plan>) = open.drain(..open.len().min(BATCH)).unzip();
        let found = state.best_of_each(&plans, FOUND_MAX, Parts::WORK, &Limits::default())?;
        for (at, found) in at.into_iter().zip(found) {
            let citation = Citation::new(&references[at]);
            let articles = found.into_iter().map(|found| (found.record.place, found.record.article()));
            let mut agreeing =
                articles.filter(|(_, article)| citation.agreement(&Work::from(article)).is_some());
            let first = agreeing.next().map(|(place, _)| place);
            linked[at] = first.filter(|_| agreeing.next().is_none());
        }
    }
    Ok(linked)
}

/// A search by the words of a reference; `None` where it says too little.
fn words_of(reference: &Reference, terms: &mut Terms, state: &State) -> Result<Option<Plan>, Error> {
    // Without a year hardly any candidate could agree.
    if reference.year.is_none() {
        return Ok(None);
    }
    let text = if reference.title.is_empty() { &reference.raw } else { &reference.title };
    let words = text.split(|c: char| !c.is_alphanumeric());
    // Small words are everywhere, and numbers may be read as identifiers.
    let words = words.filter(|word| word.chars().count() > 3 && word.chars().all(char::is_alphabetic));
    let words: Vec<String> = words.take(WORDS_MAX).map(str::to_lowercase).collect();
    if words.len() < 2 {
        return Ok(None);
    }
    let query = Query::words(&words.join(" "))?;
    let filters = Filters::default();
    let request = Request { query: &query, filters: &filters, matching: Matching::Any, sort: Sort::Best };
    Ok(Some(compile(&request, terms, state)?))
}
