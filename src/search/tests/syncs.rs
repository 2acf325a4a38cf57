//! What is on the device when a commit counts: files before the names that lead to them, names before the next step.
//!
//! A process that is killed loses nothing of what it wrote, so no test that kills one sees whether anything was
//! synced. Here the steps themselves are looked at, in their order.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::corpus::{Build, ingest, rebuild};
use crate::engine::home;
use crate::formats::jsonl::write_line;
use crate::index::{Disk, Step};
use crate::model::{Article, Identifiers};
use crate::search::Indexer;

type Steps = Vec<(Step, PathBuf)>;

/// A corpus and an index whose steps are written down.
struct Bench {
    directory: tempfile::TempDir,
    steps: Arc<Mutex<Steps>>,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { directory: tempfile::tempdir().unwrap(), steps: Arc::default() };
        fs::create_dir(bench.directory.path().join("corpus")).unwrap();
        bench
    }

    fn index(&self) -> PathBuf {
        self.directory.path().join("index")
    }

    /// Writes a file of articles, and a line of none: so there is a problem to be kept.
    fn write(&self, name: &str, pmids: std::ops::Range<u32>, version: &str) {
        let mut file = File::create(self.directory.path().join("corpus").join(name)).unwrap();
        for pmid in pmids {
            let ids = Identifiers { pmid: pmid.try_into().ok(), ..Identifiers::default() };
            let title = format!("Hypoxemia {version} of article{pmid}");
            write_line(&Article { ids, title, ..Article::default() }, &mut file).unwrap();
        }
        writeln!(file, "{{\"{version}\": 1}}").unwrap();
    }

    fn build(&self) -> Build {
        let steps = self.steps.clone();
        let disk = Disk::hooked(move |step, path| {
            steps.lock().unwrap().push((step, path.to_path_buf()));
            Ok(())
        });
        Build {
            commit_every: 1_000,
            ..Build::new(self.directory.path().join("corpus"), home(self.index(), disk))
        }
    }

    /// The steps since they were last taken.
    fn take(&self) -> Steps {
        std::mem::take(&mut self.steps.lock().unwrap())
    }
}

/// The number of a step.
fn place(steps: &[(Step, PathBuf)], step: Step, path: &Path) -> Option<usize> {
    steps.iter().position(|taken| *taken == (step, path.to_path_buf()))
}

/// Whether a step was taken within a range of the others.
fn is_among(steps: &[(Step, PathBuf)], step: Step, path: &Path) -> bool {
    steps.contains(&(step, path.to_path_buf()))
}

/// Every file and directory below a directory, and the directory.
fn tree(path: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut files, mut directories) = (Vec::new(), vec![path.to_path_buf()]);
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let (more_files, more_directories) = tree(&path);
            files.extend(more_files);
            directories.extend(more_directories);
        } else {
            files.push(path);
        }
    }
    (files, directories)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap().to_os_string();
    name.push(suffix);
    path.with_file_name(name)
}

/// What takes another name was synced after it was written, and the name is synced before anything else takes one.
fn assert_names_are_synced(steps: &[(Step, PathBuf)]) {
    let renames = steps.iter().enumerate().filter(|(_, (step, _))| *step == Step::Rename);
    for (at, (_, path)) in renames {
        let new = with_suffix(path, ".new");
        let before = &steps[..at];
        if let Some(written) = before.iter().rposition(|taken| *taken == (Step::Write, new.clone())) {
            assert!(
                is_among(&before[written..], Step::Sync, &new),
                "{} takes its name unsynced",
                new.display()
            );
        }
        let after = &steps[at + 1..];
        let next = after.iter().position(|(step, _)| *step == Step::Rename).unwrap_or(after.len());
        let parent = path.parent().unwrap();
        let is_synced = is_among(&after[..next], Step::SyncDirectory, parent);
        assert!(is_synced, "the name {} is not synced", path.display());
    }
}

#[test]
fn a_rebuild_is_on_the_device_before_it_is_in_use() {
    let bench = Bench::new();
    bench.write("a.jsonl", 1..5, "first");
    for number in [1, 2] {
        rebuild(&bench.build(), &[], &|_| {}).unwrap();
        let steps = bench.take();
        let index = bench.index();
        let (built, unfinished) =
            (index.join(format!("gen-{number}")), index.join(format!("gen-{number}.tmp")));
        let named = place(&steps, Step::Rename, &built).unwrap();
        let (files, directories) = tree(&built);
        assert!(files.len() > 20, "{files:?}");
        let before = &steps[..named];
        // The last commit wrote the last files; all of it is synced behind that.
        let committed = unfinished.join("manifest.json");
        let committed = before.iter().rposition(|taken| *taken == (Step::Rename, committed.clone())).unwrap();
        for (step, paths) in [(Step::Sync, files), (Step::SyncDirectory, directories)] {
            for path in paths {
                let path = unfinished.join(path.strip_prefix(&built).unwrap());
                let is_synced = is_among(&before[committed + 1..], step, &path);
                assert!(is_synced, "{step:?} of {} before it is in use", path.display());
            }
        }
        let used = place(&steps, Step::Rename, &index.join("CURRENT")).unwrap();
        assert!(named < used, "it is in use before it has its name");
        assert_names_are_synced(&steps);
    }
}

/// The files that the records of articles are divided among.
const STORE: [&str; 7] = ["abstracts", "bodies", "cards", "records", "references", "rests", "sources"];

/// Brings the index up to date and checks each of its commits; returns how many there were.
fn commits_of_an_ingest(bench: &Bench) -> usize {
    ingest(&bench.build(), &[], &|_| {}).unwrap();
    let steps = bench.take();
    assert_names_are_synced(&steps);
    let generation = bench.index().join("gen-1");
    let (words, articles) = (generation.join("words"), generation.join("articles"));
    let commit = (Step::Rename, words.join("meta.json"));
    let commits: Vec<usize> = (0..steps.len()).filter(|&at| steps[at] == commit).collect();
    let mut from = 0;
    for &at in &commits {
        assert_commit(&steps[from..at], &words, &articles);
        assert!(is_among(&steps[from..at], Step::Rename, &generation.join("manifest.next.json")));
        let after = &steps[at..];
        let accepted = place(after, Step::Rename, &generation.join("manifest.json")).unwrap();
        assert!(is_among(&after[..accepted], Step::SyncDirectory, &words), "the commit itself is not synced");
        from = at + 1;
    }
    commits.len()
}

/// That all a commit speaks of was synced in the steps since the one before.
fn assert_commit(steps: &[(Step, PathBuf)], words: &Path, articles: &Path) {
    for name in STORE {
        // After a compaction the files have a number behind their names.
        let is_part = |path: &Path| {
            path.parent() == Some(articles) && path.file_stem().is_some_and(|stem| stem == name)
        };
        let is_synced = steps.iter().any(|(step, path)| *step == Step::Sync && is_part(path));
        assert!(is_synced, "the store's {name} are not synced");
    }
    for (at, (_, path)) in steps.iter().enumerate().filter(|(_, (step, _))| *step == Step::Write) {
        let (after, parent) = (&steps[at..], path.parent().unwrap());
        let is_new = path.extension().is_some_and(|extension| extension == "new");
        // The engine syncs the files of a segment itself, when it ends them.
        assert!(
            parent == words && !is_new || is_among(after, Step::Sync, path),
            "{} is not synced",
            path.display()
        );
        let is_list = is_new && parent == words;
        assert!(is_list || is_among(after, Step::SyncDirectory, parent), "the name of {}", path.display());
    }
}

#[test]
fn a_commit_is_on_the_device_before_it_counts() {
    let bench = Bench::new();
    bench.write("a.jsonl", 1..6, "first");
    rebuild(&bench.build(), &[], &|_| {}).unwrap();
    bench.take();
    bench.write("b.jsonl", 6..9, "first");
    assert_eq!(commits_of_an_ingest(&bench), 1);
    bench.write("a.jsonl", 1..6, "second");
    assert_eq!(commits_of_an_ingest(&bench), 1);
    // More is dead than living: a second commit is of the store that was written anew.
    bench.write("a.jsonl", 1..6, "third");
    bench.write("b.jsonl", 6..9, "third");
    assert_eq!(commits_of_an_ingest(&bench), 2);
    // Nothing to do: nothing is written.
    assert_eq!(commits_of_an_ingest(&bench), 0);
}

/// Files of keys that become one are on the device as well.
#[test]
fn a_merge_of_keys_is_on_the_device_before_it_counts() {
    let bench = Bench::new();
    bench.write("a.jsonl", 1..6, "first");
    rebuild(&bench.build(), &[], &|_| {}).unwrap();
    bench.take();
    let keys = bench.index().join("gen-1").join("keys");
    let files = || tree(&keys).0.len();
    let mut most = 0;
    for number in 1..=10 {
        bench.write(&format!("b{number}.jsonl"), number * 10..number * 10 + 2, "first");
        assert_eq!(commits_of_an_ingest(&bench), 1);
        most = files().max(most);
    }
    assert!(files() < most, "{} files of {most} at most: none were merged", files());
}

/// What a stop can cost is bounded by the articles between two commits.
#[test]
fn an_ingest_commits_after_every_so_many_articles() {
    let bench = Bench::new();
    bench.write("a.jsonl", 1..6, "first");
    rebuild(&bench.build(), &[], &|_| {}).unwrap();
    bench.write("b.jsonl", 1_001..1_641, "first");
    bench.take();
    let meta = bench.index().join("gen-1").join("words").join("meta.json");
    ingest(&Build { commit_every: 128, ..bench.build() }, &[], &|_| {}).unwrap();
    let commits = bench.take().into_iter().filter(|taken| *taken == (Step::Rename, meta.clone())).count();
    // Of 640 articles the first 128 wait, to be put together with what follows. The other 512 are written 64 at a
    // time: a commit after every second of 8 batches. Then one before the 128 are put together, one of these, and
    // the last with the list of files.
    assert_eq!(commits, 4 + 1 + 1 + 1);
    // An ingest of fewer commits once.
    bench.write("c.jsonl", 2_001..2_641, "first");
    assert_eq!(Indexer::new("corpus", "index").build().commit_every, 100_000);
    assert_eq!(commits_of_an_ingest(&bench), 1);
}
