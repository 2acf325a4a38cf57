//! One state of an index, as every engine shows it: readable for as long as it is held, whatever is written
//! meanwhile.
//!
//! All calls take and give many at once: of a remote engine each is a round trip.

use std::collections::BTreeMap;
use std::ops::{BitOr, ControlFlow};
use std::path::Path;

use super::answer::{Counts, EngineError};
use super::column::Column;
use super::error::IndexError;
use super::limits::Limits;
use super::manifest::Manifest;
use super::plan::Plan;
use super::stored::{Abstract, Card, Stamp, Work};
use crate::model::{Article, BodySection, Reference};

/// An article of one snapshot. What the number means only its engine knows; another snapshot has others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place(pub u64);

/// What articles are looked up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup<'a> {
    /// The article of an id.
    Id(&'a str),
    /// Articles with an identity key such as `pmid:1`.
    Key(&'a str),
    /// Articles that cite a work by the key.
    Cites(&'a str),
    /// Articles with a flag, such as `merged`.
    Flag(&'a str),
    /// Every article.
    All,
}

/// Parts of an article that are read at different times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Parts(u8);

impl Parts {
    /// Nothing but the place.
    pub const NONE: Self = Self(0);
    /// What a hit shows.
    pub const CARD: Self = Self(1);
    /// Abstract and keywords.
    pub const TEXT: Self = Self(2);
    /// The references as they are printed.
    pub const PRINTED: Self = Self(4);
    /// The references, whole.
    pub const REFERENCES: Self = Self(8);
    /// What is neither card, abstract, references nor full text.
    pub const REST: Self = Self(16);
    /// Full text.
    pub const BODY: Self = Self(32);
    /// Everything: the article, and the records it is made of.
    pub const WORK: Self = Self(64);

    /// Whether all of these are among them.
    pub fn has(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

impl BitOr for Parts {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// An article, with the parts that were asked for; the others are empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub place: Place,
    pub card: Card,
    /// When it came and changed; known where the card was asked for.
    pub stamp: Stamp,
    pub text: Abstract,
    pub printed: Printed,
    pub references: Vec<Reference>,
    pub rest: Option<Box<Article>>,
    pub body: Vec<BodySection>,
    pub work: Option<Box<Work>>,
}

impl Record {
    /// The whole article, where [`Parts::WORK`] was asked for.
    pub fn article(self) -> Article {
        self.work.map(|work| work.article).unwrap_or_default()
    }
}

/// What articles are counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tally {
    /// The values of a raw column that begin so.
    Values { column: Column, prefix: String },
    /// The year of publication; 0 stands for an unknown year.
    Years,
}

/// Numbers of articles, by value or by year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tallied {
    pub values: BTreeMap<String, u64>,
    pub years: BTreeMap<u16, u64>,
}

impl Tallied {
    /// Adds the numbers of other articles.
    pub fn merge(&mut self, other: Self) {
        other.values.into_iter().for_each(|(value, count)| *self.values.entry(value).or_insert(0) += count);
        other.years.into_iter().for_each(|(year, count)| *self.years.entry(year).or_insert(0) += count);
    }
}

/// References as they are printed, in one text: an article may have thousands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Printed {
    text: String,
    /// Where each label ends, and where each reference does.
    ends: Vec<(usize, usize)>,
}

impl Printed {
    /// Adds a reference: its label, and how it is printed.
    pub fn push(&mut self, label: &str, printed: &str) {
        self.text.push_str(label);
        let middle = self.text.len();
        self.text.push_str(printed);
        self.ends.push((middle, self.text.len()));
    }

    /// Labels and references in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|ends| ends.1));
        let one = |(start, &(middle, end)): (usize, &(usize, usize))| {
            (&self.text[start..middle], &self.text[middle..end])
        };
        starts.zip(&self.ends).map(one)
    }
}

/// Which hits are wanted of all that match.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    /// Hits to skip.
    pub offset: usize,
    /// Hits wanted at most; `usize::MAX` for all.
    pub limit: usize,
}

/// One article found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// The article, with the parts that were asked for.
    pub record: Record,
    /// Score; 0 where nothing was ranked.
    pub score: f32,
    /// Words of a plain query it lacks.
    pub missing: Vec<String>,
}

/// Takes the hits of a search, some at a time and in their order, with what is known of all of them.
pub(crate) type Take<'t> = dyn FnMut(&Counts, Vec<Found>) -> ControlFlow<()> + 't;

/// How much room a snapshot takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// Bytes of all its files.
    pub bytes: u64,
    /// Bytes of the article store that no article needs any more.
    pub dead_bytes: u64,
    /// Segments its postings are divided into.
    pub segments: usize,
}

/// What verifying found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// Number of the generation.
    pub generation: u64,
    /// Articles read back, each with all its parts.
    pub articles: u64,
    /// Files of the engine and of keys whose checksums were computed.
    pub files: u64,
    /// Bytes of all files of the generation.
    pub bytes: u64,
    /// Everything that is wrong; empty for a sound generation.
    pub faults: Vec<String>,
}

/// One state of an index.
pub(crate) trait Snapshot: Send + Sync {
    /// The number of its generation, and what that was made with and from.
    ///
    /// # Errors
    /// It is of several indexes.
    fn origin(&self) -> Result<(u64, &Manifest), IndexError>;

    /// What names the state: the number of the generation and that of the commit.
    fn name(&self) -> String;

    /// Where it is kept, for messages.
    fn home(&self) -> &Path;

    /// Whether nothing was written since it was opened, as far as two looks can tell.
    fn is_fresh(&self) -> bool;

    /// Number of articles.
    fn articles(&self) -> u64;

    /// Searches, and hands over the hits of the page with the parts asked for. All hits can be wanted: memory
    /// grows with a few bytes a hit. Where there is no hit, `take` is not called.
    fn search(
        &self,
        plan: &Plan,
        page: Page,
        parts: Parts,
        limits: &Limits,
        take: &mut Take<'_>,
    ) -> Result<Counts, EngineError>;

    /// The first hits of several searches at once, with the parts asked for. Where calls cost nothing, a search each
    /// will do.
    fn best_of_each(
        &self,
        plans: &[Plan],
        most: usize,
        parts: Parts,
        limits: &Limits,
    ) -> Result<Vec<Vec<Found>>, EngineError> {
        let best = |plan: &Plan| {
            let (page, mut best) = (Page { offset: 0, limit: most }, Vec::new());
            self.search(plan, page, parts, limits, &mut |_, found| {
                best.extend(found);
                ControlFlow::Continue(())
            })?;
            Ok(best)
        };
        plans.iter().map(best).collect()
    }

    /// The articles of each look-up, at most so many of each, in the order of their ids, which no rebuild
    /// changes.
    fn find(&self, wanted: &[Lookup<'_>], most: usize) -> Result<Vec<Vec<Place>>, EngineError>;

    /// The articles at these places, in their order, with the parts asked for.
    fn fetch(&self, places: &[Place], parts: Parts) -> Result<Vec<Record>, EngineError>;

    /// Hands over every article of a look-up, in no particular order, in memory that does not grow with their
    /// number.
    fn each(
        &self,
        of: Lookup<'_>,
        parts: Parts,
        take: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), EngineError>;

    /// Hands over the values of a raw column that begin so, in their order, each with the number of articles
    /// that have it. Articles that were deleted may still count: no value has more articles than is said.
    fn each_value(
        &self,
        column: Column,
        prefix: &str,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError>;

    /// Hands over the keys by which at least so many articles cite a work, each with their number, in no particular
    /// order.
    fn each_cited(
        &self,
        least: u64,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError>;

    /// Number of articles by the values of a raw column that begin so, exactly.
    fn tally(&self, column: Column, prefix: &str) -> Result<BTreeMap<String, u64>, EngineError>;

    /// Counts the articles that a plan finds by each of these, exactly: of a plain query those with all words, or with
    /// any where that was asked.
    fn tally_found(&self, plan: &Plan, by: &[Tally], limits: &Limits) -> Result<Vec<Tallied>, EngineError>;

    /// Number of articles by year of publication; 0 stands for an unknown year.
    fn years(&self) -> Result<BTreeMap<u16, u64>, EngineError>;

    /// A further file of the state, such as its list of problems; `None` where there is none.
    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, EngineError>;

    /// The further files of one name that each index has; those that have none are passed over.
    fn side_files(&self, name: &str) -> Result<Vec<Vec<u8>>, EngineError> {
        Ok(self.side_file(name)?.into_iter().collect())
    }

    /// Reads everything back.
    fn verify(&self) -> Result<Verified, EngineError>;

    /// How much room it takes.
    fn sizes(&self) -> Result<Sizes, EngineError>;
}
