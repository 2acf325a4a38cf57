//! The exact form of a word: compatibility forms resolved, lower case, diacritics dropped.
//!
//! It must not know positions; it is handed one word, already cut out.

use unicode_normalization::UnicodeNormalization;

use super::classes::is_kept;

/// Writes the exact form of one word over `folded`. What is neither letter, digit nor a mark that
/// makes a letter disappears, so the result may be empty.
pub(super) fn fold_word(surface: &str, folded: &mut String) {
    folded.clear();
    let mut composes = false;
    for decomposed in surface.nfkd() {
        for character in decomposed.to_lowercase() {
            match latin(character) {
                Some(plain) => folded.push_str(plain),
                None if is_kept(character) => {
                    // Hangul was taken apart, and kept marks may belong into one letter with their base.
                    composes |= !character.is_ascii() && !('\u{80}'..'\u{590}').contains(&character);
                    folded.push(character);
                }
                None => {}
            }
        }
    }
    if composes {
        *folded = folded.nfc().collect();
    }
}

/// What does not decompose but has a plain spelling.
fn latin(character: char) -> Option<&'static str> {
    Some(match character {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ß' => "ss",
        'ł' | 'ƚ' => "l",
        'đ' | 'ð' | 'ɖ' => "d",
        'þ' => "th",
        'ı' | 'ɨ' => "i",
        'ȷ' => "j",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ƒ' => "f",
        'ĸ' => "k",
        'ƀ' => "b",
        'ɡ' => "g",
        'ς' => "σ",
        _ => return None,
    })
}
