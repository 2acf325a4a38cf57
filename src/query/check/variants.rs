//! Forms of a term that its neighbours do not find: the other spelling, the other number, the one with a hyphen.
//!
//! It must not know an index: whether anything has such a form is for others to count.

use super::codes::Level;
use super::diagnostic::Found;
use super::members::{Group, Member};
use super::outline::Outline;
use super::terms::{listed, text_of};
use crate::query::ast::{How, Node, Term, TermWord};
use crate::text::{hyphenated, other_number, other_spelling, singular};

/// A form of a term that is missing.
#[derive(Debug, Clone)]
pub(crate) struct Variant<'n> {
    /// The term.
    pub member: Member<'n>,
    /// The kind: the code of the remark on it.
    pub code: &'static str,
    /// The form as it would be written.
    pub written: String,
    /// What would be searched.
    pub node: Node,
    /// Whether the strategy itself shows that it is an oversight.
    pub is_plain: bool,
}

/// Words of a term of which forms are made; longer phrases are titles.
const WORDS: usize = 5;

/// The forms that are missing of a group's terms. `all` are the terms that are alternatives to them.
pub(crate) fn missing<'n>(group: &Group<'n>, all: &[Member<'_>]) -> Vec<Variant<'n>> {
    if !group.is_kept {
        return Vec::new();
    }
    let mut variants: Vec<Variant<'n>> = Vec::new();
    for member in group.members() {
        let is_phrase = member.is_plain() && member.is_text() && member.words().len() <= WORDS;
        if !is_phrase || member.words().iter().any(|word| word.wild) {
            continue;
        }
        for (code, words) in forms(member) {
            let phrase = words.iter().map(|word| word.text.to_lowercase()).collect::<Vec<_>>();
            let phrase: Vec<&str> = phrase.iter().flat_map(|word| word.split_whitespace()).collect();
            let is_found = all.iter().any(|other| {
                other.is_text() && member.texts() & !other.texts() == 0 && is_found_by(other, &phrase, &words)
            });
            let written = written(&words);
            if !is_found && variants.iter().all(|known| known.written != written) {
                let node = node(member, &words);
                let is_plain = code == "missing-spelling" && !written.starts_with("randomi");
                variants.push(Variant { member: member.clone(), code, written, node, is_plain });
            }
        }
    }
    variants
}

/// Whether a term finds the form. One that is left open is found where its beginning is.
fn is_found_by(other: &Member<'_>, phrase: &[&str], words: &[TermWord]) -> bool {
    let is_open = words.iter().any(|word| word.truncated);
    let is_as_open = !is_open || other.words().iter().any(|word| word.truncated || word.wild);
    let has_wild = other.words().iter().any(|word| word.wild);
    // A sign for one letter stands for both spellings, whatever the ending.
    is_as_open && other.finds(phrase)
        || has_wild && is_open && other.finds(&[&format!("{}x", phrase.concat())])
}

fn forms(member: &Member<'_>) -> Vec<(&'static str, Vec<TermWord>)> {
    let mut forms = Vec::new();
    let words = member.words();
    let with = |at: usize, text: String, truncated: bool| {
        let mut words = words.to_vec();
        if let Some(word) = words.get_mut(at) {
            (word.text, word.truncated) = (text, truncated);
        }
        words
    };
    // All words in the other spelling: nobody mixes them.
    let mut spelt = words.to_vec();
    let mut is_other = false;
    for word in &mut spelt {
        if let Some(other) = other_spelling(&word.text) {
            (word.text, is_other) = (other, true);
        }
    }
    if is_other {
        forms.push(("missing-spelling", spelt));
    }
    let Some((last, word)) = words.iter().enumerate().next_back() else { return forms };
    if word.truncated {
        let no_plural = ["os", "es", "ys"].iter().any(|end| word.text.ends_with(end));
        if let Some(one) = singular(&word.text).filter(|one| !no_plural && word.text.len() > one.len()) {
            forms.push(("late-truncation", with(last, one, false)));
        }
    } else if let Some(other) = other_number(&word.text) {
        forms.push(("missing-number", with(last, other, false)));
    }
    for (at, word) in words.iter().enumerate() {
        if let Some(other) = hyphenated(&word.text) {
            forms.push(("missing-hyphen", with(at, other, word.truncated)));
        }
    }
    forms
}

fn written(words: &[TermWord]) -> String {
    let word = |word: &TermWord| format!("{}{}", word.text, if word.truncated { "*" } else { "" });
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// What would be searched for a form, in the fields of the term.
fn node(member: &Member<'_>, words: &[TermWord]) -> Node {
    let term = |term: &&Term| {
        Node::Term(Term { words: words.to_vec(), quoted: true, how: How::Usual, ..(*term).clone() })
    };
    let mut nodes: Vec<Node> = member.terms.iter().map(term).collect();
    if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) }
}

/// Tells what is missing, as far as the strategy alone shows it.
pub(crate) fn look(outline: &Outline<'_>, found: &mut Found<'_>) {
    for group in outline.groups.iter().flatten() {
        let all = outline.beside(group);
        let (alone, others): (Vec<_>, Vec<_>) =
            missing(group, &all).into_iter().partition(|variant| variant.code == "missing-number");
        for variant in others {
            let is_late = || PLURALS.iter().any(|end| variant.member.phrase().to_lowercase().ends_with(end));
            if variant.is_plain || variant.code == "late-truncation" && is_late() {
                tell(outline, &variant, None, found);
            }
        }
        // Who writes singular and plural of most words shows what was forgotten.
        if let Some(first) = alone.first()
            && alone.len() <= in_both(&all)
        {
            let names: Vec<String> = alone.iter().map(|variant| text_of(outline, &variant.member)).collect();
            let missing: Vec<&str> =
                alone.iter().map(|variant| variant.written.as_str()).take(NAMED).collect();
            let message = format!("most words here stand in singular and plural, but not {}", listed(&names));
            let place = (group.line, first.member.span());
            found.add("missing-number", place, message, Some(format!("add {}", missing.join(", "))));
        }
    }
}

/// Endings of plurals that are nothing else.
const PLURALS: [&str; 8] = ["nts", "sts", "ors", "ans", "ions", "als", "ings", "ems"];

/// Forms that are named in one remark.
const NAMED: usize = 5;

/// How many terms stand there in singular and plural.
fn in_both(all: &[Member<'_>]) -> usize {
    let written: std::collections::HashSet<String> = all.iter().map(Member::written).collect();
    let both = |member: &&Member<'_>| {
        let text = member.written();
        let (before, last) =
            text.rsplit_once(' ').map_or(("", text.as_str()), |(before, last)| (before, last));
        let other = other_number(last).map(|other| format!("{before} {other}").trim_start().to_owned());
        other.is_some_and(|other| written.contains(&other))
    };
    all.iter().filter(both).count()
}

/// Tells of a missing form, and how many articles it would add where that is known.
pub(crate) fn tell(outline: &Outline<'_>, variant: &Variant<'_>, adds: Option<u64>, found: &mut Found<'_>) {
    let (text, written) = (text_of(outline, &variant.member), &variant.written);
    let what = match variant.code {
        "late-truncation" => format!("`{text}` does not find `{written}`"),
        _ => format!("`{text}` stands here without `{written}`"),
    };
    let message = match adds {
        Some(1) => format!("{what}, by which 1 more article is found"),
        Some(adds) => format!("{what}, by which {adds} more articles are found"),
        None => what,
    };
    let place = (variant.member.line, variant.member.span());
    // That articles are missed by their spelling alone is no matter of taste.
    let is_miss = adds.is_some() && variant.is_plain;
    let level = if is_miss { Level::Warning } else { Level::Info };
    found.add_as(level, variant.code, place, message, Some(format!("add {written}")));
}
