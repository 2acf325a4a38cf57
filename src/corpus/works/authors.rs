//! The authors of a work, of lists that may disagree.
//!
//! It must not know in which order records are heard, nor any other field.

use std::collections::HashMap;

use crate::model::{Article, Author, fold_key};

/// More people of one family name are not told apart.
const FAMILY_MAX: usize = 64;

/// The longest list of authors, the one with the fuller names of two as long; and whether it is incomplete.
/// What other lists say of the same people is filled in.
pub(super) fn authors(heard: &[&Article]) -> (Vec<Author>, bool) {
    let weight = |article: &&&Article| {
        let names: usize = article.authors.iter().map(|author| author.given.len()).sum();
        (!article.authors_incomplete, article.authors.len(), names)
    };
    let named = heard.iter().filter(|article| !article.authors.is_empty());
    let Some(best) = named.rev().max_by_key(weight) else { return (Vec::new(), false) };
    let mut authors = best.authors.clone();
    let names: Vec<Name> = authors.iter().map(Name::of).collect();
    for other in heard.iter().filter(|other| !std::ptr::eq(**other, *best)) {
        let others: Vec<Name> = other.authors.iter().map(Name::of).collect();
        for (own, at) in pairs(&names, &others) {
            fill(&mut authors[own], &other.authors[at]);
        }
    }
    (authors, best.authors_incomplete)
}

/// The places of the same people in two lists.
fn pairs(names: &[Name], others: &[Name]) -> Vec<(usize, usize)> {
    let is_as_long = names.len() == others.len();
    if is_as_long && names.iter().zip(others).all(|(name, other)| name.may_be(other)) {
        return (0..names.len()).map(|at| (at, at)).collect();
    }
    // Where the lists differ, it must be plain who is who: nobody else in either may be the other.
    let (own_families, other_families) = (by_family(names), by_family(others));
    let is_plain = |own: usize, at: usize| is_as_long && own == at || names[own].is_written_out(&others[at]);
    let found = names.iter().enumerate().filter_map(|(own, name)| {
        let at = only(name, others, &other_families)?;
        (only(&others[at], names, &own_families) == Some(own) && is_plain(own, at)).then_some((own, at))
    });
    found.collect()
}

/// The places of names by family.
type Families<'n> = HashMap<&'n str, Vec<usize>>;

fn by_family(names: &[Name]) -> Families<'_> {
    let mut families = Families::new();
    for (at, name) in names.iter().enumerate() {
        families.entry(&name.family).or_default().push(at);
    }
    families
}

/// The place of the only one in a list who may be of the name.
fn only(name: &Name, list: &[Name], families: &Families<'_>) -> Option<usize> {
    let family = families.get(name.family.as_str()).filter(|family| family.len() <= FAMILY_MAX)?;
    let mut alike = family.iter().filter(|at| name.may_be(&list[**at]));
    let first = alike.next().copied();
    first.filter(|_| alike.next().is_none())
}

/// A name as it is compared, folded.
struct Name {
    family: String,
    /// First name, second name, …; each may be an initial.
    given: Vec<String>,
    /// All of the given name, for `Gong-Bo` is `Gongbo`.
    joined: String,
}

impl Name {
    fn of(author: &Author) -> Self {
        let words = |text: &str| -> Vec<String> {
            let words = text.split([' ', '.', '-', '‐', '‑', '\u{a0}']);
            words.flat_map(initials).filter(|word| !word.is_empty()).collect()
        };
        let (mut given, initials) = (words(&author.given), words(&author.initials));
        // `Jane` with the initials `JA` has a second name.
        given.extend(initials.into_iter().skip(given.len()));
        let family = if author.collective.is_empty() { &author.family } else { &author.collective };
        Self { family: fold_key(family), given, joined: fold_key(&author.given) }
    }

    /// Whether nothing in their names tells two people apart.
    fn may_be(&self, other: &Self) -> bool {
        if self.family.is_empty() || self.family != other.family {
            return false;
        }
        let is_one = |(a, b): (&String, &String)| a == b || is_initial(a, b) || is_initial(b, a);
        let is_joined = !self.joined.is_empty() && self.joined == other.joined;
        is_joined || self.given.iter().zip(&other.given).all(is_one)
    }

    /// Whether both have a first name that is more than an initial.
    fn is_written_out(&self, other: &Self) -> bool {
        let has_name = |name: &Self| name.given.first().is_some_and(|first| first.chars().count() > 1);
        has_name(self) && has_name(other)
    }
}

fn is_initial(short: &str, long: &str) -> bool {
    short.chars().count() == 1 && long.starts_with(short)
}

/// A word of a given name, folded; `JA` is two.
fn initials(word: &str) -> Vec<String> {
    if word.chars().count() <= 3 && word.chars().all(char::is_uppercase) {
        return word.chars().map(|c| fold_key(c.encode_utf8(&mut [0; 4]))).collect();
    }
    vec![fold_key(word)]
}

fn fill(author: &mut Author, other: &Author) {
    // Fewer initials than there are names would hide the others.
    if author.given.is_empty() && other.initials_or_made().starts_with(&author.initials) {
        author.given.clone_from(&other.given);
        author.initials.clone_from(&other.initials);
    } else if author.initials.is_empty() && other.initials.starts_with(&author.initials_or_made()) {
        author.initials.clone_from(&other.initials);
    }
    if author.suffix.is_empty() {
        author.suffix.clone_from(&other.suffix);
    }
    if author.orcid.is_none() {
        author.orcid.clone_from(&other.orcid);
    }
    if author.affiliations.is_empty() {
        author.affiliations.clone_from(&other.affiliations);
    }
}
