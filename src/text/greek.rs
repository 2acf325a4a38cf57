//! Greek letters by name.
//!
//! It must not know where a word begins or ends.

use unicode_normalization::UnicodeNormalization;

/// The names from alpha to omega, in the order of the alphabet's code points; the final sigma stands
/// before the other.
const NAMES: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
];

/// The name of the Greek letter that a character is a form of: plain, accented, capital, the micro and
/// ohm signs, the symbols and the mathematical alphabets. The increment sign and the Latin alpha stand
/// in many papers for the letters that they look like.
pub(super) fn letter(character: char) -> Option<&'static str> {
    match character as u32 {
        0x370..=0x3FF | 0x1F00..=0x1FFF | 0xB5 | 0x2126 | 0x1D6A8..=0x1D7CB => {
            let base = std::iter::once(character).nfkd().next()?;
            let small = base.to_lowercase().next()?;
            let index = (small as usize).checked_sub('α' as usize)?;
            NAMES.get(index).copied()
        }
        0x2206 => Some(NAMES[3]),
        0x251 => Some(NAMES[0]),
        _ => None,
    }
}
