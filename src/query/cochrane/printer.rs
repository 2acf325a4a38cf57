//! A tree in Cochrane's notation, one way to write each thing.
//!
//! It must not know the text the tree came from; what it prints is read back as the same tree.

use std::fmt::Write as _;

use super::codes;
use crate::model::{Field, qualifier_code};
use crate::query::ast::{Arrangement, How, Node, Term, TermWord};

/// The tree as a line.
pub fn print(node: &Node) -> String {
    let mut out = String::new();
    node_into(node, &mut out);
    out
}

fn node_into(it: &Node, out: &mut String) {
    match it {
        Node::Term(term) => term_into(term, out),
        // It has no way to write a date; a line that is read here has none.
        Node::Dates(_) => {}
        Node::And(parts) => joined(parts.iter(), " AND ", out),
        Node::Or(parts) => joined(parts.iter(), " OR ", out),
        Node::Not { keep, drop } => joined([&**keep, &**drop].into_iter(), " NOT ", out),
    }
}

fn joined<'n>(parts: impl Iterator<Item = &'n Node>, operator: &str, out: &mut String) {
    for (at, part) in parts.enumerate() {
        out.push_str(if at > 0 { operator } else { "" });
        let is_leaf = matches!(part, Node::Term(_) | Node::Dates(_));
        out.push_str(if is_leaf { "" } else { "(" });
        node_into(part, out);
        out.push_str(if is_leaf { "" } else { ")" });
    }
}

fn term_into(it: &Term, out: &mut String) {
    if matches!(it.field, Field::Mesh | Field::MajorTopic | Field::Qualifier) {
        let written = it.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let star = if it.words.last().is_some_and(|word| word.truncated) { "*" } else { "" };
        if !star.is_empty() {
            let _ = write!(out, "\"{written}{star}\":me");
            return;
        }
        let (name, qualifier) = match it.field {
            Field::Qualifier => ("", written.as_str()),
            _ => written.split_once('/').unwrap_or((&written, "")),
        };
        let only = if it.how == How::NotExploded { "^" } else { "" };
        let name = if name.is_empty() { String::new() } else { format!("\"{name}\"") };
        let code = qualifier_code(qualifier).map(|code| format!("/{code}")).unwrap_or_default();
        let major = if it.field == Field::MajorTopic { "[mj]" } else { "" };
        let _ = write!(out, "[mh {only}{name}{code}{major}]");
        return;
    }
    match &it.how {
        How::Arranged(arrangement) => {
            out.push('(');
            arranged(arrangement, &it.words, out);
            out.push(')');
        }
        How::Usual | How::NotExploded | How::Near(_) => words(&it.words, out),
    }
    let _ = write!(out, ":{}", codes::of(it.field).unwrap_or("tx"));
}

fn arranged(it: &Arrangement, all: &[TermWord], out: &mut String) {
    let (parts, operator) = match it {
        Arrangement::Words(range) => return words(all.get(range.clone()).unwrap_or_default(), out),
        Arrangement::Any(parts) => (parts, " OR ".to_owned()),
        Arrangement::Near { parts, ordered: true, between: 0 } => (parts, " NEXT ".to_owned()),
        Arrangement::Near { parts, ordered, between } => {
            (parts, format!(" {}/{} ", if *ordered { "NEXT" } else { "NEAR" }, between + 1))
        }
    };
    for (at, part) in parts.iter().enumerate() {
        out.push_str(if at > 0 { &operator } else { "" });
        let is_leaf = matches!(part, Arrangement::Words(_));
        out.push_str(if is_leaf { "" } else { "(" });
        arranged(part, all, out);
        out.push_str(if is_leaf { "" } else { ")" });
    }
}

/// Words side by side, between quotes.
fn words(words: &[TermWord], out: &mut String) {
    out.push('"');
    for (at, word) in words.iter().enumerate() {
        out.push_str(if at > 0 { " " } else { "" });
        out.push_str(&if word.wild { word.text.replace('#', "?") } else { word.text.clone() });
        out.push_str(if word.truncated { "*" } else { "" });
    }
    out.push('"');
}
