//! Deleted articles that still lie in a segment: they count nowhere.
//!
//! A generation of up to a thousand articles is one segment after every commit, without what was deleted. Of a larger
//! one a segment keeps its dead as long as they are few, and everything that counts has to leave them out.

use super::each_engine;
use super::support::{Place, article, assert_sound, many};
use crate::index::{Facet, Matching, Sort};
use crate::model::{Article, Correction, CorrectionKind, Reference, Status};
use crate::query::Filters;
use crate::search::{Hits, Index, Search};

/// The articles that stay: more than a thousand, two of them with the word that all the others have that go.
fn staying() -> Vec<Article> {
    let mut staying = many(1..1_041, "v1");
    for at in [4, 6] {
        staying[at].title = "Gone tapir".into();
    }
    staying[5].references.push(cited());
    staying
}

/// A work that one article cites that stays, and one that goes.
fn cited() -> Reference {
    let mut cited = Reference { raw: "Roe B. A work apart.".into(), ..Reference::default() };
    cited.ids.pmid = 900_000.try_into().ok();
    cited
}

fn going() -> Vec<Article> {
    let mut going: Vec<Article> =
        (2_000..2_060).map(|pmid| article(pmid, "Gone gone tapir quagga", "Gone and severe.")).collect();
    going[0].references = vec![cited()];
    going[1].corrections = vec![Correction {
        kind: CorrectionKind::RetractionOf,
        citation: "J Tests. 2020".into(),
        pmid: 5.try_into().ok(),
        doi: None,
        note: String::new(),
    }];
    going
}

/// All that is said of a search.
fn said(index: &Index, search: &Search) -> impl PartialEq + std::fmt::Debug + use<> {
    let Hits { hits, total, partial, unknown, facets, .. } = index.search(search.clone()).unwrap();
    let one = |hit: crate::search::Hit| (hit.id.to_string(), hit.score.to_bits(), hit.missing, hit.status);
    let counts: Vec<_> = facets.into_iter().map(|counts| (counts.facet, counts.values)).collect();
    (hits.into_iter().map(one).collect::<Vec<_>>(), total, partial, unknown, counts)
}

#[test]
fn what_was_deleted_counts_nowhere() {
    each_engine(|place| {
        place.write("a.jsonl", &[staying(), going()].concat());
        place.ingest();
        assert_eq!(place.open().search("gone").unwrap().total, 62);
        let status = |place: &Place| place.open().search("5[pmid]").unwrap().hits[0].status;
        assert_eq!(status(&place), Status::Retracted);
        place.write("a.jsonl", &staying());
        assert_eq!(place.ingest().articles_deleted, 60);
        let (index, fresh) = (place.open(), Place::new());
        assert_sound(&index);
        fresh.write("a.jsonl", &staying());
        fresh.rebuild();
        let other = fresh.open();
        // By hand: two articles are left that have the word, none that has only that of the others.
        for query in
            ["gone", "gone[ti]", "gon*[ti]", "\"gone tapir\"[ti]", "gone AND tapir", "gone NOT quagga"]
        {
            for limit in [0, 1, 10] {
                assert_eq!(
                    index.search(Search::new(query).limit(limit)).unwrap().total,
                    2,
                    "{query}, {limit}"
                );
            }
        }
        assert_eq!(index.search("quagga").unwrap().unknown, ["quagga"]);
        let any = index.search(Search::new("gone quagga").matching(Matching::Any)).unwrap();
        assert_eq!((any.total, any.unknown), (2, vec!["quagga".to_owned()]));
        let auto = index.search("gone tapir quagga").unwrap();
        assert_eq!((auto.total, auto.partial), (0, 2));
        assert_eq!(status(&place), Status::Published);
        let sound = Filters::default().exclude_retracted(true);
        assert_eq!(index.search(Search::new("gone").filters(sound)).unwrap().total, 2);
        assert_eq!(index.status().unwrap().by_year.values().sum::<u64>(), 1_040);
        assert!(index.missing_works(2_000).unwrap().iter().all(|work| work.reference.raw != cited().raw));
        // And what there is to say is what a corpus without them says, to the last bit of a score.
        for query in [
            "gone",
            "gone tapir",
            "severe gone",
            "hypoxemia patients trial",
            "severe OR gone[ti]",
            "severe NOT gone",
        ] {
            for matching in [Matching::Auto, Matching::Any, Matching::All] {
                for (sort, limit) in
                    [(Sort::Best, 5), (Sort::Best, 2_000), (Sort::Title, 5), (Sort::Oldest, 5)]
                {
                    let search = Search::new(query).matching(matching).sort(sort).limit(limit).snippets(0);
                    let search = search.facets([Facet::Year, Facet::Status], 5);
                    assert_eq!(
                        said(&index, &search),
                        said(&other, &search),
                        "{query} {matching:?} {sort:?} {limit}"
                    );
                }
            }
        }
    });
}
