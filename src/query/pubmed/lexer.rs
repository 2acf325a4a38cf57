//! Tokens of PubMed's notation.
//!
//! It must not know what tokens mean together, nor which tags exist.

use crate::query::error::{QueryError, QueryErrorKind, is_invisible, shown};
use crate::query::limits::MAX_ERRORS;
use crate::query::span::Span;

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

/// The kinds of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A run of characters without white space or notation.
    Word,
    /// Text between quotes; the span holds the quotes too.
    Phrase,
    /// A name between brackets; the span holds the brackets too.
    Tag,
    /// A colon that begins a token, as between two dates.
    Colon,
    /// A number that is a line of the strategy.
    Line,
    Operator(Operator),
    Open,
    Close,
}

/// A token and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// White space, and what must neither reach a word nor a terminal.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// Double quotes; any of them opens a phrase, the next one closes it.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '＂')
}

/// What a word ends at, white space aside.
fn ends_word(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '|') || is_quote(c)
}

/// The tokens of a text, and what is wrong with it: a quote or bracket that is not closed, a `]` without `[`. They are
/// passed over.
pub(super) fn lex(text: &str) -> (Vec<Token>, Vec<QueryError>) {
    let (mut tokens, mut errors) = (Vec::new(), Vec::new());
    // Behind the last `]` there is none to look for.
    let last_close = text.rfind(']').unwrap_or(0);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        let kind = match c {
            c if is_space(c) => continue,
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            ':' => TokenKind::Colon,
            '&' | '|' => {
                // `&&` and `||` are the same operators.
                at += text[at..].bytes().take_while(|&next| next == c as u8).count();
                TokenKind::Operator(if c == '&' { Operator::And } else { Operator::Or })
            }
            '[' => {
                let close = if start < last_close { text[at..].find(']') } else { None };
                let Some(end) = close else {
                    told(&mut errors, unclosed_tag(start));
                    continue;
                };
                at += end + 1;
                TokenKind::Tag
            }
            ']' => {
                told(&mut errors, stray_bracket(start));
                continue;
            }
            c if is_quote(c) => {
                let close = text[at..].char_indices().find(|(_, c)| is_quote(*c));
                let Some((end, quote)) = close else {
                    told(&mut errors, unclosed_quote(text, start));
                    continue;
                };
                at += end + quote.len_utf8();
                TokenKind::Phrase
            }
            _ => {
                at = word_end(text, start);
                match &text[start..at] {
                    "AND" => TokenKind::Operator(Operator::And),
                    "OR" => TokenKind::Operator(Operator::Or),
                    "NOT" => TokenKind::Operator(Operator::Not),
                    _ => TokenKind::Word,
                }
            }
        };
        tokens.push(Token { kind, span: start..at });
    }
    (tokens, errors)
}

/// Keeps an error, so many and no more.
fn told(errors: &mut Vec<QueryError>, error: QueryError) {
    if errors.len() < MAX_ERRORS {
        errors.push(error);
    }
}

/// Where the word that begins at `start` ends.
fn word_end(text: &str, start: usize) -> usize {
    let mut doi = false;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let at = start + at;
        let next = chars.peek().map(|(_, next)| *next);
        doi = doi || (c == '/' && ends_in_registrant(&text[start..at]));
        match c {
            c if is_space(c) || is_quote(c) => return at,
            // Brackets are part of a DOI where they are balanced; a tag is never followed by a letter.
            '(' if doi && let Some(len) = balanced(&text[at..]) => {
                // The opening one is taken already.
                while chars.next_if(|(next, _)| start + next < at + len).is_some() {}
            }
            '[' if doi && bracket_inside(&text[at..]) => while chars.next().is_some_and(|(_, c)| c != ']') {},
            // Between two characters of a word it belongs to the word: R&D.
            '&' if next.is_none_or(|next| is_space(next) || ends_word(next) || next == '&') => return at,
            c if ends_word(c) => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whether what stands before a slash ends in `10.` and digits, as a DOI begins.
fn ends_in_registrant(before: &str) -> bool {
    let registrant = before.rsplit(['/', ':']).next().unwrap_or(before);
    let numbered = registrant.strip_prefix("10.");
    numbered.is_some_and(|rest| rest.len() >= 2 && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}

/// No DOI is longer; looking no further keeps lexing linear.
const DOI_MAX_BYTES: usize = 512;

/// The length of the parenthesised part `text` begins with, if it closes within a word and truncates
/// nothing.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(DOI_MAX_BYTES) {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at + 1),
            ')' => depth -= 1,
            c if c == '*' || is_space(c) || ends_word(c) => return None,
            _ => {}
        }
    }
    None
}

/// Whether the bracket `text` begins with closes before white space and is followed by a letter or digit.
fn bracket_inside(text: &str) -> bool {
    let end = text.find(|c: char| c == ']' || is_space(c) || is_quote(c));
    let after = end.and_then(|end| text[end..].strip_prefix(']'));
    after.is_some_and(|after| after.starts_with(char::is_alphanumeric))
}

fn unclosed_tag(start: usize) -> QueryError {
    QueryError::new(
        QueryErrorKind::UnclosedTag,
        start..start + 1,
        "`[` begins a field tag that is not closed",
    )
    .help("close it with `]`, as in hypoxia[ti], or put the text between quotes")
}

fn stray_bracket(start: usize) -> QueryError {
    QueryError::new(QueryErrorKind::UnexpectedBracket, start..start + 1, "`]` closes no field tag")
        .help("write the tag as in hypoxia[ti], or put the text between quotes")
}

/// Where the quote is that lacks its other, the last of a text at `last`; and whether it closes what nothing opened.
fn lone_quote(text: &str, last: usize) -> (usize, bool) {
    let mut open: Option<usize> = None;
    let mut found = (last, false);
    for (at, quote) in text.char_indices().filter(|(at, c)| *at <= last && is_quote(*c)) {
        let outside = |c: char| is_space(c) || ends_word(c);
        let before = text[..at].chars().next_back().is_none_or(outside);
        let after = text[at + quote.len_utf8()..].chars().next().is_none_or(outside);
        let (opens, closes) = (before && !after, after && !before);
        match open {
            Some(earlier) if opens => {
                found = (earlier, false);
                break;
            }
            None if closes => {
                found = (at, true);
                break;
            }
            Some(_) => open = None,
            None => open = Some(at),
        }
    }
    found
}

/// The quote before a tag that closes what nothing opened. It changes nothing: a tag binds to the words before it as one
/// phrase.
pub(super) fn stray_quote(text: &str) -> Option<Span> {
    let last = text.char_indices().rfind(|(_, c)| is_quote(*c))?.0;
    let (at, closes) = lone_quote(text, last);
    let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
    (closes && text[end..].trim_start().starts_with('[')).then_some(at..end)
}

/// The error of a text whose quotes are not in pairs, the last of them at `last`. Which of them lacks the other shows in
/// what stands beside them.
fn unclosed_quote(text: &str, last: usize) -> QueryError {
    let (at, closes) = lone_quote(text, last);
    let quote = text[at..].chars().next().unwrap_or('"');
    let (span, after) = (at..at + quote.len_utf8(), &text[at + quote.len_utf8()..]);
    if closes {
        let last = text[..at].rsplit(|c: char| is_space(c) || ends_word(c)).next().unwrap_or(text);
        let message = "the quote that closes here was not opened";
        return QueryError::new(QueryErrorKind::UnclosedQuote, span, message)
            .help(format!("open it before `{}` or further left, or leave it out", shown(last)));
    }
    let after = after.trim_start();
    let phrase =
        after.split(|c: char| c == '[' || is_quote(c) || c.is_control()).next().unwrap_or(after).trim();
    let is_tagged = after[phrase.len()..].trim_start().starts_with('[');
    let help = if is_tagged && !phrase.is_empty() && phrase.len() <= 40 {
        format!("close it before the tag, \"{}\"[…], or leave it out", shown(phrase))
    } else {
        "close it with `\"`, or leave it out".to_owned()
    };
    QueryError::new(QueryErrorKind::UnclosedQuote, span, "the quote that opens here is not closed").help(help)
}
