//! An index that is brought up to date for ever does not grow for ever.

use std::fs;
use std::path::Path;

use crate::support::{Place, answer, assert_sound, many};
use litdex::Search;

/// Bytes of the article store of a generation.
fn store_bytes(generation: &Path) -> u64 {
    let entries = fs::read_dir(generation.join("articles")).unwrap();
    entries.map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

#[test]
fn the_store_stays_below_twice_what_it_holds() {
    let place = Place::new();
    let fresh = Place::new();
    let (mut grew, mut shrank) = (false, false);
    let mut last = 0;
    for round in 0..24 {
        // Two thirds change every time, one third now and then.
        place.write("a.jsonl", &many(1..100, &format!("v{round}")));
        place.write("b.jsonl", &many(100..150, &format!("v{}", round / 5)));
        place.ingest();
        let bytes = store_bytes(&place.generation(1));
        (grew, shrank) = (grew || bytes > last && last > 0, shrank || bytes < last);
        last = bytes;
        let status = place.open().status().unwrap();
        assert!(status.dead_bytes <= bytes / 2, "{} of {bytes} in round {round}", status.dead_bytes);
    }
    assert!(grew && shrank);
    for name in ["a.jsonl", "b.jsonl"] {
        fs::copy(place.file(name), fresh.file(name)).unwrap();
    }
    fresh.rebuild();
    assert_eq!(fresh.open().status().unwrap().dead_bytes, 0);
    let (grown, needed) = (store_bytes(&place.generation(1)), store_bytes(&fresh.generation(1)));
    // Which records are there takes a bit for each that ever was.
    assert!(grown <= 2 * needed + 1_000, "{grown} bytes where {needed} are needed");
    let index = place.open();
    assert_sound(&index);
    for query in ["hypoxemia patients", "v23[ot]", "number7*"] {
        assert_eq!(answer(&index, Search::new(query)), answer(&fresh.open(), Search::new(query)), "{query}");
    }
}
