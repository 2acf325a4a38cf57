//! What fails behind the moment of a commit is no failure of it, and what a stopped build left goes with the next one.

use std::fs;
use std::io;
use std::path::Path;

use super::bench::Bench;
use crate::corpus::{Build, ingest, rebuild};
use crate::index::{Disk, Step};

/// A disk on which the steps fail that are told so.
fn failing(fails: impl Fn(Step, &Path) -> bool + Send + Sync + 'static) -> Disk {
    Disk::hooked(move |step, path| if fails(step, path) { Err(io::Error::other("injected")) } else { Ok(()) })
}

/// A build that is stopped before it says which generation is in use.
fn stopped_before_current(bench: &Bench, index: &str) -> Build {
    bench.build("after", index, failing(|_, path| path.to_string_lossy().contains("CURRENT")))
}

/// It is complete, and an ingest found nothing to do: so a rebuild stopped at the same place left two generations, and
/// none that is in use.
#[test]
fn a_first_build_that_did_not_say_so_is_ended_by_the_next() {
    let bench = Bench::without_index();
    let after = bench.state_of("after");
    let build = stopped_before_current(&bench, "index");
    ingest(&build, &[], &|_| {}).unwrap_err();
    assert_eq!((bench.names("index"), bench.state("index") == after), (vec!["gen-1".to_owned()], true));
    ingest(&bench.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
    assert_eq!(bench.names("index"), ["CURRENT", "gen-1"]);
    rebuild(&build, &[], &|_| {}).unwrap_err();
    assert_eq!(bench.state("index"), after);
}

/// A rebuild that is killed between its two renames leaves a complete generation that nothing names.
#[test]
fn a_generation_that_was_never_in_use_goes_with_the_next_build() {
    let bench = Bench::new();
    let (before, after) = (bench.state_of("before"), bench.state_of("after"));
    for next in [ingest, rebuild] {
        bench.fresh("index");
        // Killed, it removes nothing.
        let killed = failing(|step, path| step == Step::Remove || path.to_string_lossy().contains("CURRENT"));
        rebuild(&bench.build("after", "index", killed), &[], &|_| {}).unwrap_err();
        assert_eq!((bench.names("index").len(), bench.state("index") == before), (3, true));
        let report = next(&bench.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
        let wanted =
            if report.generation == 1 { vec!["CURRENT", "gen-1"] } else { vec!["CURRENT", "gen-1", "gen-3"] };
        assert_eq!(bench.names("index"), wanted);
        assert_eq!(bench.state("index"), after);
    }
    // One that only fails removes it itself: it may be that the disk is full.
    bench.fresh("index");
    rebuild(&stopped_before_current(&bench, "index"), &[], &|_| {}).unwrap_err();
    assert_eq!(bench.names("index"), ["CURRENT", "gen-1"]);
}

#[test]
fn half_of_a_word_on_what_is_in_use_goes_with_the_next_build() {
    let bench = Bench::new();
    bench.fresh("index");
    fs::write(bench.path("index/CURRENT.new"), "gen-").unwrap();
    ingest(&bench.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
    assert_eq!(bench.names("index"), ["CURRENT", "gen-1"]);
}

#[test]
fn an_older_generation_that_stays_is_told() {
    let bench = Bench::new();
    let after = bench.state_of("after");
    bench.fresh("index");
    rebuild(&bench.build("before", "index", Disk::default()), &[], &|_| {}).unwrap();
    let stubborn = failing(|step, path| step == Step::Remove && path.ends_with("gen-1"));
    let report = rebuild(&bench.build("after", "index", stubborn), &[], &|_| {}).unwrap();
    assert_eq!((report.generation, bench.state("index") == after), (3, true));
    assert!(report.warnings[0].contains("an older one was not removed"), "{:?}", report.warnings);
    assert_eq!(bench.names("index"), ["CURRENT", "gen-1", "gen-2", "gen-3"]);
    let report = ingest(&bench.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
    assert_eq!(
        (report.warnings, bench.names("index")),
        (vec![], ["CURRENT", "gen-2", "gen-3"].map(Into::into).to_vec())
    );
}

#[test]
fn room_that_cannot_be_given_back_is_told() {
    let bench = Bench::new();
    bench.wear();
    let after = bench.state_of("after");
    bench.fresh("index");
    let full = failing(|step, path| {
        step == Step::Write && path.parent().is_some_and(|path| path.ends_with("articles"))
    });
    let report = ingest(&bench.build("after", "index", full), &[], &|_| {}).unwrap();
    assert!(report.warnings[0].contains("was not given back"), "{:?}", report.warnings);
    assert_eq!((bench.state("index") == after, bench.compactions("index")), (true, 0));
    let report = ingest(&bench.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
    assert_eq!((report.warnings, bench.compactions("index")), (vec![], 1));
    assert_eq!(bench.state("index"), after);
}

/// The manifest of a commit is in force under the name of the next, too: nothing it lists is forgotten.
#[test]
fn a_manifest_without_its_name_is_in_force() {
    let bench = Bench::new();
    let after = bench.state_of("after");
    let unnamed = |step, path: &Path| step == Step::Rename && path.ends_with("manifest.json");
    // Of many commits each finds the manifest of the one before.
    bench.fresh("index");
    let build = Build { commit_every: 2, ..bench.build("after", "index", failing(unnamed)) };
    assert!(
        ingest(&build, &[], &|_| {}).is_err(),
        "the second commit would write over the manifest of the first"
    );
    ingest(&bench.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
    assert_eq!(bench.state("index"), after);
    // A rebuild finds the sources that only this manifest lists.
    bench.fresh("index");
    let outside = bench.path("outside.jsonl");
    fs::copy(bench.path("last").join("e.jsonl"), &outside).unwrap();
    ingest(&bench.build("before", "index", failing(unnamed)), &[outside], &|_| {}).unwrap();
    assert!(bench.path("index/gen-1/manifest.next.json").exists());
    let state = bench.state("index");
    assert!(state.titles.contains_key(&10), "{state:?}");
    rebuild(&bench.build("before", "index", Disk::default()), &[], &|_| {}).unwrap();
    assert_eq!(bench.state("index").titles, state.titles);
}
