//! The reference list: every form of citation JATS has, as printed and in its parts.
//!
//! It must not know where the list stands.

use super::super::ids;
use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::super::vancouver;
use super::super::xml::{Node, Note, Notes};
use super::people;
use super::prose::{self, is_one_of};
use crate::model::{Doi, Reference};

const CITATIONS: &str = "element-citation mixed-citation nlm-citation citation citation-alternatives";

/// Elements that end up in the parts of a reference.
const PARTS: &str = "person-group name string-name collab etal anonymous article-title chapter-title part-title \
    data-title source year volume issue fpage lpage page-range elocation-id pub-id label x";

/// A longer reference is hostile, and what it repeats is not looked for.
const COMPARED_MAX_BYTES: usize = 64 << 10;

/// The list while it is put together.
#[derive(Default)]
pub(super) struct References {
    pub list: Vec<Reference>,
    pub notes: Notes,
}

impl References {
    /// Adds what a `ref` cites; several works under one label are several references.
    pub fn add(&mut self, node: Node<'_>) {
        let label = bare_label(&prose::child_text(node, "label"));
        let before = self.list.len();
        if is_given_twice(node) {
            let reference = self.citation(node);
            return self.push(Reference { label, ..reference });
        }
        for child in node.children() {
            let sub_label = || bare_label(&prose::child_text(child, "label"));
            match child.name() {
                name if is_one_of(name, CITATIONS) => {
                    let mut reference = self.citation(child);
                    reference.label = format!("{label}{}", sub_label());
                    self.push(reference);
                }
                "note" | "p" => self.push(Reference {
                    label: label.clone(),
                    raw: prose::text_but(child, "label"),
                    ..Reference::default()
                }),
                _ => {}
            }
        }
        if self.list.len() == before {
            self.push(Reference { label, raw: prose::text_but(node, "label"), ..Reference::default() });
        }
    }

    fn push(&mut self, reference: Reference) {
        if !reference.raw.is_empty() {
            self.list.push(reference);
        }
    }

    fn citation(&mut self, node: Node<'_>) -> Reference {
        let mut reference = Reference::default();
        let parts = ["element-citation", "nlm-citation"].iter().find_map(|name| node.child(name));
        let mut draft = Draft::default();
        self.parts(parts.unwrap_or(node), &mut reference, &mut draft);
        draft.finish(&mut reference);
        let printed = node.child("mixed-citation").unwrap_or(node);
        reference.raw = if is_printed(printed) {
            print(printed)
        } else {
            compose(parts.unwrap_or(node), &reference, draft)
        };
        settle_title(&mut reference, node);
        part_issue(&mut reference);
        reference
    }

    fn parts(&mut self, node: Node<'_>, reference: &mut Reference, draft: &mut Draft) {
        for child in node.children() {
            let into = match child.name() {
                "person-group" => {
                    let kind = child.attribute("person-group-type").to_lowercase();
                    if matches!(kind.as_str(), "" | "author" | "allauthors") {
                        self.parts(child, reference, draft);
                    }
                    continue;
                }
                "name" | "string-name" | "collab" | "name-alternatives" | "anonymous" => {
                    reference.authors.extend(people::short_name(child));
                    draft.names.extend(people::full_name(child));
                    continue;
                }
                "etal" => {
                    draft.et_al = true;
                    continue;
                }
                "pub-id" | "object-id" => {
                    self.id(child, reference);
                    continue;
                }
                "ext-link" | "uri" => {
                    linked_doi(child, reference);
                    continue;
                }
                "year" => {
                    reference.year = reference.year.or_else(|| year(&prose::text(child)));
                    continue;
                }
                "article-title" | "chapter-title" | "part-title" | "data-title" => &mut reference.title,
                "source" => &mut reference.journal,
                "volume" => &mut reference.volume,
                "issue" => &mut reference.issue,
                "fpage" => &mut draft.first_page,
                "lpage" => &mut draft.last_page,
                "page-range" => &mut reference.pages,
                "elocation-id" => &mut draft.location,
                "related-object" | "label" => continue,
                _ => {
                    self.parts(child, reference, draft);
                    continue;
                }
            };
            if into.is_empty() {
                prose::text(child).trim_end_matches([',', ';', ' ']).clone_into(into);
            }
        }
    }

    fn id(&mut self, node: Node<'_>, reference: &mut Reference) {
        let scheme = node.attribute("pub-id-type").to_lowercase();
        let value = prose::text(node);
        let known = (reference.ids.doi.clone(), reference.ids.pmid, reference.ids.pmcid);
        let others = reference.ids.other.len();
        ids::add(&mut reference.ids, &scheme, value.clone(), true);
        let is_checked = is_one_of(&scheme, "doi pmid pmc pmcid");
        let is_first = match scheme.as_str() {
            "doi" => known.0.is_none(),
            "pmid" => known.1.is_none(),
            _ => known.2.is_none(),
        };
        if is_checked && is_first && reference.ids.other.len() > others {
            let found = format!("{:?} is not a {}", shown(&value), scheme.to_uppercase());
            let done = "it was kept as an identifier of its own";
            self.notes.push(Note { kind: ProblemKind::BadValue, at: node.at(), found, done });
        }
    }
}

/// What is known of a citation before its pages are.
#[derive(Default)]
struct Draft {
    first_page: String,
    last_page: String,
    location: String,
    /// The authors with their given names as they are.
    names: Vec<String>,
    et_al: bool,
}

impl Draft {
    fn finish(&self, reference: &mut Reference) {
        if reference.pages.is_empty() {
            reference.pages = people::range(&self.first_page, &self.last_page);
        }
        if reference.pages.is_empty() {
            reference.pages.clone_from(&self.location);
        }
        for text in [&mut reference.title, &mut reference.pages] {
            text.truncate(text.trim_end_matches(['.', ' ']).len());
        }
    }
}

/// What a `ref` prints, a line a work.
pub(super) fn printed(node: Node<'_>) -> Vec<String> {
    let mut references = References::default();
    references.add(node);
    references.list.into_iter().map(|reference| format!("{} {}", reference.label, reference.raw)).collect()
}

/// A label without its brackets and full stop; those within it, as in `Doe (2001)`, stay.
fn bare_label(label: &str) -> String {
    let bare = label.trim().trim_end_matches(['.', ':']);
    let pairs = [('[', ']'), ('(', ')'), ('{', '}')];
    let inner = pairs.iter().find_map(|(open, close)| bare.strip_prefix(*open)?.strip_suffix(*close));
    let inner = inner.or_else(|| bare.strip_suffix([')', ']']).filter(|bare| !bare.contains(['(', '['])));
    inner.unwrap_or(bare).trim_end_matches('.').trim().to_owned()
}

/// The year a text such as `2001a` or `c2001` starts with.
fn year(text: &str) -> Option<u16> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits = text.get(start..start + 4)?;
    let is_longer = text[start + 4..].starts_with(|c: char| c.is_ascii_digit());
    digits.parse().ok().filter(|year| !is_longer && (1000..=2999).contains(year))
}

fn linked_doi(node: Node<'_>, reference: &mut Reference) {
    let href = node.attribute("href");
    if reference.ids.doi.is_none() && (node.has("ext-link-type", "doi") || href.contains("doi.org/")) {
        reference.ids.doi = href.parse::<Doi>().or_else(|_| prose::text(node).parse()).ok();
    }
}

/// Whether a citation is printed as it stands, its punctuation included.
fn is_printed(node: Node<'_>) -> bool {
    node.has_own_text() || !node.children().any(|child| is_one_of(child.name(), PARTS))
}

fn print(node: Node<'_>) -> String {
    let text = prose::text_but(node, "label").replace(" , ", ", ").replace(" ; ", "; ");
    text.trim_start_matches([',', ';', ' ']).to_owned()
}

/// A book without a chapter is known by its own title.
fn settle_title(reference: &mut Reference, node: Node<'_>) {
    let kind = node.attribute("publication-type").to_lowercase();
    let kind = if kind.is_empty() { node.attribute("citation-type").to_lowercase() } else { kind };
    let is_journal = matches!(kind.as_str(), "journal" | "") || !reference.volume.is_empty();
    if reference.title.is_empty() && !is_journal {
        reference.title = std::mem::take(&mut reference.journal);
    }
}

/// A reference put together from its parts, and behind them what has no part of its own.
fn compose(node: Node<'_>, reference: &Reference, draft: Draft) -> String {
    let mut whole = Reference { authors: draft.names, ..reference.clone() };
    if draft.et_al {
        whole.authors.push("et al".to_owned());
    }
    let mut raw = vancouver::print(&whole);
    for child in node.children() {
        let mut text = prose::text(child);
        let is_author = child.name() == "person-group"
            && matches!(
                child.attribute("person-group-type").to_lowercase().as_str(),
                "" | "author" | "allauthors"
            );
        let has_part = is_one_of(child.name(), PARTS) && child.name() != "person-group";
        let is_told = is_author || (has_part && is_told(child, &text, &raw));
        if text.is_empty() || is_told {
            continue;
        }
        if child.name() == "publisher-name" {
            let place = node.all("publisher-loc").map(prose::text).collect::<Vec<_>>().join("; ");
            text = if place.is_empty() { text } else { format!("{place}: {text}") };
        } else if child.name() == "publisher-loc" && node.child("publisher-name").is_some() {
            continue;
        } else if child.name() == "person-group" {
            text = format!("{text}, {}", child.attribute("person-group-type"));
        }
        raw.push_str(if raw.is_empty() { "" } else { " " });
        raw.push_str(&text);
        raw.push_str(if text.ends_with(['.', '?', '!']) { "" } else { "." });
    }
    raw
}

fn is_told(node: Node<'_>, text: &str, raw: &str) -> bool {
    matches!(node.name(), "name" | "string-name" | "collab" | "etal" | "label" | "x" | "pub-id" | "lpage")
        || raw.len() < COMPARED_MAX_BYTES && raw.contains(text.trim_end_matches(['.', ',', ';', ' ']))
}

/// Takes the issue out of `9(1)`.
fn part_issue(reference: &mut Reference) {
    let parts = reference.volume.strip_suffix(')').and_then(|volume| volume.split_once('('));
    if let Some((volume, issue)) =
        parts.filter(|(volume, _)| !volume.is_empty() && reference.issue.is_empty())
    {
        let (volume, issue) = (volume.trim().to_owned(), issue.to_owned());
        (reference.volume, reference.issue) = (volume, issue);
    }
}

/// Whether an item has one citation in its parts and as it is printed, side by side.
fn is_given_twice(node: Node<'_>) -> bool {
    let count = |names: &str| node.children().filter(|child| is_one_of(child.name(), names)).count();
    count("mixed-citation") == 1 && count("element-citation nlm-citation") == 1 && count(CITATIONS) == 2
}
