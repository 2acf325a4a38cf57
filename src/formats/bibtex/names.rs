//! Lists of names as BibTeX and BibLaTeX write them: `von Last, Jr, First and First von Last and others`.
//!
//! A name in braces of its own is a group's. Particles are part of the family name.
//!
//! It must not know whose names they are.

use std::ops::Range;

use super::tex::text;
use crate::model::Author;

/// Names that are read of one list.
const NAMES_MAX: usize = 100_000;

const SUFFIXES: [&str; 9] = ["jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "jnr", "snr"];

/// A list of names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub people: Vec<Author>,
    /// Whether it ends in `and others`.
    pub others: bool,
    /// A name that could not be taken apart.
    pub odd: Option<String>,
}

/// Reads a list; the names stand between the word `and`.
pub(super) fn read(tex: &str) -> Names {
    let mut names = Names::default();
    let mut parts = between_ands(tex);
    // Some programs part names by semicolons.
    if parts.len() == 1 && commas(tex, ';').len() > 1 {
        parts = commas(tex, ';');
    }
    parts.truncate(NAMES_MAX);
    for part in parts {
        let part = part.trim().trim_end_matches([',', ';']).trim_end();
        match part.to_ascii_lowercase().trim_matches(['{', '}', '.']) {
            "" => {}
            "others" | "et al" | "et. al" | "\\etal" => names.others = true,
            _ => names.people.extend(one(part, &mut names.odd)),
        }
    }
    names
}

/// Reads one name, in either order.
pub(in super::super) fn person(name: &str) -> Option<Author> {
    one(name.trim(), &mut None)
}

fn one(tex: &str, odd: &mut Option<String>) -> Option<Author> {
    if let Some(inner) = whole_group(tex) {
        return Some(Author { collective: text(inner), ..Author::default() });
    }
    let parts = commas(tex, ',');
    let author = if parts.iter().any(|part| named_part(part).is_some()) {
        extended(&parts)
    } else {
        match parts[..] {
            [whole] => in_order(whole),
            [family, given] => family_first(family, "", given),
            [family, given, suffix] if is_suffix(suffix) => family_first(family, suffix, given),
            [family, suffix, given] => family_first(family, suffix, given),
            _ => {
                odd.get_or_insert_with(|| text(tex));
                Author { collective: text(tex), ..Author::default() }
            }
        }
    };
    Some(author).filter(|author| *author != Author::default())
}

/// `von Last, Jr, First`.
fn family_first(family: &str, suffix: &str, given: &str) -> Author {
    let mut words = words(family);
    let trailing =
        if suffix.is_empty() && words.len() > 1 { words.pop_if(|word| is_suffix(word)) } else { None };
    let family = text(&words.join(" "));
    let given = text(given);
    Author {
        initials: bare_initials(&family, &given),
        suffix: text(trailing.unwrap_or(suffix)),
        family,
        given,
        ..Author::default()
    }
}

/// `First von Last`.
fn in_order(name: &str) -> Author {
    let mut words = words(name);
    let suffix = if words.len() > 2 { words.pop_if(|word| is_suffix(word)) } else { None };
    let suffix = suffix.map(text).unwrap_or_default();
    let Some((last, before)) = words.split_last() else { return Author::default() };
    // `Berg JA` and `Berg J.`, as PubMed and others write them.
    if !before.is_empty() && is_initials(last) && !before.iter().any(|word| is_initials(word)) {
        let family = text(&before.join(" "));
        let given = text(last);
        return Author {
            initials: bare_initials(&family, &given),
            family,
            given,
            suffix,
            ..Author::default()
        };
    }
    let particles = before.iter().position(|word| is_lower(word)).unwrap_or(before.len());
    Author {
        given: text(&before[..particles].join(" ")),
        family: text(&words[particles..].join(" ")),
        suffix,
        ..Author::default()
    }
}

/// `family=Berg, given=Ann, prefix=van der`.
fn extended(parts: &[&str]) -> Author {
    let part = |name: &str| {
        let value = parts.iter().find_map(|part| named_part(part).filter(|(key, _)| *key == name));
        let value = value.map_or("", |(_, value)| value.trim().trim_matches('"'));
        text(whole_group(value).unwrap_or(value))
    };
    let family = [part("prefix"), part("family")].join(" ").trim().to_owned();
    let initials = part("given-i").chars().filter(|c| c.is_alphabetic()).collect();
    Author { family, given: part("given"), suffix: part("suffix"), initials, ..Author::default() }
}

fn named_part(part: &str) -> Option<(&str, &str)> {
    const NAMES: [&str; 9] =
        ["family", "given", "prefix", "suffix", "id", "useprefix", "family-i", "given-i", "prefix-i"];
    let (key, value) = part.split_once('=')?;
    let key = key.trim().trim_matches('"');
    NAMES.contains(&key).then_some((key, value))
}

/// Given names that are initials without dots, `JA` of `Berg, JA`, unless all is in capitals.
fn bare_initials(family: &str, given: &str) -> String {
    let are_initials = (2..=3).contains(&given.chars().count()) && given.chars().all(char::is_uppercase);
    if are_initials && family.chars().any(char::is_lowercase) { given.to_owned() } else { String::new() }
}

/// `J`, `J.`, `JA`, `J.A.`, `J.-A.`.
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_uppercase()).count();
    (1..=3).contains(&letters) && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'))
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.trim().trim_end_matches('.').to_ascii_lowercase().as_str())
}

/// Whether a word is a particle: its first letter is small. What stands in braces is not, unless it is a
/// letter with an accent.
fn is_lower(word: &str) -> bool {
    let in_braces = word.starts_with('{') && !word.starts_with("{\\");
    !in_braces && text(word).chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

/// What stands in the one pair of braces that a text is.
fn whole_group(tex: &str) -> Option<&str> {
    let inner = tex.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_usize;
    for byte in inner.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    // `{\O}` is a letter, not a group.
    (depth == 0 && !inner.starts_with('\\')).then_some(inner)
}

/// The words of a name.
fn words(tex: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for_each_word(tex, |range| {
        words.push(&tex[range]);
        true
    });
    words
}

/// The command right before a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Command {
    None,
    /// Its backslash.
    Start,
    /// Its letters.
    Word,
    /// The one mark it is.
    Mark,
}

/// Tells where each word stands, while more are wanted. White space parts none in braces, nor behind a command,
/// which it only ends.
fn for_each_word(tex: &str, mut each: impl FnMut(Range<usize>) -> bool) {
    let (mut start, mut depth, mut command) = (0, 0_usize, Command::None);
    for (at, byte) in tex.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b' ' | b'\n' | b'\r' | b'\t' | b'~' if depth == 0 && command == Command::None => {
                if start < at && !each(start..at) {
                    return;
                }
                start = at + 1;
            }
            _ => {}
        }
        command = match (command, byte) {
            (Command::Start | Command::Word, _) if byte.is_ascii_alphabetic() => Command::Word,
            (Command::Start, _) if !byte.is_ascii_whitespace() => Command::Mark,
            (_, b'\\') => Command::Start,
            _ => Command::None,
        };
    }
    if start < tex.len() {
        each(start..tex.len());
    }
}

/// The parts between the words `and`; of a list too long to be one, the first.
fn between_ands(tex: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for_each_word(tex, |range| {
        if tex[range.clone()].eq_ignore_ascii_case("and") {
            parts.push(&tex[start..range.start]);
            start = range.end;
        }
        parts.len() < NAMES_MAX
    });
    if parts.len() < NAMES_MAX {
        parts.push(&tex[start..]);
    }
    parts
}

/// The parts between commas, or another mark, outside of braces.
fn commas(tex: &str, mark: char) -> Vec<&str> {
    let mut depth = 0_usize;
    tex.split(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == mark && depth == 0
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tex: &str) -> String {
        let names = read(tex);
        let mut shown: Vec<String> = names
            .people
            .iter()
            .map(|a| match a.collective.as_str() {
                "" => format!("{}|{}|{}|{}", a.family, a.given, a.suffix, a.initials),
                group => format!("[{group}]"),
            })
            .collect();
        shown.extend(names.others.then(|| "…".to_owned()));
        shown.extend(names.odd.map(|odd| format!("?{odd}")));
        shown.join("; ")
    }

    #[test]
    fn names_in_every_form() {
        for (tex, expected) in [
            ("Ludwig van Beethoven and Berg, Ann", "van Beethoven|Ludwig||; Berg|Ann||"),
            ("de la Vall{\\'e}e Poussin, Charles Louis", "de la Vallée Poussin|Charles Louis||"),
            (
                "King, Jr., Martin Luther and Martin Luther King Jr.",
                "King|Martin Luther|Jr.|; King|Martin Luther|Jr.|",
            ),
            ("King, Martin Luther, Jr.", "King|Martin Luther|Jr.|"),
            ("Downey Jr., Robert", "Downey|Robert|Jr.|"),
            (
                "{World Health Organization} and {{The X and Y Group}}",
                "[World Health Organization]; [The X and Y Group]",
            ),
            ("Barnes and Noble, Inc. and others", "Barnes|||; Noble|Inc.||; …"),
            ("Berg, JA and Berg J.A. and BERG, JOE", "Berg|JA||JA; Berg|J.A.||; BERG|JOE||"),
            ("Anton{\\'\\i}n Dvo\\v r\\'ak and {\\O}rsted, H. C.", "Dvořák|Antonín||; Ørsted|H. C.||"),
            (
                "Jean {de la Fontaine} and {van Damme}, Jean-Claude",
                "de la Fontaine|Jean||; van Damme|Jean-Claude||",
            ),
            (
                "given=Hans, family=M{\\\"u}ller, prefix=von, useprefix=true, given-i={HC}",
                "von Müller|Hans||HC",
            ),
            ("Smith, J.; Doe, A.", "Smith|J.||; Doe|A.||"),
            ("Smith, J., Doe, A., Roe, B.", "[Smith, J., Doe, A., Roe, B.]; ?Smith, J., Doe, A., Roe, B."),
            ("Plato and  and et al.", "Plato|||; …"),
            ("J.\\ R.~R. Tolkien", "Tolkien|J. R. R.||"),
            (
                "Deng, Jieyao and \\'Etienne, St\\'ephane and B\\' eguin, C.",
                "Deng|Jieyao||; Étienne|Stéphane||; Béguin|C.||",
            ),
            ("Leibniz,", "Leibniz|||"),
        ] {
            assert_eq!(shown(tex), expected, "{tex}");
        }
    }
}
