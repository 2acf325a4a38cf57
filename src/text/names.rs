//! The words of a person's name, and the other ways in which people write them.
//!
//! It must not know authors, nor what a name is looked for in.

use unicode_normalization::UnicodeNormalization;

use super::analyzer::fold;

/// What stands between a single letter and the name it belongs to: `O'Brien`, `D’Angelo`.
const APOSTROPHES: [char; 6] = ['\'', '’', '‘', 'ʼ', '`', '´'];

/// The exact words of a name with their places. A word may have several forms at one place: `Müller` is also
/// `mueller`, and the second word of `O'Brien` also `obrien`.
///
/// ```
/// let words = litdex::internals::text::name_words("O'Brien-Müller");
/// let at = |place| words.iter().filter(|word| word.0 == place).map(|word| &*word.1).collect::<Vec<_>>();
/// assert_eq!((at(0), at(1), at(2)), (vec!["o"], vec!["brien", "obrien"], vec!["muller", "mueller"]));
/// ```
pub fn name_words(name: &str) -> Vec<(u32, String)> {
    let folded = fold(name);
    let spelt = spelt_out(name).map(|spelt| fold(&spelt));
    let split = |text: &str| -> Vec<String> {
        text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let spelt = spelt.as_deref().map(split).unwrap_or_default();
    let is_elided = name.contains(APOSTROPHES);
    let mut words: Vec<(u32, String)> = Vec::new();
    let mut before = String::new();
    for (place, word) in (0..).zip(split(&folded)) {
        let joined = (is_elided && before.len() == 1).then(|| format!("{before}{word}"));
        let other = spelt.get(place as usize).filter(|other| **other != word).cloned();
        before.clone_from(&word);
        words.push((place, word));
        words.extend(joined.into_iter().chain(other).map(|form| (place, form)));
    }
    words
}

/// A name with its umlauts and other letters written as two, as where a keyboard lacks them: `Müller` as
/// `Mueller`, `Sørensen` as `Soerensen`. `None` where it has none.
///
/// ```
/// assert_eq!(litdex::internals::text::spelt_out("Müller").as_deref(), Some("Mueller"));
/// assert_eq!(litdex::internals::text::spelt_out("Miller"), None);
/// ```
pub fn spelt_out(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let mut spelt = String::with_capacity(name.len() + 4);
    let mut is_other = false;
    for letter in name.nfc() {
        let two = match letter {
            'ä' => "ae",
            'ö' | 'ø' => "oe",
            'ü' => "ue",
            'å' => "aa",
            'Ä' => "Ae",
            'Ö' | 'Ø' => "Oe",
            'Ü' => "Ue",
            'Å' => "Aa",
            _ => {
                spelt.push(letter);
                continue;
            }
        };
        spelt.push_str(two);
        is_other = true;
    }
    is_other.then_some(spelt)
}
