//! Articles like an article: by their words, or by what they cite and who cites them.
//!
//! *Bibliographic coupling* (Kessler 1963) counts the works two articles both cite, *co-citation* (Small 1973)
//! the articles that cite both. It must not know how postings are read.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Error;
use super::hits::Hit;
use super::index::Index;
use super::lookup::{article_of, hit_of, record_of};
use super::request::Search;
use crate::engine::Matching;
use crate::engine::local::LocalSnapshot;
use crate::model::{ArticleId, Reference};
use crate::query;

/// What articles are alike by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SimilarBy {
    /// Their titles, keywords and headings.
    #[default]
    Text,
    /// The works they cite and the articles that cite them.
    References,
}

/// An article like the one asked about.
#[derive(Debug, Clone, Default)]
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

/// What ties an article to the one asked about.
#[derive(Default)]
struct Ties {
    weight: f32,
    shared: u32,
    together: u32,
}

impl Index {
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
            SimilarBy::References => self.reading(|snapshot| similar_by_references(snapshot, id, most)),
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
        if query::parse(&text).is_err() {
            return Ok(Some(Vec::new()));
        }
        let search = Search::new(text).matching(Matching::Any).limit(most.saturating_add(1)).snippets(0);
        let hits = self.search(search)?.hits.into_iter().filter(|hit| hit.id != article.id).take(most);
        let ranked =
            hits.zip(1..).map(|(hit, rank)| Similar { hit: Hit { rank, ..hit }, ..Similar::default() });
        Ok(Some(ranked.collect()))
    }
}

fn similar_by_references(
    snapshot: &LocalSnapshot,
    id: &ArticleId,
    most: usize,
) -> Result<Option<Vec<Similar>>, Error> {
    let Some(record) = record_of(snapshot, id.as_str())? else { return Ok(None) };
    let mut ties: BTreeMap<u32, Ties> = BTreeMap::new();
    couple(snapshot, record, &mut ties)?;
    cite_together(snapshot, record, &mut ties)?;
    ties.remove(&record);
    let mut ties: Vec<(u32, Ties)> = ties.into_iter().collect();
    ties.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then_with(|| a.0.cmp(&b.0)));
    let last = ties.get(most).map(|tie| tie.1.weight);
    let mut similar = Vec::new();
    for (record, ties) in ties {
        // Equals of the last one wanted are ordered by id, which no rebuild changes.
        if similar.len() >= most && last.is_none_or(|last| ties.weight < last) {
            break;
        }
        let hit = Hit { score: ties.weight, ..hit_of(snapshot, record, 0)? };
        similar.push(Similar { hit, shared_references: ties.shared, cited_together: ties.together });
    }
    similar.sort_by(|a, b| b.hit.score.total_cmp(&a.hit.score).then_with(|| a.hit.id.cmp(&b.hit.id)));
    similar.truncate(most);
    similar.iter_mut().zip(1..).for_each(|(similar, rank)| similar.hit.rank = rank);
    Ok(Some(similar))
}

/// Ties by works both cite.
fn couple(snapshot: &LocalSnapshot, record: u32, ties: &mut BTreeMap<u32, Ties>) -> Result<(), Error> {
    let article = snapshot.generation().store.article(record)?;
    for reference in &article.references {
        let citing = snapshot.citing(&keys_of(snapshot, reference)?)?;
        let weight = 1.0 / (1.0 + citing.len() as f32).ln();
        for other in citing {
            let ties = ties.entry(other).or_default();
            ties.weight += weight;
            ties.shared += 1;
        }
    }
    Ok(())
}

/// Ties by articles that cite both.
fn cite_together(snapshot: &LocalSnapshot, record: u32, ties: &mut BTreeMap<u32, Ties>) -> Result<(), Error> {
    for citing in newest(snapshot, snapshot.citing(&snapshot.generation().keys_of(record)?)?)? {
        let article = snapshot.generation().store.article(citing)?;
        let weight = 1.0 / (1.0 + article.references.len() as f32).ln();
        let mut cited = BTreeSet::new();
        for reference in &article.references {
            cited.extend(article_of(snapshot, reference)?);
        }
        for other in cited {
            let ties = ties.entry(other).or_default();
            ties.weight += weight;
            ties.together += 1;
        }
    }
    Ok(())
}

/// The newest of many articles; of few all.
fn newest(snapshot: &LocalSnapshot, records: Vec<u32>) -> Result<Vec<u32>, Error> {
    if records.len() <= CITING_MAX {
        return Ok(records);
    }
    let card = |record: u32| -> Result<_, Error> {
        let card = snapshot.generation().store.card(record)?;
        Ok((std::cmp::Reverse(card.year), card.id, record))
    };
    let mut dated = records.into_iter().map(card).collect::<Result<Vec<_>, _>>()?;
    dated.sort();
    Ok(dated.into_iter().take(CITING_MAX).map(|(_, _, record)| record).collect())
}

/// The keys of the work a reference cites: its own, and those of the article where the corpus has it.
fn keys_of(snapshot: &LocalSnapshot, reference: &Reference) -> Result<BTreeSet<String>, Error> {
    let mut keys: BTreeSet<String> = reference.identity_keys().iter().map(ToString::to_string).collect();
    if let Some(record) = article_of(snapshot, reference)? {
        keys.extend(snapshot.generation().keys_of(record)?);
    }
    Ok(keys)
}
