//! Keys against a map in memory, and files that are damaged.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;

use super::read::KeyFile;
use super::set::{Keys, KeysWriter};
use super::write::write_file;
use crate::index::keys::{KeyHash, KeyKind};
use crate::index::keys::{Pair, Sorter};
use crate::index::{Disk, Pairs};

fn pair(hash: u64, record: u32) -> Pair {
    Pair { hash: KeyHash(hash), record }
}

/// Hashes that fall together, hashes that follow each other, and hashes from everywhere.
fn any_pair() -> impl Strategy<Value = (u64, u32)> {
    let hash = prop_oneof![0..20_u64, (u64::MAX - 3)..=u64::MAX, 1_000..4_000_u64, any::<u64>()];
    let record = prop_oneof![0..50_u32, any::<u32>()];
    (hash, record)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sorting_outside_memory_is_sorting(pairs in prop::collection::vec(any_pair(), 0..3_000), held in 1..40_usize) {
        let directory = tempfile::tempdir().unwrap();
        let mut sorters: Vec<Sorter> = ["a", "b"]
            .map(|name| Sorter::holding(held, directory.path(), name, &Disk::default()))
            .into();
        for (at, &(hash, record)) in pairs.iter().enumerate() {
            sorters[at % 2].push(pair(hash, record)).unwrap();
        }
        let sorted: Vec<Pair> = Sorter::finish_all(sorters).unwrap().map(Result::unwrap).collect();
        let mut wanted: Vec<Pair> = pairs.iter().map(|&(hash, record)| pair(hash, record)).collect();
        wanted.sort_unstable();
        prop_assert_eq!(sorted, wanted);
        prop_assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0, "runs were left behind");
    }

    #[test]
    fn a_set_of_files_is_a_map(
        commits in prop::collection::vec(prop::collection::vec(any_pair(), 0..400), 0..12),
        asked in prop::collection::vec(any_pair(), 0..50),
        gone in 0..40_u32,
        whole in any::<bool>(),
    ) {
        let directory = tempfile::tempdir().unwrap();
        let mut writer = KeysWriter::open(directory.path(), Vec::new(), &Disk::default()).unwrap();
        let mut map: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        for commit in &commits {
            let mut sorter = writer.sorter();
            for &(hash, record) in commit {
                sorter.push(pair(hash, record)).unwrap();
                map.entry(hash).or_default().push(record);
            }
            writer.finish(vec![sorter]).unwrap();
        }
        map.values_mut().for_each(|records| records.sort_unstable());
        check(&Keys::open(directory.path(), writer.names()).unwrap(), &map, &asked)?;
        // Merged, with the records that are gone left out.
        if writer.is_worth_merging(whole).unwrap() {
            writer.merge(whole, &|record| !whole || record >= gone).unwrap();
            prop_assert!(writer.names().len() <= 8);
            if whole {
                map.values_mut().for_each(|records| records.retain(|record| *record >= gone));
                map.retain(|_, records| !records.is_empty());
            }
        }
        writer.remove_others().unwrap();
        let names = writer.names();
        check(&Keys::open(directory.path(), names).unwrap(), &map, &asked)?;
        prop_assert_eq!(fs::read_dir(directory.path()).unwrap().count(), names.len());
    }
}

fn check(keys: &Keys, map: &BTreeMap<u64, Vec<u32>>, asked: &[(u64, u32)]) -> Result<(), TestCaseError> {
    let once = |hash: u64| {
        let mut records = map.get(&hash).cloned().unwrap_or_default();
        records.dedup();
        records
    };
    for &(hash, _) in asked {
        prop_assert_eq!(keys.find(KeyHash(hash)).unwrap(), once(hash));
    }
    for &hash in map.keys() {
        prop_assert_eq!(keys.find(KeyHash(hash)).unwrap(), once(hash));
    }
    let all = |from: u64, to: u64| -> Vec<Pair> {
        let runs = map.range(from..=to);
        runs.flat_map(|(&hash, records)| records.iter().map(move |&record| pair(hash, record))).collect()
    };
    let found = keys.between(KeyHash(0), KeyHash(u64::MAX)).unwrap();
    prop_assert_eq!(found.map(Result::unwrap).collect::<Vec<_>>(), all(0, u64::MAX));
    let mut wanted: Vec<u64> =
        asked.iter().map(|(hash, _)| *hash).chain(map.keys().copied().step_by(3)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    for (&from, &to) in wanted.iter().zip(wanted.iter().skip(2)).take(5) {
        let found = keys.between(KeyHash(from), KeyHash(to)).unwrap();
        prop_assert_eq!(found.map(Result::unwrap).collect::<Vec<_>>(), all(from, to));
    }
    let mut merged = keys.between(KeyHash(0), KeyHash(u64::MAX)).unwrap();
    for &hash in &wanted {
        merged.seek(KeyHash(hash)).unwrap();
        prop_assert_eq!(merged.next_hash(), all(hash, u64::MAX).first().map(|pair| pair.hash));
    }
    let (files, faults) = keys.verify();
    prop_assert!(faults.is_empty(), "{files} files: {faults:?}");
    Ok(())
}

#[test]
fn kinds_stand_together() {
    let weak = KeyHash::of(KeyKind::Weak, "name:a");
    assert!(KeyHash::first_of(KeyKind::Weak) <= weak && weak <= KeyHash::last_of(KeyKind::Weak));
    assert!(KeyHash::last_of(KeyKind::Strong) < KeyHash::first_of(KeyKind::Weak));
    assert_eq!(weak.as_kind(KeyKind::Cited), KeyHash::of(KeyKind::Cited, "name:a"));
    assert_eq!(weak, KeyHash::of_identity("name:a"));
    assert!(KeyHash::of_identity("doi:10.1000/1").is_of(KeyKind::Strong));
}

#[test]
fn a_number_is_its_own_hash() {
    let exact = |key: &str| KeyHash::of_identity(key).is_exact();
    for key in ["pmid:1", "pmid:4294967295", "pmcid:PMC7", "pmcid:PMC999999999999"] {
        assert!(exact(key), "{key}");
    }
    for key in
        ["pmid:", "pmid:01", "pmid:+1", "pmid:1 ", "pmcid:7", "pmid:18446744073709551615", "doi:10.1000/1"]
    {
        assert!(!exact(key), "{key}");
    }
    assert_ne!(KeyHash::of_identity("pmid:7"), KeyHash::of_identity("pmcid:PMC7"));
}

/// Whatever byte is changed, a look-up gives what was written, or an error: never less, never other records.
#[test]
fn no_damage_gives_a_wrong_answer() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("1.keys");
    let hash = |at: u64| at.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut pairs: Vec<Pair> = (0..700_u32).map(|at| pair(hash(u64::from(at / 2)), at)).collect();
    pairs.sort_unstable();
    let written = pairs.iter().map(|&pair| Ok::<_, crate::error::FileError>(pair));
    assert!(write_file(&path, written, &Disk::default()).unwrap());
    let sound = fs::read(&path).unwrap();
    let mut refused = 0;
    for at in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&path, &bytes).unwrap();
        let Ok(file) = KeyFile::open(&path) else {
            refused += 1;
            continue;
        };
        assert!(file.verify().is_err(), "byte {at} is not checked");
        let keys = Keys::open(directory.path(), &["1.keys".to_owned()]).unwrap();
        for asked in (0..350).step_by(7).chain([1_000]) {
            match keys.find(KeyHash(hash(asked))) {
                Err(_) => refused += 1,
                Ok(found) if asked < 350 => {
                    assert_eq!(found, [asked as u32 * 2, asked as u32 * 2 + 1], "byte {at}");
                }
                Ok(found) => assert!(found.is_empty(), "byte {at}"),
            }
        }
    }
    assert!(refused > 1_000, "{refused}");
    for length in (0..sound.len()).step_by(13) {
        fs::write(&path, &sound[..length]).unwrap();
        assert!(KeyFile::open(&path).is_err(), "{length} bytes");
    }
}
