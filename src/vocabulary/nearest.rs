//! The headings that may be meant by a name that is none.
//!
//! It must not know the tree. Its time grows with the number of names and the length of what is written, which is cut.

use std::collections::HashMap;

use super::table::Column;
use super::{Vocabulary, names};
use crate::text::fold;

/// Headings that are named.
const MOST: usize = 3;
/// Letters to insert, delete, replace or swap at most.
const CHANGES: usize = 2;
/// Bytes of a name that are compared.
const BYTES: usize = 80;

/// Numbers of headings, the nearest first.
pub(super) fn nearest(vocabulary: &Vocabulary, written: &str) -> Vec<usize> {
    let wanted = Wanted::of(written);
    if wanted.plain.is_empty() {
        return Vec::new();
    }
    let table = &vocabulary.table;
    // By heading: how far away its nearest name is, whether that is an entry term, and how much longer it is.
    let mut found: HashMap<usize, (usize, bool, usize)> = HashMap::new();
    let mut name_letters = Vec::new();
    for (heading, name) in names::every(table) {
        plain(name, &mut name_letters);
        if let Some((far, longer)) = wanted.distance(&name_letters) {
            let is_entry = table.line(Column::Name, heading) != name;
            let now = (far, is_entry, longer);
            let known = found.entry(heading).or_insert(now);
            *known = now.min(*known);
        }
    }
    let mut found: Vec<_> = found.into_iter().map(|(heading, far)| (far, heading)).collect();
    found.sort_unstable();
    // What only has all the words counts where nothing is written nearly so.
    let nearest = found.first().map_or(0, |first| first.0.0);
    let like = |far: usize| (far > CHANGES) == (nearest > CHANGES);
    found.into_iter().filter(|((far, ..), _)| like(*far)).take(MOST).map(|found| found.1).collect()
}

/// A name that is looked for.
struct Wanted {
    plain: Vec<u8>,
    /// Its words in order, without the `s` of a plural.
    words: Vec<Vec<u8>>,
    letters: u32,
}

impl Wanted {
    fn of(written: &str) -> Self {
        let mut letters = Vec::new();
        plain(&fold(written), &mut letters);
        let (words, bits) = (words(&letters), bits(&letters));
        Self { plain: letters, words, letters: bits }
    }

    /// How far away a name is, and how much longer; `None` where it is not near.
    fn distance(&self, name: &[u8]) -> Option<(usize, usize)> {
        let longer = name.len().abs_diff(self.plain.len());
        let bits = bits(name);
        // Each change concerns two letters at most.
        if longer <= CHANGES && (bits ^ self.letters).count_ones() as usize <= 2 * CHANGES {
            let far = changes(&self.plain, name);
            if far <= CHANGES {
                return Some((far, longer));
            }
        }
        if name.len() + CHANGES < self.plain.len() {
            return None;
        }
        let first = self.words.iter().max_by_key(|word| word.len())?;
        memchr::memmem::find(name, first)?;
        let of_name = words(name);
        if of_name == self.words {
            return Some((0, longer));
        }
        let has_all = self.words.iter().all(|word| of_name.contains(word));
        has_all.then_some((CHANGES + 1, longer))
    }
}

/// A name in lower case, with one blank for what is neither letter nor digit.
fn plain(name: &str, into: &mut Vec<u8>) {
    into.clear();
    for byte in name.bytes() {
        if into.len() == BYTES {
            break;
        }
        if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
            into.push(byte.to_ascii_lowercase());
        } else if into.last().is_some_and(|last| *last != b' ') {
            into.push(b' ');
        }
    }
    into.pop_if(|last| *last == b' ');
}

/// Words in order, without the `s` of a plural.
fn words(name: &[u8]) -> Vec<Vec<u8>> {
    let word = |word: &[u8]| word.strip_suffix(b"s").filter(|stem| stem.len() > 2).unwrap_or(word).to_vec();
    let mut words: Vec<Vec<u8>> = name.split(|byte| *byte == b' ').map(word).collect();
    words.sort_unstable();
    words
}

/// A bit for each letter that occurs.
fn bits(name: &[u8]) -> u32 {
    name.iter().fold(0, |bits, byte| bits | 1 << (byte & 31))
}

/// Letters to insert, delete, replace or swap with their neighbour to get from `a` to `b`, or more than [`CHANGES`].
fn changes(a: &[u8], b: &[u8]) -> usize {
    let mut rows = [[usize::MAX; BYTES + 1]; 3];
    for i in 0..=a.len() {
        let (from, to) = (i.saturating_sub(CHANGES), (i + CHANGES).min(b.len()));
        let mut least = usize::MAX;
        let mut row = [usize::MAX; BYTES + 1];
        for j in from..=to {
            let [before, last, _] = &rows;
            let added = |cost: usize| cost.saturating_add(1);
            let mut cost = if i == 0 { j } else { added(last[j]) };
            if j > 0 {
                cost = cost.min(added(row[j - 1]));
                if i > 0 {
                    cost = cost.min(last[j - 1].saturating_add(usize::from(a[i - 1] != b[j - 1])));
                }
            }
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(added(before[j - 2]));
            }
            row[j] = cost;
            least = least.min(cost);
        }
        if least > CHANGES {
            return CHANGES + 1;
        }
        rows = [rows[1], row, row];
    }
    rows[1][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_counted() {
        for (a, b, count) in [
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("ab", "abcd", 2),
            ("abcd", "cd", 2),
            ("abc", "xyz", 3),
            ("", "ab", 2),
        ] {
            assert_eq!(changes(a.as_bytes(), b.as_bytes()).min(3), count, "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_are_those_that_are_meant() {
        let mesh = Vocabulary::shipped();
        let named = |written: &str| mesh.nearest(written).first().map(|heading| heading.name().to_owned());
        for (written, meant) in [
            ("hart failure", "Heart Failure"),
            ("Failure, Heart", "Heart Failure"),
            ("neoplsams", "Neoplasms"),
            ("failures heart", "Heart Failure"),
            ("diabetes type 2", "Diabetes Mellitus, Type 2"),
        ] {
            assert_eq!(named(written).as_deref(), Some(meant), "{written}");
        }
        for nothing in ["", "  ,", "qqqqqqqqqqqq"] {
            assert_eq!(named(nothing), None, "{nothing}");
        }
        assert!(mesh.nearest("disease").len() <= 3);
        assert_eq!(mesh.nearest(&"ab ".repeat(50_000)), []);
    }
}
