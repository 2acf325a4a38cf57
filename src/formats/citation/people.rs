//! Names that are known to be names: one person, and a list between two known places.
//!
//! It must not know how a list of authors is found.

use super::names::FAMILY_MAX_WORDS;
use crate::model::{Author, is_initials, is_suffix};

/// A person, by one printed name.
pub(in super::super) fn person(name: &str) -> Option<Author> {
    let mut words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let suffix = words.pop_if(|last| is_suffix(last)).unwrap_or("");
    let initials = words.pop()?;
    let is_name =
        |word: &&str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    if !is_initials(initials)
        || words.is_empty()
        || words.len() > FAMILY_MAX_WORDS
        || !words.iter().all(is_name)
    {
        return None;
    }
    Some(Author {
        family: words.join(" "),
        initials: initials.chars().filter(|c| c.is_alphabetic()).collect(),
        suffix: suffix.to_owned(),
        ..Author::default()
    })
}

/// The names of a list that is known to be one.
pub(super) fn split<'t>(list: &'t str, cut_short: &mut bool) -> Vec<&'t str> {
    let is_et_al = |name: &str| matches!(name.trim_end_matches('.'), "et al" | "et  al");
    let names = list.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
    let (cut, names): (Vec<&str>, Vec<&str>) = names.partition(|name| is_et_al(name));
    *cut_short |= !cut.is_empty();
    names
}
