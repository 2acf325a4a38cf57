//! Words of the corpus: those that a truncated word stands for, and those nearly like one that nothing has.
//!
//! It must not know a strategy.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use serde::Serialize;

use super::sets::{Missing, Sets};
use crate::index::Column;
use crate::model::Field;
use crate::text::fold;

/// A word, and how many articles have it in the fields that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CountedWord {
    /// The word as it is kept.
    pub word: String,
    /// The number of articles; of one that has it in several fields each counts.
    pub count: u64,
}

/// Words that are read of a column.
const READ: usize = 20_000;
/// Words that are shown.
const SHOWN: usize = 8;

/// The words that a truncated one stands for in some fields: how many, and those that most articles have.
pub(super) fn beginning_with(
    stem: &str,
    fields: impl Iterator<Item = Field>,
    sets: &Sets<'_>,
) -> Result<Option<(usize, Vec<CountedWord>)>, Missing> {
    let stem = fold(stem);
    // What the index keeps as several words has no beginning among them.
    if stem.is_empty() || stem.contains(' ') {
        return Ok(None);
    }
    let mut columns: Vec<Column> = fields.flat_map(Column::of_text).copied().collect();
    columns.sort_unstable();
    columns.dedup();
    let counted = counted(&stem, &columns, sets)?;
    let total = counted.len();
    let mut words: Vec<CountedWord> =
        counted.into_iter().map(|(word, count)| CountedWord { word, count }).collect();
    words.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
    words.truncate(SHOWN);
    Ok(Some((total, words)))
}

fn counted(beginning: &str, columns: &[Column], sets: &Sets<'_>) -> Result<HashMap<String, u64>, Missing> {
    let mut counted: HashMap<String, u64> = HashMap::new();
    for &column in columns {
        let mut read = 0;
        sets.words(column, beginning, &mut |word, count| {
            *counted.entry(word.to_owned()).or_default() += count;
            read += 1;
            if read < READ { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
    }
    Ok(counted)
}

/// Letters of a word that may be taken for a slip; and articles that must have the other, where that is a word of the
/// vocabulary, and where it is none.
pub(super) const SLIP_LETTERS: usize = 7;
const SLIP_ARTICLES: u64 = 3;
const SLIP_ARTICLES_OTHERWISE: u64 = 100;

/// The word that may have been meant by one that no article has: one letter too many, too few, another or two that
/// changed places, behind the first two. A word of the vocabulary is no slip.
pub(super) fn meant_by(
    word: &str,
    vocabulary: &HashSet<String>,
    sets: &Sets<'_>,
) -> Result<Option<CountedWord>, Missing> {
    let word = fold(word);
    if word.len() < SLIP_LETTERS
        || vocabulary.contains(&word)
        || !word.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        return Ok(None);
    }
    let near = counted(&word[..2], &[Column::Title, Column::Abstract], sets)?;
    let is_usual = |(other, count): &(&String, u64)| {
        *count >= if vocabulary.contains(*other) { SLIP_ARTICLES } else { SLIP_ARTICLES_OTHERWISE }
    };
    let mut near: Vec<(&String, u64)> = near
        .iter()
        .map(|(other, count)| (other, *count))
        .filter(|(other, _)| is_slip(&word, other))
        .collect();
    near.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let best = near.iter().find(|near| is_usual(near));
    Ok(best.map(|(word, count)| CountedWord { word: (*word).clone(), count: *count }))
}

/// Whether one is the other with a slip of the pen; another ending is none.
fn is_slip(word: &str, other: &str) -> bool {
    let (a, b) = (word.as_bytes(), other.as_bytes());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (&a[same..], &b[same..]);
    // Singular and plural, noun and adjective are told apart at the end.
    if rest_a.len() < 3 || rest_b.len() < 3 || other.len() < SLIP_LETTERS - 1 {
        return false;
    }
    let swapped = || rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] && rest_a[2..] == rest_b[2..];
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => rest_a[1..] == rest_b[1..] || swapped(),
        std::cmp::Ordering::Less => a.len() + 1 == b.len() && rest_a == &rest_b[1..],
        std::cmp::Ordering::Greater => b.len() + 1 == a.len() && &rest_a[1..] == rest_b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_no_endings() {
        for (word, other) in [
            ("pnuemonia", "pneumonia"),
            ("hypoxmia", "hypoxemia"),
            ("vasoppressin", "vasopressin"),
            ("vasoprassin", "vasopressin"),
        ] {
            assert!(is_slip(word, other), "{word}");
        }
        for (word, other) in [
            ("assays", "assay"),
            ("therapy", "therapies"),
            ("surgical", "surgically"),
            ("asthma", "asthma"),
            ("ab", "ac"),
            ("hypoxia", "hypoxic"),
        ] {
            assert!(!is_slip(word, other), "{word}");
        }
    }
}
