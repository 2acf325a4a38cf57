//! Articles that two indexes have: where both are searched as one, such an article counts once.
//!
//! They are found by walking the files of keys of both side by side. An article is the same where both have one of its
//! identifiers; what is known of a work beside them is not compared, as it is where an index is built.

use std::collections::BTreeSet;

use tantivy::directory::OwnedBytes;
use tantivy::fastfield::{AliveBitSet, write_alive_bitset};
use tantivy::{BitSet, SegmentMeta, SegmentReader, TantivyError};

use super::generation::{Generation, RecordSet};
use crate::engine::EngineError;
use crate::index::keys::{KeyHash, KeyKind};
use crate::index::{BAGS, Column, IndexError, Pairs, guarded};

/// Adds the records of those articles of the later index that the earlier one has too.
pub(super) fn find(
    earlier: &Generation,
    later: &Generation,
    shared: &mut RecordSet,
) -> Result<(), IndexError> {
    let (first, last) = (KeyHash::first_of(KeyKind::Strong), KeyHash::last_of(KeyKind::Strong));
    let mut pairs = [earlier.keys.between(first, last)?, later.keys.between(first, last)?];
    while let (Some(one), Some(other)) = (pairs[0].next_hash(), pairs[1].next_hash()) {
        pairs[0].seek(other)?;
        pairs[1].seek(one)?;
        if one != other {
            continue;
        }
        let mut records = [Vec::new(), Vec::new()];
        for (pairs, records) in pairs.iter_mut().zip(&mut records) {
            while pairs.next_hash() == Some(one) {
                records.extend(pairs.next_pair()?.map(|pair| pair.record));
            }
        }
        let [before, mut behind] = records;
        behind.retain(|&record| !shared.contains(record));
        for record in behind {
            for &other in &before {
                if is_same((earlier, other), (later, record), one)? {
                    shared.insert(record);
                    break;
                }
            }
        }
    }
    Ok(())
}

/// Whether two articles that share the hash of an identifier are one.
fn is_same(
    (earlier, one): (&Generation, u32),
    (later, other): (&Generation, u32),
    hash: KeyHash,
) -> Result<bool, IndexError> {
    if !(earlier.places()?.is_alive(one) && later.places()?.is_alive(other)) {
        return Ok(false);
    }
    // Most have one id, which stands on the card and is read soonest.
    if hash.is_exact() || earlier.store.card(one)?.id == later.store.card(other)?.id {
        return Ok(true);
    }
    let of_hash = |keys: BTreeSet<String>| -> BTreeSet<String> {
        keys.into_iter().filter(|key| KeyHash::of_identity(key) == hash).collect()
    };
    let (own, others) = (of_hash(earlier.keys_of(one)?), of_hash(later.keys_of(other)?));
    // Two articles with another PMID each are two, as when an index is built, whatever else one of them says.
    let contradict = || -> Result<bool, IndexError> {
        let ids = (earlier.store.article(one)?.ids, later.store.article(other)?.ids);
        Ok(ids.0.contradicts(&ids.1))
    };
    Ok(!own.is_disjoint(&others) && !contradict()?)
}

/// The segments of a generation in which the shared articles are deleted, and the lengths of the others, summed.
pub(super) fn without(
    generation: &Generation,
    shared: &RecordSet,
) -> Result<(Vec<SegmentReader>, [u64; BAGS]), EngineError> {
    let (readers, mut lengths) = (generation.searcher.segment_readers(), generation.tokens);
    if shared.len() == 0 {
        return Ok((readers.to_vec(), lengths));
    }
    let places = generation.places()?;
    let mut alive: Vec<BitSet> =
        readers.iter().map(|reader| BitSet::with_max_value_and_full(reader.max_doc())).collect();
    let engine = |error: TantivyError| IndexError::engine(&generation.directory, error);
    for (segment, doc) in shared.iter().filter_map(|record| places.place(record)) {
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
