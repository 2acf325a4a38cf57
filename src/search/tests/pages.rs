//! The first hits are those of the whole answer, however the index is divided and however many threads search it.

use std::fs::{self, File};

use crate::formats::jsonl::write_line;
use crate::model::{Article, BodySection, Identifiers, Pmid, Section};
use crate::search::{Index, Indexer, Search};
use crate::{Matching, Sort};

/// Words of which the first stand in most articles and the last in few.
const WORDS: [&str; 24] = [
    "patient",
    "cell",
    "study",
    "lung",
    "heart",
    "protein",
    "risk",
    "trial",
    "gene",
    "blood",
    "care",
    "model",
    "acute",
    "sepsis",
    "liver",
    "brain",
    "tumor",
    "virus",
    "oxygen",
    "asthma",
    "kidney",
    "scurvy",
    "rabies",
    "hypoxemia",
];

/// An article whose words follow from its number; with a text of a few words many have the same score. Three of four
/// have full text, which lifts some above others.
fn article(pmid: u32) -> Article {
    let mut state = u64::from(pmid) * 0x9E37_79B9_7F4A_7C15;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // The square of a fraction: the first words more often than the last.
        let part = (state >> 40) as f64 / (1_u64 << 24) as f64;
        WORDS[(part * part * WORDS.len() as f64) as usize]
    };
    let mut text = |length: u32| (0..length).map(|_| word()).collect::<Vec<_>>().join(" ");
    let (title, own, full) = (text(2 + pmid % 3), text(3 + pmid % 9), text(pmid % 4 * 3));
    Article {
        ids: Identifiers { pmid: Pmid::try_from(pmid).ok(), ..Identifiers::default() },
        title,
        abstract_sections: vec![Section { label: String::new(), text: own }],
        body: vec![BodySection { paragraphs: vec![full], ..BodySection::default() }],
        ..Article::default()
    }
}

fn write(directory: &std::path::Path, name: &str, pmids: std::ops::Range<u32>) {
    let mut file = File::create(directory.join(name)).unwrap();
    pmids.for_each(|pmid| write_line(&article(pmid), &mut file).unwrap());
}

/// Ids and the bits of scores.
fn page(index: &Index, search: Search) -> Vec<(String, u32)> {
    let hits = index.search(search.snippets(0)).unwrap().hits;
    hits.into_iter().map(|hit| (hit.id.to_string(), hit.score.to_bits())).collect()
}

#[test]
fn the_first_hits_are_those_of_the_whole_answer() {
    let directory = tempfile::tempdir().unwrap();
    let (corpus, divided, whole) =
        (directory.path().join("corpus"), directory.path().join("divided"), directory.path().join("whole"));
    fs::create_dir(&corpus).unwrap();
    for (name, pmids) in [("a", 1..6_000), ("b", 6_000..7_000), ("c", 7_000..8_500), ("d", 8_500..9_000)] {
        write(&corpus, &format!("{name}.jsonl"), pmids);
        Indexer::new(&corpus, &divided).ingest(&|_| {}).unwrap();
    }
    Indexer::new(&corpus, &whole).rebuild(&|_| {}).unwrap();
    let (divided, whole) = (Index::open(&divided).unwrap(), Index::open(&whole).unwrap());
    assert_eq!((divided.status().unwrap().segments, whole.status().unwrap().segments), (4, 1));
    let all_words = WORDS.join(" ");
    let queries = [
        "hypoxemia",
        "patient",
        "patient cell",
        "rabies hypoxemia",
        "patient hypoxemia",
        "lung scurvy heart rabies liver",
        "cell protein risk trial gene blood care model acute",
        all_words.as_str(),
        "sepsis OR patient[ti]",
        "\"heart risk\"",
        "\"lung* car*\"",
        "hyp*",
    ];
    for query in queries {
        for matching in [Matching::Auto, Matching::All, Matching::Any] {
            for sort in [Sort::Best, Sort::Newest, Sort::Title] {
                let search = || Search::new(query).matching(matching).sort(sort);
                let all = page(&whole, search().limit(10_000));
                assert!(!all.is_empty() || matching == Matching::All, "{query}");
                assert_eq!(page(&divided, search().limit(10_000)), all, "{query} {matching:?} {sort:?}");
                for index in [&divided, &whole] {
                    for (offset, limit) in [(0, 1), (0, 10), (3, 40), (200, 5)] {
                        let expected: Vec<_> = all.iter().skip(offset).take(limit).cloned().collect();
                        let found = page(index, search().offset(offset).limit(limit));
                        assert_eq!(found, expected, "{query} {matching:?} {sort:?} {offset} {limit}");
                    }
                }
            }
        }
    }
}
