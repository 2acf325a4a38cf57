//! Builds whose disk fails: at every step in turn, once or from then on, and twice in a row.
//!
//! Whatever fails, the index opens with the state before or after, verifies, and the next build succeeds.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::corpus::{Build, CorpusError, Progress, Report, ingest, rebuild};
use crate::engine::{home, stamp_of};
use crate::formats::jsonl::write_line;
use crate::index::{Disk, Matching, Step};
use crate::model::{Article, DateKind, DatedEvent, Identifiers, Pmid};
use crate::search::{Index, Search};

/// An index and corpora it was and is to be made from.
struct Bench {
    directory: tempfile::TempDir,
}

/// What a corpus holds.
#[derive(Debug, PartialEq, Eq)]
struct State {
    /// Titles by PMID.
    titles: BTreeMap<u32, String>,
    /// PMIDs and the bits of their scores, best first: what was deleted must not count in them.
    ranked: Vec<(u32, u32)>,
    problems: Vec<String>,
    /// Number of articles by format and by status.
    counts: [BTreeMap<String, u64>; 2],
}

impl Bench {
    fn new() -> Self {
        super::limit::begin();
        let bench = Self { directory: tempfile::tempdir().unwrap() };
        for (corpus, files) in [
            (
                "before",
                vec![("a.jsonl", 1..4, "first"), ("b.jsonl", 4..6, "first"), ("d.jsonl", 8..10, "first")],
            ),
            (
                "after",
                vec![("a.jsonl", 2..5, "second"), ("c.jsonl", 5..8, "second"), ("d.jsonl", 8..10, "first")],
            ),
            (
                "last",
                vec![("a.jsonl", 1..3, "third"), ("c.jsonl", 5..8, "second"), ("e.jsonl", 9..11, "third")],
            ),
        ] {
            fs::create_dir(bench.path(corpus)).unwrap();
            for (name, pmids, version) in files {
                let mut file = File::create(bench.path(corpus).join(name)).unwrap();
                pmids.for_each(|pmid| write_line(&article(pmid, version), &mut file).unwrap());
                if name != "d.jsonl" {
                    // A line of no record, another in every version.
                    writeln!(file, "{{\"{version}\": 1}}").unwrap();
                }
            }
        }
        ingest(&bench.build("before", "base", Disk::default()), &[], &|_| {}).unwrap();
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn build(&self, corpus: &str, index: &str, disk: Disk) -> Build {
        Build { commit_every: 1_000, ..Build::new(self.path(corpus), home(self.path(index), disk)) }
    }

    /// A copy of the index of the first corpus.
    fn fresh(&self) -> PathBuf {
        let path = self.path("index");
        let _ = fs::remove_dir_all(&path);
        copy(&self.path("base"), &path);
        path
    }

    /// How often an index was compacted.
    fn compactions(&self, index: &str) -> u64 {
        home(self.path(index), Disk::default()).snapshot().unwrap().manifest().store.files
    }

    /// Brings the index of the first corpus to where an ingest of the next one compacts: two articles change and
    /// change back, so four records are dead beside seven living, and that ingest leaves five more.
    fn wear(&self) {
        copy(&self.path("before"), &self.path("near"));
        let mut file = File::create(self.path("near").join("b.jsonl")).unwrap();
        (4..6).for_each(|pmid| write_line(&article(pmid, "second"), &mut file).unwrap());
        for corpus in ["near", "before"] {
            ingest(&self.build(corpus, "base", Disk::default()), &[], &|_| {}).unwrap();
        }
        self.fresh();
        ingest(&self.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
        assert_eq!((self.compactions("base"), self.compactions("index")), (0, 1));
    }

    fn state(&self, index: &str) -> State {
        let index = Index::open(self.path(index)).unwrap();
        assert_eq!(index.verify().unwrap().faults, Vec::<String>::new());
        let hits = index.search(Search::new("1900:2900[dp]").limit(1_000).snippets(0)).unwrap();
        let titles: BTreeMap<u32, String> =
            hits.hits.iter().map(|hit| (hit.pmid.unwrap().number(), hit.title.clone())).collect();
        assert_eq!(titles.len(), hits.hits.len(), "an article stands in the index twice");
        let words = Search::new("hypoxemia before after").matching(Matching::Any).limit(1_000).snippets(0);
        let ranked = index.search(words).unwrap().hits.into_iter();
        let ranked = ranked.map(|hit| (hit.pmid.unwrap().number(), hit.score.to_bits())).collect();
        let problems = index.problems().unwrap();
        let status = index.status().unwrap();
        let counts = [status.by_format, status.by_status];
        assert!(counts.iter().all(|counts| counts.values().sum::<u64>() == status.articles), "{counts:?}");
        State { titles, ranked, problems: problems.iter().map(ToString::to_string).collect(), counts }
    }

    /// What an index built from a corpus without any fault holds.
    fn state_of(&self, corpus: &str) -> State {
        let _ = fs::remove_dir_all(self.path("sound"));
        rebuild(&self.build(corpus, "sound", Disk::default()), &[], &|_| {}).unwrap();
        self.state("sound")
    }
}

fn article(pmid: u32, version: &str) -> Article {
    Article {
        ids: Identifiers { pmid: Some(Pmid::try_from(pmid).unwrap()), ..Identifiers::default() },
        title: format!("Hypoxemia {version} of article{pmid}"),
        dates: vec![DatedEvent { kind: DateKind::Published, date: "2020".parse().unwrap() }],
        ..Article::default()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { _ = fs::copy(&path, &target).unwrap() }
    }
}

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

type Act = fn(&Build, &[PathBuf], &dyn Fn(Progress)) -> Result<Report, CorpusError>;

fn act(run: Act, build: &Build) -> Result<Report, CorpusError> {
    catch_unwind(AssertUnwindSafe(|| run(build, &[], &|_| {})))
        .expect("a failing disk must not end in a panic")
}

fn all_steps_fail(bench: &Bench, run: Act, normal_stride: usize) {
    let stride = if std::env::var_os("LITDEX_LONG").is_some() { 1 } else { normal_stride };
    let (before, after) = (bench.state_of("before"), bench.state_of("after"));
    bench.fresh();
    let (disk, steps) = failing(usize::MAX, false);
    act(run, &bench.build("after", "index", disk)).unwrap();
    assert_eq!(bench.state("index"), after);
    let steps = steps.load(Ordering::SeqCst);
    assert!(steps > 10, "{steps} steps");
    let mut kept = 0;
    for for_good in [true, false] {
        for at in (usize::from(for_good)..steps).step_by(stride) {
            bench.fresh();
            let (disk, _) = failing(at, for_good);
            let result = act(run, &bench.build("after", "index", disk));
            let context = format!("step {at} of {steps}, for good: {for_good}: {result:?}");
            if let Err(error) = &result {
                assert!(error.to_string().contains("injected"), "{context}");
            }
            let state = bench.state("index");
            assert!(state == before || state == after, "{context}: {state:?}");
            assert!(result.is_err() || state == after, "{context}: it said it was done");
            kept += usize::from(state == before);
            // The corpus goes on from there, or back to what it was.
            for (corpus, wanted) in [("before", &before), ("after", &after)].into_iter().skip(at % 2) {
                ingest(&bench.build(corpus, "index", Disk::default()), &[], &|_| {}).expect(&context);
                assert_eq!(bench.state("index"), *wanted, "{context}, then {corpus}");
            }
        }
    }
    assert!(kept > 0, "no fault kept the old state");
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
    bench.fresh();
    let home = home(bench.path("index"), Disk::default());
    let first = home.snapshot().unwrap().manifest().sequence;
    ingest(&bench.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
    let stamp = |pmid: u32| stamp_of(&bench.path("index"), &format!("pmid:{pmid}").parse().unwrap());
    let (same, changed, new) = (stamp(8), stamp(2), stamp(7));
    assert!(same.came == same.changed && same.came <= first, "{same:?}");
    assert!(changed.came == same.came && changed.changed > first, "{changed:?}");
    assert!(new.came == changed.changed && new.changed == new.came, "{new:?}");
    // Another file has it now.
    assert_eq!(stamp(5), changed);
    let snapshot = home.snapshot().unwrap();
    let rows = snapshot.manifest().sequences.iter();
    assert_eq!(rows.clone().map(|row| row.number).max(), Some(snapshot.manifest().sequence));
    let of_ingest: Vec<_> = rows.filter(|row| row.number > first).map(|row| row.changes).collect();
    let sum = |count: fn(&crate::index::Changes) -> u64| of_ingest.iter().map(count).sum::<u64>();
    assert_eq!((sum(|row| row.added), sum(|row| row.updated), sum(|row| row.deleted)), (2, 4, 1));
}

/// An ingest of many commits may stop between two of them; nothing is doubled or lost by the next.
#[test]
fn an_ingest_of_many_commits_survives_a_stop_at_any_step() {
    let stride = if std::env::var_os("LITDEX_LONG").is_some() { 1 } else { 8 };
    let bench = Bench::new();
    let (before, after) = (bench.state_of("before"), bench.state_of("after"));
    let of = |disk: Disk| Build { commit_every: 2, ..bench.build("after", "index", disk) };
    bench.fresh();
    let (disk, steps) = failing(usize::MAX, false);
    act(ingest, &of(disk)).unwrap();
    for at in (0..steps.load(Ordering::SeqCst)).step_by(stride) {
        bench.fresh();
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
    bench.fresh();
    let (disk, steps) = failing(usize::MAX, false);
    act(ingest, &bench.build("before", "index", disk)).unwrap();
    for for_good in [true, false] {
        for at in 0..steps.load(Ordering::SeqCst) {
            bench.fresh();
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
    let stride = if std::env::var_os("LITDEX_LONG").is_some() { 1 } else { 7 };
    let bench = Bench::new();
    let states = ["before", "after", "last"].map(|corpus| bench.state_of(corpus));
    bench.fresh();
    let (disk, steps) = failing(usize::MAX, false);
    act(ingest, &bench.build("after", "index", disk)).unwrap();
    let steps = steps.load(Ordering::SeqCst);
    // The first stop comes late, around the commit.
    for (first, second) in (steps / 3..steps).step_by(stride).zip((0..steps).step_by(stride).cycle()) {
        bench.fresh();
        let one = act(ingest, &bench.build("after", "index", failing(first, true).0));
        let two = act(ingest, &bench.build("last", "index", failing(second, true).0));
        let context = format!("stops at {first} and {second} of {steps}: {one:?}, {two:?}");
        assert!(states.contains(&bench.state("index")), "{context}");
        ingest(&bench.build("last", "index", Disk::default()), &[], &|_| {}).expect(&context);
        assert_eq!(bench.state("index"), states[2], "{context}");
    }
}
