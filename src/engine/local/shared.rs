//! Articles that several indexes have: where the indexes are searched as one, such an article counts once.
//!
//! They are found by walking the files of keys side by side: records that have an identifier in common, through however
//! many indexes, are of one work, but for those whose PMIDs differ. Of such records one stands for all: the one that was
//! dealt with worst, so that no retraction is missed, then the one with most identifiers, then that of the first index.
//! The others count as deleted, and their identifiers lead to it. What is known of a work beside identifiers is not
//! compared, nor is anything put together, as it is where an index is built.
//!
//! It must not know queries.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::directory::OwnedBytes;
use tantivy::fastfield::{AliveBitSet, write_alive_bitset};
use tantivy::{BitSet, SegmentMeta, SegmentReader, TantivyError};

use super::generation::{Generation, RecordSet};
use crate::engine::EngineError;
use crate::index::keys::{KeyHash, KeyKind};
use crate::index::union_find::UnionFind;
use crate::index::{BAGS, Card, Column, IndexError, Pairs, guarded};
use crate::model::{Pmid, of_ids};

/// What one index has in common with others.
#[derive(Default)]
pub(super) struct Shared {
    /// Records in whose place another stands.
    pub hidden: RecordSet,
    /// Identifiers of hidden records of any index, and the records of this one that they lead to.
    pub leads: HashMap<String, Vec<u32>>,
}

/// A record of one of several indexes.
type Node = (usize, u32);

/// The articles that several indexes have, of each index.
pub(super) fn among(indexes: &[Arc<Generation>]) -> Result<Vec<Shared>, IndexError> {
    let mut shared: Vec<Shared> = indexes.iter().map(|_| Shared::default()).collect();
    let mut joined = Joined::default();
    if indexes.len() > 1 {
        joined.walk(indexes)?;
    }
    for works in joined.works() {
        choose(indexes, &works, &mut shared)?;
    }
    Ok(shared)
}

/// Records that have an identifier in common.
#[derive(Default)]
struct Joined {
    nodes: Vec<Node>,
    numbers: HashMap<Node, usize>,
    sets: UnionFind,
}

impl Joined {
    /// Walks the identifiers of all indexes, and passes over those that one has alone.
    fn walk(&mut self, indexes: &[Arc<Generation>]) -> Result<(), IndexError> {
        let (first, last) = (KeyHash::first_of(KeyKind::Strong), KeyHash::last_of(KeyKind::Strong));
        let pairs = indexes.iter().map(|generation| generation.keys.between(first, last));
        let mut pairs = pairs.collect::<Result<Vec<_>, _>>()?;
        loop {
            let mut heads: Vec<(KeyHash, usize)> =
                (0..pairs.len()).filter_map(|at| pairs[at].next_hash().map(|hash| (hash, at))).collect();
            heads.sort_unstable();
            let [(hash, at), (second, _), ..] = heads[..] else { return Ok(()) };
            if hash < second {
                pairs[at].seek(second)?;
                continue;
            }
            let mut holders: Vec<Node> = Vec::new();
            for &(_, at) in heads.iter().take_while(|head| head.0 == hash) {
                let places = indexes[at].places()?;
                while pairs[at].next_hash() == Some(hash) {
                    let record = pairs[at].next_pair()?.map(|pair| pair.record);
                    holders
                        .extend(record.filter(|&record| places.is_alive(record)).map(|record| (at, record)));
                }
            }
            holders.dedup();
            self.join(indexes, hash, &holders)?;
        }
    }

    /// Joins the records that have the same identifier of a hash.
    fn join(
        &mut self,
        indexes: &[Arc<Generation>],
        hash: KeyHash,
        holders: &[Node],
    ) -> Result<(), IndexError> {
        if self.are_one(holders) {
            return Ok(());
        }
        // A hash that no two keys share is the key.
        if hash.is_exact() {
            let numbers: Vec<usize> = holders.iter().map(|&node| self.number(node)).collect();
            numbers.windows(2).for_each(|two| self.sets.join(two[0], two[1]));
            return Ok(());
        }
        let mut first_with: HashMap<String, usize> = HashMap::new();
        for &node in holders {
            for key in keys_of(indexes, node, hash)? {
                let number = self.number(node);
                let first = *first_with.entry(key).or_insert(number);
                self.sets.join(first, number);
            }
        }
        Ok(())
    }

    /// Whether records are known to be joined, as by their PMIDs, which come first.
    fn are_one(&mut self, holders: &[Node]) -> bool {
        let mut roots =
            holders.iter().map(|node| self.numbers.get(node).map(|&number| self.sets.root(number)));
        let first = roots.next().flatten();
        holders.len() < 2 || first.is_some() && roots.all(|root| root == first)
    }

    fn number(&mut self, node: Node) -> usize {
        *self.numbers.entry(node).or_insert_with(|| {
            self.nodes.push(node);
            self.sets.add()
        })
    }

    /// The records of each work of several, in the order in which they were met.
    fn works(mut self) -> Vec<Vec<Node>> {
        let mut works: Vec<Vec<Node>> = vec![Vec::new(); self.nodes.len()];
        for (number, &node) in self.nodes.iter().enumerate() {
            works[self.sets.root(number)].push(node);
        }
        works.retain(|work| work.len() > 1);
        works
    }
}

/// The identifiers of a record that have a hash.
fn keys_of(
    indexes: &[Arc<Generation>],
    (at, record): Node,
    hash: KeyHash,
) -> Result<Vec<String>, IndexError> {
    // Most stand on the card, which is read soonest.
    let on_card = identifiers(&indexes[at].store.card(record)?);
    let of_hash = |key: &String| KeyHash::of_identity(key) == hash;
    let found: Vec<String> = on_card.into_iter().filter(of_hash).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    Ok(indexes[at].keys_of(record)?.into_iter().filter(of_hash).collect())
}

fn identifiers(card: &Card) -> Vec<String> {
    let mut all = of_ids(card.pmid, card.doi.as_ref());
    all.extend(card.pmcid.map(|id| format!("pmcid:{id}")));
    if !all.iter().any(|key| key == card.id.as_str()) {
        all.push(card.id.to_string());
    }
    all
}

/// Chooses of the records of a work the one that stands for it; of records with different PMIDs one for each.
fn choose(indexes: &[Arc<Generation>], work: &[Node], shared: &mut [Shared]) -> Result<(), IndexError> {
    let cards = work.iter().map(|&(at, record)| Ok((indexes[at].store.card(record)?, (at, record))));
    let mut cards = cards.collect::<Result<Vec<(Card, Node)>, IndexError>>()?;
    let known = |card: &Card| {
        u8::from(card.pmid.is_some()) + u8::from(card.pmcid.is_some()) + u8::from(card.doi.is_some())
    };
    cards.sort_by_key(|(card, node)| (Reverse(card.status), Reverse(known(card)), *node));
    // What has no PMID goes with the best that has one.
    let pmid = cards.iter().find_map(|(card, _)| card.pmid);
    let mut chosen: HashMap<Option<Pmid>, usize> = HashMap::new();
    for (at, (card, (index, record))) in cards.iter().enumerate() {
        let stands = *chosen.entry(card.pmid.or(pmid)).or_insert(at);
        if stands == at {
            continue;
        }
        shared[*index].hidden.insert(*record);
        let (for_it, (index, record)) = &cards[stands];
        let known = identifiers(for_it);
        for key in identifiers(card).into_iter().filter(|key| !known.contains(key)) {
            shared[*index].leads.entry(key).or_default().push(*record);
        }
    }
    Ok(())
}

/// The segments of a generation in which the hidden articles are deleted, and the lengths of the others, summed.
pub(super) fn without(
    generation: &Generation,
    hidden: &RecordSet,
) -> Result<(Vec<SegmentReader>, [u64; BAGS]), EngineError> {
    let (readers, mut lengths) = (generation.searcher.segment_readers(), generation.tokens);
    if hidden.len() == 0 {
        return Ok((readers.to_vec(), lengths));
    }
    let places = generation.places()?;
    let mut alive: Vec<BitSet> =
        readers.iter().map(|reader| BitSet::with_max_value_and_full(reader.max_doc())).collect();
    let engine = |error: TantivyError| IndexError::engine(&generation.directory, error);
    for (segment, doc) in hidden.iter().filter_map(|record| places.place(record)) {
        alive[segment].remove(doc);
        for (sum, column) in lengths.iter_mut().zip([Column::Length, Column::LengthBody]) {
            let of_segment = readers[segment].fast_fields().u64(column.name()).map_err(engine)?;
            *sum = sum.saturating_sub(of_segment.first(doc).unwrap_or(0));
        }
    }
    let reopened = guarded(&generation.directory, || {
        let open = |(reader, alive): (&SegmentReader, &BitSet)| reopen(generation, reader, alive);
        let opened = readers.iter().zip(&alive).map(open);
        opened.collect::<tantivy::Result<Vec<_>>>().map_err(engine)
    })?;
    Ok((reopened, lengths))
}

fn reopen(generation: &Generation, reader: &SegmentReader, alive: &BitSet) -> tantivy::Result<SegmentReader> {
    let mut bytes = Vec::new();
    write_alive_bitset(alive, &mut bytes)?;
    let alive = AliveBitSet::open(OwnedBytes::new(bytes));
    let own = |meta: &&SegmentMeta| meta.id() == reader.segment_id();
    let meta = generation.segments.iter().find(own).cloned();
    let meta = meta.ok_or_else(|| TantivyError::InternalError("a segment has no description".into()))?;
    SegmentReader::open_with_custom_alive_set(&generation.index.segment(meta), Some(alive))
}
