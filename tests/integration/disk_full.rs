//! A disk that is full: the error says so and names the file, and what was there before goes on.
//!
//! It must not know which file it is.

use std::fs;
use std::path::Path;
use std::process::Command;

use litdex::{Index, Indexer};

use crate::support::{Place, all_ids, assert_sound, is_long, many};

/// A small file system of its own.
struct Small<'p>(&'p Path);

impl<'p> Small<'p> {
    fn mount(path: &'p Path, bytes: u64) -> Self {
        fs::create_dir_all(path).unwrap();
        let size = format!("size={bytes}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(path).output();
        let mounted = mounted.unwrap();
        assert!(mounted.status.success(), "this takes a mount: run it as root ({mounted:?})");
        Self(path)
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).output();
    }
}

/// Each step that fails is tried in the tests of the library; here the system itself has no room left, at any byte. It
/// takes the right to mount, so it is part of the long run alone.
#[test]
fn a_full_disk_is_told_and_the_old_state_stays() {
    if !is_long() {
        return;
    }
    let place = Place::new();
    let path = place.index();
    place.write("a.jsonl", &many(1..100, "v1"));
    let needed = {
        let other = place.path().join("other");
        Indexer::new(place.corpus(), &other).threads(1).rebuild(&|_| {}).unwrap();
        let status = Index::open(&other).unwrap().status().unwrap();
        status.bytes
    };
    // Room for two generations of the first corpus, and for ever less of a second.
    for spare in [0, 1, 2, 4, 8] {
        let _small = Small::mount(&path, needed * 3 + spare * needed + (1 << 16));
        place.write("a.jsonl", &many(1..100, "v1"));
        place.rebuild();
        place.write("b.jsonl", &many(1_000..3_000, "v2"));
        for ingest in [false, true] {
            let indexer = place.indexer();
            let result = if ingest { indexer.ingest(&|_| {}) } else { indexer.rebuild(&|_| {}) };
            let error = result.expect_err("the disk is too small").to_string();
            println!("{error}");
            assert!(error.contains("os error 28"), "{error}");
            assert!(error.contains(&*path.to_string_lossy()) && error.contains("free some space"), "{error}");
            let index = place.open();
            assert_eq!(all_ids(&index).unwrap().len(), 99);
            assert_sound(&index);
        }
        place.remove("b.jsonl");
        place.write("a.jsonl", &many(1..90, "v1"));
        let report = place.indexer().ingest(&|_| {});
        assert_eq!(report.unwrap_or_else(|error| panic!("{error}")).articles, 89);
        assert_sound(&place.open());
    }
}
