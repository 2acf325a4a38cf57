//! What single characters are to the analysis: a table for bytes, functions for the rest.
//!
//! It must not know words or positions, only characters.

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::greek;

/// An ASCII letter.
pub(super) const LETTER: u8 = 1;
/// An ASCII capital; it is a [`LETTER`] too.
pub(super) const CAPITAL: u8 = 2;
/// An ASCII digit.
pub(super) const DIGIT: u8 = 4;
/// A byte of a character beyond ASCII.
pub(super) const HIGH: u8 = 8;
/// The full stop, which may begin a decimal.
pub(super) const DOT: u8 = 16;

/// The class of every byte; 0 for what only separates.
pub(super) static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let character = byte as u8;
        table[byte] = if character.is_ascii_lowercase() {
            LETTER
        } else if character.is_ascii_uppercase() {
            LETTER | CAPITAL
        } else if character.is_ascii_digit() {
            DIGIT
        } else if character >= 0x80 {
            HIGH
        } else if character == b'.' {
            DOT
        } else {
            0
        };
        byte += 1;
    }
    table
}

/// Where the ASCII letters and digits that begin at `start` end, and the classes that were among them.
///
/// Eight bytes at a time, in the lanes of a number: a lane's top bit says whether its byte is of a kind.
/// Most words end within the first eight, so that their length costs no mispredicted branch a letter.
#[inline]
pub(super) fn run(bytes: &[u8], start: usize) -> (usize, u8) {
    const LANES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = LANES * 0x80;
    // The top bits of the lanes that hold a byte from `first` to `last`, of bytes below 0x80.
    let within = |lanes: u64, first: u8, last: u8| {
        (lanes + LANES * u64::from(0x80 - first)) & !(lanes + LANES * u64::from(0x7F - last))
    };
    let mut end = start;
    let mut seen = 0;
    while let Some(eight) = bytes.get(end..).and_then(|rest| rest.first_chunk::<8>()) {
        let eight = u64::from_le_bytes(*eight);
        let low = eight & !TOPS;
        let letters = within(low | (LANES * 0x20), b'a', b'z') & !eight & TOPS;
        let digits = within(low, b'0', b'9') & !eight & TOPS;
        let others = !(letters | digits) & TOPS;
        // All the bits below the first lane that is neither.
        let inside = (others & others.wrapping_neg()).wrapping_sub(1);
        // Bit 5 tells small letters from capitals.
        let capitals = letters & !(eight << 2);
        seen |= if letters & inside == 0 { 0 } else { LETTER };
        seen |= if capitals & inside == 0 { 0 } else { CAPITAL };
        seen |= if digits & inside == 0 { 0 } else { DIGIT };
        if others != 0 {
            return (end + others.trailing_zeros() as usize / 8, seen);
        }
        end += 8;
    }
    for &byte in bytes.get(end..).unwrap_or_default() {
        let class = CLASSES[byte as usize];
        if class & (LETTER | DIGIT) == 0 {
            break;
        }
        seen |= class;
        end += 1;
    }
    (end, seen)
}

/// What a character is to the building of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter or digit of a script that is written in runs.
    Letter,
    /// A superscript digit: a letter, but behind a digit it begins a word (10⁵ is not 105).
    Superscript,
    /// A Greek letter.
    Greek,
    /// A character of a script without blanks, or with words that take on endings: a word by itself.
    Ideograph,
    /// A vulgar fraction, two words in one character.
    Fraction,
    /// A combining mark: it belongs to the word before it.
    Mark,
    /// Invisible: passed over inside a word.
    Invisible,
    /// Anything else separates.
    Separator,
}

/// Whether words end at a character, so that it is part of none.
pub fn is_separator(character: char) -> bool {
    match u8::try_from(character) {
        Ok(byte) if byte.is_ascii() => !byte.is_ascii_alphanumeric(),
        _ => class(character) == Class::Separator,
    }
}

/// The class of one character.
pub(super) fn class(character: char) -> Class {
    let code = character as u32;
    if code < 0x80 {
        return if character.is_ascii_alphanumeric() { Class::Letter } else { Class::Separator };
    }
    if is_invisible(character) {
        Class::Invisible
    } else if greek::letter(character).is_some() {
        Class::Greek
    } else if is_mark(character) {
        Class::Mark
    } else if is_ideograph(code) {
        Class::Ideograph
    } else if matches!(code, 0xB2 | 0xB3 | 0xB9 | 0x2070 | 0x2074..=0x2079) {
        Class::Superscript
    } else if matches!(code, 0xBC..=0xBE | 0x2150..=0x215F | 0x2189) {
        Class::Fraction
    } else if character.is_alphanumeric() && !is_modifier(code) {
        Class::Letter
    } else {
        Class::Separator
    }
}

/// Marks of every kind, and the half-width voicing signs and the vowels and finals of Hangul, which compose like marks.
fn is_mark(character: char) -> bool {
    is_combining_mark(character)
        || matches!(character as u32, 0xFF9E | 0xFF9F | 0x1160..=0x11FF | 0xD7B0..=0xD7FB)
}

/// Whether a mark is dropped from the exact form: diacritics and vowel points are, what makes a
/// different letter (kana voicing, Indic vowel signs and viramas, nukta) is not.
pub(super) fn is_diacritic(character: char) -> bool {
    canonical_combining_class(character) >= 10
        || matches!(character as u32, 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// Whether a character stays in the exact form (after decomposition).
pub(super) fn is_kept(character: char) -> bool {
    // Hebrew and Arabic points count as alphabetic, and the stretching stroke does: they have to go first.
    !is_diacritic(character)
        && !is_invisible(character)
        && (is_combining_mark(character) || (character.is_alphanumeric() && !is_modifier(character as u32)))
}

/// Soft hyphens, zero-width characters, direction marks, and the Arabic stretching stroke.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character as u32,
        0xAD | 0x34F | 0x61C | 0x640 | 0x180B..=0x180E | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x2064 | 0x2066..=0x206F | 0xFEFF)
}

/// It keeps two letters from being joined in writing.
pub(super) const NON_JOINER: char = '\u{200C}';

/// Letters and marks of the Arabic script.
pub(super) fn is_arabic(character: char) -> bool {
    matches!(character as u32, 0x600..=0x6FF | 0x750..=0x77F | 0x8A0..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC)
}

/// Modifier letters that serve as apostrophes, primes and tone marks.
fn is_modifier(code: u32) -> bool {
    matches!(code, 0x2B9..=0x2DF | 0x2E5..=0x2FF | 0xA717..=0xA721 | 0xA788..=0xA78A)
}

/// Ideographs, kana, bopomofo, Thai, Lao, Burmese and Khmer, scripts without blanks, where a character is the safest
/// word; and Hangul, where particles are written behind a word.
fn is_ideograph(code: u32) -> bool {
    matches!(code,
        0xE01..=0xE4E | 0xE80..=0xECE | 0xEDC..=0xEDF | 0x1000..=0x103F | 0x1050..=0x108F | 0x1780..=0x17DD
        | 0x1100..=0x115F | 0x3131..=0x318E | 0xA960..=0xA97C | 0xAC00..=0xD7A3
        | 0x3005..=0x3007 | 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF
        | 0x3105..=0x312F | 0x31A0..=0x31BF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF66..=0xFF9D | 0x1B000..=0x1B16F | 0x20000..=0x3FFFF)
        && char::from_u32(code).is_some_and(char::is_alphanumeric)
}

/// How long the joint between two neighbouring words is in joiners, if it is one: hyphens and dashes
/// (one at most, `--` is punctuation), apostrophes, primes and brackets, three together at most.
/// Invisible characters count for nothing; 0 is a gap of nothing visible.
pub(super) fn joint(gap: &str) -> Option<usize> {
    let (mut joiners, mut dashes) = (0, 0);
    for character in gap.chars() {
        match character {
            '-'
            | '\u{2010}'..='\u{2015}'
            | '\u{2043}'
            | '\u{2212}'
            | '\u{FE58}'
            | '\u{FE63}'
            | '\u{FF0D}' => {
                dashes += 1;
            }
            '\''
            | '`'
            | '\u{B4}'
            | '\u{2B9}'..='\u{2BD}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201B}'
            | '\u{2032}'..='\u{2037}'
            | '\u{FF07}'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}' => {}
            _ if is_invisible(character) => continue,
            _ => return None,
        }
        joiners += 1;
        if joiners > 3 || dashes > 1 {
            return None;
        }
    }
    Some(joiners)
}
