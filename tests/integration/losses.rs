//! What must cost no article: a corpus that is not there, a rebuild that could read nothing.
//!
//! It must not know how a generation is laid out.

use std::fs;

use crate::support::{Place, all_ids, many, write_articles};

fn ids_of(place: &Place) -> Vec<String> {
    all_ids(&place.open()).unwrap()
}

fn ids(numbers: &[u32]) -> Vec<String> {
    numbers.iter().map(|number| format!("pmid:{number}")).collect()
}

/// A directory that is not mounted looks like one whose files were all deleted.
#[test]
fn a_corpus_that_lost_every_file_costs_no_article() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..5, "v1"));
    place.write("b.jsonl", &many(5..8, "v1"));
    place.ingest();
    place.remove("a.jsonl");
    assert_eq!((place.ingest().files_removed, ids_of(&place)), (1, ids(&[5, 6, 7])));
    place.remove("b.jsonl");
    place.write_text("README.md", "No article.");
    let refused = || place.indexer().ingest(&[], &|_| {}).unwrap_err();
    assert_eq!(refused().code(), "corpus");
    assert!(refused().to_string().contains("has no files"), "{}", refused());
    place.remove("README.md");
    fs::remove_dir(place.corpus()).unwrap();
    assert!(refused().to_string().contains("has no files"), "{}", refused());
    assert_eq!(ids_of(&place), ids(&[5, 6, 7]));
    // What lies elsewhere may still come.
    let outside = place.path().join("outside.jsonl");
    write_articles(&outside, &many(9..10, "v1"));
    place.indexer().ingest(&[outside], &|_| {}).unwrap();
    assert_eq!(ids_of(&place), ids(&[5, 6, 7, 9]));
}
