//! Values that vocabularies share: dates, pages, serial numbers.
//!
//! It must not know which tag a value stands behind.

use super::super::dates::of_words;
use super::super::ids::add_other;
use super::frame::Record;
use super::record::{Report, plain};
use crate::model::{Article, PartialDate};

/// A date, and what the value says besides.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Dated {
    pub date: Option<PartialDate>,
    /// A season, a range, an issue.
    pub says_more: bool,
}

/// Reads `2020/03/15/Spring`, `2020///`, `2020-03-15`, `MAR 15` with the year elsewhere, `2020 Mar 15`.
pub(super) fn date(value: &str, year: &str) -> Dated {
    let value = value.trim();
    let mut parts = value.splitn(4, '/').map(str::trim);
    let (first, month, day) =
        (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let rest = parts.next().unwrap_or("").trim_end_matches('/');
    if is_year(first) && value.contains('/') {
        let parts = [first, month, day].into_iter().filter(|part| !part.is_empty());
        let text = parts.collect::<Vec<_>>().join("-");
        // Zotero writes `undefined` for what it does not know.
        let says_more = !rest.is_empty() && rest != "undefined";
        if let Ok(date) = text.parse() {
            return Dated { date: Some(date), says_more };
        }
        let date = of_words(&text.replace('-', " ")).0;
        return Dated { date, says_more: true };
    }
    if let Ok(date) = value.parse() {
        return Dated { date: Some(date), says_more: false };
    }
    let has_year = value.split([' ', ',', '-', '.', '/']).any(is_year);
    let text = if has_year { value.to_owned() } else { format!("{year} {value}") };
    let date = of_words(&text).0;
    let words = text.split([' ', ',', '.']).filter(|word| !word.is_empty()).count();
    let read =
        date.map_or(0, |date| 1 + usize::from(date.month().is_some()) + usize::from(date.day().is_some()));
    Dated { date, says_more: words != read || text.contains('-') }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Pages of a first and a last, as they are printed.
pub(super) fn pages(first: &str, last: &str) -> String {
    let is_whole =
        || last.split(['-', '–']).next().map(str::trim) == Some(first) && last.contains(['-', '–']);
    match (first.is_empty(), last.is_empty() || last == first) {
        (true, _) => last.to_owned(),
        (false, true) => first.to_owned(),
        (false, false) if is_whole() => last.to_owned(),
        // `1405;` and `author reply 1405` were parted at a hyphen that was not between pages.
        (false, false) if first.ends_with([';', ',']) => format!("{first} {last}"),
        (false, false) => format!("{first}-{last}"),
    }
}

/// A serial number.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Serial {
    Issn(String),
    Isbn(String),
    Other(String),
}

/// The numbers of a value: one, or several with `(Print)` and the like behind them.
pub(super) fn serials(value: &str) -> Vec<Serial> {
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X' | '-' | '‐' | '–');
    let numbers: Vec<Serial> = value
        .split([' ', ';', ',', '/', '\n', '(', ')'])
        .map(|part| part.trim_matches(['.', ':']))
        .filter(|part| part.len() >= 8 && part.chars().all(is_sign))
        .filter_map(serial)
        .collect();
    let whole = || value.trim().to_owned();
    if numbers.is_empty() {
        // An ISBN may be written in groups.
        let grouped: String = value.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        return vec![match serial(&grouped) {
            Some(Serial::Isbn(_)) => Serial::Isbn(whole()),
            _ => Serial::Other(whole()),
        }];
    }
    numbers
}

fn serial(text: &str) -> Option<Serial> {
    let signs: String =
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let is_number =
        signs.char_indices().all(|(at, c)| c.is_ascii_digit() || (c == 'X' && at + 1 == signs.len()));
    match signs.len() {
        8 if is_number => Some(Serial::Issn(format!("{}-{}", &signs[..4], &signs[4..]))),
        10 | 13 if is_number => Some(Serial::Isbn(text.to_owned())),
        _ => None,
    }
}

/// A journal has three ISSNs at most; the bound keeps a hostile list from being compared forever.
const SERIALS_MAX: usize = 16;

/// Takes ISSNs and ISBNs, in whichever of the tags they stand.
pub(super) fn take_serials(
    record: &mut Record,
    tags: &[&str],
    article: &mut Article,
    report: &mut Report<'_, '_, '_>,
) {
    for field in record.take(tags) {
        for number in serials(&plain(&field.value)) {
            let (list, number) = match number {
                Serial::Issn(number) => (&mut article.journal.issns, number),
                Serial::Isbn(number) => (&mut article.journal.isbns, number),
                Serial::Other(number) => {
                    report.bad(&field, "neither ISSN nor ISBN", "it was kept as another identifier");
                    add_other(&mut article.ids, "sn", number);
                    continue;
                }
            };
            if list.len() < SERIALS_MAX && !list.contains(&number) {
                list.push(number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_form() {
        for (value, year, read, says_more) in [
            ("2020/03/15/Spring", "", Some("2020-03-15"), true),
            ("2020/03/15/", "", Some("2020-03-15"), false),
            ("2020/03//", "", Some("2020-03"), false),
            ("2020///", "", Some("2020"), false),
            ("2020//", "", Some("2020"), false),
            ("2016/04//undefined", "", Some("2016-04"), false),
            ("2020/Mar/15", "", Some("2020-03-15"), true),
            ("2020/13/01", "", Some("2020"), true),
            ("2020", "", Some("2020"), false),
            ("2020-03-15", "", Some("2020-03-15"), false),
            ("MAR 15", "2020", Some("2020-03-15"), false),
            ("NOV", "2019", Some("2019-11"), false),
            ("MAY-JUN", "2019", Some("2019-05"), true),
            ("2023 JUL 21", "2023", Some("2023-07-21"), false),
            ("15 March 2021", "", Some("2021-03-15"), false),
            ("Spring", "2020", Some("2020"), true),
            ("in press", "", None, true),
        ] {
            let dated = date(value, year);
            let shown = dated.date.map(|date| date.to_string());
            assert_eq!((shown.as_deref(), dated.says_more), (read, says_more), "{value}");
        }
    }

    #[test]
    fn pages_in_every_form() {
        for (first, last, whole) in [
            ("12", "34", "12-34"),
            ("12", "12-34", "12-34"),
            ("12", "12", "12"),
            ("12-34", "", "12-34"),
            ("e12", "", "e12"),
            ("", "34", "34"),
            ("1405;", "author reply 1405", "1405; author reply 1405"),
        ] {
            assert_eq!(pages(first, last), whole);
        }
    }

    #[test]
    fn serial_numbers_in_every_form() {
        let issn = |text: &str| Serial::Issn(text.into());
        let isbn = |text: &str| Serial::Isbn(text.into());
        for (value, read) in [
            ("10685502", vec![issn("1068-5502")]),
            ("1466822x", vec![issn("1466-822X")]),
            ("1573-3602 1050-5350", vec![issn("1573-3602"), issn("1050-5350")]),
            ("1573-3602 (Electronic); 1050-5350 (Print)", vec![issn("1573-3602"), issn("1050-5350")]),
            ("978-0-19-852663-6", vec![isbn("978-0-19-852663-6")]),
            ("0 19 852663 6", vec![isbn("0 19 852663 6")]),
            ("Rep 7", vec![Serial::Other("Rep 7".into())]),
        ] {
            assert_eq!(serials(value), read, "{value}");
        }
    }
}
