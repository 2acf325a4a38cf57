//! Who wrote an article.
//!
//! It must not know how a citation style prints a name.

use serde::{Deserialize, Serialize};

/// An author, investigator or editor: a person, or a group under one name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Author {
    /// Family name, with its particles.
    pub family: String,
    /// Given names, as the source has them.
    pub given: String,
    /// Initials of the given names, without dots.
    pub initials: String,
    /// `Jr`, `3rd`.
    pub suffix: String,
    /// The name of a group; a person has none.
    pub collective: String,
    /// ORCID, sixteen digits in four groups, without an address before them.
    pub orcid: Option<String>,
    /// Affiliations, in the order of the source.
    pub affiliations: Vec<String>,
}

impl Author {
    /// The name as PubMed lists it: family name and initials, or the group.
    ///
    /// ```
    /// use litdex::model::Author;
    /// let author = Author { family: "Jabbari".into(), initials: "A".into(), ..Author::default() };
    /// assert_eq!(author.short_name(), "Jabbari A");
    /// ```
    pub fn short_name(&self) -> String {
        if self.family.is_empty() {
            return if self.collective.is_empty() { self.given.clone() } else { self.collective.clone() };
        }
        let mut name = self.family.clone();
        for part in [self.initials_or_made().as_str(), &self.suffix] {
            if !part.is_empty() {
                name.push(' ');
                name.push_str(part);
            }
        }
        name
    }

    /// The initials, or the first letters of the given names where the source has no initials.
    pub fn initials_or_made(&self) -> String {
        if !self.initials.is_empty() {
            return self.initials.clone();
        }
        let first_letters = self.given.split([' ', '-', '.']).filter_map(|name| name.chars().next());
        first_letters.flat_map(char::to_uppercase).collect()
    }
}
