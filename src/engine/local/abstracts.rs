//! Documents in which a pattern occurs in the abstract, which has no field of its own.
//!
//! It must not know how a pattern is found.

use super::docs::{BoxDocs, Docs, END, Nothing};
use super::phrase::PhraseDocs;
use super::segment::Segment;
use crate::engine::{Clause, EngineError};
use crate::index::Budget;

/// Documents in which a pattern occurs in the abstract: more often in title, abstract and keywords
/// together than in title and keywords alone.
pub(super) struct AbstractDocs {
    all: PhraseDocs,
    outside: Vec<PhraseDocs>,
}

impl AbstractDocs {
    /// Opens the pattern in the abstracts of a segment.
    pub fn of(segment: &Segment, clause: &Clause, budget: &Budget) -> Result<BoxDocs, EngineError> {
        let Some(all) = PhraseDocs::open(segment, segment.fields.tiab, clause, budget)? else {
            return Ok(Box::new(Nothing));
        };
        let mut outside = Vec::new();
        for field in [segment.fields.title, segment.fields.keyword] {
            outside.extend(PhraseDocs::open(segment, field, clause, budget)?);
        }
        let mut docs = Self { all, outside };
        let first = docs.all.doc();
        docs.settle(first);
        Ok(Box::new(docs))
    }

    fn settle(&mut self, mut doc: u32) -> u32 {
        while doc != END {
            let outside = self
                .outside
                .iter_mut()
                .map(|docs| if docs.seek(doc) == doc { docs.occurrences() } else { 0 });
            if self.all.occurrences() > outside.sum() {
                break;
            }
            doc = self.all.advance();
        }
        doc
    }
}

impl Docs for AbstractDocs {
    fn doc(&self) -> u32 {
        self.all.doc()
    }
    fn advance(&mut self) -> u32 {
        let next = self.all.advance();
        self.settle(next)
    }
    fn seek(&mut self, target: u32) -> u32 {
        let next = self.all.seek(target);
        self.settle(next)
    }
    fn cost(&self) -> u32 {
        self.all.cost()
    }
}
