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
    let refused = || place.indexer().ingest(&|_| {}).unwrap_err();
    assert_eq!(refused().code(), "no-files");
    assert!(refused().to_string().contains("has no files"), "{}", refused());
    place.remove("README.md");
    fs::remove_dir(place.corpus()).unwrap();
    assert!(refused().to_string().contains("has no files"), "{}", refused());
    assert_eq!(ids_of(&place), ids(&[5, 6, 7]));
    // What lies elsewhere may still come.
    let outside = place.path().join("outside.jsonl");
    write_articles(&outside, &many(9..10, "v1"));
    place.indexer().ingest_paths([outside], &|_| {}).unwrap();
    assert_eq!(ids_of(&place), ids(&[5, 6, 7, 9]));
}

#[test]
fn a_rebuild_that_could_read_nothing_leaves_the_index_as_it_was() {
    let place = Place::new();
    place.write_text("a.jsonl", "{\"title\":5}\n");
    let refused = || place.indexer().rebuild(&|_| {}).unwrap_err().to_string();
    assert_eq!(refused(), "no article could be read from 1 file; nothing was changed");
    let left = || -> Vec<String> {
        let entries = fs::read_dir(place.index()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name != "LOCK").collect()
    };
    assert_eq!(left(), Vec::<String>::new());
    place.write("a.jsonl", &many(1..4, "v1"));
    place.rebuild();
    place.write_text("a.jsonl", "neither this nor that\n");
    assert_eq!(refused(), "no article could be read from 1 file; nothing was changed");
    assert_eq!(place.open().status().unwrap().generation, 1);
    assert_eq!(ids_of(&place), ids(&[1, 2, 3]));
    assert!(!left().iter().any(|name| name.ends_with(".tmp")), "{:?}", left());
}

/// Withdrawals are records as articles are.
#[test]
fn a_corpus_that_withdraws_everything_is_rebuilt() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..2, "v1"));
    place.rebuild();
    place.remove("a.jsonl");
    place.write_text(
        "b.xml",
        "<?xml version=\"1.0\"?>\n<PubmedArticleSet><DeleteCitation><PMID Version=\"1\">1</PMID>\
         </DeleteCitation></PubmedArticleSet>\n",
    );
    place.write_text("c.txt", "neither this nor that\n");
    let report = place.rebuild();
    assert_eq!((report.articles, report.withdrawals, report.generation), (0, 1, 2));
    assert_eq!(ids_of(&place), ids(&[]));
}
