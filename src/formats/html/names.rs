//! Names of people as pages print them: which part is the family name.
//!
//! Pages say `Ann van der Berg` more often than `van der Berg, Ann`. The citation on the page tells the
//! family name where it can; else it is the last word, with the particles before it.
//!
//! It must not know where on a page a name stands.

use super::super::citation;
use super::super::text::collapse;
use crate::model::Author;

const PARTICLES: [&str; 24] = [
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "la", "le", "el",
    "al", "bin", "ibn", "ben", "ter", "ten", "zu", "y",
];

const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "2nd", "3rd"];

/// Degrees some pages put behind a name.
const DEGREES: [&str; 22] = [
    "md", "phd", "msc", "bsc", "mph", "do", "rn", "dds", "mbbs", "frcp", "frcs", "ma", "ms", "ba", "dvm",
    "pharmd", "mba", "mpharm", "dphil", "drph", "bds", "mphil",
];

/// Words only the name of a group has.
const GROUPS: [&str; 20] = [
    "group",
    "consortium",
    "committee",
    "collaboration",
    "collaborators",
    "collaborative",
    "network",
    "society",
    "association",
    "organization",
    "organisation",
    "investigators",
    "team",
    "ministry",
    "institute",
    "university",
    "department",
    "initiative",
    "foundation",
    "taskforce",
];

/// A longer name is some other text.
const NAME_MAX_WORDS: usize = 12;
/// So many names are looked for in a citation, and in one so long at most.
const CITED_MAX: usize = 200;
const CITATION_MAX_BYTES: usize = 20_000;

/// The authors of a list of names; `citation` is how the page says to cite the article.
pub(super) fn authors(names: &[&str], citation: &str) -> Vec<Author> {
    // `Jabbari A` is read as family name and initials only where every name is of that form.
    let are_initialled = names.iter().all(|name| citation::person(&without_degrees(name)).is_some());
    let is_small = names.len() <= CITED_MAX && citation.len() <= CITATION_MAX_BYTES;
    let citation = if is_small { collapse(citation) } else { String::new() };
    let read = |name: &&str| {
        let name = without_degrees(name);
        if are_initialled { citation::person(&name) } else { None }
            .unwrap_or_else(|| author(&name, &citation))
    };
    names.iter().map(read).collect()
}

/// The names of a text that lists several.
pub(super) fn split(names: &str) -> Vec<&str> {
    let has = |mark: char| names.contains(mark);
    let parts: Vec<&str> = match () {
        () if has(';') || has('؛') => names.split([';', '؛']).collect(),
        () if has('،') => names.split('،').collect(),
        () => names.split(',').collect(),
    };
    let last = parts.last().copied().unwrap_or("");
    let parts = parts[..parts.len().saturating_sub(1)].iter().copied();
    let last = [" and ", " & ", " y ", " e ", " و "]
        .iter()
        .find_map(|and| last.split_once(and))
        .map_or([last, ""], |two| [two.0, two.1]);
    parts.chain(last).map(str::trim).filter(|name| !name.is_empty()).collect()
}

fn author(name: &str, citation: &str) -> Author {
    if is_group(name) {
        return Author { collective: name.to_owned(), ..Author::default() };
    }
    let mut parts = name.split(',').map(str::trim).filter(|part| !part.is_empty());
    let (first, second, third) = (parts.next().unwrap_or(""), parts.next(), parts.next());
    let (family, given, suffix) = match second {
        Some(second) if is_suffix(second) && third.is_none() => {
            let (given, family) = halves(first, citation);
            (family, given, second)
        }
        Some(second) => {
            let suffix = third.unwrap_or("");
            if is_suffix(second) { (first, suffix, second) } else { (first, second, suffix) }
        }
        None => {
            let (bare, suffix) =
                first.rsplit_once(' ').filter(|(_, last)| is_suffix(last)).unwrap_or((first, ""));
            let (given, family) = halves(bare, citation);
            (family, given, suffix)
        }
    };
    let mut author = Author {
        family: family.to_owned(),
        given: given.to_owned(),
        suffix: suffix.to_owned(),
        ..Author::default()
    };
    // `JA` and `J.A.` are two initials, not one name.
    let letters: String = given.chars().filter(|c| c.is_alphabetic()).collect();
    let are_initials = letters.chars().count() <= 4 && letters.chars().all(char::is_uppercase);
    if !given.contains(' ') && !letters.is_empty() && are_initials {
        author.initials = letters;
    }
    author
}

/// Given and family name of a name in that order.
fn halves<'n>(name: &'n str, citation: &str) -> (&'n str, &'n str) {
    let cut = |at: usize| (name[..at].trim_end(), name[at..].trim_start());
    let starts: Vec<usize> = name.match_indices(' ').map(|(at, _)| at).collect();
    // The longest end of the name the citation has before the first letter of its start.
    let first = name.chars().next();
    let is_cited = |&&at: &&usize| {
        let family = name[at..].trim_start();
        let found = citation.match_indices(family).take(4).any(|(place, _)| {
            let after = citation[place + family.len()..].trim_start_matches([',', ' ']);
            let whole = !citation[..place].ends_with(char::is_alphanumeric)
                && after.len() < citation[place + family.len()..].len();
            whole && after.chars().next() == first
        });
        family.len() > 1 && found
    };
    if let Some(&at) = starts.iter().find(is_cited) {
        return cut(at);
    }
    // A family name of all capitals stands out wherever it is, a short one may be initials.
    let mut at = starts.last().copied().unwrap_or(0);
    for &before in starts.iter().rev().skip(1) {
        let word = name[before..at].trim();
        if !PARTICLES.contains(&word) {
            break;
        }
        at = before;
    }
    cut(at)
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

fn is_group(name: &str) -> bool {
    let mut words = name.split([' ', ',']);
    let names_one = words.any(|word| GROUPS.contains(&word.to_lowercase().as_str()));
    names_one || name.split(' ').count() > NAME_MAX_WORDS
}

fn without_degrees(name: &str) -> String {
    let name = collapse(name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '*')));
    let mut rest = name.as_str();
    while let Some((before, last)) = rest.rsplit_once(',') {
        let bare: String = last.chars().filter(|c| c.is_alphabetic()).collect();
        // In `Smith, MA` the letters are initials.
        if !DEGREES.contains(&bare.to_lowercase().as_str()) || !before.trim().contains(' ') {
            break;
        }
        rest = before.trim_end();
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn family_names_are_told() {
        let citation = "García López JC, Jabbari A, khori V. A title. Smith J, O'Brien, K. (2020)";
        for (name, shown) in [
            ("Juan Carlos García López", "García López|Juan Carlos||"),
            ("Alireza Jabbari", "Jabbari|Alireza||"),
            ("Ann van der Berg", "van der Berg|Ann||"),
            ("van der Berg, Ann", "van der Berg|Ann||"),
            ("John A. Smith Jr.", "Smith|John A.||Jr."),
            ("Smith, John, III", "Smith|John||III"),
            ("Smith, Jr., John", "Smith|John||Jr."),
            ("Jane Doe, MD, PhD", "Doe|Jane||"),
            ("Lesueur, JA", "Lesueur|JA|JA|"),
            ("J.-P. Brachet", "Brachet|J.-P.|JP|"),
            ("علیرضا جباری", "جباری|علیرضا||"),
            ("Plato", "Plato|||"),
        ] {
            let author = author(&without_degrees(name), citation);
            let found = format!("{}|{}|{}|{}", author.family, author.given, author.initials, author.suffix);
            assert_eq!(found, shown, "{name}");
        }
        assert_eq!(author("The ECMO Study Group", "").collective, "The ECMO Study Group");
    }

    #[test]
    fn initials_count_where_all_have_them() {
        let short: Vec<String> =
            authors(&["Jabbari A", "Hoseini SS"], "").iter().map(Author::short_name).collect();
        assert_eq!(short, ["Jabbari A", "Hoseini SS"]);
        let mixed: Vec<String> =
            authors(&["Wei LI", "Ann Smith"], "").iter().map(Author::short_name).collect();
        assert_eq!(mixed, ["LI W", "Smith A"]);
    }

    #[test]
    fn lists_are_split() {
        assert_eq!(split("A Jabbari, SS Hoseini and V Khori"), ["A Jabbari", "SS Hoseini", "V Khori"]);
        assert_eq!(split("Smith, J.; Doe, A."), ["Smith, J.", "Doe, A."]);
        assert_eq!(split("علیرضا جباری، رضا احمدی"), ["علیرضا جباری", "رضا احمدی"]);
    }
}
