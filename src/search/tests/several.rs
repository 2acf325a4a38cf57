//! Several indexes as one, where hashes of identifiers collide.

use std::path::{Path, PathBuf};

use super::super::{Index, Indexer, Search};
use crate::formats::jsonl::write_line;
use crate::model::{Article, PublicationType, Status};
use crate::query::Filters;

/// An index of articles with these DOIs and PMIDs.
fn index(directory: &Path, name: &str, articles: &[(String, Option<u32>)]) -> PathBuf {
    let of = |(doi, pmid): &(String, Option<u32>)| {
        let mut article = Article { title: format!("On {doi} of {name}"), ..Article::default() };
        article.ids.doi = doi.parse().ok();
        article.ids.pmid = pmid.and_then(|pmid| pmid.try_into().ok());
        article
    };
    indexed(directory, name, &articles.iter().map(of).collect::<Vec<_>>())
}

fn indexed(directory: &Path, name: &str, articles: &[Article]) -> PathBuf {
    let (corpus, index) = (directory.join(format!("{name}.corpus")), directory.join(name));
    std::fs::create_dir(&corpus).unwrap();
    let mut lines = Vec::new();
    articles.iter().for_each(|article| write_line(article, &mut lines).unwrap());
    std::fs::write(corpus.join("a.jsonl"), lines).unwrap();
    Indexer::new(&corpus, &index).rebuild(&|_| {}).unwrap();
    index
}

#[test]
fn an_article_is_shared_by_its_identifier_and_not_by_a_hash() {
    let directory = tempfile::tempdir().unwrap();
    let dois = |letter: char| (0..600).map(move |number| (format!("10.1000/{letter}{number}"), None));
    let with = |doi: &str, pmid: u32| (doi.to_owned(), Some(pmid));
    let mut one: Vec<_> = dois('a').collect();
    let mut other: Vec<_> = dois('b').chain(dois('a').take(7)).collect();
    // The same PMID, whatever the DOI; and one DOI of two PMIDs, which is wrong in one of them.
    one.extend([with("10.1000/x", 1), with("10.1000/y", 2)]);
    other.extend([with("10.1000/other", 1), with("10.1000/y", 3)]);
    let paths = [index(directory.path(), "one", &one), index(directory.path(), "other", &other)];
    let joined = Index::open_all(&paths).unwrap();
    let total = |query: &str| joined.search(query).unwrap().total;
    assert_eq!(total("on[ti]"), 600 + 2 + 600 + 1);
    assert_eq!((total("one[ti]"), total("other[ti]")), (602, 601));
    assert_eq!((total("1[pmid] AND one[ti]"), total("3[pmid]")), (1, 1));
}

/// Of one work each index has another part: all of them lead to the one that stands for it, in any order.
#[test]
fn a_work_is_one_by_whichever_index_joins_it_and_no_retraction_is_lost() {
    let directory = tempfile::tempdir().unwrap();
    let one = |title: &str, pmid: Option<u32>, doi: &str| {
        let mut article = Article { title: title.into(), ..Article::default() };
        article.ids.pmid = pmid.and_then(|pmid| pmid.try_into().ok());
        article.ids.doi = doi.parse().ok();
        article
    };
    let mut retracted = one("Cherry", None, "10.1000/x");
    let kind = PublicationType { name: "Retracted Publication".into(), ..PublicationType::default() };
    retracted.publication_types.push(kind);
    let parts = [
        indexed(directory.path(), "a", &[one("Apple", Some(5), ""), one("Plum", Some(7), "10.1000/p")]),
        indexed(
            directory.path(),
            "b",
            &[one("Banana", Some(5), "10.1000/x"), one("Plum", Some(8), "10.1000/p")],
        ),
        indexed(directory.path(), "c", &[retracted, one("Plum", None, "10.1000/p")]),
    ];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let index = Index::open_all(order.map(|at| &parts[at])).unwrap();
        let total = |query: &str| index.search(query).unwrap().total;
        assert_eq!((total("apple OR banana OR cherry"), total("plum[ti]")), (1, 2), "{order:?}");
        for id in ["pmid:5", "10.1000/x"] {
            let hits = index.search(id).unwrap();
            assert_eq!(hits.total, 1, "{id} {order:?}");
            assert_eq!((hits.hits[0].status, hits.hits[0].title.as_str()), (Status::Retracted, "Cherry"));
            assert!(index.get(&id.parse().unwrap()).unwrap().is_some(), "{id} {order:?}");
        }
        let filters = Filters { exclude_retracted: true, ..Filters::default() };
        assert_eq!(index.search(Search::new("cherry").filters(filters)).unwrap().total, 0);
        assert_eq!((total("7[pmid]"), total("8[pmid]"), total("10.1000/p[doi]")), (1, 1, 2));
    }
    let of_pmc = |title: &str, pmid: Option<u32>| {
        let mut article = one(title, pmid, "");
        article.ids.pmcid = "PMC9".parse().ok();
        article
    };
    let pmc = [
        indexed(directory.path(), "d", &[of_pmc("Fig", None)]),
        indexed(directory.path(), "e", &[of_pmc("Pear", Some(9))]),
    ];
    let title = |query: &str| Index::open_all(&pmc).unwrap().search(query).unwrap().hits[0].title.clone();
    assert_eq!([title("PMC9"), title("pmid:9")], ["Pear", "Pear"]);
    let with = Index::open_all([&parts[0], &parts[1]]).unwrap();
    let hits = with.search("pmid:5").unwrap();
    assert_eq!((hits.total, hits.hits[0].title.as_str()), (1, "Banana"), "it has more identifiers");
}
