//! How a query was understood: its tree, with the number of articles that each part of it finds.
//!
//! It must not know how it is printed.

use std::collections::HashMap;
use std::time::Instant;

use serde::Serialize;

use super::error::Error;
use super::request::Search;
use super::snapshot::Snapshot;
use crate::query::{Node, Note, PlainWord, Query, QueryKind, Syntax};
use crate::text::is_stop_word;

/// How a query was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The notation it was read in.
    pub syntax: Syntax,
    /// The whole query in one form, which is read back as the same tree; a plain one in words for people.
    pub interpretation: String,
    /// What in the query may have been meant otherwise, and what headings were mapped to.
    pub notes: Vec<Note>,
    /// The query and its parts.
    pub tree: QueryPart,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct QueryPart {
    /// The articles it finds by itself, among those that the filters leave.
    pub count: u64,
    /// What joins its parts: `AND`, `OR`, or `NOT`, which keeps the first and takes the second away. None of a term.
    pub operator: Option<&'static str>,
    /// The part in the notation of the query.
    pub text: String,
    /// What it is joined of.
    pub parts: Vec<QueryPart>,
}

impl QueryPart {
    /// The parts that keep a query from finding anything, as small as they can be told: of what must all be there those
    /// that find nothing, of alternatives all of them together, and behind NOT what takes away.
    pub fn failing(&self) -> Vec<&QueryPart> {
        match (self.count, self.operator, self.parts.as_slice()) {
            (1.., ..) => Vec::new(),
            (0, Some("NOT"), [keep, drop]) if keep.count > 0 => vec![drop],
            (0, Some("NOT"), [keep, _]) => keep.failing(),
            (0, Some("AND"), parts) if parts.iter().any(|part| part.count == 0) => {
                parts.iter().filter(|part| part.count == 0).flat_map(QueryPart::failing).collect()
            }
            (0, ..) => vec![self],
        }
    }
}

impl Snapshot {
    /// How a query is understood, and how many articles each part of it finds, the filters of the search kept.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// let snapshot = litdex::Index::open(&path)?.snapshot();
    /// let explained = snapshot.explain("hypoxemia[tiab] AND (ecmo[tiab] OR zebra[ti])")?;
    /// assert_eq!((explained.tree.operator, explained.tree.count), (Some("AND"), 1));
    /// assert_eq!(explained.tree.parts[1].parts[1].text, "zebra[ti]");
    /// assert_eq!(explained.tree.parts[1].parts[1].count, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The query cannot be read, passes a limit, or the index is damaged.
    pub fn explain(&self, search: impl Into<Search>) -> Result<Explanation, Error> {
        let search = search.into();
        let parsed = search.parsed()?;
        let query = self.mapped(&parsed, &search.limits_from_now())?;
        let mut counter =
            Counter { snapshot: self, search: &search, start: Instant::now(), known: HashMap::new() };
        let tree = match &query.kind {
            QueryKind::Boolean(node) => counter.node(&query, node)?,
            QueryKind::Plain(words) => counter.plain(&query, words)?,
            QueryKind::Everything => {
                let count = counter.count(query.clone())?;
                QueryPart { count, operator: None, text: query.interpretation(), parts: Vec::new() }
            }
        };
        let (syntax, interpretation) = (query.syntax(), query.interpretation());
        Ok(Explanation { syntax, interpretation, notes: query.notes, tree })
    }
}

/// Counts the parts of a query, each once, within the time the search has.
struct Counter<'c> {
    snapshot: &'c Snapshot,
    search: &'c Search,
    start: Instant,
    known: HashMap<String, u64>,
}

impl Counter<'_> {
    /// The parser bounds the depth of the tree.
    fn node(&mut self, query: &Query, node: &Node) -> Result<QueryPart, Error> {
        let (operator, nodes): (_, Vec<&Node>) = match node {
            Node::Term(_) | Node::Dates(_) => (None, Vec::new()),
            Node::And(nodes) => (Some("AND"), nodes.iter().collect()),
            Node::Or(nodes) => (Some("OR"), nodes.iter().collect()),
            Node::Not { keep, drop } => (Some("NOT"), vec![keep, drop]),
        };
        let part = query.part(node);
        let text = part.interpretation();
        let count = match self.known.get(&text) {
            Some(&count) => count,
            None => self.count(part)?,
        };
        self.known.insert(text.clone(), count);
        let parts = nodes.into_iter().map(|node| self.node(query, node)).collect::<Result<_, _>>()?;
        // A word alone is written in parentheses where it is a query by itself.
        let bare = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        let text = bare
            .filter(|bare| operator.is_none() && !bare.contains(['(', ')']))
            .map_or(text.clone(), str::to_owned);
        Ok(QueryPart { count, operator, text, parts })
    }

    /// Function words decide only where there is nothing else.
    fn plain(&mut self, query: &Query, words: &[PlainWord]) -> Result<QueryPart, Error> {
        let is_stop = |word: &&PlainWord| is_stop_word(&word.text.to_lowercase());
        let only_stop = words.iter().all(|word| is_stop(&word));
        let deciding: Vec<&PlainWord> = words.iter().filter(|word| only_stop || !is_stop(word)).collect();
        let mut parts = Vec::with_capacity(deciding.len());
        for word in deciding {
            let count = self.count(Query::words(&word.text)?)?;
            parts.push(QueryPart { count, operator: None, text: word.text.clone(), parts: Vec::new() });
        }
        let count = self.count(query.clone())?;
        let text = query.interpretation();
        Ok(if parts.len() == 1 {
            QueryPart { count, operator: None, text, parts: Vec::new() }
        } else {
            QueryPart { count, operator: Some("AND"), text, parts }
        })
    }

    fn count(&self, query: Query) -> Result<u64, Error> {
        let mut search = Search::from(query).limit(0).filters(self.search.filters.clone());
        search.matching = self.search.matching;
        search.limits = self.search.limits.clone();
        search.timeout = self.search.timeout.map(|timeout| timeout.saturating_sub(self.start.elapsed()));
        Ok(self.snapshot.search(search)?.total)
    }
}
