//! Terms beside each other in an OR, and words that are truncated too early or too late.
//!
//! It must not know an index: what is missing is looked for in [`variants`](super::variants).

use std::collections::{HashMap, HashSet};

use super::codes::Level;
use super::diagnostic::{Found, is_remark, label};
use super::members::{Group, Member};
use super::outline::Outline;
use crate::model::Field;
use crate::query::Syntax;
use crate::query::error::shown;
use crate::query::notes::{Note, NoteKind};

/// Pairs of terms that are compared in all groups together.
const PAIRS: usize = 2_000_000;
/// Letters that a truncated word should have at least.
const STEM: usize = 4;
/// Terms that are named in one remark.
const NAMED: usize = 5;

/// Looks at every group.
pub(super) fn look(outline: &Outline<'_>, found: &mut Found<'_>) {
    let mut told = HashSet::new();
    let mut pairs = 0;
    for at in 0..outline.nodes.len() {
        // What is no line of the list is a remark on it.
        let groups = outline.groups[at].iter().filter(|_| !is_remark(outline.line(at)));
        for group in groups.clone() {
            let own = || group.members().cloned().collect();
            let all = if group.is_whole { outline.alternatives(at) } else { own() };
            duplicates(outline, at, &all, &mut told, found);
            pairs += all.len().saturating_mul(all.len());
            if pairs <= PAIRS {
                subsumed(outline, &all, &mut told, found);
            }
            untagged(outline, group, found);
        }
        for member in groups.flat_map(Group::members) {
            truncated(outline, member, found);
            foreign(outline, member, found);
        }
    }
}

/// What was told of a term already: its line and place, and the kind.
type Told = HashSet<(usize, usize, &'static str)>;

/// A term as it is written.
pub(crate) fn text_of(outline: &Outline<'_>, member: &Member<'_>) -> String {
    let text = outline.line(member.line).text.get(member.span()).map(str::to_owned);
    shown(text.unwrap_or_else(|| member.phrase()).trim())
}

fn duplicates(outline: &Outline<'_>, at: usize, all: &[Member<'_>], told: &mut Told, found: &mut Found<'_>) {
    let mut met: HashMap<String, &Member<'_>> = HashMap::new();
    for member in all {
        let Some(before) = met.get(&member.key()) else {
            met.insert(member.key(), member);
            continue;
        };
        if !told.insert((member.line, member.span().start, "duplicate")) {
            continue;
        }
        let (place, text) = ((member.line, member.span()), text_of(outline, member));
        if before.line == member.line {
            let message = format!("`{text}` stands in this line twice");
            found.add("duplicate-term", place, message, Some("was another word meant?".to_owned()));
        } else {
            let (above, joined) = (label(outline.line(before.line)), label(outline.line(at)));
            let message = format!("`{text}` stands in {above} too, and {joined} joins both");
            found.add("duplicate-of-line", place, message, None);
        }
    }
}

/// For each term, those that it finds all of.
fn subsumed(outline: &Outline<'_>, all: &[Member<'_>], told: &mut Told, found: &mut Found<'_>) {
    for wide in all {
        let mut narrow = Vec::new();
        for member in all {
            let is_other =
                (member.line, member.span()) != (wide.line, wide.span()) && member.key() != wide.key();
            if is_other && wide.covers(member) && told.insert((member.line, member.span().start, "subsumed"))
            {
                narrow.push(text_of(outline, member));
            }
        }
        if !narrow.is_empty() {
            let message = format!("`{}` finds all that {} find", text_of(outline, wide), listed(&narrow));
            let message = if narrow.len() == 1 {
                message.trim_end_matches("find").to_owned() + "finds"
            } else {
                message
            };
            found.add("subsumed-term", (wide.line, wide.span()), message, None);
        }
    }
}

/// Some texts as they are named in a message.
pub(crate) fn listed(texts: &[String]) -> String {
    let named: Vec<String> = texts.iter().take(NAMED).map(|text| format!("`{text}`")).collect();
    match texts.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// A term without a field among others that have one.
fn untagged(outline: &Outline<'_>, group: &Group<'_>, found: &mut Found<'_>) {
    let members: Vec<&Member<'_>> = group.members().filter(|member| member.is_text()).collect();
    let is_bare = |member: &Member<'_>| match outline.strategy.syntax() {
        Syntax::PubMed => !member.is_tagged(),
        // Ovid's words without a code are searched where `.mp.` is.
        Syntax::Ovid => {
            let mut noted =
                outline.notes[group.line].iter().filter(|note| note.kind == NoteKind::DefaultField);
            member.terms.iter().all(|term| term.field == Field::Multipurpose)
                && noted.any(|note| note.span == member.span())
        }
        _ => false,
    };
    let bare: Vec<&Member<'_>> = members.iter().copied().filter(|member| is_bare(member)).collect();
    if bare.is_empty() || members.len() < 3 || 2 * bare.len() >= members.len() {
        return;
    }
    let names: Vec<String> = bare.iter().map(|member| text_of(outline, member)).collect();
    let has = if names.len() == 1 { "has" } else { "have" };
    let message = format!("{} {has} no field, and the terms beside it have one", listed(&names));
    let help = "give it the same field".to_owned();
    found.add("missing-tag", (group.line, bare[0].span()), message, Some(help));
}

fn truncated(outline: &Outline<'_>, member: &Member<'_>, found: &mut Found<'_>) {
    if member.is_heading() {
        if let Some(word) = member.words().iter().find(|word| word.truncated) {
            let message = format!(
                "`{}*` is the beginning of headings; a truncated heading is not exploded",
                shown(&word.text)
            );
            let help = "name the heading".to_owned();
            found.add("truncated-heading", (member.line, member.span()), message, Some(help));
        }
        return;
    }
    if !member.is_text() {
        return;
    }
    let is_alone = member.words().len() == 1;
    for word in member.words().iter().filter(|word| word.truncated && !word.wild) {
        let last = word.text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let letters = last.chars().count();
        let is_word = last.chars().all(char::is_alphabetic);
        if letters < STEM && is_word && is_alone && last.len() == word.text.len() {
            let text = &outline.line(member.line).text;
            let place = if text.get(word.span.clone()).is_some() { word.span.clone() } else { member.span() };
            let message =
                format!("`{}` with what follows stands for every word that begins so", shown(&word.text));
            let help = match outline.strategy.syntax() {
                Syntax::Ovid => {
                    format!("limit the letters ({}$1), or write out the forms", shown(&word.text))
                }
                Syntax::PubMed => "write out the forms; PubMed asks for four letters".to_owned(),
                _ => "write out the forms".to_owned(),
            };
            found.add_as(Level::Warning, "short-truncation", (member.line, place), message, Some(help));
        }
    }
}

/// Signs of other systems in words of PubMed's, where the parser does not note them: before a tag.
fn foreign(outline: &Outline<'_>, member: &Member<'_>, found: &mut Found<'_>) {
    if outline.strategy.syntax() != Syntax::PubMed || !member.is_text() {
        return;
    }
    let is_noted = |note: &Note| {
        note.kind == NoteKind::WildcardInWord
            && note.span.start < member.span().end
            && member.span().start < note.span.end
    };
    let is_sign = |text: &str| {
        let behind_letter =
            |sign: char| text.find(sign).is_some_and(|at| text[..at].ends_with(char::is_alphabetic));
        behind_letter('$') || behind_letter('?') && !text.ends_with('?')
    };
    let word = member.words().iter().find(|word| is_sign(&word.text));
    if let Some(word) = word
        && !outline.notes[member.line].iter().any(is_noted)
    {
        let message = format!(
            "`{}` is written as in another system; only `*` at the end stands for letters",
            shown(&word.text)
        );
        let help = "write out the forms, joined with OR, or end the word with *".to_owned();
        found.add("wildcard-in-word", (member.line, member.span()), message, Some(help));
    }
}
