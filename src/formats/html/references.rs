//! The references: of `citation_reference`, plain or in parts, and of the page's own list.
//!
//! It must not know how a reference in words is taken apart.

use std::ops::Range;

use super::super::ojs;
use super::super::text::collapse;
use super::lines::{Line, lines};
use super::names;
use super::parts::{Part, is_heading_of, is_label, stretches};
use super::said::Statements;
use super::tree::Tree;
use super::vocabulary::Field;
use super::{dates, ids};
use crate::model::{Author, Doi, Reference, fold_key};

/// What links behind a reference are called.
const LINKS: [&str; 24] = [
    "google scholar",
    "crossref",
    "cross ref",
    "pubmed",
    "pmc",
    "pubmed central",
    "web of science",
    "scopus",
    "cas",
    "article",
    "view article",
    "full text",
    "pdf",
    "medline",
    "isi",
    "doi",
    "link",
    "publisher",
    "view",
    "ads",
    "mathscinet",
    "google",
    "pmc free article",
    "open url",
];

/// Characters of a label: `12`, `[12]`, `12.`, `(12)`.
const LABEL_MAX_DIGITS: usize = 4;

/// The references of the page.
pub(super) fn references(said: &mut Statements, tree: &Tree) -> Vec<Reference> {
    let printed: Vec<Reference> =
        stretches(tree, Part::References).into_iter().flat_map(|range| of_list(tree, range)).collect();
    let stated: Vec<Reference> =
        said.take(Field::Reference).into_iter().map(|at| of_value(&said.get(at).value)).collect();
    if stated.is_empty() || (printed.len() != stated.len() && printed.len() > 1 && stated.len() == 1) {
        return printed;
    }
    if printed.len() != stated.len() {
        return stated;
    }
    // The same list twice: the parts of the one, the text, label and links of the other.
    let both = stated.into_iter().zip(printed);
    let merge = |(mut stated, printed): (Reference, Reference)| {
        let is_plain = stated.title.is_empty() || fold_key(&printed.raw).contains(&fold_key(&stated.title));
        if is_plain {
            stated.raw = printed.raw;
        }
        stated.label = if stated.label.is_empty() { printed.label } else { stated.label };
        stated.ids.doi = stated.ids.doi.or(printed.ids.doi);
        stated.ids.pmid = stated.ids.pmid.or(printed.ids.pmid);
        stated.ids.pmcid = stated.ids.pmcid.or(printed.ids.pmcid);
        stated
    };
    both.map(merge).collect()
}

/// The references of a stretch of the page.
fn of_list(tree: &Tree, range: Range<usize>) -> Vec<Reference> {
    let is_link = |at: usize| {
        let node = &tree.nodes[at];
        let name = || super::lines::text(tree, at).to_lowercase();
        node.name() == "a"
            && tree.length(at) < 2_000
            && LINKS.contains(&name().trim_matches(['[', ']', ' ', ':', '.']))
    };
    let lines = lines(tree, range.clone(), |at| is_link(at) || is_label(tree, at));
    let all_links = |from: usize, to: usize| addresses(tree, from..to);
    let entries = entries(&lines);
    let starts: Vec<usize> = entries.iter().map(|entry| entry.node).chain([range.end]).collect();
    let made = entries.into_iter().zip(starts.windows(2)).map(|(entry, between)| {
        let raw =
            collapse(entry.text.replace("[ ]", "").replace("[]", "").trim_end_matches(['|', ' ', '·', '•']));
        let mut reference = ojs::reference(&dates::ascii_digits(&entry.label), &[&raw]);
        for address in all_links(between[0], between[1]) {
            ids::add_address(&mut reference.ids, address);
        }
        reference
    });
    made.filter(|reference| reference.raw.chars().any(char::is_alphabetic)).collect()
}

/// The addresses linked to between two nodes.
fn addresses(tree: &Tree, range: Range<usize>) -> impl Iterator<Item = &str> {
    let nodes = tree.nodes.get(range.start..range.end.max(range.start)).unwrap_or_default();
    nodes.iter().map(|node| node.attribute("href")).filter(|address| !address.is_empty())
}

/// A reference as printed: its label, its text and the node it starts at.
struct Entry {
    label: String,
    text: String,
    node: usize,
}

/// One entry a line; where most lines have a number, those without go on the one before.
fn entries(lines: &[Line]) -> Vec<Entry> {
    let lines: Vec<&Line> =
        lines.iter().filter(|line| !is_heading_of(Part::References, &line.text)).collect();
    let numbered = lines.iter().filter(|line| label(&line.text).is_some()).count();
    let are_numbered = numbered > 1
        && lines
            .iter()
            .any(|line| label(&line.text).is_some_and(|(label, _)| dates::ascii_digits(label) == "1"));
    let are_items = lines.iter().any(|line| line.number.is_some());
    let mut entries: Vec<Entry> = Vec::new();
    for line in lines {
        let (own, rest) = label(&line.text).filter(|_| are_numbered).unwrap_or(("", &line.text));
        let number = line.number.map_or(String::new(), |number| number.to_string());
        let goes_on = (are_numbered && own.is_empty() || are_items && !are_numbered) && number.is_empty();
        if let Some(last) = entries.last_mut().filter(|_| goes_on) {
            last.text.push(' ');
            last.text.push_str(rest);
        } else {
            let label = if own.is_empty() { number } else { own.to_owned() };
            entries.push(Entry { label, text: rest.to_owned(), node: line.node });
        }
    }
    entries
}

/// The number a line starts with, and what follows it.
fn label(line: &str) -> Option<(&str, &str)> {
    let bare = line.trim_start_matches(['[', '(']);
    let is_digit = |c: char| dates::ascii_digit(c).is_ascii_digit();
    let end = bare.find(|c: char| !is_digit(c)).unwrap_or(bare.len());
    let (number, rest) = bare.split_at(end);
    let digits = number.chars().count();
    let is_bracketed = line.len() > bare.len();
    let rest = match rest.chars().next()? {
        ']' | ')' => rest[1..].trim_start_matches('.'),
        '.' if !is_bracketed => &rest[1..],
        _ => return None,
    };
    // `2019. Title` is a year, `1.5 mg` a number.
    let is_label = (1..=LABEL_MAX_DIGITS).contains(&digits)
        && (digits < 4 || is_bracketed)
        && !rest.starts_with(is_digit);
    is_label.then(|| (number, rest.trim()))
}

/// A `citation_reference`: words, or parts such as `citation_title=…; citation_author=…`.
fn of_value(value: &str) -> Reference {
    let parts = parts(value);
    if parts.is_empty() {
        let (label, raw) = label(value).unwrap_or(("", value));
        let mut reference = ojs::reference(&dates::ascii_digits(label), &[raw]);
        reference.raw = collapse(raw);
        return reference;
    }
    let mut reference = Reference::default();
    let (mut first, mut last, mut names, mut publisher) = ("", "", Vec::new(), "");
    for (name, value) in parts {
        match name {
            "title" => reference.title = collapse(value),
            "author" | "authors" => names.push(value),
            "journal_title" | "inbook_title" | "conference_title" | "journal_abbrev"
                if reference.journal.is_empty() =>
            {
                reference.journal = collapse(value);
            }
            "volume" => reference.volume = collapse(value),
            "issue" | "number" => reference.issue = collapse(value),
            "pages" => reference.pages = collapse(value),
            "firstpage" | "first_page" => first = value,
            "lastpage" | "last_page" => last = value,
            "publication_date" | "date" | "year" => {
                reference.year = dates::read(value).map(crate::model::PartialDate::year).or(reference.year);
            }
            "publisher" => publisher = value,
            "doi" => reference.ids.doi = value.parse::<Doi>().ok(),
            "pmid" => reference.ids.pmid = value.parse().ok(),
            "pmcid" => reference.ids.pmcid = value.parse().ok(),
            _ => {}
        }
    }
    if reference.pages.is_empty() {
        reference.pages = super::pages(first, last);
    }
    // Several names in one part are `DA Jones, E Coquan`, initials first.
    let names: Vec<&str> = match names[..] {
        [one] if one.split(',').count() > 2 || one.split(',').all(|name| name.trim().contains(' ')) => {
            one.split(',').collect()
        }
        _ => names,
    };
    reference.authors = names::authors(&names, "").iter().map(Author::short_name).collect();
    reference.raw = vancouver(&reference, publisher);
    reference
}

/// The parts of a value and their names without `citation_`; none where it is not of parts.
pub(super) fn parts(value: &str) -> Vec<(&str, &str)> {
    let starts: Vec<usize> = value
        .match_indices("citation_")
        .map(|(at, _)| at)
        .filter(|&at| matches!(value[..at].trim_end().chars().next_back(), None | Some(';')))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([value.len()]);
    let part = |(&start, end): (&usize, usize)| {
        let (name, value) = value[start + "citation_".len()..end].split_once('=')?;
        Some((name.trim(), value.trim_matches([';', ' ', '\n', '\t', '\r'])))
    };
    if starts.first() != Some(&0) {
        return Vec::new();
    }
    starts.iter().zip(ends).filter_map(part).filter(|(_, value)| !value.is_empty()).collect()
}

/// `Authors. Title. Journal. Year;Volume(Issue):Pages.`
fn vancouver(reference: &Reference, publisher: &str) -> String {
    let mut out = String::new();
    for part in [&reference.authors.join(", "), &reference.title, &reference.journal, publisher] {
        if !part.is_empty() {
            out.push_str(part);
            out.push_str(if part.ends_with(['.', '?', '!']) { " " } else { ". " });
        }
    }
    let year = reference.year.map_or(String::new(), |year| year.to_string());
    let place = [
        ("", &year, ""),
        (";", &reference.volume, ""),
        ("(", &reference.issue, ")"),
        (":", &reference.pages, ""),
    ];
    for (before, part, after) in place.into_iter().filter(|(_, part, _)| !part.is_empty()) {
        out.extend([before, part, after]);
    }
    let out = out.trim_end_matches([' ', '.']);
    if out.is_empty() { String::new() } else { format!("{out}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_years() {
        for (line, expected) in [
            ("[12] Smith J.", Some(("12", "Smith J."))),
            ("3. Smith J.", Some(("3", "Smith J."))),
            ("(4) Smith J.", Some(("4", "Smith J."))),
            ("5) Smith J.", Some(("5", "Smith J."))),
            ("2019. A year.", None),
            ("1.5 mg of it", None),
            ("3M Company.", None),
            ("Smith J.", None),
            ("[]", None),
        ] {
            assert_eq!(label(line), expected, "{line}");
        }
    }

    #[test]
    fn references_in_parts() {
        let reference = of_value(
            "citation_journal_title=BMC Cancer; citation_title=Olaparib; or not?; citation_author=P Lesueur, JM Grellard; \
             citation_volume=19; citation_issue=2; citation_publication_date=2019; citation_pages=198; \
             citation_doi=10.1000/X.1; citation_id=CR23",
        );
        assert_eq!(reference.raw, "Lesueur P, Grellard JM. Olaparib; or not? BMC Cancer. 2019;19(2):198.");
        assert_eq!(reference.authors, ["Lesueur P", "Grellard JM"]);
        assert_eq!(reference.ids.doi.map(|doi| doi.to_string()).as_deref(), Some("10.1000/x.1"));
        let plain = of_value("7. Doe J. A thing of citation_title=. J Things. 2020;1(2):3-4.");
        assert_eq!((plain.label.as_str(), plain.year, plain.pages.as_str()), ("7", Some(2020), "3-4"));
    }
}
