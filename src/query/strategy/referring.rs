//! The lines of a strategy with those they refer to named, not written out.
//!
//! It must not know what is made of them.

use super::{Strategy, has_tag};
use crate::query::ast::{Node, Query, QueryKind};
use crate::query::error::QueryErrorKind;
use crate::query::lines::Earlier;
use crate::query::references::{is_same, reference, written_out};
use crate::query::{Syntax, cochrane, ovid, pubmed};

impl Strategy {
    /// Every line that could be read, with the lines it refers to named by their places in the strategy. A line whose
    /// meaning that would change, for a field is given to lines, has them written out.
    pub(crate) fn referring(&self) -> Vec<Option<Query>> {
        let mut earlier = Earlier::default();
        let mut nodes: Vec<Option<Node>> = Vec::with_capacity(self.lines.len());
        let mut referring = Vec::with_capacity(self.lines.len());
        for (at, line) in self.lines.iter().enumerate() {
            let whole = line.query.as_ref().ok();
            earlier.own = Some(line.number);
            let node = whole.and_then(tree);
            let again = whole.and_then(|whole| match self.syntax {
                Syntax::Ovid => ovid::parse(&line.text, Some(&earlier)).ok(),
                Syntax::Cochrane => cochrane::parse(&line.text, Some(&earlier)).ok(),
                Syntax::Shown | Syntax::PubMed | Syntax::Plain => {
                    { pubmed::parse_line(&line.text, &earlier).ok() }.filter(|_| tree(whole).is_some())
                }
            });
            let is_sound = |again: &Query| {
                let put_in = tree(again).and_then(|again| written_out(&again, &nodes));
                put_in.zip(node.as_ref()).is_some_and(|(again, node)| is_same(&again, node))
            };
            referring.push(again.filter(is_sound).or_else(|| whole.cloned()));
            earlier.are_numbered &= line.is_numbered;
            earlier.is_foreign |=
                line.query.as_ref().is_err_and(|error| error.kind == QueryErrorKind::Dialect);
            earlier.has_tag |= whole.is_some_and(has_tag);
            earlier.add(line.number, node.as_ref().map(|_| reference(at)));
            nodes.push(node);
        }
        referring
    }
}

fn tree(query: &Query) -> Option<Node> {
    match &query.kind {
        QueryKind::Boolean(node) => Some(node.clone()),
        QueryKind::Plain(_) | QueryKind::Everything => None,
    }
}
