//! Builds whose process is killed, or whose power is cut, at any step.
//!
//! Whatever is left, the index opens with the state before or after, verifies, and the next build succeeds. What a build
//! or a program was told is done is there.

use std::fs;
use std::sync::Arc;

use super::bench::{Act, Bench, State, is_long};
use super::durable::{Left, Loss, Watched};
use crate::corpus::{ingest, rebuild};
use crate::index::Disk;

/// A copy of the bench's index that is watched, or the place of one. The directory that holds the index is watched too:
/// an index has a name there.
fn watched(bench: &Bench, losses: Vec<Loss>) -> Arc<Watched> {
    let directory = bench.path("watched");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir(&directory).unwrap();
    bench.fresh("watched/index");
    Watched::new(&directory, losses)
}

/// What is left of a build by a death at any step.
pub(super) fn deaths_of(bench: &Bench, run: impl FnOnce(Disk, &Watched)) -> Vec<Left> {
    let watched = watched(bench, Loss::every(if is_long() { 8 } else { 2 }));
    run(watched.disk(), &watched);
    watched.left()
}

/// Calls `then` with every death, its number, and the states that are right before it and after; what is left is laid out
/// as the index `left/index`. The states are those in force when nothing, one thing, and so on was said to be done.
pub(super) fn each_death(
    bench: &Bench,
    deaths: &[Left],
    states: &[Option<State>],
    then: impl Fn(usize, &Option<State>, &str),
) {
    assert!(deaths.len() > 50, "{} deaths", deaths.len());
    let mut kept = 0;
    for (number, left) in deaths.iter().enumerate() {
        left.lay_out(&bench.path("left"));
        let state = bench.state_if_any("left/index");
        let right = &states[left.done..states.len().min(left.done + 2)];
        assert!(right.contains(&state), "{}: {state:?}", left.death);
        kept += usize::from(state == states[0]);
        then(number, &state, &left.death);
    }
    println!("{} deaths, {kept} of them kept the old state", deaths.len());
    assert!(kept > 0, "no death kept the old state");
}

/// That a build left of earlier ones only the generation before.
fn assert_tidy(bench: &Bench, index: &str, context: &str) {
    let names = bench.names(index);
    let (last, generations) = (names.len() - 1, &names[1..]);
    let current = fs::read_to_string(bench.path(index).join("CURRENT")).expect(context);
    let current = current.split_whitespace().next().unwrap();
    let is_generation =
        |name: &String| name.strip_prefix("gen-").is_some_and(|number| number.parse::<u64>().is_ok());
    let is_tidy =
        names[0] == "CURRENT" && last <= 2 && names[last] == current && generations.iter().all(is_generation);
    assert!(is_tidy, "{context}: {names:?}, {current} is in use");
}

fn survives_death_at_any_step(bench: &Bench, run: Act, normal_stride: usize) {
    let stride = if is_long() { 1 } else { normal_stride };
    let first = bench.state_of("before");
    let states = [bench.state_if_any("base"), Some(bench.state_of("after"))];
    let deaths = deaths_of(bench, |disk, watched| {
        run(&bench.build("after", "watched/index", disk), &[], &|_| {}).unwrap();
        watched.done();
    });
    each_death(bench, &deaths, &states, |number, _, death| {
        if number % stride != 0 {
            return;
        }
        // The corpus goes on from there, or back to what it was.
        for (corpus, wanted) in
            [("before", &first), ("after", states[1].as_ref().unwrap())].into_iter().skip(number / stride % 2)
        {
            ingest(&bench.build(corpus, "left/index", Disk::default()), &[], &|_| {})
                .unwrap_or_else(|error| panic!("{death}, then {corpus}: {error}"));
            assert_eq!(bench.state("left/index"), *wanted, "{death}, then {corpus}");
            assert_tidy(bench, "left/index", &format!("{death}, then {corpus}"));
        }
    });
}

#[test]
fn a_first_build_survives_death_at_any_step() {
    survives_death_at_any_step(&Bench::without_index(), ingest, 10);
}

#[test]
fn an_ingest_survives_death_at_any_step() {
    survives_death_at_any_step(&Bench::new(), ingest, 10);
}

#[test]
fn a_rebuild_survives_death_at_any_step() {
    survives_death_at_any_step(&Bench::new(), rebuild, 10);
}

#[test]
fn an_ingest_that_compacts_survives_death_at_any_step() {
    let bench = Bench::new();
    bench.wear();
    survives_death_at_any_step(&bench, ingest, 10);
}

/// What a killed process renamed may not be on the device yet, and no later one can tell. It must not remove what that
/// took the place of, nor say of it that it is done.
#[test]
fn an_ingest_after_a_killed_one_survives_death_at_any_step() {
    let bench = Bench::new();
    bench.wear();
    let states = ["before", "after", "last"].map(|corpus| Some(bench.state_of(corpus)));
    let syncs = {
        let watched = watched(&bench, Vec::new());
        ingest(&bench.build("after", "watched/index", watched.disk()), &[], &|_| {}).unwrap();
        watched.syncs_of_directories()
    };
    for first in syncs {
        for (corpus, wanted) in [("after", 1), ("last", 2)] {
            let watched = watched(&bench, vec![Loss::Names, Loss::Any(1), Loss::Any(2)]);
            let killed = bench.build("after", "watched/index", watched.disk_until(first));
            let _ = ingest(&killed, &[], &|_| {});
            watched.left();
            ingest(&bench.build(corpus, "watched/index", watched.disk()), &[], &|_| {}).unwrap();
            watched.done();
            let left = watched.left();
            let some = left.iter().enumerate().filter(|(at, left)| is_long() || at % 7 == 0 || left.done > 0);
            for (_, left) in some {
                left.lay_out(&bench.path("left"));
                let state = bench.state_if_any("left/index");
                let right = if left.done > 0 { &states[wanted..=wanted] } else { &states[..=wanted] };
                let context = format!("killed at step {first}, then {corpus} until {}", left.death);
                assert!(right.contains(&state), "{context}: {state:?}");
            }
        }
    }
}
