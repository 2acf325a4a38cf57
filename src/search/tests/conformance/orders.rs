//! Orders and their ties, pages of any order, and whole articles handed over.

use std::ops::ControlFlow;

use super::support::{Place, article, many, published};
use super::{each_engine, found, indexed};
use crate::index::{Matching, Sort};
use crate::model::{Article, ArticleId, Reference};
use crate::search::{Index, LIMIT_MAX, Search};

/// Names that begin alike for longer than a few bytes, missing names, and dates of every precision.
fn tied(place: &Place) -> Index {
    let rows = [
        (1, "Prone positioning, part two", "Smithson", "2019-01", "Annals"),
        (2, "Prone positioning, part one", "Smith", "2019", "Annals of B"),
        (3, "prone positioning, part one", "Smith", "2020-03-02", ""),
        (4, "", "", "", "Zoo"),
        (5, "Prone positioning, part one", "Smith", "2020-11", "annals"),
        (6, "Another", "Ábel", "2018-12-31", "Annals"),
    ];
    let articles: Vec<Article> = rows
        .iter()
        .map(|&(pmid, title, family, date, journal)| {
            let mut made = article(pmid, title, "Same words.");
            made.authors[0].family = family.to_owned();
            made.authors.retain(|author| !author.family.is_empty());
            made.dates = if date.is_empty() { Vec::new() } else { vec![published(date)] };
            made.journal.title = journal.to_owned();
            made
        })
        .collect();
    indexed(place, &articles)
}

#[test]
fn ties_go_to_the_newer_year_then_to_the_smaller_id() {
    each_engine(|place| {
        let index = tied(&place);
        let order = |query: &str, sort| found(&index, Search::new(query).sort(sort));
        for query in ["same", "\"same words\"[ab]"] {
            assert_eq!(order(query, Sort::Newest), [5, 3, 1, 2, 6, 4]);
            assert_eq!(order(query, Sort::Oldest), [6, 1, 2, 3, 5, 4]);
            assert_eq!(order(query, Sort::Author), [6, 3, 5, 2, 1, 4]);
            assert_eq!(order(query, Sort::Journal), [5, 1, 6, 2, 4, 3]);
            assert_eq!(order(query, Sort::Title), [6, 3, 5, 2, 1, 4]);
        }
        // Nothing ranks a year: all are equal.
        assert_eq!(order("2018:2020[dp]", Sort::Best), [3, 5, 1, 2, 6]);
    });
}

#[test]
fn pages_are_parts_of_the_whole() {
    each_engine(|place| {
        let mut articles = many(1..60, "v1");
        articles
            .iter_mut()
            .for_each(|one| one.dates = vec![published(["2019", "2020"][one.title.len() % 2])]);
        let index = indexed(&place, &articles);
        for query in ["hypoxemia", "severe trial", "COVID-19 NOT cohort", "mortality OR thera*"] {
            for (_, sort) in Sort::NAMES {
                for matching in [Matching::Auto, Matching::Any, Matching::All] {
                    let search = || Search::new(query).sort(sort).matching(matching).snippets(0);
                    let mut all = Vec::new();
                    let known = index.each(search().limit(LIMIT_MAX), &mut |_, hit| {
                        all.push(hit);
                        ControlFlow::Continue(())
                    });
                    let known = known.unwrap();
                    assert_eq!(all.len() as u64, known.total + known.partial, "{query} {sort:?}");
                    for offset in [0, 7, 50] {
                        let page = index.search(search().offset(offset).limit(9)).unwrap();
                        let expected = &all[offset.min(all.len())..(offset + 9).min(all.len())];
                        assert_eq!(page.total, known.total);
                        assert_eq!(page.hits.len(), expected.len());
                        for (hit, expected) in page.hits.iter().zip(expected) {
                            assert_eq!(
                                (hit.rank, &hit.id),
                                (expected.rank, &expected.id),
                                "{query} {sort:?}"
                            );
                            assert_eq!(hit.score.to_bits(), expected.score.to_bits());
                            assert_eq!(hit.missing, expected.missing);
                        }
                    }
                }
            }
        }
    });
}

#[test]
fn every_order_has_its_own_name() {
    let of = |pmid: u32, title: &str, family: &str, journal: &str| {
        let mut made = article(pmid, title, "Same words.");
        made.authors[0].family = family.to_owned();
        made.journal.title = journal.to_owned();
        made
    };
    let articles =
        [of(1, "Ape", "Zorn", "Middle"), of(2, "Bear", "Adam", "Zoo"), of(3, "Cat", "Moss", "Annals")];
    each_engine(|place| {
        let index = indexed(&place, &articles);
        let order = |sort| found(&index, Search::new("same").sort(sort));
        assert_eq!(order(Sort::Title), [1, 2, 3]);
        assert_eq!(order(Sort::Author), [2, 3, 1]);
        assert_eq!(order(Sort::Journal), [3, 1, 2]);
    });
}

#[test]
fn a_page_may_end_at_the_last_place_there_is() {
    each_engine(|place| {
        let index = tied(&place);
        let code = |offset: usize, limit: usize| {
            let search = Search::new("same").offset(offset).limit(limit);
            index.search(search).map(|hits| hits.hits.len()).map_err(|error| error.code())
        };
        assert_eq!(code(0, LIMIT_MAX), Ok(6));
        assert_eq!(code(LIMIT_MAX, 0), Ok(0));
        assert!(code(1, LIMIT_MAX).is_err());
        assert!(code(usize::MAX, usize::MAX).is_err());
        // Places are counted from one, on every page.
        let ranks = |offset: usize| -> Vec<usize> {
            let page = index.search(Search::new("same").offset(offset).limit(2)).unwrap();
            page.hits.iter().map(|hit| hit.rank).collect()
        };
        assert_eq!((ranks(0), ranks(2), ranks(5)), (vec![1, 2], vec![3, 4], vec![6]));
    });
}

#[test]
fn articles_come_whole_and_as_long_as_they_are_wanted() {
    each_engine(|place| {
        let articles = many(1..40, "v1");
        let snapshot = indexed(&place, &articles).snapshot();
        let mut taken: Vec<Article> = Vec::new();
        let known = snapshot.each_article(Search::new("2020[dp]").limit(LIMIT_MAX), &mut |known, article| {
            assert!(known.total == 39 && known.hits.is_empty());
            taken.push(article);
            ControlFlow::Continue(())
        });
        assert_eq!((known.unwrap().total, taken.len()), (39, 39));
        for (written, taken) in articles.iter().zip(&taken) {
            assert_eq!(
                (&written.title, &written.abstract_sections),
                (&taken.title, &taken.abstract_sections)
            );
            assert_eq!(
                (&written.references[0].raw, &written.keywords),
                (&taken.references[0].raw, &taken.keywords)
            );
            assert_eq!(snapshot.get(&taken.id).unwrap().as_ref(), Some(taken));
        }
        let mut few = 0;
        let stopped = snapshot.each_article("hypoxemia", &mut |_, _| {
            few += 1;
            if few == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((stopped.unwrap().total > 3, few), (true, 3));
        let mut references = 0;
        let count = |_: &ArticleId, _: &Reference| {
            references += 1;
            Ok(())
        };
        snapshot.each_reference(count).unwrap();
        assert_eq!(references, 39);
    });
}
