//! Ovid's limits: `limit 12 to english language`, `limit 3 to (humans and yr="2005 -Current")`.
//!
//! It must not know how lines are found.

use super::codes;
use crate::model::{Field, language_code};
use crate::query::ast::{DateRange, How, Node, Term};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::expr::{Expr, joined, too_deep};
use crate::query::fielded::parser;
use crate::query::fielded::tokens::{Operator, Token, TokenKind, inner};
use crate::query::fielded::values;
use crate::query::is_quote;
use crate::query::lines::Earlier;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

/// Ovid's groups of ages and other check tags, by how they begin, and the headings they are (Ovid MEDLINE Database
/// Guide, Limits).
const HEADINGS: &[(&str, &[&str])] = &[
    ("all infant", &["Infant", "Infant, Newborn"]),
    ("all child", &["Infant", "Infant, Newborn", "Child", "Child, Preschool", "Adolescent"]),
    ("all adult", &["Young Adult", "Adult", "Middle Aged", "Aged", "Aged, 80 and over"]),
    ("all aged", &["Aged", "Aged, 80 and over"]),
    ("newborn infant", &["Infant, Newborn"]),
    ("infant", &["Infant"]),
    ("preschool child", &["Child, Preschool"]),
    ("child", &["Child"]),
    ("adolescent", &["Adolescent"]),
    ("young adult", &["Young Adult"]),
    ("adult", &["Adult"]),
    ("middle age", &["Middle Aged"]),
    ("aged", &["Aged, 80 and over"]),
    ("humans", &["Humans"]),
    ("human", &["Humans"]),
    ("animals", &["Animals"]),
    ("animal", &["Animals"]),
    ("female", &["Female"]),
    ("male", &["Male"]),
];

/// Types of publication that a limit names by another name than the type has, and whether those below it count too.
const TYPES: &[(&str, &str, bool)] = &[
    ("clinical trial, all", "Clinical Trial", true),
    ("clinical trial/all", "Clinical Trial", true),
    ("randomised controlled trial", "Randomized Controlled Trial", false),
    ("review articles", "Review", false),
    ("meta analysis", "Meta-Analysis", false),
    ("comment/letter", "Comment", false),
];

/// Types of publication that a limit names as they are.
const SAME_TYPES: [&str; 24] = [
    "adaptive clinical trial",
    "case reports",
    "clinical conference",
    "clinical study",
    "clinical trial",
    "clinical trial protocol",
    "comment",
    "comparative study",
    "consensus development conference",
    "controlled clinical trial",
    "editorial",
    "evaluation study",
    "guideline",
    "journal article",
    "letter",
    "meta-analysis",
    "multicenter study",
    "news",
    "observational study",
    "practice guideline",
    "pragmatic clinical trial",
    "randomized controlled trial",
    "review",
    "systematic review",
];

/// What is limited and to what, where the text is a limit or takes duplicates out.
///
/// # Errors
/// A limit that is not known, or what is limited cannot be read.
pub(super) fn read(
    text: &str,
    tokens: &[Token],
    earlier: Option<&Earlier>,
    notes: &mut Notes,
) -> Result<Option<Expr>, QueryError> {
    let is = |token: &Token, word: &str| {
        token.kind == TokenKind::Word && text[token.span.clone()].eq_ignore_ascii_case(word)
    };
    match tokens {
        [remove, duplicates, from, line @ ..]
            if is(remove, "remove") && is(duplicates, "duplicates") && is(from, "from") =>
        {
            let message = "an index of litdex has each article once: `remove duplicates` changes nothing";
            notes.add(NoteKind::Dropped, remove.span.start..from.span.end, message);
            parser::parse(text, line, &super::GRAMMAR, earlier, notes).map(Some)
        }
        [limit, rest @ ..] if is(limit, "limit") => {
            let Some(to) = rest.iter().position(|token| is(token, "to")) else { return Ok(None) };
            if to == 0 {
                let message = "`limit` names nothing to limit";
                return Err(QueryError::new(QueryErrorKind::LineReference, limit.span.clone(), message)
                    .help("write the line before `to`: limit 12 to humans"));
            }
            let what = parser::parse(text, &rest[..to], &super::GRAMMAR, earlier, notes)?;
            let mut limits = Limits { text, tokens: &rest[to + 1..], at: 0 };
            let limit = limits.list(0)?;
            match limits.tokens.get(limits.at) {
                None => Ok(Some(Expr::And(vec![what, limit]))),
                Some(token) => Err(unknown(&text[token.span.clone()], token.span.clone())),
            }
        }
        _ => Ok(None),
    }
}

/// The limits behind `to`, while they are read.
struct Limits<'l> {
    text: &'l str,
    tokens: &'l [Token],
    at: usize,
}

impl Limits<'_> {
    fn list(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let mut left = self.item(depth)?;
        while let Some(Token { kind: TokenKind::Operator(operator), .. }) = self.tokens.get(self.at) {
            self.at += 1;
            let right = self.item(depth)?;
            left = match operator {
                Operator::And => Expr::And(vec![left, right]),
                Operator::Or => Expr::Or(vec![left, right]),
                Operator::Not | Operator::Near { .. } => {
                    return Err(unknown(&self.text[left.span()], left.span()));
                }
            };
        }
        Ok(left)
    }

    fn item(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let rest = &self.tokens[self.at..];
        if let Some(open) = rest.first().filter(|token| token.kind == TokenKind::Open) {
            self.at += 1;
            if depth >= crate::query::limits::MAX_NESTING {
                return Err(too_deep(open.span.clone()));
            }
            let list = self.list(depth + 1)?;
            if self.tokens.get(self.at).is_none_or(|token| token.kind != TokenKind::Close) {
                let message = "the parenthesis that opens here is not closed";
                return Err(QueryError::new(QueryErrorKind::UnclosedParenthesis, open.span.clone(), message)
                    .help("close it with `)`"));
            }
            self.at += 1;
            return Ok(list);
        }
        let ends = |token: &&Token| {
            matches!(
                token.kind,
                TokenKind::Operator(_) | TokenKind::Close | TokenKind::Remark | TokenKind::Codes
            )
        };
        let mut length = rest.iter().take_while(|token| !ends(token)).count();
        // An age in parentheses: `child (6 to 12 years)`.
        if rest.get(..length).is_some_and(|own| own.iter().any(|token| token.kind == TokenKind::Open)) {
            length += usize::from(rest.get(length).is_some_and(|token| token.kind == TokenKind::Close));
        }
        let (Some(first), Some(last)) = (rest.first(), rest[..length].last()) else {
            let end = self.text.len();
            return Err(QueryError::new(QueryErrorKind::MissingOperand, end..end, "nothing is behind `to`")
                .help("write a limit, such as english language or yr=\"2005 -Current\""));
        };
        let span = first.span.start..last.span.end;
        self.at += length;
        one(self.text, &span).map(Expr::Done)
    }
}

/// One limit.
fn one(text: &str, span: &Span) -> Result<Node, QueryError> {
    let written = &text[span.clone()];
    let bare = |text: &str| {
        text.replace(|c: char| is_quote(c) || c == '\'', " ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    if let Some((code, value)) = written.split_once('=') {
        let targets = codes::targets(code.trim(), &(0..code.trim().len()));
        let field = targets.ok().and_then(|targets| targets.first().map(|target| target.field));
        return match field {
            Some(field) if field.is_date() => {
                let (from, to) = values::range(&bare(value), span)?;
                Ok(Node::Dates(DateRange { from, to, field, span: span.clone() }))
            }
            Some(field @ (Field::Language | Field::PublicationType)) => {
                Ok(term(field, &bare(value), How::Usual, span))
            }
            _ => Err(unknown(written, span.clone())),
        };
    }
    let name = bare(&text[inner(text, span)]).to_lowercase();
    let language = name.strip_suffix(" language").unwrap_or(&name);
    if let Some(code) = language_code(language) {
        return Ok(term(Field::Language, code, How::Usual, span));
    }
    let kind = TYPES.iter().find(|row| row.0 == name).map(|row| (row.1, row.2));
    let kind = kind.or_else(|| SAME_TYPES.into_iter().find(|kind| *kind == name).map(|kind| (kind, false)));
    if let Some((kind, exploded)) = kind {
        let how = if exploded { How::Usual } else { How::NotExploded };
        return Ok(term(Field::PublicationType, kind, how, span));
    }
    let is_group = |start: &str| {
        name.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with('('))
    };
    let headings = HEADINGS.iter().find(|(start, _)| is_group(start));
    let headings = headings.ok_or_else(|| unknown(written, span.clone()))?.1;
    let nodes = headings.iter().map(|heading| term(Field::Mesh, heading, How::NotExploded, span)).collect();
    Ok(joined(nodes, true))
}

fn term(field: Field, text: &str, how: How, span: &Span) -> Node {
    Node::Term(Term::value(field, text, how, span))
}

fn unknown(written: &str, span: Span) -> QueryError {
    let message = format!("`{}` is a limit of Ovid's that is not read here", shown(written));
    QueryError::new(QueryErrorKind::UnsupportedTag, span, message).help(
        "read are languages, humans, ages, publication types, and dates such as yr=\"2005 -Current\"; write others out",
    )
}
