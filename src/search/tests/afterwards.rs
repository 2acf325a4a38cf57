//! What a stopped build left goes with the next one.

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
