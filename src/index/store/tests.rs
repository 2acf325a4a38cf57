//! The store as a whole: what is written reads back, dead records go, damage is found.

use super::*;
use crate::index::disk::Disk;
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
