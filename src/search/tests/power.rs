//! Builds whose process is killed, or whose power is cut, at any step.
//!
//! Whatever is left, the index opens with the state before or after, verifies, and the next build succeeds. What a build
//! or a program was told is done is there.

use std::fs;

use super::bench::{Act, Bench, State, is_long};
use super::durable::{Left, Loss, Watched};
use crate::corpus::{ingest, rebuild};
use crate::index::Disk;

/// What is left of a build by a death at any step. The directory that holds the index is watched too: an index has a
/// name there.
pub(super) fn deaths_of(bench: &Bench, run: impl FnOnce(Disk, &Watched)) -> Vec<Left> {
    let directory = bench.path("watched");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir(&directory).unwrap();
    bench.fresh("watched/index");
    let watched = Watched::new(&directory, Loss::every(if is_long() { 8 } else { 2 }));
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
