//! How Ovid's notation writes terms, headings and dates.
//!
//! It must not know the text a tree came from.

use super::words::is_notation;
use super::{codes, lexer};
use crate::model::{Field, PartialDate, qualifier_code};
use crate::query::ast::{DateRange, How, Node, Term, TermWord};
use crate::query::fielded::printer::{self, Writes};
use crate::query::fielded::tokens::{Token, TokenKind};

/// The tree as a line.
pub fn print(node: &Node) -> String {
    printer::print::<Ovid>(node)
}

/// Ovid's way to write.
pub struct Ovid;

impl Writes for Ovid {
    const AND: &str = "and";
    const OR: &str = "or";
    const NOT: &str = "not";

    fn near(ordered: bool, between: u32) -> String {
        if ordered { "adj".to_owned() } else { format!("adj{}", between + 1) }
    }

    fn words(words: &[TermWord]) -> String {
        self::words(words)
    }

    fn value(term: &Term) -> Option<String> {
        let exploded = term.how == How::Usual && term.field.is_exploded();
        let is_cut = term.words.iter().any(|word| word.truncated || word.wild);
        let kind = match term.field {
            Field::Mesh | Field::MajorTopic if !is_cut => "",
            Field::PublicationType if exploded && !is_cut => " [publication type]",
            _ => return None,
        };
        let written = term.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let (name, qualifier) = written.split_once('/').unwrap_or((&written, ""));
        let name = name.trim();
        let exp = if exploded { "exp " } else { "" };
        let star = if term.field == Field::MajorTopic { "*" } else { "" };
        Some(format!("{exp}{star}\"{name}{kind}\"/{}", qualifier_code(qualifier).unwrap_or_default()))
    }

    fn codes(term: &Term) -> String {
        format!(".{}.", codes::of(term.field).unwrap_or("af"))
    }

    fn dates(dates: &DateRange) -> String {
        let end = |date: PartialDate| date.to_string().replace('-', "");
        // Ovid's `.yr.` has years alone.
        let has_month = [dates.from, dates.to].into_iter().flatten().any(|date| date.month().is_some());
        let code = if dates.field == Field::Date && has_month { None } else { codes::of(dates.field) };
        let code = code.unwrap_or("dp");
        let (from, to) =
            (dates.from.map_or("1000".to_owned(), end), dates.to.map_or("current".to_owned(), end));
        if from == to { format!("{from}.{code}.") } else { format!("\"{from}-{to}\".{code}.") }
    }
}

/// Words side by side; between quotes where they would be read as something else.
fn words(words: &[TermWord]) -> String {
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
        && !text.split(' ').any(|word| is_notation(word) || word.starts_with('#'))
        && !text.contains('/')
        // A code behind it must be read as that code alone.
        && lexer::lex(&format!("{text}.ti.")).is_ok_and(|tokens| {
            let are_words = |tokens: &[Token]| tokens.iter().all(|token| token.kind == TokenKind::Word);
            tokens.split_last().is_some_and(|(code, words)| code.span.start == text.len() && are_words(words))
        });
    let quote = if is_bare { "" } else { "\"" };
    format!("{quote}{text}{quote}")
}
