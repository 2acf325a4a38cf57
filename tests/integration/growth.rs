//! An index that is brought up to date for ever does not grow for ever.

use std::fs;
use std::path::Path;

use crate::support::{Dice, Place, answer, article, assert_sound, many};
use litdex::model::{Article, BodySection};
use litdex::{Matching, Search, Sort};

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

/// Articles of few words, so that many have the same score; some have full text.
fn alike(pmids: std::ops::Range<u32>, version: u64) -> Vec<Article> {
    const WORDS: [&str; 6] = ["hypoxemia", "patients", "sepsis", "trial", "membrane", "rare"];
    let one = |pmid: u32| {
        let mut dice = Dice::new(u64::from(pmid) + 10_000 * version);
        let mut text = |length: usize| {
            let words = (0..length).map(|_| if dice.one_in(40) { WORDS[5] } else { WORDS[dice.below(5)] });
            words.collect::<Vec<_>>().join(" ")
        };
        let mut made = article(pmid, &text(3), &text(4));
        if pmid.is_multiple_of(5) {
            made.body = vec![BodySection { paragraphs: vec![text(30)], ..BodySection::default() }];
        }
        made
    };
    pmids.map(one).collect()
}

#[test]
fn many_segments_with_deletions_answer_like_one_that_is_new() {
    let (place, fresh) = (Place::new(), Place::new());
    let mut living = alike(1..1_400, 0);
    place.write("a.jsonl", &living);
    place.rebuild();
    for round in 1..4 {
        let first = 100 * round as u32;
        let (revised, more) = (alike(first..first + 40, round), alike(2_000 + first..2_100 + first, round));
        place.write(&format!("b{round}.jsonl"), &revised);
        place.write(&format!("c{round}.jsonl"), &more);
        place.ingest();
        living.splice(first as usize - 1..first as usize + 39, revised);
        living.extend(more);
    }
    let names: Vec<String> = fs::read_dir(place.generation(1).join("words"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let count = |end: &str| names.iter().filter(|name| name.ends_with(end)).count();
    assert!(count(".idx") > 2 && count(".del") > 0, "{names:?}");
    // Nothing is ever deleted here, so the comparison is with what has no deletions at all.
    fresh.write("living.jsonl", &living);
    fresh.indexer().threads(1).rebuild(&|_| {}).unwrap();

    let (grown, new) = (place.open(), fresh.open());
    let queries = [
        "rare",
        "sepsis",
        "hypoxemia patients",
        "rare trial",
        "hypoxemia rare membrane",
        "rare[tiab] OR membrane[ti]",
        "\"hypoxemia patients\"",
        "pat* NOT rare",
    ];
    for query in queries {
        for matching in [Matching::Auto, Matching::All, Matching::Any] {
            for sort in [Sort::Best, Sort::Newest] {
                let search = || Search::new(query).matching(matching).sort(sort);
                assert_eq!(answer(&grown, search()), answer(&new, search()), "{query} {matching:?}");
                for limit in [0, 3, 30] {
                    let page = |index: &litdex::Index| {
                        let hits = index.search(search().limit(limit).snippets(0)).unwrap();
                        let scores = hits.hits.iter().map(|hit| (hit.id.to_string(), hit.score.to_bits()));
                        (hits.total, hits.partial, scores.collect::<Vec<_>>())
                    };
                    assert_eq!(page(&grown), page(&new), "{query} {matching:?} {sort:?} {limit}");
                }
            }
        }
    }
    assert_sound(&grown);
}
