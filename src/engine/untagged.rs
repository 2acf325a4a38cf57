//! Automatic term mapping: of words side by side without a tag, the longest that are a name of a heading, a journal or an
//! author are searched as that or as words, as PubMed does.
//!
//! It must not know where the words stand in the tree.

use super::compile::{Request, compile};
use super::headings::PUBLICATION_TYPES;
use super::pattern::Terms;
use super::state::State;
use super::values::journal_names;
use crate::index::{Column, EngineError, Limits, Matching, Page, Parts, Sort};
use crate::model::Field;
use crate::query::{Filters, How, Node, Origin, Query, QueryKind, Span, Syntax, Term};
use crate::text::{fold, is_stop_word};
use crate::vocabulary::{Heading, Vocabulary, qualifier};
use std::ops::ControlFlow;

/// Words a name is looked for with, at most: no heading has more, and no journal that people write out.
const NAME_WORDS_MAX: usize = 15;
/// Letters of an author's initials.
const INITIALS_MAX: usize = 2;

/// Something that words are a name of.
pub(super) enum Name<'v> {
    Heading(Heading<'v>),
    PublicationType(Heading<'v>),
    Qualifier(&'static str),
    Substance(String),
    Journal(String),
    Author(String),
}

impl Name<'_> {
    /// What it is, for people; a year is that of the vocabulary.
    pub fn said(&self, year: u16) -> String {
        match self {
            Self::Heading(heading) => format!("the MeSH heading {} ({year})", heading.name()),
            Self::PublicationType(heading) => format!("the publication type {} ({year})", heading.name()),
            Self::Qualifier(name) => format!("the qualifier {name}"),
            Self::Substance(name) => format!("the substance {name}"),
            Self::Journal(name) => format!("the journal {name}"),
            Self::Author(name) => format!("the author {name}"),
        }
    }

    /// The term that finds it.
    pub fn term(&self, span: &Span) -> Term {
        let (field, name) = match self {
            Self::Heading(heading) => (Field::Mesh, heading.name()),
            Self::PublicationType(heading) => (Field::PublicationType, heading.name()),
            Self::Qualifier(name) => (Field::Qualifier, *name),
            Self::Substance(name) => (Field::Substance, name.as_str()),
            Self::Journal(name) => (Field::Journal, name.as_str()),
            Self::Author(name) => (Field::Author, name.as_str()),
        };
        // Between quotes initials are not truncated.
        let quoted = field != Field::Author;
        Term { quoted, origin: Origin::Mapped, ..Term::value(field, name, How::Usual, span) }
    }
}

/// Where names are looked up.
pub(super) struct Names<'n> {
    pub vocabulary: &'n Vocabulary,
    pub state: &'n State,
    pub terms: &'n mut Terms,
    pub limits: &'n Limits,
}

impl<'n> Names<'n> {
    /// How many of the first words are a name, the most that are, and of what; nothing where the first word begins none.
    ///
    /// # Errors
    /// The index is damaged, or the search takes too long.
    pub fn longest(&mut self, words: &[Term]) -> Result<Option<(usize, Vec<Name<'n>>)>, EngineError> {
        for count in (1..=words.len().min(NAME_WORDS_MAX)).rev() {
            let written: Vec<String> = words[..count].iter().map(Term::written).collect();
            let names = self.of(&written)?;
            if !names.is_empty() {
                return Ok(Some((count, names)));
            }
        }
        Ok(None)
    }

    /// What words, all of them together, are a name of.
    ///
    /// # Errors
    /// As [`longest`](Self::longest).
    pub fn of(&mut self, words: &[String]) -> Result<Vec<Name<'n>>, EngineError> {
        let written = words.join(" ");
        let folded = fold(&written);
        if is_stop_word(&folded) || !folded.contains(char::is_alphabetic) {
            return Ok(Vec::new());
        }
        let vocabulary = self.vocabulary;
        let mut names = Vec::new();
        names.extend(
            vocabulary.find_where(&written, |heading| !heading.is_in(PUBLICATION_TYPES)).map(Name::Heading),
        );
        names.extend(
            vocabulary
                .find_where(&written, |heading| heading.is_in(PUBLICATION_TYPES))
                .map(Name::PublicationType),
        );
        // NLM's codes of two letters are no words.
        names.extend(qualifier(&written).filter(|name| fold(name) == folded).map(Name::Qualifier));
        let substance = (Column::Substance, folded.clone(), Name::Substance as fn(String) -> Name<'n>);
        let journals =
            journal_names(&written).into_iter().map(|name| (Column::JournalName, name, Name::Journal as _));
        for (column, value, name) in std::iter::once(substance).chain(journals) {
            let name = name(folded.clone());
            if names.is_empty() && self.has_value(column, &value)? && self.finds(&name)? {
                names.push(name);
            }
        }
        if names.is_empty() && is_like_author(words) {
            let name = Name::Author(written);
            if self.finds(&name)? {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Whether a column has a value, of articles that were deleted perhaps.
    fn has_value(&self, column: Column, value: &str) -> Result<bool, EngineError> {
        let mut has = false;
        self.state.each_value(column, value, &mut |first, _| {
            has = first == value;
            ControlFlow::Break(())
        })?;
        Ok(has)
    }

    /// Whether an article has it.
    fn finds(&mut self, name: &Name<'_>) -> Result<bool, EngineError> {
        let kind = QueryKind::Boolean(Node::Term(name.term(&(0..0))));
        let query = Query { text: String::new(), kind, notes: Vec::new(), syntax: Syntax::PubMed };
        let filters = Filters::default();
        let (matching, sort) = (Matching::default(), Sort::default());
        let request = Request { query: &query, filters: &filters, matching, sort };
        let plan = compile(&request, self.terms, self.state)?;
        let none = Page { offset: 0, limit: 0 };
        let counts = self
            .state
            .search(&plan, none, Parts::NONE, self.limits, &mut |_, _| ControlFlow::Continue(()))?;
        Ok(counts.total > 0)
    }
}

/// Whether words look like a family name and initials: `jabbari a`, `van der berg jm`.
fn is_like_author(words: &[String]) -> bool {
    let is_alphabetic =
        |word: &String| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
    match words {
        [family @ .., initials] => {
            !family.is_empty()
                && initials.chars().count() <= INITIALS_MAX
                && words.iter().all(is_alphabetic)
                && family.iter().any(|word| word.chars().count() > INITIALS_MAX)
        }
        [] => false,
    }
}
