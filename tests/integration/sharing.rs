//! One writer, any number of readers: who waits, who is refused, who notices what.
//!
//! It must not know how locks are made.

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use litdex::{Index, Search};

use crate::support::{Place, all_ids, answer, many};

#[test]
fn a_second_writer_is_told_at_once_who_writes() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..1_500, "v1"));
    let told = std::cell::Cell::new(false);
    // The first writer is stopped inside its first progress report; the second must not wait for it.
    let meanwhile = |_: litdex::Progress| {
        if told.replace(true) {
            return;
        }
        for refused in
            [place.indexer().ingest(&|_| {}).map(|_| ()), place.indexer().rebuild(&|_| {}).map(|_| ())]
        {
            let begun = Instant::now();
            let error = refused.unwrap_err();
            assert!(begun.elapsed() < Duration::from_secs(1));
            assert_eq!(error.code(), "index-locked");
            let message = error.to_string();
            let process = format!("process {} (litdex rebuild) since 2", std::process::id());
            assert!(message.contains(&process), "{message}");
        }
    };
    place.indexer().rebuild(&meanwhile).unwrap();
    assert!(told.get());
    // The lock is given back.
    place.ingest();
    assert_eq!(place.rebuild().generation, 2);
    let meanwhile = |_: litdex::Progress| {
        assert_eq!(place.indexer().roll_back().unwrap_err().code(), "index-locked");
    };
    place.indexer().ingest(&meanwhile).unwrap();
}

/// Readers search all the time while the index is rebuilt and changed under them: no search fails, and the
/// new state is there within a second.
#[test]
fn readers_never_fail_and_soon_see_what_is_new() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..200, "v1"));
    place.rebuild();
    let done = AtomicBool::new(false);
    let index = place.open();
    thread::scope(|scope| {
        for _ in 0..2 {
            let index = index.clone();
            scope.spawn(|| {
                let index = index;
                let mut searches = 0;
                while !done.load(Ordering::Relaxed) {
                    let hits = index.search(Search::new("hypoxemia patients").limit(5)).unwrap();
                    assert!(hits.total > 0);
                    // Others open it anew.
                    let total = Index::open(place.index()).unwrap().search("severe").unwrap().total;
                    assert!(total > 0);
                    searches += 1;
                }
                assert!(searches > 3, "{searches} searches");
            });
        }
        for round in 0..6 {
            let last = 210 + round * 10;
            place.write("a.jsonl", &many(1..last, "v2"));
            if round % 2 == 0 {
                place.rebuild();
            } else {
                place.ingest();
            }
            let built = Instant::now();
            while index.search(Search::new("1900:2900[dp]").limit(0)).unwrap().total != u64::from(last - 1) {
                assert!(built.elapsed() < Duration::from_secs(1), "round {round} is not seen");
                thread::sleep(Duration::from_millis(5));
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    place.indexer().roll_back().unwrap();
    let begun = Instant::now();
    while index.search(Search::new("1900:2900[dp]").limit(0)).unwrap().total == 259 {
        assert!(begun.elapsed() < Duration::from_secs(1), "the rollback is not seen");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A search runs on what it began with, even after two rebuilds have removed it.
#[test]
fn a_reader_outlives_its_generation() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..50, "v1"));
    place.rebuild();
    let index = place.open();
    let before = answer(&index, Search::new("hypoxemia"));
    // Without its files nothing newer can be opened, so the old state goes on.
    fs::remove_dir_all(place.index()).unwrap();
    thread::sleep(Duration::from_millis(60));
    assert_eq!(answer(&index, Search::new("hypoxemia")), before);
    assert_eq!(Index::open(place.index()).unwrap_err().code(), "index-missing");
}

/// What one user builds another may search: every file has the mode that files are given here.
#[cfg(unix)]
#[test]
fn every_file_is_as_readable_as_any_other() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("a.jsonl", &many(1..5, "v1"));
    place.rebuild();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let usual = mode(&place.file("a.jsonl"));
    for directory in ["", "words", "articles"] {
        for entry in fs::read_dir(place.generation(1).join(directory)).unwrap() {
            let path = entry.unwrap().path();
            assert!(path.is_dir() || mode(&path) == usual, "{}: {:o}", path.display(), mode(&path));
        }
    }
}

fn run(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

/// An index on a read-only file system can be searched; for root, whom no mode stops, it takes a mount.
#[test]
fn an_index_that_cannot_be_written_can_be_searched() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..50, "v1"));
    place.rebuild();
    let path = place.index().to_string_lossy().into_owned();
    assert!(run("chmod", &["-R", "a-w", &path]));
    let mounted = run("mount", &["--bind", &path, &path]) && run("mount", &["-o", "remount,ro,bind", &path]);
    let refused = fs::write(place.index().join("probe"), "x").is_err();
    let result = std::panic::catch_unwind(|| {
        let index = Index::open(&path).unwrap();
        assert_eq!(all_ids(&index).unwrap().len(), 49);
        assert!(index.search("hypoxemia").unwrap().total > 0);
        assert_eq!(index.verify().unwrap().faults, Vec::<String>::new());
        index.status().unwrap();
        index.problems().unwrap();
    });
    let error = refused.then(|| place.indexer().rebuild(&|_| {}).unwrap_err().to_string());
    while run("umount", &[&path]) {}
    assert!(run("chmod", &["-R", "u+w", &path]));
    if !refused {
        println!("skipped: nothing here keeps this user from writing (mounted: {mounted})");
    }
    result.unwrap();
    if let Some(error) = error {
        assert!(error.contains("LOCK"), "{error}");
    }
}
