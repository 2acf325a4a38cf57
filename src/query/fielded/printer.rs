//! A tree as a line, one way to write each thing, by what a notation spells in its own way.
//!
//! It must not know the text the tree came from; what it prints is read back as the same tree.

use crate::query::ast::{Arrangement, DateRange, How, Node, Term, TermWord};

/// How a notation writes.
pub(in crate::query) trait Writes {
    /// Its operators.
    const AND: &str;
    const OR: &str;
    const NOT: &str;

    /// The operator of parts near each other.
    fn near(ordered: bool, between: u32) -> String;

    /// Words side by side.
    fn words(words: &[TermWord]) -> String;

    /// A term that is written in a way of its own, such as a heading.
    fn value(term: &Term) -> Option<String>;

    /// The codes behind a term.
    fn codes(term: &Term) -> String;

    /// A range of dates.
    fn dates(dates: &DateRange) -> String;
}

/// The tree as a line.
pub(in crate::query) fn print<W: Writes>(node: &Node) -> String {
    match node {
        Node::Term(it) => term::<W>(it),
        Node::Dates(dates) => W::dates(dates),
        Node::And(parts) => joined::<W>(parts.iter(), W::AND),
        Node::Or(parts) => joined::<W>(parts.iter(), W::OR),
        Node::Not { keep, drop } => joined::<W>([&**keep, &**drop].into_iter(), W::NOT),
    }
}

fn joined<'n, W: Writes>(parts: impl Iterator<Item = &'n Node>, operator: &str) -> String {
    let one = |part: &Node| grouped(print::<W>(part), !matches!(part, Node::Term(_) | Node::Dates(_)));
    parts.map(one).collect::<Vec<_>>().join(&format!(" {operator} "))
}

fn term<W: Writes>(it: &Term) -> String {
    let written = match (&it.how, W::value(it)) {
        (_, Some(value)) => return value,
        (How::Arranged(arrangement), None) => grouped(arranged::<W>(arrangement, &it.words), true),
        (How::Usual | How::NotExploded | How::Near(_), None) => W::words(&it.words),
    };
    written + &W::codes(it)
}

/// A term without the codes behind it, for several that have the same; `None` where it has none, or cannot be written so.
pub(in crate::query) fn bare<W: Writes>(it: &Term) -> Option<String> {
    match (&it.how, W::value(it)) {
        (_, Some(_)) | (How::Near(_), None) => None,
        (How::Arranged(arrangement), None) => Some(grouped(arranged::<W>(arrangement, &it.words), true)),
        (How::Usual | How::NotExploded, None) => Some(W::words(&it.words)),
    }
}

fn arranged<W: Writes>(it: &Arrangement, all: &[TermWord]) -> String {
    let (parts, operator) = match it {
        Arrangement::Words(range) => return W::words(all.get(range.clone()).unwrap_or_default()),
        Arrangement::Any(parts) => (parts, W::OR.to_owned()),
        Arrangement::Near { parts, ordered, between } => (parts, W::near(*ordered, *between)),
    };
    let one = |part: &Arrangement| grouped(arranged::<W>(part, all), !matches!(part, Arrangement::Words(_)));
    parts.iter().map(one).collect::<Vec<_>>().join(&format!(" {operator} "))
}

fn grouped(text: String, is_group: bool) -> String {
    if is_group { format!("({text})") } else { text }
}
