//! What a rebuild takes over from the index it replaces.

use std::fs;

use litdex::Index;
use litdex::model::Article;

use crate::support::{Place, all_ids, article, many, write_articles, write_manifest};

/// Three articles of the corpus, and three of a file outside it.
fn with_a_source_outside() -> Place {
    let place = Place::new();
    place.write("a.jsonl", &many(1..4, "v1"));
    place.ingest();
    let outside = place.path().join("outside.jsonl");
    write_articles(&outside, &many(50..53, "v1"));
    place.indexer().ingest_paths([&outside], &|_| {}).unwrap();
    place
}

/// An index of an earlier version is replaced by one of the same sources; one that cannot be read at all only where that
/// is asked for.
#[test]
fn a_rebuild_of_what_cannot_be_searched_keeps_its_sources() {
    let place = with_a_source_outside();
    let text = fs::read_to_string(place.generation(1).join("manifest.json")).unwrap();
    assert!(text.contains("\"format_version\": 5"));
    write_manifest(&place.generation(1), &text.replace("\"format_version\": 5", "\"format_version\": 3"));
    let report = place.rebuild();
    assert_eq!((report.articles, report.problem_count()), (6, 0));
    // What is in use cannot be told, what it was made from can.
    fs::write(place.index().join("CURRENT"), "gibberish").unwrap();
    assert_eq!(place.rebuild().articles, 6);
    // A list of sources that is not the one written is not gone by, whether or not it can be read.
    let manifest = place.generation(3).join("manifest.json");
    let sound = fs::read_to_string(&manifest).unwrap();
    for damaged in ["{".to_owned(), sound.replacen("outside", "inside", 1)] {
        assert_ne!(damaged, sound);
        fs::write(&manifest, damaged).unwrap();
        assert_eq!(place.indexer().rebuild(&|_| {}).unwrap_err().code(), "sources-unknown");
    }
    fs::write(&manifest, &sound).unwrap();
    // Neither is what an earlier one was made from, where what is in use cannot be told and the last cannot be read.
    for damaged in ["", "gibberish", "gen-3", "gen-3 0123456789abcdef", "gen-7 0123456789abcdef"] {
        fs::write(place.index().join("CURRENT"), damaged).unwrap();
        if damaged.contains("gen-3") || !damaged.contains("gen-") {
            fs::write(&manifest, "{").unwrap();
        }
        assert_eq!(place.indexer().rebuild(&|_| {}).unwrap_err().code(), "sources-unknown", "{damaged}");
        fs::write(&manifest, &sound).unwrap();
    }
    fs::write(place.index().join("CURRENT"), "gen-3 0123456789abcdef").unwrap();
    let words = place.generation(3).join("words");
    fs::rename(&words, place.path().join("words")).unwrap();
    assert_eq!(place.rebuild().articles, 6);
    fs::remove_dir_all(place.index()).unwrap();
    place.ingest();
    place.indexer().ingest_paths([place.path().join("outside.jsonl")], &|_| {}).unwrap();
    let manifest = place.generation(1).join("manifest.json");
    fs::write(&manifest, "{").unwrap();
    let report = place.indexer().forget_missing(true).rebuild(&|_| {}).unwrap();
    assert_eq!(report.articles, 3);
    assert!(
        report.problems[0].to_string().contains("name such files to `litdex ingest`"),
        "{:?}",
        report.problems
    );
}

/// What was deleted file by file is one thing, a directory that is not mounted another.
#[test]
fn a_rebuild_from_a_corpus_without_files_is_refused() {
    let place = with_a_source_outside();
    place.remove("a.jsonl");
    let error = place.indexer().rebuild(&|_| {}).unwrap_err().to_string();
    assert!(error.contains("has no files"), "{error}");
    assert_eq!(place.open().status().unwrap().articles, 6);
    assert_eq!(place.indexer().forget_missing(true).rebuild(&|_| {}).unwrap().articles, 3);
}

/// A rebuild keeps the generation that was in use before it, not one that was rolled back from.
#[test]
fn a_rebuild_after_a_rollback_keeps_what_was_in_use() {
    let place = Place::new();
    for last in [4, 6] {
        place.write("a.jsonl", &many(1..last, "v1"));
        place.rebuild();
    }
    assert_eq!(place.indexer().roll_back().unwrap(), 1);
    place.write("a.jsonl", &many(1..9, "v3"));
    assert_eq!(place.rebuild().generation, 3);
    assert_eq!(place.indexer().roll_back().unwrap(), 1);
    assert_eq!(all_ids(&place.open()).unwrap(), ["pmid:1", "pmid:2", "pmid:3"]);
}

#[test]
fn a_rebuild_replaces_an_index_that_cannot_be_read() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..4, "v1"));
    place.rebuild();
    fs::write(place.index().join("CURRENT"), "gibberish\n").unwrap();
    let error = Index::open(place.index()).unwrap_err();
    assert_eq!(error.code(), "index-damaged", "{error}");
    let error = place.indexer().ingest(&|_| {}).unwrap_err();
    assert!(error.to_string().contains("run `litdex rebuild`"), "{error}");
    place.rebuild();
    assert_eq!(all_ids(&place.open()).unwrap(), ["pmid:1", "pmid:2", "pmid:3"]);
}

#[test]
fn the_text_analysed_is_counted_once_and_added_up() {
    let place = Place::new();
    let titled = |pmid, title: &str| Article { authors: vec![], dates: vec![], ..article(pmid, title, "") };
    place.write("a.jsonl", &[titled(1, "Alpha beta"), titled(2, "Gamma")]);
    let analysed = |report: litdex::Report| (report.text_bytes, place.open().status().unwrap().text_bytes);
    assert_eq!(analysed(place.rebuild()), (15, 15));
    place.write("b.jsonl", &[titled(3, "Méniere")]);
    assert_eq!(analysed(place.ingest()), (8, 23));
    assert_eq!(analysed(place.rebuild()), (23, 23));
}
