//! What every dialect is read into: a query, its tree of terms and dates, and the operators between them.
//!
//! It must not know a dialect's spelling, nor how a word is analysed or looked up.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Field, PartialDate};

use super::Syntax;
use super::notes::Note;
use super::span::Span;

/// A query that was read, from a text or from what a program put together.
///
/// ```
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("index");
/// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
/// use litdex::{Index, Search, query::Query};
/// let query = Query::parse("hypoxemia[ti] OR ecmo")?;
/// let hits = Index::open(&path)?.search(Search::from(query).limit(3))?;
/// assert_eq!(hits.total, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(crate) text: String,
    pub(crate) kind: QueryKind,
    pub(crate) notes: Vec<Note>,
    pub(crate) syntax: Syntax,
}

/// The two kinds of query.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryKind {
    /// Words without any notation; one at least.
    Plain(Vec<PlainWord>),
    /// Anything with an operator, a tag, a quote or a truncation, and an identifier alone.
    Boolean(Node),
    /// Every article.
    Everything,
}

/// A word of a plain query, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainWord {
    /// The text; it holds a letter or digit.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A part of a query. Its depth is bounded by [`MAX_NESTING`](super::limits::MAX_NESTING).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Node {
    /// A word or a phrase in a field.
    Term(Term),
    /// All of these; two at least, none of them an `And`.
    And(Vec<Node>),
    /// Any of these; two at least, none of them an `Or`.
    Or(Vec<Node>),
    /// What matches `keep` and does not match `drop`.
    Not {
        /// What is kept.
        keep: Box<Node>,
        /// What is taken away from it.
        drop: Box<Node>,
    },
    /// A range of dates.
    Dates(DateRange),
}

/// Words in a field. Several words are a phrase: adjacent, in this order.
///
/// In [`Field::Pmid`] and [`Field::Doi`] there is one word, a valid identifier in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The words; one at least.
    pub words: Vec<TermWord>,
    /// Whether it was written between quotes.
    pub quoted: bool,
    /// The field; [`Field::All`] where none was named.
    pub field: Field,
    /// Whether the field was named.
    pub tagged: bool,
    /// How the words are looked for there.
    pub how: How,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands, quotes and tag included.
    pub span: Span,
}

/// How the words of a term are looked for in its field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum How {
    /// As the field has it.
    #[default]
    Usual,
    /// A heading without what is below it in the tree.
    NotExploded,
    /// In any order, with so many other words between them at most.
    Near(u32),
    /// As alternatives and proximities, one within the other.
    Arranged(Box<Arrangement>),
}

/// Where a term comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// It is written by itself.
    #[default]
    Alone,
    /// It is a word written right behind another, with no operator between: together they may be a name.
    Beside,
    /// It is what words stand for that are a name.
    Mapped,
}

/// How the words of a term are put together; they are told by their places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrangement {
    /// Words that stand next to each other, in this order; one at least.
    Words(Range<usize>),
    /// Any of these; two at least.
    Any(Vec<Arrangement>),
    /// Parts near each other; two at least.
    Near {
        /// The parts.
        parts: Vec<Arrangement>,
        /// Whether they stand in this order.
        ordered: bool,
        /// How many other words stand between them, at most.
        between: u32,
    },
}

/// One word as it was written; analysis may split it further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermWord {
    /// The text, without the `*` that truncates it; it holds a letter or digit.
    pub text: String,
    /// Whether it stands for every word that begins so.
    pub truncated: bool,
    /// Whether in the text `#` stands for a letter, `?` for one or none and `*` for any.
    pub wild: bool,
    /// Where it stands.
    pub span: Span,
}

/// A range of dates, both ends included; at least one end is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateRange {
    /// The first date; its first day counts.
    pub from: Option<PartialDate>,
    /// The last date; its last day counts.
    pub to: Option<PartialDate>,
    /// The date that is meant.
    pub field: Field,
    /// Where it stands, tag included.
    pub span: Span,
}

impl Query {
    /// The query that every article matches.
    pub fn everything() -> Self {
        Self { text: String::new(), kind: QueryKind::Everything, notes: Vec::new(), syntax: Syntax::Plain }
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A part of it as a query of its own.
    pub(crate) fn part(&self, node: &Node) -> Self {
        let kind = QueryKind::Boolean(node.clone());
        Self { text: self.text.clone(), kind, notes: Vec::new(), syntax: self.syntax }
    }

    /// Its tree, where it has one.
    pub(crate) fn tree(&self) -> Option<&Node> {
        match &self.kind {
            QueryKind::Boolean(node) => Some(node),
            QueryKind::Plain(_) | QueryKind::Everything => None,
        }
    }

    /// The notation it was read in.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Remarks on how it was read, in the order of the text.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The terms a found article may match, in the order of the text: all but what a NOT takes away.
    /// Words of a plain query count as terms in any field.
    pub(crate) fn positive(&self) -> impl Iterator<Item = Cow<'_, Term>> {
        let (words, node) = match &self.kind {
            QueryKind::Plain(words) => (words.as_slice(), None),
            QueryKind::Boolean(node) => (&[][..], Some(node)),
            QueryKind::Everything => (&[][..], None),
        };
        let terms = node.into_iter().flat_map(Node::walk_kept).filter_map(|node| match node {
            Node::Term(term) => Some(Cow::Borrowed(term)),
            _ => None,
        });
        words.iter().map(|word| Cow::Owned(word.term())).chain(terms)
    }
}

impl PlainWord {
    /// The word as a term in any field.
    pub fn term(&self) -> Term {
        let word = TermWord::whole(self.text.clone(), self.span.clone());
        Term { tagged: false, ..Term::of(Field::All, vec![word], self.span.clone()) }
    }
}

impl Term {
    /// A value of a field, its words as they are; entry terms of headings will do for it.
    pub fn value(field: Field, text: &str, how: How, span: &Span) -> Self {
        let words =
            text.split_whitespace().map(|word| TermWord::whole(word.to_owned(), span.clone())).collect();
        Self { how, ..Self::of(field, words, span.clone()) }
    }

    /// Words that a field was named for.
    pub fn of(field: Field, words: Vec<TermWord>, span: Span) -> Self {
        Self { words, quoted: false, field, tagged: true, how: How::Usual, origin: Origin::Alone, span }
    }

    /// Whether PubMed looks whether it is a name, or part of one: words in all fields, of which none is quoted or
    /// truncated.
    pub fn may_be_in_name(&self) -> bool {
        let is_plain = |word: &TermWord| !word.truncated && !word.wild;
        self.field == Field::All && !self.quoted && self.how == How::Usual && self.words.iter().all(is_plain)
    }

    /// Whether it may be a name by itself: it may be in one, and is no number.
    pub fn may_be_name(&self) -> bool {
        self.may_be_in_name() && self.words.iter().any(|word| word.text.contains(char::is_alphabetic))
    }

    /// The words as they were written.
    pub fn written(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }
}

impl TermWord {
    /// A word that stands for itself.
    pub fn whole(text: String, span: Span) -> Self {
        Self { text, truncated: false, wild: false, span }
    }
}

impl Node {
    /// The bytes from its first part to its last.
    pub fn span(&self) -> Span {
        match self {
            Self::Term(term) => term.span.clone(),
            Self::Dates(dates) => dates.span.clone(),
            Self::And(parts) | Self::Or(parts) => {
                let start = parts.first().map_or(0, |part| part.span().start);
                start..parts.last().map_or(start, |part| part.span().end)
            }
            Self::Not { keep, drop } => keep.span().start..drop.span().end,
        }
    }

    /// How many words and dates it has.
    pub fn words(&self) -> usize {
        let own = |node: &Node| match node {
            Self::Term(term) => term.words.len(),
            Self::Dates(_) => 1,
            Self::And(_) | Self::Or(_) | Self::Not { .. } => 0,
        };
        self.walk().map(own).sum()
    }

    /// How many nodes stand one below the other, at most.
    pub fn depth(&self) -> usize {
        let deepest = |parts: &[Node]| parts.iter().map(Self::depth).max().unwrap_or(0);
        match self {
            Self::Term(_) | Self::Dates(_) => 1,
            Self::And(parts) | Self::Or(parts) => 1 + deepest(parts),
            Self::Not { keep, drop } => 1 + keep.depth().max(drop.depth()),
        }
    }

    /// Every node of the tree, a parent before its parts, in the order of the text.
    pub fn walk(&self) -> Walk<'_> {
        Walk { stack: vec![self], dropped_too: true }
    }

    /// Every node an article that is found may match: the walk without what a NOT takes away.
    pub fn walk_kept(&self) -> Walk<'_> {
        Walk { stack: vec![self], dropped_too: false }
    }
}

/// The iterator of [`Node::walk`] and [`Node::walk_kept`].
#[derive(Debug, Clone)]
pub struct Walk<'n> {
    stack: Vec<&'n Node>,
    dropped_too: bool,
}

impl<'n> Iterator for Walk<'n> {
    type Item = &'n Node;

    fn next(&mut self) -> Option<&'n Node> {
        let node = self.stack.pop()?;
        match node {
            Node::Term(_) | Node::Dates(_) => {}
            Node::And(parts) | Node::Or(parts) => self.stack.extend(parts.iter().rev()),
            Node::Not { keep, drop } => {
                if self.dropped_too {
                    self.stack.push(drop);
                }
                self.stack.push(keep);
            }
        }
        Some(node)
    }
}
