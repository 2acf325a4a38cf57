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

/// Names that people write together with what they belong to, and that English words neither begin nor end with by
/// chance. Each begins with another letter.
const TELLING: [&str; 10] =
    ["alpha", "beta", "gamma", "delta", "epsilon", "theta", "kappa", "lambda", "sigma", "omega"];

/// Where a word of ASCII letters and digits that was written with a Greek letter's name is to be parted, as it is
/// where the letter itself is written: `TNFalpha`, `IL1beta`, `17beta`, `kappaB`, `NFkappaB`, `deltaF508`.
#[inline]
pub(super) fn parting(word: &[u8]) -> Option<usize> {
    let (first, last) = (word.first()? | 0x20, word.last()? | 0x20);
    if let Some(name) = TELLING.iter().find(|name| name.as_bytes()[0] == first)
        && let Some((begins, [letter, digits @ ..])) = word.split_at_checked(name.len())
        && begins.eq_ignore_ascii_case(name.as_bytes())
    {
        return (is_apart(*letter) && digits.iter().all(u8::is_ascii_digit)).then_some(name.len());
    }
    // All but epsilon end so.
    if matches!(last, b'a' | b'n')
        && let Some(at) = before_its_end(word, false)
    {
        return Some(at);
    }
    let (last, before) = word.split_last()?;
    if is_apart(*last) { before_its_end(before, true) } else { None }
}

/// Where the name begins that a word ends with, where what stands before is as long as such things are.
fn before_its_end(word: &[u8], has_letter: bool) -> Option<usize> {
    TELLING.iter().find_map(|name| {
        let (before, end) = word.split_at_checked(word.len().checked_sub(name.len())?)?;
        (is_before(before, name, has_letter) && end.eq_ignore_ascii_case(name.as_bytes()))
            .then_some(before.len())
    })
}

/// Whether this may stand before a name, and before one that a letter follows: of `tibetan` and its like too many end
/// so.
fn is_before(before: &[u8], name: &str, has_letter: bool) -> bool {
    match before {
        _ if has_letter => (1..=4).contains(&before.len()) && !matches!(name, "beta" | "theta"),
        [one] => one.is_ascii_digit(),
        _ => (2..=8).contains(&before.len()),
    }
}

/// Whether a letter behind a name is a word of its own: an s makes a plural.
pub(super) fn is_apart(letter: u8) -> bool {
    letter.is_ascii_alphabetic() && !letter.eq_ignore_ascii_case(&b's')
}

/// The names that are written together with what they belong to.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TELLING.into_iter()
}

/// Those of them that may stand right behind this.
pub(super) fn names_behind(before: &[u8]) -> impl Iterator<Item = &'static str> {
    names().filter(move |name| is_before(before, name, false) || is_before(before, name, true))
}

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
