//! Operators that are missing, and NOT that takes away too much.
//!
//! It must not know lines that only join others.

use super::diagnostic::Found;
use super::outline::{Outline, place_of};
use crate::model::Field;
use crate::query::Syntax;
use crate::query::ast::{Node, Term};
use crate::text::fold;

/// Looks at every line.
pub(super) fn look(outline: &Outline<'_>, found: &mut Found<'_>) {
    for (at, node) in outline.nodes.iter().enumerate() {
        for node in node.iter().copied().flat_map(Node::walk) {
            match node {
                Node::And(parts) if outline.strategy.syntax() == Syntax::PubMed => {
                    missing(outline, at, parts, found);
                }
                Node::Not { keep, drop } => broad(outline, at, (keep, drop), found),
                _ => {}
            }
        }
    }
}

/// Terms with nothing but blanks and parentheses between them.
fn missing(outline: &Outline<'_>, at: usize, parts: &[Node], found: &mut Found<'_>) {
    let text = &outline.line(at).text;
    let is_written = |node: &Node| {
        place_of(node).is_none() && !matches!(node, Node::Term(term) if !term.tagged && !term.quoted)
    };
    for pair in parts.windows(2) {
        let (Some(first), Some(next)) = (last_of(&pair[0]), first_of(&pair[1])) else { continue };
        if !is_written(first) || !is_written(next) {
            continue;
        }
        let (before, after) = (first.span(), next.span());
        let between = text.get(before.end..after.start);
        if between.is_some_and(|between| between.chars().all(|c| c.is_whitespace() || "()".contains(c))) {
            let message = "nothing joins these terms, so both must be there as with AND";
            let help = "write AND, or OR where either will do".to_owned();
            found.add("missing-operator", (at, before.start..after.end), message, Some(help));
        }
    }
}

fn last_of(node: &Node) -> Option<&Node> {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.last().and_then(last_of),
        Node::Not { drop, .. } => last_of(drop),
        leaf => Some(leaf),
    }
}

fn first_of(node: &Node) -> Option<&Node> {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.first().and_then(first_of),
        Node::Not { keep, .. } => first_of(keep),
        leaf => Some(leaf),
    }
}

/// Headings that so many articles have beside others that NOT should never meet them alone, and what to put beside.
const BROAD: [(&str, &str); 16] = [
    ("animals", "humans"),
    ("animal", "human"),
    ("humans", "animals"),
    ("human", "animal"),
    ("child", "adult"),
    ("infant", "adult"),
    ("adolescent", "adult"),
    ("adult", "child"),
    ("aged", "middle aged"),
    ("middle aged", "aged"),
    ("male", "female"),
    ("female", "male"),
    ("rats", "humans"),
    ("mice", "humans"),
    ("pregnancy", "humans"),
    ("in vitro techniques", "humans"),
];

fn broad<'o>(outline: &Outline<'o>, at: usize, (keep, drop): (&'o Node, &'o Node), found: &mut Found<'_>) {
    let name_of =
        |term: &Term| fold(&term.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "));
    let Some(term) = only_term(outline, drop) else { return };
    let name = name_of(term);
    let place = match place_of(drop) {
        Some(_) => (at, 0..outline.line(at).text.len()),
        None => (at, drop.span()),
    };
    let beside = BROAD.iter().find(|row| row.0 == name);
    // `animals not humans` is how those about both are kept where it is taken away in turn.
    let kept = only_term(outline, keep).map(name_of);
    if beside.is_some() && kept.is_some_and(|kept| BROAD.iter().any(|row| row.0 == kept)) {
        return;
    }
    let is_subject = matches!(term.field, Field::Mesh | Field::MajorTopic | Field::HeadingWord);
    match beside {
        Some((_, other)) if is_subject || term.field.holds_text() => {
            let message =
                format!("NOT takes away every article about {name}, also those about {other} and {name}");
            let help = match outline.strategy.syntax() {
                Syntax::Ovid => format!("not ({name}/ not ({name}/ and {other}/))"),
                _ => format!("NOT ({name}[mh] NOT {other}[mh])"),
            };
            found.add("broad-not", place, message, Some(format!("write {help}")));
        }
        _ if term.field.holds_text() && name.contains(char::is_alphabetic) && place_of(drop).is_none() => {
            let message =
                format!("NOT takes away every article that mentions `{name}`, whatever else it is about");
            found.add("text-not", place, message, None);
        }
        _ => {}
    }
}

/// The one term that a part is, through the lines it stands for.
fn only_term<'o>(outline: &Outline<'o>, mut node: &'o Node) -> Option<&'o Term> {
    // A line refers to those above it alone, so this ends.
    while let Some(line) = place_of(node) {
        node = (*outline.nodes.get(line)?)?;
    }
    match node {
        Node::Term(term) => Some(term),
        _ => None,
    }
}
