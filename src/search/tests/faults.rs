//! Builds whose disk fails: at every step in turn, once or from then on, and twice in a row.
//!
//! Whatever fails, the index opens with the state before or after, verifies, and the next build succeeds.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::bench::{Act, Bench, is_long};
use crate::corpus::{Build, CorpusError, Report, ingest, rebuild};
use crate::engine::{home, stamp_of};
use crate::index::{Disk, Step};

/// A disk whose step of this number fails, and all later ones too if it stops for good.
fn failing(at: usize, for_good: bool) -> (Disk, Arc<AtomicUsize>) {
    let steps = Arc::new(AtomicUsize::new(0));
    let count = steps.clone();
    let disk = Disk::hooked(move |step: Step, path: &Path| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        if number == at || (for_good && number > at) {
            return Err(io::Error::other(format!("injected at {step:?} {}", path.display())));
        }
        Ok(())
    });
    (disk, steps)
}

fn act(run: Act, build: &Build) -> Result<Report, CorpusError> {
    catch_unwind(AssertUnwindSafe(|| run(build, &[], &|_| {})))
        .expect("a failing disk must not end in a panic")
}

fn all_steps_fail(bench: &Bench, run: Act, normal_stride: usize) {
    let stride = if is_long() { 1 } else { normal_stride };
    let (before, after) = (bench.state_if_any("base"), bench.state_of("after"));
    let first = bench.state_of("before");
    bench.fresh("index");
    let (disk, steps) = failing(usize::MAX, false);
    act(run, &bench.build("after", "index", disk)).unwrap();
    assert_eq!(bench.state("index"), after);
    let steps = steps.load(Ordering::SeqCst);
    assert!(steps > 10, "{steps} steps");
    let mut kept = 0;
    for for_good in [true, false] {
        for at in (usize::from(for_good)..steps).step_by(stride) {
            bench.fresh("index");
            let (disk, _) = failing(at, for_good);
            let result = act(run, &bench.build("after", "index", disk));
            let context = format!("step {at} of {steps}, for good: {for_good}: {result:?}");
            if let Err(error) = &result {
                assert!(error.to_string().contains("injected"), "{context}");
            }
            let state = bench.state_if_any("index");
            let is_done = state.as_ref() == Some(&after);
            assert!(state == before || is_done, "{context}: {state:?}");
            assert!(result.is_err() || is_done, "{context}: it said it was done");
            if let (Err(error), true) = (&result, is_done) {
                // It is only not known whether the device has it, or a first build could not say that it is in use.
                let said = error.to_string();
                let is_in_doubt =
                    said.contains("SyncDirectory") || (before.is_none() && said.contains("CURRENT"));
                assert!(is_in_doubt, "{context}: it counts");
            }
            kept += usize::from(state == before);
            // The corpus goes on from there, or back to what it was.
            for (corpus, wanted) in [("before", &first), ("after", &after)].into_iter().skip(at % 2) {
                ingest(&bench.build(corpus, "index", Disk::default()), &[], &|_| {}).expect(&context);
                assert_eq!(bench.state("index"), *wanted, "{context}, then {corpus}");
            }
        }
    }
    assert!(kept > 0, "no fault kept the old state");
}

#[test]
fn a_first_build_survives_a_fault_at_any_step() {
    all_steps_fail(&Bench::without_index(), ingest, 7);
}

#[test]
fn an_ingest_survives_a_fault_at_any_step() {
    all_steps_fail(&Bench::new(), ingest, 5);
}

#[test]
fn a_rebuild_survives_a_fault_at_any_step() {
    all_steps_fail(&Bench::new(), rebuild, 7);
}

#[test]
fn an_ingest_that_compacts_survives_a_fault_at_any_step() {
    let bench = Bench::new();
    bench.wear();
    all_steps_fail(&bench, ingest, 6);
}

#[test]
fn an_article_keeps_when_it_came() {
    let bench = Bench::new();
    bench.fresh("index");
    let home = home(bench.path("index"), Disk::default());
    let first = home.snapshot().unwrap().origin().unwrap().1.sequence;
    ingest(&bench.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
    let stamp = |pmid: u32| stamp_of(&bench.path("index"), &format!("pmid:{pmid}").parse().unwrap());
    let (same, changed, new) = (stamp(8), stamp(2), stamp(7));
    assert!(same.came == same.changed && same.came <= first, "{same:?}");
    assert!(changed.came == same.came && changed.changed > first, "{changed:?}");
    assert!(new.came == changed.changed && new.changed == new.came, "{new:?}");
    // Another file has it now.
    assert_eq!(stamp(5), changed);
    let snapshot = home.snapshot().unwrap();
    let manifest = snapshot.origin().unwrap().1;
    let rows = manifest.sequences.iter();
    assert_eq!(rows.clone().map(|row| row.number).max(), Some(manifest.sequence));
    let of_ingest: Vec<_> = rows.filter(|row| row.number > first).map(|row| row.changes).collect();
    let sum = |count: fn(&crate::index::Changes) -> u64| of_ingest.iter().map(count).sum::<u64>();
    assert_eq!((sum(|row| row.added), sum(|row| row.updated), sum(|row| row.deleted)), (2, 4, 1));
}

/// An ingest of many commits may stop between two of them; nothing is doubled or lost by the next.
#[test]
fn an_ingest_of_many_commits_survives_a_stop_at_any_step() {
    let stride = if is_long() { 1 } else { 8 };
    let bench = Bench::new();
    let (before, after) = (bench.state_of("before"), bench.state_of("after"));
    let of = |disk: Disk| Build { commit_every: 2, ..bench.build("after", "index", disk) };
    bench.fresh("index");
    let (disk, steps) = failing(usize::MAX, false);
    act(ingest, &of(disk)).unwrap();
    for at in (0..steps.load(Ordering::SeqCst)).step_by(stride) {
        bench.fresh("index");
        let result = act(ingest, &of(failing(at, true).0));
        let state = bench.state("index");
        for (pmid, title) in &state.titles {
            let known = before.titles.get(pmid) == Some(title) || after.titles.get(pmid) == Some(title);
            assert!(known, "step {at}: {result:?}: {pmid} {title}");
        }
        for problem in &state.problems {
            let known = before.problems.contains(problem) || after.problems.contains(problem);
            assert!(known, "step {at}: {result:?}: {problem}");
        }
        // The corpus goes on from there, or back to what it was.
        for (corpus, wanted) in [("before", &before), ("after", &after)].into_iter().skip(at % 2) {
            let build = Build { corpus: bench.path(corpus), ..of(Disk::default()) };
            ingest(&build, &[], &|_| {}).unwrap();
            assert_eq!(bench.state("index"), *wanted, "step {at}: {result:?}, then {corpus}");
        }
    }
}

/// Nothing is read and no article changes: the list of problems has a commit of its own.
#[cfg(unix)]
#[test]
fn a_change_of_the_problems_alone_survives_a_fault_at_any_step() {
    let bench = Bench::new();
    let before = bench.state_of("before");
    std::os::unix::fs::symlink("nowhere", bench.path("before").join("lost.jsonl")).unwrap();
    let after = bench.state_of("before");
    assert_eq!(after.problems.len(), before.problems.len() + 1);
    bench.fresh("index");
    let (disk, steps) = failing(usize::MAX, false);
    act(ingest, &bench.build("before", "index", disk)).unwrap();
    for for_good in [true, false] {
        for at in 0..steps.load(Ordering::SeqCst) {
            bench.fresh("index");
            let result = act(ingest, &bench.build("before", "index", failing(at, for_good).0));
            let state = bench.state("index");
            assert!(state == before || state == after, "step {at}: {result:?}: {state:?}");
            assert!(result.is_err() || state == after, "step {at}: it said it was done");
            ingest(&bench.build("before", "index", Disk::default()), &[], &|_| {}).unwrap();
            assert_eq!(bench.state("index"), after, "step {at}: {result:?}");
        }
    }
}

/// Two stops in a row: the second must find what the first left.
#[test]
fn two_stops_in_a_row_leave_a_committed_state() {
    let stride = if is_long() { 1 } else { 7 };
    let bench = Bench::new();
    let states = ["before", "after", "last"].map(|corpus| bench.state_of(corpus));
    bench.fresh("index");
    let (disk, steps) = failing(usize::MAX, false);
    act(ingest, &bench.build("after", "index", disk)).unwrap();
    let steps = steps.load(Ordering::SeqCst);
    // The first stop comes late, around the commit.
    for (first, second) in (steps / 3..steps).step_by(stride).zip((0..steps).step_by(stride).cycle()) {
        bench.fresh("index");
        let one = act(ingest, &bench.build("after", "index", failing(first, true).0));
        let two = act(ingest, &bench.build("last", "index", failing(second, true).0));
        let context = format!("stops at {first} and {second} of {steps}: {one:?}, {two:?}");
        assert!(states.contains(&bench.state("index")), "{context}");
        ingest(&bench.build("last", "index", Disk::default()), &[], &|_| {}).expect(&context);
        assert_eq!(bench.state("index"), states[2], "{context}");
    }
}
