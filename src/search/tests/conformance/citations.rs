//! Who cites whom: references as articles, citing articles, works the corpus lacks, retracted works.

use super::support::{Place, article, published};
use super::{each_engine, found, indexed, set};
use crate::model::{Article, ArticleId, Correction, CorrectionKind, Identifiers, Reference, Status};
use crate::query::Filters;
use crate::search::{Index, Search, SimilarBy};

fn cites(pmid: Option<u32>, doi: &str, raw: &str) -> Reference {
    let pmid = pmid.map(|pmid| pmid.try_into().unwrap());
    let ids = Identifiers { pmid, doi: doi.parse().ok(), ..Identifiers::default() };
    Reference { ids, raw: raw.to_owned(), year: Some(2020), ..Reference::default() }
}

fn articles() -> Vec<Article> {
    let title =
        |number: u32| format!("Refractory hypoxemia of mechanically ventilated horses, cohort {number}");
    let mut articles: Vec<Article> =
        (1..=7).map(|pmid| article(pmid, &title(pmid), "They breathed.")).collect();
    articles[0].ids.doi = "10.1000/first".parse().ok();
    // By PMID, by DOI, and both; and a work by no key but its words.
    articles[1].references = vec![cites(Some(1), "", "Smith J. One."), cites(Some(900), "", "Doe A. Gone.")];
    let mut by_words = cites(None, "", &format!("Smith J. {}. 2020.", title(6)));
    by_words.authors = vec!["Smith J".into()];
    by_words.title = title(6);
    articles[2].references = vec![
        cites(None, "10.1000/first", "Smith J. One."),
        by_words,
        cites(Some(900), "10.1000/gone", "Doe A."),
    ];
    articles[3].references =
        vec![cites(Some(5), "", "Smith J. Five."), cites(None, "10.1000/gone", "Doe A.")];
    articles[3].dates = vec![published("2022")];
    // A notice that retracts the fifth, and one that says so of itself.
    let of_fifth = |kind| Correction {
        kind,
        citation: "J Tests. 2020".into(),
        pmid: 5.try_into().ok(),
        doi: None,
        note: String::new(),
    };
    articles[6].title = "Retraction: cohort 5".into();
    articles[6].corrections = vec![of_fifth(CorrectionKind::RetractionOf)];
    articles[6].references = vec![cites(Some(5), "", "Smith J. Five.")];
    articles
}

fn index(place: &Place) -> Index {
    indexed(place, &articles())
}

fn id(text: &str) -> ArticleId {
    text.parse().unwrap()
}

#[test]
fn references_are_the_articles_they_cite() {
    each_engine(|place| {
        let index = index(&place);
        let linked = |of: &str| -> Vec<Option<String>> {
            let references = index.references(&id(of)).unwrap().unwrap();
            references.into_iter().map(|one| one.article.map(|hit| hit.id.to_string())).collect()
        };
        let pmid = |number: u32| Some(format!("pmid:{number}"));
        assert_eq!(linked("pmid:2"), [pmid(1), None]);
        assert_eq!(linked("pmid:3"), [pmid(1), pmid(6), None]);
        assert_eq!(linked("pmid:1"), []);
        assert!(index.references(&id("pmid:99")).unwrap().is_none());
    });
}

#[test]
fn citing_articles_by_any_key_of_the_work() {
    each_engine(|place| {
        let index = index(&place);
        for written in ["1[cites]", "\"10.1000/first\"[cites]"] {
            assert_eq!(set(&index, written), [2, 3], "{written}");
        }
        // A work that the corpus lacks: one reference tells that its PMID and its DOI are of one work.
        for written in ["900[cites]", "\"10.1000/gone\"[cites]"] {
            assert_eq!(set(&index, written), [2, 3, 4], "{written}");
        }
        assert_eq!(found(&index, "7[cites]"), [0; 0]);
        assert_eq!(set(&index, "1[cites] AND 900[cites] NOT 3[pmid]"), [2]);
    });
}

/// A reference that has the PMID of a work and the DOI of another does not make the two one.
#[test]
fn references_that_contradict_each_other_lead_no_further() {
    each_engine(|place| {
        let mut articles: Vec<Article> = (1..=3).map(|pmid| article(pmid, "Horses", "")).collect();
        articles[0].references = vec![cites(Some(900), "10.1000/x", "Doe A.")];
        articles[1].references = vec![cites(Some(900), "10.1000/y", "Doe A.")];
        articles[2].references = vec![cites(None, "10.1000/y", "Roe B.")];
        let index = indexed(&place, &articles);
        assert_eq!(set(&index, "\"10.1000/x\"[cites]"), [1, 2]);
    });
}

#[test]
fn works_that_the_corpus_lacks() {
    each_engine(|place| {
        let index = index(&place);
        let missing = index.missing_works(10).unwrap();
        let told: Vec<_> = missing.iter().map(|work| (work.citations, work.reference.raw.as_str())).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].0, 3);
        assert!(told[0].1.starts_with("Doe A."), "{told:?}");
    });
}

/// A work is missing as long as no article has any key of it, and two articles that are there cite it.
#[test]
fn works_that_are_there_or_hardly_cited_are_not_missing() {
    each_engine(|place| {
        let citing = |pmid: u32, references: Vec<Reference>| Article {
            references,
            ..article(pmid, &format!("Horses{pmid}"), "")
        };
        let gone = || cites(Some(900), "10.1000/gone", "Doe A. Gone.");
        let by_pmid = || cites(Some(900), "", "Doe A. Gone.");
        let other = || cites(Some(901), "", "Roe A. Other.");
        place.write("a.jsonl", &[citing(11, vec![gone(), other()]), citing(12, vec![by_pmid()])]);
        place.write("b.jsonl", &[citing(13, vec![other()])]);
        place.ingest();
        let missing = |place: &Place| -> Vec<(u64, String)> {
            let works = place.open().missing_works(10).unwrap();
            works.into_iter().map(|work| (work.citations, work.reference.raw)).collect()
        };
        let mut found = missing(&place);
        found.sort();
        assert_eq!(found, [(2, "Doe A. Gone.".to_owned()), (2, "Roe A. Other.".to_owned())]);
        // One article is left that cites the second, and the first comes under its other key.
        place.remove("b.jsonl");
        place.ingest();
        assert_eq!(missing(&place), [(2, "Doe A. Gone.".to_owned())]);
        let mut there = article(14, "Gone no more", "");
        there.ids = Identifiers { doi: "10.1000/gone".parse().ok(), ..Identifiers::default() };
        place.write("c.jsonl", &[there]);
        place.ingest();
        assert_eq!(missing(&place), []);
    });
}

/// A reference that two articles agree with is neither of them.
#[test]
fn a_reference_that_may_be_to_two_articles_is_to_none() {
    let title = "Refractory hypoxemia of mechanically ventilated zebras";
    let twin = |pmid: u32| article(pmid, title, "");
    let mut citing = article(30, "Citing", "");
    citing.references = vec![Reference {
        raw: format!("Smith J. {title}. 2020."),
        authors: vec!["Smith J".into()],
        title: title.into(),
        year: Some(2020),
        ..Reference::default()
    }];
    each_engine(|place| {
        let linked = |place: &Place| {
            let references = place.open().references(&id("pmid:30")).unwrap().unwrap();
            references[0].article.as_ref().map(|hit| hit.id.to_string())
        };
        place.write("a.jsonl", &[twin(21), citing.clone()]);
        place.ingest();
        assert_eq!(linked(&place).as_deref(), Some("pmid:21"));
        place.write("b.jsonl", &[twin(22)]);
        place.ingest();
        assert_eq!(linked(&place), None);
    });
}

#[test]
fn what_a_notice_retracts_is_retracted_while_the_notice_is_there() {
    each_engine(|place| {
        let index = index(&place);
        let status = |index: &Index| index.search("5[pmid]").unwrap().hits[0].status;
        assert_eq!(status(&index), Status::Retracted);
        let retracted = index.retracted_citations().unwrap();
        assert_eq!(retracted.len(), 1);
        assert_eq!(retracted[0].retracted.id, id("pmid:5"));
        let citing: Vec<&ArticleId> = retracted[0].citing.iter().map(|hit| &hit.id).collect();
        assert_eq!(citing, [&id("pmid:4")]);
        let sound = Filters { exclude_retracted: true, ..Filters::default() };
        let search = || Search::new("hypoxemia").filters(sound.clone());
        assert_eq!(set(&index, search()), [1, 2, 3, 4, 6]);
        let by_status = index.status().unwrap().by_status;
        assert_eq!(by_status.get("retracted"), Some(&1));
        assert_eq!(by_status.values().sum::<u64>(), 7, "{by_status:?}");
        let whole = index.get(&id("pmid:5")).unwrap().unwrap();
        assert_eq!((whole.corrections.len(), whole.status()), (1, Status::Retracted));

        place.write("b.jsonl", &articles()[3..6]);
        place.ingest();
        let index = place.open();
        assert_eq!(status(&index), Status::Published);
        assert_eq!(index.retracted_citations().unwrap().len(), 0);
        assert_eq!(set(&index, search()), [1, 2, 3, 4, 5, 6]);
        assert_eq!(index.status().unwrap().by_status.get("retracted"), None);
    });
}

#[test]
fn similar_articles_share_references_or_words() {
    each_engine(|place| {
        let index = index(&place);
        let by_references = index.similar(&id("pmid:2"), SimilarBy::References, 5).unwrap().unwrap();
        let shared: Vec<_> =
            by_references.iter().map(|one| (one.hit.id.to_string(), one.shared_references)).collect();
        assert_eq!(shared[0], ("pmid:3".to_owned(), 2), "{shared:?}");
        let by_text = index.similar(&id("pmid:2"), SimilarBy::Text, 3).unwrap().unwrap();
        assert_eq!(by_text.len(), 3);
        assert!(by_text.iter().all(|one| one.hit.id != id("pmid:2")));
    });
}
