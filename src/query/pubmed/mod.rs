//! PubMed's notation.
//!
//! It must not know any other dialect.

mod errors;
mod flags;
mod foreign;
mod identifiers;
mod lexer;
mod lines;
mod parser;
mod recovery;
mod terms;
mod values;
mod words;

use super::Syntax;
use super::ast::{Node, PlainWord, Query, QueryKind};
use super::clean;
use super::error::{QueryError, QueryErrorKind};
use super::limits::MAX_CLAUSES;
use super::lines::Earlier;
use super::notes::{NoteKind, Notes};
use super::span::Span;
use crate::text::is_separator;
use errors::{empty, too_many};
pub(crate) use lexer::is_quote;
use lexer::{Token, TokenKind};
use words::{ReadWord, is_line_reference, read_word};

/// Reads a query.
///
/// # Errors
/// Text that is no query, or that passes a bound.
pub(super) fn parse(text: &str) -> Result<Query, QueryError> {
    clean::read(text, Syntax::PubMed, |text, notes| read(text, true, notes))
}

/// Reads a query that is said to be PubMed's: words without any notation are terms too.
///
/// # Errors
/// As [`parse`].
pub(super) fn parse_terms(text: &str) -> Result<Query, QueryError> {
    clean::read(text, Syntax::PubMed, |text, notes| read(text, false, notes))
}

fn read(text: &str, may_be_plain: bool, notes: &mut Notes) -> Result<QueryKind, QueryError> {
    let (tokens, broken) = lexer::lex(text);
    if let Some(error) = parser::unread(text, &tokens, broken, None) {
        return Err(error);
    }
    if tokens.is_empty() {
        return Err(empty(text, "the query is empty"));
    }
    if let Some(node) = lone(text, within_parentheses(&tokens), notes) {
        return Ok(QueryKind::Boolean(node));
    }
    let plain = may_be_plain && is_plain(text, &tokens);
    foreign::look(text, &tokens, plain, notes)?;
    Ok(if plain {
        QueryKind::Plain(words(text, &tokens, notes)?)
    } else {
        QueryKind::Boolean(parser::parse(text, &tokens, None, notes)?)
    })
}

/// Reads a line of a strategy, which may refer to those before it: its words match exactly, with or without notation.
///
/// # Errors
/// As [`parse`]; and a line referred to that is not there, or could not be read.
pub(super) fn parse_line(text: &str, earlier: &Earlier) -> Result<Query, QueryError> {
    clean::read(text, Syntax::PubMed, |text, notes| {
        let (mut tokens, mut broken) = lexer::lex(text);
        let mut mended = String::new();
        if matches!(broken.as_slice(), [error] if error.kind == QueryErrorKind::UnclosedQuote)
            && let Some(quote) = lexer::stray_quote(text)
        {
            let message = "the quote that closes here was not opened, and was passed over";
            notes.add(NoteKind::Unbalanced, quote.clone(), message);
            mended =
                format!("{}{:wide$}{}", &text[..quote.start], "", &text[quote.end..], wide = quote.len());
            (tokens, broken) = lexer::lex(&mended);
        }
        let text = if mended.is_empty() { text } else { &mended };
        let is_lower = lines::take_lower_case_operators(text, &mut tokens, notes);
        if let Some(error) = parser::unread(text, &tokens, broken, Some(earlier)) {
            return Err(error);
        }
        lines::take_remark(text, &mut tokens, earlier, notes);
        lines::take_numbers(text, &mut tokens, earlier, is_lower, notes)?;
        if let Some(node) = lone(text, within_parentheses(&tokens), notes) {
            return Ok(QueryKind::Boolean(node));
        }
        foreign::look(text, &tokens, false, notes)?;
        parser::parse(text, &tokens, Some(earlier), notes).map(QueryKind::Boolean)
    })
}

/// The tree of a text that is identifiers and nothing else, or one flag.
fn lone(text: &str, tokens: &[Token], notes: &mut Notes) -> Option<Node> {
    let flag = |notes: &mut Notes| match tokens {
        [Token { kind: TokenKind::Word, span }] => flags::flag(&text[span.clone()], span, notes),
        _ => None,
    };
    identifiers::identifier(text, tokens, notes)
        .or_else(|| identifiers::row(text, tokens, notes))
        .or_else(|| flag(notes))
}

/// What stands in parentheses around all of it.
fn within_parentheses(tokens: &[Token]) -> &[Token] {
    match tokens {
        [first, inner @ .., last]
            if (first.kind, last.kind) == (TokenKind::Open, TokenKind::Close) && in_pairs(inner) =>
        {
            within_parentheses(inner)
        }
        other => other,
    }
}

/// Reads any text as plain words, whatever else it may mean.
///
/// # Errors
/// Text without a letter or digit, or that passes a bound.
pub(super) fn parse_words(text: &str) -> Result<Query, QueryError> {
    clean::within_bounds(text)?;
    let mut words = Vec::new();
    for span in word_spans(text) {
        let word = &text[span.clone()];
        if words.len() == MAX_CLAUSES {
            return Err(too_many(span.start..text.len()));
        }
        words.push(PlainWord { text: word.to_owned(), span });
    }
    if words.is_empty() {
        return Err(empty(text, "the query has no letter or digit"));
    }
    let kind = QueryKind::Plain(words);
    Ok(Query { text: text.to_owned(), kind, notes: Vec::new(), syntax: Syntax::Plain })
}

/// The stretches of a text without anything that separates words. What joins letters and digits to one word does not,
/// nor does a comma within a number.
fn word_spans(text: &str) -> Vec<Span> {
    let separates = |c: char| is_separator(c) && !matches!(c, '-' | '\'' | '’' | '.' | '/' | '+' | '%');
    let (mut spans, mut start, mut before) = (Vec::new(), 0, ' ');
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let is_within = || c == ',' && before.is_ascii_digit();
        if separates(c) && !(is_within() && rest.peek().is_some_and(|next| next.1.is_ascii_digit())) {
            spans.push(start..at);
            start = at + c.len_utf8();
        }
        before = c;
    }
    spans.push(start..text.len());
    spans.retain(|span| text[span.clone()].contains(char::is_alphanumeric));
    spans
}

/// Whether a text without white space reads as one word where it stands without quotes.
pub(super) fn is_one_word(text: &str) -> bool {
    let (tokens, broken) = lexer::lex(text);
    broken.is_empty()
        && matches!(&tokens[..], [Token { kind: TokenKind::Word, span }] if span.len() == text.len())
}

/// Whether there are words only, none of them truncated. Parentheses in pairs may stand among them, as in
/// a title someone pastes: without an operator they join nothing. Lines of a strategy alone are no words, and what
/// reads operators tells so.
fn is_plain(text: &str, tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let has_words = words.any(|token| !is_line_reference(&text[token.span.clone()]));
    (has_words || !tokens.iter().any(|token| token.kind == TokenKind::Word))
        && in_pairs(tokens)
        && tokens.iter().all(|token| {
            matches!(token.kind, TokenKind::Open | TokenKind::Close)
                || matches!(token.kind, TokenKind::Word | TokenKind::Colon)
                    && (!text[token.span.clone()].contains('*')
                        || matches!(
                            read_word(text, &token.span, &mut Notes::default()),
                            Ok(ReadWord::Word(word)) if !word.truncated
                        ))
        })
}

fn in_pairs(tokens: &[Token]) -> bool {
    let mut depth = 0_usize;
    for token in tokens {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close if depth == 0 => return false,
            TokenKind::Close => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

fn words(text: &str, tokens: &[Token], notes: &mut Notes) -> Result<Vec<PlainWord>, QueryError> {
    let mut words = Vec::new();
    for token in tokens.iter().filter(|token| !matches!(token.kind, TokenKind::Open | TokenKind::Close)) {
        if let ReadWord::Word(word) = read_word(text, &token.span, notes)? {
            if words.len() == MAX_CLAUSES {
                return Err(too_many(token.span.start..text.len()));
            }
            words.push(PlainWord { text: word.text, span: word.span });
        }
    }
    if words.is_empty() { Err(empty(text, "the query has no letter or digit")) } else { Ok(words) }
}
