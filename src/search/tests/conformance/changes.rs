//! What a change leaves: articles that are new, other or gone, works put together, generations and the way back.

use std::time::Duration;

use super::support::{Place, article, assert_sound, many};
use super::{each_engine, set};
use crate::index::{IndexError, Limits};
use crate::query::Syntax;
use crate::search::{ArticleFate, Error, Index, StrategyReport};

/// Every article's PMID, rising.
fn all(place: &Place) -> Vec<u32> {
    set(&place.open(), "1900:2900[dp]")
}

#[test]
fn changed_articles_are_found_by_what_they_say_now() {
    each_engine(|place| {
        place.write("a.jsonl", &[article(1, "Old hypoxemia", "Before."), article(2, "Other", "Before.")]);
        let built = place.ingest();
        assert_eq!((built.articles_added, built.articles), (2, 2));
        assert_eq!(place.ingest().files_unchanged, 1);

        place.write("a.jsonl", &[article(1, "New oxygen", "After."), article(2, "Other", "Before.")]);
        let changed = place.ingest();
        assert_eq!((changed.articles_updated, changed.records_unchanged, changed.articles), (1, 1, 2));
        let index = place.open();
        assert_eq!((set(&index, "hypoxemia"), set(&index, "oxygen")), (vec![], vec![1]));
        assert_eq!((set(&index, "before"), set(&index, "after")), (vec![2], vec![1]));
        assert_eq!(set(&index, "hypox*[ti]"), [0; 0]);
        assert_eq!(index.search("hypoxemia").unwrap().unknown, ["hypoxemia"]);
        assert_sound(&index);
    });
}

#[test]
fn articles_go_with_the_last_file_that_holds_them() {
    each_engine(|place| {
        place.write("a.jsonl", &many(1..10, "v1"));
        place.write("b.jsonl", &many(8..14, "v1"));
        place.ingest();
        assert_eq!(all(&place), (1..14).collect::<Vec<_>>());
        place.remove("a.jsonl");
        let removed = place.ingest();
        assert_eq!((removed.files_removed, removed.articles_deleted, removed.articles), (1, 7, 6));
        assert_eq!(all(&place), (8..14).collect::<Vec<_>>());
        let status = place.open().status().unwrap();
        assert_eq!((status.articles, status.by_year[&2020]), (6, 6));
        assert_eq!(status.sources.len(), 1);
        // Scores are of what is there: the same corpus, built anew, gives the same.
        let scores = |place: &Place| {
            let hits = place.open().search("hypoxemia trial").unwrap();
            hits.hits.iter().map(|hit| (hit.pmid, hit.score.to_bits())).collect::<Vec<_>>()
        };
        let before = scores(&place);
        place.rebuild();
        assert_eq!(scores(&place), before);
    });
}

#[test]
fn withdrawn_records_go_and_come_back() {
    each_engine(|place| {
        place.write("a.jsonl", &many(1..5, "v1"));
        place.write_text(
            "gone.xml",
            "<?xml version=\"1.0\"?>\n<PubmedArticleSet><DeleteCitation><PMID Version=\"1\">3</PMID>\
             </DeleteCitation></PubmedArticleSet>\n",
        );
        assert_eq!(place.ingest().articles, 3);
        assert_eq!(all(&place), [1, 2, 4]);
        place.remove("gone.xml");
        place.ingest();
        assert_eq!(all(&place), [1, 2, 3, 4]);
    });
}

#[test]
fn records_of_one_work_are_one_article_while_they_are_there() {
    each_engine(|place| {
        let mut printed = article(1, "Prone positioning in refractory hypoxemia", "First.");
        printed.ids.doi = "10.1000/1".parse().ok();
        let mut posted = printed.clone();
        (posted.ids.pmid, posted.origin.format) = (None, "ris".into());
        posted.keywords = vec!["posture".into()];
        place.write("a.jsonl", &[printed]);
        place.write("b.jsonl", &[posted]);
        place.ingest();
        let index = place.open();
        assert_eq!((all(&place), set(&index, "posture")), (vec![1], vec![1]));
        let merged = index.merged().unwrap();
        assert_eq!(merged.len(), 1);
        assert_eq!(index.status().unwrap().by_format.values().sum::<u64>(), 1);
        let by_doi = index.find(&"10.1000/1".parse().unwrap()).unwrap();
        assert_eq!(by_doi.map(|id| id.to_string()).as_deref(), Some("pmid:1"));
        place.remove("b.jsonl");
        place.ingest();
        let index = place.open();
        assert_eq!((set(&index, "posture"), index.merged().unwrap().len()), (vec![], 0));
    });
}

#[test]
fn a_held_snapshot_keeps_its_state_and_an_index_follows() {
    each_engine(|place| {
        place.write("a.jsonl", &[article(1, "Old hypoxemia", "")]);
        place.ingest();
        let index = place.open();
        let held = index.snapshot();
        let (name, id) = (held.name(), held.search("hypoxemia").unwrap().hits[0].id.clone());
        place.write("a.jsonl", &[article(1, "New title", "")]);
        place.ingest();
        place.rebuild();
        place.rebuild();
        assert_eq!(held.get(&id).unwrap().unwrap().title, "Old hypoxemia");
        assert_eq!((held.search("hypoxemia").unwrap().total, held.name()), (1, name.clone()));
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(index.search("hypoxemia").unwrap().total, 0);
        assert_ne!(index.snapshot().name(), name);
    });
}

#[test]
fn a_rollback_goes_one_generation_back() {
    each_engine(|place| {
        assert!(matches!(place.indexer().roll_back(), Err(Error::Index(IndexError::Missing { .. }))));
        place.write("a.jsonl", &[article(1, "First", "")]);
        let first = place.rebuild().generation;
        assert!(matches!(place.indexer().roll_back(), Err(Error::Index(IndexError::NoEarlier { .. }))));
        place.write("a.jsonl", &[article(2, "Second", "")]);
        let second = place.rebuild().generation;
        assert_eq!((second, all(&place)), (first + 1, vec![2]));
        assert_eq!(place.indexer().roll_back().unwrap(), first);
        assert_eq!(all(&place), [1]);
        // What was rolled back from gives its number to none, and is not what the next rollback leads to.
        assert_eq!(place.rebuild().generation, second + 1);
        assert_eq!(all(&place), [2]);
        assert_eq!(place.indexer().roll_back().unwrap(), first);
        // An ingest changes the generation in use.
        assert_eq!((place.ingest().generation, all(&place)), (first, vec![2]));
    });
}

#[test]
fn a_build_that_is_stopped_changes_nothing() {
    each_engine(|place| {
        place.write("a.jsonl", &many(1..5, "v1"));
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        let stopped = || place.indexer().cancel(stop.clone());
        assert_eq!(stopped().rebuild(&|_| {}).unwrap_err().code(), "cancelled");
        assert!(matches!(place.try_open(), Err(Error::Index(IndexError::Missing { .. }))));
        place.rebuild();
        place.write("a.jsonl", &many(3..9, "v2"));
        assert!(stopped().rebuild(&|_| {}).is_err() && stopped().ingest(&|_| {}).is_err());
        assert_eq!(all(&place), [1, 2, 3, 4]);
        assert_eq!(place.ingest().articles, 6);
    });
}

#[test]
fn problems_stand_in_the_index() {
    each_engine(|place| {
        place.write("a.jsonl", &[article(1, "Sound", "")]);
        place.write_text("b.jsonl", "{\"no\": 1}\n");
        place.ingest();
        let problems = place.open().problems().unwrap();
        assert_eq!(problems.iter().map(|problem| problem.file.as_str()).collect::<Vec<_>>(), ["b.jsonl"]);
        place.remove("b.jsonl");
        place.ingest();
        assert_eq!(place.open().problems().unwrap().len(), 0);
    });
}

/// A title that more than 32 records have names nothing: none of them are one article. It is so whenever the last of
/// them came, and no longer when it went.
#[test]
fn a_title_of_too_many_records_joins_none_of_them() {
    let record = |number: u32| {
        let mut record = article(1, "Proceedings of a meeting about refractory hypoxemia", "");
        record.ids.pmid = None;
        record.origin.source_id = format!("record {number}");
        record
    };
    let many = |range: std::ops::Range<u32>| range.map(record).collect::<Vec<_>>();
    each_engine(|place| {
        place.write("a.jsonl", &many(0..32));
        assert_eq!(place.ingest().articles, 1);
        place.write("b.jsonl", &many(32..33));
        assert_eq!(place.ingest().articles, 33);
        place.remove("b.jsonl");
        assert_eq!(place.ingest().articles, 1);
        place.write("a.jsonl", &many(0..33));
        assert_eq!(place.ingest().articles, 33);
        assert_eq!(place.rebuild().articles, 33);
        assert_eq!(place.open().search("refractory hypoxemia").unwrap().total, 33);
    });
}

/// What became of each article is told within a generation by its commits, whichever engine keeps it.
#[test]
fn what_a_strategy_finds_otherwise_has_its_cause() {
    each_engine(|place| {
        let titled = |pmid: u32, title: &str| article(pmid, title, "");
        place.write(
            "a.jsonl",
            &[titled(1, "Sepsis"), titled(2, "Sepsis"), titled(3, "Shock"), titled(4, "Sepsis")],
        );
        place.ingest();
        let report = |index: &Index| {
            let (text, limits) = ("sepsis[ti]\nshock[ti]\n#1 NOT #2", Limits::default());
            index.snapshot().report_strategy("", text, Syntax::Shown, &limits).unwrap().1
        };
        let then = report(&place.open());
        let rerun = |then: &StrategyReport| place.open().snapshot().rerun(then, &Limits::default()).unwrap();
        assert!(rerun(&then).is_identical && rerun(&then).articles.is_empty());

        place.write("a.jsonl", &[titled(1, "Sepsis"), titled(2, "Sepsis, shock"), titled(3, "Sepsis")]);
        place.write("b.jsonl", &[titled(5, "Sepsis")]);
        place.ingest();
        let again = rerun(&then);
        let fates: Vec<_> =
            again.articles.iter().map(|it| (it.id.as_str(), it.fate, it.then, it.now)).collect();
        let expected = [
            ("pmid:2", ArticleFate::Changed, true, false),
            ("pmid:3", ArticleFate::Changed, false, true),
            ("pmid:4", ArticleFate::Removed, true, false),
            ("pmid:5", ArticleFate::Added, false, true),
        ];
        assert_eq!((again.is_identical, again.is_complete, fates.as_slice()), (false, true, &expected[..]));
        let since = &again.since;
        assert_eq!((since.added, since.changed, since.removed), (Some(1), Some(2), Some(1)));
        // As many as before are not the same ones.
        assert_eq!((again.lines[2].then, again.lines[2].now), (Some(3), Some(3)));
        assert!(rerun(&report(&place.open())).is_identical);
    });
}
