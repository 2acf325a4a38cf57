//! What the tests share: a place with a corpus and an index, articles made up for it, and dice.
//!
//! It must not know what is tested.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use litdex::formats::jsonl::write_line;
use litdex::model::{Article, Author, DateKind, DatedEvent, Identifiers, Origin, Pmid, Reference, Section};
use litdex::{Error, Index, Indexer, Search};

use super::engine::{Engine, Kept};
use super::limit;

/// Whether this is the long run.
pub fn is_long() -> bool {
    std::env::var_os("LITDEX_LONG").is_some()
}

/// Ten times as many cases in the long run.
pub fn times(normal: usize) -> usize {
    if is_long() { normal * 10 } else { normal }
}

/// One test of this very binary, to be run in a process of its own.
pub fn own_test(name: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture"]);
    command
}

/// Numbers that look random and are the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }

    /// Whether a die of so many sides shows one.
    pub fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

/// A directory with a corpus, and an index that an engine keeps; gone when it is dropped.
pub struct Place {
    directory: tempfile::TempDir,
    kept: Kept,
}

impl Place {
    pub fn new() -> Self {
        Self::of(Engine::default())
    }

    /// A place whose index this engine keeps.
    pub fn of(engine: Engine) -> Self {
        limit::begin();
        let directory = tempfile::tempdir().unwrap();
        let kept = engine.keeps(&directory.path().join("index"));
        let place = Self { directory, kept };
        fs::create_dir(place.corpus()).unwrap();
        place
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn corpus(&self) -> PathBuf {
        self.path().join("corpus")
    }

    pub fn index(&self) -> PathBuf {
        self.path().join("index")
    }

    /// The directory of a generation.
    pub fn generation(&self, number: u64) -> PathBuf {
        self.index().join(format!("gen-{number}"))
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.corpus().join(name)
    }

    /// Writes a file of articles into the corpus.
    pub fn write(&self, name: &str, articles: &[Article]) {
        write_articles(&self.file(name), articles);
    }

    pub fn write_text(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).unwrap();
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.file(name)).unwrap();
    }

    pub fn indexer(&self) -> Indexer {
        self.kept.indexer(&self.corpus()).threads(2)
    }

    pub fn rebuild(&self) -> litdex::Report {
        self.indexer().rebuild(&|_| {}).unwrap()
    }

    pub fn ingest(&self) -> litdex::Report {
        self.indexer().ingest(&|_| {}).unwrap()
    }

    pub fn open(&self) -> Index {
        self.try_open().unwrap()
    }

    pub fn try_open(&self) -> Result<Index, Error> {
        self.kept.open()
    }
}

pub fn write_articles(path: &Path, articles: &[Article]) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    for article in articles {
        write_line(article, &mut file).unwrap();
    }
    file.flush().unwrap();
}

/// Puts another manifest in the place of a generation's own, as a program wrote it that had this one committed.
pub fn write_manifest(generation: &Path, text: &str) {
    let commit = generation.join("words/meta.json");
    let of = |text: &str| format!("manifest\\\":{}}}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()));
    let before = fs::read_to_string(generation.join("manifest.json")).unwrap();
    let committed = fs::read_to_string(&commit).unwrap();
    assert!(committed.contains(&of(&before)), "{committed}");
    fs::write(&commit, committed.replace(&of(&before), &of(text))).unwrap();
    fs::write(generation.join("manifest.json"), text).unwrap();
}

/// A plain article: a title, an abstract, an author, a year.
pub fn article(pmid: u32, title: &str, text: &str) -> Article {
    let section = Section { label: String::new(), text: text.to_owned() };
    let author = Author { family: "Smith".into(), initials: "J".into(), ..Author::default() };
    Article {
        ids: Identifiers { pmid: Some(Pmid::try_from(pmid).unwrap()), ..Identifiers::default() },
        title: title.to_owned(),
        abstract_sections: if text.is_empty() { Vec::new() } else { vec![section] },
        authors: vec![author],
        dates: vec![published("2020")],
        // As an export of PubMed has it: of several records of one PMID the latest counts.
        origin: Origin { format: "pubmed-xml".into(), ..Origin::default() },
        ..Article::default()
    }
}

pub fn published(date: &str) -> DatedEvent {
    DatedEvent { kind: DateKind::Published, date: date.parse().unwrap() }
}

/// Articles of ordinary length, every one with a number of its own in its title.
pub fn many(pmids: std::ops::Range<u32>, version: &str) -> Vec<Article> {
    const WORDS: [&str; 12] = [
        "hypoxemia",
        "patients",
        "COVID-19",
        "trial",
        "oxygenation",
        "mortality",
        "severe",
        "membrane",
        "therapy",
        "cohort",
        "ventilation",
        "outcome",
    ];
    let one = |pmid: u32| {
        let mut dice = Dice::new(u64::from(pmid));
        let mut text = String::new();
        for _ in 0..25 + dice.below(30) {
            text.push_str(dice.pick::<&str>(&WORDS));
            text.push_str(if dice.one_in(9) { ". The " } else { " " });
        }
        let mut made = article(pmid, &format!("Study number{pmid} of {}", dice.pick::<&str>(&WORDS)), &text);
        made.keywords = vec![version.to_owned()];
        made.references =
            vec![Reference { raw: format!("Doe A. Work {}. 2001.", pmid / 3), ..Reference::default() }];
        made
    };
    pmids.map(one).collect()
}

/// Everything with a date, in the order of ids.
pub fn all_ids(index: &Index) -> Result<Vec<String>, Error> {
    let hits = index.search(Search::new("1900:2900[dp]").limit(1_000_000).snippets(0))?;
    assert_eq!(hits.total, hits.hits.len() as u64);
    let mut ids: Vec<String> = hits.hits.iter().map(|hit| hit.id.to_string()).collect();
    ids.sort();
    Ok(ids)
}

/// Ids and scores of a query's whole answer, in its order.
pub fn answer(index: &Index, search: Search) -> Vec<(String, u32)> {
    let hits = index.search(search.limit(1_000_000).snippets(0)).unwrap();
    hits.hits.iter().map(|hit| (hit.id.to_string(), hit.score.to_bits())).collect()
}

/// That a check of everything finds nothing wrong.
pub fn assert_sound(index: &Index) {
    let verified = index.verify().unwrap();
    assert_eq!(verified.faults, Vec::<String>::new());
}
