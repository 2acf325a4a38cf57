//! Tests of the query language: tables of cases and of errors, and properties on any text.
//!
//! They must not know an index.

mod bounds;
mod cases;
mod clause;
mod cochrane;
mod dirt;
mod errors;
mod flags;
mod foreign;
mod identifiers;
mod notation;
mod ovid;
mod properties;
mod several;
mod shown;
mod strategy;
mod term_errors;
mod terms;

use std::fmt::Write as _;

use super::{DateRange, How, Node, Query, QueryError, QueryKind, Term};

fn parse(text: &str) -> Result<Query, QueryError> {
    Query::parse(text)
}

/// A tree in one line: `(& a b)`, `(| a b)`, `(! keep drop)`, `<words side by side>`, `"a phrase"`,
/// `@field`, `[from..to]`.
fn tree(query: &Query) -> String {
    match &query.kind {
        QueryKind::Plain(words) => {
            words.iter().fold(String::from("plain"), |out, word| out + " " + &word.text)
        }
        QueryKind::Boolean(node) => node_tree(node),
        QueryKind::Everything => "everything".to_owned(),
    }
}

fn node_tree(node: &Node) -> String {
    let list = |sign: &str, nodes: &[&Node]| {
        nodes.iter().fold(format!("({sign}"), |out, node| out + " " + &node_tree(node)) + ")"
    };
    match node {
        Node::Term(term) => term_tree(term),
        Node::And(nodes) => list("&", &nodes.iter().collect::<Vec<_>>()),
        Node::Or(nodes) => list("|", &nodes.iter().collect::<Vec<_>>()),
        Node::Not { keep, drop } => list("!", &[keep, drop]),
        Node::Dates(DateRange { from, to, .. }) => {
            let end =
                |date: &Option<crate::model::PartialDate>| date.map_or(String::new(), |d| d.to_string());
            format!("[{}..{}]", end(from), end(to))
        }
    }
}

fn term_tree(term: &Term) -> String {
    let words: Vec<String> =
        term.words.iter().map(|word| word.text.clone() + if word.truncated { "*" } else { "" }).collect();
    let mut out = words.join(" ");
    if term.quoted {
        out = format!("\"{out}\"");
    } else if term.words.len() > 1 {
        out = format!("<{out}>");
    }
    if term.tagged {
        let _ = write!(out, "@{}", term.field.tag());
        match &term.how {
            How::Usual => {}
            how => _ = write!(out, "{how:?}"),
        }
    }
    out
}

/// Every text with how it is read.
fn read_all(texts: &[&str]) -> String {
    let mut out = String::new();
    for text in texts {
        let query = parse(text).unwrap_or_else(|error| panic!("{}", error.report(text)));
        let shown = text.replace('\t', "\\t").replace('\n', "\\n").replace(['\u{200b}', '\u{202e}'], "");
        let _ = writeln!(out, "{shown}\n    {}", tree(&query));
        let interpretation = query.interpretation();
        if interpretation != *text {
            let _ = writeln!(out, "    = {interpretation}");
        }
        for note in &query.notes {
            let _ =
                writeln!(out, "    {} `{}`: {}", note.kind.name(), &text[note.span.clone()], note.message);
        }
    }
    out
}

/// Every text with what is said about it.
fn report_all(texts: &[&str]) -> String {
    let reports = texts.iter().map(|text| match parse(text) {
        Err(error) => format!("{:?}: {}", error.kind, error.report(text)),
        Ok(query) => panic!("{text:?} was read as {}", query.interpretation()),
    });
    reports.collect::<Vec<_>>().join("\n\n")
}
