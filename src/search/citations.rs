//! Who cites whom: the references of an article and the articles they are, the articles that cite a work, the
//! works the corpus cites and lacks.
//!
//! A reference is an article where they have an identity key in common ([`crate::model::IdentityKey`]). It must
//! not know how keys are looked up.

use std::collections::BTreeSet;

use super::error::Error;
use super::hits::Hit;
use super::index::Index;
use super::lookup::{hit_of, record_of};
use crate::engine::local::LocalSnapshot;
use crate::model::{Article, ArticleId, Correction, CorrectionKind, Reference, Status};

/// A reference of an article, and the article of the corpus it is.
#[derive(Debug, Clone, Default)]
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
pub struct CitedWork {
    /// Number of articles that cite it.
    pub citations: u64,
    /// How one of them cites it.
    pub reference: Reference,
}

/// An article that was retracted, and those that cite it.
#[derive(Debug, Clone, Default)]
pub struct RetractedCitations {
    /// The article.
    pub retracted: Hit,
    /// The articles of the corpus that cite it, the newest first.
    pub citing: Vec<Hit>,
}

/// Keys looked at for each work wanted: a work has several, and they come side by side.
const KEYS_A_WORK: usize = 12;

impl Index {
    /// The references of an article, each with the article of the corpus it is; `None` where there is no
    /// article of the id.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// let index = litdex::Index::open(&path)?;
    /// let id = index.search("refractory hypoxemia")?.hits[0].id.clone();
    /// let references = index.references(&id)?.unwrap_or_default();
    /// assert!(references[1].reference.raw.contains("hypoxemia"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The index is damaged.
    pub fn references(&self, id: &ArticleId) -> Result<Option<Vec<LinkedReference>>, Error> {
        let Some(article) = self.get(id)? else { return Ok(None) };
        let linked = article.references.into_iter().zip(1..).map(|(reference, number)| {
            let cited = self.linked(&reference)?.filter(|cited| *cited != article.id);
            let hit = |cited: ArticleId| {
                self.reading(|snapshot| {
                    let record = record_of(snapshot, cited.as_str())?;
                    record.map(|record| hit_of(snapshot, record, 0)).transpose()
                })
            };
            let article = cited.map(hit).transpose()?.flatten();
            Ok(LinkedReference { number, reference, article })
        });
        linked.collect::<Result<Vec<_>, Error>>().map(Some)
    }

    /// The works that most articles of the corpus cite and that are not in it, the most cited first; works
    /// that are cited once are not listed.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn missing_works(&self, most: usize) -> Result<Vec<CitedWork>, Error> {
        self.reading(|snapshot| {
            let mut told: BTreeSet<String> = BTreeSet::new();
            let mut works = Vec::new();
            for key in snapshot.most_cited_missing(most.saturating_mul(KEYS_A_WORK))? {
                if told.contains(&key) {
                    continue;
                }
                let (keys, reference) = snapshot.cited_work(&key)?;
                let is_told = keys.iter().any(|key| told.contains(key));
                told.extend(keys.iter().cloned());
                if is_told || has_any(snapshot, &keys)? {
                    continue;
                }
                let citations = snapshot.citing(&keys)?.len() as u64;
                // Counted with deleted articles there seemed to be more.
                if citations > 1 {
                    works.push(CitedWork { citations, reference });
                }
            }
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
        self.reading(|snapshot| {
            let mut all = Vec::new();
            let mut records = BTreeSet::new();
            for status in [Status::Retracted, Status::PartlyRetracted] {
                records.extend(snapshot.records_of_flag(&format!("status:{}", status.name()))?);
            }
            records.extend(snapshot.records_of_notices()?);
            for record in records {
                let keys = snapshot.generation().keys_of(record)?;
                let mut citing = Vec::new();
                for other in snapshot.citing(&keys)?.into_iter().filter(|&other| other != record) {
                    if !retracts(&snapshot.generation().store.article(other)?, &keys) {
                        citing.push(hit_of(snapshot, other, 0)?);
                    }
                }
                if citing.is_empty() {
                    continue;
                }
                citing.sort_by(|a, b| b.year.cmp(&a.year).then_with(|| a.id.cmp(&b.id)));
                citing.iter_mut().zip(1..).for_each(|(hit, rank)| hit.rank = rank);
                all.push(RetractedCitations { retracted: hit_of(snapshot, record, 0)?, citing });
            }
            all.sort_by(|a, b| {
                b.citing.len().cmp(&a.citing.len()).then_with(|| a.retracted.id.cmp(&b.retracted.id))
            });
            Ok(all)
        })
    }
}

/// Whether an article is the notice that retracts the work of these keys.
fn retracts(notice: &Article, keys: &BTreeSet<String>) -> bool {
    let kinds = [CorrectionKind::RetractionOf, CorrectionKind::PartialRetractionOf];
    let of = notice.corrections.iter().filter(|correction| kinds.contains(&correction.kind));
    of.flat_map(Correction::keys).any(|key| keys.contains(&key))
}

fn has_any(snapshot: &LocalSnapshot, keys: &BTreeSet<String>) -> Result<bool, Error> {
    for key in keys {
        if !snapshot.records_of_key(key)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
