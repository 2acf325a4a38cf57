//! Neighbourhoods: records and articles that share keys, directly or by way of others.
//!
//! The pairs of keys of all that is new stand in order: those of the records that wait, those of the articles written
//! in this build. They are read once, beside the pairs of the articles there were before; whoever stands under one
//! hash is joined. From the articles of before that were reached so, their other keys lead on, until nothing is
//! added. Hashes may collide: then a neighbourhood is larger than it need be, and what is one work within it is
//! decided by the records themselves.
//!
//! Memory is taken for what shares a key with something else, not for all that is new.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter::Peekable;
use std::ops::RangeInclusive;

use super::error::CorpusError;
use super::works::WEAK_KEY_MAX;
use crate::index::keys::{KeyHash, KeyKind, Pair, Sorted};
use crate::index::union_find::UnionFind;
use crate::index::{Pairs, Works};

/// A record that waits, or an article in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Member {
    Waiting(u32),
    Article(u32),
}

impl Member {
    /// The record of an article in the store.
    pub fn article(self) -> Option<u32> {
        match self {
            Self::Article(article) => Some(article),
            Self::Waiting(_) => None,
        }
    }
}

/// Weak keys that too many records have to name anything.
pub(super) type Void = HashSet<KeyHash>;

/// Neighbourhoods while they are found.
pub(super) struct Neighbours<'n> {
    now: &'n dyn Works,
    /// The first record of the store written in this build.
    first_new: u32,
    waiting: Peekable<Sorted>,
    fresh: Box<dyn Pairs + 'n>,
    old: Box<dyn Pairs + 'n>,
    members: Vec<Member>,
    places: HashMap<Member, usize>,
    sets: UnionFind,
    /// Of weak keys: how many of the records that are counted under them no longer count.
    going: HashMap<KeyHash, usize>,
    void: Void,
    /// Keys of articles of before that were looked at.
    done: HashSet<KeyHash>,
}

/// Who stands under one hash, once for each record that has the key.
#[derive(Default)]
struct Holders {
    waiting: Vec<u32>,
    fresh: Vec<u32>,
    old: Vec<u32>,
}

impl Holders {
    fn count(&self) -> usize {
        self.waiting.len() + self.fresh.len() + self.old.len()
    }

    fn clear(&mut self) {
        [&mut self.waiting, &mut self.fresh, &mut self.old].into_iter().for_each(Vec::clear);
    }
}

impl<'n> Neighbours<'n> {
    /// Nothing is joined yet; `waiting` are the keys of the records that wait.
    pub fn new(now: &'n dyn Works, first_new: u32, waiting: Sorted) -> Result<Self, CorpusError> {
        Ok(Self {
            now,
            first_new,
            waiting: waiting.peekable(),
            fresh: now.pairs(first_new..u32::MAX, compared())?,
            old: now.pairs(0..first_new, compared())?,
            members: Vec::new(),
            places: HashMap::new(),
            sets: UnionFind::default(),
            going: HashMap::new(),
            void: Void::new(),
            done: HashSet::new(),
        })
    }

    /// Lets an article take part even if nothing new leads to it.
    pub fn add(&mut self, article: u32) {
        self.place(Member::Article(article));
    }

    /// Notes that a record that has a key no longer counts.
    pub fn leaves(&mut self, hash: KeyHash) {
        if hash.is_of(KeyKind::Weak) {
            *self.going.entry(hash).or_default() += 1;
        }
    }

    /// Joins all that share a strong key; which of the waiting records have one of `wanted` comes back.
    pub fn join_strong(&mut self, wanted: &HashSet<KeyHash>) -> Result<Vec<u32>, CorpusError> {
        let mut found = Vec::new();
        self.join_to(KeyHash::last_of(KeyKind::Strong), &mut |hash, waiting| {
            if wanted.contains(&hash) {
                found.extend(waiting);
            }
        })?;
        Ok(found)
    }

    /// Joins all that share a weak key. Records that leave must be known by now.
    pub fn join_weak(&mut self) -> Result<(), CorpusError> {
        self.join_to(KeyHash::last_of(KeyKind::Weak), &mut |_, _| ())
    }

    fn join_to(&mut self, last: KeyHash, look: &mut dyn FnMut(KeyHash, &[u32])) -> Result<(), CorpusError> {
        let mut holders = Holders::default();
        while let Some(hash) = self.next_hash()?.filter(|hash| *hash <= last) {
            self.take(hash, &mut holders)?;
            look(hash, &holders.waiting);
            if holders.count() > 1 {
                self.join(hash, &mut holders)?;
            }
        }
        Ok(())
    }

    /// The least hash of all that is new.
    fn next_hash(&mut self) -> Result<Option<KeyHash>, CorpusError> {
        let waiting = match self.waiting.next_if(Result::is_err) {
            Some(Err(error)) => return Err(error.into()),
            _ => self.waiting.peek().and_then(|pair| pair.as_ref().ok()).map(|pair| pair.hash),
        };
        Ok(waiting.into_iter().chain(self.fresh.next_hash()).min())
    }

    /// Everyone under a hash.
    fn take(&mut self, hash: KeyHash, holders: &mut Holders) -> Result<(), CorpusError> {
        holders.clear();
        let is_here = |pair: &Result<_, _>| matches!(pair, Ok(Pair { hash: own, .. }) if *own == hash);
        while let Some(Ok(pair)) = self.waiting.next_if(is_here) {
            holders.waiting.push(pair.record);
        }
        while self.fresh.next_hash() == Some(hash) {
            let pair = self.fresh.next_pair()?.filter(|pair| pair.record >= self.first_new);
            holders.fresh.extend(pair.map(|pair| pair.record));
        }
        let first_new = self.first_new;
        take_old(&mut *self.old, hash, first_new, holders)
    }

    /// Joins those under a hash, unless it is of a weak key that names nothing.
    fn join(&mut self, hash: KeyHash, holders: &mut Holders) -> Result<(), CorpusError> {
        self.now.retain_living(&mut holders.fresh)?;
        self.now.retain_living(&mut holders.old)?;
        if !holders.old.is_empty() {
            self.done.insert(hash);
        }
        let going = self.going.get(&hash).copied().unwrap_or(0);
        if hash.is_of(KeyKind::Weak) && holders.count() > WEAK_KEY_MAX + going {
            self.void.insert(hash);
            // Until now it named something: what was put together by it is to be put together without it.
            if holders.old.len() <= WEAK_KEY_MAX {
                holders.old.iter().for_each(|&record| _ = self.place(Member::Article(record)));
            }
            return Ok(());
        }
        let articles = holders.fresh.iter().chain(&holders.old).map(|&record| Member::Article(record));
        let mut members: Vec<Member> =
            holders.waiting.iter().map(|&number| Member::Waiting(number)).chain(articles).collect();
        members.dedup();
        if let [first, others @ ..] = members.as_slice()
            && !others.is_empty()
        {
            let first = self.place(*first);
            for other in others {
                let other = self.place(*other);
                self.sets.join(first, other);
            }
        }
        Ok(())
    }

    fn place(&mut self, member: Member) -> usize {
        *self.places.entry(member).or_insert_with(|| {
            self.members.push(member);
            self.sets.add()
        })
    }

    /// Follows the keys of the articles of before, which `keys` gives, until nothing is added.
    pub fn expand(
        &mut self,
        mut keys: impl FnMut(&[u32]) -> Result<Vec<KeyHash>, CorpusError>,
    ) -> Result<(), CorpusError> {
        let before = 0..self.first_new;
        let (mut at, mut holders) = (0, Holders::default());
        while at < self.members.len() {
            let reached = self.members[at..].iter().copied().filter_map(Member::article);
            let reached: Vec<u32> = reached.filter(|article| before.contains(article)).collect();
            let mut wanted = keys(&reached)?;
            wanted.retain(|hash| !self.done.contains(hash));
            at = self.members.len();
            wanted.sort_unstable();
            wanted.dedup();
            let mut old = self.now.pairs(before.clone(), compared())?;
            for hash in wanted {
                // What is new has none of these keys, or they would be done.
                holders.clear();
                take_old(&mut *old, hash, before.end, &mut holders)?;
                self.join(hash, &mut holders)?;
            }
        }
        Ok(())
    }

    /// The neighbourhoods, of those records that wait and share no key each its own; and the keys that are void.
    pub fn finish(mut self, waiting: u32) -> (impl Iterator<Item = Vec<Member>> + use<>, Void) {
        let mut found: BTreeMap<Member, Vec<Member>> = BTreeMap::new();
        let mut least: HashMap<usize, Member> = HashMap::new();
        for at in 0..self.members.len() {
            let first = least.entry(self.sets.root(at)).or_insert(self.members[at]);
            *first = self.members[at].min(*first);
        }
        for at in 0..self.members.len() {
            let first = least[&self.sets.root(at)];
            found.entry(first).or_default().push(self.members[at]);
        }
        let places = self.places;
        let alone = (0..waiting).map(Member::Waiting).filter(move |member| !places.contains_key(member));
        (found.into_values().chain(alone.map(|member| vec![member])), self.void)
    }
}

/// The keys by which records are compared.
fn compared() -> RangeInclusive<KeyHash> {
    KeyHash::first_of(KeyKind::Strong)..=KeyHash::last_of(KeyKind::Weak)
}

/// The articles of before under a hash.
fn take_old(
    old: &mut dyn Pairs,
    hash: KeyHash,
    first_new: u32,
    holders: &mut Holders,
) -> Result<(), CorpusError> {
    old.seek(hash)?;
    while old.next_hash() == Some(hash) {
        let pair = old.next_pair()?.filter(|pair| pair.record < first_new);
        holders.old.extend(pair.map(|pair| pair.record));
    }
    Ok(())
}
