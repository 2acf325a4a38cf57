//! Strategies: several lines, each a query, and the lines before it that a line refers to.
//!
//! They must not know how a query is answered.

mod numbering;
mod outline;
mod referring;

use crate::query::Syntax;
use crate::query::ast::{Node, Query, QueryKind};
use crate::query::cochrane;
use crate::query::dialect::{self, Sign};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::limits::{MAX_LINES, MAX_STRATEGY_BYTES};
use crate::query::lines::Earlier;
use crate::query::notes::{Note, NoteKind};
use crate::query::number::LineNumber;
use crate::query::ovid;
use crate::query::pubmed;
use crate::query::span::Span;
use numbering::{Numbered, lines, physical};

/// A search strategy: lines of queries, of which each may refer to those before it (`#1 AND #2`; of Ovid's `1 and 2`).
/// Which notation they are in they show, and it is told. A line is a line of the text, or several where parentheses are
/// open, or one ends or begins with an operator. Lines may be numbered (`#3`, `3.`, `3`, `1a`, `B.`); those that are not
/// count from 1. Words above a line, as a caption has them, are no line, which a note says. A history that begins with
/// its last line, as databases print it, is read from its end; `Search` behind a number is PubMed's word for a line.
///
/// In PubMed's lines a `)` too many, and a quote before a tag that closes what nothing opened, are passed over, and a `(`
/// that is not closed is closed at the end of the line, as PubMed does; notes say so.
///
/// Every line is read, whatever is wrong with others. Words without any notation are read here as they are beside
/// an operator. `or` and the like in lower case are operators, which a note says, but between words before a tag.
///
/// ```
/// use litdex::query::Strategy;
/// let strategy = Strategy::parse("sepsis[ti] OR \"septic shock\"[ti]\nvasopressin[tiab]\n#1 AND #2")?;
/// let last = strategy.lines().last().unwrap();
/// let query = last.query.as_ref().map_err(Clone::clone)?;
/// assert_eq!(query.interpretation(), "(sepsis[ti] OR \"septic shock\"[ti]) AND vasopressin[tiab]");
/// # Ok::<(), litdex::query::QueryError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Strategy {
    lines: Vec<StrategyLine>,
    syntax: Syntax,
    reason: String,
    text: String,
    numbered: Vec<Numbered>,
}

/// A line of a strategy.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StrategyLine {
    /// The number others refer to it by.
    pub number: LineNumber,
    /// The line without its number.
    pub text: String,
    /// Where that begins and ends in the text of the strategy, in bytes.
    pub span: Span,
    /// How it was read, lines it refers to put in; or what is wrong with it, placed within `text`.
    pub query: Result<Query, QueryError>,
}

impl Strategy {
    /// Reads a strategy.
    ///
    /// # Errors
    /// It has no line, or more or longer ones than may be. What is wrong with a line stands at the line.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Self::parse_as(text, Syntax::Shown)
    }

    /// Reads a strategy that is written so.
    ///
    /// # Errors
    /// As [`parse`](Self::parse); and lines that are said to be plain words, which none is.
    pub fn parse_as(text: &str, syntax: Syntax) -> Result<Self, QueryError> {
        if syntax == Syntax::Plain {
            let message = "the lines of a strategy are not plain words";
            return Err(QueryError::new(QueryErrorKind::Dialect, 0..0, message)
                .help("name the notation they are in, or none: they show it"));
        }
        let too_long = |found: usize, of: &str, most: usize| {
            let found = format!("the strategy has {found} {of}, {most} are the most");
            Err(QueryError::new(QueryErrorKind::TooLong, 0..0, found).help("split it"))
        };
        if text.len() > MAX_STRATEGY_BYTES {
            return too_long(text.len(), "bytes", MAX_STRATEGY_BYTES);
        }
        let physical = physical(text);
        if physical.len() > MAX_LINES {
            return too_long(physical.len(), "lines", MAX_LINES);
        }
        let spans = outline::lines(text, &physical).unwrap_or_else(|| lines(text, &physical));
        if spans.is_empty() {
            return Err(QueryError::new(QueryErrorKind::Empty, 0..0, "the strategy has no line"));
        }
        let sign = match syntax {
            Syntax::Shown => dialect::of_lines(physical.iter().map(|span| &text[span.clone()])),
            given => Some(Sign { syntax: given, reason: "it was asked for".to_owned() }),
        };
        let none = || Sign { syntax: Syntax::PubMed, reason: "no line shows another notation".to_owned() };
        let Sign { syntax, reason } = sign.unwrap_or_else(none);
        let lines = read_in(syntax, &spans, text, &|_, query| query.tree().cloned());
        Ok(Self { lines, syntax, reason, text: text.to_owned(), numbered: spans })
    }

    /// Its lines, in their order.
    pub fn lines(&self) -> &[StrategyLine] {
        &self.lines
    }

    /// The notation it was read in.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Why in that, as a sentence.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// What stands for a line, given by its place, where others refer to it.
type PutIn<'p> = dyn Fn(usize, &Query) -> Option<Node> + 'p;

/// Reads lines in a notation.
fn read_in(syntax: Syntax, spans: &[Numbered], text: &str, put_in: &PutIn<'_>) -> Vec<StrategyLine> {
    match syntax {
        Syntax::Ovid => read(spans, text, put_in, |line, earlier| ovid::parse(line, Some(earlier))),
        Syntax::Cochrane => read(spans, text, put_in, |line, earlier| cochrane::parse(line, Some(earlier))),
        Syntax::Shown | Syntax::PubMed | Syntax::Plain => in_pubmed(spans, text, put_in),
    }
}

/// Reads lines in their order.
fn read(
    spans: &[Numbered],
    text: &str,
    put_in: &PutIn<'_>,
    parse: impl Fn(&str, &Earlier) -> Result<Query, QueryError>,
) -> Vec<StrategyLine> {
    let mut earlier = Earlier::default();
    let mut lines: Vec<StrategyLine> = Vec::with_capacity(spans.len());
    for numbered in spans {
        let Numbered { number, span, is_written, .. } = numbered;
        let line = text[span.clone()].to_owned();
        earlier.own = Some(*number);
        let mut query = parse(&line, &earlier).and_then(|query| earlier.checked(query));
        if let Ok(query) = &mut query {
            query.notes.splice(0..0, remarks(numbered, text, &earlier));
        }
        earlier.are_numbered &= is_written;
        earlier.is_foreign |= query.as_ref().is_err_and(|error| error.kind == QueryErrorKind::Dialect);
        earlier.has_tag |= query.as_ref().is_ok_and(has_tag);
        earlier.add(*number, query.as_ref().ok().and_then(|query| put_in(lines.len(), query)));
        lines.push(StrategyLine { number: *number, text: line, span: span.clone(), query });
    }
    lines
}

/// What is to be said of a line's number, and of what stands above it.
fn remarks(line: &Numbered, text: &str, earlier: &Earlier) -> Vec<Note> {
    let note = |kind, message| Note { span: 0..0, message, kind };
    let number = line.number;
    let is_again = line.is_written && number.number() > 0 && earlier.has_number(number);
    let again = format!("a line above has the number {number} too; what refers to it means this one");
    let again = is_again.then(|| note(NoteKind::LineNumber, again));
    let above = line.caption.as_ref().map(|caption| {
        let message = format!("`{}` was taken for a remark on this line", shown(&text[caption.clone()]));
        note(NoteKind::Dropped, message)
    });
    again.into_iter().chain(above).collect()
}

/// Reads lines of PubMed's. Where one is of another system, what could be of either is not guessed at.
fn in_pubmed(spans: &[Numbered], text: &str, put_in: &PutIn<'_>) -> Vec<StrategyLine> {
    let lines = read(spans, text, put_in, pubmed::parse_line);
    let is_of_another =
        |line: &StrategyLine| line.query.as_ref().is_err_and(|error| error.kind == QueryErrorKind::Dialect);
    if lines.iter().any(is_of_another) { read(spans, text, put_in, tagged) } else { lines }
}

/// Reads a line of PubMed's where only one with a tag is known to be in its notation.
fn tagged(line: &str, earlier: &Earlier) -> Result<Query, QueryError> {
    let query = earlier.checked(pubmed::parse_line(line, earlier)?)?;
    if has_tag(&query) {
        return Ok(query);
    }
    let message = "other lines are in another system's notation, and this one may be too";
    let error = QueryError::new(QueryErrorKind::Dialect, 0..line.len(), message);
    Err(error.help("write the strategy in PubMed's notation, fields as tags: sepsis[tiab]"))
}

/// Whether it has a tag that was written, of its own or of a line it refers to. Numbers may have been read as PMIDs.
fn has_tag(query: &Query) -> bool {
    let QueryKind::Boolean(node) = &query.kind else { return false };
    query.text.contains(['[', '#'])
        && node.walk().any(|node| match node {
            Node::Term(term) => term.tagged,
            Node::Dates(_) => true,
            Node::And(_) | Node::Or(_) | Node::Not { .. } => false,
        })
}
