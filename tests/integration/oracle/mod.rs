//! The index against brute force: random articles, random histories of ingests, random queries.
//!
//! It must not know how the index answers; `naive` works out what the answer is. Which engines there are the crate
//! says that has these files.

pub mod articles;
mod marks;
mod naive;
mod rows;
mod tree;

use std::collections::BTreeMap;

use litdex::internals::query::{QueryKind, kind};
use litdex::internals::text::fold;
use litdex::query::{Filters, Query};
use litdex::{Hit, Hits, Index, Matching, Search, Sort};

use self::naive::Seen;
use super::engine::Engine;
use super::support::{Dice, Place, assert_sound, times};
use litdex::model::Article;

type Files = BTreeMap<String, Vec<Article>>;

const FILES: usize = 5;
const ARTICLES_PER_FILE: usize = 16;
const QUERIES: usize = 60;

fn file(dice: &mut Dice, number: usize, round: usize) -> (String, Vec<Article>) {
    let first = (1 + number * 2 + round) * 1000;
    let pmids = first..first + 1 + dice.below(ARTICLES_PER_FILE);
    let made = pmids.map(|pmid| articles::article(dice, pmid as u32)).collect();
    (format!("file{number}.jsonl"), made)
}

/// A corpus after a history of ingests: files added one by one, changed, removed.
fn history(dice: &mut Dice, place: &Place) -> Files {
    let mut files = Files::new();
    for number in 0..FILES {
        let (name, made) = file(dice, number, 0);
        place.write(&name, &made);
        files.insert(name, made);
        if dice.one_in(2) {
            place.ingest();
        }
    }
    place.ingest();
    let changed = dice.below(FILES);
    let (name, mut made) = file(dice, changed, 1);
    // Some records stay in the changed file, most are others.
    made.extend(files[&name].iter().filter(|_| dice.one_in(3)).cloned());
    place.write(&name, &made);
    files.insert(name, made);
    let gone = format!("file{}.jsonl", dice.below(FILES));
    place.remove(&gone);
    files.remove(&gone);
    place.ingest();
    files
}

/// The same corpus in other indexes of each engine: rebuilt by one thread and by two, ingested file by file
/// backwards.
fn others(place: &Place, files: &Files) -> Vec<Place> {
    let mut places = Vec::new();
    for engine in Engine::ALL {
        for threads in [1, 2] {
            let other = Place::of(engine);
            for (name, articles) in files {
                other.write(name, articles);
            }
            other.indexer().threads(threads).rebuild(&|_| {}).unwrap();
            places.push(other);
        }
        let other = Place::of(engine);
        for (name, articles) in files.iter().rev() {
            other.write(name, articles);
            other.indexer().ingest_paths([other.file(name)], &|_| {}).unwrap();
        }
        places.push(other);
    }
    assert_eq!(place.open().status().unwrap().articles, places[0].open().status().unwrap().articles);
    places
}

fn search(text: &str, filters: &Filters, matching: Matching, sort: Sort) -> Search {
    Search::new(text).filters(filters.clone()).matching(matching).sort(sort)
}

/// The PMIDs of a whole answer, and that counting alone gives the same number.
fn found(index: &Index, wanted: &Search) -> Vec<u32> {
    let hits = index.search(wanted.clone().limit(1_000_000).snippets(0)).unwrap();
    let counted = index.search(wanted.clone().limit(0)).unwrap();
    assert_eq!((hits.total, counted.hits.len()), (counted.total, 0), "{wanted:?}");
    if wanted.matching != Matching::Auto {
        assert_eq!(hits.total, hits.hits.len() as u64, "{wanted:?}");
    }
    let page = index.search(wanted.clone().offset(3).limit(4).snippets(0)).unwrap();
    let ids = |hits: &Hits| hits.hits.iter().map(|hit| hit.pmid.unwrap().number()).collect::<Vec<_>>();
    let all = ids(&hits);
    assert_eq!(page.total, hits.total, "{wanted:?}");
    assert_eq!(ids(&page), all.iter().skip(3).take(4).copied().collect::<Vec<_>>(), "{wanted:?}");
    all
}

fn sorted(mut pmids: Vec<u32>) -> Vec<u32> {
    pmids.sort_unstable();
    pmids
}

/// The order a sort asks for: its key, then newer years first, then PMIDs.
fn in_order(found: &[&Seen], sort: Sort) -> Vec<u32> {
    let name = |text: String| (text.is_empty(), text);
    let key = |seen: &Seen| -> (bool, String) {
        let a = &seen.article;
        match sort {
            Sort::Best => panic!("the best order has scores"),
            Sort::Newest => (false, format!("{:09}", 100_000_000 - seen.date_key())),
            Sort::Oldest => (seen.date_key() == 0, format!("{:09}", seen.date_key())),
            Sort::Author => {
                name(a.authors.first().map(|author| fold(&author.short_name())).unwrap_or_default())
            }
            Sort::Journal if a.journal.abbreviation.is_empty() => name(fold(&a.journal.title)),
            Sort::Journal => name(fold(&a.journal.abbreviation)),
            _ => name(fold(&a.title)),
        }
    };
    let mut keyed: Vec<_> =
        found.iter().map(|seen| (key(seen), u32::MAX - seen.date_key() / 10_000, seen.pmid)).collect();
    keyed.sort();
    keyed.into_iter().map(|entry| entry.2).collect()
}

fn check_boolean(text: &str, filters: &Filters, index: &Index, seen: &[Seen], dice: &mut Dice) {
    let query = Query::parse(text).unwrap();
    let QueryKind::Boolean(node) = kind(&query) else { return check_plain(text, filters, index, seen) };
    let expected: Vec<&Seen> =
        seen.iter().filter(|seen| seen.matches(node) && seen.passes(filters)).collect();
    let best = found(index, &search(text, filters, Matching::Auto, Sort::Best));
    let pmids = expected.iter().map(|seen| seen.pmid).collect();
    assert_eq!(sorted(best), sorted(pmids), "{text} {filters:?}");
    let sort = dice.pick(&Sort::NAMES[1..]).1;
    let listed = found(index, &search(text, filters, Matching::Auto, sort));
    assert_eq!(listed, in_order(&expected, sort), "{text} {filters:?} {sort:?}");
    let again = Query::parse(query.text()).unwrap();
    assert_eq!(again, query);
}

fn check_plain(text: &str, filters: &Filters, index: &Index, seen: &[Seen]) {
    let query = Query::parse(text).unwrap();
    let QueryKind::Plain(words) = kind(&query) else { panic!("{text} is not plain") };
    let groups = naive::groups(words);
    let counts: Vec<(u32, usize)> = seen
        .iter()
        .filter(|seen| seen.passes(filters))
        .map(|seen| (seen.pmid, seen.groups(&groups)))
        .collect();
    let with = |least: usize| -> Vec<u32> {
        counts.iter().filter(|entry| entry.1 >= least.max(1)).map(|entry| entry.0).collect()
    };
    for sort in [Sort::Best, Sort::Newest] {
        let all = found(index, &search(text, filters, Matching::All, sort));
        assert_eq!(sorted(all), sorted(with(groups.len())), "all of {text} {filters:?}");
        let any = found(index, &search(text, filters, Matching::Any, sort));
        assert_eq!(sorted(any), sorted(with(1)), "any of {text} {filters:?}");
    }
    let auto = index.search(search(text, filters, Matching::Auto, Sort::Best).limit(1_000_000)).unwrap();
    assert_eq!(auto.total, with(groups.len()).len() as u64, "{text}");
    assert_eq!(auto.total + auto.partial, with(1).len() as u64, "{text} {filters:?}");
    for hit in &auto {
        let pmid = hit.pmid.unwrap().number();
        let has = counts.iter().find(|entry| entry.0 == pmid).unwrap().1;
        assert_eq!(hit.missing.len(), groups.len() - has, "{text}: {pmid} lacks {:?}", hit.missing);
    }
    let unknown: Vec<&String> = groups
        .iter()
        .filter(|group| seen.iter().all(|seen| seen.groups(std::slice::from_ref(group)) == 0))
        .map(|group| &group.text)
        .collect();
    assert_eq!(auto.unknown.iter().collect::<Vec<_>>(), unknown, "{text}");
}

/// Best first: scores fall, and equal ones follow year and PMID.
fn check_ranking(text: &str, index: &Index, seen: &[Seen]) {
    let hits = index.search(Search::new(text).limit(1_000_000).snippets(0)).unwrap();
    let year = |pmid: u32| seen.iter().find(|seen| seen.pmid == pmid).unwrap().date_key() / 10_000;
    // Articles with all words come before those with some.
    for block in [&hits.hits[..hits.total as usize], &hits.hits[hits.total as usize..]] {
        for pair in block.windows(2) {
            let key = |at: usize| {
                let pmid = pair[at].pmid.unwrap().number();
                (pair[at].score, year(pmid), u32::MAX - pmid)
            };
            assert!(key(0) > key(1), "{text}: {:?} before {:?}", key(0), key(1));
        }
    }
}

/// All that is said of a search but how long it took.
#[derive(Debug, PartialEq)]
struct Answer {
    /// Id, bits of the score and missing words of each hit, in their order.
    hits: Vec<(String, u32, Vec<String>)>,
    total: u64,
    partial: u64,
    unknown: Vec<String>,
}

fn answer(index: &Index, search: Search) -> Answer {
    let Hits { hits, total, partial, unknown, .. } = index.search(search.snippets(0)).unwrap();
    let one = |hit: Hit| (hit.id.to_string(), hit.score.to_bits(), hit.missing);
    Answer { hits: hits.into_iter().map(one).collect(), total, partial, unknown }
}

fn one_corpus(seed: u64, engine: Engine) {
    let mut dice = Dice::new(seed);
    let place = Place::of(engine);
    let files = history(&mut dice, &place);
    let seen: Vec<Seen> = files.values().flatten().map(Seen::of).collect();
    let phrases = articles::phrases(files.values().flatten());
    let index = place.open();
    assert_sound(&index);
    assert_eq!(index.status().unwrap().articles, seen.len() as u64);
    let places = others(&place, &files);
    let others: Vec<Index> = places.iter().map(Place::open).collect();
    for _ in 0..QUERIES {
        let filters = articles::filters(&mut dice);
        let plain = dice.one_in(3);
        let text = if plain { articles::plain(&mut dice) } else { articles::boolean(&mut dice, 3, &phrases) };
        if plain {
            check_plain(&text, &filters, &index, &seen);
        } else {
            check_boolean(&text, &filters, &index, &seen, &mut dice);
        }
        check_ranking(&text, &index, &seen);
        marks::check(&text, &index);
        let matching = *dice.pick(&[Matching::Auto, Matching::All, Matching::Any]);
        let sort = dice.pick(&Sort::NAMES).1;
        for wanted in [
            Search::new(text.as_str()).limit(1_000_000),
            search(&text, &filters, matching, sort).offset(dice.below(3)).limit(dice.below(30)),
        ] {
            let expected = answer(&index, wanted.clone());
            for (number, other) in others.iter().enumerate() {
                assert_eq!(answer(other, wanted.clone()), expected, "{wanted:?}, index {number}");
            }
        }
    }
}

#[test]
fn answers_are_those_of_brute_force() {
    // Each engine has its turn; the others are held against it.
    for (seed, &engine) in (0..times(4)).zip(Engine::ALL.iter().cycle()) {
        println!("{engine:?}, corpus {seed}");
        one_corpus(seed as u64, engine);
    }
}
