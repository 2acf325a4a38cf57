//! Names of people as JSON formats give them: in one text, or in parts.
//!
//! It must not know where they stand.

use crate::model::Author;

const SUFFIXES: [&str; 9] = ["Jr", "Sr", "II", "III", "IV", "2nd", "3rd", "4th", "Jr."];

/// Words in lower case that belong to the family name behind them.
const PARTICLES: [&str; 22] = [
    "al", "af", "ben", "bin", "da", "das", "de", "degli", "del", "della", "den", "der", "di", "dos", "du",
    "el", "la", "le", "ter", "van", "von", "zu",
];

/// A person of a name in one text: `Doe, John A`, or given names first, the family name the last word and
/// the particles before it.
pub(super) fn person(name: &str) -> Author {
    let name = name.trim();
    if let Some((family, given)) = name.split_once(',') {
        let (given, suffix) = match given.split_once(',') {
            Some((given, suffix)) if is_suffix(suffix.trim()) => (given, suffix.trim()),
            _ if is_suffix(given.trim()) => ("", given.trim()),
            _ => (given, ""),
        };
        return named(family.trim(), given.trim(), suffix);
    }
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let suffix = if words.len() > 2 { words.pop_if(|last| is_suffix(last)).unwrap_or("") } else { "" };
    let Some(last) = words.len().checked_sub(1) else { return Author::default() };
    let before = words[..last].iter().rev().take_while(|word| PARTICLES.contains(word)).count();
    // A name that starts with a particle has no given names.
    let (given, family) = words.split_at(last - before);
    named(&family.join(" "), &given.join(" "), suffix)
}

/// A person of a name as PubMed lists it: family name and initials.
pub(super) fn listed(name: &str) -> Author {
    let name = name.trim();
    let are_initials =
        |word: &str| word.chars().count() <= 4 && word.chars().all(|c| c.is_uppercase() || c == '-');
    match name.rsplit_once(' ') {
        Some((family, initials)) if are_initials(initials) => {
            Author { family: family.to_owned(), initials: initials.replace('-', ""), ..Author::default() }
        }
        // A name of many words without initials is a group's.
        Some((before, _)) if before.contains(' ') => {
            Author { collective: name.to_owned(), ..Author::default() }
        }
        _ => named(name, "", ""),
    }
}

/// A person of the parts of a name.
pub(super) fn named(family: &str, given: &str, suffix: &str) -> Author {
    Author {
        family: family.to_owned(),
        given: given.to_owned(),
        suffix: suffix.trim_end_matches('.').to_owned(),
        ..Author::default()
    }
}

/// The name with what stands before it, as in `d'` and `van der`.
pub(super) fn joined(before: &str, name: &str) -> String {
    let gap =
        if before.is_empty() || name.is_empty() || before.ends_with(['\'', '’', '-']) { "" } else { " " };
    format!("{before}{gap}{name}")
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_text() {
        let parts =
            |author: Author| [author.family, author.given, author.suffix, author.collective].join("|");
        for (name, shown) in [
            ("Heather A. Piwowar", "Piwowar|Heather A.||"),
            ("Juan de la Cruz Jr.", "de la Cruz|Juan|Jr|"),
            ("Doe, John A", "Doe|John A||"),
            ("Doe, John, III", "Doe|John|III|"),
            ("van Gogh", "van Gogh|||"),
            ("王小明", "王小明|||"),
            ("", "|||"),
        ] {
            assert_eq!(parts(person(name)), shown, "{name}");
        }
        for (name, shown) in [
            ("van der Berg JA", "van der Berg|||"),
            ("Zika Working Group in Barcelona", "|||Zika Working Group in Barcelona"),
            ("Plato", "Plato|||"),
        ] {
            assert_eq!(parts(listed(name)), shown, "{name}");
        }
    }
}
