//! Ranges of dates in a notation that has whole years and days alone.
//!
//! They must not know how they are printed.

use super::loss::LossLevel::{self, Missing, Wider};
use crate::model::{Field, PartialDate};
use crate::query::Syntax;
use crate::query::ast::DateRange;

/// The first year there is.
const FIRST: u16 = 1000;

/// How far a range is something else, and what is said of it.
type Said = (LossLevel, &'static str);

/// A range that the notation can write, and how far it is something else.
pub(super) fn of(range: &DateRange, to: Syntax) -> Result<(DateRange, Option<Said>), Said> {
    let first = || PartialDate::new(FIRST, None, None).ok();
    let from = range.from.or_else(first);
    match to {
        Syntax::Cochrane => {
            Err((Missing, "Cochrane's notation has no dates: they are set beside the search"))
        }
        Syntax::Ovid => {
            let (field, loss) = match range.field {
                Field::PrintDate => (
                    Field::Date,
                    Some((Wider, "Ovid has no date of print alone: .dp. is in print or electronic")),
                ),
                field => (field, None),
            };
            let is_month = |date: PartialDate| date.month().is_some() && date.day().is_none();
            let day = |number: u32| {
                PartialDate::new(
                    (number / 10_000) as u16,
                    Some((number / 100 % 100) as u8),
                    Some((number % 100) as u8),
                )
                .ok()
            };
            // One month is the days from its first to its last.
            let from = from.and_then(|date| if is_month(date) { day(date.first_day()) } else { Some(date) });
            let until =
                range.to.and_then(|date| if is_month(date) { day(date.last_day()) } else { Some(date) });
            Ok((DateRange { from, to: until, field, ..range.clone() }, loss))
        }
        _ => Ok((DateRange { from, ..range.clone() }, None)),
    }
}
