//! Works of several records: what waited, what a source no longer says, what was withdrawn, and every article
//! that shares a key with any of these, are put together anew.
//!
//! Records that share a key, directly or by way of others, are a *neighbourhood*: what is one work within it
//! does not depend on anything outside. So it is enough to look at the neighbourhoods of what changed, and the
//! outcome is the same as if everything had been looked at.
//!
//! It must not know how records are read, nor how articles are written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::error::CorpusError;
use super::intake::Kept;
use super::spill::Spilled;
use super::withdrawn::Withdrawn;
use super::works::{Join, WEAK_KEY_MAX, cluster, is_weak, merged};
use crate::index::{Generation, Held, SourceRecord, Work};
use crate::model::{ArticleId, IdentityKey};

/// What is to be put together anew, and from what.
pub(super) struct Reconcile<'r> {
    /// The generation with everything that was written at once.
    pub now: &'r Generation,
    /// The first record of the store written in this build.
    pub first_new: u32,
    /// Sources read anew or gone: of older articles only those of their records count that were kept.
    pub left: &'r BTreeSet<String>,
    pub kept: &'r Kept,
    pub withdrawn: &'r Withdrawn,
    pub waiting: Spilled,
}

/// Articles that take the place of others.
#[derive(Debug, Default)]
pub(super) struct Change<T> {
    /// The articles that go.
    pub gone: Vec<ArticleId>,
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

    /// The same change with each article made into something else.
    pub fn map<T, E>(self, each: impl FnMut(Work) -> Result<T, E>) -> Result<Change<T>, E> {
        let new = self.new.into_iter().map(each).collect::<Result<_, _>>()?;
        Ok(Change { gone: self.gone, fresh: self.fresh, new, merged: self.merged, withdrawn: self.withdrawn })
    }
}

/// A record that waits, or an article in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Member {
    Waiting(u32),
    Article(u32),
}

/// Members that share keys, and weak keys that more records have than are members.
pub(super) struct Neighbourhood {
    pub members: Vec<Member>,
    void: BTreeSet<String>,
}

/// Who has a key.
struct Holders {
    first: usize,
    count: usize,
    void: bool,
}

/// Neighbourhoods while they are found.
#[derive(Default)]
struct Search {
    members: Vec<Member>,
    places: HashMap<Member, usize>,
    parent: Vec<usize>,
    holders: HashMap<String, Holders>,
    void: BTreeMap<usize, BTreeSet<String>>,
}

impl Search {
    fn place(&mut self, member: Member) -> usize {
        *self.places.entry(member).or_insert_with(|| {
            self.members.push(member);
            self.parent.push(self.parent.len());
            self.parent.len() - 1
        })
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

impl Reconcile<'_> {
    /// The neighbourhoods of everything that changed.
    pub fn neighbourhoods(&mut self) -> Result<Vec<Neighbourhood>, CorpusError> {
        let mut search = Search::default();
        for number in 0..self.waiting.len() {
            search.place(Member::Waiting(number as u32));
        }
        for article in self.touched()? {
            search.place(Member::Article(article));
        }
        let mut at = 0;
        while let Some(&member) = search.members.get(at) {
            for key in self.keys(member)? {
                self.visit(&mut search, at, &key)?;
            }
            at += 1;
        }
        let mut found: BTreeMap<usize, Neighbourhood> = BTreeMap::new();
        for at in 0..search.members.len() {
            let root = search.root(at);
            let of_root = found
                .entry(root)
                .or_insert_with(|| Neighbourhood { members: Vec::new(), void: BTreeSet::new() });
            of_root.members.push(search.members[at]);
            of_root.void.extend(search.void.remove(&at).unwrap_or_default());
        }
        Ok(found.into_values().collect())
    }

    /// Articles with records that no longer count.
    fn touched(&self) -> Result<BTreeSet<u32>, CorpusError> {
        let mut touched = BTreeSet::new();
        for source in self.left {
            for article in self.now.records_of_source(source)? {
                let goes = |held: &Held| !self.counts(article, held);
                if article < self.first_new && self.now.store.held(article)?.iter().any(goes) {
                    touched.insert(article);
                }
            }
        }
        for pmid in self.withdrawn.pmids() {
            touched.extend(self.now.records_with_key(&format!("pmid:{pmid}"), usize::MAX)?);
        }
        Ok(touched)
    }

    /// Whether a record of an article in the store is still what its source says.
    fn counts(&self, article: u32, held: &Held) -> bool {
        article >= self.first_new || !self.left.contains(&held.source) || self.kept.has(article, held.hash)
    }

    fn keys(&mut self, member: Member) -> Result<BTreeSet<String>, CorpusError> {
        let keys = |record: &SourceRecord| -> Vec<IdentityKey> { record.article.identity_keys() };
        let records = self.records(member)?;
        Ok(records.iter().flat_map(keys).map(|key| key.to_string()).collect())
    }

    /// The records of a member as they were read.
    fn records(&mut self, member: Member) -> Result<Vec<SourceRecord>, CorpusError> {
        match member {
            Member::Waiting(number) => Ok(vec![self.waiting.get(number as usize)?]),
            Member::Article(article) => Ok(records_of(self.now.store.work(article)?)),
        }
    }

    /// Joins a member with all others that have the key.
    fn visit(&self, search: &mut Search, at: usize, key: &str) -> Result<(), CorpusError> {
        if !search.holders.contains_key(key) {
            let most = if is_weak(key) { WEAK_KEY_MAX + 1 } else { usize::MAX };
            let articles = self.now.records_with_key(key, most)?;
            let holders = Holders { first: at, count: articles.len(), void: articles.len() >= most };
            for article in articles.iter().filter(|_| !holders.void) {
                let other = search.place(Member::Article(*article));
                search.join(at, other);
            }
            search.holders.insert(key.to_owned(), holders);
        }
        let waits = matches!(search.members[at], Member::Waiting(_));
        let Some(holders) = search.holders.get_mut(key) else { return Ok(()) };
        holders.count += usize::from(waits);
        holders.void |= is_weak(key) && holders.count > WEAK_KEY_MAX;
        let (first, void) = (holders.first, holders.void);
        if void {
            for place in [first, at] {
                search.void.entry(place).or_default().insert(key.to_owned());
            }
        } else {
            search.join(first, at);
        }
        Ok(())
    }

    /// Puts a neighbourhood together; what is in it as it should be stays.
    pub fn resolve(&mut self, neighbourhood: &Neighbourhood) -> Result<Change<Work>, CorpusError> {
        let mut change =
            Change { gone: Vec::new(), fresh: 0, new: Vec::new(), merged: 0, withdrawn: Vec::new() };
        let mut records = Vec::new();
        let mut present: BTreeMap<Vec<Held>, (ArticleId, bool)> = BTreeMap::new();
        let mut came = Came::default();
        for &member in &neighbourhood.members {
            if let Member::Article(article) = member {
                let work = self.now.store.work(article)?;
                let (id, held) = (work.article.id.clone(), work.held.clone());
                came.add(&work);
                for record in records_of(work) {
                    if self.counts(article, &record.held()) {
                        records.push(record);
                    }
                }
                present.insert(held, (id, article >= self.first_new));
            } else {
                records.extend(self.records(member)?);
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
        let (groups, _) = cluster(&records, &neighbourhood.void);
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
        change.fresh = present.values().filter(|(_, fresh)| *fresh).count() as u64;
        change.gone = present.into_values().map(|(id, _)| id).collect();
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
    let (_, joins) = cluster(&records, &BTreeSet::new());
    (records, joins)
}

/// Which of many records, in the order of sources, are of one work.
pub(crate) fn groups_of_works(records: &[SourceRecord]) -> Vec<Vec<usize>> {
    cluster(records, &BTreeSet::new()).0
}

fn in_order(records: &mut [SourceRecord]) {
    records.sort_by_cached_key(|record| {
        let origin = &record.article.origin;
        (record.source.clone(), origin.file.clone(), origin.record)
    });
}
