//! Programs that put articles into an index, and die or have their power cut at any step: what was committed is there.

use std::path::Path;

use super::bench::{Bench, article, is_long};
use super::power::{deaths_of, each_death};
use crate::corpus::{Batch, put, rebuild};
use crate::engine::home;
use crate::index::Disk;
use crate::search::{Index, Indexer};

/// What one commit puts, in which version, and what it takes out.
const COMMITS: [(&[u32], &str, &[u32]); 3] =
    [(&[21, 22, 23], "first", &[]), (&[22, 24], "second", &[21]), (&[], "", &[22, 23])];

/// Begins the index where there is none, and commits one after the other.
fn program(path: &Path, disk: Disk, mut done: impl FnMut()) {
    let home = home(path, disk);
    if home.current().unwrap().is_none() {
        put(Indexer::over(Path::new(""), home.clone()).build(), "", &Batch::new(), &[]).unwrap();
    }
    done();
    let mut writer = Index::over(home).unwrap().writer("journal").unwrap();
    for (new, version, gone) in COMMITS {
        writer.put(new.iter().map(|&pmid| article(pmid, version)));
        writer.delete(gone.iter().map(|pmid| format!("pmid:{pmid}")));
        let report = writer.commit().unwrap();
        assert_eq!(report.warnings, Vec::<String>::new());
        done();
    }
}

fn commits_survive_death_at_any_step(bench: &Bench, corpus: &str, normal_stride: usize) {
    let stride = if is_long() { 1 } else { normal_stride };
    bench.fresh("index");
    let mut states = vec![bench.state_if_any("index")];
    program(&bench.path("index"), Disk::default(), || states.push(bench.state_if_any("index")));
    let last = states.last().unwrap();
    assert_eq!(last.as_ref().unwrap().titles[&24], "Hypoxemia second of article24");
    let deaths = deaths_of(bench, |disk, watched| {
        program(&bench.path("watched/index"), disk, || watched.done());
    });
    each_death(bench, &deaths, &states, |number, state, death| {
        if number % stride != 0 {
            return;
        }
        if state.is_some() && number / stride % 2 == 0 {
            // Nothing but the index holds what a program put: a rebuild takes it over.
            rebuild(&bench.build(corpus, "left/index", Disk::default()), &[], &|_| {}).expect(death);
            assert_eq!(bench.state_if_any("left/index"), *state, "{death}, then a rebuild");
        }
        program(&bench.path("left/index"), Disk::default(), || {});
        assert_eq!(bench.state_if_any("left/index"), *last, "{death}, then all again");
    });
}

#[test]
fn what_a_program_commits_survives_death_at_any_step() {
    commits_survive_death_at_any_step(&Bench::new(), "before", 25);
}

#[test]
fn an_index_that_a_program_begins_survives_death_at_any_step() {
    let bench = Bench::without_index();
    std::fs::create_dir(bench.path("nothing")).unwrap();
    commits_survive_death_at_any_step(&bench, "nothing", 25);
}
