//! Strategies: several lines, each a query, and the lines before it that a line refers to.
//!
//! They must not know how a query is answered.

use super::Syntax;
use super::ast::{Node, Query, QueryKind};
use super::cochrane;
use super::dialect::{self, Sign};
use super::error::{QueryError, QueryErrorKind, is_invisible};
use super::limits::{MAX_LINES, MAX_STRATEGY_BYTES};
use super::lines::Earlier;
use super::ovid;
use super::pubmed;
use super::span::Span;

/// A search strategy: lines of queries in PubMed's notation, of which each may refer to those before it (`#1 AND #2`).
/// A line is a line of the text, or several where parentheses are open, or one ends or begins with an operator. Lines
/// may be numbered (`#3`, `3.`, `3`); those that are not count from 1. A history that begins with its last line, as
/// databases print it, is read from its end; `Search` behind a number is PubMed's word for a line.
///
/// Every line is read, whatever is wrong with others. Words without any notation match exactly here, as they do beside
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
}

/// A line of a strategy.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StrategyLine {
    /// The number others refer to it by.
    pub number: u32,
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
        Self::parse_as(text, None)
    }

    /// Reads a strategy that is known to be in a notation; of several lines none is plain.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_as(text: &str, syntax: Option<Syntax>) -> Result<Self, QueryError> {
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
        let spans = lines(text, &physical);
        if spans.is_empty() {
            return Err(QueryError::new(QueryErrorKind::Empty, 0..0, "the strategy has no line"));
        }
        let sign = match syntax {
            Some(syntax) => Some(Sign { syntax, reason: "it was asked for".to_owned() }),
            None => dialect::of_lines(physical.iter().map(|span| &text[span.clone()])),
        };
        let (syntax, reason) = match sign {
            Some(Sign { syntax, reason }) => (syntax, reason),
            None => (Syntax::PubMed, "no line shows another notation".to_owned()),
        };
        if syntax == Syntax::Cochrane {
            let parse = |line: &str, earlier: &Earlier| cochrane::parse(line, Some(earlier));
            return Ok(Self { lines: read(&spans, text, parse), syntax, reason });
        }
        if syntax == Syntax::Ovid {
            return Ok(Self {
                lines: read(&spans, text, |line, earlier| ovid::parse(line, Some(earlier))),
                syntax,
                reason,
            });
        }
        let lines = read(&spans, text, pubmed::parse_line);
        let is_of_another = |line: &StrategyLine| {
            line.query.as_ref().is_err_and(|error| error.kind == QueryErrorKind::Dialect)
        };
        // Where one line is of another system, what could be of either is not guessed at.
        let is_foreign = lines.iter().any(is_of_another);
        let lines = if is_foreign { read(&spans, text, tagged) } else { lines };
        Ok(Self { lines, syntax, reason })
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

/// Reads lines in their order.
fn read(
    spans: &[Numbered],
    text: &str,
    parse: impl Fn(&str, &Earlier) -> Result<Query, QueryError>,
) -> Vec<StrategyLine> {
    let mut earlier = Earlier::default();
    let mut lines = Vec::with_capacity(spans.len());
    for Numbered { number, span, is_written } in spans {
        let text = text[span.clone()].to_owned();
        let query = parse(&text, &earlier);
        let node = query.as_ref().ok().and_then(|query| match &query.kind {
            QueryKind::Boolean(node) => Some(node.clone()),
            QueryKind::Plain(_) | QueryKind::Everything => None,
        });
        earlier.are_numbered &= is_written;
        earlier.is_foreign |= query.as_ref().is_err_and(|error| error.kind == QueryErrorKind::Dialect);
        earlier.has_tag |= query.as_ref().is_ok_and(has_tag);
        earlier.add(*number, node);
        lines.push(StrategyLine { number: *number, text, span: span.clone(), query });
    }
    lines
}

/// Reads a line of PubMed's where only one with a tag is known to be in its notation.
fn tagged(line: &str, earlier: &Earlier) -> Result<Query, QueryError> {
    let query = pubmed::parse_line(line, earlier)?;
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

/// A line, its number, and whether that is written before it.
struct Numbered {
    number: u32,
    span: Span,
    is_written: bool,
}

/// The lines of a text with their numbers.
fn lines(text: &str, physical: &[Span]) -> Vec<Numbered> {
    let labels: Vec<Option<(u32, usize)>> = physical.iter().map(|span| label(&text[span.clone()])).collect();
    // A bare number is a label where the next line has the next one, or half of the lines go on so.
    let given: Vec<u32> = labels.iter().flatten().map(|label| label.0).collect();
    let goes_on = given.windows(2).filter(|pair| pair[1] == pair[0].saturating_add(1)).count();
    let is_labelled = labels.first().is_some_and(Option::is_some)
        && (text[physical[0].clone()].starts_with('#') || given.get(1) == Some(&given[0].saturating_add(1)))
        || goes_on > 0 && 2 * (goes_on + 1) >= labels.len();
    let numbered: Option<Vec<u32>> = labels.iter().map(|label| label.map(|label| label.0)).collect();
    let goes_down = |numbers: Vec<u32>| numbers.len() > 1 && numbers.is_sorted_by(|a, b| a > b);
    if numbered.is_some_and(goes_down) {
        let line = |(span, label): (&Span, &Option<(u32, usize)>)| {
            label.map(|(number, skip)| Numbered {
                number,
                span: span.start + skip..span.end,
                is_written: true,
            })
        };
        return physical.iter().zip(&labels).rev().filter_map(line).collect();
    }
    let mut lines: Vec<Numbered> = Vec::new();
    let (mut at, mut highest) = (0, 0);
    while at < physical.len() {
        // A number that goes back is one only where a sign marks it: a list may count a line twice.
        let is_own = |label: &(u32, usize)| {
            is_labelled && (label.0 > highest || is_marked(&text[physical[at].clone()]))
        };
        let own = labels[at].filter(is_own);
        // What stands without a number where the next one follows is no line of the list, but a remark on it.
        let counted = highest.saturating_add(1);
        let next = labels[at + 1..].iter().flatten().next();
        let is_remark = is_labelled && next.is_some_and(|next| next.0 <= counted);
        let number = own.map_or(if is_remark { 0 } else { counted }, |label| label.0);
        highest = highest.max(number);
        let start = physical[at].start + own.map_or(0, |label| label.1);
        let is_next = |&next: &usize| {
            let marked = || is_marked(&text[physical[next].clone()]);
            is_labelled && labels[next].is_some_and(|label| label.0 > number || marked())
        };
        let most = (at + 1..physical.len()).find(is_next).unwrap_or(physical.len());
        let mut end = at + 1;
        // What is open is closed further down, or it is an error of this line alone.
        let mut open = Open::default();
        open.read(&text[start..physical[at].end]);
        if open.depth > 0 {
            let closed = physical[end..most].iter().position(|line| {
                open.read(&text[line.clone()]);
                open.depth <= 0
            });
            end += closed.map_or(0, |closed| closed + 1);
        }
        while end < most
            && (ends_with_operator(&text[start..physical[end - 1].end])
                || begins_with_operator(&text[physical[end].clone()]))
        {
            end += 1;
        }
        let is_written = own.is_some();
        lines.push(Numbered { number, span: start..physical[end - 1].end, is_written });
        at = end;
    }
    lines
}

/// The lines of a text that hold anything, without blanks around.
fn physical(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        // What nobody sees may stand before a number or an operator.
        let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
        let kept = line.trim_matches(is_blank);
        if kept.contains(char::is_alphanumeric) {
            let from = start + (line.len() - line.trim_start_matches(is_blank).len());
            spans.push(from..from + kept.len());
        }
        start += line.len();
    }
    spans
}

/// The number before a line, and where the line itself begins: `#3 sepsis`, `3. sepsis`, `3 sepsis`, `#3(sepsis)`,
/// `#3 Search: (sepsis)`.
fn label(line: &str) -> Option<(u32, usize)> {
    let rest = line.strip_prefix('#').map_or(line, str::trim_start);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(..digits)?.parse().ok()?;
    let after = rest[digits..].trim_start_matches(['.', ')', ':']);
    let body = after.trim_start();
    let opens = |text: &str| text.starts_with(|c: char| c == '(' || pubmed::is_quote(c));
    let is_apart = body.len() < after.len() || rest.len() < line.len() && opens(body);
    let searched =
        body.strip_prefix("Search").map(|after| after.strip_prefix(':').unwrap_or(after).trim_start());
    let body = searched.filter(|searched| body.starts_with("Search:") || opens(searched)).unwrap_or(body);
    let is_marked = after.len() < rest.len() - digits;
    let joins = !is_marked && body.split_whitespace().next().is_some_and(is_operator);
    (is_apart && !body.is_empty() && !joins).then(|| (number, line.len() - body.len()))
}

/// Whether a sign parts a number from its line: `3. sepsis`, `3) sepsis`.
fn is_marked(line: &str) -> bool {
    line.trim_start_matches(['#', ' '])
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .starts_with(['.', ')', ':'])
}

fn is_operator(word: &str) -> bool {
    ["and", "or", "not"].iter().any(|operator| word.eq_ignore_ascii_case(operator))
        || word == "&"
        || word == "|"
}

fn begins_with_operator(line: &str) -> bool {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    // `OR 1-5` names lines: it is whole.
    let are_lines = rest.contains(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '/' | ' '));
    is_operator(word) && !word.starts_with(char::is_lowercase) && !are_lines
}

fn ends_with_operator(line: &str) -> bool {
    let last = line.split_whitespace().next_back();
    last.is_some_and(|word| is_operator(word) && !word.starts_with(char::is_lowercase))
}

/// How many parentheses are open, those between quotes aside.
#[derive(Default)]
struct Open {
    depth: i32,
    quoted: bool,
}

impl Open {
    fn read(&mut self, text: &str) {
        for c in text.chars() {
            self.quoted ^= pubmed::is_quote(c);
            self.depth += i32::from(c == '(' && !self.quoted) - i32::from(c == ')' && !self.quoted);
        }
    }
}
