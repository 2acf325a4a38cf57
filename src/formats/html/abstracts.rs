//! The abstracts: of the page, where they have sections, and of meta data, in every language there is.
//!
//! It must not know how a page is cut into lines.

use std::ops::Range;

use super::super::languages;
use super::lines::{Line, lines, text};
use super::parts::{Part, is_heading_of, is_label, stretches};
use super::said::Statements;
use super::tree::Tree;
use super::vocabulary::Field;
use crate::model::{Article, Section, TranslatedAbstract, fold_key};

/// A longer line in bold is text, not a label.
const LABEL_MAX_CHARS: usize = 60;

/// Labels that are told by their words, where nothing marks them.
const LABELS: [&str; 36] = [
    "background",
    "introduction",
    "objective",
    "objectives",
    "aim",
    "aims",
    "purpose",
    "design",
    "setting",
    "methods",
    "method",
    "materials and methods",
    "material and methods",
    "materials & methods",
    "patients and methods",
    "participants",
    "interventions",
    "measurements",
    "main outcome measures",
    "results",
    "findings",
    "discussion",
    "conclusion",
    "conclusions",
    "interpretation",
    "funding",
    "context",
    "case presentation",
    "case report",
    "significance",
    "background and objectives",
    "background and aim",
    "background & objectives",
    "data sources",
    "limitations",
    "trial registration",
];

/// An abstract: its language, empty where it is not said, and its sections.
struct Found {
    language: String,
    kind: String,
    sections: Vec<Section>,
}

/// Adds the abstracts; where there are several, the one in English is the article's.
pub(super) fn add(article: &mut Article, said: &mut Statements, tree: &Tree) {
    let mut printed: Vec<Found> =
        stretches(tree, Part::Abstract).into_iter().filter_map(|range| of_page(tree, range)).collect();
    drop_repeated(&mut printed);
    let mut stated = of_statements(said);
    for found in &mut printed {
        // The statement has the language, the page the sections.
        if let Some(at) = stated.iter().position(|other| is_same(&key_of(&other.sections), &found.sections)) {
            found.language = stated.remove(at).language;
        }
    }
    let first_other = printed.iter().position(|found| !found.kind.is_empty()).unwrap_or(printed.len());
    let mut all: Vec<Found> = Vec::new();
    let others = printed.split_off(first_other);
    all.extend(printed);
    all.extend(stated);
    all.extend(others);
    let plain = |found: &Found| found.kind.is_empty();
    let main = all
        .iter()
        .position(|found| plain(found) && found.language == "eng")
        .or_else(|| all.iter().position(plain));
    if let Some(main) = main {
        article.abstract_sections = all.remove(main).sections;
    }
    let others = all.into_iter().map(|found| TranslatedAbstract {
        language: found.language,
        kind: found.kind,
        sections: found.sections,
    });
    article.other_abstracts.extend(others);
}

fn of_statements(said: &mut Statements) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    // Every vocabulary may have a language the others lack.
    for at in said.by_rank(&[Field::Abstract]).into_iter().flatten().take(20) {
        let statement = said.get(at);
        let language = languages::code(&statement.language);
        let sections = vec![Section { label: String::new(), text: statement.value.clone() }];
        let is_known = found.iter().any(|other| {
            is_same(&key_of(&other.sections), &sections) || other.language == language || language.is_empty()
        });
        let is_repeated = found.iter().any(|other| is_same(&key_of(&other.sections), &sections));
        if !is_known {
            found.push(Found { language, kind: String::new(), sections });
        }
        if !is_known || is_repeated {
            said.mark_used(at);
        }
    }
    found
}

fn of_page(tree: &Tree, range: Range<usize>) -> Option<Found> {
    let is_summary = |at: usize| text(tree, at).to_lowercase().contains("language");
    let lines = lines(tree, range, |at| is_label(tree, at) && !is_summary(at));
    let mut kind = String::new();
    let mut rest = &lines[..];
    // Its own heading says nothing, but for a summary of another kind.
    while let Some((first, after)) = rest.split_first() {
        let heading = first.text.to_lowercase();
        if heading.starts_with("plain language") || heading.starts_with("lay summary") {
            "plain-language-summary".clone_into(&mut kind);
        } else if !is_heading_of(Part::Abstract, &first.text) {
            break;
        }
        rest = after;
    }
    let sections = sections(rest);
    (!sections.is_empty()).then_some(Found { language: String::new(), kind, sections })
}

/// The sections of an abstract in lines: a heading, or bold text that ends in a colon or its line, is a label.
fn sections(lines: &[Line]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut waiting = String::new();
    for line in lines {
        // Keywords are often printed at the end of the abstract; they are not part of it.
        let (label, text) = labelled(line);
        if is_heading_of(Part::Keywords, label) {
            break;
        }
        if text.is_empty() {
            // Of two labels in a row the first heads nothing: it is text.
            let first = std::mem::replace(&mut waiting, label.to_owned());
            add_text(&mut sections, first);
            continue;
        }
        let label = if label.is_empty() { std::mem::take(&mut waiting) } else { label.to_owned() };
        match sections.last_mut() {
            Some(_) if label.is_empty() => add_text(&mut sections, text.to_owned()),
            _ => sections.push(Section { label, text: text.to_owned() }),
        }
    }
    // What looked like a label is the last words.
    add_text(&mut sections, waiting);
    sections
}

fn add_text(sections: &mut Vec<Section>, text: String) {
    match sections.last_mut() {
        _ if text.is_empty() => {}
        Some(last) => {
            last.text.push('\n');
            last.text.push_str(&text);
        }
        None => sections.push(Section { label: String::new(), text }),
    }
}

/// The label a line starts with, and the text behind it.
fn labelled(line: &Line) -> (&str, &str) {
    let trim = |label: &str| label.trim_end_matches([':', '：', '.', ' ', '-', '–']).len();
    let is_short = |label: &str| !label.is_empty() && label.chars().nth(LABEL_MAX_CHARS).is_none();
    if line.heading > 0 && is_short(&line.text) {
        return (&line.text[..trim(&line.text)], "");
    }
    let (bold, rest) = line.text.split_at_checked(line.bold).unwrap_or(("", &line.text));
    let ends = bold.trim_end().ends_with([':', '：', '.'])
        || rest.trim_start().starts_with([':', '：'])
        || rest.is_empty();
    if is_short(bold) && (ends || is_known_label(bold)) {
        return (&bold[..trim(bold)], rest.trim_start_matches([':', '：', ' ', '.']));
    }
    match line.text.split_once([':', '：']) {
        Some((label, rest)) if is_known_label(label) => (label.trim(), rest.trim_start()),
        _ => ("", &line.text),
    }
}

fn is_known_label(text: &str) -> bool {
    LABELS.contains(&text.trim().to_lowercase().as_str()) || is_heading_of(Part::Keywords, text)
}

/// Themes print the abstract again for small screens.
fn drop_repeated(found: &mut Vec<Found>) {
    let mut known: Vec<String> = Vec::new();
    found.truncate(20);
    found.retain(|found| {
        let is_new = !known.iter().any(|other| is_same(other, &found.sections));
        known.push(key_of(&found.sections));
        is_new
    });
}

/// The text, without its labels.
fn key_of(sections: &[Section]) -> String {
    sections.iter().map(|section| fold_key(&section.text)).collect()
}

/// Whether an abstract is the one of the key, though one may be cut, and have labels the other lacks or has
/// within its text.
fn is_same(key: &str, sections: &[Section]) -> bool {
    let labelled: String =
        sections.iter().map(|section| fold_key(&section.label) + &fold_key(&section.text)).collect();
    [key_of(sections), labelled].iter().any(|other| {
        let (short, long) =
            if key.len() < other.len() { (key, other.as_str()) } else { (other.as_str(), key) };
        let starts_alike = || short.chars().zip(long.chars()).take(120).all(|(a, b)| a == b);
        !short.is_empty() && (long.contains(short) || (short.len() > 200 && starts_alike()))
    })
}
