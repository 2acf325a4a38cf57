//! Articles looked up: by an id, by a reference, and what a hit shows of one.
//!
//! It must not know what they are wanted for.

use super::error::Error;
use super::hits::Hit;
use crate::engine::Found;
use crate::engine::local::LocalSnapshot;
use crate::formats::in_print;
use crate::index::Card;
use crate::model::{
    Article, Citation, Correction, CorrectionKind, Identifiers, Reference, Status, Work, of_ids,
};

/// The record of the article of an id, or of any identifier of it.
pub(super) fn record_of(snapshot: &LocalSnapshot, id: &str) -> Result<Option<u32>, Error> {
    let by_id = snapshot.records_of_id(id)?;
    let records = if by_id.is_empty() { snapshot.records_of_key(id)? } else { by_id };
    Ok(records.first().copied())
}

/// The record of the article a reference is, by its strongest key that the corpus has. Where its identifiers are
/// of different articles, or one of them is another than the article's, its text decides: sources that add
/// identifiers to what is printed err.
/// A weak key must be verified, and one that leads to several articles names none.
pub(super) fn article_of(snapshot: &LocalSnapshot, reference: &Reference) -> Result<Option<u32>, Error> {
    let identified = identified(snapshot, reference)?;
    let printed = || Reference { ids: Identifiers::default(), ..reference.clone() };
    match identified.as_slice() {
        [] => {}
        [record] => {
            let ids = snapshot.generation().store.article(*record)?.ids;
            let agrees =
                !reference.ids.contradicts(&ids) || cited_among(snapshot, &identified, &printed())?.is_some();
            if agrees {
                return Ok(Some(*record));
            }
        }
        [first, ..] => return Ok(cited_among(snapshot, &identified, &printed())?.or(Some(*first))),
    }
    for key in reference.identity_keys() {
        let records = snapshot.records_of_key(key.as_str())?;
        // The one article of an identifier was judged above.
        let is_judged = key.is_strong() && records.len() == 1;
        if !is_judged && let Some(record) = cited_among(snapshot, &records, reference)? {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

/// The records of the articles that have an identifier of the reference, by the strongest first, each once.
pub(super) fn identified(snapshot: &LocalSnapshot, reference: &Reference) -> Result<Vec<u32>, Error> {
    let mut found = Vec::new();
    for key in reference.identity_keys().iter().filter(|key| key.is_strong()) {
        if let [record] = snapshot.records_of_key(key.as_str())?.as_slice()
            && !found.contains(record)
        {
            found.push(*record);
        }
    }
    Ok(found)
}

/// The one of several articles that a reference cites by what it says; `None` where that is none or several.
pub(super) fn cited_among(
    snapshot: &LocalSnapshot,
    records: &[u32],
    reference: &Reference,
) -> Result<Option<u32>, Error> {
    let citation = Citation::new(reference);
    let mut found = None;
    for &record in records.iter().take(CANDIDATES_MAX) {
        let article = snapshot.generation().store.article(record)?;
        if citation.agreement(&Work::from(&article)).is_some() {
            if found.is_some() {
                return Ok(None);
            }
            found = Some(record);
        }
    }
    Ok(found)
}

/// Articles looked at for one reference; a key that more have names nothing.
const CANDIDATES_MAX: usize = 32;

/// An article as a hit, without snippets.
pub(super) fn hit_of(snapshot: &LocalSnapshot, record: u32, rank: usize) -> Result<Hit, Error> {
    let found = Found { record, score: 0.0, missing: Vec::new() };
    let card = snapshot.generation().store.card(record)?;
    let status = status_of(snapshot, &card)?;
    Ok(Hit::of(rank, card, status, found))
}

/// What notices did to the article of a card: those its record names, and those of the corpus.
pub(super) fn status_of(snapshot: &LocalSnapshot, card: &Card) -> Result<Status, Error> {
    let keys = of_ids(card.pmid, card.doi.as_ref());
    let is_marked = card.status == Status::Retracted || snapshot.notices_of(&keys)?.is_empty();
    Ok(if is_marked { card.status } else { Status::Retracted })
}

/// The whole article; a notice of the corpus that retracts it stands among its notices.
pub(super) fn article_at(snapshot: &LocalSnapshot, record: u32) -> Result<Article, Error> {
    let store = &snapshot.generation().store;
    let mut article = store.article(record)?;
    if article.status() != Status::Retracted {
        for notice in snapshot.notices_of(&of_ids(article.ids.pmid, article.ids.doi.as_ref()))? {
            let Card { journal, year, volume, issue, pages, pmid, doi, .. } = store.card(notice)?;
            let place = Reference { journal, year, volume, issue, pages, ..Reference::default() };
            article.corrections.push(Correction {
                kind: CorrectionKind::RetractionIn,
                citation: in_print(&place),
                pmid,
                doi,
                note: String::new(),
            });
        }
    }
    Ok(article)
}
