//! What an engine is asked, and what it answers, whichever engine it is.

use std::str::FromStr;

use super::clause::ProximityError;
use super::error::IndexError;
use super::limits::Exhausted;

/// How many of a plain query's words an article must have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Matching {
    /// All of them; where fewer articles than a page have all, articles with some fill it.
    #[default]
    Auto,
    /// All of them.
    All,
    /// At least one.
    Any,
}

/// The order of hits; ties go to the newer year, then by id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sort {
    /// Best match first.
    #[default]
    Best,
    /// Newest date of publication first.
    Newest,
    /// Oldest date of publication first; articles without a date come last.
    Oldest,
    /// First author, A to Z.
    Author,
    /// Journal, A to Z.
    Journal,
    /// Title, A to Z.
    Title,
}

impl Sort {
    /// Every order with its name.
    pub const NAMES: [(&'static str, Sort); 6] = [
        ("best", Sort::Best),
        ("newest", Sort::Newest),
        ("oldest", Sort::Oldest),
        ("author", Sort::Author),
        ("journal", Sort::Journal),
        ("title", Sort::Title),
    ];
}

impl FromStr for Sort {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|found| found.1).ok_or_else(|| {
            format!("{name:?} is no order; it is one of best, newest, oldest, author, journal, title")
        })
    }
}

/// What a search found, before the hits themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Articles that match; of a plain query, those with all words (or any, where that was asked).
    pub total: u64,
    /// Articles that have only some words and may fill a page: counted where fewer articles than the page reaches to
    /// have all of them, otherwise 0.
    pub partial: u64,
    /// Words of the query that no article has.
    pub unknown: Vec<String>,
}

/// Why a query could not be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The index could not be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The truncated words of the query have too many forms.
    #[error("up to {word:?} the query stands for more than {limit} words; write more letters before the *")]
    Expansions {
        /// The word at which they became too many, with its `*`.
        word: String,
        /// How many are allowed, in all fields together.
        limit: u64,
    },
    /// The headings of the query have too many below them.
    #[error(
        "up to {word:?} the headings of the query stand for more than {limit}; write fewer, or with :noexp"
    )]
    Headings {
        /// The term at which they became too many.
        word: String,
        /// How many are allowed, each qualifier of each heading counted.
        limit: usize,
    },
    /// The search met another of its limits.
    #[error(transparent)]
    Limit(#[from] Exhausted),
    /// A proximity that cannot be looked for.
    #[error(transparent)]
    Proximity(#[from] ProximityError),
    /// A value that its field cannot hold.
    #[error("{found:?} cannot be searched in [{tag}]: {help}")]
    Value {
        /// What was given.
        found: String,
        /// The field's tag.
        tag: &'static str,
        /// What to write instead.
        help: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_was_found_and_what_to_do() {
        let all = [
            EngineError::Index(IndexError::Missing { path: "index".into() }),
            EngineError::Expansions { word: "a*".into(), limit: 200_000 },
            EngineError::Value {
                found: "x y".into(),
                tag: "aid",
                help: "write a PMID, a PMCID or a DOI".into(),
            },
        ];
        let mut text: Vec<String> = all.iter().map(ToString::to_string).collect();
        text.extend("newst".parse::<Sort>().err());
        insta::assert_snapshot!(text.join("\n"), @r#"
        no index in index (build one with `litdex rebuild`)
        up to "a*" the query stands for more than 200000 words; write more letters before the *
        "x y" cannot be searched in [aid]: write a PMID, a PMCID or a DOI
        "newst" is no order; it is one of best, newest, oldest, author, journal, title
        "#);
    }
}
