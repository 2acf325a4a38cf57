//! The plan of a search: a query, compiled once, in the form every engine answers.
//!
//! All that two engines could decide differently is decided here: columns, values, which words of a plain
//! query must occur, which stems rank and in which order, filters, the order of hits. A plan owns its data
//! and can be kept for as long as the snapshot it was made for.

use super::answer::{EngineError, Matching, Sort};
use super::clause::{Clause, Forms, Pattern};
use super::column::Column;
use crate::model::IdentityKey;

/// A search, ready for an engine.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// What articles must match.
    pub wanted: Wanted,
    /// What they are ranked by where [`Sort::Best`] is asked for.
    pub ranking: Ranking,
    /// What they must have beside.
    pub filter: Filter,
    /// The order of hits. Ties go to the newer year, then to the smaller [`Column::Order`].
    pub sort: Sort,
}

impl Plan {
    /// All sets it asks for but the stems of words.
    pub fn sets(&self) -> impl Iterator<Item = &Set> {
        let (tree, groups) = match &self.wanted {
            Wanted::Tree { set, .. } => (Some(set), [].as_slice()),
            Wanted::Words { groups, .. } => (None, groups.as_slice()),
        };
        let apart = groups.iter().filter_map(|group| group.apart.as_ref());
        let named = self.filter.lists.iter().flatten().map(|named| &named.set);
        tree.into_iter().chain(apart).chain(named).chain(&self.filter.without)
    }

    /// Its truncated words and values, each once for every column that it is looked for in. Together they may stand
    /// for so many words of living articles as the limits say.
    pub fn truncated(&self) -> Vec<(Column, Forms<'_>)> {
        let mut truncated = Vec::new();
        self.sets().for_each(|set| set.truncated(&mut truncated));
        truncated
    }
}

/// What articles must match.
#[derive(Debug, Clone)]
pub(crate) enum Wanted {
    /// A tree of operators, whose hits all count alike.
    Tree {
        set: Set,
        /// Its terms that are wanted, by which an engine says what is unknown.
        terms: Vec<Named>,
    },
    /// Words of a plain query: all of them, or some.
    Words { groups: Vec<Group>, matching: Matching },
}

/// A set of articles.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Set {
    /// Those in which a pattern occurs in any one of the columns; none where the pattern is empty.
    Text { columns: &'static [Column], pattern: Pattern },
    /// Those with any of the values.
    Values(Vec<Value>),
    /// Those that any of the keys leads to.
    Keys(Vec<Keyed>),
    /// Those of which a day, as yyyymmdd, is in the range; both ends count.
    Days(Days),
    /// Those in all of the sets.
    And(Vec<Set>),
    /// Those in any of the sets.
    Or(Vec<Set>),
    /// Those in the first set and not in the second.
    Not(Box<Set>, Box<Set>),
}

impl Set {
    fn truncated<'s>(&'s self, into: &mut Vec<(Column, Forms<'s>)>) {
        match self {
            Self::Text { columns, pattern } => {
                columns.iter().for_each(|&column| truncated(column, &pattern.clause, into));
            }
            Self::Values(values) => {
                let prefixes = values.iter().filter(|value| value.is_prefix);
                into.extend(prefixes.map(|value| (value.column, Forms::Prefix(&value.text))));
            }
            Self::Keys(_) | Self::Days(_) => {}
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.truncated(into)),
            Self::Not(keep, drop) => {
                keep.truncated(into);
                drop.truncated(into);
            }
        }
    }
}

fn truncated<'c>(column: Column, clause: &'c Clause, into: &mut Vec<(Column, Forms<'c>)>) {
    match clause {
        Clause::Word(shape) => into.extend(shape.forms().map(|forms| (column, forms))),
        Clause::Any(clauses) => clauses.iter().for_each(|clause| truncated(column, clause, into)),
        Clause::Near(near) => near.operands.iter().for_each(|clause| truncated(column, clause, into)),
    }
}

/// The flag of retracted articles.
const RETRACTED: &str = "status:retracted";

/// The retracted articles: by what their own records say, and by the keys of works that notices retract.
pub(crate) fn retracted_sets(keys: &[String]) -> [Set; 2] {
    let keys = keys.iter().map(|key| Keyed::Own(key.clone()));
    [Set::Values(vec![Value::whole(Column::Flag, RETRACTED)]), Set::Keys(keys.collect())]
}

/// A range of days, as yyyymmdd; both ends count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Days {
    /// The day of any of these counts.
    pub columns: &'static [Column],
    pub from: u32,
    pub to: u32,
}

/// A key of a work, such as `pmid:1`, and what articles have to do with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Keyed {
    /// The article of this id.
    Id(String),
    /// Articles that have the identity key.
    Own(String),
    /// Articles that cite a work by it.
    Cites(String),
}

impl Keyed {
    /// The articles that an identifier means. One with neither PMID nor DOI is known by its id.
    pub fn of(key: &IdentityKey) -> Self {
        match key.as_str() {
            id if id.starts_with("key:") => Self::Id(id.to_owned()),
            other => Self::Own(other.to_owned()),
        }
    }
}

/// A value of a raw column, whole or its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Value {
    pub column: Column,
    pub text: String,
    pub is_prefix: bool,
}

impl Value {
    /// A whole value.
    pub fn whole(column: Column, text: impl Into<String>) -> Self {
        Self { column, text: text.into(), is_prefix: false }
    }
}

/// A word of a plain query: articles satisfy it that have any of the stems, or are in the set.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// The word as written.
    pub text: String,
    /// Stems of which each stands for the whole word, in [`Column::Bag`] or [`Column::Unranked`].
    pub stems: Vec<String>,
    /// Where the word may be written as several: those in which they stand next to each other.
    pub apart: Option<Set>,
}

impl Group {
    /// The stem of a word that can be written in one way alone.
    pub fn only_stem(&self) -> Option<&str> {
        match (self.stems.as_slice(), &self.apart) {
            ([stem], None) => Some(stem),
            _ => None,
        }
    }
}

/// What articles are ranked by: BM25 of each stem in each bag, added in the order of the stems, the first bag
/// before the others. [`super::weights`] has the constants.
///
/// The number of articles, those with the stem and the average length are of the living articles, exactly. The length
/// of an article in a bag is rounded down to what a byte can tell apart, as in Lucene: up to 24 all lengths, above
/// that what exceeds 24 by its four highest bits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranking {
    /// Each stem once.
    pub stems: Vec<String>,
    /// The bags with their weights; the first is the main one.
    pub bags: Vec<(Column, f32)>,
}

/// What narrows a search beside its query.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// Articles must have one of the values of each list.
    pub lists: Vec<Vec<Named>>,
    /// Articles must be in none of these.
    pub without: Vec<Set>,
    /// The first day must be in this range.
    pub days: Option<Days>,
}

impl Filter {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.without.is_empty() && self.days.is_none()
    }

    /// The values that no article has, by their names. They are looked for where nothing was found.
    pub fn unknown(
        &self,
        mut occurs: impl FnMut(&Set) -> Result<bool, EngineError>,
    ) -> Result<Vec<String>, EngineError> {
        let mut unknown = Vec::new();
        for named in self.lists.iter().flatten() {
            if !occurs(&named.set)? {
                unknown.push(named.name.clone());
            }
        }
        Ok(unknown)
    }
}

/// A part of a search with the name people know it by.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub name: String,
    /// Its words as they were written; of a filter none.
    pub words: Vec<String>,
    pub set: Set,
}

/// The terms of a tree that no article has. They are looked for where nothing was found, and where there are
/// several terms.
pub(crate) fn unknown_terms(
    terms: &[Named],
    mut occurs: impl FnMut(&Set) -> Result<bool, EngineError>,
) -> Result<Vec<String>, EngineError> {
    let mut unknown: Vec<&Named> = Vec::new();
    let mut known: Vec<&[String]> = Vec::new();
    for term in terms {
        if occurs(&term.set)? {
            known.push(&term.words);
        } else if unknown.iter().all(|other| other.name != term.name) {
            unknown.push(term);
        }
    }
    // A number that is looked for as an identifier and as a word is known where it is either.
    unknown.retain(|term| !known.contains(&term.words.as_slice()));
    Ok(unknown.into_iter().map(|term| term.name.clone()).collect())
}
