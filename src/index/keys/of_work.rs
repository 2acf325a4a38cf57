//! The keys of a work: those it is found by, those its records are compared by, those of what it cites, its sources.

use std::collections::BTreeSet;

use super::hash::{KeyHash, KeyKind};
use crate::index::is_program_source;
use crate::index::stored::Work;
use crate::model::Article;

/// The hashes of the identity keys of a record, each once, in their order: strong ones before weak ones.
pub(crate) fn identity_hashes(article: &Article) -> Vec<KeyHash> {
    let keys = article.identity_keys();
    let mut hashes: Vec<KeyHash> = keys.iter().map(|key| KeyHash::of_identity(key.as_str())).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// All hashes a work is entered by. A weak key stands once for each record that has it, so that how many records
/// have it can be counted without reading them.
pub(crate) fn hashes_of(work: &Work) -> Vec<KeyHash> {
    let (mut once, mut hashes) = (BTreeSet::new(), Vec::new());
    let mut add = |hash: KeyHash| {
        let is_new = once.insert(hash);
        if is_new || hash.is_of(KeyKind::Weak) {
            hashes.push(hash);
        }
    };
    let own = [&work.article];
    let records: Vec<&Article> = work.records.iter().map(|record| &record.article).collect();
    let records = if records.is_empty() { &own[..] } else { &records };
    for record in records {
        identity_hashes(record).into_iter().for_each(&mut add);
    }
    if !work.records.is_empty() {
        for hash in identity_hashes(&work.article) {
            let is_weak = hash.is_of(KeyKind::Weak);
            if is_weak && records.iter().all(|record| !identity_hashes(record).contains(&hash)) {
                add(hash.as_kind(KeyKind::Derived));
            } else if !is_weak {
                add(hash);
            }
        }
    }
    let cited = work.article.references.iter().flat_map(crate::model::Reference::identity_keys);
    cited.for_each(|key| add(KeyHash::of(KeyKind::Cited, key.as_str())));
    work.held.iter().for_each(|held| add(KeyHash::of(KeyKind::Source, &held.source)));
    let put = work.as_read().filter(|(source, _)| is_program_source(source));
    put.for_each(|(source, record)| add(put_hash(source, record.own_id())));
    hashes
}

/// The hash by which a record is found that a program put, by the id it was put under.
pub(crate) fn put_hash(source: &str, own_id: &str) -> KeyHash {
    KeyHash::of(KeyKind::Source, &format!("{source}#{own_id}"))
}
