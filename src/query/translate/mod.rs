//! Queries in another notation: the tree becomes one that the notation can write, is written, and read back.
//!
//! What a notation cannot say as it was is a [`Loss`]: that it finds more, or less, or that it cannot be said at all. A
//! part that cannot be said leaves its line without a translation; nothing is left out. What is written is read again,
//! and must be read as the very tree that was meant.
//!
//! It must not know a vocabulary: who calls it has brought the names of headings into those of one.

mod dates;
mod fields;
mod letters;
mod loss;
mod names;
mod near;
mod phrases;
mod print;
mod rewrite;
mod style;
mod values;
mod words;

use serde::Serialize;

use super::ast::{Node, Query, QueryKind};
use super::error::QueryError;
use super::lines::Earlier;
use super::references::{is_same, written_out};
use super::{Syntax, cochrane, ovid, pubmed};
use crate::text::Analyzer;
pub use loss::{Loss, LossLevel};
use rewrite::Rewriter;

/// A query in another notation, made by [`Query::translate`]; a line of a strategy, by
/// [`Strategy::translate`](super::Strategy::translate).
///
/// ```
/// use litdex::query::{Query, Syntax};
/// let mesh = litdex::vocabulary::Vocabulary::shipped();
/// let made = Query::parse("sepsis.ti,ab. and 2019.yr.")?.translate(Syntax::PubMed, &mesh);
/// assert_eq!(made.text.as_deref(), Some("sepsis[tiab] AND 2019[dp]"));
/// assert!(!made.is_exact() && made.losses[0].message.contains("keywords of the authors"));
/// let made = Query::parse("2019[dp]")?.translate(Syntax::Cochrane, &mesh);
/// assert_eq!(made.text, None);
/// # Ok::<(), litdex::query::QueryError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Translation {
    /// How it is written; `None` where a part of it cannot be said in the notation.
    pub text: Option<String>,
    /// What is not said as it was, in the order of the query.
    pub losses: Vec<Loss>,
    #[serde(skip)]
    query: Option<Query>,
}

impl Translation {
    /// Whether it is there and says exactly the same.
    pub fn is_exact(&self) -> bool {
        self.text.is_some() && self.losses.is_empty()
    }

    /// What all losses come to; `None` where there are none.
    pub fn level(&self) -> Option<LossLevel> {
        self.losses.iter().map(|loss| loss.level).reduce(LossLevel::and)
    }

    /// The translation as it is read, with lines that it refers to put in.
    pub fn query(&self) -> Option<&Query> {
        self.query.as_ref()
    }

    fn missing(losses: Vec<Loss>) -> Self {
        Self { text: None, losses, query: None }
    }
}

/// Translates a query, or the lines of a strategy one after the other.
pub(crate) struct Translator {
    to: Syntax,
    is_strategy: bool,
    earlier: Earlier,
    lines: Vec<Option<Node>>,
    levels: Vec<Option<LossLevel>>,
    analyzer: Analyzer,
}

impl Translator {
    /// To a notation.
    pub fn new(to: Syntax, is_strategy: bool) -> Self {
        let to = if to == Syntax::Shown { Syntax::PubMed } else { to };
        let mut earlier = Earlier::default();
        earlier.has_tag = true;
        Self { to, is_strategy, earlier, lines: Vec::new(), levels: Vec::new(), analyzer: Analyzer::new() }
    }

    /// The next line, or the query; `None` where it could not be read.
    pub fn next(&mut self, query: Option<&Query>) -> Translation {
        let unread = || {
            let message = "the line could not be read".to_owned();
            Translation::missing(vec![Loss { span: 0..0, level: LossLevel::Missing, message, line: None }])
        };
        let made = query.map_or_else(unread, |query| self.translated(query));
        let node = made.query.as_ref().and_then(|query| match &query.kind {
            QueryKind::Boolean(node) => Some(node.clone()),
            QueryKind::Plain(_) | QueryKind::Everything => None,
        });
        let level = if node.is_some() { made.level() } else { Some(LossLevel::Missing) };
        self.earlier.add((self.lines.len() as u32 + 1).into(), node.clone());
        self.lines.push(node);
        self.levels.push(level);
        made
    }

    fn translated(&mut self, query: &Query) -> Translation {
        let whole = 0..query.text().len();
        let mut rewriter = Rewriter::new((query.syntax(), self.to), &self.levels, &mut self.analyzer);
        if self.to == Syntax::Plain {
            rewriter.missing(&whole, "plain words are no notation to write a query in");
            return Translation::missing(rewriter.losses);
        }
        let node = match &query.kind {
            QueryKind::Plain(words) if self.to == Syntax::PubMed => {
                let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
                let is_plain = |query: &Query| matches!(&query.kind, QueryKind::Plain(own) if own.iter().map(|word| &word.text).eq(words.iter().map(|word| &word.text)));
                if let Some(query) = Query::parse(&text).ok().filter(is_plain) {
                    return Translation { text: Some(text), losses: Vec::new(), query: Some(query) };
                }
                rewriter.plain(words)
            }
            QueryKind::Plain(words) => rewriter.plain(words),
            QueryKind::Boolean(node) => rewriter.node(node),
            QueryKind::Everything => rewriter.missing(&whole, "no notation has a query for every article"),
        };
        let mut losses = rewriter.losses;
        losses.sort_by_key(|loss| (loss.span.start, loss.span.end));
        let Some(node) = node else { return Translation::missing(losses) };
        let read = [true, false].into_iter().find_map(|by_codes| {
            let text = print::line(&node, self.to, by_codes);
            let query = self.read(&text).ok()?;
            self.is_meant(&query, &node).then_some((text, query))
        });
        if let Some((text, query)) = read {
            return Translation { text: Some(text), losses, query: Some(query) };
        }
        let message = format!("{} would read it as something else", fields::name(self.to));
        let span = self.misread(&node).map_or(whole, Node::span);
        losses.push(Loss { span, level: LossLevel::Missing, message, line: None });
        Translation::missing(losses)
    }

    /// The smallest part that would be read otherwise by itself.
    fn misread<'n>(&self, node: &'n Node) -> Option<&'n Node> {
        let parts: Vec<&Node> = match node {
            Node::And(parts) | Node::Or(parts) => parts.iter().collect(),
            Node::Not { keep, drop } => vec![keep, drop],
            Node::Term(_) | Node::Dates(_) => Vec::new(),
        };
        let within = parts.into_iter().find_map(|part| self.misread(part));
        let is_sound = || {
            let read = self.read(&print::line(node, self.to, false));
            read.is_ok_and(|query| self.is_meant(&query, node))
        };
        within.or_else(|| if is_sound() { None } else { Some(node) })
    }

    fn read(&self, text: &str) -> Result<Query, QueryError> {
        let earlier = self.is_strategy.then_some(&self.earlier);
        match (self.to, earlier) {
            (Syntax::Ovid, earlier) => ovid::parse(text, earlier),
            (Syntax::Cochrane, earlier) => cochrane::parse(text, earlier),
            (_, Some(earlier)) => pubmed::parse_line(text, earlier),
            (_, None) => pubmed::parse_terms(text),
        }
    }

    /// Whether what was read is what was to be said.
    fn is_meant(&self, query: &Query, node: &Node) -> bool {
        let QueryKind::Boolean(read) = &query.kind else { return false };
        written_out(node, &self.lines).is_some_and(|meant| is_same(read, &meant))
    }
}
