//! The authors: their names from meta data or the page, their affiliations and ORCIDs from either.
//!
//! On the page an affiliation or ORCID is of the one author whose name stands nearest around it; themes
//! differ in how they mark that up, not in that.
//!
//! It must not know how a name is taken apart.

use std::collections::{HashMap, HashSet};

use super::super::text::{collapse, orcid};
use super::lines::text;
use super::names;
use super::parts::{Part, marked};
use super::said::Statements;
use super::tree::Tree;
use super::vocabulary::Field;
use crate::model::{Author, fold_key};

/// Elements around an affiliation or ORCID that are looked at for the name.
const AROUND_MAX: usize = 6;
/// A longer element holds more than one author.
const AUTHOR_MAX_BYTES: usize = 20_000;
/// Bytes of text that are searched for names, over the whole page.
const SEARCHED_MAX_BYTES: usize = 1 << 28;
/// Affiliations of one author that are compared and kept.
const AFFILIATIONS_MAX: usize = 64;

const NAMES: &str = "name article-details-author-name article-details__author-name author-name authors-string__item author-string-href author-string__href";
const AFFILIATIONS: &str = "affiliation article-details-author-affiliation article-details__author-affiliation article-author-affilitation article-author-affiliation author-affiliation aff institution";

/// An author named in meta data, and what stands there about them.
#[derive(Default)]
struct Named {
    name: String,
    affiliations: Vec<String>,
    orcid: String,
    byte: usize,
}

/// A problem: what was found, what was done, and the byte it stands at.
pub(super) type Told = (String, &'static str, usize);

/// The authors of the page.
pub(super) fn authors(
    said: &mut Statements,
    tree: &Tree,
    citation: &str,
    told: &mut Vec<Told>,
) -> Vec<Author> {
    let mut named = of_statements(said);
    for at in said.unused(Field::Orcid) {
        let found = said.get(at);
        if orcid(&found.value).is_none() {
            told.push((format!("{:?} is not an ORCID", found.value), "it was kept as a note", found.byte));
        }
    }
    if named.is_empty() {
        named = of_page(tree);
    }
    let names: Vec<&str> = named.iter().map(|author| author.name.as_str()).collect();
    let mut authors = names::authors(&names, citation);
    for (author, named) in authors.iter_mut().zip(&named) {
        author.affiliations.clone_from(&named.affiliations);
        author.orcid = orcid(&named.orcid);
    }
    add_details(tree, &mut authors);
    authors
}

/// The people of one field, such as the editors.
pub(super) fn others(said: &mut Statements, field: Field) -> Vec<Author> {
    let found: Vec<String> = said.take(field).into_iter().map(|at| said.get(at).value.clone()).collect();
    let names: Vec<&str> = found.iter().map(String::as_str).collect();
    names::authors(&names, "")
}

fn of_statements(said: &mut Statements) -> Vec<Named> {
    let wanted = [Field::Author, Field::Authors, Field::Institution, Field::Orcid, Field::Email];
    let lists = said.by_rank(&wanted);
    let count = |list: &[usize]| list.iter().filter(|&&at| said.get(at).field == Field::Author).count();
    let Some(first) = lists.iter().find(|list| list.iter().any(|&at| is_author(said.get(at).field))) else {
        return Vec::new();
    };
    let (chosen, size) = (first.clone(), count(first));
    // A vocabulary that tells family names from given names says more than one that does not.
    let tells = |list: &&Vec<usize>| {
        let mut names = list.iter().filter(|&&at| said.get(at).field == Field::Author);
        count(list) == size && names.all(|&at| said.get(at).value.contains(','))
    };
    let telling: Vec<String> = lists.iter().find(tells).map_or(Vec::new(), |list| {
        let names = list.iter().filter(|&&at| said.get(at).field == Field::Author);
        names.map(|&at| said.get(at).value.clone()).collect()
    });
    let mut named: Vec<Named> = Vec::new();
    for at in chosen {
        let (field, value, byte) = (said.get(at).field, said.get(at).value.clone(), said.get(at).byte);
        let one = |name: &str| Named { name: name.to_owned(), byte, ..Named::default() };
        let is_used = match (field, named.last_mut()) {
            (Field::Author, _) => {
                named.push(one(&value));
                true
            }
            (Field::Authors, _) => {
                named.extend(names::split(&value).into_iter().map(one));
                true
            }
            (_, Some(author)) => add_detail(author, field, &value, byte),
            _ => false,
        };
        if is_used {
            said.mark_used(at);
        }
    }
    let is_same = |author: &Named, name: &str| is_same_name(&author.name, name);
    if telling.len() == named.len() && named.iter().zip(&telling).all(|(author, name)| is_same(author, name))
    {
        for (author, name) in named.iter_mut().zip(telling) {
            author.name = name;
        }
    }
    // A page that names its authors in one list and again one by one.
    let mut known = HashSet::new();
    named.retain(|author| known.insert(sorted(&author.name)) || author.name.is_empty());
    add_of_others(said, lists, &mut named);
    named
}

/// What stands about an author in meta data; `false` for what is not kept there.
fn add_detail(author: &mut Named, field: Field, value: &str, byte: usize) -> bool {
    match field {
        Field::Institution => add_affiliation(&mut author.affiliations, value.to_owned()),
        Field::Orcid if orcid(value).is_some() && author.orcid.is_empty() => {
            (author.orcid, author.byte) = (value.to_owned(), byte);
        }
        Field::Orcid => return author.orcid == value,
        _ => return false,
    }
    true
}

/// The other vocabularies name the same people, and may say more of them.
fn add_of_others(said: &mut Statements, lists: Vec<Vec<usize>>, named: &mut [Named]) {
    let places: HashMap<Vec<String>, usize> =
        named.iter().enumerate().map(|(at, author)| (sorted(&author.name), at)).collect();
    for list in lists {
        let mut author = None;
        for at in list {
            let (field, value, byte) = (said.get(at).field, said.get(at).value.clone(), said.get(at).byte);
            if is_author(field) {
                author = places.get(&sorted(&value)).copied();
            }
            let author = author.and_then(|at| named.get_mut(at));
            let is_used =
                author.is_some_and(|author| is_author(field) || add_detail(author, field, &value, byte));
            if is_used {
                said.mark_used(at);
            }
        }
    }
}

fn is_author(field: Field) -> bool {
    matches!(field, Field::Author | Field::Authors)
}

fn is_same_name(one: &str, other: &str) -> bool {
    sorted(one) == sorted(other)
}

/// The words of a name, whatever their order.
fn sorted(name: &str) -> Vec<String> {
    let mut words: Vec<String> =
        name.split([' ', ',']).map(fold_key).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}

/// Names as the page prints them, where no meta data has any.
fn of_page(tree: &Tree) -> Vec<Named> {
    let named = |name: String| Named { name, ..Named::default() };
    for list in marked(tree, Part::Authors) {
        let within: Vec<usize> =
            tree.elements(list).filter(|&at| at != list && tree.nodes[at].is_marked(NAMES)).collect();
        if !within.is_empty() {
            let mut known = HashSet::new();
            let names = within.into_iter().map(|at| text(tree, at).replace(['+', '−', '*'], ""));
            return names
                .map(|name| collapse(&name))
                .filter(|name| known.insert(name.clone()))
                .map(named)
                .collect();
        }
        let items: Vec<usize> = tree.elements(list).filter(|&at| tree.nodes[at].name() == "li").collect();
        if !items.is_empty() {
            return items.into_iter().map(|at| named(text(tree, at))).collect();
        }
        let printed = text(tree, list);
        if !printed.is_empty() {
            return names::split(&printed).into_iter().map(|name| named(name.to_owned())).collect();
        }
    }
    Vec::new()
}

/// Adds the affiliations and ORCIDs the page has.
fn add_details(tree: &Tree, authors: &mut [Author]) {
    let in_both_orders = |author: &Author| {
        [[&author.given, &author.family], [&author.family, &author.given]]
            .map(|[one, two]| fold_key(one) + &fold_key(two))
    };
    let keys: Vec<[String; 2]> = authors.iter().map(in_both_orders).collect();
    let mut budget = SEARCHED_MAX_BYTES;
    for at in tree.all_elements() {
        let node = &tree.nodes[at];
        let id = node.attribute("href");
        let is_orcid = node.name() == "a" && id.contains("orcid.org/");
        if !is_orcid && !node.is_marked(AFFILIATIONS) {
            continue;
        }
        let Some(author) = whose(tree, at, &keys, &mut budget).and_then(|found| authors.get_mut(found))
        else {
            continue;
        };
        if is_orcid {
            author.orcid = author.orcid.take().or_else(|| orcid(id));
        } else {
            add_affiliation(&mut author.affiliations, text(tree, at));
        }
    }
}

/// The author whose name, and no other's, stands in the nearest element around a node.
fn whose(tree: &Tree, node: usize, keys: &[[String; 2]], budget: &mut usize) -> Option<usize> {
    for around in tree.around(node).take(AROUND_MAX) {
        if tree.length(around) > AUTHOR_MAX_BYTES {
            return None;
        }
        let printed = fold_key(&text(tree, around));
        *budget = budget.checked_sub((printed.len() + 1) * (keys.len() + 1))?;
        let is_named = |at: &usize| keys[*at].iter().any(|key| key.len() > 3 && printed.contains(key));
        let mut found = (0..keys.len()).filter(is_named);
        match (found.next(), found.next()) {
            (Some(author), None) => return Some(author),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
    }
    None
}

/// Adds an affiliation unless it is known, whole or as part of another.
fn add_affiliation(known: &mut Vec<String>, affiliation: String) {
    let key = fold_key(&affiliation);
    let is_known = known.iter().take(AFFILIATIONS_MAX).any(|known| fold_key(known).contains(&key));
    if !is_known && known.len() < AFFILIATIONS_MAX {
        known.push(affiliation);
    }
}
