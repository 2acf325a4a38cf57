//! Signs that stand for letters, where a notation has fewer of them than another.
//!
//! It must not know a field.

use super::loss::LossLevel;
use super::words::Words;
use crate::query::Syntax;
use crate::query::ast::TermWord;

/// Most words that one is written out as.
const ALTERNATIVES_MAX: usize = 64;

/// Letters before a sign that a word must have to be truncated there.
const STEM_MIN: usize = 3;

/// Words without the signs that the notation lacks, and how far that is something else; `None` where they cannot be
/// written without them.
pub(super) fn spelt(words: Words, to: Syntax) -> Option<(Words, Option<LossLevel>)> {
    let mut level: Option<LossLevel> = None;
    let words = each(words, to, &mut level)?;
    Some((words, level))
}

fn each(words: Words, to: Syntax, level: &mut Option<LossLevel>) -> Option<Words> {
    let mut all =
        |parts: Vec<Words>| parts.into_iter().map(|part| each(part, to, level)).collect::<Option<Vec<_>>>();
    Some(match words {
        Words::Any(parts) => Words::any(all(parts)?),
        Words::Near { parts, ordered, between } => Words::Near { parts: all(parts)?, ordered, between },
        Words::Row(row) => {
            let lacks = |word: &TermWord| match to {
                Syntax::Ovid => false,
                Syntax::Cochrane => word.wild && word.text.contains('?'),
                _ => word.wild,
            };
            let mut parts: Vec<Words> = Vec::new();
            for run in row.chunk_by(|one, next| !lacks(one) && !lacks(next)) {
                match run {
                    [word] if lacks(word) => parts.push(word_of(word, to, level)?),
                    run => parts.push(Words::Row(run.to_vec())),
                }
            }
            match parts.len() {
                1 => parts.remove(0),
                _ => Words::Near { parts, ordered: true, between: 0 },
            }
        }
    })
}

/// The ways to write one word.
fn word_of(word: &TermWord, to: Syntax, level: &mut Option<LossLevel>) -> Option<Words> {
    let mut spelling = word.text.as_str();
    if word.truncated {
        // None or one letter before any letters is any letters.
        spelling = spelling.trim_end_matches(['?', '*']);
    }
    let has_digit = spelling.contains(|c: char| c.is_ascii_digit());
    let lose = |level: &mut Option<LossLevel>, more: LossLevel| {
        *level = Some(level.map_or(more, |own| own.and(more)));
    };
    if let Some(ways) = ways(spelling, to == Syntax::Cochrane, has_digit) {
        // A word of digits and letters is a compound, which is found in more ways.
        match to {
            Syntax::Cochrane if has_digit => lose(level, LossLevel::Wider),
            Syntax::Cochrane => {}
            _ if has_digit => lose(level, LossLevel::Other),
            _ if spelling.contains(['#', '?']) => lose(level, LossLevel::Narrower),
            _ => {}
        }
        let row = |text: String| {
            let wild = text.contains(['#', '*']);
            Words::Row(vec![TermWord { text, wild, ..word.clone() }])
        };
        return Some(Words::any(ways.into_iter().map(row).collect()));
    }
    let stem = &spelling[..spelling.find(['#', '?', '*'])?];
    if stem.chars().filter(|c| c.is_alphanumeric()).count() < STEM_MIN
        || !stem.ends_with(char::is_alphanumeric)
    {
        return None;
    }
    lose(level, LossLevel::Wider);
    let text = stem.to_owned();
    Some(Words::Row(vec![TermWord { text, truncated: true, wild: false, ..word.clone() }]))
}

/// A spelling with every sign written out that is not kept, if these are few.
fn ways(spelling: &str, keeps_letters: bool, has_digit: bool) -> Option<Vec<String>> {
    let letters = || ('a'..='z').chain(('0'..='9').filter(move |_| has_digit));
    let mut ways = vec![String::new()];
    for sign in spelling.chars() {
        let next = |way: &String| -> Vec<String> {
            let with = |c: char| format!("{way}{c}");
            match sign {
                '?' if keeps_letters => vec![way.clone(), with('#')],
                '?' => std::iter::once(way.clone()).chain(letters().map(with)).collect(),
                '#' if !keeps_letters => letters().map(with).collect(),
                sign => vec![with(sign)],
            }
        };
        if sign == '*' && !keeps_letters {
            return None;
        }
        let mut all: Vec<String> = Vec::new();
        for way in ways.iter().flat_map(next) {
            if !all.contains(&way) {
                all.push(way);
            }
        }
        if all.len() > ALTERNATIVES_MAX {
            return None;
        }
        ways = all;
    }
    Some(ways)
}

/// What is said of words whose signs were written out.
pub(super) fn said(to: Syntax, level: LossLevel) -> &'static str {
    match (to, level) {
        (Syntax::Cochrane, _) => {
            "Cochrane has no sign for one letter or none: both are written out, and compounds are found in more ways"
        }
        (_, LossLevel::Wider) => "PubMed has no signs within words: the word is truncated before them",
        (_, LossLevel::Narrower) => "PubMed has no sign for a letter: those from a to z are written out",
        _ => {
            "PubMed has no sign for a letter: words are truncated before it, or written out with a to z and 0 to 9"
        }
    }
}
