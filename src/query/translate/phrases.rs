//! Words as PubMed can ask for them: phrases, and words near each other without anything within them.
//!
//! They must not know a field.

use super::loss::LossLevel;
use super::words::{Words, is_one_place, stay_apart};
use crate::query::ast::TermWord;
use crate::query::limits::MAX_WORDS_BETWEEN;
use crate::query::pubmed::is_one_word;
use crate::text::Analyzer;

/// Most phrases that groups near each other are written out as.
const PHRASES_MAX: usize = 400;

/// Words next to each other, or near each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub words: Vec<TermWord>,
    /// With so many others between them, in any order.
    pub near: Option<u32>,
    /// How far it is something else than what it stands for.
    pub level: Option<LossLevel>,
}

/// The phrases that words stand for, any of which will do; `None` where they are too many, or too far apart.
pub(super) fn of(words: &Words, analyzer: &mut Analyzer) -> Option<Vec<Phrase>> {
    let phrases = match words {
        Words::Row(words) => vec![Phrase { words: words.clone(), near: None, level: None }],
        Words::Any(parts) => {
            let lists = parts.iter().map(|part| of(part, analyzer)).collect::<Option<Vec<_>>>()?;
            let mut all: Vec<Phrase> = Vec::new();
            for phrase in lists.into_iter().flatten() {
                if !all.contains(&phrase) {
                    all.push(phrase);
                }
                if all.len() > PHRASES_MAX {
                    return None;
                }
            }
            all
        }
        Words::Near { parts, ordered, between } => {
            let lists = parts.iter().map(|part| of(part, analyzer)).collect::<Option<Vec<_>>>()?;
            let size = lists.iter().try_fold(1_usize, |size, list| size.checked_mul(list.len()))?;
            if size > PHRASES_MAX {
                return None;
            }
            let mut rows: Vec<Vec<&Phrase>> = vec![Vec::new()];
            for list in &lists {
                let mut longer = Vec::with_capacity(rows.len() * list.len());
                for row in &rows {
                    longer.extend(list.iter().map(|next| [row.as_slice(), &[next]].concat()));
                }
                rows = longer;
            }
            rows.into_iter()
                .map(|row| put_together(&row, (*ordered, *between), analyzer))
                .collect::<Option<_>>()?
        }
    };
    (phrases.len() <= PHRASES_MAX).then_some(phrases)
}

/// Phrases near each other as one.
fn put_together(row: &[&Phrase], (ordered, between): (bool, u32), analyzer: &mut Analyzer) -> Option<Phrase> {
    let mut level = row.iter().filter_map(|phrase| phrase.level).reduce(LossLevel::and);
    let mut lose = |more: LossLevel| level = Some(level.map_or(more, |own| own.and(more)));
    let is_phrase = ordered && between == 0 && row.iter().all(|phrase| phrase.near.is_none());
    let apart = row.windows(2).all(|pair| stay_apart(&pair[0].words, &pair[1].words, analyzer));
    let words: Vec<TermWord> = row.iter().flat_map(|phrase| phrase.words.iter().cloned()).collect();
    if is_phrase {
        if !apart {
            lose(LossLevel::Wider);
        }
        return Some(Phrase { words, near: None, level });
    }
    if !apart {
        lose(LossLevel::Other);
    }
    if ordered || !row.iter().all(|phrase| phrase.near.is_none() && is_one_place(&phrase.words, analyzer)) {
        lose(LossLevel::Wider);
    }
    let near = row.iter().filter_map(|phrase| phrase.near).try_fold(between, u32::checked_add)?;
    (near <= MAX_WORDS_BETWEEN).then_some(Phrase { words, near: Some(near), level })
}

/// Whether a word is read as that where it stands without quotes: it is no operator, and no number that may be a line.
pub(super) fn is_bare(word: &TermWord) -> bool {
    let text = &word.text;
    let is_operator = ["and", "or", "not"].iter().any(|operator| text.eq_ignore_ascii_case(operator));
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    is_one_word(text) && !is_operator && (!is_number || word.truncated)
}

/// What is said of phrases that are not quite the words they stand for.
pub(super) fn said(level: LossLevel) -> &'static str {
    match level {
        LossLevel::Wider => {
            "PubMed has no phrase, no order and no group within words near each other: all of them stand near each other, in any order"
        }
        _ => "a word and the number behind it are one word in PubMed's phrases",
    }
}

/// Why PubMed itself does not read words that litdex reads as they are meant; `None` where it does.
pub(super) fn only_here(phrase: &Phrase) -> Option<&'static str> {
    /// Letters that a word must have before the `*` (NLM, PubMed User Guide).
    const STEM_MIN: usize = 4;
    let mut cut = phrase.words.iter().filter(|word| word.truncated).peekable();
    cut.peek()?;
    if phrase.near.is_some() {
        return Some("PubMed itself truncates no words near each other");
    }
    let before_last = phrase.words.split_last().map_or(&[][..], |split| split.1);
    if before_last.iter().any(|word| word.truncated) {
        return Some("PubMed itself truncates only the last word of a phrase");
    }
    let letters = |word: &TermWord| word.text.chars().filter(|c| c.is_alphanumeric()).count();
    (phrase.words.len() == 1 && cut.any(|word| letters(word) < STEM_MIN))
        .then_some("PubMed itself truncates words from four letters on")
}
