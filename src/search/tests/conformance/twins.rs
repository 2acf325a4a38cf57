//! Two engines side by side: whatever is asked of the same corpus, they say the same of it.
//!
//! The articles cite and retract each other, some have no PMID, and some records are of one work.

use std::fmt::Debug;

use super::engine::Engine;
use super::oracle::articles::{WORDS, article};
use super::support::{Dice, Place, times};
use crate::index::{Matching, Sort};
use crate::model::{Article, Correction, CorrectionKind, Identifiers, Reference};
use crate::search::{Index, LIMIT_MAX, Search, SimilarBy};

/// Works that references may be to: articles of the corpus, and others.
const WORKS: usize = 40;

fn ids_of_work(dice: &mut Dice, number: usize) -> Identifiers {
    let mut ids = Identifiers::default();
    if !dice.one_in(3) {
        ids.pmid = (number as u32 + 1).try_into().ok();
    }
    if ids.pmid.is_none() || dice.one_in(3) {
        ids.doi = format!("10.1000/{number}").parse().ok();
    }
    ids
}

fn made(dice: &mut Dice) -> Article {
    let number = dice.below(WORKS * 2 / 3);
    let mut made = article(dice, number as u32 + 1);
    made.ids = if dice.one_in(5) { Identifiers::default() } else { ids_of_work(dice, number) };
    made.origin.format = dice.pick::<&str>(&["pubmed-xml", "ris", "jats"]).to_string();
    for _ in 0..dice.below(5) {
        let number = dice.below(WORKS);
        let raw = format!("Smith J. {} {number}. Nature. 2019.", dice.pick::<&str>(&WORDS));
        let ids = ids_of_work(dice, number);
        made.references.push(Reference { ids, raw, year: Some(2019), ..Reference::default() });
    }
    if dice.one_in(4) {
        let number = dice.below(WORKS);
        let Identifiers { pmid, doi, .. } = ids_of_work(dice, number);
        let kind = CorrectionKind::RetractionOf;
        made.corrections.push(Correction { kind, citation: String::new(), pmid, doi, note: String::new() });
    }
    made
}

/// The places of all engines, with one history.
fn places(dice: &mut Dice) -> Vec<Place> {
    let places: Vec<Place> = Engine::ALL.into_iter().map(Place::of).collect();
    let mut steps =
        vec![("a.jsonl", true), ("b.jsonl", true), ("c.jsonl", true), ("b.jsonl", true), ("a.jsonl", false)];
    steps.truncate(3 + dice.below(3));
    for (name, is_written) in steps {
        let articles: Vec<Article> = (0..10 + dice.below(10)).map(|_| made(dice)).collect();
        for place in &places {
            if is_written {
                place.write(name, &articles);
            } else {
                place.remove(name);
            }
            place.ingest();
        }
    }
    places
}

/// Says the same question to all, and that all answer alike.
fn agree<T: Debug>(indexes: &[Index], asked: &str, ask: impl Fn(&Index) -> T) {
    let mut answers = indexes.iter().map(|index| format!("{:#?}", ask(index)));
    let first = answers.next().unwrap();
    for answer in answers {
        let lines = first.lines().zip(answer.lines());
        let different: Vec<_> = lines.filter(|(one, other)| one != other).take(3).collect();
        assert!(first == answer, "{asked}: {different:?} of {} and {} lines", first.len(), answer.len());
    }
}

fn searches(dice: &mut Dice) -> Search {
    let word = |dice: &mut Dice| dice.pick::<&str>(&WORDS).to_string();
    let number = dice.below(WORKS);
    let query = match dice.below(6) {
        0 => format!("{}[cites]", number + 1),
        1 => format!("\"10.1000/{number}\"[cites] OR \"10.1000/{number}\"[aid]"),
        2 => format!("{}[ti] OR \"{}\"[ref]", word(dice).replace(' ', "-"), word(dice)),
        3 => "2000:2030[dp]".to_owned(),
        _ => (0..=dice.below(3)).map(|_| word(dice)).collect::<Vec<_>>().join(" "),
    };
    let mut search = Search::new(query).limit(1 + dice.below(60)).sort(dice.pick(&Sort::NAMES).1);
    search.matching = *dice.pick(&[Matching::Auto, Matching::All, Matching::Any]);
    search.filters.exclude_retracted = dice.one_in(3);
    search
}

/// Asks everything of one history. How many articles are merged, how many retracted ones are cited, and how many works
/// the corpus lacks comes back.
fn one_history(seed: u64) -> [usize; 3] {
    let mut dice = Dice::new(seed);
    let places = places(&mut dice);
    let indexes: Vec<Index> = places.iter().map(Place::open).collect();
    agree(&indexes, "status", |index| {
        let status = index.status().unwrap();
        let of_sources = status.sources.iter().map(|source| (source.path.clone(), source.records));
        let of_sources: Vec<_> = of_sources.collect();
        (status.articles, status.by_format, status.by_status, status.by_year, of_sources)
    });
    agree(&indexes, "merged", |index| index.merged().unwrap());
    agree(&indexes, "retracted", |index| index.retracted_citations().unwrap());
    agree(&indexes, "missing", |index| index.missing_works(50).unwrap());
    for _ in 0..40 {
        let search = searches(&mut dice);
        // How long it took is of one run.
        agree(&indexes, &format!("{search:?}"), |index| {
            let hits = index.search(search.clone()).unwrap();
            (hits.hits, hits.total, hits.partial, hits.unknown, hits.notes)
        });
    }
    let all = indexes[0].search(Search::new("1000:3000[dp]").limit(LIMIT_MAX).snippets(0));
    for hit in &all.unwrap() {
        let id = &hit.id;
        agree(&indexes, id.as_str(), |index| index.get(id).unwrap());
        agree(&indexes, id.as_str(), |index| index.references(id).unwrap());
        agree(&indexes, id.as_str(), |index| index.why_merged(id).unwrap());
        for by in [SimilarBy::References, SimilarBy::Text] {
            agree(&indexes, id.as_str(), |index| index.similar(id, by, 5).unwrap());
        }
    }
    let index = &indexes[0];
    let retracted = index.retracted_citations().unwrap().len();
    [index.merged().unwrap().len(), retracted, index.missing_works(50).unwrap().len()]
}

#[test]
fn engines_say_the_same_whatever_is_asked() {
    let mut seen = [0; 3];
    for seed in 0..times(3) {
        println!("history {seed}");
        seen.iter_mut().zip(one_history(seed as u64)).for_each(|(sum, more)| *sum += more);
    }
    assert!(seen.iter().all(|&sum| sum > 2), "too little to tell engines apart: {seen:?}");
}
