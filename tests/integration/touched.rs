//! Files whose time of modification says nothing of what they hold.
//!
//! It must not know how a generation is laid out.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::support::{Place, many};

fn set_modified(path: &Path, time: SystemTime) {
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// Another content of the same length and time.
fn change_in_secret(path: &Path, from: &str, to: &str) {
    let time = fs::metadata(path).unwrap().modified().unwrap();
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from) && from.len() == to.len());
    fs::write(path, text.replace(from, to)).unwrap();
    set_modified(path, time);
}

/// A corpus that was copied anew is hashed once, not by every ingest: with the time noted its files look as they did.
#[test]
fn the_new_time_of_a_file_that_holds_the_same_is_noted() {
    for other_file_changes in [false, true] {
        let place = Place::new();
        place.write("a.jsonl", &many(1..20, "v1"));
        place.write("b.jsonl", &many(20..30, "v1"));
        place.ingest();
        set_modified(&place.file("a.jsonl"), SystemTime::now() + Duration::from_secs(100));
        if other_file_changes {
            place.write("b.jsonl", &many(20..31, "v1"));
        }
        let report = place.ingest();
        let (read, unchanged) = if other_file_changes { (1, 1) } else { (0, 2) };
        assert_eq!(
            (report.files_read, report.files_unchanged, report.articles_updated),
            (read, unchanged, 0)
        );
        // Who looks at sizes and times alone sees nothing.
        change_in_secret(&place.file("a.jsonl"), "Study", "Stady");
        assert_eq!(place.ingest().files_read, 0);
    }
}

#[test]
fn who_asks_for_it_has_every_file_compared_by_what_it_holds() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..20, "v1"));
    place.write("b.jsonl", &many(20..30, "v1"));
    place.ingest();
    change_in_secret(&place.file("a.jsonl"), "Study", "Stady");
    assert_eq!(place.ingest().files_read, 0);
    let report = place.indexer().check_content(true).ingest(&|_| {}).unwrap();
    assert_eq!((report.files_read, report.files_unchanged, report.articles_updated), (1, 1, 19));
    assert_eq!(place.open().search("stady").unwrap().total, 19);
}
