//! Identifiers: PMID, PMCID, DOI and the article id, each checked when it is made.
//!
//! It must not know where an identifier came from.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::address::unescape_address;

/// Text that is not the identifier it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not {} {what} (expected {expected})", if what.starts_with('a') { "an" } else { "a" })]
pub struct IdError {
    /// The kind of identifier.
    pub what: &'static str,
    /// The text found, cut after 80 characters.
    pub found: String,
    /// The form that was expected.
    pub expected: &'static str,
}

impl IdError {
    fn new(what: &'static str, found: &str, expected: &'static str) -> Self {
        Self { what, found: found.chars().take(80).collect(), expected }
    }
}

/// A PubMed identifier: a number from 1 to 4,294,967,295.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Pmid(u32);

impl Pmid {
    /// The number itself.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Pmid {
    type Error = IdError;
    fn try_from(number: u32) -> Result<Self, IdError> {
        if number == 0 { Err(IdError::new("PMID", "0", "a positive number")) } else { Ok(Self(number)) }
    }
}

impl From<Pmid> for u32 {
    fn from(pmid: Pmid) -> u32 {
        pmid.0
    }
}

impl FromStr for Pmid {
    type Err = IdError;
    /// Reads digits, with or without a `pmid:` before them.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let trimmed = text.trim();
        let digits = strip_prefix_no_case(trimmed, "pmid:").unwrap_or(trimmed).trim();
        let number = if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().unwrap_or(0) } else { 0 };
        Self::try_from(number).map_err(|_| IdError::new("PMID", text, "1 to 10 digits"))
    }
}

impl fmt::Display for Pmid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A PubMed Central identifier, shown as `PMC` and a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Pmcid(u32);

impl Pmcid {
    /// The number behind `PMC`.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Pmcid {
    type Error = IdError;
    fn try_from(number: u32) -> Result<Self, IdError> {
        if number == 0 { Err(IdError::new("PMCID", "0", "a positive number")) } else { Ok(Self(number)) }
    }
}

impl From<Pmcid> for u32 {
    fn from(pmcid: Pmcid) -> u32 {
        pmcid.0
    }
}

impl FromStr for Pmcid {
    type Err = IdError;
    /// Reads `PMC123`, `pmcid:PMC123` or bare digits; a version (`PMC123.2`) is left off.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let mut rest = text.trim();
        for prefix in ["pmcid:", "pmc"] {
            rest = strip_prefix_no_case(rest, prefix).unwrap_or(rest).trim();
        }
        let digits = rest.split_once('.').map_or(rest, |(number, _)| number);
        let number = if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().unwrap_or(0) } else { 0 };
        Self::try_from(number).map_err(|_| IdError::new("PMCID", text, "PMC and 1 to 10 digits"))
    }
}

impl fmt::Display for Pmcid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PMC{}", self.0)
    }
}

/// A digital object identifier, kept without resolver or scheme and in lower case (a DOI does not
/// distinguish case: ISO 26324).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Doi(String);

impl<'de> Deserialize<'de> for Doi {
    /// What people may have written is checked; what litdex stored was checked before it was stored, and
    /// a hit's card is read ten times a query.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let checked = deserializer.is_human_readable();
        let text = String::deserialize(deserializer)?;
        if checked { text.parse().map_err(D::Error::custom) } else { Ok(Self(text)) }
    }
}

/// No registered DOI comes near; longer text is something else.
const DOI_MAX_BYTES: usize = 512;

impl Doi {
    /// A DOI that was read once, and is not to be checked again.
    pub(crate) fn checked(text: String) -> Self {
        Self(text)
    }

    /// The identifier: `10.`, the registrant, `/`, the suffix.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Doi {
    type Err = IdError;
    /// Reads a DOI bare, behind `doi:` or as a resolver's address. Codes as addresses have them, `%3C` for `<`, are
    /// read wherever they stand; trailing punctuation is left off, and so are characters without width, which pages
    /// put where a line may break.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let visible =
            text.replace(['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'], "");
        let mut rest = visible.trim();
        // In an address a question mark that is part of the DOI is a code.
        if let Some((address, query)) = rest.split_once('?')
            && query.contains('=')
            && address.to_ascii_lowercase().contains("doi.org/")
        {
            rest = address;
        }
        for prefix in ["https://", "http://", "dx.", "www.", "doi.org/", "info:doi/", "doi:", "doi"] {
            rest = strip_prefix_no_case(rest, prefix).unwrap_or(rest).trim_start();
        }
        let read = Self::read(&unescaped(rest)).or_else(|| Self::read(rest));
        read.ok_or_else(|| IdError::new("DOI", text, "10.<registrant>/<suffix>"))
    }
}

/// A DOI without codes, however often it was escaped: then its own form is read as it is.
fn unescaped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    while text.contains('%') && text.len() <= DOI_MAX_BYTES {
        let next = unescape_address(&text).into_owned();
        if next == text {
            break;
        }
        text = next.into();
    }
    text
}

impl Doi {
    /// Reads a DOI with nothing before it.
    fn read(text: &str) -> Option<Self> {
        let rest = text.trim_end_matches(['.', ',', ';']);
        let (registrant, suffix) = rest.split_once('/')?;
        let numbered = registrant.strip_prefix("10.")?;
        let well_formed = numbered.len() >= 2
            && numbered.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && !suffix.is_empty()
            && rest.len() <= DOI_MAX_BYTES
            && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
        well_formed.then(|| Self(rest.to_lowercase()))
    }
}

impl fmt::Display for Doi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

pub(super) fn strip_prefix_no_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// An identifier of any other scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OtherId {
    /// The scheme, in lower case: `pii`, `mid`, `arxiv`.
    pub scheme: String,
    /// The identifier as it was given.
    pub value: String,
}

/// Every identifier one work carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identifiers {
    /// PubMed.
    pub pmid: Option<Pmid>,
    /// PubMed Central.
    pub pmcid: Option<Pmcid>,
    /// DOI.
    pub doi: Option<Doi>,
    /// All others, in the order of the source.
    pub other: Vec<OtherId>,
}

impl Identifiers {
    /// Whether both have an identifier of a kind, and not the same.
    pub(crate) fn contradicts(&self, other: &Self) -> bool {
        let pmid = self.pmid.zip(other.pmid).is_some_and(|(a, b)| a != b);
        let pmcid = self.pmcid.zip(other.pmcid).is_some_and(|(a, b)| a != b);
        pmid || pmcid || self.doi.as_ref().zip(other.doi.as_ref()).is_some_and(|(a, b)| a != b)
    }
}

/// The id an article is known by everywhere: `pmid:…`, else `doi:…`, else `key:` and 16 hexadecimal
/// digits of its content.
///
/// ```
/// let id: litdex::model::ArticleId = "PMID:33514542".parse()?;
/// assert_eq!(id.as_str(), "pmid:33514542");
/// # Ok::<(), litdex::model::IdError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(String);

impl ArticleId {
    /// An id that was made once, and is not to be checked again.
    pub(crate) fn checked(text: String) -> Self {
        Self(text)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether no id was given yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The id of a work with these identifiers; `content` stands in where there is neither PMID nor DOI.
    pub fn choose(ids: &Identifiers, content: impl FnOnce() -> u64) -> Self {
        match (&ids.pmid, &ids.doi) {
            (Some(pmid), _) => Self(format!("pmid:{pmid}")),
            (None, Some(doi)) => Self(format!("doi:{doi}")),
            (None, None) => Self(format!("key:{:016x}", content())),
        }
    }
}

impl FromStr for ArticleId {
    type Err = IdError;
    /// Reads `pmid:`, `doi:` and `key:` ids, bare PMIDs and bare DOIs.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let trimmed = text.trim();
        if let Ok(pmid) = trimmed.parse::<Pmid>() {
            return Ok(Self(format!("pmid:{pmid}")));
        }
        if let Ok(doi) = trimmed.parse::<Doi>() {
            return Ok(Self(format!("doi:{doi}")));
        }
        let key = strip_prefix_no_case(trimmed, "key:").map(str::to_lowercase);
        match key {
            Some(key) if key.len() == 16 && key.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Ok(Self(format!("key:{key}")))
            }
            _ => Err(IdError::new("article id", text, "pmid:<number>, doi:<doi> or key:<16 hex digits>")),
        }
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pmids_are_positive_numbers() {
        assert_eq!("33514542".parse::<Pmid>().map(Pmid::number), Ok(33_514_542));
        assert_eq!(" PMID: 7 ".parse::<Pmid>().map(Pmid::number), Ok(7));
        for wrong in ["", "0", "-1", "+1", "12a", "99999999999", "٣"] {
            assert!(wrong.parse::<Pmid>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn pmcids_lose_prefix_and_version() {
        for form in ["PMC7", "pmc7", "7", "PMCID: PMC7", "PMC7.2"] {
            assert_eq!(form.parse::<Pmcid>().map(|id| id.to_string()), Ok("PMC7".to_owned()), "{form}");
        }
        assert!("PMC".parse::<Pmcid>().is_err());
    }

    #[test]
    fn dois_are_one_form() {
        for form in [
            "10.1000/ABC",
            "doi:10.1000/abc.",
            "https://doi.org/10.1000/abc",
            "http://dx.doi.org/10.1000/Abc",
            "DOI 10.1000/abc",
            "info:doi/10.1000/abc",
            "https://doi.org/10.1000/abc?utm_source=feed",
        ] {
            assert_eq!(
                form.parse::<Doi>().map(|doi| doi.to_string()),
                Ok("10.1000/abc".to_owned()),
                "{form}"
            );
        }
        // What addresses do not hold is escaped, once or twice.
        let sici = "10.1002/(sici)1097-0258(19980815/30)17:15<1661::aid-sim968>3.0.co;2-2";
        let address =
            "https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15%3C1661::AID-SIM968%3E3.0.CO;2-2";
        assert_eq!(address.parse::<Doi>().map(|doi| doi.to_string()), Ok(sici.to_owned()));
        for (given, doi) in [
            ("10.1000%2Fa%253C", "10.1000/a<"),
            ("10.1000/100%", "10.1000/100%"),
            ("10.1000/a?b=c", "10.1000/a?b=c"),
            ("https://doi.org/10.1000/3.0.CO;2-?", "10.1000/3.0.co;2-?"),
            ("10.1000/a%20b", "10.1000/a%20b"),
        ] {
            assert_eq!(given.parse::<Doi>().map(|doi| doi.to_string()), Ok(doi.to_owned()));
            assert_eq!(doi.parse::<Doi>().map(|doi| doi.to_string()), Ok(doi.to_owned()));
        }
        for wrong in ["", "10.1000", "10./x", "11.1000/x", "10.1000/", "10.1000/a b", "10.1000/\u{1b}[31m"] {
            assert!(wrong.parse::<Doi>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn article_ids_accept_what_people_paste() {
        for (given, id) in [
            ("12", "pmid:12"),
            ("PMID:12", "pmid:12"),
            ("doi:10.1000/X", "doi:10.1000/x"),
            ("key:00FF00ff00ff00ff", "key:00ff00ff00ff00ff"),
        ] {
            assert_eq!(given.parse::<ArticleId>().map(|id| id.to_string()), Ok(id.to_owned()));
        }
        assert!("key:12".parse::<ArticleId>().is_err());
    }
}
