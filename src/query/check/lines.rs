//! How lines refer to each other: lines that nothing comes of, and combinations that cannot be meant.
//!
//! It must not know what a line searches for.

use std::collections::{BTreeSet, HashMap};

use super::diagnostic::{Found, is_remark, label};
use super::outline::{Outline, place_of};
use crate::query::ast::{Node, Query};

/// Lines that a combination names are compared with each other; of a longer one only so many.
const COMPARED: usize = 60;

/// Looks at every line.
pub(super) fn look(outline: &Outline<'_>, found: &mut Found<'_>) {
    unused(outline, found);
    repeated(outline, found);
    for (at, node) in outline.nodes.iter().enumerate() {
        for node in node.iter().copied().flat_map(Node::walk) {
            match node {
                Node::And(parts) => joined(outline, at, parts, false, found),
                Node::Or(parts) => joined(outline, at, parts, true, found),
                Node::Not { keep, drop } => taken(outline, at, (keep, drop), found),
                _ => {}
            }
        }
    }
}

fn unused(outline: &Outline<'_>, found: &mut Found<'_>) {
    let Some(last) = outline.last() else { return };
    let lines = outline.strategy.lines();
    let is_line = |at: usize| !is_remark(&lines[at]);
    let count = (0..lines.len()).filter(|at| is_line(*at)).count();
    let all = |at: usize| (at, 0..lines[at].text.len());
    if outline.refers.iter().all(Vec::is_empty) {
        // Where a line cannot be read, what it refers to is not known.
        if count > 1 && outline.nodes.iter().all(Option::is_some) {
            let help = format!("join them in a last line: {}", example(outline, count));
            let message = "no line refers to another: the result is that of the last line alone";
            found.add("no-combination", all(last), message, Some(help));
        }
        return;
    }
    if outline.refers[last].is_empty() && outline.nodes[last].is_some() {
        let message = "the last line is the result, and it refers to no other line";
        let help = "end with the line that joins the others".to_owned();
        found.add("last-line-alone", all(last), message, Some(help));
    }
    for at in (0..last).filter(|at| is_line(*at)) {
        // What a later line that cannot be read refers to is not known.
        if !outline.used_by[at].is_empty() || outline.is_broken_from(at) {
            continue;
        }
        let message = "no later line refers to this one: nothing of it is in the result";
        found.add("unused-line", all(at), message, forgotten(outline, at));
    }
}

fn example(outline: &Outline<'_>, count: usize) -> String {
    match (outline.strategy.syntax(), count) {
        (crate::query::Syntax::Ovid, _) => "1 and 2".to_owned(),
        _ => "#1 AND #2".to_owned(),
    }
}

/// Where a line was forgotten, if that shows: a combination has the lines beside it.
fn forgotten(outline: &Outline<'_>, at: usize) -> Option<String> {
    let uses =
        |line: usize, other: Option<usize>| other.is_some_and(|other| outline.refers[line].contains(&other));
    let name = |line: usize| label(outline.line(line));
    let between = (at + 1..outline.nodes.len())
        .find(|line| uses(*line, at.checked_sub(1)) && (uses(*line, Some(at + 1)) || *line == at + 1));
    if let Some(line) = between {
        return Some(format!(
            "line {} joins the lines beside it; should it name {} too?",
            name(line),
            name(at)
        ));
    }
    // A combination that is itself not used where one before it is.
    let twin = (0..at).rev().find(|other| {
        !outline.used_by[*other].is_empty() && outline.is_within(at, *other) && !outline.refers[at].is_empty()
    });
    twin.map(|other| {
        format!(
            "later lines refer to {}, of which this one is a part; should they name {}?",
            name(other),
            name(at)
        )
    })
}

/// Lines with the same words as one above.
fn repeated(outline: &Outline<'_>, found: &mut Found<'_>) {
    let mut met: HashMap<String, usize> = HashMap::new();
    for (at, line) in outline.strategy.lines().iter().enumerate() {
        let Ok(query) = &line.query else { continue };
        let written = Query::interpretation(query);
        match met.get(&written) {
            Some(&before) if !is_noted(outline, before, at) => {
                let message = format!("it searches for the same as {}", label(outline.line(before)));
                found.add("repeated-line", (at, 0..line.text.len()), message, None);
            }
            Some(_) => {}
            None => {
                met.insert(written, at);
            }
        }
    }
}

/// Whether two lines meet in one combination, where that is told of the terms.
fn is_noted(outline: &Outline<'_>, one: usize, other: usize) -> bool {
    outline.used_by[one].iter().any(|line| outline.used_by[other].contains(line))
}

/// Lines that are joined by one operator.
fn joined(outline: &Outline<'_>, at: usize, parts: &[Node], is_or: bool, found: &mut Found<'_>) {
    let lines: Vec<usize> = parts.iter().filter_map(place_of).take(COMPARED).collect();
    let whole = (at, 0..outline.line(at).text.len());
    let name = |line: usize| label(outline.line(line));
    let mut told = BTreeSet::new();
    for (place, &line) in lines.iter().enumerate() {
        if lines[..place].contains(&line) {
            let message = format!("{} stands here twice", name(line));
            let help = "was another line meant?".to_owned();
            found.add("repeated-reference", whole.clone(), message, Some(help));
            continue;
        }
        let other = lines.iter().find(|other| **other != line && outline.is_within(line, **other));
        let Some(&other) = other else { continue };
        // Of two that hold each other, one is enough.
        if !told.insert((line.min(other), line.max(other))) {
            continue;
        }
        let message = if is_or {
            format!("{} finds all that {} finds: {} adds nothing here", name(other), name(line), name(line))
        } else {
            format!(
                "{} finds all that {} finds: {} takes nothing away here",
                name(other),
                name(line),
                name(other)
            )
        };
        let help = "was another line meant?".to_owned();
        found.add("contained-line", whole.clone(), message, Some(help));
    }
}

/// What is kept and what is taken away.
fn taken(outline: &Outline<'_>, at: usize, (keep, drop): (&Node, &Node), found: &mut Found<'_>) {
    let (Some(kept), Some(dropped)) = (place_of(keep), place_of(drop)) else { return };
    if outline.is_within(kept, dropped) {
        let (kept, dropped) = (label(outline.line(kept)), label(outline.line(dropped)));
        let message = format!("{dropped} finds all that {kept} finds: NOT leaves nothing");
        let help = "was another line meant?".to_owned();
        found.add("always-empty", (at, 0..outline.line(at).text.len()), message, Some(help));
    }
}
