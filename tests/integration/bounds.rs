//! What is too large: it is told, and what can be kept of it is.
//!
//! It must not know how a generation is laid out.

use litdex::Search;
use litdex::model::{BodySection, Origin};

use crate::support::{Place, answer, article, assert_sound, many};

/// The engine holds a document in memory as long as it is built: an article of very many words is searched in part,
/// and told as long as its file holds it.
#[test]
fn an_article_of_too_many_words_is_searched_in_part() {
    let place = Place::new();
    let mut huge = article(1, "A huge article", "");
    let word = |n: u32| {
        format!("w{}", n.to_string().bytes().map(|b| char::from(b - b'0' + b'a')).collect::<String>())
    };
    let paragraphs = (0..1_500).map(|n| (n * 200..(n + 1) * 200).map(word).collect::<Vec<_>>().join(" "));
    huge.body = vec![BodySection { paragraphs: paragraphs.collect(), ..BodySection::default() }];
    place.write("a.jsonl", &[huge.clone(), article(2, "Another", "")]);
    place.ingest();
    let told = || {
        let problems = place.open().problems().unwrap();
        problems.iter().map(|problem| (problem.place.record, problem.kind.name())).collect::<Vec<_>>()
    };
    assert_eq!(told(), [(Some(1), "too-large")]);
    let found = |text: &str| answer(&place.open(), Search::new(text)).len();
    assert_eq!((found(&word(0)), found(&word(100_000)), found(&word(299_999))), (1, 1, 0));
    assert_sound(&place.open());
    // It is as it was, though its file is not.
    let text = std::fs::read_to_string(place.file("a.jsonl")).unwrap();
    place.write_text("a.jsonl", &text.replace("Another", "One more"));
    assert_eq!(place.ingest().records_unchanged, 1);
    assert_eq!(told(), [(Some(1), "too-large")]);
    assert_eq!(place.open().status().unwrap().sources[0].problems.get("too-large"), Some(&1));
    // What is exchanged keeps the name of the file it first came from; the problem is of the file it is read from.
    huge.origin = Origin { file: "elsewhere.ris".into(), record: 7, ..Origin::default() };
    place.write("a.jsonl", &[huge]);
    place.ingest();
    assert_eq!(told(), [(None, "too-large")]);
}

/// What is asked for again and again is looked for once.
#[test]
fn parts_that_are_given_again_change_nothing() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..40, "v1"));
    place.ingest();
    let index = place.open();
    let total = |query: &str| index.search(query).unwrap().total;
    for operator in [" OR ", " AND "] {
        for part in ["trial", "\"the trial\"", "(severe OR trial*)", "membrane[ab]"] {
            let again = [part; 50].join(operator);
            assert_eq!(total(&again), total(&format!("{part} OR {part}")), "{again}");
        }
    }
}
