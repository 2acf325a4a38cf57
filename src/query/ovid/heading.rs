//! Headings of Ovid's notation: `exp Sepsis/`, `*Heart Failure/dt, th`, `"Wounds and Injuries"/`.
//!
//! It must not know which headings there are.

use super::words;
use crate::model::{Field, qualifier_of_code};
use crate::query::ast::{How, Node, Term};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::expr::{Expr, joined};
use crate::query::fielded::parser::Parser;
use crate::query::fielded::tokens::{TokenKind, inner, is_of_term, parts};
use crate::query::notes::NoteKind;

/// What Ovid writes behind a heading that is a type of publication.
const TYPE: &str = "[publication type]";

/// The heading that is next, if there is one.
///
/// # Errors
/// `exp` without a heading, or a qualifier that is none.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<Option<Expr>, QueryError> {
    let start = parser.at;
    let is_exp = |word: &str| ["exp", "explode"].iter().any(|exp| word.eq_ignore_ascii_case(exp));
    let first = parser.written(&parser.tokens[start]);
    let is_glued = first.get(..4).is_some_and(|glued| glued.eq_ignore_ascii_case("exp*"));
    let from = start + usize::from(is_exp(first));
    let exploded = is_exp(first) || is_glued;
    let Some((last, slash)) = slash(parser, from, exploded) else {
        let begins = parser.tokens.get(from).is_some_and(|token| is_of_term(token.kind));
        let is_text = parser.tokens[from..].iter().find(|token| !is_of_term(token.kind));
        // `exp growth.tw.` is text, `exp hypoxia.sh.` a heading that lacks its slash.
        let is_text = is_text.is_some_and(|token| {
            token.kind == TokenKind::Codes && !matches!(codes(parser.written(token)).as_str(), "sh" | "xm")
        });
        if exploded && begins && !is_text {
            let span = parser.tokens[start].span.start..parser.tokens[from].span.end;
            let message = format!("`{}` explodes no heading", shown(&parser.text[span.clone()]));
            return Err(QueryError::new(QueryErrorKind::UnsupportedTag, span, message)
                .help("end the heading with a slash, as in exp Sepsis/"));
        }
        return Ok(None);
    };
    let (name, focus) = name(parser, from, last, slash);
    let (name, exploded) = match name.get(..4) {
        Some("exp ") if focus => (name[4..].to_owned(), true),
        _ => (name, exploded),
    };
    parser.at = last + 1;
    let qualifiers = qualifiers(parser, slash)?;
    let exploded = exploded || explodes_behind(parser, is_exp);
    let end = parser.tokens[parser.at - 1].span.end;
    let span = parser.tokens[start].span.start..end;
    let is_type = name.to_ascii_lowercase().ends_with(TYPE);
    // It prints as words with a code, which are read without punctuation around them.
    let name = if is_type { name.split(' ').map(words::bare).collect::<Vec<_>>().join(" ") } else { name };
    let (name, field) = match focus {
        _ if is_type => (name[..name.len() - TYPE.len()].trim(), Field::PublicationType),
        true => (name.as_str(), Field::MajorTopic),
        false => (name.as_str(), Field::Mesh),
    };
    if !name.contains(char::is_alphanumeric) {
        let message = "the slash has no heading before it";
        return Err(
            QueryError::new(QueryErrorKind::Empty, span, message).help("write the heading, as in Sepsis/")
        );
    }
    if name.contains('/') {
        let message = format!("`{}` has two slashes", shown(name));
        return Err(QueryError::new(QueryErrorKind::UnsupportedTag, span, message)
            .help("write one heading, and behind its slash qualifiers: Sepsis/dt,th"));
    }
    if name.contains(['$', '*', '?', '#']) {
        let message = format!("`{}` has signs that a heading cannot have", shown(name));
        return Err(QueryError::new(QueryErrorKind::UnsupportedTag, span, message)
            .help("write the heading whole; what begins so is Lung$.sh."));
    }
    let how = if exploded { How::Usual } else { How::NotExploded };
    let node = |text: &str| Node::Term(Term::value(field, text, how.clone(), &span));
    let nodes = match qualifiers.as_slice() {
        [] => vec![node(name)],
        some => some.iter().map(|qualifier| node(&format!("{name}/{qualifier}"))).collect(),
    };
    Ok(Some(Expr::Done(joined(nodes, true))))
}

/// Whether `exp` stands behind a heading and nothing else does: it is taken, and told.
fn explodes_behind(parser: &mut Parser<'_>, is_exp: impl Fn(&str) -> bool) -> bool {
    let [last] = &parser.tokens[parser.at..] else { return false };
    if !is_exp(parser.written(last)) {
        return false;
    }
    let message = "`exp` behind the heading was read as if it stood before it";
    parser.notes.add(NoteKind::WordsBeforeValue, last.span.clone(), message);
    parser.at += 1;
    true
}

/// The letters of codes.
fn codes(written: &str) -> String {
    written.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
}

/// The token in which a heading that begins at `from` ends with a slash, and where that is. Operators belong to a
/// heading only where `exp` says that there is one.
fn slash(parser: &Parser<'_>, from: usize, exploded: bool) -> Option<(usize, usize)> {
    for (at, token) in parser.tokens.iter().enumerate().skip(from) {
        match token.kind {
            TokenKind::Word => {
                let word = parser.written(token);
                let begins = at == from || word.starts_with('/');
                if let Some(place) = word.find('/').filter(|&place| begins && place == 0 || place > 0)
                    && ends_heading(&word[place + 1..])
                {
                    // A word that codes follow is text: `HIV/AIDS.tw.`
                    let behind = parser.tokens.get(at + 1).map(|token| token.kind);
                    return (behind != Some(TokenKind::Codes)).then_some((at, token.span.start + place));
                }
            }
            TokenKind::Phrase => {}
            TokenKind::Operator(_) if exploded => {}
            _ => return None,
        }
    }
    None
}

/// Whether what stands behind a slash can be the end of a heading: nothing, or codes of qualifiers.
fn ends_heading(rest: &str) -> bool {
    let codes = rest.trim_end_matches(',').split(',');
    rest.is_empty()
        || codes.clone().all(|code| code.len() <= 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// The name between two tokens without quotes and star; and whether the star was there.
fn name(parser: &Parser<'_>, from: usize, last: usize, slash: usize) -> (String, bool) {
    let mut words: Vec<&str> = Vec::new();
    for token in &parser.tokens[from..=last] {
        let span = inner(parser.text, &token.span);
        let span = span.start..span.end.min(slash).max(span.start);
        words.extend(parts(parser.text, span).map(|part| &parser.text[part]));
    }
    let name = words.join(" ");
    let name = if name.get(..4).is_some_and(|glued| glued.eq_ignore_ascii_case("exp*")) {
        name[3..].to_owned()
    } else {
        name
    };
    match name.strip_prefix('*') {
        Some(name) => (name.trim().replace('"', ""), true),
        None => (name, false),
    }
}

/// The names of the qualifiers behind the slash, of which the token before the next one holds the first.
fn qualifiers(parser: &mut Parser<'_>, slash: usize) -> Result<Vec<&'static str>, QueryError> {
    let end = |parser: &Parser<'_>| parser.tokens[parser.at - 1].span.end;
    while parser.text[slash..end(parser)].ends_with(',')
        && let Some(token) = parser.next().filter(|token| token.kind == TokenKind::Word)
        && ends_heading(parser.written(token))
    {
        parser.at += 1;
    }
    let span = slash + 1..end(parser);
    let codes = parser.text[span.clone()].split(',').map(str::trim).filter(|code| !code.is_empty());
    let name = |code: &str| {
        qualifier_of_code(code).ok_or_else(|| {
            let message = format!("`/{}` is no qualifier", shown(code));
            QueryError::new(QueryErrorKind::UnknownTag, span.clone(), message)
                .help("qualifiers have two letters, as in Sepsis/dt for drug therapy")
        })
    };
    codes.map(name).collect()
}
