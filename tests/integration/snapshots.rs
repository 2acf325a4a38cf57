//! A snapshot that is held answers from one state, and all hits are those of the pages one after the other.
//!
//! It must not know how a state is kept.

use std::ops::ControlFlow;

use litdex::{LIMIT_MAX, Matching, Search, Sort};

use crate::support::{Place, article, many};

#[test]
fn a_held_snapshot_answers_from_its_state_whatever_is_written() {
    let place = Place::new();
    place
        .write("a.jsonl", &[article(1, "Old title of hypoxemia", "Before."), article(2, "Other", "Before.")]);
    place.rebuild();
    let held = place.open().snapshot();
    let (name, before) = (held.name(), held.search("hypoxemia").unwrap());
    let id = before.hits[0].id.clone();
    // An ingest merges segments away, two rebuilds remove the generation.
    place.write("a.jsonl", &[article(1, "New title", "After.")]);
    place.ingest();
    place.rebuild();
    place.rebuild();
    let after = held.search("hypoxemia").unwrap();
    assert_eq!((after.total, &after.hits[0].title), (1, &before.hits[0].title));
    assert_eq!(held.get(&id).unwrap().unwrap().title, "Old title of hypoxemia");
    assert_eq!(held.references(&id).unwrap().unwrap().len(), 0);
    assert_eq!(held.name(), name);
    let newest = place.open().snapshot();
    assert_ne!(newest.name(), name);
    assert_eq!(newest.search("hypoxemia").unwrap().total, 0);
    assert_eq!(newest.get(&id).unwrap().unwrap().title, "New title");
}

#[test]
fn all_hits_are_those_of_the_pages_in_every_order() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..700, "v1"));
    place.rebuild();
    // Two segments, and articles that were deleted.
    place.write("b.jsonl", &many(600..1_400, "v2"));
    place.ingest();
    let snapshot = place.open().snapshot();
    for query in ["hypoxemia", "severe trial", "COVID-19 NOT cohort", "2020[dp]", "mortality OR thera*"] {
        for (_, sort) in Sort::NAMES {
            for matching in [Matching::Auto, Matching::Any] {
                let search = || Search::new(query).sort(sort).matching(matching).snippets(1);
                let mut all = Vec::new();
                let known = snapshot.each(search().limit(LIMIT_MAX), &mut |_, hit| {
                    all.push(hit);
                    ControlFlow::Continue(())
                });
                let known = known.unwrap();
                assert_eq!(all.len() as u64, known.total + known.partial, "{query} {sort:?}");
                for offset in [0, 7, 255, 300] {
                    let page = snapshot.search(search().offset(offset).limit(9)).unwrap();
                    let expected = all.get(offset..).unwrap_or_default();
                    assert_eq!(page.hits.len(), expected.len().min(9));
                    for (hit, expected) in page.hits.iter().zip(expected) {
                        assert_eq!((hit.rank, &hit.id), (expected.rank, &expected.id), "{query} {sort:?}");
                        assert_eq!(hit.score.to_bits(), expected.score.to_bits());
                        assert_eq!((&hit.snippets, &hit.missing), (&expected.snippets, &expected.missing));
                    }
                }
            }
        }
    }
}

#[test]
fn articles_come_whole_and_as_long_as_they_are_wanted() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..600, "v1"));
    place.rebuild();
    let snapshot = place.open().snapshot();
    let mut taken = Vec::new();
    let known = snapshot.each_article(Search::new("hypoxemia").limit(LIMIT_MAX), &mut |known, article| {
        assert!(known.total > 20 && known.hits.is_empty());
        taken.push(article);
        if taken.len() == 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(known.unwrap().total > 20);
    assert_eq!(taken.len(), 20);
    for article in taken {
        assert_eq!(snapshot.get(&article.id).unwrap().unwrap(), article);
    }
    // A panic of the one who asked is theirs, not a damaged index.
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ = snapshot.each("hypoxemia", &mut |_, _| panic!("mine"));
    }));
    assert_eq!(panic.unwrap_err().downcast_ref::<&str>(), Some(&"mine"));
}
