//! Works of several records: what waited, what a source no longer says, what was withdrawn, and every article
//! that shares a key with any of these, are put together anew.
//!
//! Records that share a key, directly or by way of others, are a *neighbourhood*: what is one work within it
//! does not depend on anything outside. So it is enough to look at the neighbourhoods of what changed, and the
//! outcome is the same as if everything had been looked at.
//!
//! It must not know how records are read, nor how articles are written.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::error::CorpusError;
use super::intake::{Kept, Replaced};
use super::neighbours::{Member, Neighbours, Void};
use super::spill::Spilled;
use super::withdrawn::Withdrawn;
use super::works::{Join, cluster, merged};
use crate::index::keys::{KeyHash, KeyKind, Sorted, identity_hashes};
use crate::index::{Held, IndexError, SourceRecord, Work, Works};
use crate::model::ArticleId;

/// Articles asked for at a time where there may be many.
const TOGETHER: usize = 64;

/// What is to be put together anew, and from what.
pub(super) struct Reconcile<'r> {
    /// The state with everything that was written at once.
    pub now: &'r dyn Works,
    /// The first record of the store written in this build.
    pub first_new: u32,
    /// Sources read anew or gone: of older articles only those of their records count that were kept.
    pub left: &'r BTreeSet<String>,
    /// Sources that a build before did not end to read: what it wrote of them was never put together.
    pub unfinished: &'r BTreeSet<String>,
    pub kept: &'r Kept,
    /// Records that a program takes out or replaces.
    pub replaced: &'r Replaced,
    pub withdrawn: &'r Withdrawn,
    pub waiting: Spilled,
}

/// Articles that take the place of others.
#[derive(Debug, Default)]
pub(super) struct Change<T> {
    /// The records of the articles that go.
    pub gone: Vec<u32>,
    /// How many of them were written in this build.
    pub fresh: u64,
    pub new: Vec<T>,
    /// Records merged into an article that has another.
    pub merged: u64,
    /// Sources of records found withdrawn.
    pub withdrawn: Vec<String>,
}

impl Change<Work> {
    /// A record that is an article by itself.
    pub fn of_one(record: SourceRecord) -> Self {
        Self { gone: Vec::new(), fresh: 0, new: vec![Work::of_one(record)], merged: 0, withdrawn: Vec::new() }
    }
}

impl Reconcile<'_> {
    /// The neighbourhoods of everything that is new or changed, and the weak keys that name nothing; `keys` are those
    /// of the records that wait.
    pub fn neighbourhoods(
        &mut self,
        keys: Sorted,
    ) -> Result<(impl Iterator<Item = Vec<Member>> + use<>, Void), CorpusError> {
        let mut neighbours = Neighbours::new(self.now, self.first_new, keys)?;
        let touched: Vec<u32> = self.touched()?.into_iter().collect();
        touched.iter().for_each(|&article| neighbours.add(article));
        for some in touched.chunks(TOGETHER) {
            for (&article, work) in some.iter().zip(self.now.works(some)?) {
                for record in records_of(work) {
                    if !self.counts(article, &record.held()) || self.withdrawn.has(&record) {
                        identity_hashes(&record.article).into_iter().for_each(|hash| neighbours.leaves(hash));
                    }
                }
            }
        }
        let withdrawn: HashSet<KeyHash> = self.withdrawn_hashes().collect();
        for number in neighbours.join_strong(&withdrawn)? {
            let record = self.waiting.get(number as usize)?;
            if self.withdrawn.has(&record) {
                identity_hashes(&record.article).into_iter().for_each(|hash| neighbours.leaves(hash));
            }
        }
        neighbours.join_weak()?;
        neighbours.expand(|articles| {
            let mut hashes = Vec::new();
            for some in articles.chunks(TOGETHER) {
                let records = self.now.works(some)?.into_iter().flat_map(records_of);
                records.for_each(|record| hashes.extend(identity_hashes(&record.article)));
            }
            Ok(hashes)
        })?;
        Ok(neighbours.finish(self.waiting.len() as u32))
    }

    /// Articles with records that may no longer count, or that were never put together with others.
    fn touched(&self) -> Result<BTreeSet<u32>, CorpusError> {
        let mut touched = BTreeSet::new();
        let of_sources = |sources: &BTreeSet<String>| -> Result<BTreeSet<u32>, CorpusError> {
            let hashes: Vec<KeyHash> =
                sources.iter().map(|source| KeyHash::of(KeyKind::Source, source)).collect();
            let found = self.now.candidates(&hashes)?.into_iter().flatten();
            Ok(found.filter(|article| *article < self.first_new).collect())
        };
        let of_left: Vec<u32> = of_sources(self.left)?.into_iter().collect();
        for some in of_left.chunks(TOGETHER) {
            for (&article, held) in some.iter().zip(self.now.held(some)?) {
                if held.iter().any(|held| !self.counts(article, held)) {
                    touched.insert(article);
                }
            }
        }
        touched.extend(of_sources(self.unfinished)?);
        touched.extend(self.replaced.articles());
        let withdrawn: Vec<KeyHash> = self.withdrawn_hashes().collect();
        for some in withdrawn.chunks(TOGETHER) {
            touched.extend(self.now.candidates(some)?.into_iter().flatten());
        }
        Ok(touched)
    }

    /// The keys of the PMIDs withdrawn.
    fn withdrawn_hashes(&self) -> impl Iterator<Item = KeyHash> {
        self.withdrawn.pmids().map(|pmid| KeyHash::of(KeyKind::Strong, &format!("pmid:{pmid}")))
    }

    /// Whether a record of an article in the store is still what its source says.
    fn counts(&self, article: u32, held: &Held) -> bool {
        let is_left = self.left.contains(&held.source) && !self.kept.has(article, held.hash);
        article >= self.first_new || !is_left && !self.replaced.has(article, held)
    }

    /// Puts a neighbourhood together; what is in it as it should be stays.
    pub fn resolve(&mut self, members: &[Member], void: &Void) -> Result<Change<Work>, CorpusError> {
        let mut change =
            Change { gone: Vec::new(), fresh: 0, new: Vec::new(), merged: 0, withdrawn: Vec::new() };
        let mut records = Vec::new();
        let mut present: BTreeMap<Vec<Held>, Vec<u32>> = BTreeMap::new();
        let mut came = Came::default();
        let articles: Vec<u32> = members.iter().copied().filter_map(Member::article).collect();
        let mut works = self.now.works(&articles)?.into_iter();
        for &member in members {
            match member {
                Member::Waiting(number) => records.push(self.waiting.get(number as usize)?),
                Member::Article(article) => {
                    let missing =
                        || IndexError::damaged(self.now.home(), format!("it has no record {article}"));
                    let work = works.next().ok_or_else(missing)?;
                    let held = work.held.clone();
                    came.add(&work);
                    let counting =
                        records_of(work).into_iter().filter(|record| self.counts(article, &record.held()));
                    records.extend(counting);
                    present.entry(held).or_default().push(article);
                }
            }
        }
        records.retain(|record| {
            let withdrawn = self.withdrawn.has(record);
            if withdrawn {
                change.withdrawn.push(record.source.clone());
            }
            !withdrawn
        });
        in_order(&mut records);
        let (groups, _) = cluster(&records, void);
        let mut records: Vec<Option<SourceRecord>> = records.into_iter().map(Some).collect();
        for group in groups {
            let of_group: Vec<SourceRecord> = group.iter().filter_map(|&at| records[at].take()).collect();
            let mut held: Vec<Held> = of_group.iter().map(SourceRecord::held).collect();
            held.sort();
            if present.remove(&held).is_none() {
                change.merged += of_group.len() as u64 - 1;
                let work = merged(of_group);
                change.new.push(Work { came: came.of(&work.article.id, &held), ..work });
            }
        }
        change.gone = present.into_values().flatten().collect();
        change.fresh = change.gone.iter().filter(|&&record| record >= self.first_new).count() as u64;
        Ok(change)
    }
}

/// When articles came, by their ids and their records.
#[derive(Default)]
struct Came {
    ids: BTreeMap<ArticleId, u64>,
    records: BTreeMap<Held, u64>,
}

impl Came {
    fn add(&mut self, work: &Work) {
        let Some(came) = work.came else { return };
        self.ids.insert(work.article.id.clone(), came);
        for held in &work.held {
            // Two articles may hold records that say the same.
            let first = self.records.entry(held.clone()).or_insert(came);
            *first = came.min(*first);
        }
    }

    /// When the first of those came that an article takes the place of: one of its id, as a source changed it,
    /// or of one of its records. `None` where it is new.
    fn of(&self, id: &ArticleId, held: &[Held]) -> Option<u64> {
        let of_records = held.iter().filter_map(|held| self.records.get(held));
        of_records.chain(self.ids.get(id)).min().copied()
    }
}

/// The records of a work as they were read.
fn records_of(work: Work) -> Vec<SourceRecord> {
    if !work.records.is_empty() {
        return work.records;
    }
    let source = work.held.into_iter().next().map(|held| held.source).unwrap_or_default();
    vec![SourceRecord { source, article: work.article }]
}

/// The records of a work in the order of sources, and the steps that put them together.
pub(crate) fn joins_of(work: Work) -> (Vec<SourceRecord>, Vec<Join>) {
    let mut records = records_of(work);
    in_order(&mut records);
    let (_, joins) = cluster(&records, &Void::new());
    (records, joins)
}

/// Which of many records, in the order of sources, are of one work.
pub(crate) fn groups_of_works(records: &[SourceRecord]) -> Vec<Vec<usize>> {
    cluster(records, &Void::new()).0
}

fn in_order(records: &mut [SourceRecord]) {
    records.sort_by_cached_key(|record| {
        let origin = &record.article.origin;
        (record.source.clone(), origin.file.clone(), origin.record)
    });
}
