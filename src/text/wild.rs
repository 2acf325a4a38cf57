//! Words with signs that stand for letters, as Ovid writes them: `wom#n`, `h?emorrhage`, `gr*y`.
//!
//! It must not know a dialect, nor where words come from.

use std::fmt;

/// Most places of such a word: one bit of a number each.
pub const MAX_PLACES: usize = 126;

/// A folded word in which signs stand for letters.
///
/// It is matched by the states of a nondeterministic automaton, all at once in the bits of one number (Baeza-Yates and
/// Gonnet, 1992), so that no choice of signs makes it slow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Wild {
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Letter(char),
    /// Any letter.
    One,
    /// Any letter, or none.
    Maybe,
    /// Any letters, or none.
    Any,
}

impl Wild {
    /// The word that `text` spells: `#` is one letter, `?` one or none, `*` any. `None` where it is longer than
    /// [`MAX_PLACES`] or holds no letter.
    pub fn new(text: &str) -> Option<Self> {
        let place = |sign: char| match sign {
            '#' => Place::One,
            '?' => Place::Maybe,
            '*' => Place::Any,
            letter => Place::Letter(letter),
        };
        let places: Vec<Place> = text.chars().map(place).collect();
        let has_letter = places.iter().any(|place| matches!(place, Place::Letter(_)));
        (places.len() <= MAX_PLACES && has_letter).then_some(Self { places })
    }

    /// The letters that every such word begins with.
    pub fn beginning(&self) -> String {
        let letters = self.places.iter().map_while(|place| match place {
            Place::Letter(letter) => Some(letter),
            Place::One | Place::Maybe | Place::Any => None,
        });
        letters.collect()
    }

    /// Whether a folded word is one of these.
    pub fn fits(&self, word: &str) -> bool {
        let end = 1_u128 << self.places.len();
        let is_open = self.places.last() == Some(&Place::Any);
        let mut states = self.skipped(1);
        for letter in word.chars() {
            if is_open && states & end != 0 {
                return true;
            }
            let mut next = 0;
            for (at, place) in self.places.iter().enumerate() {
                let here = states & (1 << at);
                next |= match place {
                    Place::Letter(own) if *own == letter => here << 1,
                    Place::One | Place::Maybe if letter.is_alphanumeric() => here << 1,
                    Place::Any => here,
                    Place::Letter(_) | Place::One | Place::Maybe => 0,
                };
            }
            if next == 0 {
                return false;
            }
            states = self.skipped(next);
        }
        states & end != 0
    }

    /// The states with those that are reached without a letter.
    fn skipped(&self, mut states: u128) -> u128 {
        for (at, place) in self.places.iter().enumerate() {
            if matches!(place, Place::Maybe | Place::Any) {
                states |= (states & (1 << at)) << 1;
            }
        }
        states
    }
}

impl fmt::Display for Wild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in &self.places {
            match place {
                Place::Letter(letter) => write!(f, "{letter}")?,
                Place::One => f.write_str("#")?,
                Place::Maybe => f.write_str("?")?,
                Place::Any => f.write_str("*")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The meaning, tried on every choice.
    fn defined(pattern: &[char], word: &[char]) -> bool {
        match (pattern, word) {
            ([], []) => true,
            (['?' | '*', rest @ ..], _) if defined(rest, word) => true,
            (['*', ..], [_, word @ ..]) => defined(pattern, word),
            (['#' | '?', rest @ ..], [_, word @ ..]) => defined(rest, word),
            ([letter, rest @ ..], [first, word @ ..]) => letter == first && defined(rest, word),
            _ => false,
        }
    }

    #[test]
    fn signs_stand_for_letters() {
        let found = |pattern: &str| {
            let wild = Wild::new(pattern).unwrap();
            let words = [
                "woman",
                "women",
                "womn",
                "womb",
                "hemorrhage",
                "haemorrhage",
                "haemorrhages",
                "dog",
                "dogs",
            ];
            words.into_iter().filter(|word| wild.fits(word)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("wom#n"), "woman women");
        assert_eq!(found("wom?n"), "woman women womn");
        assert_eq!(found("h?emorrhage"), "hemorrhage haemorrhage");
        assert_eq!(found("h?emorrhag*"), "hemorrhage haemorrhage haemorrhages");
        assert_eq!(found("h*rrhage"), "hemorrhage haemorrhage");
        assert_eq!(found("dog?"), "dog dogs");
        assert_eq!(Wild::new("wom#n*").unwrap().beginning(), "wom");
        assert_eq!(Wild::new("##"), None);
        assert_eq!(Wild::new(&"a".repeat(MAX_PLACES + 1)), None);
        assert!(Wild::new(&"a".repeat(MAX_PLACES)).unwrap().fits(&"a".repeat(MAX_PLACES)));
    }

    proptest! {
        #[test]
        fn words_fit_as_defined(pattern in "a[ab#?*]{0,8}", word in "[ab]{0,9}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(Wild::new(&pattern).unwrap().fits(&word), defined(&chars(&pattern), &chars(&word)));
        }
    }
}
