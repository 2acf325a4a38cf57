//! One writer, any number of readers: who waits, who is refused, who notices what.
//!
//! It must not know how locks are made.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use litdex::{Index, Indexer, Search};

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

/// Names the index for a process of another user.
const READ_ONLY: &str = "LITDEX_READ_ONLY";
/// A user who owns nothing.
const NOBODY: u32 = 65_534;

/// An index that the user may not write can be searched. No mode stops root: it goes on as another user.
#[test]
fn an_index_that_cannot_be_written_can_be_searched() {
    if let Some(index) = std::env::var_os(READ_ONLY) {
        return search_read_only(Path::new(&index));
    }
    let place = Place::new();
    place.write("a.jsonl", &many(1..50, "v1"));
    place.rebuild();
    let set_all = |rights: &str| {
        let set = Command::new("chmod").args(["-R", rights]).arg(place.path()).status();
        assert!(set.unwrap().success());
    };
    set_all("a+rX,a-w");
    let may_write = fs::write(place.index().join("probe"), "x").is_ok();
    let result = std::panic::catch_unwind(|| {
        if !may_write {
            return search_read_only(&place.index());
        }
        // Where this program lies the other user may not be let in.
        let program = tempfile::tempdir().unwrap();
        fs::set_permissions(program.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let copy = program.path().join("test");
        fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
        let name = "sharing::an_index_that_cannot_be_written_can_be_searched";
        let mut command = Command::new(copy);
        command.args(["--exact", name, "--nocapture"]).env(READ_ONLY, place.index());
        let output = command.current_dir("/").uid(NOBODY).gid(NOBODY).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    });
    set_all("u+w");
    result.unwrap();
}

fn search_read_only(path: &Path) {
    assert!(fs::write(path.join("probe"), "x").is_err());
    let index = Index::open(path).unwrap();
    assert_eq!(all_ids(&index).unwrap().len(), 49);
    assert!(index.search("hypoxemia").unwrap().total > 0);
    assert_eq!(index.verify().unwrap().faults, Vec::<String>::new());
    index.status().unwrap();
    index.problems().unwrap();
    let corpus = path.with_file_name("corpus");
    let error = Indexer::new(corpus, path).rebuild(&|_| {}).unwrap_err().to_string();
    assert!(error.contains("LOCK"), "{error}");
}
