//! Dates as JSON formats give them: ISO 8601, parts in a list, words. What is not said is not made up: a
//! season gives its year, a range its first date.
//!
//! It must not know what happened on the date.

use serde_json::Value;

use super::super::dates::of_words;
use super::super::text::shown;
use super::members::Members;
use crate::model::{DateKind, DatedEvent, PartialDate};

/// Only so many events are compared to leave out what is given twice; a hostile list is just kept.
const COMPARED_MAX: usize = 64;

/// Takes a date given as text, and adds it as an event of the kind.
pub(super) fn take_text(members: &mut Members<'_>, key: &str, kind: DateKind, into: &mut Vec<DatedEvent>) {
    let text = members.text(key);
    if let Some(date) = of_text(&text) {
        push(into, kind, date);
    } else if !text.is_empty() {
        members.bad(format!("{key} {:?} is no date", shown(&text)), "it was kept as a note");
        members.note(key, text);
    }
}

/// Takes a date given as `date-parts`, as CSL and Crossref have them. What it says besides its first date
/// is kept as a note.
pub(super) fn take_parts(members: &mut Members<'_>, key: &str, kind: DateKind, into: &mut Vec<DatedEvent>) {
    if let Some(date) = parts_of(members, key) {
        push(into, kind, date);
    }
}

/// The date under the key, taken from the members.
pub(super) fn parts_of(members: &mut Members<'_>, key: &str) -> Option<PartialDate> {
    // Some programs give a text, or a year alone, where parts should stand.
    if let Some(value) = members.take_if(key, |value| value.is_string() || value.is_number()) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return of_text(&text).or_else(|| unread(members, key, &text));
    }
    let mut date = members.object(key);
    // The same again, to the second.
    date.drop_keys(&["date-time", "timestamp"]);
    let parts = date.take_if("date-parts", Value::is_array);
    let dates: Vec<Vec<String>> = parts.as_ref().map(lists_of_parts).unwrap_or_default();
    let range: Vec<String> =
        dates.iter().filter(|parts| !parts.is_empty()).map(|parts| parts.join("-")).collect();
    if range.len() > 1 {
        date.note("date-parts", range.join("/"));
    }
    if let Some(first) = dates.first().filter(|parts| !parts.is_empty()) {
        let (read, sound) = of_parts(first);
        if !sound {
            let done =
                if read.is_some() { "the part that is sound was kept" } else { "it was kept as a note" };
            date.bad(format!("{key} {:?} is no date", shown(&first.join("-"))), done);
        }
        let said = first.iter().filter(|part| part.as_str() != "0").count();
        let kept = read.map_or(0, |date| 1 + [date.month(), date.day()].iter().flatten().count());
        if said > kept && range.len() == 1 {
            date.note("date-parts", first.join("-"));
        }
        return read;
    }
    ["raw", "literal"].into_iter().find_map(|key| {
        let text = date.peek(key);
        let read = of_text(&text)?;
        // What says no more than the date is no note.
        if text.parse::<PartialDate>() == Ok(read) {
            date.drop_keys(&[key]);
        }
        Some(read)
    })
}

fn unread(members: &Members<'_>, key: &str, text: &str) -> Option<PartialDate> {
    if !text.trim().is_empty() {
        members.bad(format!("{key} {:?} is no date", shown(text)), "it was kept as a note");
        members.note(key, text.to_owned());
    }
    None
}

/// Adds an event, once.
pub(super) fn push(into: &mut Vec<DatedEvent>, kind: DateKind, date: PartialDate) {
    let event = DatedEvent { kind, date };
    if into.len() > COMPARED_MAX || !into.contains(&event) {
        into.push(event);
    }
}

/// The parts of each date of a list; some programs leave out the outer list.
fn lists_of_parts(value: &Value) -> Vec<Vec<String>> {
    let part = |value: &Value| match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        _ => None,
    };
    let parts = |value: &Value| value.as_array().map(|parts| parts.iter().map_while(part).collect());
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    let outer: Vec<Vec<String>> = list.iter().filter_map(parts).collect();
    if outer.is_empty() { parts(value).into_iter().collect() } else { outer }
}

/// A date of its parts, and whether all of them could be used. Months above 12 are seasons, 0 is nothing.
fn of_parts(parts: &[String]) -> (Option<PartialDate>, bool) {
    let number = |at: usize| parts.get(at).map_or(Some(0), |part| part.parse::<u16>().ok());
    let Some(year) = number(0) else { return (None, false) };
    let (month, day) = (number(1), number(2));
    let known =
        |part: Option<u16>, most: u16| part.filter(|part| (1..=most).contains(part)).map(|part| part as u8);
    let is_season = matches!(month, Some(13..=24));
    let (known_month, known_day) = (known(month, 12), known(day, 31));
    let sound = (known_month.is_some() || is_season || month == Some(0))
        && (known_day.is_some() && known_month.is_some() || day == Some(0));
    let attempts = [(known_month, known_day), (known_month, None), (None, None)];
    for (at, (month, day)) in attempts.into_iter().enumerate() {
        if let Ok(date) = PartialDate::new(year, month, day) {
            return (Some(date), sound && (at == 0 || known_day.is_none()));
        }
    }
    (None, false)
}

/// A date in words or numbers: `2020-03-05T10:00:00Z`, `2020 Mar 5`, `5 March 2020`, `March 2020`,
/// `2017 Jan-Feb`. `None` where no year is plain.
pub(super) fn of_text(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let iso = text.split(['T', ' ']).next().unwrap_or("");
    if let Ok(date) = iso.parse()
        && (iso.len() > 4 || iso.len() == text.len())
    {
        return Some(date);
    }
    of_words(text).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (text, date) in [
            ("2020", Some("2020")),
            ("2020-03-05", Some("2020-03-05")),
            ("2020-03-05T10:00:00Z", Some("2020-03-05")),
            ("2020-3-5 10:00", Some("2020-03-05")),
            ("2017 Jan", Some("2017-01")),
            ("2017 Jan-Feb", Some("2017-01")),
            ("2017 Jan 5-Feb 3", Some("2017-01-05")),
            ("5 March 2020", Some("2020-03-05")),
            ("March 5, 2020", Some("2020-03-05")),
            ("Spring 2019", Some("2019")),
            ("2019 Sept", Some("2019-09")),
            ("c. 1820-1830", Some("1820")),
            ("2017-14/2017-99", Some("2017")),
            ("[2016]", Some("2016")),
            ("13th cent", None),
            ("", None),
            ("20200305", None),
        ] {
            assert_eq!(of_text(text).map(|date| date.to_string()).as_deref(), date, "{text}");
        }
    }

    #[test]
    fn parts() {
        for (parts, date, sound) in [
            (&["2020", "3", "05"][..], Some("2020-03-05"), true),
            (&["2020", "3"], Some("2020-03"), true),
            (&["2020"], Some("2020"), true),
            (&["2020", "0", "0"], Some("2020"), true),
            (&["2020", "21"], Some("2020"), true),
            (&["2021", "2", "30"], Some("2021-02"), false),
            (&["2021", "kiwi"], Some("2021"), false),
            (&["-1", "13"], None, false),
            (&["0"], None, false),
        ] {
            let parts: Vec<String> = parts.iter().map(|&part| part.to_owned()).collect();
            let (read, was_sound) = of_parts(&parts);
            assert_eq!((read.map(|date| date.to_string()).as_deref(), was_sound), (date, sound), "{parts:?}");
        }
    }
}
