//! What a line says before its fields are known: a code may stand behind the parentheses around it.
//!
//! It must not know tokens.

use super::fields::{Fallback, Target};
use crate::query::ast::{Arrangement, DateRange, How, Node, QueryKind, Term, TermWord};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::limits::{MAX_CLAUSES, MAX_NESTING};
use crate::query::lines::Earlier;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

use super::values;

/// A part of a line.
#[derive(Debug, Clone)]
pub(in crate::query) enum Expr {
    /// Words next to each other.
    Words {
        words: Vec<TermWord>,
        span: Span,
    },
    /// A bare number: a line of the strategy, or a word where a field is given.
    Number {
        word: TermWord,
    },
    /// Parts near each other.
    Near {
        parts: Vec<Expr>,
        ordered: bool,
        between: u32,
        span: Span,
    },
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>, Box<Expr>),
    /// A part that has its fields.
    In {
        inner: Box<Expr>,
        targets: Vec<Target>,
        span: Span,
    },
    /// What no field changes: a heading.
    Done(Node),
    /// Lines of the strategy.
    Lines {
        node: Node,
        span: Span,
    },
}

/// Gives fields to a line.
pub(in crate::query) struct Resolver<'r> {
    pub text: &'r str,
    pub fallback: &'r Fallback,
    pub earlier: Option<&'r Earlier>,
    pub notes: &'r mut Notes,
    /// Words and dates so far.
    pub clauses: usize,
}

impl Resolver<'_> {
    /// The tree of a whole line.
    ///
    /// # Errors
    /// A line that is not there, a value that its field cannot hold, or more than may be.
    pub fn whole(&mut self, expr: Expr) -> Result<QueryKind, QueryError> {
        let node = self.node(expr, None, 0)?;
        if node.depth() > MAX_NESTING {
            Err(too_deep(0..self.text.len()))
        } else {
            Ok(QueryKind::Boolean(node))
        }
    }

    /// The tree of an expression in the fields around it, if any.
    pub fn node(&mut self, expr: Expr, fields: Option<&[Target]>, depth: usize) -> Result<Node, QueryError> {
        if depth > MAX_NESTING {
            return Err(too_deep(expr.span()));
        }
        let below = depth + 1;
        Ok(match as_phrase(expr) {
            Expr::Done(node) => {
                self.count(node.walk().map(words_of).sum(), &node.span())?;
                node
            }
            Expr::Lines { span, .. } if fields.is_some() => {
                let message = "a field cannot be given to a line";
                return Err(QueryError::new(QueryErrorKind::LineReference, span, message)
                    .help("give it to the words of that line, or leave it out"));
            }
            Expr::Lines { node, span } => {
                self.count(node.walk().map(words_of).sum(), &span)?;
                node
            }
            Expr::In { inner, targets, .. } => self.node(*inner, Some(&targets), depth)?,
            Expr::And(parts) => joined(self.nodes(parts, fields, below)?, false),
            Expr::Or(parts) => joined(self.nodes(parts, fields, below)?, true),
            Expr::Not(keep, drop) => Node::Not {
                keep: Box::new(self.node(*keep, fields, below)?),
                drop: Box::new(self.node(*drop, fields, below)?),
            },
            Expr::Number { word } if fields.is_none() => self.line(&word)?,
            Expr::Number { word } => {
                let span = word.span.clone();
                if self.earlier.is_some_and(|earlier| earlier.has(&word.text)) {
                    let message =
                        format!("`{}` has a field and was read as a word, not as the line", word.text);
                    self.notes.add(NoteKind::LineNumber, span.clone(), message);
                }
                self.words(&[word], &How::Usual, fields, &span)?
            }
            Expr::Words { words, span } => self.words(&words, &How::Usual, fields, &span)?,
            Expr::Near { parts, .. }
                if fields.is_none() && parts.iter().any(|part| matches!(part, Expr::Number { .. })) =>
            {
                let message = "a line cannot stand near another word";
                return Err(QueryError::new(QueryErrorKind::LineReference, as_span(&parts), message)
                    .help("join lines with and, or, not; give a number that is a word its field"));
            }
            Expr::Near { parts, ordered, between, span } => {
                let (parts, hoisted) = hoist(parts, &span)?;
                let mut words = Vec::new();
                let near = Expr::Near { parts, ordered, between, span: span.clone() };
                let how = match arrange(near, &mut words)? {
                    Arrangement::Words(_) => How::Usual,
                    other => How::Arranged(Box::new(other)),
                };
                self.words(&words, &how, hoisted.as_deref().or(fields), &span)?
            }
        })
    }

    fn nodes(
        &mut self,
        parts: Vec<Expr>,
        fields: Option<&[Target]>,
        depth: usize,
    ) -> Result<Vec<Node>, QueryError> {
        parts.into_iter().map(|part| self.node(part, fields, depth)).collect()
    }

    /// The line that a number names.
    fn line(&mut self, word: &TermWord) -> Result<Node, QueryError> {
        let Some(earlier) = self.earlier else {
            let message = format!("`{}` names a line, and there are none", word.text);
            return Err(QueryError::new(QueryErrorKind::LineReference, word.span.clone(), message)
                .help(format!("give a number that is a word its field, as in {}", self.fallback.example)));
        };
        let node = earlier.line(&word.text, &word.span)?.clone();
        self.count(node.walk().map(words_of).sum(), &word.span)?;
        Ok(node)
    }

    /// Words in fields: of several fields, any.
    fn words(
        &mut self,
        words: &[TermWord],
        how: &How,
        fields: Option<&[Target]>,
        span: &Span,
    ) -> Result<Node, QueryError> {
        if fields.is_none() {
            bare(words, span)?;
        }
        if fields.is_none() && !self.notes.has(NoteKind::DefaultField) {
            let shown = crate::query::error::shown(&self.text[span.clone()]);
            let message = format!("`{shown}` names no field and is searched {}", self.fallback.said);
            self.notes.add(NoteKind::DefaultField, span.clone(), message);
        }
        let default = [self.fallback.target];
        let fields = fields.unwrap_or(&default);
        let mut nodes = Vec::with_capacity(fields.len());
        for &target in fields {
            self.count(words.len(), span)?;
            if let Some(missing) = target.field.missing() {
                let message = format!("this matches nothing: litdex does not search {missing}");
                self.notes.add(NoteKind::NotSearched, span.clone(), message);
            }
            let written = words.first().zip(words.last()).map_or("", |(first, last)| {
                self.text.get(first.span.start..last.span.end).unwrap_or_default()
            });
            nodes.push(in_field((words, written), how, target, span)?);
        }
        Ok(joined(nodes, true))
    }

    fn count(&mut self, more: usize, span: &Span) -> Result<(), QueryError> {
        self.clauses += more;
        if self.clauses <= MAX_CLAUSES {
            return Ok(());
        }
        let message = format!("the query has more than {MAX_CLAUSES} words and dates");
        Err(QueryError::new(QueryErrorKind::TooMany, span.clone(), message)
            .help("split it into several lines"))
    }
}

/// Words without a field must not be a command or numbers of lines.
fn bare(words: &[TermWord], span: &Span) -> Result<(), QueryError> {
    const COMMANDS: [&str; 6] = ["limit", "use", "from", "keep", "remove", "save"];
    let is_number = |word: &TermWord| word.text.bytes().all(|byte| byte.is_ascii_digit());
    let is_command = |word: &TermWord| COMMANDS.iter().any(|name| word.text.eq_ignore_ascii_case(name));
    let [first, rest @ ..] = words else { return Ok(()) };
    let (kind, message) = if is_command(first)
        || is_number(first) && rest.first().is_some_and(|next| is_command(next) || next.text == "to")
    {
        (QueryErrorKind::UnsupportedTag, format!("`{}` is a command that is not read here", first.text))
    } else if is_number(first) && (rest.iter().any(is_number) || rest.is_empty()) {
        (QueryErrorKind::LineReference, format!("`{}` is no line before this one", first.text))
    } else {
        return Ok(());
    };
    Err(QueryError::new(kind, span.clone(), message)
        .help("give words that are meant as words a field, or join lines with and, or, not"))
}

/// Words in one field.
fn in_field(
    (words, written): (&[TermWord], &str),
    how: &How,
    target: Target,
    span: &Span,
) -> Result<Node, QueryError> {
    let field = target.field;
    if field.is_date() {
        let (from, to) = values::dates(written, span)?;
        return Ok(Node::Dates(DateRange { from, to, field, span: span.clone() }));
    }
    let how = match how {
        How::Usual => target.how(),
        // A proximity is of words: a whole value has none.
        How::Arranged(_) if !field.holds_text() => {
            let name = field.label();
            let message = format!(
                "the field {name} holds whole values: words near each other cannot be asked for in it"
            );
            return Err(QueryError::new(QueryErrorKind::UnsupportedTag, span.clone(), message)
                .help("write the value, or name a field of text"));
        }
        other => other.clone(),
    };
    let words = values::canonical(field, words, span)?;
    // Initials of authors stand for themselves in Ovid.
    let quoted = field.holds_names();
    Ok(Node::Term(Term { words, quoted, field, tagged: true, how, span: span.clone() }))
}

impl Expr {
    /// The bytes from its first part to its last.
    pub fn span(&self) -> Span {
        let over = |first: &Expr, last: &Expr| first.span().start..last.span().end;
        match self {
            Self::Words { span, .. }
            | Self::Near { span, .. }
            | Self::In { span, .. }
            | Self::Lines { span, .. } => span.clone(),
            Self::Number { word } => word.span.clone(),
            Self::And(parts) | Self::Or(parts) => match (parts.first(), parts.last()) {
                (Some(first), Some(last)) => over(first, last),
                _ => 0..0,
            },
            Self::Not(keep, drop) => over(keep, drop),
            Self::Done(node) => node.span(),
        }
    }
}

fn as_span(parts: &[Expr]) -> Span {
    let start = parts.first().map_or(0, |part| part.span().start);
    start..parts.last().map_or(start, |part| part.span().end)
}

fn words_of(node: &Node) -> usize {
    match node {
        Node::Term(term) => term.words.len(),
        Node::Dates(_) => 1,
        Node::And(_) | Node::Or(_) | Node::Not { .. } => 0,
    }
}

/// Several nodes as one; what is joined alike becomes one list.
pub(in crate::query) fn joined(nodes: Vec<Node>, is_or: bool) -> Node {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match (node, is_or) {
            (Node::Or(parts), true) | (Node::And(parts), false) => flat.extend(parts),
            (node, _) => flat.push(node),
        }
    }
    match flat.len() {
        1 => flat.remove(0),
        _ if is_or => Node::Or(flat),
        _ => Node::And(flat),
    }
}

pub(in crate::query) fn too_deep(span: Span) -> QueryError {
    let message = format!("the query nests more than {MAX_NESTING} levels deep here");
    QueryError::new(QueryErrorKind::TooDeep, span, message).help("write parts of it as lines of their own")
}

/// Takes the fields off the parts of a proximity, where all that have some have the same: `lung adj3 cancer.tw.`
fn hoist(parts: Vec<Expr>, span: &Span) -> Result<(Vec<Expr>, Option<Vec<Target>>), QueryError> {
    let mut common: Option<Vec<Target>> = None;
    let mut bare = Vec::with_capacity(parts.len());
    for part in parts {
        let Expr::In { inner, targets, .. } = part else {
            bare.push(part);
            continue;
        };
        if common.as_ref().is_some_and(|common| *common != targets) {
            let message = "words of different fields cannot stand near each other";
            return Err(QueryError::new(QueryErrorKind::UnsupportedTag, span.clone(), message)
                .help("write one field behind all of it, in parentheses"));
        }
        common = Some(targets);
        bare.push(*inner);
    }
    Ok((bare, common))
}

/// Words that are said to be next to each other are a phrase, and matched like one.
fn as_phrase(expr: Expr) -> Expr {
    let Expr::Near { parts, ordered: true, between: 0, span } = expr else { return expr };
    let parts: Vec<Expr> = parts.into_iter().map(as_phrase).collect();
    let is_word = |part: &Expr| matches!(part, Expr::Words { .. } | Expr::Number { .. });
    if !parts.iter().all(is_word) {
        return Expr::Near { parts, ordered: true, between: 0, span };
    }
    let words = parts.into_iter().flat_map(|part| match part {
        Expr::Words { words, .. } => words,
        Expr::Number { word } => vec![word],
        _ => Vec::new(),
    });
    Expr::Words { words: words.collect(), span }
}

/// The arrangement of an expression whose words are added to `words`.
fn arrange(expr: Expr, words: &mut Vec<TermWord>) -> Result<Arrangement, QueryError> {
    let mut all = |parts: Vec<Expr>| {
        parts.into_iter().map(|part| arrange(part, words)).collect::<Result<Vec<_>, QueryError>>()
    };
    Ok(match as_phrase(expr) {
        Expr::Words { words: own, .. } => {
            let start = words.len();
            words.extend(own);
            Arrangement::Words(start..words.len())
        }
        Expr::Number { word } => {
            words.push(word);
            Arrangement::Words(words.len() - 1..words.len())
        }
        Expr::Or(parts) => Arrangement::Any(all(parts)?),
        Expr::Near { parts, ordered, between, .. } => {
            Arrangement::Near { parts: all(parts)?, ordered, between }
        }
        other => {
            let message = "this cannot stand near another word";
            return Err(QueryError::new(QueryErrorKind::MissingOperand, other.span(), message)
                .help("words, phrases, and groups of them with `or` can; join the rest with `and`"));
        }
    })
}
