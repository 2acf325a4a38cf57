//! Authors as people write them in a front matter: a text, a list of texts, a list of maps.
//!
//! It must not know the rest of the front matter.

use super::super::bibtex::person;
use super::super::text::{collapse, orcid, shown};
use super::affiliations::Affiliations;
use super::keys::{Keys, LIST_MAX};
use super::yaml::{Map, Node, Value, flat, nodes};
use crate::model::{Author, Section};

/// Words that no person has in a name.
const GROUPS: [&str; 10] = [
    "Group",
    "Consortium",
    "Collaboration",
    "Organization",
    "Organisation",
    "Society",
    "Committee",
    "Investigators",
    "Network",
    "Association",
];

/// People, whether their list was cut, and what was said of them besides.
#[derive(Debug, Default)]
pub(super) struct People {
    pub list: Vec<Author>,
    pub incomplete: bool,
    pub notes: Vec<Section>,
}

/// Takes the people under the first of the keys that is there; affiliations may be named at their side.
pub(super) fn take(keys: &mut Keys, names: &[&str], places: &mut Affiliations) -> People {
    let mut people = People::default();
    let list = keys.take(names).map(nodes).unwrap_or_default();
    for node in list.into_iter().take(LIST_MAX) {
        match node.value {
            Value::Text(text) => people.texts(&text),
            Value::Map(map) => people.map(map, places, keys),
            Value::List(_) => people.texts(&flat(&node)),
        }
    }
    people
}

impl People {
    /// Names in one text.
    fn texts(&mut self, text: &str) {
        for name in divide(&without_marks(text)) {
            let name = name.trim().trim_end_matches([',', ';']);
            let bare = name.trim_end_matches('.').to_lowercase();
            if bare == "et al" || bare == "others" {
                self.incomplete = true;
            } else if name.split(' ').any(|word| GROUPS.contains(&word)) {
                self.list.push(Author { collective: name.to_owned(), ..Author::default() });
            } else {
                self.list.extend(person(name));
            }
        }
    }

    fn map(&mut self, mut map: Map, places: &mut Affiliations, keys: &mut Keys) {
        // `- Jane Doe: {institute: [1]}`
        if map.len() == 1 && matches!(map[0].1.value, Value::Map(_)) && map[0].0 != "name" {
            let (name, node) = map.remove(0);
            if let Value::Map(rest) = node.value {
                map = rest;
            }
            map.push(("name".to_owned(), Node { line: node.line, value: Value::Text(name) }));
        }
        let mut parts = Keys::new(map);
        parts.unfold_name();
        let mut author =
            parts.take(&["name"]).and_then(|node| person(&without_marks(&flat(&node)))).unwrap_or_default();
        let mut part = |names: &[&str], into: &mut String| {
            let text = parts.text(names);
            if !text.is_empty() {
                *into = text;
            }
        };
        part(
            &["given", "given-name", "given-names", "first", "firstname", "first-name", "forename"],
            &mut author.given,
        );
        part(&["family", "family-name", "last", "lastname", "last-name", "surname"], &mut author.family);
        part(&["suffix"], &mut author.suffix);
        part(&["initials"], &mut author.initials);
        part(&["literal", "collective", "group", "organization", "organisation"], &mut author.collective);
        let particles = ["non-dropping-particle", "dropping-particle", "particle"];
        for particle in particles.map(|name| parts.text(&[name])) {
            if !particle.is_empty() {
                author.family = format!("{particle} {}", author.family);
            }
        }
        if let Some(node) = parts.take(&["orcid"]) {
            author.orcid = orcid(&flat(&node));
            if author.orcid.is_none() {
                keys.fault(node.line, format!("{:?} is not an ORCID", shown(&flat(&node))));
                self.notes.push(Section { label: "orcid".to_owned(), text: collapse(&flat(&node)) });
            }
        }
        author.affiliations = places.of_author(&mut parts);
        let name = author.short_name();
        for (key, node) in parts.map {
            let text = collapse(&flat(&node));
            if !text.is_empty() {
                self.notes.push(Section { label: format!("{key} of {name}"), text });
            }
        }
        if author != Author::default() {
            self.list.push(author);
        }
    }
}

impl Keys {
    /// Puts the parts of a name that is a map beside the rest.
    fn unfold_name(&mut self) {
        if self.map.iter().any(|(key, node)| key == "name" && matches!(node.value, Value::Map(_))) {
            self.unfold(&["name"]);
        }
    }
}

/// A text without what is no name: footnotes (`Doe^[deceased]`), links to pages of notes (`[[Jane Doe]]`).
fn without_marks(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("^[") {
        bare.push_str(before);
        rest = after.split_once(']').map_or("", |(_, rest)| rest);
    }
    bare.push_str(rest);
    bare.replace("[[", "").replace("]]", "")
}

/// The names in a text: parted by `and`, `&`, semicolons, or by commas where those do not stand within names.
fn divide(text: &str) -> Vec<String> {
    let text = collapse(text).replace(" & ", " and ").replace(", and ", " and ");
    let is_list = |parts: &[&str]| parts.iter().all(|part| is_whole_name(part));
    let mut names = Vec::new();
    for part in text.split(';').flat_map(|part| part.split(" and ")) {
        let commas: Vec<&str> = part.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if commas.len() > 1 && is_list(&commas) {
            names.extend(commas.into_iter().map(str::to_owned));
        } else {
            names.push(part.to_owned());
        }
    }
    names
}

/// Whether a text between commas is a name of its own: `Jane Doe`, `Doe J`, `et al`.
fn is_whole_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let initials = |word: &str| word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'));
    words.len() > 1 && !words.iter().all(|word| initials(word))
}
