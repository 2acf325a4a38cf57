//! Facets: by what the articles found are counted.
//!
//! It must not know how an engine counts.

use std::str::FromStr;

use crate::model::Article;

/// What articles are counted by, and can be narrowed by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Facet {
    /// Year of the first publication, in print or electronic, the newest first; `unknown` last. A filter by years counts
    /// either date.
    Year,
    /// Journal, by its title.
    Journal,
    /// Publication type.
    Type,
    /// Language, as a code.
    Language,
    /// MeSH heading.
    Heading,
    /// What later notices did to it.
    Status,
    /// A field of one's own, by its name.
    Own(String),
}

/// Stands between a facet's name and a value.
const BETWEEN: char = '\u{1f}';
/// How the name of a field of one's own is told from those of every article.
const OWN: &str = "field:";

impl Facet {
    const NAMED: [(&'static str, Self); 6] = [
        ("year", Self::Year),
        ("journal", Self::Journal),
        ("type", Self::Type),
        ("language", Self::Language),
        ("heading", Self::Heading),
        ("status", Self::Status),
    ];

    /// Its name: `journal`, or `field:` and the name of a field of one's own.
    pub fn name(&self) -> String {
        match self {
            Self::Own(name) => format!("{OWN}{name}"),
            other => {
                let row = Self::NAMED.iter().find(|(_, facet)| facet == other);
                row.map_or_else(String::new, |row| row.0.to_owned())
            }
        }
    }

    /// How its values begin in the column of facets.
    pub(crate) fn prefix(&self) -> String {
        format!("{}{BETWEEN}", self.name())
    }

    /// A value as the column of facets holds it.
    pub(crate) fn value(&self, value: &str) -> String {
        format!("{}{BETWEEN}{value}", self.name())
    }
}

impl FromStr for Facet {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, String> {
        if let Some((_, facet)) = Self::NAMED.iter().find(|(known, _)| *known == name) {
            return Ok(facet.clone());
        }
        match name.strip_prefix(OWN) {
            Some(own) if !own.is_empty() => Ok(Self::Own(own.to_owned())),
            _ => Err(format!(
                "{name:?} is no facet; it is one of year, journal, type, language, heading, status, or field:NAME"
            )),
        }
    }
}

/// What the column of facets holds of an article.
pub(super) fn values_of(article: &Article) -> Vec<String> {
    let mut values = Vec::new();
    let mut add = |facet: &Facet, value: &str| {
        if !value.is_empty() {
            values.push(facet.value(value));
        }
    };
    let journal = &article.journal;
    add(&Facet::Journal, if journal.title.is_empty() { &journal.abbreviation } else { &journal.title });
    article.publication_types.iter().for_each(|kind| add(&Facet::Type, &kind.name));
    article.languages.iter().for_each(|language| add(&Facet::Language, language));
    article.headings.iter().for_each(|heading| add(&Facet::Heading, &heading.name));
    for (name, value) in &article.fields {
        let facet = Facet::Own(name.clone());
        value.texts().for_each(|text| add(&facet, &text));
    }
    values
}
