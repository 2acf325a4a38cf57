//! Values of codes that hold no text: dates and identifiers, as Ovid writes them.
//!
//! They must not know tokens.

use crate::model::{Doi, Field, PartialDate, Pmid};
use crate::query::ast::TermWord;
use crate::query::dates::{self, Ends};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::span::Span;

/// The ends of the range that words are: `2019`, `2010*`, `20190131`, `2005-2010`, `20190101-20190131`, `2005 -Current`.
pub(in crate::query) fn dates(written: &str, span: &Span) -> Result<Ends, QueryError> {
    let Some(digits) = written.strip_suffix(['*', '$']) else { return range(written, span) };
    beginning(digits).ok_or_else(|| bad(written, span)).map(|(from, to)| (Some(from), Some(to)))
}

/// The ends of a range as it is written.
///
/// # Errors
/// Text that is none, a range that ends before it begins.
pub(in crate::query) fn range(text: &str, span: &Span) -> Result<Ends, QueryError> {
    let (from, to) = text.split_once(['-', '–', ':']).unwrap_or((text, text));
    let (from, to) = (from.trim(), to.trim());
    let is_open = ["current", "present"].iter().any(|open| to.eq_ignore_ascii_case(open)) || to.is_empty();
    let from = one(from, text, span)?;
    let to = if is_open { None } else { Some(one(to, text, span)?) };
    dates::in_order((Some(from), to), span)
}

fn one(date: &str, text: &str, span: &Span) -> Result<PartialDate, QueryError> {
    let is_number = date.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = match date.len() {
        4 if is_number => date.parse().ok(),
        8 if is_number => format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]).parse().ok(),
        _ => None,
    };
    parsed.ok_or_else(|| bad(text, span))
}

fn bad(text: &str, span: &Span) -> QueryError {
    let message = format!("`{}` is no date", shown(text));
    QueryError::new(QueryErrorKind::BadDate, span.clone(), message)
        .help("write 2019, 20190131, 2005-2010, 20190101-20190131 or \"2005 -Current\"")
}

/// The days that begin so, as yyyymmdd: `2010*`, `20081*`.
fn beginning(digits: &str) -> Option<(PartialDate, PartialDate)> {
    if !(4..=8).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year: u16 = digits[..4].parse().ok()?;
    let months = (1..=12).filter(|month| format!("{month:02}").starts_with(&digits[4..digits.len().min(6)]));
    let mut days = months
        .flat_map(|month| (1..=31).map(move |day| (month, day)))
        .filter(|(_, day)| digits.get(6..).is_none_or(|begins| format!("{day:02}").starts_with(begins)));
    let date = |(month, day): (u8, u8)| PartialDate::new(year, Some(month), Some(day)).ok();
    let first = days.by_ref().find_map(date)?;
    Some((first, days.rev().find_map(date).unwrap_or(first)))
}

/// The words of a value as its field keeps them.
///
/// # Errors
/// An identifier that is none.
pub(in crate::query) fn canonical(
    field: Field,
    words: &[TermWord],
    span: &Span,
) -> Result<Vec<TermWord>, QueryError> {
    let written = || words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let (id, kind, help) = match field {
        Field::Pmid => {
            let id = written().parse::<Pmid>().ok().map(|id| id.to_string());
            (id, QueryErrorKind::BadPmid, "a PMID is a number, as in 33514542.ui.")
        }
        Field::Doi => {
            let id = written().parse::<Doi>().ok().map(|id| id.to_string());
            (id, QueryErrorKind::BadDoi, "a DOI is 10.<registrant>/<suffix>")
        }
        _ => return Ok(words.to_vec()),
    };
    id.map(|id| vec![TermWord::whole(id, span.clone())]).ok_or_else(|| {
        let message = format!("`{}` is not a {}", shown(&written()), field.label());
        QueryError::new(kind, span.clone(), message).help(help)
    })
}
