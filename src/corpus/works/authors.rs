//! The authors of a work, of lists that may disagree.
//!
//! It must not know in which order records are heard, nor any other field.

use std::collections::BTreeMap;

use crate::model::{Article, Author, fold_key};

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
    let own = by_name(&authors);
    for other in heard {
        if other.authors.len() == authors.len() {
            for (author, other) in authors.iter_mut().zip(&other.authors) {
                let is_family = fold_key(&author.family) == fold_key(&other.family);
                if is_family && author.collective.is_empty() && may_be_one(author, other) {
                    fill(author, other);
                }
            }
            continue;
        }
        for (name, at) in by_name(&other.authors) {
            if let (Some(at), Some(Some(own))) = (at, own.get(&name)) {
                fill(&mut authors[*own], &other.authors[at]);
            }
        }
    }
    (authors, best.authors_incomplete)
}

/// The places of people by family name and first given name, where it is written out; none of those that share them.
fn by_name(authors: &[Author]) -> BTreeMap<(String, String), Option<usize>> {
    let mut places = BTreeMap::new();
    for (at, author) in authors.iter().enumerate().filter(|(_, author)| !author.family.is_empty()) {
        if let Given::Name(name) = given(author) {
            let place = places.entry((fold_key(&author.family), name));
            place.and_modify(|place| *place = None).or_insert(Some(at));
        }
    }
    places
}

/// What is known of a first given name.
enum Given {
    Name(String),
    Initial(char),
    Nothing,
}

fn given(author: &Author) -> Given {
    let first = author
        .given
        .split([' ', '.', '-', '‐', '‑', '\u{a0}'])
        .find(|word| !word.is_empty())
        .unwrap_or(&author.initials);
    let name = fold_key(first);
    let are_initials = first.chars().count() <= 3 && first.chars().all(char::is_uppercase);
    match name.chars().next() {
        None => Given::Nothing,
        Some(initial) if are_initials || name.chars().count() == 1 => Given::Initial(initial),
        Some(_) => Given::Name(name),
    }
}

/// Whether nothing in their given names tells two people apart.
fn may_be_one(a: &Author, b: &Author) -> bool {
    // `Gong-Bo` is `Gongbo`.
    if fold_key(&a.given) == fold_key(&b.given) {
        return true;
    }
    match (given(a), given(b)) {
        (Given::Nothing, _) | (_, Given::Nothing) => true,
        (Given::Name(a), Given::Name(b)) => a == b,
        (Given::Initial(a), Given::Initial(b)) => a == b,
        (Given::Initial(initial), Given::Name(name)) | (Given::Name(name), Given::Initial(initial)) => {
            name.starts_with(initial)
        }
    }
}

fn fill(author: &mut Author, other: &Author) {
    let fields = [
        (&mut author.given, &other.given),
        (&mut author.initials, &other.initials),
        (&mut author.suffix, &other.suffix),
    ];
    for (field, other) in fields {
        if field.is_empty() {
            field.clone_from(other);
        }
    }
    if author.orcid.is_none() {
        author.orcid.clone_from(&other.orcid);
    }
    if author.affiliations.is_empty() {
        author.affiliations.clone_from(&other.affiliations);
    }
}
