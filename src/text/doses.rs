//! Units that stand right behind a number or the sign for micro.
//!
//! It must not know where a word begins or ends.

/// Units that are written behind a number without a blank as often as with one, and that are no part of a name.
const BEHIND_NUMBERS: [&str; 33] = [
    "mg", "kg", "ug", "mcg", "ng", "pg", "ml", "dl", "ul", "nl", "mm", "cm", "nm", "um", "km", "mol", "mmol",
    "umol", "nmol", "pmol", "mmhg", "hz", "khz", "mhz", "ghz", "kda", "iu", "min", "hr", "gy", "kcal", "kj",
    "ppm",
];

/// Units that micro is a part of.
const OF_MICRO: [&str; 14] = ["g", "l", "m", "mol", "s", "sec", "v", "a", "w", "f", "sv", "gy", "ci", "iu"];

/// Whether a word such as `mg/kg` says what the number before it counts.
pub(crate) fn is_unit(word: &str) -> bool {
    let unit = word.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    match unit.strip_prefix(['\u{B5}', '\u{3BC}']) {
        Some(unit) => is_of_micro(unit.as_bytes()),
        None => is_one_of(&BEHIND_NUMBERS, unit.as_bytes()),
    }
}

/// Units that are written behind a number and begin so.
pub(super) fn beginning(begun: &str) -> impl Iterator<Item = &'static str> {
    BEHIND_NUMBERS.iter().copied().filter(move |unit| unit.starts_with(begun))
}

/// Where the unit of a number begins in a word such as `10mg`.
pub(super) fn parting(word: &[u8]) -> Option<usize> {
    let at = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let unit = &word[at..];
    // The commonest words of this kind are names such as `3d`.
    (at > 0 && unit.len() > 1 && is_one_of(&BEHIND_NUMBERS, unit)).then_some(at)
}

/// Whether what stands right behind the sign for micro makes a unit of it.
pub(super) fn is_of_micro(unit: &[u8]) -> bool {
    is_one_of(&OF_MICRO, unit)
}

fn is_one_of(units: &[&str], unit: &[u8]) -> bool {
    units.iter().any(|known| unit.eq_ignore_ascii_case(known.as_bytes()))
}
