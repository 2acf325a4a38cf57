//! Names of headings looked up as the values of an index are kept: without case, diacritics and punctuation.
//!
//! A name has a hash over its letters and digits; the hashes are sorted, so that nothing but the table need be shipped.
//!
//! It must not know the tree.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use super::table::{Column, Table};
use crate::text::fold;

/// Names a table may have; those beyond are not found.
const NAMES_MAX: usize = 4_000_000;
/// Names with one hash that are looked at.
const SAME_MAX: usize = 64;

/// The columns that names stand in.
const COLUMNS: [Column; 3] = [Column::Name, Column::Ui, Column::EntryTerms];

/// A name: the heading it leads to, and where it stands in the text.
#[derive(Debug, Clone, Copy)]
struct Name {
    heading: u32,
    start: u32,
    bytes: u16,
}

/// All names of a table.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<Name>,
    /// The upper half of a hash and the number of a name, in order.
    hashes: Vec<u64>,
}

/// Every name of a table, with the heading it leads to.
pub(super) fn every(table: &Table) -> impl Iterator<Item = (usize, &str)> {
    COLUMNS.into_iter().flat_map(|column| table.parts(column))
}

/// The headings that are written so, or have an entry term that is, with that name, by a look at every name.
pub(super) fn find<'t>(table: &'t Table, written: &str) -> Vec<(usize, &'t str)> {
    let mut letters = Vec::new();
    push_letters(written, &mut letters);
    if letters.is_empty() {
        return Vec::new();
    }
    let mut buffer = Vec::new();
    let mut is_like = |name: &str| {
        // Nearly every name begins otherwise, and none is folded for that.
        let mut rest = letters.as_slice();
        for byte in name.bytes() {
            if !is_plain(byte) {
                buffer.clear();
                push_letters(name, &mut buffer);
                return buffer == letters;
            }
            if byte.is_ascii_alphanumeric() {
                match rest.split_first() {
                    Some((letter, after)) if letter.eq_ignore_ascii_case(&byte) => rest = after,
                    _ => return false,
                }
            }
        }
        rest.is_empty()
    };
    best(table, written, every(table).filter(|(_, name)| is_like(name)))
}

/// Of names with the same letters those that fold alike. What is written letter by letter alike comes first, then names
/// of headings, then entry terms, in the order of the table.
fn best<'t>(
    table: &'t Table,
    written: &str,
    like: impl Iterator<Item = (usize, &'t str)>,
) -> Vec<(usize, &'t str)> {
    let (folded, lower) = (fold(written), written.to_lowercase());
    let mut found: Vec<(usize, &str)> = like.filter(|(_, name)| fold(name) == folded).collect();
    found.sort_by_key(|&(heading, name)| {
        let is_entry = table.line(Column::Name, heading) != name;
        (name.to_lowercase() != lower, is_entry, heading)
    });
    let mut met = std::collections::HashSet::new();
    found.retain(|(heading, _)| met.insert(*heading));
    found
}

impl Names {
    /// Gathers the names of a table: headings, entry terms, UIs.
    pub fn of(table: &Table) -> Self {
        let base = table.text().as_ptr() as usize;
        let (mut names, mut hashes) = (Vec::new(), Vec::new());
        let mut letters = Vec::new();
        for (heading, name) in every(table).take(NAMES_MAX) {
            letters.clear();
            push_letters(name, &mut letters);
            hashes.push(half(&letters) | names.len() as u64);
            let start = (name.as_ptr() as usize - base) as u32;
            let bytes = name.len().min(usize::from(u16::MAX)) as u16;
            names.push(Name { heading: heading as u32, start, bytes });
        }
        hashes.sort_unstable();
        Self { names, hashes }
    }

    /// As [`find`], by the hashes.
    pub fn find<'t>(&self, table: &'t Table, written: &str) -> Vec<(usize, &'t str)> {
        let mut letters = Vec::new();
        push_letters(written, &mut letters);
        let wanted = half(&letters);
        let first = self.hashes.partition_point(|hash| *hash < wanted);
        let same = self.hashes[first..].iter().take(SAME_MAX).take_while(|hash| *hash >> 32 == wanted >> 32);
        let names = same.filter_map(|hash| self.names.get(*hash as u32 as usize));
        best(table, written, names.map(|name| (name.heading as usize, name.text(table))))
    }
}

impl Name {
    fn text(self, table: &Table) -> &str {
        let start = self.start as usize;
        table.text().get(start..start + usize::from(self.bytes)).unwrap_or_default()
    }
}

/// The upper half of the hash of letters.
fn half(letters: &[u8]) -> u64 {
    xxh3_64(letters) & !u64::from(u32::MAX)
}

/// The letters and digits of a name as its folded form has them, without the blanks. Names of plain letters, as nearly
/// all are, need not be folded for that.
fn push_letters(name: &str, letters: &mut Vec<u8>) {
    let folded: Cow<'_, str> = if name.bytes().all(is_plain) { name.into() } else { fold(name).into() };
    let kept = folded.bytes().filter(|byte| !byte.is_ascii() || byte.is_ascii_alphanumeric());
    letters.extend(kept.map(|byte| byte.to_ascii_lowercase()));
}

/// What folding passes over or makes lower case, whatever stands beside it; a test holds it so.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" ,-()".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(name: &str) -> Vec<u8> {
        let mut letters = Vec::new();
        push_letters(name, &mut letters);
        letters
    }

    #[test]
    fn plain_names_have_the_letters_of_their_folded_form() {
        let table = crate::vocabulary::Vocabulary::shipped();
        for (_, name) in every(&table.table) {
            assert_eq!(letters(name), letters(&fold(name)), "{name}");
        }
    }

    #[test]
    fn a_look_at_every_name_finds_what_the_hashes_find() {
        let table = &crate::vocabulary::Vocabulary::shipped().table;
        let names = Names::of(table);
        let is_hard = |name: &str| !name.bytes().all(is_plain);
        for (_, name) in
            every(table).filter(|(_, name)| is_hard(name)).step_by(20).chain(every(table).step_by(1_999))
        {
            assert_eq!(find(table, name), names.find(table, name), "{name}");
            assert!(!find(table, name).is_empty(), "{name}");
        }
        for none in ["", "?", "β", "hart failure"] {
            assert_eq!((find(table, none), names.find(table, none)), (vec![], vec![]), "{none}");
        }
    }

    proptest::proptest! {
        #[test]
        fn names_that_fold_alike_have_the_same_letters(name in "[a-cA-C0-2 ,()'.β±é-]{0,16}") {
            proptest::prop_assert_eq!(letters(&name), letters(&fold(&name)));
        }
    }
}
