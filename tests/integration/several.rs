//! Several indexes searched as one, against one index of all their articles.

use std::collections::BTreeMap;

use litdex::model::{Article, BodySection, Pmid, Reference};
use litdex::{Facet, Index, Search, Sort};

use crate::support::{Dice, Place, all_ids, answer, article, many, times};

const QUERIES: [&str; 7] = [
    "hypoxemia",
    "severe covid-19 mortality",
    "\"oxygenation membrane\"",
    "trial[ti] OR cohort[tiab]",
    "therap*[ab] NOT ventilation[ti]",
    "study number17 nowhere",
    "second[ot]",
];

/// Article `pmid` as one of the indexes has it.
fn version(pmid: u32, version: &str) -> Article {
    let mut article = many(pmid..pmid + 1, version).remove(0);
    let mut dice = Dice::new(u64::from(pmid) * 7 + version.len() as u64);
    if dice.one_in(3) {
        let text = format!("Oxygenation of {version} was severe, and mortality of {version} too. ").repeat(3);
        article.body.push(BodySection { paragraphs: vec![text], ..BodySection::default() });
    }
    let cited = 1_000 + dice.below(20) as u32;
    for cited in [cited, dice.below(200) as u32 + 1] {
        let mut reference = Reference { raw: format!("Doe A. Of {cited}."), ..Reference::default() };
        reference.ids.pmid = Some(Pmid::try_from(cited).unwrap());
        article.references.push(reference);
    }
    article
}

/// The answer to one question, in words.
fn said(index: &Index) -> Vec<String> {
    let mut said: Vec<String> = vec![format!("{:?}", all_ids(index).unwrap())];
    for query in QUERIES {
        said.push(format!("{query}: {:?}", answer(index, Search::new(query))));
        for sort in [Sort::Newest, Sort::Title] {
            said.push(format!("{query} {sort:?}: {:?}", answer(index, Search::new(query).sort(sort))));
        }
        let hits =
            index.search(Search::new(query).limit(30).facets([Facet::Year, Facet::Status], 50)).unwrap();
        let snippets: Vec<String> =
            hits.hits.iter().flat_map(|hit| &hit.snippets).map(|snippet| snippet.text.clone()).collect();
        said.push(format!("{:?} {:?} {snippets:?}", hits.facets, (hits.total, hits.partial)));
    }
    let missing = index.missing_works(10).unwrap();
    said.push(format!("{:?}", missing.iter().map(|work| work.citations).collect::<Vec<_>>()));
    for pmid in 1..40_u32 {
        let id = format!("pmid:{pmid}").parse().unwrap();
        let Some(article) = index.get(&id).unwrap() else { continue };
        let references = index.references(&id).unwrap().unwrap();
        let linked: Vec<_> =
            references.iter().map(|linked| linked.article.as_ref().map(|hit| hit.id.to_string())).collect();
        said.push(format!("{pmid} {:?} {linked:?}", article.keywords));
        let cites = answer(index, Search::new(format!("pmid:{pmid}[cites]")));
        said.push(format!("{cites:?}"));
    }
    said
}

#[test]
fn they_answer_as_one_index_of_all_their_articles() {
    for seed in 0..times(3) as u64 {
        let mut dice = Dice::new(seed);
        let places = [Place::new(), Place::new(), Place::new()];
        let whole = Place::new();
        let names = ["first", "second!", "third!!"];
        let mut held: BTreeMap<u32, usize> = BTreeMap::new();
        for round in 0..2 {
            let mut files: [Vec<Article>; 3] = Default::default();
            for pmid in 1..=200 {
                // In the second round some are gone, so that there are deleted documents.
                let in_some = dice.below(7) + 1;
                for (at, file) in files.iter_mut().enumerate().filter(|(at, _)| in_some >> at & 1 == 1) {
                    file.push(version(pmid, names[at]));
                }
                held.insert(pmid, in_some.trailing_zeros() as usize);
            }
            for (place, file) in places.iter().zip(&files) {
                place.write("a.jsonl", file);
                if round == 0 {
                    place.rebuild()
                } else {
                    place.ingest()
                };
            }
        }
        let first: Vec<Article> = held.iter().map(|(&pmid, &at)| version(pmid, names[at])).collect();
        whole.write("a.jsonl", &first);
        whole.rebuild();
        let joined = Index::open_all(places.iter().map(Place::index)).unwrap();
        let (joined, whole) = (said(&joined), said(&whole.open()));
        joined.iter().zip(&whole).for_each(|(joined, whole)| assert_eq!(joined, whole));
        assert_eq!(joined.len(), whole.len());
    }
}

#[test]
fn what_is_written_to_one_shows_in_all_and_what_is_of_one_is_refused() {
    let (one, other) = (Place::new(), Place::new());
    one.write("a.jsonl", &[article(1, "Alpha", ""), article(2, "Beta", "")]);
    one.rebuild();
    let own = Index::open_or_create(other.index()).unwrap();
    let both = Index::open_all([one.index(), other.index()]).unwrap();
    let total = |query: &str| both.search(query).unwrap().total;
    let name = || format!("{}+{}", one.open().snapshot().name(), own.snapshot().name());
    assert_eq!((total("alpha"), both.snapshot().name()), (1, name()));
    let mut writer = own.writer("desk").unwrap();
    writer.put([article(2, "Beta once more", ""), article(3, "Gamma alpha", "")]);
    writer.commit().unwrap();
    both.refresh().unwrap();
    assert_eq!((total("alpha"), total("beta"), total("once more")), (2, 1, 0));
    assert_eq!(both.snapshot().name(), name());

    let errors = [
        both.status().map(drop),
        both.problems().map(drop),
        both.verify().map(drop),
        both.writer("desk").and_then(|mut writer| {
            writer.put([article(4, "Delta", "")]);
            writer.commit().map(drop)
        }),
    ];
    for error in errors {
        assert_eq!(error.unwrap_err().code(), "index-several");
    }
    let missing = Index::open_all([one.index(), one.path().join("nothing")]).unwrap_err();
    assert_eq!(missing.code(), "index-missing");
    assert_eq!(Index::open_all(Vec::<String>::new()).unwrap_err().code(), "index-missing");
    let same = Index::open_all([one.index(), one.index()]).unwrap();
    assert_eq!(same.search("alpha OR beta").unwrap().total, 2);
}
