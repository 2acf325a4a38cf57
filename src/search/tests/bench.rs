//! What tests of failing disks build: an index of a few articles, and corpora it was and is to be made from.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::corpus::{Build, CorpusError, Progress, Report, ingest, rebuild};
use crate::engine::home;
use crate::formats::jsonl::write_line;
use crate::index::{Disk, Matching};
use crate::model::{Article, DateKind, DatedEvent, Identifiers, Pmid};
use crate::search::{Index, Search};

/// An index and corpora it was and is to be made from.
pub(super) struct Bench {
    directory: tempfile::TempDir,
}

/// What a corpus holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// Titles by PMID.
    pub titles: BTreeMap<u32, String>,
    /// PMIDs and the bits of their scores, best first: what was deleted must not count in them.
    ranked: Vec<(u32, u32)>,
    pub problems: Vec<String>,
    /// Number of articles by format and by status.
    counts: [BTreeMap<String, u64>; 2],
}

impl Bench {
    /// With an index of the first corpus.
    pub fn new() -> Self {
        super::limit::begin();
        let bench = Self::without_index();
        ingest(&bench.build("before", "base", Disk::default()), &[], &|_| {}).unwrap();
        bench
    }

    /// With corpora only: what comes is a first build.
    pub fn without_index() -> Self {
        let bench = Self { directory: directory_in_memory() };
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
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn build(&self, corpus: &str, index: &str, disk: Disk) -> Build {
        Build { commit_every: 1_000, ..Build::new(self.path(corpus), home(self.path(index), disk)) }
    }

    /// Puts a copy of the index of the first corpus in the place of an index, or nothing where there is none.
    pub fn fresh(&self, index: &str) {
        let (base, path) = (self.path("base"), self.path(index));
        let _ = fs::remove_dir_all(&path);
        if base.exists() {
            copy(&base, &path);
        }
    }

    /// What lies in the directory of an index, but for the lock.
    pub fn names(&self, index: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(index)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name != "LOCK").collect();
        names.sort();
        names
    }

    /// How often an index was compacted.
    pub fn compactions(&self, index: &str) -> u64 {
        home(self.path(index), Disk::default()).snapshot().unwrap().origin().unwrap().1.store.files
    }

    /// Brings the index of the first corpus to where an ingest of the next one compacts: two articles change and
    /// change back, so four records are dead beside seven living, and that ingest leaves five more.
    pub fn wear(&self) {
        copy(&self.path("before"), &self.path("near"));
        let mut file = File::create(self.path("near").join("b.jsonl")).unwrap();
        (4..6).for_each(|pmid| write_line(&article(pmid, "second"), &mut file).unwrap());
        for corpus in ["near", "before"] {
            ingest(&self.build(corpus, "base", Disk::default()), &[], &|_| {}).unwrap();
        }
        self.fresh("index");
        ingest(&self.build("after", "index", Disk::default()), &[], &|_| {}).unwrap();
        assert_eq!((self.compactions("base"), self.compactions("index")), (0, 1));
    }

    /// What an index holds that is there and sound.
    pub fn state(&self, index: &str) -> State {
        self.state_if_any(index).unwrap_or_else(|| panic!("there is no index in {index}"))
    }

    /// What an index holds, which is sound; `None` where there is none.
    pub fn state_if_any(&self, index: &str) -> Option<State> {
        let index = match Index::open(self.path(index)) {
            Err(error) if error.code() == "index-missing" => return None,
            opened => opened.unwrap(),
        };
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
        Some(State { titles, ranked, problems: problems.iter().map(ToString::to_string).collect(), counts })
    }

    /// What an index built from a corpus without any fault holds.
    pub fn state_of(&self, corpus: &str) -> State {
        let _ = fs::remove_dir_all(self.path("sound"));
        rebuild(&self.build(corpus, "sound", Disk::default()), &[], &|_| {}).unwrap();
        self.state("sound")
    }
}

/// A directory that goes when it is dropped: in memory where there is a file system for that, for thousands of syncs
/// take minutes on a device, and what fails here is made to fail.
fn directory_in_memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

pub(super) fn article(pmid: u32, version: &str) -> Article {
    Article {
        ids: Identifiers { pmid: Some(Pmid::try_from(pmid).unwrap()), ..Identifiers::default() },
        title: format!("Hypoxemia {version} of article{pmid}"),
        dates: vec![DatedEvent { kind: DateKind::Published, date: "2020".parse().unwrap() }],
        ..Article::default()
    }
}

pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { _ = fs::copy(&path, &target).unwrap() }
    }
}

/// A way of building.
pub(super) type Act = fn(&Build, &[PathBuf], &dyn Fn(Progress)) -> Result<Report, CorpusError>;

/// Whether every case is to be tried, not only a sample.
pub(super) fn is_long() -> bool {
    std::env::var_os("LITDEX_LONG").is_some()
}
