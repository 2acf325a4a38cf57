//! Headings of Cochrane's notation: `[mh "Heart Failure"]`, `[mh ^Sepsis/DT]`, `MeSH descriptor: [Sepsis] explode all trees`.
//!
//! It must not know which headings there are.

use crate::model::{Field, qualifier_of_code};
use crate::query::ast::{How, Node, Term};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::expr::{Expr, joined};
use crate::query::is_quote;
use crate::query::span::Span;

/// The heading between brackets.
///
/// # Errors
/// It has no name, or a qualifier that is none.
pub(super) fn read(text: &str, span: &Span) -> Result<Expr, QueryError> {
    let held = text[span.start + 1..span.end - 1].trim();
    let held = held.get(2..).unwrap_or_default().trim();
    let lower = held.to_ascii_lowercase();
    let is_major = lower.ends_with("[mj]");
    let held = if is_major { held[..held.len() - 4].trim() } else { held };
    let (exploded, held) = held.strip_prefix('^').map_or((true, held), |held| (false, held.trim()));
    let plain = held.replace(is_quote, " ");
    let (name, codes) = plain.split_once('/').unwrap_or((&plain, ""));
    let codes = codes.split(',').map(str::trim).filter(|code| !code.is_empty());
    let field = if is_major { Field::MajorTopic } else { Field::Mesh };
    heading(name.trim(), codes, (field, exploded), span)
}

/// The heading of a whole line as the search manager prints it: `MeSH descriptor: [Sepsis] this term only`.
///
/// # Errors
/// As [`read`].
pub(super) fn descriptor(text: &str) -> Result<Option<Expr>, QueryError> {
    const BEGINS: &str = "mesh descriptor";
    let trimmed = text.trim();
    let Some(rest) = trimmed.get(..BEGINS.len()).filter(|begins| begins.eq_ignore_ascii_case(BEGINS)) else {
        return Ok(None);
    };
    let rest = trimmed[rest.len()..].trim_start_matches(':').trim();
    let span = 0..text.len();
    let bracketed = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (name, behind) = bracketed.unwrap_or_else(|| {
        let lower = rest.to_ascii_lowercase();
        let ends = ["explode", "this term only", "in all", "and with"];
        let end = ends.iter().filter_map(|end| lower.find(end)).min().unwrap_or(rest.len());
        rest.split_at(end)
    });
    let exploded = !behind.to_ascii_lowercase().contains("this term only");
    // `and with qualifier(s): [Drug therapy - DT, Therapy - TH]`
    let codes =
        behind.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(codes, _)| codes);
    let codes = codes
        .split(',')
        .filter_map(|code| code.rsplit('-').next())
        .map(str::trim)
        .filter(|code| !code.is_empty());
    let name = name.trim_matches(|c: char| is_quote(c) || c == ',' || c.is_whitespace());
    heading(name, codes, (Field::Mesh, exploded), &span).map(Some)
}

fn heading<'c>(
    name: &str,
    codes: impl Iterator<Item = &'c str>,
    (field, exploded): (Field, bool),
    span: &Span,
) -> Result<Expr, QueryError> {
    let name = &name.replace(|c: char| is_quote(c) || matches!(c, '[' | ']'), " ");
    if name.contains('/') {
        let message = format!("`{}` has a slash within the heading", shown(name));
        return Err(QueryError::new(QueryErrorKind::UnsupportedTag, span.clone(), message)
            .help("write one heading, and its qualifiers behind it: [mh Sepsis/DT]"));
    }
    let mut qualifiers = Vec::new();
    for code in codes {
        qualifiers.push(qualifier_of_code(code).ok_or_else(|| {
            let message = format!("`/{}` is no qualifier", shown(code));
            QueryError::new(QueryErrorKind::UnknownTag, span.clone(), message)
                .help("qualifiers have two letters, as in [mh Sepsis/DT] for drug therapy")
        })?);
    }
    let how = if exploded { How::Usual } else { How::NotExploded };
    let node = |text: &str, field: Field| Node::Term(Term::value(field, text, how.clone(), span));
    let nodes: Vec<Node> = match (name.contains(char::is_alphanumeric), qualifiers.is_empty()) {
        (true, true) => vec![node(name, field)],
        (true, false) => {
            qualifiers.iter().map(|qualifier| node(&format!("{name}/{qualifier}"), field)).collect()
        }
        (false, false) => qualifiers.iter().map(|qualifier| node(qualifier, Field::Qualifier)).collect(),
        (false, true) => {
            return Err(QueryError::new(QueryErrorKind::Empty, span.clone(), "the brackets hold no heading")
                .help("write one, as in [mh \"Heart Failure\"]"));
        }
    };
    Ok(Expr::Done(joined(nodes, true)))
}
