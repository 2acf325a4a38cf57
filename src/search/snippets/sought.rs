//! A pattern that is looked for in a text, and the parts of the text it can be in at all.

use std::borrow::Cow;
use std::ops::Range;

use super::words::Finder;
use crate::engine::{Clause, Pattern, ProximityError, Shape};
use crate::model::Field;

/// Words on either side that are looked at beside the pattern's own: what stands before a word can decide
/// how it is read.
const MARGIN_WORDS: usize = 2;

/// A pattern that is looked for.
pub(super) struct Sought {
    pub finder: Finder,
    pub field: Field,
    /// The words of the query that it shows, a bit each.
    pub groups: u64,
    /// Letters that every place of it contains, in any case; too few to look for if empty.
    needle: Vec<u8>,
    /// No place of it has more words.
    words: usize,
}

impl Sought {
    pub fn new(pattern: &Pattern, groups: u64) -> Result<Self, ProximityError> {
        let Pattern { clause, field } = pattern;
        let finder = Finder::of(clause)?;
        Ok(Self { finder, field: *field, groups, needle: sure(clause), words: clause.longest() })
    }

    /// The parts of a text without words beyond ASCII that hold every place of the pattern whole, rising
    /// and apart. `None` where it may be anywhere. Looking costs much less than analysing the text.
    pub fn parts(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let (&first, rest) = self.needle.split_first()?;
        let bytes = text.as_bytes();
        let mut parts: Vec<Range<usize>> = Vec::new();
        for at in memchr::memchr2_iter(first, first.to_ascii_uppercase(), bytes) {
            let is_needle = |next: &[u8]| next.eq_ignore_ascii_case(rest);
            if !bytes.get(at + 1..=at + rest.len()).is_some_and(is_needle) {
                continue;
            }
            let part = self.around(bytes, at);
            match parts.last_mut() {
                Some(last) if part.start <= last.end => last.end = part.end.max(last.end),
                _ => parts.push(part),
            }
        }
        Some(parts)
    }

    /// What the pattern covers at most where the byte at `at` is part of it; it begins and ends at blanks.
    fn around(&self, bytes: &[u8], at: usize) -> Range<usize> {
        let far = self.words + MARGIN_WORDS;
        let start = at - far_enough(bytes[..at].iter().rev(), far);
        start..at + far_enough(bytes[at..].iter(), far)
    }
}

/// The number of bytes before the blank that so many words, or parts of words, stand before.
fn far_enough<'b>(bytes: impl Iterator<Item = &'b u8>, words: usize) -> usize {
    let (mut passed, mut in_word, mut count) = (0, false, 0);
    for &byte in bytes {
        if byte == b' ' && in_word {
            passed += 1;
            in_word = false;
            if passed == words {
                return count;
            }
        }
        in_word |= byte.is_ascii_alphanumeric();
        count += 1;
    }
    count
}

/// Letters that every place of a clause contains: the most of those known. Of alternatives of which one is truncated
/// all begin alike.
fn sure(clause: &Clause) -> Vec<u8> {
    match clause {
        Clause::Word(shape) => needle(shape),
        Clause::Any(alternatives) => {
            let is_truncated =
                |alternative: &Clause| matches!(alternative, Clause::Word(shape) if shape.forms().is_some());
            if !alternatives.iter().any(is_truncated) {
                return Vec::new();
            }
            let common = alternatives.iter().map(beginning).reduce(|all, one| {
                let same = all.iter().zip(&one).take_while(|(a, b)| a == b).count();
                all[..same].to_vec()
            });
            common.filter(|common| common.len() >= 2).unwrap_or_default()
        }
        Clause::Near(near) => near.operands.iter().map(sure).max_by_key(Vec::len).unwrap_or_default(),
    }
}

/// The letters that the first word of a phrase begins with.
fn beginning(clause: &Clause) -> Vec<u8> {
    match clause {
        Clause::Word(shape) => needle(shape),
        Clause::Near(near) if near.ordered => near.operands.first().map(beginning).unwrap_or_default(),
        Clause::Any(_) | Clause::Near(_) => Vec::new(),
    }
}

/// The first letters of a word of letters, as they stand in every ASCII text that has it. The last one is
/// left out: `crohns` is also written `Crohn's`.
fn needle(shape: &Shape) -> Vec<u8> {
    let (word, spare) = match shape {
        Shape::Word(word) => (Cow::Borrowed(word), 1),
        Shape::Prefix(prefix) => (Cow::Borrowed(prefix), 0),
        Shape::Wild(wild) => (Cow::Owned(wild.beginning()), 0),
    };
    let letters = word.bytes().all(|byte| byte.is_ascii_lowercase());
    let length = word.len().saturating_sub(spare).min(8);
    if letters && length >= 2 { word.as_bytes()[..length].to_vec() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Terms;
    use crate::query::Query;
    use crate::search::snippets::words::{Words, is_simple};

    proptest::proptest! {
        #[test]
        fn the_parts_show_what_the_whole_text_shows(
            text in "([a-d]{2,3}|and|1 ?0|0[.]5|-|[(]|[)]|'s|,|;|[.]|5mg|–|±){0,24}( ([a-d]{2,3}|AB|1|-|ab's|–)){0,30}",
            wanted in "\"(ab|cd|bc|ab's)( (ab|cd|bc|1|5mg)){0,2}\"|ab[*]|\"cd a[*]\"",
        ) {
            let query = Query::parse(&wanted).unwrap();
            let mut terms = Terms::new();
            for term in query.positive() {
                let mut sought = Sought::new(&terms.pattern(&term), 0).unwrap();
                let parts = sought.parts(&text).filter(|_| is_simple(&text));
                let mut find = |part: Range<usize>| {
                    let (mut words, mut marks) = (Words::default(), Vec::new());
                    words.fill(terms.analyzer(), &text[part.clone()]);
                    words.find(&mut sought.finder, 0, &mut marks);
                    marks.into_iter().map(move |mark| (mark.start + part.start, mark.end + part.start))
                };
                let Some(parts) = parts else { continue };
                let mut found: Vec<_> = parts.into_iter().flat_map(&mut find).collect();
                let mut all: Vec<_> = find(0..text.len()).collect();
                found.sort_unstable();
                all.sort_unstable();
                proptest::prop_assert_eq!(found, all, "{} in {:?}", wanted, text);
            }
        }
    }
}
