//! Filters: what narrows a search beside its query.
//!
//! They must not know a query; the engine applies both.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{IdentityKey, PartialDate};

use super::error::{QueryError, QueryErrorKind, shown};

/// The first and the last year, both included; an end that is not given is open.
pub type Years = (Option<u16>, Option<u16>);

/// What an article must have beside matching the query. Within one list any value will do; an empty list
/// asks nothing.
///
/// ```
/// use litdex::query::Filters;
/// let filters = Filters::default().years(Some(2019), None).language("eng").field("section", "Letters");
/// assert_eq!(filters.fields["section"], ["Letters"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Filters {
    /// Years of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<Years>,
    /// Publication types; each with those below it in the tree of MeSH.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub publication_types: Vec<String>,
    /// Languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Journals.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub journals: Vec<String>,
    /// Fields of one's own by their names, and what they may hold, letter by letter.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Vec<String>>,
    /// The only articles that may be found, by any of their identifiers; none at all where the list is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<IdentityKey>>,
    /// Whether articles that were retracted are left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exclude_retracted: bool,
}

impl Filters {
    /// Only articles of these years, both included; an end that is not given is open.
    #[must_use]
    pub fn years(mut self, from: Option<u16>, to: Option<u16>) -> Self {
        self.years = Some((from, to));
        self
    }

    /// Articles of this publication type, or one below it in the tree of MeSH, beside those asked for before.
    #[must_use]
    pub fn publication_type(mut self, name: impl Into<String>) -> Self {
        self.publication_types.push(name.into());
        self
    }

    /// Articles in this language, beside those asked for before.
    #[must_use]
    pub fn language(mut self, code: impl Into<String>) -> Self {
        self.languages.push(code.into());
        self
    }

    /// Articles of this journal, beside those asked for before.
    #[must_use]
    pub fn journal(mut self, name: impl Into<String>) -> Self {
        self.journals.push(name.into());
        self
    }

    /// Articles of which a field of one's own holds this, letter by letter, beside what was asked of it before.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.entry(name.into()).or_default().push(value.into());
        self
    }

    /// Only these articles, by any of their identifiers; none at all where there are none.
    #[must_use]
    pub fn ids(mut self, ids: impl IntoIterator<Item = IdentityKey>) -> Self {
        self.ids = Some(ids.into_iter().collect());
        self
    }

    /// Leaves out articles that were retracted, or not.
    #[must_use]
    pub fn exclude_retracted(mut self, exclude: bool) -> Self {
        self.exclude_retracted = exclude;
        self
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Reads a year or a range of years: `2020`, `2019:2022`, `2019-2022`, `2019:`, `:2022`.
///
/// ```
/// use litdex::query::parse_years;
/// assert_eq!(parse_years("2019-2022"), Ok((Some(2019), Some(2022))));
/// assert_eq!(parse_years(":2022"), Ok((None, Some(2022))));
/// ```
///
/// # Errors
/// Text of another form, a year outside 1000 to 2999, a range that ends before it begins.
pub fn parse_years(text: &str) -> Result<Years, QueryError> {
    let end = |part: &str| {
        let part = part.trim();
        if part.is_empty() { Ok(None) } else { year(part).map(Some).ok_or_else(|| bad(text)) }
    };
    let years = match text.split_once([':', '-', '–']) {
        None => year(text.trim()).map(|year| (Some(year), Some(year))).ok_or_else(|| bad(text))?,
        Some((from, to)) => (end(from)?, end(to)?),
    };
    match years {
        (None, None) => Err(bad(text)),
        (Some(from), Some(to)) if from > to => {
            let message = format!("the range {from}:{to} ends before it begins");
            Err(QueryError::new(QueryErrorKind::ReversedRange, 0..text.len(), message)
                .help(format!("write {to}:{from}")))
        }
        years => Ok(years),
    }
}

fn year(text: &str) -> Option<u16> {
    let date: PartialDate = text.parse().ok()?;
    date.month().is_none().then(|| date.year())
}

fn bad(text: &str) -> QueryError {
    let message = format!("`{}` is not a year or a range of years", shown(text.trim()));
    QueryError::new(QueryErrorKind::BadDate, 0..text.len(), message)
        .help("write 2020, 2019:2022, 2019-2022, 2019: or :2022 (years 1000 to 2999)")
}
