//! A plan's sets become sets of documents of one segment.
//!
//! It must not know how documents are ranked.

use super::docs::{BoxDocs, Nothing};
use super::generation::field_of;
use super::phrase;
use super::segment::Segment;
use super::sets::{Both, Checked, Either, Without};
use crate::engine::{Clause, EngineError};
use crate::index::{Budget, Column, Days, Filter, Forms, Named, Set, Value};

/// The documents of a set in a segment, deleted ones included.
pub(super) fn documents(segment: &Segment, set: &Set, budget: &Budget) -> Result<BoxDocs, EngineError> {
    match set {
        Set::Text { columns, pattern } => text(segment, columns, &pattern.clause, budget),
        Set::Values(values) => any_value(segment, values, budget),
        Set::Keys(keys) => segment.keyed(keys),
        Set::Days(days) => within(segment, segment.everything(), days),
        Set::And(parts) => {
            let mut sets = Vec::new();
            let mut checks = Vec::new();
            for part in parts {
                match part {
                    // A date is checked on what the others find; that beats walking all dates.
                    Set::Days(days) => checks.push(days),
                    other => sets.push(documents(segment, other, budget)?),
                }
            }
            let both = if sets.is_empty() { segment.everything() } else { Both::of(sets) };
            checks.into_iter().try_fold(both, |set, days| within(segment, set, days))
        }
        Set::Or(parts) => {
            let sets =
                parts.iter().map(|part| documents(segment, part, budget)).collect::<Result<Vec<_>, _>>()?;
            Ok(Either::of(sets, segment.max_doc()))
        }
        Set::Not(keep, drop) => {
            Ok(Without::of(documents(segment, keep, budget)?, documents(segment, drop, budget)?))
        }
    }
}

fn text(
    segment: &Segment,
    columns: &[Column],
    clause: &Clause,
    budget: &Budget,
) -> Result<BoxDocs, EngineError> {
    if clause.is_empty() {
        return Ok(Box::new(Nothing));
    }
    let fields: Vec<_> = columns.iter().map(|&column| field_of(column)).collect();
    if let Clause::Word(shape) = clause
        && let Some(forms) = shape.forms()
    {
        return segment.any_of(&fields, forms, budget);
    }
    if let Clause::Any(alternatives) = clause
        && alternatives
            .iter()
            .any(|alternative| matches!(alternative, Clause::Word(shape) if shape.forms().is_some()))
    {
        // Each by itself: the documents of a truncated word need no positions.
        let sets = alternatives.iter().map(|alternative| text(segment, columns, alternative, budget));
        return Ok(Either::of(sets.collect::<Result<Vec<_>, _>>()?, segment.max_doc()));
    }
    let sets = fields.into_iter().map(|field| phrase::documents(segment, field, clause, budget));
    Ok(Either::of(sets.collect::<Result<Vec<_>, _>>()?, segment.max_doc()))
}

/// More values than these, of one column, are gathered one after the other.
const FEW_VALUES: usize = 8;

fn any_value(segment: &Segment, values: &[Value], budget: &Budget) -> Result<BoxDocs, EngineError> {
    let column = values.first().map(|value| value.column);
    let is_alike = |value: &Value| Some(value.column) == column && !value.is_prefix;
    if let Some(column) = column.filter(|_| values.len() > FEW_VALUES && values.iter().all(is_alike)) {
        let texts: Vec<&str> = values.iter().map(|value| value.text.as_str()).collect();
        return segment.any_value(field_of(column), &texts, budget);
    }
    let one = |value: &Value| {
        let field = field_of(value.column);
        if value.is_prefix {
            segment.any_of(&[field], Forms::Prefix(&value.text), budget)
        } else {
            segment.value(field, &value.text)
        }
    };
    Ok(Either::of(values.iter().map(one).collect::<Result<Vec<_>, _>>()?, segment.max_doc()))
}

fn within(segment: &Segment, set: BoxDocs, days: &Days) -> Result<BoxDocs, EngineError> {
    let range = days.from..=days.to;
    let columns = days.columns.iter().map(|&column| segment.days(column).cloned());
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let is_in =
        move |doc| columns.iter().any(|days| days.get(doc as usize).is_some_and(|day| range.contains(day)));
    Ok(Checked::of(set, is_in))
}

/// Narrows a set by the filters given beside the query.
pub(super) fn narrow(
    segment: &Segment,
    set: BoxDocs,
    filter: &Filter,
    budget: &Budget,
) -> Result<BoxDocs, EngineError> {
    let mut sets = vec![set];
    for list in &filter.lists {
        let any = list.iter().map(|Named { set, .. }| documents(segment, set, budget));
        sets.push(Either::of(any.collect::<Result<_, _>>()?, segment.max_doc()));
    }
    let mut set = Both::of(sets);
    for without in &filter.without {
        set = Without::of(set, documents(segment, without, budget)?);
    }
    match &filter.days {
        None => Ok(set),
        Some(days) => within(segment, set, days),
    }
}
