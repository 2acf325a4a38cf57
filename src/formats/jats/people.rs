//! Contributors: names, groups, ORCIDs, and the affiliations their marks point at.
//!
//! It must not know which articles or references they belong to.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use super::super::citation::is_group;
use super::super::problem::ProblemKind;
use super::super::text::{orcid, shown};
use super::super::xml::{Node, Note, Notes};
use super::prose::{self, is_one_of};
use super::remarks::Remarks;
use crate::model::{Article, Author};

/// Longest word that is initials and not a name in capitals.
const INITIALS_MAX_CHARS: usize = 4;

/// All affiliations of one article, given out in full to each contributor.
const AFFILIATIONS_MAX_BYTES: usize = 16 << 20;
/// Bytes counted for an affiliation that is handed out, beside its text.
const AFFILIATION_BYTES: usize = 64;

/// Marks of one contributor that are followed.
const MARKS_MAX: usize = 256;

/// The affiliations of the front matter, by their ids.
struct Places<'a> {
    by_id: HashMap<String, Node<'a>>,
    /// Those that marks of contributors point at.
    marked: HashSet<String>,
    /// Bytes of affiliations that may yet be handed out: marks are short, what they point at need not be.
    left: Cell<usize>,
}

/// Reads every contributor of the front matter.
pub(super) fn read(meta: Node<'_>, article: &mut Article, remarks: &mut Remarks, notes: &mut Notes) {
    let places = Places::of(meta);
    let mut loose = places.loose(meta);
    for group in meta.all("contrib-group") {
        let own = places.loose(group);
        read_group(group, &places, if own.is_empty() { &loose } else { &own }, article, remarks, notes);
        loose.extend(own);
    }
    let people = [&article.authors, &article.editors, &article.investigators].into_iter().flatten();
    let used: HashSet<&String> = people.flat_map(|person| &person.affiliations).collect();
    loose.iter().filter(|place| !used.contains(place)).for_each(|place| remarks.add("aff", place.clone()));
}

impl<'a> Places<'a> {
    fn of(meta: Node<'a>) -> Self {
        let affs = meta.descendants().filter(is_aff);
        let is_mark = |node: &Node<'_>| node.name() == "xref" && node.has("ref-type", "aff");
        Self {
            by_id: affs.map(|node| (node.attribute("id"), node)).collect(),
            marked: meta.descendants().filter(is_mark).flat_map(|mark| ids_of(mark, "rid")).collect(),
            left: Cell::new(AFFILIATIONS_MAX_BYTES),
        }
    }

    /// The affiliations directly in an element that no mark points at: where there are no marks, they are
    /// everybody's.
    fn loose(&self, node: Node<'_>) -> Vec<String> {
        let places = node.children().filter(is_aff);
        places.filter(|place| !self.marked.contains(&place.attribute("id"))).flat_map(places_of).collect()
    }

    fn of_contrib(&self, contrib: Node<'_>, loose: &[String]) -> Vec<String> {
        if self.left.get() == 0 {
            return Vec::new();
        }
        let marks = contrib.all("xref").filter(|mark| mark.has("ref-type", "aff"));
        let ids: Vec<String> = marks.flat_map(|mark| ids_of(mark, "rid")).take(MARKS_MAX).collect();
        let marked = ids.iter().filter_map(|id| self.by_id.get(id)).flat_map(|place| places_of(*place));
        let own = contrib.children().filter(is_aff);
        let mut places: Vec<String> = own.flat_map(places_of).chain(marked).collect();
        if places.is_empty() && self.marked.is_empty() {
            places = loose.to_vec();
        }
        let cost = places.iter().map(|place| place.len() + AFFILIATION_BYTES).sum();
        self.left.set(self.left.get().saturating_sub(cost));
        places
    }
}

fn is_aff(node: &Node<'_>) -> bool {
    matches!(node.name(), "aff" | "aff-alternatives")
}

fn read_group(
    group: Node<'_>,
    places: &Places<'_>,
    loose: &[String],
    article: &mut Article,
    remarks: &mut Remarks,
    notes: &mut Notes,
) {
    let group_kind = group.attribute("content-type").to_lowercase();
    for contrib in group.children() {
        match contrib.name() {
            "contrib" => {}
            "etal" => article.authors_incomplete = true,
            "on-behalf-of" => article.authors.push(group_of(prose::text(contrib))),
            "aff" | "aff-alternatives" | "xref" | "x" => continue,
            name => remarks.add(name, prose::text(contrib)),
        }
        if contrib.name() != "contrib" {
            continue;
        }
        let kind = contrib.attribute("contrib-type").to_lowercase();
        let kind = if kind.is_empty() { &group_kind } else { &kind };
        let people = read_contrib(contrib, places, loose, remarks, notes);
        for inner in contrib.children().filter(|child| is_one_of(child.name(), "collab collab-alternatives"))
        {
            let members = inner.descendants().filter(|node| node.name() == "contrib");
            let read = |member| read_contrib(member, places, &[], remarks, notes);
            article.investigators.extend(members.flat_map(read));
        }
        match kind.as_str() {
            "author" | "authors" | "" | "section" | "collab" => article.authors.extend(people),
            "author_non-byline" | "author non-byline" | "collaborator" => {
                article.investigators.extend(people);
            }
            kind if kind.contains("editor") => article.editors.extend(people),
            kind => people.iter().for_each(|person| remarks.add(kind, line_of(person))),
        }
    }
}

fn read_contrib(
    contrib: Node<'_>,
    places: &Places<'_>,
    loose: &[String],
    remarks: &mut Remarks,
    notes: &mut Notes,
) -> Vec<Author> {
    let mut people: Vec<Author> = contrib.children().filter_map(author).collect();
    let behalf = contrib.all("on-behalf-of").map(|group| group_of(prose::text(group)));
    let Some(first) = people.first_mut() else { return behalf.collect() };
    first.affiliations = places.of_contrib(contrib, loose);
    first.orcid = read_orcid(contrib, notes);
    let name = first.short_name();
    for child in contrib.children() {
        match child.name() {
            "x" if !prose::text(child).contains(char::is_alphabetic) => {}
            "x" | "role" | "degrees" | "bio" | "author-comment" | "email" | "ext-link" | "uri"
            | "address" => {
                let text = prose::text(child);
                let href = child.attribute("href");
                remarks.add_of(&name, child.name(), if text.is_empty() { &href } else { &text });
                remarks.told.insert(href);
            }
            "contrib-id" if !is_orcid(child) => {
                remarks.add_of(&name, &child.attribute("contrib-id-type"), &prose::text(child));
            }
            _ => {}
        }
    }
    for flag in ["corresp", "equal-contrib", "deceased"] {
        if contrib.has(flag, "yes") {
            remarks.add(flag, name.clone());
        }
    }
    people.extend(behalf);
    people
}

fn is_orcid(id: Node<'_>) -> bool {
    id.has("contrib-id-type", "orcid") || prose::text(id).contains("orcid.org/")
}

fn read_orcid(contrib: Node<'_>, notes: &mut Notes) -> Option<String> {
    let links = contrib.children().filter(|child| is_one_of(child.name(), "uri ext-link"));
    let link = links.map(|link| link.attribute("href")).find(|href| href.contains("orcid.org/"));
    let Some(id) = contrib.all("contrib-id").find(|id| is_orcid(*id)) else {
        return link.and_then(|href| orcid(&href));
    };
    let text = prose::text(id);
    let read = orcid(&text);
    if read.is_none() {
        let found = format!("{:?} is not an ORCID", shown(&text));
        notes.push(Note { kind: ProblemKind::BadValue, at: id.at(), found, done: "it was left out" });
    }
    read
}

/// The person or group an element names.
fn author(node: Node<'_>) -> Option<Author> {
    let author = match node.name() {
        "collab" | "collab-alternatives" => {
            let first = node.child("collab").unwrap_or(node);
            group_of(prose::text_but(first, "contrib-group xref fn"))
        }
        "anonymous" => group_of("Anonymous".to_owned()),
        "name-alternatives" => return node.children().find_map(author),
        "name" | "string-name" => person(node),
        _ => return None,
    };
    (author != Author::default()).then_some(author)
}

fn group_of(name: String) -> Author {
    Author { collective: name, ..Author::default() }
}

fn person(node: Node<'_>) -> Author {
    let part = |name: &str| prose::child_text(node, name);
    let mut person = Author {
        family: [part("prefix"), part("surname")].join(" ").trim().to_owned(),
        given: part("given-names"),
        suffix: part("suffix"),
        ..Author::default()
    };
    if node.child("surname").is_none() && node.child("given-names").is_none() {
        let text = prose::text(node);
        if is_group(&text) {
            return group_of(text);
        }
        let (family, given) = match text.split_once(", ") {
            Some((family, given)) => (family, given),
            None => text.rsplit_once(' ').map_or((text.as_str(), ""), |(given, family)| (family, given)),
        };
        (person.family, person.given, person.suffix) = (family.to_owned(), given.to_owned(), String::new());
    }
    if person.family.is_empty() {
        person.family = std::mem::take(&mut person.given);
    }
    let stated = node.child("given-names").map_or(String::new(), |given| given.attribute("initials"));
    if !stated.is_empty() {
        person.initials = stated.chars().filter(|c| c.is_alphabetic()).collect();
    } else if words(&person.given).all(is_initials) {
        person.initials = words(&person.given).collect();
    }
    person
}

fn words(given: &str) -> impl Iterator<Item = &str> {
    given.split([' ', '.', '-', '‐', '\u{2011}']).filter(|word| !word.is_empty())
}

fn is_initials(word: &str) -> bool {
    word.chars().count() <= INITIALS_MAX_CHARS && word.chars().all(char::is_uppercase)
}

/// The name of an author of a cited work, as `Doe JA`.
pub(super) fn short_name(node: Node<'_>) -> Option<String> {
    let mut author = author(node)?;
    if author.collective.is_empty() && author.initials.is_empty() {
        let word =
            |word: &str| if is_initials(word) { word.to_owned() } else { word.chars().take(1).collect() };
        author.initials = words(&author.given).map(word).collect::<String>().to_uppercase();
    }
    Some(author.short_name())
}

/// The name of an author of a cited work, given names as they are printed.
pub(super) fn full_name(node: Node<'_>) -> Option<String> {
    let author = author(node)?;
    let parts = [author.family, author.given, author.suffix, author.collective];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

/// The contributors of a reply, a line each, with all that is said of them.
pub(super) fn lines(meta: Node<'_>) -> Vec<String> {
    let places = Places::of(meta);
    let contribs = meta.all("contrib-group").flat_map(|group| group.all("contrib"));
    let line = |contrib: Node<'_>| {
        let mut parts = Vec::new();
        for child in contrib.children() {
            match child.name() {
                "xref" | "x" | "aff" | "aff-alternatives" => {}
                "contrib-id" => parts.push(prose::text(child)),
                _ => parts.push(author(child).map_or_else(|| prose::text(child), |author| line_of(&author))),
            }
        }
        parts.extend(places.of_contrib(contrib, &[]));
        parts.retain(|part| !part.is_empty());
        parts.join(", ")
    };
    contribs.map(line).collect()
}

fn line_of(author: &Author) -> String {
    let parts = [&author.given, &author.family, &author.suffix, &author.collective];
    let name = parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    [&[name], author.affiliations.as_slice()].concat().join(", ")
}

/// The text of an affiliation, in each of the languages it is given in, without the mark before it.
fn places_of(node: Node<'_>) -> Vec<String> {
    if node.name() == "aff-alternatives" {
        return node.all("aff").flat_map(places_of).collect();
    }
    // SciELO has it as printed beside its parts.
    let is_printed = |part: &Node<'_>| part.name() == "institution" && part.has("content-type", "original");
    if let Some(printed) = node.children().find(is_printed) {
        return Some(prose::text(printed)).filter(|text| !text.is_empty()).into_iter().collect();
    }
    let mut flat = super::super::xml::Flat::default();
    prose::push(node, &mut flat, &mut |child, flat| {
        child.name() == "label" || (child.name() == "sup" && flat.so_far().is_empty())
    });
    let text = flat.take();
    let text = text.trim_matches([',', ';', ' ']);
    if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
}

fn ids_of(node: Node<'_>, name: &str) -> Vec<String> {
    node.attribute(name).split_whitespace().map(str::to_owned).collect()
}

/// Pages from the first to the last.
pub(super) fn range(first: &str, last: &str) -> String {
    if last.is_empty() || first == last { first.to_owned() } else { format!("{first}-{last}") }
}
