//! Dates and ranges of dates as people write them in a query.
//!
//! They must not know where in a query a date may stand.

use time::{Date, Duration, Month};

use crate::clock::today;
use crate::model::{PartialDate, month_of_name};

use super::error::{QueryError, QueryErrorKind, shown};
use super::span::Span;

/// One or both ends of a range.
pub(super) type Ends = (Option<PartialDate>, Option<PartialDate>);

const FORMS: &str =
    "write 2020, 2020/03, 2020/03/15, a range such as 2019:2022, 2019: or :2022, or \"last 5 years\"";

/// The year PubMed's users write for "no end"; no [`PartialDate`] has it.
const NO_END: &str = "3000";

/// What PubMed's own searches write for "no beginning", and the first year of ours.
const NO_BEGINNING: [&str; 2] = ["0001", "0000"];
const FIRST: &str = "1000";

/// A date or a range, `a`, `a:b`, `a:` or `:b`; the flag says that an end was given as "no end".
///
/// # Errors
/// Text that is neither, a range that ends before it begins.
pub(super) fn ends(text: &str, span: &Span) -> Result<(Ends, bool), QueryError> {
    match text.split_once(':') {
        None => one(text, span).map(|date| ((Some(date), Some(date)), false)),
        Some((from, to)) => {
            let (from, to) = (from.trim(), to.trim());
            let open = is_no_end(to);
            if from.is_empty() && (to.is_empty() || open) {
                return Err(bad(text, span));
            }
            let date = |text: &str| if text.is_empty() { Ok(None) } else { one(text, span).map(Some) };
            let begins = is_no_beginning(from);
            let ends =
                (if begins { FIRST.parse().ok() } else { date(from)? }, if open { None } else { date(to)? });
            in_order(ends, span).map(|ends| (ends, open || begins))
        }
    }
}

/// Whether a text is `last 5 years`, or months or days.
pub(super) fn is_relative(text: &str) -> bool {
    back(text).is_some()
}

/// The first day of `last 5 years`, or months or days, as of today.
pub(super) fn relative(text: &str) -> Option<PartialDate> {
    let (number, unit) = back(text)?;
    let today = today();
    let first = match unit {
        Unit::Days => today.checked_sub(Duration::days(i64::from(number)))?,
        Unit::Months => months_before(today, u32::from(number))?,
        Unit::Years => months_before(today, u32::from(number) * 12)?,
    };
    PartialDate::new(first.year().try_into().ok()?, Some(first.month().into()), Some(first.day())).ok()
}

#[derive(Clone, Copy)]
enum Unit {
    Days,
    Months,
    Years,
}

fn back(text: &str) -> Option<(u16, Unit)> {
    let mut words = text.split_whitespace();
    let (last, number, unit) = (words.next()?, words.next()?, words.next()?);
    let unit = match unit.to_ascii_lowercase().as_str() {
        "day" | "days" => Unit::Days,
        "month" | "months" => Unit::Months,
        "year" | "years" => Unit::Years,
        _ => return None,
    };
    let is_last = last.eq_ignore_ascii_case("last") && words.next().is_none();
    number.parse().ok().filter(|_| is_last).map(|number| (number, unit))
}

/// The same day so many months before, or the last of that month where it has fewer days.
fn months_before(day: Date, months: u32) -> Option<Date> {
    let month = u32::try_from(day.year()).ok()? * 12 + u32::from(u8::from(day.month())) - 1;
    let month = month.checked_sub(months)?;
    let (year, month) = (i32::try_from(month / 12).ok()?, Month::try_from((month % 12 + 1) as u8).ok()?);
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).ok()
}

/// The range as it was given, if it does not end before it begins.
pub(super) fn in_order(ends: Ends, span: &Span) -> Result<Ends, QueryError> {
    if let (Some(from), Some(to)) = ends
        && from.first_day() > to.last_day()
    {
        let (from, to) = (slashed(from), slashed(to));
        let message = format!("the range {from}:{to} ends before it begins");
        return Err(QueryError::new(QueryErrorKind::ReversedRange, span.clone(), message)
            .help(format!("write {to}:{from}")));
    }
    Ok(ends)
}

/// One date.
fn one(text: &str, span: &Span) -> Result<PartialDate, QueryError> {
    let text = text.trim();
    text.parse().ok().or_else(|| named(text)).ok_or_else(|| bad(text, span))
}

/// The first months of the seasons, as PubMed dates issues.
const SEASONS: [(&str, u8); 5] = [("winter", 1), ("spring", 4), ("summer", 7), ("autumn", 10), ("fall", 10)];

/// Whether two words are a date of which the month or the season is named.
pub(super) fn is_named(text: &str) -> bool {
    named(text).is_some()
}

/// A year and the name of a month or a season, in either order: `2019 winter`, `2019/Mar`, `spring 2019`.
fn named(text: &str) -> Option<PartialDate> {
    let (first, second) = text.split_once(['/', '-', ' '])?;
    let (year, name) =
        if first.starts_with(|c: char| c.is_ascii_digit()) { (first, second) } else { (second, first) };
    let (year, name) = (year.trim(), name.trim().to_ascii_lowercase());
    let season = SEASONS.iter().find(|season| season.0 == name).map(|season| season.1);
    let month = season.or_else(|| month_of_name(&name))?;
    PartialDate::new(year.parse().ok().filter(|_| year.len() == 4)?, Some(month), None).ok()
}

fn is_no_end(text: &str) -> bool {
    text.eq_ignore_ascii_case("present") || text.split(['/', '-']).next() == Some(NO_END)
}

fn is_no_beginning(text: &str) -> bool {
    text.split(['/', '-']).next().is_some_and(|year| NO_BEGINNING.contains(&year))
}

fn bad(text: &str, span: &Span) -> QueryError {
    let message = format!("`{}` is not a date", shown(text.trim()));
    QueryError::new(QueryErrorKind::BadDate, span.clone(), message).help(FORMS)
}

/// A date with the slashes of PubMed.
pub(super) fn slashed(date: PartialDate) -> String {
    date.to_string().replace('-', "/")
}
