//! The printed form of a query: every group in parentheses, one way to write each thing.
//!
//! It must not know the text the query came from; what it prints is read back as the same tree.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::model::{Field, escape_address};

use super::Syntax;
use super::ast::{DateRange, How, Node, Origin, PlainWord, Query, QueryKind, Term};
use super::cochrane;
use super::dates::slashed;
use super::ovid;
use super::pubmed::{is_one_word, is_quote};

impl Query {
    /// How the query was read.
    ///
    /// A Boolean query prints in PubMed's notation, so that it parses back to the same tree (as long as
    /// the print itself keeps the bound on length). A plain query prints its words.
    ///
    /// ```
    /// let shown = |text| litdex::query::Query::parse(text).map(|query| query.interpretation());
    /// assert_eq!(shown("a OR b NOT c[ti]").as_deref(), Ok("(a OR b) NOT c[ti]"));
    /// assert_eq!(shown("refractory hypoxemia").as_deref(), Ok("refractory AND hypoxemia (any field, all forms)"));
    /// ```
    pub fn interpretation(&self) -> String {
        match &self.kind {
            QueryKind::Plain(words) => plain(words),
            QueryKind::Boolean(node) if self.syntax == Syntax::Ovid => ovid::print(node),
            QueryKind::Boolean(node) if self.syntax == Syntax::Cochrane => cochrane::print(node),
            QueryKind::Boolean(node) => node.to_string(),
            QueryKind::Everything => "every article".to_owned(),
        }
    }
}

fn plain(words: &[PlainWord]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    format!("{} (any field, all forms)", words.join(" AND "))
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = String::new();
        // A bare word alone would read back as a plain query.
        let bare = matches!(self, Self::Term(term) if !term.quoted && !term.tagged && !term.words.iter().any(|w| w.truncated));
        if bare {
            grouped(self, &mut out);
        } else {
            node(self, &mut out);
        }
        f.write_str(&out)
    }
}

fn node(it: &Node, out: &mut String) {
    match it {
        Node::Term(it) => term(it, out),
        Node::Dates(it) => dates(it, out),
        Node::And(parts) => joined(parts.iter(), " AND ", out),
        Node::Or(parts) => joined(parts.iter(), " OR ", out),
        Node::Not { keep, drop } => joined([&**keep, &**drop].into_iter(), " NOT ", out),
    }
}

fn joined<'n>(parts: impl Iterator<Item = &'n Node>, operator: &str, out: &mut String) {
    for (at, part) in parts.enumerate() {
        if at > 0 {
            let is_beside = matches!(part, Node::Term(term) if term.origin == Origin::Beside);
            out.push_str(if is_beside { " " } else { operator });
        }
        match part {
            Node::Term(_) | Node::Dates(_) => node(part, out),
            _ => grouped(part, out),
        }
    }
}

fn grouped(it: &Node, out: &mut String) {
    out.push('(');
    node(it, out);
    out.push(')');
}

fn term(it: &Term, out: &mut String) {
    // PubMed has no way to write these.
    if matches!(it.how, How::Arranged(_)) || it.words.iter().any(|word| word.wild) {
        out.push_str(&ovid::print(&Node::Term(it.clone())));
        return;
    }
    // An identifier is never marked as quoted, and some DOIs read back only between quotes.
    let breaks = || it.words.iter().any(|word| !is_one_word(&written(it.field, &word.text)));
    let quote = it.quoted || (it.field == Field::Doi && breaks());
    if quote {
        out.push('"');
    }
    for (at, word) in it.words.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(&written(it.field, &word.text));
        if word.truncated {
            out.push('*');
        }
    }
    if quote {
        out.push('"');
    }
    if it.tagged {
        out.push('[');
        out.push_str(it.field.tag());
        match &it.how {
            How::Usual | How::Arranged(_) => {}
            How::NotExploded => out.push_str(":noexp"),
            How::Near(budget) => _ = write!(out, ":~{budget}"),
        }
        out.push(']');
    }
}

/// A word as it reads back: no quote stands between quotes, but a DOI may have its percent code.
fn written(field: Field, word: &str) -> Cow<'_, str> {
    if field == Field::Doi && word.contains(|c| is_quote(c) || c == '*') {
        escape_address(word).into()
    } else {
        word.into()
    }
}

fn dates(it: &DateRange, out: &mut String) {
    let end = |date: Option<_>| date.map_or(String::new(), slashed);
    out.push_str(&end(it.from));
    if it.from != it.to {
        out.push(':');
        out.push_str(&end(it.to));
    }
    tag(it.field, out);
}

fn tag(field: Field, out: &mut String) {
    out.push('[');
    out.push_str(field.tag());
    out.push(']');
}
