//! Verifying an index: what is written reads back, and articles are found by their own words.
//!
//! It must not know how files are checked; the index floor does that.

use super::error::Error;
use crate::engine::local::LocalSnapshot;
use crate::engine::{Engine, Matching, Request, Sort, Terms};
use crate::index::Verified;
use crate::query::Filters;

/// Articles searched for by their own words.
const SAMPLE: usize = 100;
/// Words of a title that are searched for; more find nothing else.
const WORDS: usize = 6;

pub(super) fn verify(snapshot: &LocalSnapshot) -> Result<Verified, Error> {
    let generation = snapshot.generation();
    let mut verified = crate::index::verify(generation)?;
    if let Err(error) = crate::corpus::read_problems(generation) {
        verified.faults.push(error.to_string());
    }
    if !verified.faults.is_empty() {
        return Ok(verified);
    }
    let records = snapshot.all_records();
    let mut terms = Terms::new();
    let step = (records.len() / SAMPLE).max(1);
    for &record in records.iter().step_by(step) {
        let Ok(card) = generation.store.card(record) else { continue };
        let letters = |word: &&str| word.len() > 3 && word.chars().all(char::is_alphanumeric);
        let words: Vec<&str> = card.title.split_whitespace().filter(letters).take(WORDS).collect();
        if words.is_empty() {
            continue;
        }
        // Between quotes no sign of an identifier is an operator.
        let query =
            crate::query::parse(&format!("\"{}\"[aid] AND {}", card.id, words.join("[ti] AND ") + "[ti]"));
        let Ok(query) = query else { continue };
        let filters = Filters::default();
        let request = Request {
            query: &query,
            filters: &filters,
            matching: Matching::All,
            sort: Sort::Newest,
            offset: 0,
            limit: 1,
        };
        let by_id = card.id.as_str().starts_with("pmid:") || card.id.as_str().starts_with("doi:");
        if by_id && snapshot.search(&request, &mut terms)?.found.iter().all(|found| found.record != record) {
            verified.faults.push(format!("{} is not found by the words of its title", card.id));
        }
    }
    Ok(verified)
}
