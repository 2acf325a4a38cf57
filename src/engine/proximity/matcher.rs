//! The matcher: a clause made ready to be looked for in many texts, one after the other.

use std::collections::{HashMap, HashSet};

use super::join::Join;
use super::{Positions, Span};
use crate::index::Exhausted;
use crate::index::{Clause, Near, ProximityError, Shape};

/// How leaves are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaves {
    /// A word has one leaf, however often it stands in the clause.
    Shared,
    /// Each of several alternatives has leaves of its own, so that each can walk its documents alone.
    Apart,
}

/// A clause to be looked for. Its buffers are kept from one text to the next.
pub(crate) struct Matcher {
    root: Node,
    lists: Lists,
    found: Vec<Span>,
}

/// What a text must have for a clause to occur in it at all, by leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Needs {
    Leaf(usize),
    All(Vec<Needs>),
    Any(Vec<Needs>),
}

/// The parts of a clause.
enum Node {
    Leaf(usize),
    Any(Vec<Node>, Vec<Span>),
    Row(Row),
    Near(Vec<Node>, Join),
}

/// Words one after the other: the usual phrase.
struct Row {
    /// Leaves and how far behind the first word they stand.
    words: Vec<(usize, u32)>,
    starts: Vec<u32>,
}

/// The positions of the leaves in the present text, read when first needed.
struct Lists {
    positions: Vec<Vec<u32>>,
    is_read: Vec<bool>,
}

/// The lists with what fills them.
struct Reader<'r, P> {
    lists: &'r mut Lists,
    source: &'r mut P,
}

impl<P: Positions> Reader<'_, P> {
    fn positions(&mut self, leaf: usize) -> Result<&[u32], Exhausted> {
        let list = &mut self.lists.positions[leaf];
        if !std::mem::replace(&mut self.lists.is_read[leaf], true) {
            self.source.read(leaf, list)?;
        }
        Ok(list)
    }
}

impl Matcher {
    /// Makes a clause ready; and its leaves, in the order they are numbered.
    pub fn of(clause: &Clause, leaves: Leaves) -> Result<(Self, Vec<&Shape>), ProximityError> {
        let mut builder = Builder { leaves, shapes: Vec::new(), known: HashMap::new() };
        let root = builder.node(clause)?;
        let count = builder.shapes.len();
        let lists = Lists { positions: vec![Vec::new(); count], is_read: vec![false; count] };
        Ok((Self { root, lists, found: Vec::new() }, builder.shapes))
    }

    /// Says what the leaves cost to read: of the words of a phrase the cheapest are read first, so that the
    /// others need not be where these rule it out.
    pub fn order_by(&mut self, cost: impl Fn(usize) -> u32) {
        self.root.order_by(&cost);
    }

    /// What a text must have at all.
    pub fn needs(&self) -> Needs {
        self.root.needs()
    }

    /// Whether the clause occurs in a text; it stops at the first place.
    pub fn occurs(&mut self, source: &mut impl Positions) -> Result<bool, Exhausted> {
        self.find(source, true).map(|found| !found.is_empty())
    }

    /// All spans at which the clause occurs in a text, rising, each once.
    pub fn spans(&mut self, source: &mut impl Positions) -> Result<&[Span], Exhausted> {
        self.find(source, false)
    }

    fn find(&mut self, source: &mut impl Positions, first_only: bool) -> Result<&[Span], Exhausted> {
        self.lists.is_read.fill(false);
        self.found.clear();
        let mut reader = Reader { lists: &mut self.lists, source };
        self.root.find(&mut reader, first_only, &mut self.found)?;
        Ok(&self.found)
    }
}

impl Node {
    /// Adds the spans of the part to `out`, which is empty: rising, each once; or at least one
    /// where one is enough.
    fn find<P: Positions>(
        &mut self,
        reader: &mut Reader<'_, P>,
        first_only: bool,
        out: &mut Vec<Span>,
    ) -> Result<(), Exhausted> {
        match self {
            Self::Leaf(leaf) => {
                let positions = reader.positions(*leaf)?;
                let most = if first_only { 1 } else { positions.len() };
                out.extend(
                    positions.iter().take(most).map(|&at| Span { start: at, end: at.saturating_add(1) }),
                );
            }
            Self::Any(alternatives, part) => {
                for alternative in alternatives {
                    part.clear();
                    alternative.find(reader, first_only, part)?;
                    out.extend_from_slice(part);
                    if first_only && !out.is_empty() {
                        return Ok(());
                    }
                }
                out.sort_unstable();
                out.dedup();
            }
            Self::Row(row) => row.find(reader, out)?,
            Self::Near(operands, join) => {
                for (operand, spans) in operands.iter_mut().zip(&mut join.spans) {
                    spans.clear();
                    operand.find(reader, false, spans)?;
                    if spans.is_empty() {
                        return Ok(());
                    }
                }
                join.find(reader.source, first_only, out)?;
            }
        }
        Ok(())
    }

    fn needs(&self) -> Needs {
        match self {
            Self::Leaf(leaf) => Needs::Leaf(*leaf),
            Self::Any(parts, _) => Needs::Any(parts.iter().map(Self::needs).collect()),
            Self::Row(row) => Needs::all(row.words.iter().map(|&(leaf, _)| Needs::Leaf(leaf))),
            Self::Near(operands, _) => Needs::all(operands.iter().map(Self::needs)),
        }
    }

    fn order_by(&mut self, cost: &impl Fn(usize) -> u32) {
        match self {
            Self::Leaf(_) => {}
            Self::Any(parts, _) => parts.iter_mut().for_each(|part| part.order_by(cost)),
            Self::Near(parts, _) => parts.iter_mut().for_each(|part| part.order_by(cost)),
            Self::Row(row) => row.words.sort_by_key(|&(leaf, _)| cost(leaf)),
        }
    }
}

impl Needs {
    /// All of some needs, each leaf once.
    fn all(parts: impl Iterator<Item = Needs>) -> Self {
        let mut all = Vec::new();
        let mut known = HashSet::new();
        for part in parts {
            let inner = if let Self::All(inner) = part { inner } else { vec![part] };
            all.extend(inner.into_iter().filter(|part| match part {
                Self::Leaf(leaf) => known.insert(*leaf),
                _ => true,
            }));
        }
        Self::All(all)
    }
}

impl Row {
    fn find<P: Positions>(
        &mut self,
        reader: &mut Reader<'_, P>,
        out: &mut Vec<Span>,
    ) -> Result<(), Exhausted> {
        for (at, &(leaf, offset)) in self.words.iter().enumerate() {
            let positions = reader.positions(leaf)?;
            if at == 0 {
                self.starts.clear();
                self.starts.extend(positions.iter().filter_map(|position| position.checked_sub(offset)));
            } else {
                keep_followed(&mut self.starts, positions, offset);
            }
            if self.starts.is_empty() {
                return Ok(());
            }
        }
        let length = self.words.len() as u32;
        out.extend(self.starts.iter().map(|&start| Span { start, end: start.saturating_add(length) }));
        Ok(())
    }
}

/// Keeps those starts that a position follows at a distance; both lists rise.
fn keep_followed(starts: &mut Vec<u32>, positions: &[u32], distance: u32) {
    let mut at = 0;
    starts.retain(|start| {
        let wanted = start.saturating_add(distance);
        while at < positions.len() && positions[at] < wanted {
            at += 1;
        }
        positions.get(at) == Some(&wanted)
    });
}

/// Turns clauses into nodes and numbers their words.
struct Builder<'c> {
    leaves: Leaves,
    shapes: Vec<&'c Shape>,
    known: HashMap<&'c Shape, usize>,
}

impl<'c> Builder<'c> {
    // The parser bounds how deep a clause is, so recursion is bounded too.
    fn node(&mut self, clause: &'c Clause) -> Result<Node, ProximityError> {
        match clause {
            Clause::Word(shape) => Ok(Node::Leaf(self.leaf(shape))),
            Clause::Any(alternatives) => {
                let nodes = alternatives.iter().map(|alternative| self.alternative(alternative));
                Ok(Node::Any(nodes.collect::<Result<_, _>>()?, Vec::new()))
            }
            Clause::Near(near) => self.near(near),
        }
    }

    fn leaf(&mut self, shape: &'c Shape) -> usize {
        *self.known.entry(shape).or_insert_with(|| {
            self.shapes.push(shape);
            self.shapes.len() - 1
        })
    }

    fn alternative(&mut self, clause: &'c Clause) -> Result<Node, ProximityError> {
        if self.leaves == Leaves::Shared {
            return self.node(clause);
        }
        let outside = std::mem::take(&mut self.known);
        let node = self.node(clause);
        self.known = outside;
        node
    }

    fn near(&mut self, near: &'c Near) -> Result<Node, ProximityError> {
        near.check()?;
        let mut nodes =
            near.operands.iter().map(|operand| self.node(operand)).collect::<Result<Vec<_>, _>>()?;
        match nodes.len() {
            // Of no operands none can be chosen.
            0 => return Ok(Node::Any(nodes, Vec::new())),
            1 => return Ok(nodes.remove(0)),
            _ => {}
        }
        let leaf = |node: &Node| if let Node::Leaf(leaf) = node { Some(*leaf) } else { None };
        if near.ordered && near.budget == 0 {
            let row: Option<Vec<usize>> = nodes.iter().map(leaf).collect();
            if let Some(row) = row {
                return Ok(Node::Row(Row { words: row.into_iter().zip(0..).collect(), starts: Vec::new() }));
            }
        }
        Ok(Node::Near(nodes, Join::of(near)))
    }
}
