//! The text of a line as it was pasted: quotes, brackets, and characters that nobody sees.
//!
//! It must not know what the line searches for.

use super::diagnostic::Found;
use super::outline::Outline;
use crate::query::Syntax;
use crate::query::dialect::tag;
use crate::query::error::is_invisible;
use crate::query::is_quote;
use crate::query::span::Span;

/// Looks at every line.
pub(super) fn look(outline: &Outline<'_>, found: &mut Found<'_>) {
    for (at, line) in outline.strategy.lines().iter().enumerate() {
        signs(at, &line.text, found);
        if line.query.is_ok() {
            quoted(at, &line.text, outline.strategy.syntax() == Syntax::PubMed, found);
            parentheses(at, &line.text, found);
        }
    }
}

/// Single signs, each kind where it stands first.
fn signs(at: usize, text: &str, found: &mut Found<'_>) {
    let first = |is: &dyn Fn(char) -> bool| {
        text.char_indices().find(|(_, c)| is(*c)).map(|(start, c)| (start..start + c.len_utf8(), c))
    };
    if let Some((span, c)) = first(&|c| is_quote(c) && c != '"') {
        let message = format!("`{c}` was read as a straight quote; not every system does so");
        found.add("curly-quotes", (at, span), message, Some("write \"".to_owned()));
    }
    if let Some((span, c)) = first(&|c| matches!(c, '\u{fb00}'..='\u{fb06}')) {
        let message = format!("`{c}` is several letters in one sign, which other systems do not find");
        found.add("ligature", (at, span), message, Some("write the letters".to_owned()));
    }
    let within = |is: &dyn Fn(char) -> bool| {
        let stands = |(start, c): &(usize, char)| {
            let (before, after) = (&text[..*start], &text[start + c.len_utf8()..]);
            is(*c) && before.ends_with(char::is_alphabetic) && after.starts_with(char::is_alphabetic)
        };
        text.char_indices().find(stands).map(|(start, c)| (start..start + c.len_utf8(), c))
    };
    let unseen = |c: char| c == '\u{ad}' || is_invisible(c) && !matches!(c, '\u{2028}' | '\u{2029}');
    if let Some((span, c)) = within(&unseen) {
        let message = format!(
            "the character U+{:04X}, which nobody sees, stands within a word; it was passed over here, but other systems \
             look for another word",
            u32::from(c)
        );
        found.add("invisible-character", (at, span), message, Some("write the word anew".to_owned()));
    }
    if let Some((span, c)) = within(&|c| matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '−')) {
        let message = format!("`{c}` is no hyphen, which other systems may take for a gap");
        found.add("long-dash", (at, span), message, Some("write -".to_owned()));
    }
}

/// What stands between quotes and has no meaning there.
fn quoted(at: usize, text: &str, has_tags: bool, found: &mut Found<'_>) {
    let mut open: Option<usize> = None;
    for (start, c) in text.char_indices().filter(|(_, c)| is_quote(*c)) {
        let Some(from) = open.take() else {
            open = Some(start + c.len_utf8());
            continue;
        };
        let inner = &text[from..start];
        if let Some(operator) = ["AND", "OR", "NOT"].iter().find(|operator| is_within(inner, operator)) {
            let message = format!("{operator} between quotes is a word of the phrase, no operator");
            let help = "end the phrase before it".to_owned();
            found.add("operator-in-quotes", (at, from..start), message, Some(help));
        } else if let Some(tag) = tag(inner).filter(|_| has_tags) {
            let message = format!("{tag} between quotes is no tag but words of the phrase");
            found.add(
                "tag-in-quotes",
                (at, from..start),
                message,
                Some("write it behind the quote".to_owned()),
            );
        }
    }
}

/// Whether an operator joins words of a phrase that is not in upper case as a whole.
fn is_within(phrase: &str, operator: &str) -> bool {
    let mut words = phrase.split_whitespace();
    let is_there = words.clone().skip(1).any(|word| word == operator) && words.next_back() != Some(operator);
    is_there && phrase.contains(char::is_lowercase)
}

/// Parentheses that hold nothing but others.
fn parentheses(at: usize, text: &str, found: &mut Found<'_>) {
    let mut open: Vec<usize> = Vec::new();
    let mut last: Option<Span> = None;
    let mut is_quoted = false;
    for (here, c) in text.char_indices() {
        is_quoted ^= is_quote(c);
        match c {
            '(' if !is_quoted => open.push(here),
            ')' if !is_quoted => {
                let Some(start) = open.pop() else { return };
                if let Some(inner) = last.replace(start..here + 1)
                    && text[start + 1..].len() >= text[inner.start..].len()
                    && text[start + 1..inner.start].trim().is_empty()
                    && text[inner.end..here].trim().is_empty()
                {
                    let message = "these parentheses hold nothing but parentheses";
                    found.add("double-parentheses", (at, start..here + 1), message, None);
                }
            }
            _ => {}
        }
    }
}
