//! Dates as BibTeX and BibLaTeX write them: EDTF, or year, month and day apart, or words.
//!
//! It must not know which field a date stands in.

use super::macros::MONTHS;
use crate::model::PartialDate;

/// A date, and whether the text says more than it: a range, a season, a doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Read {
    pub date: PartialDate,
    pub is_whole: bool,
}

/// Reads a date: `2020-03-15`, `2020-03/2020-05`, `2020~`, `15 March 2020`.
pub(in super::super) fn date(text: &str) -> Option<Read> {
    let text = text.trim();
    if let Ok(date) = text.parse() {
        return Some(Read { date, is_whole: true });
    }
    if let Some(date) = text.split('/').find_map(edtf) {
        return Some(Read { date, is_whole: false });
    }
    words(text)
}

/// The parts of a date given apart.
pub(super) fn parts(year: &str, month: &str, day: &str) -> Option<Read> {
    let Read { date: year_only, is_whole } = date(year)?;
    if year_only.month().is_some() || month.trim().is_empty() {
        return Some(Read { date: year_only, is_whole });
    }
    let (number, day_within, is_plain) = month_and_day(month);
    let day_apart: Option<u8> = day.trim().parse().ok();
    let whole_day = day.trim().is_empty() || day_apart.is_some();
    let day = day_apart.or(day_within).filter(|_| number.is_some());
    let year = year_only.year();
    let tries = [(number, day, true), (number, None, day.is_none()), (None, None, false)];
    tries.into_iter().find_map(|(month, day, all)| {
        let date = PartialDate::new(year, month, day).ok()?;
        Some(Read { date, is_whole: is_whole && is_plain && whole_day && all && month.is_some() })
    })
}

/// A date of the extended format: signs of doubt, times, and parts that are not known are left off.
fn edtf(text: &str) -> Option<PartialDate> {
    let text = text.trim().trim_end_matches(['?', '~', '%']);
    let text = text.split(['T', ' ']).next().unwrap_or("");
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut number = || parts.next().and_then(|part| part.parse::<u8>().ok()).filter(|number| *number > 0);
    // From 21 on they are seasons.
    let month = number().filter(|month| *month <= 12);
    let day = number().filter(|_| month.is_some());
    PartialDate::new(year, month, day).or_else(|_| PartialDate::new(year, month, None)).ok()
}

/// A date in words: the one year in it, a month by its name, a number for the day.
fn words(text: &str) -> Option<Read> {
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    let is_year = |word: &&str| digits(word) == 4 && word.len() <= 6;
    let year = text.split(|c: char| !c.is_alphanumeric()).find(is_year)?;
    let year: u16 = year.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
    let rest = text.replacen(&year.to_string(), " ", 1);
    let (month, day, is_plain) = month_and_day(&rest);
    let month = month.filter(|_| rest.chars().any(char::is_alphabetic));
    let day = day.filter(|_| month.is_some());
    let whole = PartialDate::new(year, month, day).ok().map(|date| (date, is_plain && month.is_some()));
    let (date, is_whole) = whole.or_else(|| Some((PartialDate::new(year, None, None).ok()?, false)))?;
    Some(Read { date, is_whole })
}

/// A month by name or number, a day behind or before its name, and whether there is nothing else.
fn month_and_day(text: &str) -> (Option<u8>, Option<u8>, bool) {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8).collect();
    let named = words.iter().find_map(|word| month_by_name(word));
    let numbers: Vec<u8> = words.iter().filter_map(|word| word.parse().ok()).collect();
    match (named, &numbers[..], words.len()) {
        (Some(month), [], 1) => (Some(month), None, true),
        (Some(month), [day], 2) => (Some(month), Some(*day), true),
        (Some(month), _, _) => (Some(month), None, false),
        (None, [month @ 1..=12], 1) => (Some(*month), None, true),
        _ => (None, None, false),
    }
}

fn month_by_name(word: &str) -> Option<u8> {
    let start = word.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.into_iter().position(|month| month == start)?;
    Some(at as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(read: Option<Read>) -> String {
        read.map_or("none".to_owned(), |read| {
            format!("{}{}", read.date, if read.is_whole { "" } else { "+" })
        })
    }

    #[test]
    fn dates_in_every_form() {
        for (text, expected) in [
            ("2020", "2020"),
            ("2020-03-15", "2020-03-15"),
            ("2020/03/15", "2020-03-15"),
            ("2020-03-15T12:30:00Z", "2020-03-15+"),
            ("2020-03/2020-05", "2020-03+"),
            ("/2020", "2020+"),
            ("../2019-01", "2019-01+"),
            ("2020~", "2020+"),
            ("2020-21", "2020+"),
            ("2020-00-00", "2020+"),
            ("2020-02-31", "2020-02+"),
            ("2020-XX", "2020+"),
            ("199X", "none"),
            ("15 March 2020", "2020-03-15"),
            ("Mar 2020", "2020-03"),
            ("Mar-Apr 2020", "2020-03+"),
            ("1999a", "1999+"),
            ("c1999, in press", "1999+"),
            ("03/15/2020", "2020+"),
            ("in press", "none"),
            ("-0300", "none"),
        ] {
            assert_eq!(shown(date(text)), expected, "{text}");
        }
        for (given, expected) in [
            (["2020", "mar", ""], "2020-03"),
            (["2020", "March", "4"], "2020-03-04"),
            (["2020", "15 mar", ""], "2020-03-15"),
            (["2020", "3", ""], "2020-03"),
            (["2020", "jul-aug", ""], "2020-07+"),
            (["2020", "Spring", ""], "2020+"),
            (["2020", "feb", "31"], "2020-02+"),
            (["2020-05-01", "may", ""], "2020-05-01"),
            (["2020", "0", ""], "2020+"),
            (["", "may", ""], "none"),
        ] {
            assert_eq!(shown(parts(given[0], given[1], given[2])), expected, "{given:?}");
        }
    }
}
