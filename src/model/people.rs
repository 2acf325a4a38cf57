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
        let first_letters =
            self.given.split([' ', '-', '‐', '‑', '.']).filter_map(|name| name.chars().next());
        first_letters.flat_map(char::to_uppercase).collect()
    }
}

/// An ORCID as four groups of four, whatever stands before it; `None` where it is none.
pub(crate) fn orcid(text: &str) -> Option<String> {
    let trimmed = text.trim().trim_end_matches('/');
    let bare = trimmed.rsplit(['/', ':']).next().unwrap_or("").trim();
    let mut digits = String::with_capacity(19);
    for c in bare.chars().filter(|c| !matches!(c, '-' | ' ')) {
        let at = digits.chars().filter(|&c| c != '-').count();
        match c {
            '0'..='9' if at < 16 => {}
            'x' | 'X' if at == 15 => {}
            _ => return None,
        }
        if at > 0 && at % 4 == 0 {
            digits.push('-');
        }
        digits.push(c.to_ascii_uppercase());
    }
    (digits.len() == 19).then_some(digits)
}

/// What follows the initials of some names.
const SUFFIXES: [&str; 8] = ["Jr", "Sr", "II", "III", "IV", "2nd", "3rd", "4th"];

/// `Jr`, `3rd`, with a dot or without.
pub(crate) fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.trim_end_matches('.'))
}

/// `AB`, `A.B.`, `A.-B`, `J-S`, `MdL`: at most four letters. A family name of four capitals looks the same.
pub(crate) fn is_initials(word: &str) -> bool {
    let (mut letters, mut small) = (0, 0);
    for c in word.chars() {
        match c {
            'A'..='Z' => letters += 1,
            'd' if letters == 1 => small += 1,
            '.' | '-' | '‐' | '–' => {}
            _ if !c.is_ascii() && c.is_uppercase() => letters += 1,
            _ => return false,
        }
    }
    letters > small && letters <= 4
}

/// The family name of a printed one: `Smith AB`, `Smith, A. B.`, `A. B. Smith`; any other name is whole.
pub(super) fn family_of(name: &str) -> &str {
    let whole = name.trim();
    if let Some((family, _)) = whole.split_once(',') {
        return family.trim();
    }
    let mut rest = whole;
    while let Some((before, _)) = rest.rsplit_once(' ').filter(|(_, last)| is_suffix(last)) {
        rest = before;
    }
    let named = rest;
    // `LI X`: of capitals all but the first word are initials.
    while let Some((before, _)) = rest.rsplit_once(' ').filter(|(_, last)| is_initials(last)) {
        rest = before;
    }
    if rest.len() < named.len() {
        return rest;
    }
    let is_first = |first: &str| is_initials(first) && (first.contains('.') || first.chars().count() <= 2);
    while let Some((_, behind)) = rest.split_once(' ').filter(|(first, _)| is_first(first)) {
        rest = behind;
    }
    rest
}

/// A list of names kept as one string, a line each: a page of hits is read without a string a name.
///
/// ```
/// use litdex::model::Names;
///
/// let names: Names = ["Jabbari A", "Alijanpour E"].into_iter().collect();
/// assert_eq!((names.first(), names.len()), (Some("Jabbari A"), 2));
/// assert_eq!(names.iter().collect::<Vec<_>>().join("; "), "Jabbari A; Alijanpour E");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(String);

impl Names {
    /// Names that were put together once, a line each.
    pub(crate) fn of_lines(lines: &str) -> Self {
        Self(lines.to_owned())
    }

    /// A line each.
    pub(crate) fn lines(&self) -> &str {
        &self.0
    }

    /// The names, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.lines()
    }

    /// The first name.
    pub fn first(&self) -> Option<&str> {
        self.iter().next()
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        let mut text = String::new();
        for name in names {
            // A line end within a name is white space like any other; an empty name is none.
            let name = name.as_ref().replace(['\n', '\r'], " ");
            if !name.is_empty() {
                text.push_str(if text.is_empty() { "" } else { "\n" });
                text.push_str(&name);
            }
        }
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orcids_in_every_form() {
        for form in [
            "0000-0002-1825-009X",
            "https://orcid.org/0000-0002-1825-009X",
            "http://orcid.org/0000-0002-1825-009x/",
            "000000021825009X",
            "orcid:0000 0002 1825 009X",
        ] {
            assert_eq!(orcid(form).as_deref(), Some("0000-0002-1825-009X"), "{form}");
        }
        for wrong in ["", "0000-0001-9206-317", "0000-0002-1825-00977", "X000-0002-1825-0097", "kiwi"] {
            assert_eq!(orcid(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn initials_are_given_or_made() {
        for (given, initials, expected) in [
            ("Anna Beth", "", "AB"),
            ("Anna-Maria J.", "", "AMJ"),
            ("Jean\u{2010}Luc", "", "JL"),
            ("Jean\u{2011}Luc", "", "JL"),
            ("J.R.R.", "", "JRR"),
            ("\u{e9}va", "", "\u{c9}"),
            ("Anna Beth", "A", "A"),
            ("", "AB", "AB"),
            ("", "", ""),
        ] {
            let author = Author { given: given.into(), initials: initials.into(), ..Author::default() };
            assert_eq!(author.initials_or_made(), expected, "{given:?} {initials:?}");
        }
        let author = Author { family: "Doe".into(), given: "Anna Beth".into(), ..Author::default() };
        assert_eq!(author.short_name(), "Doe AB");
        assert_eq!(Author { suffix: "Jr".into(), ..author }.short_name(), "Doe AB Jr");
    }

    #[test]
    fn initials_have_at_most_four_letters() {
        for word in ["A", "AB", "ABCD", "A.B.", "A.-B", "J-S", "MdL", "\u{c9}L"] {
            assert!(is_initials(word), "{word}");
        }
        for word in ["", ".", "ABCDE", "Ab", "a", "dL", "Md", "A1"] {
            assert!(!is_initials(word), "{word}");
        }
    }

    #[test]
    fn the_family_name_of_every_form() {
        for (name, family) in [
            ("Smith AB", "Smith"),
            ("van der Berg JA Jr", "van der Berg"),
            ("Smith, A. B.", "Smith"),
            ("A. B. van Dyk", "van Dyk"),
            ("A.B. Smith III", "Smith"),
            ("Yang C-H", "Yang"),
            ("LI X", "LI"),
            ("Smith A B", "Smith"),
            ("WHO", "WHO"),
            ("WHO Study Group", "WHO Study Group"),
            ("khori V", "khori"),
            ("", ""),
        ] {
            assert_eq!(family_of(name), family, "{name}");
        }
    }
}
