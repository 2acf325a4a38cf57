//! Expressions become a tree: each gets the fields that stand behind it, or behind the parentheses around it.
//!
//! It must not know tokens.

use super::expr::{Expr, joined, too_deep};
use super::fields::{Fallback, Target};
use super::nearness::{arrange, as_phrase, hoist};
use super::values;
use crate::query::ast::{Arrangement, DateRange, How, Node, QueryKind, Term, TermWord};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::limits::{MAX_CLAUSES, MAX_NESTING};
use crate::query::lines::Earlier;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

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
                self.count(node.words(), &node.span())?;
                node
            }
            Expr::Lines { span, .. } if fields.is_some() => {
                let message = "a field cannot be given to a line";
                return Err(QueryError::new(QueryErrorKind::LineReference, span, message)
                    .help("give it to the words of that line, or leave it out"));
            }
            Expr::Lines { node, span } => {
                self.count(node.words(), &span)?;
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
                return Err(QueryError::new(QueryErrorKind::LineReference, Expr::span_of(&parts), message)
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
        let node = earlier.line(&word.text, &word.span, self.notes)?.clone();
        self.count(node.words(), &word.span)?;
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
            bare(words, self.fallback.commands, span)?;
        }
        if fields.is_none() && !self.notes.has(NoteKind::DefaultField) {
            let shown = shown(&self.text[span.clone()]);
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
fn bare(words: &[TermWord], commands: &[&str], span: &Span) -> Result<(), QueryError> {
    let is_number = |word: &TermWord| word.text.bytes().all(|byte| byte.is_ascii_digit());
    let is_command = |word: &TermWord| commands.iter().any(|name| word.text.eq_ignore_ascii_case(name));
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
    // Initials of authors stand for themselves: only PubMed truncates them.
    let quoted = field.holds_names();
    Ok(Node::Term(Term { quoted, how, ..Term::of(field, words, span.clone()) }))
}
