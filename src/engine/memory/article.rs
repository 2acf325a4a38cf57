//! An article as the memory engine keeps it: whole, with all its columns and keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::citing;
use crate::index::keys::{KeyHash, hashes_of};
use crate::index::stored::Stamp;
use crate::index::{Column, Columns, Days, Forms, Preparer, Work, index_form};
use crate::model::Reference;

/// An article of the index.
pub(super) struct Stored {
    /// Its number, by which it is known; a number is never given again.
    pub record: u32,
    pub work: Work,
    pub stamp: Stamp,
    pub columns: Spread,
    /// The hashes it is entered by.
    pub hashes: Vec<KeyHash>,
    /// Its identity keys, by all its records.
    pub keys: BTreeSet<String>,
    /// The keys of what it cites.
    pub cited: BTreeSet<String>,
    /// Bytes of text analysed.
    pub text_bytes: u64,
}

impl Stored {
    /// An article that goes into the commit of this sequence.
    pub fn of(record: u32, sequence: u64, mut work: Work, preparer: &mut Preparer) -> Self {
        let came = *work.came.get_or_insert(sequence);
        let mut columns = Spread::default();
        let text_bytes = preparer.prepare(&work.article, &mut columns);
        let cited = work.article.references.iter().flat_map(Reference::identity_keys);
        Self {
            record,
            stamp: Stamp { came, changed: sequence },
            columns,
            hashes: hashes_of(&work),
            keys: citing::keys_of(&work),
            cited: cited.map(|key| key.to_string()).collect(),
            text_bytes,
            work,
        }
    }

    /// Whether any of its days is in a range.
    pub fn is_in(&self, days: &Days) -> bool {
        let mut columns = days.columns.iter();
        columns.any(|&column| (days.from..=days.to).contains(&(self.columns.number(column) as u32)))
    }

    /// First day of publication as yyyymmdd; 0 where unknown.
    pub fn day(&self) -> u32 {
        self.columns.number(Column::Date) as u32
    }
}

/// The columns of an article, spread out.
#[derive(Default)]
pub(super) struct Spread {
    words: BTreeMap<Column, BTreeMap<String, Vec<u32>>>,
    stems: BTreeMap<Column, BTreeMap<String, u32>>,
    values: BTreeMap<Column, BTreeSet<String>>,
    numbers: BTreeMap<Column, u64>,
}

impl Spread {
    /// The words of a column that begin so, each with where it stands.
    pub fn words<'s>(
        &'s self,
        column: Column,
        forms: Forms<'s>,
    ) -> impl Iterator<Item = (&'s str, &'s [u32])> {
        let beginning = forms.beginning().into_owned();
        let words = self.words.get(&column).into_iter();
        let words = words.flat_map({
            let first = beginning.clone();
            move |words| words.range(first.clone()..)
        });
        let words = words.map(|(word, positions)| (word.as_str(), positions.as_slice()));
        let begins = words.take_while(move |(word, _)| word.starts_with(&beginning));
        begins.filter(move |(word, _)| forms.fits(word.as_bytes()))
    }

    /// Where a word stands in a column.
    pub fn positions(&self, column: Column, word: &str) -> &[u32] {
        self.words.get(&column).and_then(|words| words.get(word)).map_or(&[], Vec::as_slice)
    }

    /// How often a stem counts in a bag.
    pub fn times(&self, bag: Column, stem: &str) -> u32 {
        self.stems.get(&bag).and_then(|stems| stems.get(stem)).copied().unwrap_or(0)
    }

    /// The length of a bag: how often all its stems count.
    pub fn length(&self, bag: Column) -> u32 {
        self.stems.get(&bag).map_or(0, |stems| stems.values().sum())
    }

    /// The values of a column that begin so.
    pub fn values<'s>(&'s self, column: Column, prefix: &'s str) -> impl Iterator<Item = &'s str> {
        let values = self.values.get(&column).into_iter().flatten().map(String::as_str);
        values.filter(move |value| value.starts_with(prefix))
    }

    pub fn has(&self, column: Column, value: &str) -> bool {
        self.values.get(&column).is_some_and(|values| values.contains(value))
    }

    pub fn number(&self, column: Column) -> u64 {
        self.numbers.get(&column).copied().unwrap_or(0)
    }
}

impl Columns for Spread {
    fn word(&mut self, column: Column, word: &str, position: u32) {
        let words = self.words.entry(column).or_default();
        words.entry(index_form(word).into_owned()).or_default().push(position);
    }

    fn stem(&mut self, bag: Column, stem: &str, times: u32) {
        *self.stems.entry(bag).or_default().entry(index_form(stem).into_owned()).or_default() += times;
    }

    fn value(&mut self, column: Column, value: &str) {
        self.values.entry(column).or_default().insert(index_form(value).into_owned());
    }

    fn number(&mut self, column: Column, number: u64) {
        self.numbers.insert(column, number);
    }
}
