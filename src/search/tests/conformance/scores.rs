//! Scores worked out by hand: BM25 for four articles, and what ties articles that cite and are cited.
//!
//! Engines that are only compared with each other may all be wrong in the same way; these numbers come from paper.

use std::f32::consts::LN_2;

use super::support::{Place, article, published};
use super::{each_engine, found, indexed, pmids};
use crate::index::Matching;
use crate::model::{Article, BodySection, Heading, Reference};
use crate::search::{Hit, Index, Search, SimilarBy};

// What is counted, article by article: a word of the title three times, any other once.
//
//  article | tapir                | horse        | camel        | llama     | length
//  1       | 3, title             | 1, abstract  | 1, keyword   |           | 5
//  2       | 2, twice in abstract | 3, title     |              |           | 5
//  3       | 1, heading           |              | 3, title     | 3, title  | 7
//  4       |                      |              |              | 3, title  | 3
//
// The average length is (5 + 5 + 7 + 3) / 4 = 5.
//
//  idf(n)         = ln(1 + (4 - n + 0.5) / (n + 0.5)), n articles of 4 have the word
//  score(tf, len) = idf * 2.2 * tf / (tf + 1.2 * (0.25 + 0.75 * len / 5))
//
//  idf(2) = ln(1 + 2.5 / 2.5) = ln 2      = 0.693147, times 2.2: 1.524924
//  idf(3) = ln(1 + 1.5 / 3.5) = ln (10/7) = 0.356675, times 2.2: 0.784685
//
//  What is added to tf below the line: 1.2 at length 5, 1.2 * 1.30 = 1.56 at length 7, 1.2 * 0.70 = 0.84 at length 3.
const TAPIR: [f32; 3] = [
    0.560_489, // 0.784685 * 3 / 4.2
    0.490_428, // 0.784685 * 2 / 3.2
    0.306_518, // 0.784685 * 1 / 2.56
];
const HORSE: [f32; 2] = [
    LN_2,      // 1.524924 * 1 / 2.2 = 0.693147
    1.089_231, // 1.524924 * 3 / 4.2
];
const CAMEL: [f32; 2] = [
    LN_2,      // article 1: 1.524924 * 1 / 2.2 = 0.693147
    1.003_239, // article 3: 1.524924 * 3 / 4.56
];
const LLAMA: [f32; 2] = [
    1.003_239, // article 3: 1.524924 * 3 / 4.56
    1.191_347, // article 4: 1.524924 * 3 / 3.84
];

fn four() -> Vec<Article> {
    let mut four = vec![
        article(1, "Tapir", "Horse."),
        article(2, "Horse", "Tapir, tapir."),
        article(3, "Camel llama", ""),
        article(4, "Llama", ""),
    ];
    four[0].keywords = vec!["camel".into()];
    four[2].headings = vec![Heading { name: "Tapir".into(), ..Heading::default() }];
    four
}

fn hits(index: &Index, search: impl Into<Search>) -> Vec<Hit> {
    index.search(search.into().snippets(0)).unwrap().hits
}

/// That a search finds these articles in this order, with these scores.
fn assert_scores(index: &Index, search: impl Into<Search>, expected: &[(u32, f32)]) {
    let search = search.into();
    let found: Vec<(u32, f32)> =
        hits(index, search.clone()).iter().map(|hit| (hit.pmid.unwrap().number(), hit.score)).collect();
    let pmids = |list: &[(u32, f32)]| list.iter().map(|entry| entry.0).collect::<Vec<_>>();
    assert_eq!(pmids(&found), pmids(expected), "{}: {found:?}", search.query);
    for (found, expected) in found.iter().zip(expected) {
        assert!((found.1 - expected.1).abs() < 0.000_01, "{}: {found:?}, not {expected:?}", search.query);
    }
}

#[test]
fn bm25_is_as_worked_out_by_hand() {
    each_engine(|place| {
        let index = indexed(&place, &four());
        assert_scores(&index, "tapir", &[(1, TAPIR[0]), (2, TAPIR[1]), (3, TAPIR[2])]);
        assert_scores(&index, "horse", &[(2, HORSE[1]), (1, HORSE[0])]);
        assert_scores(&index, "camel", &[(3, CAMEL[1]), (1, CAMEL[0])]);
        // The shorter article first.
        assert_scores(&index, "llama", &[(4, LLAMA[1]), (3, LLAMA[0])]);
        // Scores of words are added, and the rarer word decides: for `tapir` alone article 1 comes first.
        let both = [(2, TAPIR[1] + HORSE[1]), (1, TAPIR[0] + HORSE[0])];
        assert_scores(&index, Search::new("tapir horse").matching(Matching::All), &both);
        assert_scores(&index, "tapir[tiab] AND horse[tiab]", &both);
        // A word given twice counts once.
        assert_scores(&index, "llama llama", &[(4, LLAMA[1]), (3, LLAMA[0])]);
        let any = [both[0], both[1], (3, TAPIR[2])];
        assert_scores(&index, Search::new("tapir horse").matching(Matching::Any), &any);
        assert_scores(
            &index,
            "tapir OR llama",
            &[(3, TAPIR[2] + LLAMA[0]), (4, LLAMA[1]), (1, TAPIR[0]), (2, TAPIR[1])],
        );
    });
}

/// Words that take articles away rank none of those that stay, and function words rank none where others do.
#[test]
fn only_words_that_are_wanted_rank() {
    each_engine(|place| {
        let index = indexed(&place, &four());
        assert_scores(&index, "tapir[tiab] NOT camel[tiab]", &[(2, TAPIR[1])]);
        assert_scores(&index, "tapir OR the", &[(1, TAPIR[0]), (2, TAPIR[1]), (3, TAPIR[2])]);
        let unknown = |query: &str| index.search(query).unwrap().unknown;
        assert_eq!(unknown("tapir[tiab] NOT (quagga[tiab] OR camel[tiab])"), [""; 0]);
        assert_eq!(unknown("tapir[tiab] OR quagga[tiab]"), ["quagga[tiab]"]);
    });
}

/// Of two articles with one function word more in one, each has the word three times among six: idf(2 of 2) =
/// ln(1 + 0.5 / 2.5) = 0.182322, times 2.2 * 3 / 4.2: 0.286505.
#[test]
fn function_words_rank_nothing() {
    each_engine(|place| {
        let index = indexed(&place, &[article(1, "Tapir goat", ""), article(2, "The tapir", "")]);
        let both = [(1, 0.286_505), (2, 0.286_505)];
        assert_scores(&index, "tapir OR the", &both);
        assert_scores(&index, "the tapir", &both);
    });
}

/// Articles that score alike follow their years, then their PMIDs.
#[test]
fn equal_scores_go_by_year_and_pmid() {
    let years = ["2019", "2021", "2020", "2021"];
    let articles: Vec<Article> = (1..)
        .zip(years)
        .map(|(pmid, year)| Article { dates: vec![published(year)], ..article(pmid, "Tapir", "") })
        .collect();
    each_engine(|place| {
        let index = indexed(&place, &articles);
        let order = [2, 4, 3, 1];
        for query in ["tapir", "tapir[ti]"] {
            assert_eq!(found(&index, query), order, "{query}");
            for limit in 1..4 {
                let page = index.search(Search::new(query).limit(limit)).unwrap();
                assert_eq!(pmids(&page), order[..limit], "{query}, {limit} of them");
            }
        }
    });
}

/// What was deleted or replaced counts in no score.
#[test]
fn scores_are_of_living_articles() {
    each_engine(|place| {
        place.write("gone.jsonl", &[article(8, "Tapir tapir", "Tapir horse."), article(9, "Zebu", "Zebu.")]);
        place.ingest();
        let mut first = four();
        first[0].title = "Tapir among zebus and llamas".into();
        place.write("four.jsonl", &first);
        place.ingest();
        place.remove("gone.jsonl");
        place.write("four.jsonl", &four());
        place.ingest();
        let index = place.open();
        assert_scores(&index, "tapir", &[(1, TAPIR[0]), (2, TAPIR[1]), (3, TAPIR[2])]);
        assert_scores(&index, "llama", &[(4, LLAMA[1]), (3, LLAMA[0])]);
    });
}

// Full text is a bag of its own. Article 4 has 8 words of it, 2 of them `tapir`; the average of four articles is 2.
//
//  idf(1) = ln(1 + 3.5 / 1.5) = ln (10/3) = 1.203973, times 2.2: 2.648740
//  0.25 * 2.648740 * 2 / (2 + 1.2 * (0.25 + 0.75 * 8 / 2)) = 0.662185 * 2 / 5.9 = 0.224470
//
// `okapi` stands there once: 0.662185 * 1 / 4.9 = 0.135140.
#[test]
fn full_text_counts_a_quarter() {
    each_engine(|place| {
        let mut articles = four();
        articles[3].body = vec![BodySection {
            title: "Okapi".into(),
            paragraphs: vec!["Tapir goat sheep goat.".into(), "Tapir goat sheep.".into()],
            ..BodySection::default()
        }];
        let index = indexed(&place, &articles);
        let tapir = [(1, TAPIR[0]), (2, TAPIR[1]), (3, TAPIR[2]), (4, 0.224_470)];
        assert_scores(&index, "tapir", &tapir);
        assert_scores(&index, "okapi", &[(4, 0.135_140)]);
        // Both bags count: 1.415817 before 1.309757.
        let both = [(4, LLAMA[1] + 0.224_470), (3, LLAMA[0] + TAPIR[2])];
        assert_scores(&index, Search::new("llama tapir").matching(Matching::All), &both);
    });
}

// Articles 2 to 5 are compared with article 1.
//
// Works that both cite count 1 / ln(1 + number of articles that cite the work):
//   work 901, cited by 1 and 2:                         1 / ln 3 = 0.910239
//   work 902, cited by 1, 3 and 4:                      1 / ln 4 = 0.721348
// Articles that cite both count 1 / ln(1 + number of references of the citing article):
//   article 6 cites 1 and 5:                            1 / ln 3 = 0.910239
//   article 7 cites 1, 3 and 5, and work 903:           1 / ln 5 = 0.621335
//
//   5: 0.910239 + 0.621335 = 1.531574    3: 0.721348 + 0.621335 = 1.342683
//   2: 0.910239                          4: 0.721348
#[test]
fn what_few_cite_ties_more() {
    let cites = |pmids: &[u32]| -> Vec<Reference> {
        let one = |&pmid: &u32| {
            let mut reference = Reference { raw: format!("Work {pmid}."), ..Reference::default() };
            reference.ids.pmid = pmid.try_into().ok();
            reference
        };
        pmids.iter().map(one).collect()
    };
    let of: [&[u32]; 7] = [&[901, 902], &[901], &[902], &[902], &[], &[1, 5], &[1, 3, 5, 903]];
    let articles: Vec<Article> = (1..)
        .zip(of)
        .map(|(pmid, cited)| Article {
            references: cites(cited),
            ..article(pmid, &format!("Study{pmid}"), "")
        })
        .collect();
    each_engine(|place: Place| {
        let index = indexed(&place, &articles);
        let similar = index.similar(&"pmid:1".parse().unwrap(), SimilarBy::References, 10).unwrap().unwrap();
        let found: Vec<_> = similar
            .iter()
            .map(|one| {
                let thousandths = (one.hit.score * 1000.0).round() as u32;
                (one.hit.pmid.unwrap().number(), thousandths, one.shared_references, one.cited_together)
            })
            .collect();
        assert_eq!(found, [(5, 1532, 0, 2), (3, 1343, 1, 1), (2, 910, 1, 0), (4, 721, 1, 0)]);
        let two = index.similar(&"pmid:1".parse().unwrap(), SimilarBy::References, 2).unwrap().unwrap();
        let ranks: Vec<_> = two.iter().map(|one| (one.hit.rank, one.hit.pmid.unwrap().number())).collect();
        assert_eq!(ranks, [(1, 5), (2, 3)]);
    });
}
