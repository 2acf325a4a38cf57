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
            match plain(character) {
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

/// The digits from 0 to 9, for those of other scripts.
const DIGITS: &str = "0123456789";

/// Where the digits of scripts begin that are used in journals: Arabic, Persian, Devanagari, Bengali, Thai, Lao, Khmer.
const ZEROS: [u32; 7] = [0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xED0, 0x17E0];

/// What does not decompose but has a plain spelling: letters beyond the alphabet, and those that Arabic and Persian
/// keyboards write in two ways.
fn plain(character: char) -> Option<&'static str> {
    let code = character as u32;
    if code >= 0x660
        && let Some(digit) = ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|digit| *digit < 10))
    {
        return DIGITS.get(digit as usize..=digit as usize);
    }
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
        'ی' | 'ى' | 'ے' => "ي",
        'ک' | 'ڪ' => "ك",
        'ہ' | 'ۀ' | 'ة' | 'ە' => "ه",
        'ٱ' => "ا",
        _ => return None,
    })
}
