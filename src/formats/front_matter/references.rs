//! References: a list in the front matter, or a section of the text.
//!
//! It must not know where in an article they go.

use super::super::ids::add;
use super::super::text::collapse;
use super::super::{bibtex, vancouver};
use super::affiliations::Affiliations;
use super::body::{Section, inline};
use super::keys::{Keys, LIST_MAX};
use super::people;
use super::yaml::{Node, Value, flat};
use crate::model::{Author, Reference};

/// Titles of the section that holds the references.
const TITLES: [&str; 12] = [
    "references",
    "literature",
    "bibliography",
    "literature cited",
    "references cited",
    "works cited",
    "reference list",
    "literatur",
    "literaturverzeichnis",
    "références",
    "bibliographie",
    "referencias",
];

/// Takes the references of the front matter: texts, or objects of CSL.
pub(super) fn take(keys: &mut Keys) -> Vec<Reference> {
    let Some(node) = keys.take(&["references", "bibliography-entries"]) else { return Vec::new() };
    let line = node.line;
    let list = match node.value {
        Value::List(list) => list,
        Value::Text(text) => {
            text.lines().map(|text| Node { line, value: Value::Text(text.to_owned()) }).collect()
        }
        value @ Value::Map(_) => vec![Node { line, value }],
    };
    let references = list.into_iter().take(LIST_MAX).map(reference);
    references.filter(|reference| *reference != Reference::default()).collect()
}

fn reference(node: Node) -> Reference {
    let Value::Map(map) = node.value else { return printed(&inline(&flat(&node)), String::new()) };
    let mut keys = Keys::new(map);
    let mut reference =
        Reference { label: keys.text(&["id", "label", "citation-key"]), ..Reference::default() };
    for (names, scheme) in
        [(["doi", "url-doi"], "doi"), (["pmid", "pubmed"], "pmid"), (["pmcid", "pmc"], "pmcid")]
    {
        let value = keys.text(&names);
        if !value.is_empty() {
            add(&mut reference.ids, scheme, value, true);
        }
    }
    let authors = people::take(&mut keys, &["author", "authors", "editor"], &mut Affiliations::default());
    reference.authors = authors.list.iter().map(Author::short_name).collect();
    reference.title = keys.text(&["title"]);
    reference.journal = keys.text(&["container-title", "journal", "container-title-short", "publisher"]);
    reference.year =
        keys.take(&["issued", "year", "date"]).and_then(|node| date(&node)).map(|read| read.date.year());
    reference.volume = keys.text(&["volume"]);
    reference.issue = keys.text(&["issue", "number"]);
    reference.pages = keys.text(&["page", "pages"]).replace('–', "-");
    reference.raw = keys.text(&["raw", "text", "unstructured", "citation"]);
    if reference.raw.is_empty() {
        reference.raw = vancouver::print(&reference);
    }
    reference
}

/// A reference of which there is only the text, its label before it perhaps.
fn printed(text: &str, number: String) -> Reference {
    let (label, raw) = match label(text) {
        Some((label, rest)) if number.is_empty() => (label.to_owned(), rest),
        _ => (number, text),
    };
    Reference { label, raw: raw.to_owned(), ..Reference::default() }
}

/// The label a text starts with: `[1]`, `1.`, `1)`.
fn label(text: &str) -> Option<(&str, &str)> {
    let open = text.strip_prefix('[').unwrap_or(text);
    let digits = open.bytes().take_while(u8::is_ascii_digit).count();
    let (label, rest) = open.split_at(digits);
    let rest = rest.strip_prefix([']', '.', ')'])?;
    let is_label = (1..=4).contains(&digits) && rest.starts_with(' ');
    is_label.then(|| (label, rest.trim_start()))
}

/// Whether a section holds the references.
pub(super) fn is_list(section: &Section) -> bool {
    let title = section.title.trim_end_matches(':').to_lowercase();
    let title = title.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
    TITLES.contains(&title)
}

/// The references of a section: one a paragraph, or one a label within it.
pub(super) fn of_section(section: Section) -> Vec<Reference> {
    let mut references = Vec::new();
    for paragraph in section.paragraphs {
        let starts = label_starts(&paragraph.text);
        if !paragraph.number.is_empty() || starts.len() < 2 {
            references.push(printed(&paragraph.text, paragraph.number));
            continue;
        }
        let ends = starts[1..].iter().copied().chain([paragraph.text.len()]);
        references.extend(
            starts
                .iter()
                .zip(ends)
                .map(|(&start, end)| printed(paragraph.text[start..end].trim(), String::new())),
        );
    }
    references
}

/// Where `[1]`, `[2]` … stand in turn, where a paragraph starts with the first.
fn label_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut next = 1_u32;
    let mut from = 0;
    while let Some(at) = text[from..].find(&format!("[{next}] ")) {
        if next == 1 && at > 0 {
            break;
        }
        starts.push(from + at);
        from += at + 3;
        next += 1;
    }
    starts
}

/// A date as text, or as a map of CSL: `date-parts`, `raw`, `literal`, `year` and so on.
pub(super) fn date(node: &Node) -> Option<bibtex::Read> {
    let text = match &node.value {
        Value::Map(map) => {
            let mut keys = Keys::new(map.clone());
            let apart = ["year", "month", "day"].map(|name| keys.text(&[name]));
            match keys.take(&["date-parts"]) {
                Some(parts) => first_parts(&parts),
                None if apart[0].is_empty() => keys.text(&["raw", "literal"]),
                None => parted(&apart),
            }
        }
        // `[[2020-03-15]]`, a page of notes.
        Value::List(list) if matches!(list[..], [Node { value: Value::List(_), .. }]) => flat(node),
        // `issued: [{year: 2020, month: 3}]`
        Value::List(list) => {
            return list.first().filter(|node| !matches!(node.value, Value::List(_))).and_then(date);
        }
        Value::Text(text) => collapse(text),
    };
    bibtex::date(&text)
}

fn first_parts(node: &Node) -> String {
    match &node.value {
        Value::List(list) if list.iter().any(|node| matches!(node.value, Value::List(_))) => {
            list.first().map(first_parts).unwrap_or_default()
        }
        Value::List(list) => parted(&list.iter().map(flat).collect::<Vec<_>>()),
        _ => flat(node),
    }
}

/// `2020`, `3`, `15` as `2020-03-15`.
fn parted(parts: &[String]) -> String {
    let parts = parts.iter().filter(|part| !part.is_empty()).map(|part| format!("{part:0>2}"));
    parts.take(3).collect::<Vec<_>>().join("-")
}
