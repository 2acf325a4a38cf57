//! The lines of a strategy with those they refer to named, not put in.
//!
//! It must not know what is made of them.

use super::{Strategy, has_tag, read_in};
use crate::query::ast::{Node, Query};
use crate::query::references::{is_same, reference, written_out};

impl Strategy {
    /// Every line that could be read, as it is written: what it refers to is a [`reference()`] with the place of
    /// the line.
    pub(crate) fn referring(&self) -> Vec<Option<Query>> {
        let named = |at: usize, query: &Query| Some(reference(at, has_tag(query)));
        let lines = read_in(self.syntax, &self.numbered, &self.text, &named);
        lines
            .into_iter()
            .zip(&self.lines)
            .map(|(named, line)| named.query.ok().filter(|_| line.query.is_ok()))
            .collect()
    }

    /// The same, with lines put in where naming them would change what is meant: a field may be given to lines.
    pub(crate) fn referring_alike(&self) -> Vec<Option<Query>> {
        let trees: Vec<Option<Node>> =
            self.lines.iter().map(|line| line.query.as_ref().ok().and_then(Query::tree).cloned()).collect();
        let is_alike = |named: &Query, tree: Option<&Node>| {
            let put_in = named.tree().and_then(|named| written_out(named, &trees));
            put_in.zip(tree).is_some_and(|(named, tree)| is_same(&named, tree))
        };
        let one = |((named, line), tree): ((Option<Query>, &super::StrategyLine), &Option<Node>)| {
            let whole = line.query.as_ref().ok();
            named.filter(|named| is_alike(named, tree.as_ref())).or_else(|| whole.cloned())
        };
        self.referring().into_iter().zip(&self.lines).zip(&trees).map(one).collect()
    }
}
