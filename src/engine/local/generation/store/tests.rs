//! The store as a whole: what is written reads back, dead records go, damage is found.

use super::*;
use crate::index::stored::{SourceRecord, Work, split};
use crate::index::{Disk, StoreLengths};
use crate::model::{Article, Section};

fn article(number: u32) -> Article {
    let text = format!("Article number {number} speaks of refractory hypoxemia and its treatment.");
    Article {
        title: format!("Title {number}"),
        abstract_sections: vec![Section { label: "AIM".into(), text: text.repeat(number as usize % 7) }],
        keywords: vec!["hypoxemia".into()],
        ..Article::default()
    }
}

fn work(article: Article) -> Work {
    Work::of_one(SourceRecord { source: "a".into(), article })
}

#[test]
fn records_come_back_and_what_was_not_committed_is_cut_off() {
    let directory = tempfile::tempdir().unwrap();
    let articles: Vec<Article> = (0..600).map(article).collect();
    let dictionaries = Dictionaries::train(&articles);
    dictionaries.write(directory.path(), &Disk::default()).unwrap();
    let mut compressor = Compressor::new(&dictionaries).unwrap();
    let mut writer = StoreWriter::create(directory.path(), Disk::default()).unwrap();
    for article in &articles {
        writer.append(&compressor.frames(&split(work(article.clone()))).unwrap(), 1).unwrap();
    }
    let lengths = writer.sync().unwrap();
    writer.append(&compressor.frames(&split(work(article(9999)))).unwrap(), 2).unwrap();
    drop(writer);

    let writer = StoreWriter::open(directory.path(), lengths, Disk::default()).unwrap();
    assert_eq!(writer.lengths(), lengths);
    let reader = StoreReader::open(directory.path(), lengths).unwrap();
    for (number, article) in articles.iter().enumerate() {
        assert_eq!(&reader.article(number as u32).unwrap(), article);
    }
    assert!(reader.article(600).is_err());
}

#[test]
fn a_flipped_bit_is_found() {
    let directory = tempfile::tempdir().unwrap();
    let dictionaries = Dictionaries::default();
    dictionaries.write(directory.path(), &Disk::default()).unwrap();
    let mut compressor = Compressor::new(&dictionaries).unwrap();
    let mut writer = StoreWriter::create(directory.path(), Disk::default()).unwrap();
    writer.append(&compressor.frames(&split(work(article(3)))).unwrap(), 1).unwrap();
    let lengths = writer.sync().unwrap();
    let path = directory.path().join("abstracts");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    std::fs::write(&path, bytes).unwrap();
    let error = StoreReader::open(directory.path(), lengths).unwrap().article(0).unwrap_err();
    assert!(error.to_string().contains("damaged"), "{error}");
}

/// A store in a directory of its own, and what its articles are.
struct Bench {
    directory: tempfile::TempDir,
    compressor: Compressor,
}

impl Bench {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let dictionaries = Dictionaries::default();
        dictionaries.write(directory.path(), &Disk::default()).unwrap();
        Self { directory, compressor: Compressor::new(&dictionaries).unwrap() }
    }

    fn append(&mut self, writer: &mut StoreWriter, numbers: std::ops::Range<u32>, sequence: u64) {
        for number in numbers {
            let came = (number % 2 == 1).then_some(1);
            let frames = self.compressor.frames(&split(Work { came, ..work(article(number)) })).unwrap();
            assert_eq!(writer.append(&frames, sequence).unwrap(), number);
        }
    }

    fn open(&self, lengths: StoreLengths) -> StoreWriter {
        StoreWriter::open(self.directory.path(), lengths, Disk::default()).unwrap()
    }

    /// That a store holds these of so many records, and no other.
    fn check(&self, lengths: StoreLengths, living: &[u32], sequence: impl Fn(u32) -> u64) {
        let reader = StoreReader::open(self.directory.path(), lengths).unwrap();
        assert_eq!((lengths.living_records() as usize, lengths.dead_bytes()), (living.len(), 0));
        for number in 0..=lengths.records {
            if living.binary_search(&number).is_err() {
                assert!(reader.article(number).is_err(), "{number}");
                continue;
            }
            assert_eq!(reader.article(number).unwrap(), article(number));
            let (stamp, changed) = (reader.stamp(number).unwrap(), sequence(number));
            let came = if number % 2 == 1 { 1 } else { changed };
            assert_eq!((stamp.came, stamp.changed), (came, changed), "{number}");
        }
    }

    /// Names and lengths of the files that hold records.
    fn files(&self) -> Vec<(String, u64)> {
        let entries = std::fs::read_dir(self.directory.path()).unwrap().map(|entry| entry.unwrap());
        let all = entries
            .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.metadata().unwrap().len()));
        let mut files: Vec<_> = all.filter(|(name, _)| !name.ends_with(".dict")).collect();
        files.sort();
        files
    }
}

fn set(records: &[u32]) -> RecordSet {
    let mut set = RecordSet::default();
    records.iter().for_each(|&record| set.insert(record));
    set
}

#[test]
fn dead_records_go_and_the_others_keep_their_numbers() {
    let mut bench = Bench::new();
    let mut writer = StoreWriter::create(bench.directory.path(), Disk::default()).unwrap();
    bench.append(&mut writer, 0..600, 3);
    let unwanted = || -> Result<RecordSet, crate::index::IndexError> { panic!("nothing is worth it") };
    assert!(!writer.compact_if_worth(unwanted).unwrap());
    let (living, dead): (Vec<u32>, Vec<u32>) = (0..600).partition(|number| number % 3 == 0);
    for &number in dead.iter().chain(&dead) {
        writer.mark_dead(number).unwrap();
    }
    let before = writer.sync().unwrap();
    assert_eq!(before.dead_records as usize, dead.len());
    assert!(writer.compact_if_worth(|| Ok::<_, crate::index::IndexError>(set(&living))).unwrap());
    let compacted = writer.sync().unwrap();
    for (part, length) in compacted.parts.iter().enumerate() {
        assert_eq!(*length, before.parts[part] - before.dead[part], "what was counted is what went");
    }
    bench.check(compacted, &living, |_| 3);
    // Written on, and compacted once more: of both what the first left and what came later something goes.
    bench.append(&mut writer, 600..1_300, 4);
    let living: Vec<u32> = (0..1_300).filter(|number| number % 3 == 0 && number % 5 > 1).collect();
    let gone = (0..1_300).filter(|number| number % 3 == 0 || *number >= 600);
    for number in gone.filter(|number| living.binary_search(number).is_err()) {
        writer.mark_dead(number).unwrap();
    }
    assert!(writer.compact_if_worth(|| Ok::<_, crate::index::IndexError>(set(&living))).unwrap());
    let lengths = writer.sync().unwrap();
    writer.committed().unwrap();
    bench.check(lengths, &living, |number| if number < 600 { 3 } else { 4 });
    drop(writer);
    bench.check(bench.open(lengths).lengths(), &living, |number| if number < 600 { 3 } else { 4 });
    assert!(bench.files().iter().all(|(name, _)| name.ends_with(".2")), "{:?}", bench.files());
}

#[test]
fn a_compaction_that_is_not_committed_never_was() {
    let mut bench = Bench::new();
    let mut writer = StoreWriter::create(bench.directory.path(), Disk::default()).unwrap();
    bench.append(&mut writer, 0..50, 1);
    let lengths = writer.sync().unwrap();
    let files = bench.files();
    (0..40).for_each(|number| writer.mark_dead(number).unwrap());
    // A set that lacks an article must not pass.
    let said = writer.compact(&set(&[40, 41, 49])).unwrap_err().to_string();
    assert!(said.contains("3 articles need a record, 10 records are counted as needed"), "{said}");
    writer.compact(&set(&(40..50).collect::<Vec<_>>())).unwrap();
    writer.sync().unwrap();
    drop(writer);
    assert!(bench.files().len() > files.len());
    let writer = bench.open(lengths);
    assert_eq!((writer.lengths(), bench.files()), (lengths, files));
    bench.check(lengths, &(0..50).collect::<Vec<_>>(), |_| 1);
}
