//! Articles like an article: by their words, or by what they cite and who cites them.
//!
//! *Bibliographic coupling* (Kessler 1963) counts the works two articles both cite, *co-citation* (Small 1973)
//! the articles that cite both. It must not know how postings are read.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Error;
use super::hits::Hit;
use super::index::Index;
use super::lookup::{articles_of, hits_of, place_of};
use super::request::Search;
use super::snapshot::Snapshot;
use crate::engine::{BATCH, Matching, State};
use crate::index::{Parts, Place};
use crate::model::{ArticleId, Reference};
use crate::query::Syntax;

/// What articles are alike by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SimilarBy {
    /// Their titles, keywords and headings.
    #[default]
    Text,
    /// The works they cite and the articles that cite them.
    References,
}

/// An article like the one asked about.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Similar {
    /// The article, with what it is ordered by as its score.
    pub hit: Hit,
    /// Works both cite; 0 where they were compared by text.
    pub shared_references: u32,
    /// Articles that cite both.
    pub cited_together: u32,
}

/// Words of an article looked for in others.
const WORDS_MAX: usize = 40;
/// Articles that cite an article whose own references are looked at, the newest first.
const CITING_MAX: usize = 200;

/// Citing articles whose references are held at once.
const CITING_AT_ONCE: usize = 16;

/// What ties an article to the one asked about.
#[derive(Default)]
struct Ties {
    weight: f32,
    shared: u32,
    together: u32,
}

impl Snapshot {
    /// The articles most like an article, the most alike first; `None` where there is no article of the id.
    ///
    /// By references, a work that both cite counts the more the fewer articles cite it, and an article that cites
    /// both counts the more the fewer works it cites.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn similar(&self, id: &ArticleId, by: SimilarBy, most: usize) -> Result<Option<Vec<Similar>>, Error> {
        match by {
            SimilarBy::Text => self.similar_by_text(id, most),
            SimilarBy::References => self.reading(|state| similar_by_references(state, id, most)),
        }
    }

    fn similar_by_text(&self, id: &ArticleId, most: usize) -> Result<Option<Vec<Similar>>, Error> {
        let Some(article) = self.get(id)? else { return Ok(None) };
        let headings = article.headings.iter().filter(|heading| heading.major).map(|heading| &heading.name);
        let texts = [&article.title].into_iter().chain(&article.keywords).chain(headings);
        // Letters and digits alone: what else a title holds may be notation.
        let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        let mut seen = BTreeSet::new();
        let words = words.filter(|word| !word.is_empty() && seen.insert(word.to_lowercase()));
        let words: Vec<String> = words.take(WORDS_MAX).map(str::to_lowercase).collect();
        if words.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let text = words.join(" ");
        let search = Search::new(text).syntax(Syntax::Plain).matching(Matching::Any);
        let search = search.limit(most.saturating_add(1)).snippets(0);
        let hits = self.search(search)?.hits.into_iter().filter(|hit| hit.id != article.id).take(most);
        let ranked =
            hits.zip(1..).map(|(hit, rank)| Similar { hit: Hit { rank, ..hit }, ..Similar::default() });
        Ok(Some(ranked.collect()))
    }
}

impl Index {
    /// The articles most like an article; see [`Snapshot::similar`].
    ///
    /// # Errors
    /// The index is damaged.
    pub fn similar(&self, id: &ArticleId, by: SimilarBy, most: usize) -> Result<Option<Vec<Similar>>, Error> {
        self.snapshot().similar(id, by, most)
    }
}

fn similar_by_references(state: &State, id: &ArticleId, most: usize) -> Result<Option<Vec<Similar>>, Error> {
    let Some(place) = place_of(state, id.as_str())? else { return Ok(None) };
    let mut ties: BTreeMap<Place, Ties> = BTreeMap::new();
    couple(state, place, &mut ties)?;
    cite_together(state, place, &mut ties)?;
    ties.remove(&place);
    let mut ties: Vec<(Place, Ties)> = ties.into_iter().collect();
    ties.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then_with(|| a.0.cmp(&b.0)));
    // Equals of the last one wanted are ordered by id, which no rebuild changes.
    let last = ties.get(most).map(|tie| tie.1.weight);
    let first = ties.iter().enumerate();
    let first =
        first.take_while(|(at, (_, ties))| *at < most || last.is_some_and(|last| ties.weight >= last));
    let places: Vec<Place> = first.map(|(_, (place, _))| *place).collect();
    let hits = hits_of(state, &places)?.into_iter().zip(ties);
    let mut similar: Vec<Similar> = hits
        .map(|(hit, (_, ties))| Similar {
            hit: Hit { score: ties.weight, ..hit },
            shared_references: ties.shared,
            cited_together: ties.together,
        })
        .collect();
    similar.sort_by(|a, b| b.hit.score.total_cmp(&a.hit.score).then_with(|| a.hit.id.cmp(&b.hit.id)));
    similar.truncate(most);
    similar.iter_mut().zip(1..).for_each(|(similar, rank)| similar.hit.rank = rank);
    Ok(Some(similar))
}

/// Ties by works both cite.
fn couple(state: &State, place: Place, ties: &mut BTreeMap<Place, Ties>) -> Result<(), Error> {
    let record = state.fetch(&[place], Parts::REFERENCES)?.pop();
    let references = record.map(|record| record.references).unwrap_or_default();
    for references in references.chunks(BATCH) {
        for citing in state.citing(&keys_of(state, references)?)? {
            let weight = 1.0 / (1.0 + citing.len() as f32).ln();
            for other in citing {
                let ties = ties.entry(other).or_default();
                ties.weight += weight;
                ties.shared += 1;
            }
        }
    }
    Ok(())
}

/// Ties by articles that cite both.
fn cite_together(state: &State, place: Place, ties: &mut BTreeMap<Place, Ties>) -> Result<(), Error> {
    let citing = state.citing(&state.keys_of(&[place])?)?.pop().unwrap_or_default();
    for places in newest(state, citing)?.chunks(CITING_AT_ONCE) {
        let mut lists: Vec<usize> = Vec::new();
        let mut references = Vec::new();
        for record in state.fetch(places, Parts::REFERENCES)? {
            lists.push(record.references.len());
            references.extend(record.references);
        }
        let mut articles = articles_of(state, &references)?.into_iter();
        for length in lists {
            let weight = 1.0 / (1.0 + length as f32).ln();
            let cited: BTreeSet<Place> = articles.by_ref().take(length).flatten().collect();
            for other in cited {
                let ties = ties.entry(other).or_default();
                ties.weight += weight;
                ties.together += 1;
            }
        }
    }
    Ok(())
}

/// The newest of many articles; of few all.
fn newest(state: &State, places: Vec<Place>) -> Result<Vec<Place>, Error> {
    if places.len() <= CITING_MAX {
        return Ok(places);
    }
    let mut dated = Vec::with_capacity(places.len());
    for places in places.chunks(BATCH) {
        let records = state.fetch(places, Parts::CARD)?.into_iter();
        dated.extend(
            records.map(|record| (std::cmp::Reverse(record.card.year), record.card.id, record.place)),
        );
    }
    dated.sort();
    Ok(dated.into_iter().take(CITING_MAX).map(|(_, _, place)| place).collect())
}

/// The keys of the works that references cite: their own, and those of the articles where the corpus has them.
fn keys_of(state: &State, references: &[Reference]) -> Result<Vec<BTreeSet<String>>, Error> {
    let articles = articles_of(state, references)?;
    let places: Vec<Place> = articles.iter().flatten().copied().collect();
    let mut of_articles = state.keys_of(&places)?.into_iter();
    let keys = references.iter().zip(articles).map(|(reference, article)| {
        let mut keys: BTreeSet<String> = reference.identity_keys().iter().map(ToString::to_string).collect();
        keys.extend(article.and_then(|_| of_articles.next()).into_iter().flatten());
        keys
    });
    Ok(keys.collect())
}
