//! How well records of one work are told without their identifiers.
//!
//! Records that share a PMID or a DOI are taken to be of one work, two that have different PMIDs, or different
//! DOIs and no PMID in common, of two. The identifiers are then hidden, and records are put together by title and
//! citation alone. A pair of records put together is *right*, *wrong*, or cannot be judged, where one of the two
//! has no identifier the other has of the same kind.
//!
//! It must not know by which keys records are compared.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;

use super::tally::Tally;
use crate::corpus::{CorpusError, files_below, groups_of_works};
use crate::formats::{Item, read_file};
use crate::index::SourceRecord;
use crate::model::{Identifiers, Origin};

/// What a comparison came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dedup {
    /// Records read.
    pub records: u64,
    /// Records with a PMID or a DOI.
    pub with_id: u64,
    /// Articles the records became, their identifiers hidden.
    pub articles: u64,
    /// Pairs of records put together; wanted are those that share an identifier.
    pub tally: Tally,
    /// Where the wrong pairs stand, and where those that were missed.
    pub wrong_pairs: Vec<(Origin, Origin)>,
    /// Pairs that share an identifier and were not put together.
    pub missed_pairs: Vec<(Origin, Origin)>,
}

/// Pairs listed of each kind.
const LISTED_MAX: usize = 100;

/// Reads the files, and those in directories, and compares their records without their identifiers.
///
/// # Errors
/// A path does not exist, or a file cannot be read.
pub fn dedup(paths: &[PathBuf]) -> Result<Dedup, CorpusError> {
    let mut records = Vec::new();
    let mut ids = Vec::new();
    for file in &files_below(paths)? {
        let name = file.to_string_lossy().into_owned();
        read_file(file, &name, &AtomicU64::new(0), &mut |item| {
            if let Item::Article(mut article) = item {
                ids.push(std::mem::take(&mut article.ids));
                article.origin.source_id.clear();
                article.assign_id();
                records.push(SourceRecord { source: name.clone(), article: *article });
            }
            ControlFlow::Continue(())
        })?;
    }
    let groups = groups_of_works(&records);
    let mut group_of = vec![0; records.len()];
    for (number, group) in groups.iter().enumerate() {
        group.iter().for_each(|&at| group_of[at] = number);
    }
    let mut found = Dedup {
        records: records.len() as u64,
        with_id: ids.iter().filter(|ids| ids.pmid.is_some() || ids.doi.is_some()).count() as u64,
        articles: groups.len() as u64,
        ..Dedup::default()
    };
    let origins = |a: usize, b: usize| (records[a].article.origin.clone(), records[b].article.origin.clone());
    for group in &groups {
        for (at, &a) in group.iter().enumerate() {
            for &b in &group[at + 1..] {
                match same_work(&ids[a], &ids[b]) {
                    Some(true) => found.tally.right += 1,
                    None => found.tally.unknown += 1,
                    Some(false) => {
                        found.tally.wrong += 1;
                        if found.wrong_pairs.len() < LISTED_MAX {
                            found.wrong_pairs.push(origins(a, b));
                        }
                    }
                }
            }
        }
    }
    for (a, b) in sharing(&ids) {
        if same_work(&ids[a], &ids[b]) == Some(true) {
            found.tally.wanted += 1;
            if group_of[a] != group_of[b] && found.missed_pairs.len() < LISTED_MAX {
                found.missed_pairs.push(origins(a, b));
            }
        }
    }
    Ok(found)
}

/// Whether two records are of one work by their identifiers; `None` where these do not tell.
fn same_work(a: &Identifiers, b: &Identifiers) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.pmid, b.pmid) {
        return Some(a == b);
    }
    match (&a.doi, &b.doi) {
        (Some(a), Some(b)) => Some(a == b),
        _ => None,
    }
}

/// Pairs of records that share a PMID or a DOI, each once.
fn sharing(ids: &[Identifiers]) -> Vec<(usize, usize)> {
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, ids) in ids.iter().enumerate() {
        let pmid = ids.pmid.map(|pmid| format!("pmid:{pmid}"));
        let doi = ids.doi.as_ref().map(|doi| format!("doi:{doi}"));
        for id in pmid.into_iter().chain(doi) {
            by_id.entry(id).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for sharing in by_id.into_values() {
        for (at, &a) in sharing.iter().enumerate() {
            pairs.extend(sharing[at + 1..].iter().map(|&b| (a, b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
