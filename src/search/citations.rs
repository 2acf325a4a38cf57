//! Who cites whom: the references of an article and the articles they are, the articles that cite a work, the
//! works the corpus cites and lacks.
//!
//! A reference is an article where they have an identity key in common ([`crate::model::IdentityKey`]). It must
//! not know how keys are looked up.

use std::collections::BTreeSet;

use super::error::Error;
use super::hits::Hit;
use super::index::Index;
use super::links::linked;
use super::lookup::{hits_of, place_of};
use super::snapshot::Snapshot;
use crate::engine::{BATCH, State};
use crate::index::{Lookup, Parts, Place, Record};
use crate::model::{Article, ArticleId, Correction, CorrectionKind, Reference, Status};

/// A reference of an article, and the article of the corpus it is.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct LinkedReference {
    /// Its place in the list, from 1.
    pub number: usize,
    /// The reference.
    pub reference: Reference,
    /// The article, where the corpus has it.
    pub article: Option<Hit>,
}

/// A work that articles of the corpus cite.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CitedWork {
    /// Number of articles that cite it.
    pub citations: u64,
    /// How one of them cites it.
    pub reference: Reference,
}

/// An article that was retracted, and those that cite it.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct RetractedCitations {
    /// The article.
    pub retracted: Hit,
    /// The articles of the corpus that cite it, the newest first.
    pub citing: Vec<Hit>,
}

/// Keys looked at for each work wanted: a work has several, and they come side by side.
const KEYS_A_WORK: usize = 12;

impl Snapshot {
    /// The references of an article, each with the article of the corpus it is; `None` where there is no
    /// article of the id.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// let index = litdex::Index::open(&path)?.snapshot();
    /// let id = index.search("refractory hypoxemia")?.hits[0].id.clone();
    /// let references = index.references(&id)?.unwrap_or_default();
    /// assert!(references[1].reference.raw.contains("hypoxemia"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The index is damaged.
    pub fn references(&self, id: &ArticleId) -> Result<Option<Vec<LinkedReference>>, Error> {
        self.reading(|state| {
            let Some(own) = place_of(state, id.as_str())? else { return Ok(None) };
            let record = state.fetch(&[own], Parts::REFERENCES)?.pop();
            let references = record.map(|record| record.references).unwrap_or_default();
            let cited = linked(state, &references)?;
            let cited: Vec<Option<Place>> =
                cited.into_iter().map(|cited| cited.filter(|cited| *cited != own)).collect();
            let places: Vec<Place> = cited.iter().flatten().copied().collect();
            let mut hits = hits_of(state, &places)?.into_iter();
            let linked = references.into_iter().zip(cited).zip(1..).map(|((reference, cited), number)| {
                LinkedReference { number, reference, article: cited.and_then(|_| hits.next()) }
            });
            Ok(Some(linked.collect()))
        })
    }

    /// The works that most articles of the corpus cite and that are not in it, the most cited first; works
    /// that are cited once are not listed.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn missing_works(&self, most: usize) -> Result<Vec<CitedWork>, Error> {
        self.reading(|state| {
            let mut told: BTreeSet<String> = BTreeSet::new();
            let (mut references, mut keys_of) = (Vec::new(), Vec::new());
            for key in state.most_cited_missing(most.saturating_mul(KEYS_A_WORK))? {
                if told.contains(&key) {
                    continue;
                }
                let (keys, reference) = state.cited_work(&key)?;
                let is_told = keys.iter().any(|key| told.contains(key));
                told.extend(keys.iter().cloned());
                if !is_told {
                    references.push(reference);
                    keys_of.push(keys);
                }
            }
            let lookups: Vec<Vec<Lookup<'_>>> =
                keys_of.iter().map(|keys| keys.iter().map(|key| Lookup::Key(key)).collect()).collect();
            let (held, citing) = (state.find_any(&lookups, 1)?, state.citing(&keys_of)?);
            let works = references.into_iter().zip(held.into_iter().zip(citing));
            // Counted with deleted articles there seemed to be more.
            let works = works.filter(|(_, (held, citing))| held.is_empty() && citing.len() > 1);
            let mut works: Vec<CitedWork> = works
                .map(|(reference, (_, citing))| CitedWork { citations: citing.len() as u64, reference })
                .collect();
            works.sort_by_key(|work| std::cmp::Reverse(work.citations));
            works.truncate(most);
            Ok(works)
        })
    }

    /// The retracted articles of the corpus that others of it cite, each with those; the notices that retract
    /// them are not counted.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn retracted_citations(&self) -> Result<Vec<RetractedCitations>, Error> {
        self.reading(|state| {
            let statuses = [Status::Retracted, Status::PartlyRetracted];
            let flags = statuses.map(|status| format!("status:{}", status.name()));
            let lookups = flags.iter().map(|flag| Lookup::Flag(flag)).collect();
            let mut places: BTreeSet<Place> =
                state.find_any(&[lookups], usize::MAX)?.into_iter().flatten().collect();
            places.extend(state.retracted_articles()?);
            let places: Vec<Place> = places.into_iter().collect();
            let mut all = Vec::new();
            for places in places.chunks(BATCH) {
                all.extend(cited_of(state, places)?);
            }
            all.sort_by(|a, b| {
                b.citing.len().cmp(&a.citing.len()).then_with(|| a.retracted.id.cmp(&b.retracted.id))
            });
            Ok(all)
        })
    }
}

impl Index {
    /// The references of an article, each with the article of the corpus it is; see [`Snapshot::references`].
    ///
    /// # Errors
    /// The index is damaged.
    pub fn references(&self, id: &ArticleId) -> Result<Option<Vec<LinkedReference>>, Error> {
        self.snapshot().references(id)
    }

    /// The works that most articles cite and that the corpus lacks; see [`Snapshot::missing_works`].
    ///
    /// # Errors
    /// The index is damaged.
    pub fn missing_works(&self, most: usize) -> Result<Vec<CitedWork>, Error> {
        self.snapshot().missing_works(most)
    }

    /// The retracted articles that others cite; see [`Snapshot::retracted_citations`].
    ///
    /// # Errors
    /// The index is damaged.
    pub fn retracted_citations(&self) -> Result<Vec<RetractedCitations>, Error> {
        self.snapshot().retracted_citations()
    }
}

/// Those of some retracted articles that others cite, each with those.
fn cited_of(state: &State, retracted: &[Place]) -> Result<Vec<RetractedCitations>, Error> {
    let keys = state.keys_of(retracted)?;
    let mut citing = state.citing(&keys)?;
    for ((own, keys), citing) in retracted.iter().zip(&keys).zip(&mut citing) {
        citing.retain(|other| other != own);
        *citing = without_notices(state, citing, keys)?;
    }
    let cited: Vec<Place> = retracted
        .iter()
        .zip(&citing)
        .filter(|(_, citing)| !citing.is_empty())
        .map(|(place, _)| *place)
        .collect();
    let lists = citing.into_iter().filter(|citing| !citing.is_empty());
    let mut all = Vec::new();
    for (retracted, citing) in hits_of(state, &cited)?.into_iter().zip(lists) {
        let mut citing = hits_of(state, &citing)?;
        citing.sort_by(|a, b| b.year.cmp(&a.year).then_with(|| a.id.cmp(&b.id)));
        citing.iter_mut().zip(1..).for_each(|(hit, rank)| hit.rank = rank);
        all.push(RetractedCitations { retracted, citing });
    }
    Ok(all)
}

/// Those of some articles that are not the notices that retract the work of these keys.
fn without_notices(state: &State, places: &[Place], keys: &BTreeSet<String>) -> Result<Vec<Place>, Error> {
    let mut left = Vec::new();
    for places in places.chunks(BATCH) {
        let records = state.fetch(places, Parts::REST)?.into_iter();
        let is_left = |record: &Record| !record.rest.as_deref().is_some_and(|rest| retracts(rest, keys));
        left.extend(records.filter(is_left).map(|record| record.place));
    }
    Ok(left)
}

/// Whether an article is the notice that retracts the work of these keys.
fn retracts(notice: &Article, keys: &BTreeSet<String>) -> bool {
    let kinds = [CorrectionKind::RetractionOf, CorrectionKind::PartialRetractionOf];
    let of = notice.corrections.iter().filter(|correction| kinds.contains(&correction.kind));
    of.flat_map(Correction::keys).any(|key| keys.contains(&key))
}
