//! The tree of headings: tree numbers in their order, so that what is below one of them stands side by side.
//!
//! It must not know names.

use super::table::{Column, Table};

/// Tree numbers a table may have; those beyond lead nowhere.
const PLACES_MAX: usize = 4_000_000;

/// A tree number, and the heading that stands there.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The first bytes, which decide nearly always.
    first: u128,
    start: u32,
    bytes: u16,
    heading: u32,
}

/// The headings at or below any of these tree numbers, by a look at every one.
pub(super) fn below<'n>(table: &Table, numbers: impl Iterator<Item = &'n str>) -> Vec<usize> {
    let numbers: Vec<&str> = numbers.collect();
    let is_below = |of: &str| numbers.iter().any(|number| is_below(of, number));
    let parts = table.parts(Column::TreeNumbers).filter(|(_, of)| is_below(of));
    let mut found: Vec<usize> = parts.map(|(heading, _)| heading).collect();
    found.dedup();
    found
}

/// Whether a tree number is another or stands below it. `C04-1` is not below `C04`.
fn is_below(of: &str, number: &str) -> bool {
    of.starts_with(number) && matches!(of.as_bytes().get(number.len()), None | Some(b'.'))
}

/// All tree numbers, in their order.
#[derive(Debug, Default)]
pub(super) struct Tree {
    places: Vec<Place>,
}

impl Tree {
    pub fn of(table: &Table) -> Self {
        let mut places = Vec::with_capacity(2 * table.len());
        let base = table.text().as_ptr() as usize;
        for (heading, number) in table.parts(Column::TreeNumbers).take(PLACES_MAX) {
            let start = (number.as_ptr() as usize - base) as u32;
            let (bytes, heading) = (number.len().min(usize::from(u16::MAX)) as u16, heading as u32);
            places.push(Place { first: first(number), start, bytes, heading });
        }
        places.sort_unstable_by(|a, b| {
            let whole = || (a.number(table), a.heading).cmp(&(b.number(table), b.heading));
            a.first.cmp(&b.first).then_with(whole)
        });
        Self { places }
    }

    /// As [`below`].
    pub fn below<'n>(&self, table: &Table, numbers: impl Iterator<Item = &'n str>) -> Vec<usize> {
        let mut found = Vec::new();
        for number in numbers {
            let at = |place: &Place| (place.first, place.number(table)) < (first(number), number);
            let start = self.places.partition_point(at);
            let same =
                self.places[start..].iter().take_while(|place| place.number(table).starts_with(number));
            let below = same.filter(|place| is_below(place.number(table), number));
            found.extend(below.map(|place| place.heading as usize));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Place {
    fn number(self, table: &Table) -> &str {
        let start = self.start as usize;
        table.text().get(start..start + usize::from(self.bytes)).unwrap_or_default()
    }
}

/// The first bytes of a tree number, as a number that sorts alike.
fn first(number: &str) -> u128 {
    let mut bytes = [0; 16];
    let length = number.len().min(16);
    bytes[..length].copy_from_slice(&number.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}
