//! What of a query occurs in no article: it explains why little or nothing is found.
//!
//! It must not know what is found.

use super::LocalSnapshot;
use super::compile::{Filtered, Plan, by_value, with_value};
use super::docs::{BoxDocs, END};
use super::groups::group_documents;
use super::segment::Segment;
use crate::engine::{EngineError, PlainGroup, Terms};
use crate::index::Budget;
use crate::query::{Filters, Node, Query};

/// The words of a plain query that no article has.
pub(super) fn groups(
    groups: &[PlainGroup],
    segments: &[Segment],
    budget: &Budget,
) -> Result<Vec<String>, EngineError> {
    let mut unknown = Vec::new();
    for group in groups {
        if !occurs(segments, |segment| group_documents(segment, group, budget))? {
            unknown.push(group.text.clone());
        }
    }
    budget.check()?;
    Ok(unknown)
}

/// The wanted terms of a Boolean query that no article has, as they are written.
pub(super) fn terms(
    query: &Query,
    analysed: &mut Terms,
    snapshot: &LocalSnapshot,
    budget: &Budget,
) -> Result<Vec<String>, EngineError> {
    let mut unknown = Vec::new();
    let mut known: Vec<Vec<String>> = Vec::new();
    for term in query.positive() {
        let words: Vec<String> = term.words.iter().map(|word| word.text.clone()).collect();
        let node = Node::Term(term.into_owned());
        let plan = Plan::of(&node, analysed, snapshot)?;
        if occurs(&snapshot.segments, |segment| plan.documents(segment, budget))? {
            known.push(words);
            continue;
        }
        // A bare word stands in parentheses where it is a query by itself.
        let written = node.to_string();
        let bare = written.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        let written = bare.unwrap_or(&written).to_owned();
        if !unknown.iter().any(|(other, _)| *other == written) {
            unknown.push((written, words));
        }
    }
    budget.check()?;
    // A number that is looked for as an identifier and as a word is known where it is either.
    unknown.retain(|(_, words)| !known.contains(words));
    Ok(unknown.into_iter().map(|(written, _)| written).collect())
}

/// The values of filters that no article has, with what they are.
pub(super) fn values(filters: &Filters, segments: &[Segment]) -> Result<Vec<String>, EngineError> {
    let mut unknown = Vec::new();
    for (what, wanted) in by_value(filters) {
        let name = match what {
            Filtered::PublicationType => "publication type",
            Filtered::Language => "language",
            Filtered::Journal => "journal",
        };
        for value in wanted {
            let one = std::slice::from_ref(value);
            if !occurs(segments, |segment| with_value(segment, what, one))? {
                unknown.push(format!("{value} ({name})"));
            }
        }
    }
    Ok(unknown)
}

/// Whether any article has what the documents stand for.
fn occurs(
    segments: &[Segment],
    documents: impl Fn(&Segment) -> Result<BoxDocs, EngineError>,
) -> Result<bool, EngineError> {
    for segment in segments {
        if segment.alive(documents(segment)?).doc() != END {
            return Ok(true);
        }
    }
    Ok(false)
}
