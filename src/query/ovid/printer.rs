//! A tree in Ovid's notation, one way to write each thing.
//!
//! It must not know the text the tree came from; what it prints is read back as the same tree.

use std::fmt::Write as _;

use super::codes;
use super::lexer;
use super::words::is_notation;
use crate::model::{Field, PartialDate, qualifier_code};
use crate::query::ast::{Arrangement, DateRange, How, Node, Term, TermWord};
use crate::query::fielded::tokens::{Token, TokenKind};

/// The tree as a line.
pub fn print(node: &Node) -> String {
    let mut out = String::new();
    node_into(node, &mut out);
    out
}

fn node_into(it: &Node, out: &mut String) {
    match it {
        Node::Term(term) => term_into(term, out),
        Node::Dates(dates) => dates_into(dates, out),
        Node::And(parts) => joined(parts.iter(), " and ", out),
        Node::Or(parts) => joined(parts.iter(), " or ", out),
        Node::Not { keep, drop } => joined([&**keep, &**drop].into_iter(), " not ", out),
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
    let exploded = it.how == How::Usual && it.field.is_exploded();
    let is_cut = it.words.last().is_some_and(|word| word.truncated);
    let heading = matches!(it.field, Field::Mesh | Field::MajorTopic) && !is_cut
        || it.field == Field::PublicationType && exploded;
    if heading {
        out.push_str(if exploded { "exp " } else { "" });
        out.push_str(if it.field == Field::MajorTopic { "*" } else { "" });
        let written = it.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let (name, qualifier) = written.split_once('/').unwrap_or((&written, ""));
        let kind = if it.field == Field::PublicationType { " [publication type]" } else { "" };
        let _ = write!(out, "\"{name}{kind}\"/{}", qualifier_code(qualifier).unwrap_or_default());
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
    let _ = write!(out, ".{}.", codes::of(it.field).unwrap_or("af"));
}

fn arranged(it: &Arrangement, all: &[TermWord], out: &mut String) {
    let part = |part: &Arrangement, out: &mut String| {
        let is_leaf = matches!(part, Arrangement::Words(_));
        out.push_str(if is_leaf { "" } else { "(" });
        arranged(part, all, out);
        out.push_str(if is_leaf { "" } else { ")" });
    };
    let (parts, operator) = match it {
        Arrangement::Words(range) => return words(all.get(range.clone()).unwrap_or_default(), out),
        Arrangement::Any(parts) => (parts, " or ".to_owned()),
        Arrangement::Near { parts, ordered: true, .. } => (parts, " adj ".to_owned()),
        Arrangement::Near { parts, between, .. } => (parts, format!(" adj{} ", between + 1)),
    };
    for (at, inner) in parts.iter().enumerate() {
        out.push_str(if at > 0 { &operator } else { "" });
        part(inner, out);
    }
}

/// Words side by side; between quotes where they would be read as something else.
fn words(words: &[TermWord], out: &mut String) {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        text.push_str(if at > 0 { " " } else { "" });
        text.push_str(&word.text);
        text.push_str(if word.truncated { "$" } else { "" });
    }
    let is_command = ["limit", "remove"]
        .iter()
        .any(|name| text.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name)));
    let is_exp =
        words.iter().any(|word| matches!(word.text.to_ascii_lowercase().as_str(), "exp" | "explode"));
    let is_bare = !is_command
        && !is_exp
        && !text.split(' ').any(is_notation)
        && !text.contains(['/', '#'])
        // A code behind it must be read as that code alone.
        && lexer::lex(&format!("{text}.ti.")).is_ok_and(|tokens| {
            let are_words = |tokens: &[Token]| tokens.iter().all(|token| token.kind == TokenKind::Word);
            tokens.split_last().is_some_and(|(code, words)| code.span.start == text.len() && are_words(words))
        });
    let quote = if is_bare { "" } else { "\"" };
    let _ = write!(out, "{quote}{text}{quote}");
}

fn dates_into(it: &DateRange, out: &mut String) {
    let end = |date: PartialDate| date.to_string().replace('-', "");
    let code = codes::of(it.field).unwrap_or("dp");
    let (from, to) = (it.from.map_or("1000".to_owned(), end), it.to.map_or("current".to_owned(), end));
    let _ = if from == to { write!(out, "{from}.{code}.") } else { write!(out, "\"{from}-{to}\".{code}.") };
}
