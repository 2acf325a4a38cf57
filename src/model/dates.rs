//! Dates as publishers give them: a year at least, a month and a day where they are known.
//!
//! It must not know how any format spells a date.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A date of which the month and the day may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// Text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date (expected yyyy, yyyy-mm or yyyy-mm-dd, year 1000 to 2999)")]
pub struct DateError(pub String);

impl PartialDate {
    /// A date from its parts.
    ///
    /// # Errors
    /// A year outside 1000 to 2999, a month outside 1 to 12, a day the month does not have, a day
    /// without a month.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Result<Self, DateError> {
        let sound = (1000..=2999).contains(&year)
            && month.is_none_or(|month| (1..=12).contains(&month))
            && match (month, day) {
                (_, None) => true,
                (Some(month), Some(day)) => day >= 1 && day <= days_in(year, month),
                (None, Some(_)) => false,
            };
        if sound {
            Ok(Self { year, month, day })
        } else {
            let part = |part: Option<u8>| part.map_or(String::new(), |part| format!("-{part:02}"));
            Err(DateError(format!("{year:04}{}{}", part(month), part(day))))
        }
    }

    /// The year, 1000 to 2999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, where it is known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, where it is known.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The first day the date can mean, as the number yyyymmdd.
    pub fn first_day(self) -> u32 {
        self.number(1, |_, _| 1)
    }

    /// The last day the date can mean, as the number yyyymmdd.
    pub fn last_day(self) -> u32 {
        self.number(12, days_in)
    }

    fn number(self, month: u8, day: impl Fn(u16, u8) -> u8) -> u32 {
        let month = self.month.unwrap_or(month);
        let day = self.day.unwrap_or_else(|| day(self.year, month));
        u32::from(self.year) * 10_000 + u32::from(month) * 100 + u32::from(day)
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl FromStr for PartialDate {
    type Err = DateError;
    /// Reads yyyy, yyyy-mm, yyyy-mm-dd; `/` may stand for `-`.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let wrong = || DateError(text.chars().take(40).collect());
        let mut parts = text.trim().split(['-', '/']);
        let digits = |part: &str, max: usize| {
            (!part.is_empty() && part.len() <= max && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse().unwrap_or(0))
        };
        let year =
            parts.next().filter(|year| year.len() == 4).and_then(|year| digits(year, 4)).ok_or_else(wrong)?;
        let mut part = || -> Result<Option<u8>, DateError> {
            parts.next().map(|part| digits(part, 2).map(|n| n as u8).ok_or_else(wrong)).transpose()
        };
        let (month, day) = (part()?, part()?);
        if parts.next().is_some() { Err(wrong()) } else { Self::new(year, month, day).map_err(|_| wrong()) }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateError;
    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> String {
        date.to_string()
    }
}

/// What happened on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DateKind {
    /// The issue it appeared in.
    Published,
    /// Electronic publication.
    Electronic,
    /// Print publication.
    Print,
    /// Received by the journal.
    Received,
    /// A revision received by the journal.
    Revised,
    /// Accepted by the journal.
    Accepted,
    /// Retracted.
    Retracted,
    /// Added to PubMed.
    Pubmed,
    /// Entered into Entrez.
    Entrez,
    /// Indexed with MeSH.
    Medline,
    /// Added to PubMed Central.
    Pmc,
    /// The record was created.
    RecordCreated,
    /// The record was completed.
    RecordCompleted,
    /// The record was last revised.
    RecordRevised,
    /// Any other event.
    Other,
}

/// An event of an article's life and its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedEvent {
    /// What happened.
    pub kind: DateKind,
    /// When.
    pub date: PartialDate,
}

/// The month whose English name the text is, in full or cut to three letters.
pub(crate) fn month_of_name(text: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = text.to_ascii_lowercase();
    if lower.len() < 3 {
        return None;
    }
    let lower = if lower == "sept" { "sep" } else { &lower };
    NAMES.iter().position(|name| name.starts_with(lower)).map(|at| at as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_bounds() {
        for (text, shown, first, last) in [
            ("2020", "2020", 20_200_101, 20_201_231),
            ("2020/2", "2020-02", 20_200_201, 20_200_229),
            ("1900-02-28", "1900-02-28", 19_000_228, 19_000_228),
        ] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!((date.to_string().as_str(), date.first_day(), date.last_day()), (shown, first, last));
        }
        for wrong in ["", "20", "0999", "2020-13", "2021-02-29", "2020-1-1-1", "2020-", "20x0", "2020-+1"] {
            assert!(wrong.parse::<PartialDate>().is_err(), "{wrong}");
        }
    }
}
