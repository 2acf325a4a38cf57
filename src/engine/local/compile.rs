//! A query's tree becomes sets of documents of one segment.
//!
//! It must not know how documents are ranked.

use tantivy::schema::Field as Column;

use super::LocalSnapshot;
use super::abstracts::AbstractDocs;
use super::docs::{Both, BoxDocs, Checked, Either, Nothing, Without};
use super::phrase::documents;
use super::segment::Segment;
use super::values::{self, Value};
use crate::engine::{EngineError, Operand, Shape, Terms};
use crate::model::{Field, PartialDate};
use crate::query::{DateRange, Filters, Node, Term};

/// A tree whose terms were analysed, ready for every segment.
pub(super) enum Plan {
    Text { fields: Vec<Column>, operands: Vec<Operand> },
    Abstract { operands: Vec<Operand> },
    Values(Vec<Value>),
    Dates { from: u32, to: u32 },
    And(Vec<Plan>),
    Or(Vec<Plan>),
    Not(Box<Plan>, Box<Plan>),
}

impl Plan {
    /// Analyses a tree.
    pub fn of(node: &Node, terms: &mut Terms, snapshot: &LocalSnapshot) -> Result<Self, EngineError> {
        // The parser bounds the depth of the tree, so recursion is bounded too.
        let several = |nodes: &[Node], terms: &mut Terms| {
            nodes.iter().map(|node| Self::of(node, terms, snapshot)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match node {
            Node::Term(term) => Self::term(term, terms, snapshot)?,
            Node::Dates(range) => Self::dates(range),
            Node::And(nodes) => Self::And(several(nodes, terms)?),
            Node::Or(nodes) => Self::Or(several(nodes, terms)?),
            Node::Not { keep, drop } => Self::Not(
                Box::new(Self::of(keep, terms, snapshot)?),
                Box::new(Self::of(drop, terms, snapshot)?),
            ),
        })
    }

    fn dates(range: &DateRange) -> Self {
        let from = range.from.map_or(1, PartialDate::first_day);
        let to = range.to.map_or(u32::MAX, PartialDate::last_day);
        Self::Dates { from, to }
    }

    fn term(term: &Term, terms: &mut Terms, snapshot: &LocalSnapshot) -> Result<Self, EngineError> {
        let fields = &snapshot.generation().fields;
        if let Some(values) = values::of(term, snapshot)? {
            return Ok(Self::Values(values));
        }
        let operands = terms.pattern(term).operands;
        let columns = match term.field {
            Field::Abstract => return Ok(Self::Abstract { operands }),
            Field::Title => vec![fields.title],
            Field::TitleAbstract => vec![fields.tiab],
            Field::Keyword => vec![fields.keyword],
            Field::TextWords => vec![fields.tiab, fields.subject],
            Field::Author => vec![fields.author],
            Field::Affiliation => vec![fields.affiliation],
            Field::Reference => vec![fields.reference],
            Field::Body => vec![fields.body],
            _ => all_text(fields),
        };
        Ok(Self::Text { fields: columns, operands })
    }

    /// The documents of a segment, deleted ones included.
    pub fn documents(&self, segment: &Segment) -> Result<BoxDocs, EngineError> {
        match self {
            Self::Text { fields, operands } => text(segment, fields, operands),
            Self::Abstract { operands } => AbstractDocs::of(segment, operands),
            Self::Values(values) => {
                let sets =
                    values.iter().map(|value| value.documents(segment)).collect::<Result<Vec<_>, _>>()?;
                Ok(Either::of(sets, segment.max_doc()))
            }
            Self::Dates { from, to } => Ok(within(segment, segment.everything(), *from, *to)),
            Self::And(parts) => {
                let mut sets = Vec::new();
                let mut checks = Vec::new();
                for part in parts {
                    match part {
                        // A date is checked on what the others find; that beats walking all dates.
                        Self::Dates { from, to } => checks.push((*from, *to)),
                        other => sets.push(other.documents(segment)?),
                    }
                }
                let both = if sets.is_empty() { segment.everything() } else { Both::of(sets) };
                Ok(checks.into_iter().fold(both, |set, (from, to)| within(segment, set, from, to)))
            }
            Self::Or(parts) => {
                let sets = parts.iter().map(|part| part.documents(segment)).collect::<Result<Vec<_>, _>>()?;
                Ok(Either::of(sets, segment.max_doc()))
            }
            Self::Not(keep, drop) => Ok(Without::of(keep.documents(segment)?, drop.documents(segment)?)),
        }
    }
}

/// Every field of text: `[all]` is their union, which costs no space.
pub(super) fn all_text(fields: &crate::index::Fields) -> Vec<Column> {
    let f = fields;
    vec![f.tiab, f.subject, f.author, f.affiliation, f.other, f.reference, f.body]
}

pub(super) fn text(
    segment: &Segment,
    fields: &[Column],
    operands: &[Operand],
) -> Result<BoxDocs, EngineError> {
    if operands.is_empty() {
        return Ok(Box::new(Nothing));
    }
    if let [Operand { alternatives }] = operands
        && let [words] = alternatives.as_slice()
        && let [Shape::Prefix(prefix)] = words.as_slice()
    {
        return segment.prefix(fields, prefix);
    }
    let sets =
        fields.iter().map(|&field| documents(segment, field, operands)).collect::<Result<Vec<_>, _>>()?;
    Ok(Either::of(sets, segment.max_doc()))
}

fn within(segment: &Segment, set: BoxDocs, from: u32, to: u32) -> BoxDocs {
    let days = segment.days().clone();
    Checked::of(set, move |doc| days.get(doc as usize).is_some_and(|day| (from..=to).contains(day)))
}

/// What a filter looks at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Filtered {
    PublicationType,
    Language,
    Journal,
}

/// The documents that have one of the values.
pub(super) fn with_value(
    segment: &Segment,
    what: Filtered,
    wanted: &[String],
) -> Result<BoxDocs, EngineError> {
    let field = match what {
        Filtered::PublicationType => segment.fields.publication_type,
        Filtered::Language => segment.fields.language,
        Filtered::Journal => segment.fields.journal_name,
    };
    let language = matches!(what, Filtered::Language);
    let values = wanted.iter().map(|value| segment.value(field, &values::folded(value, language)));
    Ok(Either::of(values.collect::<Result<_, _>>()?, segment.max_doc()))
}

/// The filters by value, with what they look at.
pub(super) fn by_value(filters: &Filters) -> [(Filtered, &[String]); 3] {
    [
        (Filtered::PublicationType, &filters.publication_types),
        (Filtered::Language, &filters.languages),
        (Filtered::Journal, &filters.journals),
    ]
}

/// The flag of retracted articles.
const RETRACTED: &str = "status:retracted";

/// Narrows a set by the filters given beside the query.
pub(super) fn narrow(
    snapshot: &LocalSnapshot,
    segment: &Segment,
    set: BoxDocs,
    filters: &Filters,
) -> Result<BoxDocs, EngineError> {
    let mut sets = vec![set];
    for (what, wanted) in by_value(filters) {
        if !wanted.is_empty() {
            sets.push(with_value(segment, what, wanted)?);
        }
    }
    let mut set = Both::of(sets);
    if filters.exclude_retracted {
        set = Without::of(set, segment.value(segment.fields.flag, RETRACTED)?);
        set = Without::of(set, snapshot.documents_of_notices()?.documents(segment));
    }
    Ok(match filters.years {
        None => set,
        Some((from, to)) => {
            let from = from.map_or(1, |year| u32::from(year) * 10_000);
            let to = to.map_or(u32::MAX, |year| u32::from(year) * 10_000 + 1_231);
            within(segment, set, from, to)
        }
    })
}
