//! Tiny builds and programs killed again and again, each on what the last one left: ten thousand times in the long run.
//!
//! What is killed is this very test binary, told by environment variables what to do. It says when it begins, so that
//! every kill comes while it works, and a program says what it has committed. It must not know what steps they take.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use litdex::{Index, Indexer, Search};

use crate::support::{Dice, article, own_test, write_articles};

const TASK: &str = "LITDEX_KILLS_TASK";
const CORPUS: &str = "LITDEX_KILLS_CORPUS";
const INDEX: &str = "LITDEX_KILLS_INDEX";
/// What the killed process says before it begins, and before the number of what it committed.
const BEGUN: &str = "begun";
const COMMITTED: &str = "committed ";

/// What a killed process does; without the variables nothing.
#[test]
fn the_process_that_is_killed() {
    let variable = |name: &str| std::env::var(name).ok();
    let (Some(task), Some(corpus), Some(index)) = (variable(TASK), variable(CORPUS), variable(INDEX)) else {
        return;
    };
    let say = |text: &str| {
        println!("\n{text}");
        std::io::stdout().flush().unwrap();
    };
    let indexer = Indexer::new(corpus, &index).threads(2);
    say(BEGUN);
    match task.as_str() {
        "ingest" => _ = indexer.ingest(&|_| {}).unwrap(),
        "rebuild" => _ = indexer.rebuild(&|_| {}).unwrap(),
        first => {
            let index = Index::open_or_create(index).unwrap();
            let mut writer = index.writer("journal").unwrap();
            for number in first.parse().unwrap().. {
                writer.put([article(number, &format!("Commit {number}"), "")]);
                writer.commit().unwrap();
                say(&format!("{COMMITTED}{number}"));
            }
        }
    }
}

/// A process at work.
struct Victim {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Victim {
    /// Starts one and waits until it begins.
    fn start(task: &str, corpus: &Path, index: &Path) -> Self {
        let mut child = own_test("kills::the_process_that_is_killed")
            .env(TASK, task)
            .env(CORPUS, corpus)
            .env(INDEX, index)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while line.trim_end() != BEGUN {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "it ended before it began");
        }
        Self { child, said }
    }

    /// Kills it after a while: whether it was still at work, and the last number it said was committed.
    fn kill_after(mut self, time: Duration) -> (bool, Option<u32>) {
        std::thread::sleep(time);
        self.child.kill().unwrap();
        let ended = self.child.wait().unwrap().success();
        let lines = self.said.lines().map(Result::unwrap);
        let last = lines.filter_map(|line| line.strip_prefix(COMMITTED)?.parse().ok()).last();
        (!ended, last)
    }
}

/// Titles by ids.
type State = BTreeMap<String, String>;

/// What an index holds, which is sound; `None` where there is none.
fn state(index: &Path) -> Option<State> {
    let index = match Index::open(index) {
        Err(error) if error.code() == "index-missing" => return None,
        opened => opened.unwrap(),
    };
    assert_eq!(index.verify().unwrap().faults, Vec::<String>::new());
    let hits = index.search(Search::new("1900:2900[dp]").limit(1_000_000).snippets(0)).unwrap();
    let state: State = hits.hits.iter().map(|hit| (hit.id.to_string(), hit.title.clone())).collect();
    assert_eq!(state.len(), hits.hits.len(), "an article stands in the index twice");
    Some(state)
}

/// A directory in memory where the system has a file system for that: a killed process takes nothing with it that it
/// gave to the system.
fn directory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Two corpora: a file is the same in both, one changed, one gone, one new.
fn corpora(directory: &Path) -> [PathBuf; 2] {
    // A file of the same length and time, to the tick of a clock, is one that did not change.
    ["one", "other"].map(|version| {
        let corpus = directory.join(version);
        fs::create_dir(&corpus).unwrap();
        let own = if version == "one" { "gone" } else { "new" };
        for (first, name, version) in [(1, "same", "same"), (4, "changed", version), (7, own, version)] {
            let articles =
                (first..first + 3).map(|pmid| article(pmid, &format!("Of {version}"), "Hypoxemia."));
            write_articles(&corpus.join(format!("{name}.jsonl")), &articles.collect::<Vec<_>>());
        }
        corpus
    })
}

/// Kills first builds, ingests and rebuilds: the index is as before or after, and now and then a build is left to end.
/// Returns how many were killed behind the moment of their commit.
fn kill_builds(kills: usize, dice: &mut Dice) -> usize {
    let directory = directory();
    let (corpora, index) = (corpora(directory.path()), directory.path().join("index"));
    let states = corpora.each_ref().map(|corpus| {
        let sound = directory.path().join("sound");
        Indexer::new(corpus, &sound).rebuild(&|_| {}).unwrap();
        state(&sound)
    });
    let mut now = None;
    let mut took = BTreeMap::new();
    let (mut killed, mut behind) = (0, 0);
    while killed < kills {
        let task = *dice.pick(&["first", "ingest", "rebuild"]);
        if task == "first" {
            let _ = fs::remove_dir_all(&index);
            now = None;
        }
        let to = usize::from(now == states[0]);
        let act = if task == "rebuild" { task } else { "ingest" };
        let took = took.entry(task).or_insert_with(|| {
            let measured = directory.path().join("measured");
            let _ = fs::remove_dir_all(&measured);
            let mut victim = Victim::start(act, &corpora[to], &measured);
            let begun = Instant::now();
            assert!(victim.child.wait().unwrap().success());
            begun.elapsed()
        });
        let part = dice.below(1000) as u32;
        let (at_work, _) = Victim::start(act, &corpora[to], &index).kill_after(*took * part / 1000);
        let found = state(&index);
        let context =
            format!("{task} killed at {part}/1000 of {took:?}, at work: {at_work}, after {killed} kills");
        assert!(found == states[to] || (at_work && found == now), "{context}: {found:?}");
        killed += usize::from(at_work);
        behind += usize::from(at_work && found == states[to]);
        // The machine is faster at times and slower at others; the last steps are to be hit too.
        if !at_work {
            *took -= *took / 10;
        } else if part > 800 && found == now {
            *took += *took / 10;
        }
        now = found;
        if dice.one_in(8) {
            Indexer::new(&corpora[to], &index).threads(2).ingest(&|_| {}).expect(&context);
            now = state(&index);
            assert_eq!(now, states[to], "{context}, then an ingest");
        }
    }
    behind
}

/// Kills a program that commits one article after the other: what it said it had committed is there. Returns how many
/// commits it said so of.
fn kill_programs(kills: usize, dice: &mut Dice) -> usize {
    let directory = directory();
    let (corpus, index) = (directory.path().join("none"), directory.path().join("index"));
    let (mut last, mut told) = (0, 0);
    // So long that a third of them comes to a commit, however fast the machine is.
    let mut longest = Duration::from_millis(60);
    for number in 0..kills {
        if last > 100 || dice.one_in(20) {
            fs::remove_dir_all(&index).unwrap();
            last = 0;
        }
        let victim = Victim::start(&(last + 1).to_string(), &corpus, &index);
        let (at_work, said) = victim.kill_after(longest * dice.below(1000) as u32 / 1000);
        assert!(at_work, "it ended by itself");
        let found = state(&index).unwrap_or_default();
        longest = if said.is_none() { longest + longest / 20 } else { longest * 9 / 10 };
        let said = said.unwrap_or(last);
        told += (said - last) as usize;
        let numbers =
            (1..=found.len() as u32).map(|number| (format!("pmid:{number}"), format!("Commit {number}")));
        assert_eq!(found, numbers.collect::<State>(), "kill {number}");
        let held = found.len() as u32;
        assert!(held == said || held == said + 1, "kill {number}: {held} are there, {said} were said to be");
        last = held;
    }
    told
}

#[test]
fn kills_again_and_again_lose_nothing() {
    let kills = if std::env::var_os("LITDEX_LONG").is_some() { 10_000 } else { 40 };
    let begun = Instant::now();
    // Two at a time: most of a kill is waiting.
    let (behind, told) = std::thread::scope(|scope| {
        let builds = scope.spawn(|| kill_builds(kills / 2, &mut Dice::new(11)));
        let programs = scope.spawn(|| kill_programs(kills / 2, &mut Dice::new(12)));
        (builds.join().unwrap(), programs.join().unwrap())
    });
    println!(
        "{kills} kills in {:?}: {behind} builds behind their commit, {told} commits of programs, nothing lost",
        begun.elapsed()
    );
}
