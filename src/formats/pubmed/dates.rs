//! Dates as PubMed spells them. What is not said is not made up: a season gives its year, a range its
//! first date.
//!
//! It must not know what happened on the date.

use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::cursor::{Cursor, Read};
use crate::model::{DateKind, DatedEvent, PartialDate};

/// Only so many events are compared to leave out what is given twice; a hostile list is just kept.
const COMPARED_MAX: usize = 64;

/// Words of a `MedlineDate` that are looked at.
const WORDS_MAX: usize = 8;

/// Reads the current element's date and adds it, unless the same is there.
pub(super) fn event(c: &mut Cursor<'_>, kind: DateKind, into: &mut Vec<DatedEvent>) -> Read<()> {
    let (mut year, mut month, mut day, mut medline) =
        (String::new(), String::new(), String::new(), String::new());
    while let Some(e) = c.child()? {
        match e.name().0 {
            "Year" => year = c.text()?,
            "Month" => month = c.text()?,
            "Day" => day = c.text()?,
            "MedlineDate" => medline = c.text()?,
            _ => c.skip()?,
        }
    }
    let (date, sound) = if medline.is_empty() { of_parts(&year, &month, &day) } else { of_medline(&medline) };
    if !sound {
        let found = format!("{:?} is not a date", shown(format!("{year} {month} {day}{medline}").trim()));
        let done = if date.is_some() { "the part that is sound was kept" } else { "it was left out" };
        c.note(ProblemKind::BadValue, found, done);
    }
    if let Some(event) = date.map(|date| DatedEvent { kind, date })
        && (into.len() > COMPARED_MAX || !into.contains(&event))
    {
        into.push(event);
    }
    Ok(())
}

/// A date of its parts, and whether all of them could be used.
fn of_parts(year: &str, month: &str, day: &str) -> (Option<PartialDate>, bool) {
    let Ok(year_number) = year.parse() else { return (None, false) };
    let month_number = month_number(month);
    let day_number = day.parse().ok();
    let sound = month.is_empty() == month_number.is_none() && day.is_empty() == day_number.is_none();
    let attempts = [(month_number, day_number), (month_number, None), (None, None)];
    for (at, (month, day)) in attempts.into_iter().enumerate() {
        if let Ok(date) = PartialDate::new(year_number, month, day) {
            return (Some(date), sound && at == 0);
        }
    }
    (None, false)
}

/// A `MedlineDate`: `2000 Spring`, `1998 Dec-1999 Jan`, `2000 Dec 23-30`; the first date it names.
fn of_medline(text: &str) -> (Option<PartialDate>, bool) {
    let mut words =
        text.split([' ', '-', '–', '/', ',', '.']).filter(|word| !word.is_empty()).take(WORDS_MAX);
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let Some(Ok(year)) = words.find(is_year).map(str::parse) else { return (None, false) };
    let month = words.next().and_then(month_name);
    // In `Apr-Jun 01` the day is of the second month: only one right behind the month counts.
    let day = words.next().filter(|_| month.is_some()).and_then(|word| word.parse().ok());
    let date = PartialDate::new(year, month, day).or_else(|_| PartialDate::new(year, month, None)).ok();
    (date, date.is_some())
}

fn month_number(text: &str) -> Option<u8> {
    match text.parse() {
        Ok(number) => (1..=12).contains(&number).then_some(number),
        Err(_) => month_name(text),
    }
}

/// The month whose English name the text is, in full or cut to three letters.
fn month_name(text: &str) -> Option<u8> {
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
    fn medline_dates_give_their_first_date() {
        for (text, date) in [
            ("2000 Spring", "2000"),
            ("1998 Dec-1999 Jan", "1998-12"),
            ("2021 May-Jun", "2021-05"),
            ("2000 Dec 23-30", "2000-12-23"),
            ("2021 Apr-Jun 01", "2021-04"),
            ("2021 3rd Quarter", "2021"),
            ("Winter 1999-2000", "1999"),
            ("1976-1977", "1976"),
            ("2019 Sept", "2019-09"),
        ] {
            let (read, sound) = of_medline(text);
            assert_eq!((read.map(|d| d.to_string()).as_deref(), sound), (Some(date), true), "{text}");
        }
        assert_eq!(of_medline("Spring"), (None, false));
        assert_eq!(of_medline("0001 Jan"), (None, false));
    }

    #[test]
    fn parts_that_are_not_sound_are_left_off() {
        for (parts, date, sound) in [
            (["2021", "Feb", "03"], Some("2021-02-03"), true),
            (["2021", "2", ""], Some("2021-02"), true),
            (["2021", "", ""], Some("2021"), true),
            (["2021", "02", "30"], Some("2021-02"), false),
            (["2021", "13", "1"], Some("2021"), false),
            (["2021", "kiwi", ""], Some("2021"), false),
            (["21", "1", "1"], None, false),
            (["", "1", "1"], None, false),
        ] {
            let (read, was_sound) = of_parts(parts[0], parts[1], parts[2]);
            assert_eq!((read.map(|d| d.to_string()).as_deref(), was_sound), (date, sound), "{parts:?}");
        }
    }
}
