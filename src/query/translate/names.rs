//! Names of people as PubMed reads them without quotes, written out for who takes names as they stand.
//!
//! They must not know a notation.

use super::words::Words;
use crate::query::ast::TermWord;

/// Most letters that are taken for initials behind a family name.
const INITIALS_MAX: usize = 2;

/// The ways in which a name is looked for: initials truncated, a given name before the family name, a letter apart
/// written with what follows. `None` where they cannot be told from the words alone.
pub(super) fn ways(words: &[TermWord]) -> Option<Words> {
    let is_simple = |word: &TermWord| {
        !word.wild
            && word.text.chars().all(char::is_alphabetic)
            && (word.text.is_ascii() || word.text.chars().count() > 3)
    };
    if !words.iter().all(is_simple) {
        return None;
    }
    let is_initials = |word: &TermWord| !word.truncated && word.text.len() <= INITIALS_MAX;
    let with_open_initials = |mut words: Vec<TermWord>| {
        if words.len() > 1
            && let Some(last) = words.last_mut().filter(|word| is_initials(word))
        {
            last.truncated = true;
        }
        words
    };
    let written = with_open_initials(words.to_vec());
    let mut ways = vec![written.clone()];
    if let [letter, name, rest @ ..] = written.as_slice()
        && letter.text.len() == 1
        && !letter.truncated
        && !name.truncated
    {
        let joined = TermWord { text: format!("{}{}", letter.text, name.text), ..name.clone() };
        ways.push(std::iter::once(joined).chain(rest.iter().cloned()).collect());
    }
    if words.len() > 1 && words.last().is_some_and(|last| !is_initials(last)) {
        let mut spoken = words.to_vec();
        spoken.rotate_right(1);
        ways.push(with_open_initials(spoken));
    }
    Some(Words::any(ways.into_iter().map(Words::Row).collect()))
}
