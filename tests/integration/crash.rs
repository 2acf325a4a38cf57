//! Builds killed at any moment: the index opens, verifies, and holds the corpus of before or of after.
//!
//! The build runs in a process of its own, this very test binary told by an environment variable what to
//! do, and is killed with SIGKILL. It must not know what steps a build has.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use litdex::{Index, Indexer};

use crate::support::{Dice, Place, all_ids, many, own_test, times, write_articles};

const TASK: &str = "LITDEX_CRASH_TASK";
const CORPUS: &str = "LITDEX_CRASH_CORPUS";
const INDEX: &str = "LITDEX_CRASH_INDEX";

/// What a killed process does; without the variables nothing.
#[test]
fn the_process_that_is_killed() {
    let variable = |name: &str| std::env::var(name).ok();
    let (Some(task), Some(corpus), Some(index)) = (variable(TASK), variable(CORPUS), variable(INDEX)) else {
        return;
    };
    let indexer = Indexer::new(corpus, index).threads(2);
    match task.as_str() {
        "ingest" => indexer.ingest(&|_| {}),
        _ => indexer.rebuild(&|_| {}),
    }
    .unwrap();
}

fn start(task: &str, corpus: &Path, index: &Path) -> Child {
    own_test("crash::the_process_that_is_killed")
        .env(TASK, task)
        .env(CORPUS, corpus)
        .env(INDEX, index)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Two corpora that share most articles: files changed, gone, new.
fn corpora(place: &Place) -> [std::path::PathBuf; 2] {
    let corpora = ["one", "two"].map(|name| place.path().join(name));
    for corpus in &corpora {
        fs::create_dir(corpus).unwrap();
    }
    for number in 0..6_u32 {
        let pmids = 1 + number * 250..1 + (number + 1) * 250;
        let name = format!("file{number}.jsonl");
        if number == 5 {
            write_articles(&corpora[1].join(&name), &many(pmids, "new"));
        } else {
            let version = if number < 2 { "changed" } else { "same" };
            write_articles(&corpora[0].join(&name), &many(pmids.clone(), "same"));
            let kept = if number == 0 { pmids.start + 20..pmids.end } else { pmids.clone() };
            write_articles(&corpora[1].join(&name), &many(kept, version));
        }
    }
    fs::remove_file(corpora[1].join("file4.jsonl")).unwrap();
    corpora
}

fn ids(index: &Path) -> BTreeSet<String> {
    let index = Index::open(index).unwrap();
    let found = all_ids(&index).unwrap();
    let set: BTreeSet<String> = found.iter().cloned().collect();
    assert_eq!(set.len(), found.len(), "an article stands in the index twice");
    set
}

fn ids_of(corpus: &Path, place: &Place) -> BTreeSet<String> {
    let index = place.path().join("sound");
    Indexer::new(corpus, &index).rebuild(&|_| {}).unwrap();
    ids(&index)
}

/// Kills a build of each corpus in turn, at moments spread over the time it takes undisturbed.
fn kill(task: &str, kills: usize, dice: &mut Dice) {
    let place = Place::new();
    let corpora = corpora(&place);
    let states = [ids_of(&corpora[0], &place), ids_of(&corpora[1], &place)];
    let index = place.index();
    Indexer::new(&corpora[0], &index).rebuild(&|_| {}).unwrap();
    let mut taken = Duration::ZERO;
    for round in [1, 0] {
        let begun = Instant::now();
        assert!(start(task, &corpora[round], &index).wait().unwrap().success());
        taken = taken.max(begun.elapsed());
        assert_eq!(ids(&index), states[round]);
    }
    let (mut hit, mut done, mut attempts) = (0, 0, 0);
    while hit < kills && attempts < kills * 3 {
        let (from, to) = (attempts % 2, (attempts + 1) % 2);
        attempts += 1;
        let part = (hit * 1000 + dice.below(1000)) as u32 / kills as u32;
        let mut child = start(task, &corpora[to], &index);
        std::thread::sleep(taken * part / 1000);
        child.kill().unwrap();
        let killed = !child.wait().unwrap().success();
        let context = format!("{task} killed at {part}/1000 of {taken:?}");
        let state = ids(&index);
        assert!(state == states[from] || state == states[to], "{context}: {} articles", state.len());
        let is_done = state == states[to];
        (hit, done) = (hit + usize::from(killed), done + usize::from(killed && is_done));
        // The machine is faster at times and slower at others; the last steps are to be hit too.
        if !killed {
            taken -= taken / 5;
        } else if part > 700 && !is_done {
            taken += taken / 4;
        }
        let faults = Index::open(&index).unwrap().verify().unwrap().faults;
        assert_eq!(faults, Vec::<String>::new(), "{context}");
        let indexer = Indexer::new(&corpora[to], &index).threads(2);
        // Now and then the other kind of build follows.
        let ingest = (task == "ingest") == (attempts % 4 < 3);
        let report = if ingest { indexer.ingest(&|_| {}) } else { indexer.rebuild(&|_| {}) };
        report.unwrap_or_else(|error| panic!("{context}, then ingest: {ingest}: {error}"));
        assert_eq!(ids(&index), states[to], "{context}, then ingest: {ingest}");
    }
    println!("{task}: {hit} killed at work, {done} of them behind the commit, {attempts} attempts");
    assert!(hit * 2 >= kills, "{hit} of {kills} kills came in time");
}

#[test]
fn an_ingest_may_be_killed_at_any_moment() {
    kill("ingest", times(10), &mut Dice::new(7));
}

#[test]
fn a_rebuild_may_be_killed_at_any_moment() {
    kill("rebuild", times(10), &mut Dice::new(8));
}
