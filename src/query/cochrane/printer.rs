//! How Cochrane's notation writes terms and headings.
//!
//! It must not know the text a tree came from.

use super::codes;
use crate::model::{Field, qualifier_code};
use crate::query::ast::{DateRange, How, Node, Term, TermWord};
use crate::query::fielded::printer::{self, Writes};

/// The tree as a line.
pub fn print(node: &Node) -> String {
    printer::print::<Cochrane>(node)
}

/// Cochrane's way to write.
pub struct Cochrane;

impl Writes for Cochrane {
    const AND: &str = "AND";
    const OR: &str = "OR";
    const NOT: &str = "NOT";

    fn near(ordered: bool, between: u32) -> String {
        match (ordered, between) {
            (true, 0) => "NEXT".to_owned(),
            (true, between) => format!("NEXT/{}", between + 1),
            (false, between) => format!("NEAR/{}", between + 1),
        }
    }

    /// A phrase between quotes; side by side its words would be joined by AND, and no sign stands between quotes.
    fn words(words: &[TermWord]) -> String {
        let one = |word: &TermWord| {
            let text = if word.wild { word.text.replace('#', "?") } else { word.text.clone() };
            text + if word.truncated { "*" } else { "" }
        };
        let texts: Vec<String> = words.iter().map(one).collect();
        let is_bare = |text: &String| {
            let is_operator =
                ["and", "or", "not", "near", "next"].iter().any(|own| text.eq_ignore_ascii_case(own));
            !is_operator && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '*' | '?'))
        };
        let has_sign = words.iter().any(|word| word.truncated || word.wild);
        match texts.as_slice() {
            [text] if is_bare(text) => text.clone(),
            [_, _, ..] if has_sign && texts.iter().all(is_bare) => format!("({})", texts.join(" NEXT ")),
            _ => format!("\"{}\"", texts.join(" ")),
        }
    }

    fn value(term: &Term) -> Option<String> {
        let is_cut = term.words.iter().any(|word| word.truncated || word.wild);
        if is_cut || !matches!(term.field, Field::Mesh | Field::MajorTopic | Field::Qualifier) {
            return None;
        }
        let written = term.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let (name, qualifier) = match term.field {
            Field::Qualifier => ("", written.as_str()),
            _ => written.split_once('/').unwrap_or((&written, "")),
        };
        let name = name.trim();
        let only = if term.how == How::NotExploded { "^" } else { "" };
        let name = if name.is_empty() { String::new() } else { format!("\"{name}\"") };
        let code = qualifier_code(qualifier).map(|code| format!("/{code}")).unwrap_or_default();
        let major = if term.field == Field::MajorTopic { "[mj]" } else { "" };
        Some(format!("[mh {only}{name}{code}{major}]"))
    }

    fn codes(term: &Term) -> String {
        format!(":{}", codes::of(term.field).unwrap_or("tx"))
    }

    /// It has no way to write a date; a line that is read here has none.
    fn dates(_: &DateRange) -> String {
        String::new()
    }
}
