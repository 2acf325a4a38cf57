//! Several indexes as one, where hashes of identifiers collide.

use super::super::{Index, Indexer};
use crate::formats::jsonl::write_line;
use crate::model::Article;

/// An index of articles with these DOIs and PMIDs.
fn index(directory: &std::path::Path, name: &str, articles: &[(String, Option<u32>)]) -> std::path::PathBuf {
    let (corpus, index) = (directory.join(format!("{name}.corpus")), directory.join(name));
    std::fs::create_dir(&corpus).unwrap();
    let mut lines = Vec::new();
    for (doi, pmid) in articles {
        let mut article = Article { title: format!("On {doi} of {name}"), ..Article::default() };
        article.ids.doi = doi.parse().ok();
        article.ids.pmid = pmid.and_then(|pmid| pmid.try_into().ok());
        write_line(&article, &mut lines).unwrap();
    }
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
