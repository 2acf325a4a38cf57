//! Plain words: how many of them an article must have, what it lacks, what nobody has; pages and counts.

use super::support::{Place, article};
use super::{each_engine, found, indexed, pmids, set};
use crate::index::{Limits, Matching};
use crate::model::Reference;
use crate::search::{Index, Search};

fn index(place: &Place) -> Index {
    let texts = [
        "Severe hypoxemia of patients",
        "Hypoxaemia in a trial",
        "A patient and COVID-19",
        "Severe COVID 19, a trial of patients",
        "The the of",
        "Severe severe severe",
    ];
    let articles: Vec<_> = (1..).zip(texts).map(|(pmid, title)| article(pmid, title, "Short.")).collect();
    indexed(place, &articles)
}

#[test]
fn all_words_some_words_and_either_as_the_page_asks() {
    each_engine(|place| {
        let index = index(&place);
        let search = |matching| Search::new("severe patients trial").matching(matching);
        assert_eq!(found(&index, search(Matching::All)), [4]);
        assert_eq!(set(&index, search(Matching::Any)), [1, 2, 3, 4, 6]);
        // Those with all come first, then those with some.
        let auto = index.search(search(Matching::Auto)).unwrap();
        assert_eq!((auto.total, auto.partial, pmids(&auto)[0]), (1, 4, 4));
        assert_eq!(auto.hits[0].missing, [""; 0]);
        let of_third = auto.hits.iter().find(|hit| hit.id.as_str() == "pmid:3").unwrap();
        assert_eq!(of_third.missing, ["severe", "trial"]);
        // A word given twice is lacking once.
        let twice = index.search(Search::new("trial trial severe").matching(Matching::Any)).unwrap();
        let of_first = twice.hits.iter().find(|hit| hit.id.as_str() == "pmid:1").unwrap();
        assert_eq!(of_first.missing, ["trial"]);
        // A page that is full asks for no more.
        let full = index.search(search(Matching::Auto).limit(1)).unwrap();
        assert_eq!((full.total, full.partial, full.hits.len()), (1, 0, 1));
        let next = index.search(search(Matching::Auto).offset(1).limit(2)).unwrap();
        assert_eq!((next.total, next.partial, pmids(&next)), (1, 4, pmids(&auto)[1..3].to_vec()));
    });
}

/// Words of references, names and addresses rank nothing, and find as all others do.
#[test]
fn words_by_which_nothing_is_ranked_find() {
    each_engine(|place| {
        let mut cited = article(1, "One", "Short.");
        cited.references = vec![Reference { raw: "Nozov, vufik.".into(), ..Reference::default() }];
        let index = indexed(&place, &[cited, article(2, "Two", "Short.")]);
        for matching in [Matching::Auto, Matching::Any, Matching::All] {
            for query in ["nozov vufik", "smith nozov"] {
                let search = Search::new(query).matching(matching);
                assert!(set(&index, search).contains(&1), "{query} {matching:?}");
            }
        }
        assert_eq!(set(&index, Search::new("nozov smith").matching(Matching::Any)), [1, 2]);
    });
}

#[test]
fn words_that_no_article_has_are_told() {
    each_engine(|place| {
        let index = index(&place);
        for matching in [Matching::Auto, Matching::Any, Matching::All] {
            let hits = index.search(Search::new("severe zebra").matching(matching)).unwrap();
            assert_eq!(hits.unknown, ["zebra"], "{matching:?}");
        }
        assert_eq!(index.search("severe patients").unwrap().unknown, [""; 0]);
        let tree = index.search("zebra OR severe[ti]").unwrap();
        assert_eq!((tree.total, tree.unknown), (3, vec!["zebra".to_owned()]));
    });
}

#[test]
fn spellings_compounds_and_function_words() {
    each_engine(|place| {
        let index = index(&place);
        assert_eq!(set(&index, "hypoxaemia"), [1, 2]);
        assert_eq!(set(&index, "covid19"), [3, 4]);
        assert_eq!(set(&index, "covid-19"), [3, 4]);
        // Function words decide where there is nothing else.
        assert_eq!(set(&index, "the of"), set(&index, Search::new("the of").matching(Matching::Auto)));
        assert_eq!(set(&index, Search::new("the trial").matching(Matching::All)), [2, 4]);
        assert!(set(&index, Search::new("the of").matching(Matching::All)).contains(&5));
    });
}

/// A compound has a plural as a word has: the one is found by the other, together, hyphenated and apart.
#[test]
fn plurals_of_compounds() {
    let forms = ["knock-out", "knock-outs", "knockout", "knockouts", "knock out", "knock outs"];
    let long = ["end-to-end-points", "end-to-end-point", "endtoendpoint", "endtoendpoints"];
    each_engine(|place| {
        let texts = forms.iter().chain(&long).map(|form| format!("Of the {form} here"));
        let articles: Vec<_> = (1..).zip(texts).map(|(pmid, title)| article(pmid, &title, "")).collect();
        let index = indexed(&place, &articles);
        for form in forms {
            // The hyphen says that both are meant. Two words are two, and one is one.
            let expected: &[u32] = match form {
                form if form.contains('-') => &[1, 2, 3, 4, 5, 6],
                form if form.contains(' ') => &[1, 2, 5, 6],
                _ => &[1, 2, 3, 4],
            };
            assert_eq!(set(&index, Search::new(form).matching(Matching::All)), expected, "{form}");
            // All of them are ranked by it, not only found.
            let hits = index.search(Search::new(form).matching(Matching::All)).unwrap().hits;
            assert!(hits.iter().all(|hit| hit.score > 0.0), "{form}: {hits:?}");
        }
        for form in long {
            assert_eq!(set(&index, Search::new(form).matching(Matching::All)), [7, 8, 9, 10], "{form}");
        }
    });
}

#[test]
fn the_score_counts_frequency_and_length() {
    each_engine(|place| {
        let index = index(&place);
        let hits = index.search(Search::new("severe").matching(Matching::All)).unwrap();
        assert_eq!(pmids(&hits), [6, 1, 4]);
        let scores: Vec<f32> = hits.hits.iter().map(|hit| hit.score).collect();
        assert!(scores.windows(2).all(|pair| pair[0] > pair[1]) && scores[2] > 0.0, "{scores:?}");
    });
}

#[test]
fn counting_alone_finds_the_same_number() {
    each_engine(|place| {
        let index = index(&place);
        for query in ["severe", "severe patients", "severe OR hypoxemia", "pati*", "zebra"] {
            let counted = index.search(Search::new(query).limit(0)).unwrap();
            let listed = index.search(Search::new(query).matching(Matching::All)).unwrap();
            assert_eq!((counted.total, counted.hits.len()), (listed.hits.len() as u64, 0), "{query}");
        }
        assert_eq!(index.search(Search::new("severe").offset(2)).unwrap().hits.len(), 1);
        assert_eq!(index.search(Search::new("severe").offset(9)).unwrap().hits.len(), 0);
    });
}

#[test]
fn a_search_that_may_take_too_little_fails() {
    each_engine(|place| {
        let index = index(&place);
        let code = |query: &str, limits: Limits| {
            index.search(Search::new(query).limits(limits)).map(|hits| hits.total).map_err(|e| e.code())
        };
        let few = || Limits::default().expansions(1);
        assert_eq!(code("severe*[ti]", few()), Ok(3));
        assert!(code("p*[ti]", few()).is_err());
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        assert_eq!(code("severe", Limits::default().cancel(stop)), Err("cancelled"));
    });
}
