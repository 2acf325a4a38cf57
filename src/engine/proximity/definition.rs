//! For tests: what a clause means, written down as it stands and tried on every choice; and clauses and
//! texts made at random.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Clause, Near, Shape, Span};
use crate::text::Wild;

/// A text: the forms at each position; none in a gap.
pub(crate) type Text = Vec<Vec<String>>;

pub(crate) fn fits(shape: &Shape, forms: &[String]) -> bool {
    forms.iter().any(|form| shape.fits(form))
}

/// The definition: every choice of one span of each operand is tried.
pub(crate) fn defined(clause: &Clause, text: &Text) -> BTreeSet<Span> {
    match clause {
        Clause::Word(shape) => {
            let at = (0..text.len()).filter(|&at| fits(shape, &text[at])).map(|at| at as u32);
            at.map(|start| Span { start, end: start + 1 }).collect()
        }
        Clause::Any(alternatives) => {
            alternatives.iter().flat_map(|alternative| defined(alternative, text)).collect()
        }
        Clause::Near(near) => {
            let operands: Vec<Vec<Span>> =
                near.operands.iter().map(|operand| defined(operand, text).into_iter().collect()).collect();
            let mut found = BTreeSet::new();
            choices(near, &operands, &mut Vec::new(), &mut found);
            found
        }
    }
}

fn choices(near: &Near, operands: &[Vec<Span>], chosen: &mut Vec<Span>, found: &mut BTreeSet<Span>) {
    if let Some(spans) = operands.get(chosen.len()) {
        for &span in spans {
            chosen.push(span);
            choices(near, operands, chosen, found);
            chosen.pop();
        }
        return;
    }
    let mut sorted = chosen.clone();
    sorted.sort_unstable();
    let apart = sorted.windows(2).all(|pair| pair[0].end <= pair[1].start);
    let in_order = !near.ordered || sorted == *chosen;
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return };
    let covered: u32 = sorted.iter().map(|span| span.end - span.start).sum();
    if apart && in_order && last.end - first.start - covered.min(last.end - first.start) <= near.budget {
        found.insert(Span { start: first.start, end: last.end });
    }
}

pub(crate) fn word(word: &str) -> Clause {
    Clause::Word(match word.strip_suffix('*') {
        _ if word.contains(['#', '?']) => Shape::Wild(Wild::new(word).unwrap()),
        Some(prefix) => Shape::Prefix(prefix.into()),
        None => Shape::Word(word.into()),
    })
}

pub(crate) fn near(ordered: bool, budget: u32, operands: Vec<Clause>) -> Clause {
    Clause::Near(Near { operands, ordered, budget })
}

pub(crate) fn any_shape() -> impl Strategy<Value = Clause> {
    prop::sample::select(vec!["a", "b", "c", "ab", "a*", "b*", "a#", "a?"]).prop_map(word)
}

pub(crate) fn any_clause() -> impl Strategy<Value = Clause> {
    any_shape().prop_recursive(3, 10, 3, |inner| {
        let several = prop::collection::vec(inner, 1..4);
        prop_oneof![
            several.clone().prop_map(Clause::any),
            several.clone().prop_map(Clause::phrase),
            (several, any::<bool>(), 0_u32..6)
                .prop_map(|(operands, ordered, budget)| near(ordered, budget, operands)),
        ]
    })
}

pub(crate) fn any_text() -> impl Strategy<Value = Text> {
    let form = prop::sample::select(vec!["a", "b", "c", "ab", "x"]).prop_map(str::to_owned);
    prop::collection::vec(prop::collection::vec(form, 0..3), 0..9)
}
