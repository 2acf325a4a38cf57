//! Articles that a program puts into an index and takes out of it, beside those of files.

use std::collections::BTreeMap;
use std::fs;

use litdex::model::Article;
use litdex::{Index, Search};

use crate::support::{Dice, Place, all_ids, answer, article, assert_sound, many, times};

const QUERIES: [&str; 4] = ["alpha", "study of patients", "severe AND covid-19", "\"smith j\"[au] NOT trial"];

/// All that an index says: ids, and the hits of queries with their scores.
fn said(index: &Index) -> (Vec<String>, Vec<Vec<(String, u32)>>) {
    assert_sound(index);
    (all_ids(index).unwrap(), QUERIES.map(|query| answer(index, Search::new(query))).to_vec())
}

fn total(index: &Index, query: &str) -> u64 {
    index.search(query).unwrap().total
}

fn named(own_id: &str, title: &str) -> Article {
    let mut article = Article { title: title.into(), ..Article::default() };
    article.origin.source_id = own_id.into();
    article
}

#[test]
fn what_was_put_is_read_at_once_and_replaced_by_its_own_id() {
    let place = Place::new();
    let index = Index::open_or_create(place.index()).unwrap();
    let other = index.clone();
    let mut writer = index.writer("journal").unwrap();
    writer.put([named("17", "Alpha"), named("18", "Beta")]);
    assert_eq!(total(&index, "alpha"), 0, "nothing counts before the commit");
    let report = writer.commit().unwrap();
    assert_eq!((report.articles_added, report.articles), (2, 2));
    assert_eq!((total(&index, "alpha"), total(&other, "beta")), (1, 1));

    writer.put([named("17", "Gamma")]);
    let report = writer.commit().unwrap();
    // What has no PMID and no DOI is another article where it says something else.
    assert_eq!((report.articles_added, report.articles_deleted, report.articles), (1, 1, 2));
    assert_eq!((total(&index, "alpha"), total(&index, "gamma"), total(&index, "beta")), (0, 1, 1));

    // The same once more writes nothing.
    let sequence = index.status().unwrap().sequence;
    writer.put([named("17", "Gamma")]);
    let report = writer.commit().unwrap();
    assert_eq!((report.records_unchanged, report.articles_updated, report.articles), (1, 0, 2));
    assert_eq!(index.status().unwrap().sequence, sequence);

    // The last word counts, whatever was said before it.
    writer.delete(["18"]);
    writer.put([named("18", "Delta")]);
    writer.put([named("19", "Epsilon")]);
    writer.delete(["19", "never put"]);
    writer.commit().unwrap();
    assert_eq!((total(&index, "delta"), total(&index, "epsilon")), (1, 0));
    assert_eq!(index.status().unwrap().articles, 2);

    // Two programs do not touch each other's articles.
    let mut second = index.writer("repository").unwrap();
    second.delete(["17"]);
    second.put([named("17", "Zeta")]);
    second.commit().unwrap();
    assert_eq!((total(&index, "gamma"), total(&index, "zeta")), (1, 1));
    let sources = index.status().unwrap().sources;
    let sources: Vec<(&str, u64)> =
        sources.iter().map(|source| (source.path.as_str(), source.records)).collect();
    assert_eq!(sources, [("program://journal", 2), ("program://repository", 1)]);
    writer.delete(["17", "18"]);
    writer.commit().unwrap();
    assert_eq!(index.status().unwrap().sources.len(), 1, "what is empty is no source");
    assert_sound(&index);
}

#[test]
fn a_program_and_a_file_that_hold_one_work_make_one_article() {
    let place = Place::new();
    place.write("a.jsonl", &[article(1, "A study of alpha rays in the upper atmosphere", "From a file.")]);
    place.ingest();
    let index = place.open();
    let mut writer = index.writer("journal").unwrap();
    let mut mine = article(1, "A study of alpha rays in the upper atmosphere", "");
    mine.keywords = vec!["theremin".into()];
    mine.origin.format = "ojs".into();
    writer.put([mine]);
    let report = writer.commit().unwrap();
    assert_eq!((report.articles, report.articles_updated, report.records_merged), (1, 1, 1));
    assert_eq!((total(&index, "theremin"), total(&index, "\"from a file\"")), (1, 1));
    // What the program takes out goes, what the file says stays.
    writer.delete(["pmid:1"]);
    writer.commit().unwrap();
    assert_eq!((total(&index, "theremin"), total(&index, "\"from a file\"")), (0, 1));
    // And the other way round: a file that goes leaves what the program said.
    writer.put([article(1, "A study of beta rays in the upper atmosphere", "")]);
    writer.put([article(2, "Gamma", "")]);
    writer.commit().unwrap();
    place.write("a.jsonl", &[article(3, "Delta", "")]);
    let report = place.ingest();
    assert_eq!(report.articles, 3);
    index.refresh().unwrap();
    assert_eq!((total(&index, "beta"), total(&index, "alpha"), total(&index, "delta")), (1, 0, 1));
    assert_sound(&index);
}

/// An article put under an id of the program's own is not replaced by another that has its PMID; it goes by either.
#[test]
fn what_was_put_under_an_own_id_goes_by_its_article_id_too() {
    let place = Place::new();
    let index = Index::open_or_create(place.index()).unwrap();
    let mut writer = index.writer("journal").unwrap();
    let mut own = article(5, "Alpha in the upper atmosphere", "");
    own.origin.source_id = "17".into();
    own.keywords = vec!["theremin".into()];
    own.origin.format = "ojs".into();
    writer.put([own.clone()]);
    writer.commit().unwrap();
    own.origin.source_id = String::new();
    own.keywords = vec!["zither".into()];
    writer.put([own]);
    writer.commit().unwrap();
    assert_eq!((total(&index, "theremin"), total(&index, "zither")), (1, 1));
    assert_eq!(index.status().unwrap().sources[0].records, 2);
    writer.delete(["17"]);
    writer.commit().unwrap();
    assert_eq!((total(&index, "theremin"), total(&index, "zither")), (0, 1));
    writer.delete(["pmid:5"]);
    assert_eq!(writer.commit().unwrap().articles, 0);
}

/// A file that withdraws a PMID withdraws records of files; a corpus without files takes out none of a program's.
#[test]
fn files_do_not_take_out_what_a_program_put() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..4, "v1"));
    place.ingest();
    let index = place.open();
    let mut writer = index.writer("journal").unwrap();
    writer.put([article(2, "Alpha", ""), article(9, "Beta", "")]);
    writer.commit().unwrap();
    place.write_text(
        "pubmed21n0009.xml",
        "<?xml version=\"1.0\"?><PubmedArticleSet><DeleteCitation><PMID Version=\"1\">2</PMID>\
         <PMID Version=\"1\">9</PMID></DeleteCitation></PubmedArticleSet>",
    );
    place.ingest();
    assert_eq!((total(&index, "alpha"), total(&index, "beta")), (1, 1));
    place.rebuild();
    index.refresh().unwrap();
    assert_eq!((total(&index, "alpha"), total(&index, "beta")), (1, 1));
    assert_eq!(all_ids(&index).unwrap().len(), 4);
}

#[test]
fn a_rebuild_that_would_lose_what_was_put_is_refused() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..4, "v1"));
    place.ingest();
    let mut writer = place.open().writer("journal").unwrap();
    writer.put([article(9, "Alpha", "")]);
    writer.commit().unwrap();
    assert_eq!(place.rebuild().articles, 4);
    let generation = place.open().status().unwrap().generation;
    fs::write(place.generation(generation).join("words/meta.json"), "{").unwrap();
    let error = place.indexer().rebuild(&|_| {}).unwrap_err().to_string();
    assert!(error.contains("program://journal") && error.contains("--forget-missing"), "{error}");
    assert_eq!(place.indexer().forget_missing(true).rebuild(&|_| {}).unwrap().articles, 3);
}

#[test]
fn a_name_that_cannot_be_printed_is_no_source() {
    let place = Place::new();
    let index = Index::open_or_create(place.index()).unwrap();
    for name in ["", "a\nb", &"x".repeat(201)] {
        assert_eq!(index.writer(name).unwrap_err().code(), "source-name", "{name:?}");
    }
}

/// Whatever was put, taken out, read and rebuilt in whatever order: the index says what one says that was made of
/// what is left at once.
#[test]
fn any_history_ends_where_a_fresh_index_does() {
    for seed in 0..times(6) as u64 {
        let (mut dice, place) = (Dice::new(seed + 77), Place::new());
        let index = Index::open_or_create(place.index()).unwrap();
        let mut writers = ["journal", "repository"].map(|name| index.writer(name).unwrap());
        let mut put: [BTreeMap<u32, Article>; 2] = Default::default();
        for step in 0..14 {
            match dice.below(5) {
                0 => {
                    let from = dice.below(30) as u32 + 1;
                    place.write(&format!("{}.jsonl", dice.below(3)), &many(from..from + 8, "file"));
                    place.ingest();
                }
                1 if step > 3 => _ = place.rebuild(),
                _ => {
                    let who = dice.below(2);
                    for _ in 0..dice.below(6) {
                        let pmid = dice.below(40) as u32 + 1;
                        if dice.one_in(3) {
                            writers[who].delete([format!("pmid:{pmid}")]);
                            put[who].remove(&pmid);
                        } else {
                            let mut article = many(pmid..pmid + 1, &format!("v{step}")).remove(0);
                            article.title = format!("{} alpha{}", article.title, dice.below(4));
                            writers[who].put([article.clone()]);
                            put[who].insert(pmid, article);
                        }
                    }
                    writers[who].commit().unwrap();
                }
            }
        }
        index.refresh().unwrap();
        let other = Place::new();
        for entry in fs::read_dir(place.corpus()).unwrap().map(Result::unwrap) {
            fs::copy(entry.path(), other.corpus().join(entry.file_name())).unwrap();
        }
        let fresh = Index::open_or_create(other.index()).unwrap();
        if fs::read_dir(other.corpus()).unwrap().next().is_some() {
            other.ingest();
        }
        for (name, put) in ["journal", "repository"].into_iter().zip(&put) {
            let mut writer = fresh.writer(name).unwrap();
            writer.put(put.values().cloned());
            writer.commit().unwrap();
        }
        fresh.refresh().unwrap();
        assert_eq!(said(&index), said(&fresh), "seed {seed}");
        let (one, two) = (index.status().unwrap(), fresh.status().unwrap());
        assert_eq!(one.snapshot, two.snapshot, "seed {seed}");
        place.rebuild();
        index.refresh().unwrap();
        assert_eq!(said(&index), said(&fresh), "seed {seed}, rebuilt");
    }
}
