//! A strategy as it is checked: the tree of each line as written, its groups, and which lines refer to which.
//!
//! It must not know what is looked for.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::diagnostic::is_remark;
use super::members::{Alternative, Group, Member, groups};
use crate::query::ast::{Node, Query};
use crate::query::notes::Note;
use crate::query::references::line_of;
use crate::query::strategy::{Strategy, StrategyLine};

/// A strategy and what its lines are made of.
pub(crate) struct Outline<'s> {
    /// The strategy.
    pub strategy: &'s Strategy,
    /// The tree of each line that could be read.
    pub nodes: Vec<Option<&'s Node>>,
    /// What was noted when it was read.
    pub notes: Vec<&'s [Note]>,
    /// The groups of each line.
    pub groups: Vec<Vec<Group<'s>>>,
    /// The lines that each line refers to, as often as it does.
    pub refers: Vec<Vec<usize>>,
    /// The lines that refer to each.
    pub used_by: Vec<Vec<usize>>,
    /// The lines that each finds all of because it is an OR with them, itself included.
    holds: Vec<BTreeSet<usize>>,
    /// The lines that hold all that each finds because it narrows them, itself included.
    within: Vec<BTreeSet<usize>>,
    /// The terms of lines that join others, gathered once.
    joined: RefCell<HashMap<usize, Rc<[Member<'s>]>>>,
    /// How many more may be gathered: hostile lines could double them each.
    room: Cell<usize>,
}

/// Members that are gathered in all groups together.
const ROOM: usize = 200_000;

impl<'s> Outline<'s> {
    /// The outline of a strategy, of its lines as they are written.
    pub fn new(strategy: &'s Strategy, written: &'s [Option<Query>]) -> Self {
        let nodes: Vec<Option<&Node>> =
            written.iter().map(|query| query.as_ref().and_then(Query::tree)).collect();
        let mut outline = Self {
            strategy,
            notes: written.iter().map(|query| query.as_ref().map_or(&[][..], Query::notes)).collect(),
            nodes: Vec::new(),
            groups: Vec::with_capacity(nodes.len()),
            refers: Vec::with_capacity(nodes.len()),
            used_by: vec![Vec::new(); nodes.len()],
            holds: Vec::with_capacity(nodes.len()),
            within: Vec::with_capacity(nodes.len()),
            joined: RefCell::new(HashMap::new()),
            room: Cell::new(ROOM),
        };
        for (at, &node) in nodes.iter().enumerate() {
            outline.groups.push(node.map_or_else(Vec::new, |node| groups(at, node)));
            let refers: Vec<usize> = node.into_iter().flat_map(Node::walk).filter_map(place_of).collect();
            for &other in refers.iter().collect::<BTreeSet<_>>() {
                if let Some(used_by) = outline.used_by.get_mut(other) {
                    used_by.push(at);
                }
            }
            let (holds, within) = (outline.joins(at, node), outline.narrows(at, node));
            outline.refers.push(refers);
            outline.holds.push(holds);
            outline.within.push(within);
        }
        outline.nodes = nodes;
        outline
    }

    fn joins(&self, at: usize, node: Option<&Node>) -> BTreeSet<usize> {
        let parts = match node {
            Some(Node::Or(parts)) => parts.as_slice(),
            Some(node) => std::slice::from_ref(node),
            None => &[],
        };
        let lines = parts.iter().filter_map(place_of);
        lines.filter_map(|line| self.holds.get(line)).flatten().copied().chain([at]).collect()
    }

    fn narrows(&self, at: usize, node: Option<&Node>) -> BTreeSet<usize> {
        let mut parts: Vec<&Node> = Vec::new();
        let mut next = node;
        while let Some(node) = next.take() {
            match node {
                Node::And(nodes) => parts.extend(nodes),
                Node::Not { keep, .. } => next = Some(keep),
                other => parts.push(other),
            }
        }
        let lines = parts.into_iter().filter_map(place_of);
        lines.filter_map(|line| self.within.get(line)).flatten().copied().chain([at]).collect()
    }

    /// A line by its place.
    pub fn line(&self, at: usize) -> &'s StrategyLine {
        &self.strategy.lines()[at]
    }

    /// Whether all that one line finds another finds too, whatever there is.
    pub fn is_within(&self, one: usize, other: usize) -> bool {
        let (Some(within), Some(holds)) = (self.within.get(one), self.holds.get(other)) else { return false };
        !within.is_disjoint(holds)
    }

    /// The last line that is one and no remark.
    pub fn last(&self) -> Option<usize> {
        self.strategy.lines().iter().rposition(|line| !is_remark(line))
    }

    /// The line that a group is joined into by OR, as far as that goes; its own, or none where it is but a part of it.
    pub fn top(&self, group: &Group<'_>) -> Option<usize> {
        if !group.is_whole {
            return None;
        }
        let mut top = group.line;
        while let Some(&next) = self.used_by.get(top).and_then(|used_by| {
            used_by.iter().find(|next| self.nodes[**next].is_some_and(|node| is_or_with(node, top)))
        }) {
            top = next;
        }
        Some(top)
    }

    /// The terms that are alternatives of a line, those of the lines that it joins by OR included.
    pub fn alternatives(&self, line: usize) -> Rc<[Member<'s>]> {
        if let Some(known) = self.joined.borrow().get(&line) {
            return known.clone();
        }
        let mut members = Vec::new();
        for &held in self.holds.get(line).into_iter().flatten() {
            let whole = self.groups[held].iter().filter(|group| group.is_whole);
            members.extend(whole.flat_map(Group::members).cloned());
            if members.len() > self.room.get() {
                members.truncate(self.room.get());
                break;
            }
        }
        self.room.set(self.room.get() - members.len());
        let members: Rc<[Member<'s>]> = members.into();
        self.joined.borrow_mut().insert(line, members.clone());
        members
    }

    /// The terms that are alternatives to those of a group, wherever OR joins them.
    pub fn beside(&self, group: &Group<'s>) -> Rc<[Member<'s>]> {
        match self.top(group) {
            Some(top) => self.alternatives(top),
            None => group.members().cloned().collect(),
        }
    }

    /// Whether a line is an alternative of another.
    pub fn is_joined(&self, line: usize) -> bool {
        self.used_by[line].iter().any(|user| self.nodes[*user].is_some_and(|node| is_or_with(node, line)))
    }

    /// Whether a line behind one, or that line itself, could not be read: nobody knows what it refers to.
    pub fn is_broken_from(&self, line: usize) -> bool {
        self.nodes[line..].iter().any(Option::is_none)
    }

    /// Whether a line is terms and lines of terms joined by OR, and nothing else.
    pub fn is_only_terms(&self, line: usize) -> bool {
        let is_whole = |at: &usize| {
            let whole = self.groups[*at].iter().find(|group| group.is_whole);
            let other = |group: &Group<'_>| {
                group.alternatives.iter().any(|alternative| matches!(alternative, Alternative::Other(_)))
            };
            whole.is_some_and(|group| !other(group))
        };
        self.holds.get(line).is_some_and(|holds| holds.iter().all(is_whole))
    }

    /// A part of a line's tree as a query, with the lines it refers to put in.
    pub fn query(&self, line: usize, node: &Node) -> Option<Query> {
        let query = self.line(line).query.as_ref().ok()?;
        let mut node = node.clone();
        self.put_in(&mut node);
        Some(query.part(&node))
    }

    fn put_in(&self, node: &mut Node) {
        if let Some(line) = place_of(node) {
            if let Some(Ok(query)) = self.strategy.lines().get(line).map(|line| &line.query)
                && let Some(tree) = query.tree()
            {
                *node = tree.clone();
            }
            return;
        }
        match node {
            Node::And(parts) | Node::Or(parts) => parts.iter_mut().for_each(|part| self.put_in(part)),
            Node::Not { keep, drop } => {
                self.put_in(keep);
                self.put_in(drop);
            }
            _ => {}
        }
    }
}

/// The place of the line that a part stands for.
pub(crate) fn place_of(node: &Node) -> Option<usize> {
    match node {
        Node::Term(term) => line_of(term),
        _ => None,
    }
}

fn is_or_with(node: &Node, line: usize) -> bool {
    match node {
        Node::Or(parts) => parts.iter().any(|part| place_of(part) == Some(line)),
        other => place_of(other) == Some(line),
    }
}
