//! Lines of a strategy that a line names: a sign in their place, for who must keep them apart from what they search for.
//!
//! It must not know how lines are read.

use super::ast::{Node, Term, TermWord};
use super::fielded::expr::joined;
use crate::model::Field;

/// No text that is read has it in a word: control characters are blanks.
const MARK: char = '\u{1}';

/// What stands for the line at a place of the strategy, which has a tag or none.
pub(super) fn reference(line: usize, tagged: bool) -> Node {
    let words = vec![TermWord::whole(format!("{MARK}{line}"), 0..0)];
    // Between quotes nothing is mapped.
    Node::Term(Term { quoted: true, tagged, ..Term::of(Field::All, words, 0..0) })
}

/// The place of the line that a term stands for, if it does.
pub(crate) fn line_of(term: &Term) -> Option<usize> {
    let [word] = term.words.as_slice() else { return None };
    word.text.strip_prefix(MARK)?.parse().ok()
}

/// The tree with the lines put in; `None` where one of them could not be read.
pub(super) fn written_out(node: &Node, lines: &[Option<Node>]) -> Option<Node> {
    let all = |parts: &[Node]| parts.iter().map(|part| written_out(part, lines)).collect::<Option<Vec<_>>>();
    Some(match node {
        Node::Term(term) => match line_of(term) {
            Some(line) => lines.get(line)?.clone()?,
            None => node.clone(),
        },
        Node::Dates(_) => node.clone(),
        Node::And(parts) => joined(all(parts)?, false),
        Node::Or(parts) => joined(all(parts)?, true),
        Node::Not { keep, drop } => {
            Node::Not { keep: Box::new(written_out(keep, lines)?), drop: Box::new(written_out(drop, lines)?) }
        }
    })
}

/// Whether two trees are the same but for where their parts stand.
pub(super) fn is_same(one: &Node, other: &Node) -> bool {
    let all = |a: &[Node], b: &[Node]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b));
    match (one, other) {
        (Node::Term(a), Node::Term(b)) => {
            let words = |term: &Term| {
                let words = term.words.iter();
                words.map(|word| (word.text.clone(), word.truncated, word.wild)).collect::<Vec<_>>()
            };
            (a.quoted, a.field, a.tagged, &a.how, a.origin) == (b.quoted, b.field, b.tagged, &b.how, b.origin)
                && words(a) == words(b)
        }
        (Node::Dates(a), Node::Dates(b)) => (a.from, a.to, a.field) == (b.from, b.to, b.field),
        (Node::And(a), Node::And(b)) | (Node::Or(a), Node::Or(b)) => all(a, b),
        (Node::Not { keep: a, drop: b }, Node::Not { keep: c, drop: d }) => is_same(a, c) && is_same(b, d),
        _ => false,
    }
}
