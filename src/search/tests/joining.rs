//! Which records are one article, against the definition: all records of all files compared at once.
//!
//! Files come, change and go, by few commits or many, and builds are stopped at any step, where an engine has steps. In these tests keys have
//! hashes of 12 bits, so that many collide, and almost all that was read lately is forgotten, so that records of one
//! work are written apart and put together later.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::corpus::{Build, groups_of_works, ingest, rebuild};
use crate::engine::{home, memory_home};
use crate::formats::jsonl::write_line;
use crate::formats::{Item, read_file};
use crate::index::{Disk, Held, Home, Lookup, Parts, Place, SourceRecord};
use crate::model::{Article, Author, DateKind, DatedEvent};

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A record of one of a few works; of the first there are more than a weak key may have.
fn record(dice: &mut Dice) -> Article {
    let work = if dice.below(3) == 0 { 0 } else { dice.below(40) };
    let pick = |dice: &mut Dice, of: [&str; 3]| of[dice.below(3) as usize].to_owned();
    let mut article = Article {
        title: format!("Prone positioning in refractory hypoxemia of kind {work}"),
        authors: vec![Author {
            family: pick(dice, ["Doe", "Roe", "Doe"]),
            initials: "J".into(),
            ..Author::default()
        }],
        volume: pick(dice, ["8", "9", ""]),
        pages: if dice.below(2) == 0 { format!("{}-99", dice.below(60) + 1) } else { String::new() },
        ..Article::default()
    };
    article.journal.abbreviation = "J Tests".into();
    let year = if dice.below(2) == 0 { "2020" } else { "2021" };
    article.dates.push(DatedEvent { kind: DateKind::Published, date: year.parse().unwrap() });
    if dice.below(3) == 0 {
        article.ids.pmid = (work as u32 * 2 + dice.below(2) as u32 + 1).try_into().ok();
    }
    if dice.below(3) == 0 {
        article.ids.doi = format!("10.1000/{}", work * 2 + dice.below(2)).parse().ok();
    }
    article.origin.format = pick(dice, ["ris", "pubmed-xml", "jats"]);
    article.assign_id();
    article
}

/// Every record of the files, as it is read.
fn all_records(corpus: &Path) -> Vec<SourceRecord> {
    let mut files: Vec<_> = fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut records = Vec::new();
    for path in files {
        let source = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut take = |item: Item| {
            if let Item::Article(article) = item {
                records.push(SourceRecord { source: source.clone(), article: *article });
            }
            ControlFlow::Continue(())
        };
        read_file(&path, &source, &AtomicU64::new(0), &mut take).unwrap();
    }
    records
}

/// The articles there should be, as the records each is made of.
fn defined(corpus: &Path) -> BTreeSet<Vec<Held>> {
    let records = all_records(corpus);
    let of_group = |group: Vec<usize>| {
        let mut held: Vec<Held> = group.into_iter().map(|at| records[at].held()).collect();
        held.sort();
        held
    };
    groups_of_works(&records).into_iter().map(of_group).collect()
}

/// The articles there are; each is found by its id and by every key of its records, and by no key of another.
fn present(home: &dyn Home) -> BTreeSet<Vec<Held>> {
    let snapshot = home.snapshot().unwrap();
    let find = |of: Lookup<'_>| {
        let mut found = snapshot.find(&[of], usize::MAX).unwrap().remove(0);
        found.sort_unstable();
        found
    };
    let mut articles: Vec<Vec<Held>> = Vec::new();
    let mut by_key: BTreeMap<String, BTreeSet<Place>> = BTreeMap::new();
    snapshot
        .each(Lookup::All, Parts::WORK, &mut |record| {
            let work = *record.work.unwrap();
            let id = work.article.id.as_str();
            assert_eq!(find(Lookup::Id(id)), [record.place], "{id}");
            for article in work.records.iter().map(|record| &record.article).chain([&work.article]) {
                for key in article.identity_keys() {
                    by_key.entry(key.to_string()).or_default().insert(record.place);
                }
            }
            articles.push(work.held);
            ControlFlow::Continue(())
        })
        .unwrap();
    for (key, places) in by_key {
        assert_eq!(find(Lookup::Key(&key)), Vec::from_iter(places), "{key}");
    }
    assert_eq!(find(Lookup::Key("doi:10.1000/none")), []);
    let found: BTreeSet<Vec<Held>> = articles.iter().cloned().collect();
    assert_eq!(found.len(), articles.len(), "an article stands there twice");
    found
}

fn stopping(at: usize) -> Disk {
    let steps = AtomicUsize::new(0);
    Disk::hooked(move |_, _| match steps.fetch_add(1, Ordering::SeqCst) {
        step if step >= at => Err(io::Error::other("injected")),
        _ => Ok(()),
    })
}

fn history(seed: u64) {
    super::limit::begin();
    let directory = tempfile::tempdir().unwrap();
    let (corpus, index) = (directory.path().join("corpus"), directory.path().join("index"));
    fs::create_dir(&corpus).unwrap();
    let mut dice = Dice(seed);
    let homes = [home(&index, Disk::default()), memory_home(&index)];
    let mut build = Build { threads: 2, commit_every: 1_000, ..Build::new(&corpus, homes[0].clone()) };
    let mut told = Vec::new();
    for step in 0..5 {
        for _ in 0..=dice.below(2) {
            let name = ["a.jsonl", "b.jsonl", "c.jsonl"][dice.below(3) as usize];
            let mut file = File::create(corpus.join(name)).unwrap();
            let count = dice.below(60) + 1;
            (0..count).for_each(|_| write_line(&record(&mut dice), &mut file).unwrap());
            told.push(format!("{name}: {count}"));
        }
        build.commit_every = [1, 7, 1_000][dice.below(3) as usize];
        if step > 0 && dice.below(2) == 0 {
            let at = dice.below(60) as usize;
            let stopped = ingest(&Build { home: home(&index, stopping(at)), ..build.clone() }, &[], &|_| {});
            told.push(format!("stopped at {at}: {}", stopped.is_err()));
        }
        told.push(format!("ingested, {} a commit", build.commit_every));
        for home in &homes {
            ingest(&Build { home: home.clone(), ..build.clone() }, &[], &|_| {}).unwrap();
            assert_eq!(present(&**home), defined(&corpus), "seed {seed}, {home:?}: {told:#?}");
        }
    }
    for home in &homes {
        rebuild(&Build { home: home.clone(), ..build.clone() }, &[], &|_| {}).unwrap();
        assert_eq!(present(&**home), defined(&corpus), "seed {seed}, {home:?}: rebuilt");
    }
}

#[test]
fn any_history_gives_the_works_that_are_defined() {
    let seeds = if std::env::var_os("LITDEX_LONG").is_some() { 300 } else { 4 };
    (0..seeds).for_each(history);
}
