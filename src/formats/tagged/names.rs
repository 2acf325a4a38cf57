//! Names of people and groups as tagged text has them: `Family, Given, Suffix`, `Family GN`, `The Group`.
//!
//! It must not know which tag a name stands behind.

use super::super::citation::person as short_author;
use super::record::plain;
use crate::model::Author;

const SUFFIXES: [&str; 10] = ["jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "4th", "esq", "filho"];

/// Words that name groups, and no person.
const GROUP_WORDS: &str = "academy agency alliance association authority board bureau center centre centers centres \
    club coalition collaboration collaborative collaborators college commission committee community company \
    conference consortium corporation council department division federation forum foundation fund group groups \
    hospital inc initiative institute institutes institution international investigators laboratory league ltd \
    ministry national network office organisation organization panel partnership program programme project \
    registry school secretariat service services society study survey task taskforce team trial trialists \
    trust unit university who working workgroup";

/// More parts than any list has; hostile text is not taken apart.
const PARTS_MAX: usize = 10_000;

/// Particles that belong to the family name behind them.
const PARTICLES: &str = "von van der den de del della di da dos du la le ten ter zu zur af al bin ibn";

/// The people of a value: one, or several parted by semicolons or written `Family GN, Family GN`.
pub(super) fn people(value: &str) -> Vec<Named> {
    list(&plain(value), ';').into_iter().flat_map(short_list).collect()
}

/// The parts of a list that are not empty; what has more parts than any list is one.
pub(super) fn list(text: &str, separator: char) -> Vec<&str> {
    if text.matches(separator).count() > PARTS_MAX {
        return vec![text];
    }
    text.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A name that was read, and whether its parts had to be guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub author: Author,
    /// The name has neither comma nor initials: that it ends in the family name is the usual order only.
    pub is_guess: bool,
    /// It only says that there are others.
    pub is_et_al: bool,
}

fn short_list(text: &str) -> Vec<Named> {
    let of = |author| Named { author, ..Named::default() };
    let parts = list(text, ',');
    let short: Option<Vec<Author>> = parts.iter().map(|part| short_author(part)).collect();
    match short {
        Some(authors) if parts.len() > 1 => authors.into_iter().map(of).collect(),
        _ => vec![person(text)],
    }
}

/// One name.
pub(super) fn person(text: &str) -> Named {
    let text = text.trim().trim_start_matches(',').trim_start();
    let of = |author| Named { author, ..Named::default() };
    if matches!(text.trim_end_matches('.').to_ascii_lowercase().as_str(), "et al" | "others" | "and others") {
        return Named { is_et_al: true, ..Named::default() };
    }
    if let Some((family, given)) = text.split_once(',') {
        let (family, given) = (family.trim(), given.trim());
        return of(match is_group(text.trim_end_matches(',')) {
            false => with_comma(family, given),
            // `Team, The Mapping` was taken for a person by whoever wrote it.
            true if is_group_word(family) => group(&format!("{given} {family}")),
            true => group(text.trim_end_matches(',')),
        });
    }
    if is_group(text) {
        return of(group(text));
    }
    if let Some(author) = short_author(text).or_else(|| short_author(&text.replace('.', ""))) {
        return of(author);
    }
    natural_order(text)
}

/// A group under its one name.
pub(super) fn group(text: &str) -> Author {
    Author { collective: text.to_owned(), ..Author::default() }
}

/// `Family, Given`, where the given names may have a suffix behind or before them.
pub(super) fn with_comma(family: &str, given: &str) -> Author {
    let (given, suffix) = match given.rsplit_once(',') {
        Some((rest, last)) if is_suffix(last) => (rest.trim(), last.trim()),
        _ => match given.split_once(',') {
            Some((first, rest)) if is_suffix(first) => (rest.trim(), first.trim()),
            // `SR` and `IV` are initials, and `Iv` is a name.
            _ if is_suffix(given) && given.contains(char::is_lowercase) && !given.starts_with('I') => {
                ("", given)
            }
            _ => (given, ""),
        },
    };
    Author {
        family: family.to_owned(),
        given: given.to_owned(),
        initials: initials_only(given).unwrap_or_default(),
        suffix: suffix.to_owned(),
        ..Author::default()
    }
}

/// Adds initials and the suffix behind them, `ML Jr`, to a name that is known in full.
pub(super) fn add_initials(author: &mut Author, short: &str) {
    let (initials, suffix) = match short.rsplit_once(' ') {
        Some((initials, last)) if is_suffix(last) => (initials, last),
        _ => (short, ""),
    };
    if !initials.is_empty() {
        initials.clone_into(&mut author.initials);
    }
    // The full name has the suffix behind the given names.
    if let Some(given) = author.given.strip_suffix(suffix).filter(|_| !suffix.is_empty()) {
        author.given = given.trim_end_matches([' ', ',']).to_owned();
        suffix.clone_into(&mut author.suffix);
    }
}

fn is_suffix(text: &str) -> bool {
    let bare = text.trim().trim_end_matches('.').to_ascii_lowercase();
    SUFFIXES.contains(&bare.as_str())
}

/// Initials without dots, where the text is nothing else: `M.W.`, `HM`, `J.-P.`.
fn initials_only(given: &str) -> Option<String> {
    let letters: String = given.chars().filter(|c| c.is_alphabetic()).collect();
    let is_run = |run: &str| run.chars().count() <= 3 && run.chars().all(char::is_uppercase);
    let mut runs = given.split(['.', ' ', '-', '‐', '\u{a0}']);
    (!letters.is_empty() && letters.chars().count() <= 6 && runs.all(is_run)).then_some(letters)
}

/// A name without comma or initials: one word is a family name, of several the last is most likely.
fn natural_order(text: &str) -> Named {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let Some((last, before)) = words.split_last() else { return Named::default() };
    let is_particle = |word: &&&str| PARTICLES.split_whitespace().any(|particle| particle == **word);
    let particles = before.iter().rev().take_while(is_particle).count();
    let (given, particles) = before.split_at(before.len() - particles);
    let family = particles.iter().chain([last]).copied().collect::<Vec<_>>().join(" ");
    let given = given.join(" ");
    let initials = initials_only(&given).unwrap_or_default();
    // `J. A. Smith` leaves no doubt.
    let is_guess = words.len() > 1 && initials.is_empty();
    Named { author: Author { family, given, initials, ..Author::default() }, is_guess, is_et_al: false }
}

/// Whether the name is that of a group.
fn is_group(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', ',', '(', ')', '/']).filter(|word| !word.is_empty()).collect();
    // `The` may be a given name; `the` is none.
    let joins = |word: &&str| matches!(*word, "for" | "of" | "the" | "and" | "&");
    // People are called Bureau, too: a comma needs more to be one within a group's name.
    let words_min = if text.contains(',') { 4 } else { 2 };
    words.len() > 6
        || words.iter().any(joins)
        || (words.len() >= words_min && words.iter().any(|word| is_group_word(word)))
}

fn is_group_word(word: &str) -> bool {
    let word = word.to_lowercase();
    GROUP_WORDS.split_whitespace().any(|name| name == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> Vec<String> {
        let show = |named: Named| {
            let Author { family, given, initials, suffix, collective, .. } = named.author;
            let guess = if named.is_guess { "?" } else { "" };
            let et_al = if named.is_et_al { "…" } else { "" };
            format!("{family}|{given}|{initials}|{suffix}|{collective}{guess}{et_al}")
        };
        people(value).into_iter().map(show).collect()
    }

    #[test]
    fn names_in_every_form() {
        for (value, names) in [
            ("Doe, Jane A.", &["Doe|Jane A.|||"][..]),
            ("Doe, J.-A.", &["Doe|J.-A.|JA||"]),
            ("van der Berg, HM", &["van der Berg|HM|HM||"]),
            ("Thompson, F.R., III", &["Thompson|F.R.|FR|III|"]),
            ("King, Jr., Martin L", &["King|Martin L||Jr.|"]),
            ("King, Jr", &["King|||Jr|"]),
            ("Doe JA", &["Doe||JA||"]),
            ("Doe J.A.", &["Doe||JA||"]),
            ("van den Berg J Jr", &["van den Berg||J|Jr|"]),
            ("Doe J, Roe RA, de la Cruz X", &["Doe||J||", "Roe||RA||", "de la Cruz||X||"]),
            ("Doe, Jane; Roe, R", &["Doe|Jane|||", "Roe|R|R||"]),
            ("J. A. Smith", &["Smith|J. A.|JA||"]),
            ("Jane van der Berg", &["van der Berg|Jane|||?"]),
            ("Plato", &["Plato||||"]),
            ("World Health Organization", &["||||World Health Organization"]),
            ("Department of Health, Section B", &["||||Department of Health, Section B"]),
            ("Team, The Global Mapping", &["||||The Global Mapping Team"]),
            ("Abella, SR", &["Abella|SR|SR||"]),
            ("Li, E", &["Li|E|E||"]),
            ("Van Dung,", &["Van Dung||||"]),
            ("World Health Organization,", &["||||World Health Organization"]),
            ("Bureau, Jean", &["Bureau|Jean|||"]),
            ("Nguyen, The Anh", &["Nguyen|The Anh|||"]),
            ("et al.", &["||||…"]),
            ("O&apos;Neill, K", &["O'Neill|K|K||"]),
            ("", &[]),
        ] {
            assert_eq!(shown(value), names, "{value}");
        }
    }
}
