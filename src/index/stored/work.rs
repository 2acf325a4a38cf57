//! A work as it is stored: the article, and the records of the sources it is made of.
//!
//! It must not know which records are of one work, nor how they are merged.

use std::io;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Default;

use super::article::StoredArticle;
use super::form::Form;
use crate::model::{Article, Origin};

/// An article and what it is made of.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    pub article: Article,
    /// Where its records are held, at least one.
    pub held: Vec<Held>,
    /// The records as they were read, where there are several; of one the article itself is the record.
    pub records: Vec<SourceRecord>,
    /// The sequence at which the first of the articles came that it takes the place of, where there are any.
    pub came: Option<u64>,
}

/// When an article came, and when it last changed: the sequences of these commits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    pub came: u64,
    pub changed: u64,
}

/// A record of a source, as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SourceRecord {
    /// The source, as the manifest names it; the origin names the file within an archive.
    pub source: String,
    pub article: Article,
}

/// Where a record is held, and what it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Held {
    /// The source, as the manifest names it.
    pub source: String,
    /// Hash of the record with its origin: another record, or another place in the source, is another hash.
    pub hash: u64,
}

impl Work {
    /// A work of which there is one record.
    pub fn of_one(record: SourceRecord) -> Self {
        let held = vec![record.held()];
        Self { article: record.article, held, records: Vec::new(), came: None }
    }

    /// Its records as they were read, each with its source.
    pub fn as_read(&self) -> impl Iterator<Item = (&str, &Article)> {
        let source = self.held.first().map_or("", |held| held.source.as_str());
        let alone = self.records.is_empty().then_some((source, &self.article));
        let of_several = self.records.iter().map(|record| (record.source.as_str(), &record.article));
        alone.into_iter().chain(of_several)
    }
}

impl SourceRecord {
    /// Hash of what the record says, wherever it stands.
    pub fn content(&self) -> u64 {
        content(&self.article)
    }

    /// Where the record is held.
    pub fn held(&self) -> Held {
        Held { source: self.source.clone(), hash: hash(&self.article) }
    }
}

/// Hash of what an article says, wherever its records stand.
pub(crate) fn content(article: &Article) -> u64 {
    hash(&Article { origin: Origin::default(), merged: Vec::new(), ..article.clone() })
}

fn hash(article: &Article) -> u64 {
    struct Into(Xxh3Default);
    impl io::Write for Into {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    // What is hashed is the stored form: a field that the model gains leaves the hash of a record as it is that
    // says nothing there. It is texts, numbers and lists, and the hasher takes everything: nothing can fail.
    postcard::to_io(&StoredArticle::of(article), Into(Xxh3Default::new())).map_or(0, |into| into.0.digest())
}
