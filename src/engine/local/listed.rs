//! Documents given one by one: those of articles that were looked up.

use super::LocalSnapshot;
use super::docs::{BoxDocs, Docs, END, Nothing};
use super::segment::Segment;
use crate::engine::EngineError;

/// The documents of some articles, by segment.
#[derive(Debug, Clone)]
pub(super) struct Listed(Vec<Vec<u32>>);

impl Listed {
    /// The documents of records; those of deleted articles are left out.
    pub fn of(snapshot: &LocalSnapshot, records: &[u32]) -> Result<Self, EngineError> {
        let mut listed = vec![Vec::new(); snapshot.segments.len()];
        if !records.is_empty() {
            let places = snapshot.generation.places()?;
            for (segment, doc) in records.iter().filter_map(|&record| places.place(record)) {
                listed[segment].push(doc);
            }
        }
        for docs in &mut listed {
            docs.sort_unstable();
            docs.dedup();
        }
        Ok(Self(listed))
    }

    /// Those of a segment.
    pub fn documents(&self, segment: &Segment) -> BoxDocs {
        match self.0.get(segment.number) {
            Some(docs) if !docs.is_empty() => Box::new(List { docs: docs.clone(), at: 0 }),
            _ => Box::new(Nothing),
        }
    }
}

/// Documents in rising order.
struct List {
    docs: Vec<u32>,
    at: usize,
}

impl Docs for List {
    fn doc(&self) -> u32 {
        self.docs.get(self.at).copied().unwrap_or(END)
    }
    fn advance(&mut self) -> u32 {
        self.at += 1;
        self.doc()
    }
    fn seek(&mut self, target: u32) -> u32 {
        let rest = self.docs.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|&doc| doc < target);
        self.doc()
    }
    fn cost(&self) -> u32 {
        self.docs.len() as u32
    }
}
