//! Truncated words where a text parts the words that begin so: `TNFalph*` is found in `TNFalpha`, `100m*` in `100mg`.
//!
//! It must not know patterns or queries.

use super::{doses, greek};

/// One way in which a word that begins so may stand in a text, as several words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parted {
    /// The words.
    pub words: Vec<String>,
    /// Whether the last is but the beginning of one.
    pub is_open: bool,
}

/// The ways in which words that begin so are parted; `prefix` is in lower case.
pub(crate) fn parted(prefix: &str) -> Vec<Parted> {
    let mut ways = Vec::new();
    if !prefix.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return ways;
    }
    let mut add = |words: &[&str], is_open: bool| {
        let words = words.iter().map(|&word| word.to_owned()).collect();
        ways.push(Parted { words, is_open });
    };
    for at in 1..prefix.len() {
        let (before, begun) = prefix.split_at(at);
        for name in greek::names_behind(before.as_bytes()) {
            if name.starts_with(begun) {
                add(&[before, name], false);
            }
            if let Some([letter]) = begun.strip_prefix(name).map(str::as_bytes)
                && greek::is_apart(*letter)
            {
                add(&[before, name, &begun[name.len()..]], false);
            }
        }
        if before.bytes().all(|byte| byte.is_ascii_digit()) {
            doses::beginning(begun).for_each(|unit| add(&[before, unit], false));
        }
    }
    for name in greek::names() {
        let Some(rest) = prefix.strip_prefix(name) else { continue };
        match rest.as_bytes() {
            [letter] if greek::is_apart(*letter) => {
                add(&[name, rest], false);
                // Behind the letter only digits follow.
                ('0'..='9').for_each(|digit| add(&[name, &format!("{rest}{digit}")], true));
            }
            [letter, digits @ ..]
                if greek::is_apart(*letter)
                    && digits.iter().all(u8::is_ascii_digit)
                    && !digits.is_empty() =>
            {
                add(&[name, rest], true);
            }
            _ => {}
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Analyzer;

    /// Whatever beginning of a word someone truncates: it stands as it is, or in one of the ways.
    #[test]
    fn every_beginning_of_a_word_finds_it() {
        for word in [
            "TNFalpha",
            "IL1beta",
            "17beta",
            "kappaB",
            "NFkappaB",
            "IkappaB",
            "deltaF508",
            "100mg",
            "5mmol",
            "betaine",
            "betamethasone",
            "tibetan",
            "alphavirus",
            "gammaproteobacteria",
            "hypoxemia",
            "sigmas",
        ] {
            let lower = word.to_lowercase();
            let mut words: Vec<String> = Vec::new();
            Analyzer::new().tokens(word, |token| words.push(token.word.to_owned()));
            for end in 1..=lower.len() {
                let prefix = &lower[..end];
                let is_way = |way: &Parted| {
                    way.words.len() <= words.len()
                        && way.words.iter().zip(&words).enumerate().all(|(at, (way_word, word))| {
                            let is_last = at + 1 == way.words.len();
                            way_word == word
                                || (is_last && way.is_open && word.starts_with(way_word.as_str()))
                        })
                };
                let found = words[0].starts_with(prefix) || parted(prefix).iter().any(is_way);
                assert!(found, "{prefix}* in {word}, {words:?}: {:?}", parted(prefix));
            }
        }
    }
}
