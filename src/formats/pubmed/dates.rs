//! Dates as PubMed spells them. What is not said is not made up: a season gives its year, a range its
//! first date.
//!
//! It must not know what happened on the date.

use super::super::dates::of_words;
use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::super::xml::{Cursor, Read};
use super::lists::note;
use crate::model::{Article, DateKind, DatedEvent, PartialDate, month_of_name};

/// Only so many events are compared to leave out what is given twice; a hostile list is just kept.
const COMPARED_MAX: usize = 64;

/// Reads the current element's date and adds it, unless the same is there.
pub(super) fn event(c: &mut Cursor<'_>, kind: DateKind, into: &mut Vec<DatedEvent>) -> Read<()> {
    parts(c, kind, into).map(drop)
}

/// Reads the date of an issue; what it says in words, as a range or a season, is kept as a note too.
pub(super) fn issue(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    let (label, words) = parts(c, DateKind::Published, &mut article.dates)?;
    note(&mut article.notes, label, words);
    Ok(())
}

/// Reads a date, adds it, and returns what it says in words.
fn parts(c: &mut Cursor<'_>, kind: DateKind, into: &mut Vec<DatedEvent>) -> Read<(&'static str, String)> {
    let (mut year, mut month, mut day, mut medline, mut season) =
        (String::new(), String::new(), String::new(), String::new(), String::new());
    while let Some(e) = c.child()? {
        match e.name().0 {
            "Year" => year = c.text()?,
            "Month" => month = c.text()?,
            "Day" => day = c.text()?,
            "MedlineDate" => medline = c.text()?,
            "Season" => season = c.text()?,
            _ => c.skip()?,
        }
    }
    let (date, sound) = if medline.is_empty() { of_parts(&year, &month, &day) } else { of_words(&medline) };
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
    Ok(if medline.is_empty() { ("Season", season) } else { ("MedlineDate", medline) })
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

fn month_number(text: &str) -> Option<u8> {
    match text.parse() {
        Ok(number) => (1..=12).contains(&number).then_some(number),
        Err(_) => month_of_name(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
