//! Operators and parentheses of PubMed's notation: equal precedence, from left to right.
//!
//! It must not know what a term holds; `terms` reads those.

use crate::query::ast::Node;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::limits::MAX_NESTING;
use crate::query::lines::Earlier;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

use super::errors::{empty, too_deep};
use super::lexer::{Operator, Token, TokenKind};

/// The state of a parse.
pub(super) struct Parser<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    /// The token that is next.
    pub at: usize,
    /// Words and dates read so far.
    pub clauses: usize,
    pub notes: &'t mut Notes,
    /// The lines that may be referred to, of a line of a strategy.
    pub earlier: Option<&'t Earlier>,
    /// What is wrong with what is read so far.
    pub errors: Vec<QueryError>,
}

/// A tree and its depth, so that the bound on depth costs no walk.
pub(super) struct Part {
    pub node: Node,
    pub depth: usize,
}

/// What one level of parentheses holds, as far as it is read.
#[derive(Default)]
struct Chain {
    left: Option<Part>,
    /// The operator that waits for its right side.
    operator: Option<(Operator, Span)>,
    /// Whether OR joined something, and whether AND or NOT did.
    joined: (bool, bool),
    /// The operand just read, if it was several words side by side.
    words: Option<Span>,
}

/// The tree of a query.
///
/// # Errors
/// Tokens that make no query.
pub(super) fn parse(
    text: &str,
    tokens: &[Token],
    earlier: Option<&Earlier>,
    notes: &mut Notes,
) -> Result<Node, QueryError> {
    let mut parser = Parser { text, tokens, at: 0, clauses: 0, notes, earlier, errors: Vec::new() };
    let part = parser.chain(0);
    let mut errors = parser.errors;
    let part = part.unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    if let Some(error) = QueryError::all(errors) {
        return Err(error);
    }
    part.map(|part| part.node).ok_or_else(|| empty(text, "the query has no letter or digit"))
}

/// What is wrong with a text of which some could not be made tokens, all errors together.
pub(super) fn unread(
    text: &str,
    tokens: &[Token],
    mut broken: Vec<QueryError>,
    earlier: Option<&Earlier>,
) -> Option<QueryError> {
    use QueryErrorKind as Kind;
    let is_open = |error: &&QueryError| matches!(error.kind, Kind::UnclosedQuote | Kind::UnclosedTag);
    // What stands behind it may belong to a phrase or to a tag.
    let open = broken.iter().filter(is_open).map(|error| error.span.start).min();
    let sure = tokens.iter().take_while(|token| open.is_none_or(|open| token.span.end <= open)).count();
    let is_sure = |error: &QueryError| {
        let lacks = [Kind::UnclosedParenthesis, Kind::MissingOperand, Kind::EmptyParentheses, Kind::Empty];
        open.is_none() || !lacks.contains(&error.kind)
    };
    if !broken.is_empty()
        && let Err(mut error) = parse(text, &tokens[..sure], earlier, &mut Notes::default())
    {
        broken.extend(std::mem::take(&mut error.others).into_iter().chain([error]).filter(is_sure));
    }
    QueryError::all(broken)
}

impl<'t> Parser<'t> {
    pub(super) fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    /// Operands and operators up to a `)` or the end; nothing if they hold nothing to search for.
    fn chain(&mut self, depth: usize) -> Result<Option<Part>, QueryError> {
        let mut chain = Chain::default();
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Close if depth > 0 => break,
                TokenKind::Close => {
                    if self.earlier.is_some() {
                        let message = "this `)` closes nothing and was passed over, as PubMed does";
                        self.notes.add(NoteKind::Unbalanced, token.span.clone(), message);
                    } else {
                        self.tell(closes_nothing(self.text, token))?;
                    }
                    self.at += 1;
                    if self.peek().is_some_and(|next| next.kind == TokenKind::Tag) {
                        self.at += 1;
                    }
                }
                TokenKind::Operator(operator) => {
                    self.at += 1;
                    if let Err(error) = self.operator(&mut chain, operator, token.span.clone()) {
                        self.tell(error)?;
                    }
                }
                _ => {
                    let (run, start) = (token.kind == TokenKind::Word, self.at);
                    let operand = match self.operand(depth) {
                        Ok(operand) => operand,
                        Err(error) => {
                            self.tell(error)?;
                            Some(self.skip(start))
                        }
                    };
                    if let Some(operand) = operand {
                        let words =
                            (run && matches!(operand.node, Node::And(_))).then(|| operand.node.span());
                        self.join(&mut chain, operand, words)?;
                    }
                }
            }
        }
        if let Some((_, span)) = &chain.operator {
            self.tell(self.missing(span, "right"))?;
        }
        Ok(chain.left)
    }

    fn operand(&mut self, depth: usize) -> Result<Option<Part>, QueryError> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Open => self.parenthesised(depth + 1).map(Some),
            Some(token) if self.is_reference(token) => self.line(token.span.clone()).map(Some),
            _ => self.term(),
        }
    }

    fn operator(&mut self, chain: &mut Chain, operator: Operator, span: Span) -> Result<(), QueryError> {
        if chain.left.is_none() {
            return Err(if operator == Operator::Not {
                leading_not(span)
            } else {
                self.missing(&span, "left")
            });
        }
        match chain.operator.replace((operator, span.clone())) {
            None => {}
            Some((Operator::And, and)) if operator == Operator::Not => {
                self.notes.add(NoteKind::AndNot, and.start..span.end, "AND NOT was read as NOT");
            }
            Some((Operator::Or, or)) if operator == Operator::Not => {
                return Err(QueryError::new(
                    QueryErrorKind::MissingOperand,
                    or.start..span.end,
                    "OR NOT would find almost every article",
                )
                .help("write what to take away last: (a OR b) NOT c"));
            }
            Some((_, earlier)) => return Err(self.missing(&earlier, "right")),
        }
        Ok(())
    }

    /// Adds an operand to the chain; without an operator before it, AND joins it.
    fn join(&mut self, chain: &mut Chain, operand: Part, words: Option<Span>) -> Result<(), QueryError> {
        let Some(left) = chain.left.take() else {
            chain.left = Some(operand);
            chain.words = words;
            return Ok(());
        };
        let waiting = chain.operator.take();
        let (operator, span) = waiting.unwrap_or_else(|| (Operator::And, operand.node.span()));
        if operator == Operator::Or {
            chain.joined.0 = true;
            let side_by_side = chain.words.take().into_iter().chain(words.clone());
            for span in side_by_side.take(1) {
                let message = "words side by side were read together, as if in parentheses with AND";
                self.notes.add(NoteKind::MixedOperators, span, message);
            }
        } else {
            chain.joined.1 = true;
        }
        if chain.joined == (true, true) && !self.notes.has(NoteKind::MixedOperators) {
            let message = "OR and AND or NOT without parentheses were read from left to right";
            self.notes.add(NoteKind::MixedOperators, span.clone(), message);
        }
        let part = combine(left, operator, operand);
        if part.depth > MAX_NESTING {
            return Err(too_deep(span));
        }
        chain.left = Some(part);
        chain.words = words;
        Ok(())
    }

    /// A group and the tag after it; `depth` counts its own parentheses.
    fn parenthesised(&mut self, depth: usize) -> Result<Part, QueryError> {
        let open = self.tokens[self.at].span.clone();
        if depth > MAX_NESTING {
            return Err(too_deep(open));
        }
        let before = self.at.checked_sub(1).map(|at| &self.tokens[at]);
        if before.is_some_and(|before| before.kind == TokenKind::Word && before.span.end == open.start) {
            let message =
                "a parenthesis inside a word groups; put the word between quotes to search it as written";
            self.notes.add(NoteKind::ParenthesisInWord, open.clone(), message);
        }
        self.at += 1;
        let inner = self.chain(depth)?;
        let close = self.peek();
        self.at += usize::from(close.is_some());
        if close.is_none() {
            let error = QueryError::new(
                QueryErrorKind::UnclosedParenthesis,
                open.clone(),
                "the `(` that opens here is not closed",
            );
            if self.earlier.is_none() || inner.is_none() {
                return Err(error.help("close it with `)`, or leave it out"));
            }
            let message = format!("{}; it was closed at the end of the line, as PubMed does", error.message);
            self.notes.add(NoteKind::Unbalanced, open.clone(), message);
        }
        let Some(part) = inner else {
            let span = open.start..close.map_or(open.end, |close| close.span.end);
            return Err(QueryError::new(
                QueryErrorKind::EmptyParentheses,
                span,
                "the parentheses hold nothing to search for",
            )
            .help("write a term between them, or leave them out"));
        };
        match self.tag()? {
            Some((given, tag)) => self.tag_group(part.node, &given, &tag),
            None => Ok(part),
        }
    }

    fn missing(&self, span: &Span, side: &str) -> QueryError {
        let operator = &self.text[span.clone()];
        let message = format!("`{operator}` has nothing to search for on its {side}");
        QueryError::new(QueryErrorKind::MissingOperand, span.clone(), message)
            .help(format!("write a term on both sides, or \"{operator}\" between quotes to search for it"))
    }
}

fn closes_nothing(text: &str, close: &Token) -> QueryError {
    let before = text[..close.span.start].trim_end();
    let help = if before.ends_with(')') {
        "leave it out, or open it with `(` further left: one more is closed here than was opened".to_owned()
    } else {
        let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(before);
        format!("leave it out, or open it with `(` further left, before `{}` at the latest", shown(last))
    };
    QueryError::new(QueryErrorKind::UnexpectedParenthesis, close.span.clone(), "this `)` closes nothing")
        .help(help)
}

fn leading_not(span: Span) -> QueryError {
    QueryError::new(QueryErrorKind::LeadingNot, span, "NOT has nothing before it to take away from")
        .help("write first what to keep: hypoxia NOT review[pt]")
}

/// Two parts under one operator; what is under the same operator already is taken up into it.
pub(super) fn combine(left: Part, operator: Operator, right: Part) -> Part {
    let same = |part: &Part| {
        matches!((&part.node, operator), (Node::And(_), Operator::And) | (Node::Or(_), Operator::Or))
    };
    let inner = |part: &Part| if same(part) { part.depth - 1 } else { part.depth };
    let depth = 1 + inner(&left).max(inner(&right));
    if operator == Operator::Not {
        let node = Node::Not { keep: Box::new(left.node), drop: Box::new(right.node) };
        return Part { node, depth };
    }
    let parts = |part: Part| match part.node {
        Node::And(parts) if operator == Operator::And => parts,
        Node::Or(parts) if operator == Operator::Or => parts,
        node => vec![node],
    };
    let mut all = parts(left);
    all.extend(parts(right));
    // A line that refers to itself is an alternative of nothing.
    if all.len() == 1 {
        let node = all.remove(0);
        return Part { depth: node.depth(), node };
    }
    Part { node: if operator == Operator::And { Node::And(all) } else { Node::Or(all) }, depth }
}
