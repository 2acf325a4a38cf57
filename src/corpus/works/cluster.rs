//! Which records are of one work.
//!
//! It must not know how they are merged.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::agree::{Traits, beside_citation, beside_title};
use crate::index::SourceRecord;
use crate::index::keys::KeyHash;
use crate::index::union_find::UnionFind;

/// A weak key of more records than this names nothing: `Corrections`, `News in brief`.
pub(crate) const WEAK_KEY_MAX: usize = 32;

/// Why two records became one article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Join {
    /// Places of the two records among those compared.
    pub records: (usize, usize),
    /// The key they share.
    pub key: String,
    /// The second field that agrees, where the key is weak.
    pub beside: Option<&'static str>,
}

/// Kinds of keys from the strongest to the weakest.
const KINDS: [&str; 11] = [
    "pmid:",
    "pmcid:",
    "doi:",
    "arxiv:",
    "openalex:",
    "cord19:",
    "key:",
    "journal:",
    "cite:",
    "title:",
    "name:",
];
const PMID: usize = 0;
const SAME_CONTENT: usize = 6;

fn strength(key: &str) -> usize {
    KINDS.iter().position(|kind| key.starts_with(kind)).unwrap_or(KINDS.len())
}

/// Groups of records, each of one work, and why they are. Records are compared in an order of what they say, so
/// that which of two works a doubtful one joins does not depend on the names of files. `void` are the hashes of weak
/// keys that too many records share, more than are given.
pub(crate) fn cluster(records: &[SourceRecord], void: &HashSet<KeyHash>) -> (Vec<Vec<usize>>, Vec<Join>) {
    let mut sharing: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for at in by_content(records) {
        for key in records[at].article.identity_keys().into_iter().collect::<BTreeSet<_>>() {
            sharing.entry((strength(key.as_str()), key.to_string())).or_default().push(at);
        }
    }
    let traits: Vec<Traits> = records.iter().map(|record| Traits::of(&record.article)).collect();
    let mut groups = Groups::of(records);
    let mut joins = Vec::new();
    for ((kind, key), sharing) in &sharing {
        if *kind > SAME_CONTENT && (sharing.len() > WEAK_KEY_MAX || void.contains(&KeyHash::of_identity(key)))
        {
            continue;
        }
        let mut join = |groups: &mut Groups, first: usize, second: usize, beside| {
            if groups.join(first, second, *kind) {
                let records = (first.min(second), first.max(second));
                joins.push(Join { records, key: key.clone(), beside });
            }
        };
        if *kind <= SAME_CONTENT {
            // Each joins the first group it does not contradict: one record stands for a group.
            let mut heads = Heads::default();
            for &record in sharing {
                let head = heads.of(record, &mut groups, *kind);
                join(&mut groups, head, record, None);
            }
            continue;
        }
        for (at, &first) in sharing.iter().enumerate() {
            for &second in &sharing[at + 1..] {
                let beside = match KINDS.get(*kind) {
                    Some(&"journal:" | &"cite:") => beside_citation(&traits[first], &traits[second]),
                    Some(&"title:" | &"name:") => beside_title(&traits[first], &traits[second]),
                    _ => None,
                };
                if beside.is_some() {
                    join(&mut groups, first, second, beside);
                }
            }
        }
    }
    (groups.lists(), joins)
}

fn by_content(records: &[SourceRecord]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    if records.len() > 2 {
        order.sort_by_cached_key(|&at| (records[at].content(), at));
    }
    order
}

/// The groups that share a strong key, each by the record that came to it first. Under the DOI of a supplement there
/// are thousands, of as many PMIDs: so they are found by these.
#[derive(Default)]
struct Heads {
    records: Vec<usize>,
    by_pmid: HashMap<String, usize>,
}

impl Heads {
    /// The head of the first group that a record does not contradict; the record itself, where there is none.
    fn of(&mut self, record: usize, groups: &mut Groups, kind: usize) -> usize {
        let pmids = groups.pmids(record).clone();
        // A group without PMID contradicts none. There is one at most, the first: a record without joins that.
        let first = self
            .records
            .first()
            .filter(|&&first| kind == PMID || pmids.is_empty() || groups.pmids(first).is_empty());
        let place = match first {
            Some(_) => Some(0),
            None => pmids.iter().filter_map(|pmid| self.by_pmid.get(pmid)).min().copied(),
        };
        let place = place.unwrap_or(self.records.len());
        if place == self.records.len() {
            self.records.push(record);
        }
        for pmid in pmids {
            self.by_pmid.entry(pmid).and_modify(|known| *known = place.min(*known)).or_insert(place);
        }
        self.records[place]
    }
}

/// Records put together step by step, with what each group must not contradict.
struct Groups {
    sets: UnionFind,
    /// Of the first record of each group: PMIDs, DOIs, PMCIDs.
    ids: Vec<[BTreeSet<String>; 3]>,
}

impl Groups {
    fn of(records: &[SourceRecord]) -> Self {
        let ids = |record: &SourceRecord| {
            let ids = &record.article.ids;
            let one = |id: Option<String>| id.into_iter().collect();
            [
                one(ids.pmid.map(|id| id.to_string())),
                one(ids.doi.as_ref().map(ToString::to_string)),
                one(ids.pmcid.map(|id| id.to_string())),
            ]
        };
        Self { sets: UnionFind::of(records.len()), ids: records.iter().map(ids).collect() }
    }

    /// The PMIDs of a record's group.
    fn pmids(&mut self, record: usize) -> &BTreeSet<String> {
        let root = self.sets.root(record);
        &self.ids[root][0]
    }

    /// Puts the groups of two records together, unless they are or contradict each other.
    fn join(&mut self, a: usize, b: usize, kind: usize) -> bool {
        let (a, b) = (self.sets.root(a), self.sets.root(b));
        let checked = if kind > SAME_CONTENT { 3 } else { usize::from(kind != PMID) };
        let contradict = |which: usize| {
            let (a, b) = (&self.ids[a][which], &self.ids[b][which]);
            !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
        };
        if a == b || (0..checked).any(contradict) {
            return false;
        }
        // The first record stands for the group, so that the order of joins does not matter.
        let (first, second) = (a.min(b), a.max(b));
        self.sets.join(first, second);
        let moved = std::mem::take(&mut self.ids[second]);
        for (into, ids) in self.ids[first].iter_mut().zip(moved) {
            into.extend(ids);
        }
        true
    }

    fn lists(mut self) -> Vec<Vec<usize>> {
        let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.sets.len() {
            lists.entry(self.sets.root(at)).or_default().push(at);
        }
        lists.into_values().collect()
    }
}
