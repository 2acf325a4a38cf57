//! What a line says before its fields are known: a code may stand behind the parentheses around it.
//!
//! It must not know tokens.

use super::fields::Target;
use crate::query::ast::{Node, TermWord};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::limits::MAX_NESTING;
use crate::query::span::Span;

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

impl Expr {
    /// The bytes from its first part to its last.
    pub fn span(&self) -> Span {
        match self {
            Self::Words { span, .. }
            | Self::Near { span, .. }
            | Self::In { span, .. }
            | Self::Lines { span, .. } => span.clone(),
            Self::Number { word } => word.span.clone(),
            Self::And(parts) | Self::Or(parts) => Self::span_of(parts),
            Self::Not(keep, drop) => keep.span().start..drop.span().end,
            Self::Done(node) => node.span(),
        }
    }

    /// The bytes from the first of some parts to the last.
    pub fn span_of(parts: &[Expr]) -> Span {
        let start = parts.first().map_or(0, |part| part.span().start);
        start..parts.last().map_or(start, |part| part.span().end)
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
