//! Articles looked up: by an id, by references, and what a hit shows of one.
//!
//! All of it asks for many at once. It must not know what the articles are wanted for.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Error;
use super::hits::Hit;
use crate::engine::{BATCH, State};
use crate::formats::in_print;
use crate::index::{Card, Lookup, Parts, Place, Record};
use crate::model::{
    Article, Citation, Correction, CorrectionKind, Identifiers, Reference, Status, Work, of_ids,
};

/// The article of an id, or of any identifier of it.
pub(super) fn place_of(state: &State, id: &str) -> Result<Option<Place>, Error> {
    let found = state.find(&[Lookup::Id(id), Lookup::Key(id)], 1)?;
    Ok(found.into_iter().flatten().next())
}

/// Articles looked at for one reference; a key that more have names nothing.
const CANDIDATES_MAX: usize = 32;

/// What is looked at of articles that references may cite.
type Candidates = BTreeMap<Place, Article>;

/// A reference, and the articles that have its keys, the strongest key first.
struct Sought<'r> {
    reference: &'r Reference,
    /// Whether a key is strong, and the articles that have it.
    keys: Vec<(bool, Vec<Place>)>,
}

impl Sought<'_> {
    /// The articles that have an identifier of the reference, by the strongest first, each once.
    fn identified(&self) -> Vec<Place> {
        let mut found = Vec::new();
        for (is_strong, places) in &self.keys {
            if let (true, [place]) = (is_strong, places.as_slice())
                && !found.contains(place)
            {
                found.push(*place);
            }
        }
        found
    }

    /// The articles its other keys lead to. The one article of an identifier is judged by that.
    fn others(&self) -> impl Iterator<Item = &[Place]> {
        let others = self.keys.iter().filter(|(is_strong, places)| !is_strong || places.len() != 1);
        others.map(|(_, places)| places.as_slice())
    }

    /// The article by the identifiers. Where they are of different articles, or one of them is another than the
    /// article's, the text decides: sources that add identifiers to what is printed err.
    fn by_identifiers(&self, candidates: &Candidates) -> Option<Place> {
        let printed = || Reference { ids: Identifiers::default(), ..self.reference.clone() };
        match self.identified().as_slice() {
            [] => None,
            [place] => {
                let agrees = candidates
                    .get(place)
                    .is_some_and(|article| !self.reference.ids.contradicts(&article.ids))
                    || cited_among(&[*place], &printed(), candidates).is_some();
                agrees.then_some(*place)
            }
            several @ [first, ..] => cited_among(several, &printed(), candidates).or(Some(*first)),
        }
    }
}

/// The articles that references are, each by its strongest key that the corpus has. A weak key must be verified,
/// and one that leads to several articles names none.
pub(super) fn articles_of(state: &State, references: &[Reference]) -> Result<Vec<Option<Place>>, Error> {
    let mut articles = Vec::with_capacity(references.len());
    for references in references.chunks(BATCH) {
        let sought = sought(state, references)?;
        let mut candidates = Candidates::new();
        read(state, sought.iter().flat_map(Sought::identified), &mut candidates)?;
        let mut found: Vec<Option<Place>> =
            sought.iter().map(|sought| sought.by_identifiers(&candidates)).collect();
        let open =
            || sought.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(sought, _)| sought);
        read(state, open().flat_map(Sought::others).flatten().copied(), &mut candidates)?;
        for (sought, found) in sought.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            *found = sought.others().find_map(|places| cited_among(places, sought.reference, &candidates));
        }
        articles.append(&mut found);
    }
    Ok(articles)
}

/// The articles that have an identifier of a reference: more than one where its identifiers contradict each other.
pub(super) fn identified(state: &State, reference: &Reference) -> Result<Vec<Place>, Error> {
    let sought = sought(state, std::slice::from_ref(reference))?;
    Ok(sought.iter().flat_map(Sought::identified).collect())
}

fn sought<'r>(state: &State, references: &'r [Reference]) -> Result<Vec<Sought<'r>>, Error> {
    let keys: Vec<_> = references.iter().map(Reference::identity_keys).collect();
    let lookups: Vec<Lookup<'_>> = keys.iter().flatten().map(|key| Lookup::Key(key.as_str())).collect();
    let mut found = state.find(&lookups, CANDIDATES_MAX)?.into_iter();
    let one = |(reference, keys): (&'r Reference, &Vec<_>)| Sought {
        reference,
        keys: keys.iter().map(crate::model::IdentityKey::is_strong).zip(found.by_ref()).collect(),
    };
    Ok(references.iter().zip(&keys).map(one).collect())
}

/// Reads those of some articles that are not yet there.
fn read(state: &State, places: impl Iterator<Item = Place>, into: &mut Candidates) -> Result<(), Error> {
    let wanted: BTreeSet<Place> = places.filter(|place| !into.contains_key(place)).collect();
    let wanted: Vec<Place> = wanted.into_iter().collect();
    for places in wanted.chunks(BATCH) {
        let records = state.fetch(places, Parts::WORK)?.into_iter();
        // What is compared is in the head of an article; the rest of many would take room.
        into.extend(records.map(|record| (record.place, head(record.article()))));
    }
    Ok(())
}

fn head(article: Article) -> Article {
    Article {
        abstract_sections: Vec::new(),
        references: Vec::new(),
        body: Vec::new(),
        headings: Vec::new(),
        ..article
    }
}

/// The one of several articles that a reference cites by what it says; `None` where that is none or several.
fn cited_among(places: &[Place], reference: &Reference, candidates: &Candidates) -> Option<Place> {
    let citation = Citation::new(reference);
    let agrees = |place: &&Place| {
        candidates.get(*place).is_some_and(|article| citation.agreement(&Work::from(article)).is_some())
    };
    let mut agreeing = places.iter().filter(agrees);
    let found = agreeing.next().copied();
    found.filter(|_| agreeing.next().is_none())
}

/// Articles as hits, without snippets.
pub(super) fn hits_of(state: &State, places: &[Place]) -> Result<Vec<Hit>, Error> {
    let mut hits = Vec::with_capacity(places.len());
    for places in places.chunks(BATCH) {
        let cards: Vec<Card> =
            state.fetch(places, Parts::CARD)?.into_iter().map(|record| record.card).collect();
        let statuses = statuses_of(state, &cards)?;
        hits.extend(cards.into_iter().zip(statuses).map(|(card, status)| Hit::of(0, card, status)));
    }
    Ok(hits)
}

/// What notices did to the articles of cards: those their records name, and those of the corpus.
pub(super) fn statuses_of<'c>(
    state: &State,
    cards: impl IntoIterator<Item = &'c Card>,
) -> Result<Vec<Status>, Error> {
    let cards: Vec<&Card> = cards.into_iter().collect();
    let keys = |card: &&Card| match card.status {
        Status::Retracted => Vec::new(),
        _ => of_ids(card.pmid, card.doi.as_ref()),
    };
    let keys: Vec<Vec<String>> = cards.iter().map(keys).collect();
    let notices = state.notices_of(&keys)?;
    let status = |(card, notices): (&Card, Vec<Place>)| {
        if notices.is_empty() { card.status } else { Status::Retracted }
    };
    Ok(cards.into_iter().zip(notices).map(status).collect())
}

/// The whole article; a notice of the corpus that retracts it stands among its notices.
pub(super) fn article_at(state: &State, place: Place) -> Result<Option<Article>, Error> {
    Ok(articles_with_notices(state, state.fetch(&[place], Parts::WORK)?)?.pop())
}

/// Whole articles, each with the notices of the corpus that retract it.
pub(super) fn articles_with_notices(state: &State, records: Vec<Record>) -> Result<Vec<Article>, Error> {
    let mut articles: Vec<Article> = records.into_iter().map(Record::article).collect();
    let keys = |article: &Article| match article.status() {
        Status::Retracted => Vec::new(),
        _ => of_ids(article.ids.pmid, article.ids.doi.as_ref()),
    };
    let keys: Vec<Vec<String>> = articles.iter().map(keys).collect();
    let notices = state.notices_of(&keys)?;
    let all: Vec<Place> = notices.iter().flatten().copied().collect();
    let mut cards = state.fetch(&all, Parts::CARD)?.into_iter().map(|record| record.card);
    for (article, notices) in articles.iter_mut().zip(notices) {
        for Card { journal, year, volume, issue, pages, pmid, doi, .. } in cards.by_ref().take(notices.len())
        {
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
    Ok(articles)
}
