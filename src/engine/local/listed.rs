//! Documents given one by one: those of articles that keys lead to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::docs::{BoxDocs, Docs, END, Nothing};
use super::generation::Generation;
use crate::engine::EngineError;
use crate::index::{Keyed, guarded};

/// Lists of keys whose documents are remembered.
const REMEMBERED: usize = 64;

/// The documents of articles by their keys. Each segment of a search asks for the same: they are looked up once.
pub(super) struct ListedByKeys {
    /// None where a test has postings alone.
    generation: Option<Arc<Generation>>,
    /// Identifiers of articles of other indexes, and the records that stand for these.
    leads: HashMap<String, Vec<u32>>,
    known: Mutex<HashMap<Vec<Keyed>, Arc<Listed>>>,
}

/// Documents by the numbers of their segments, each list rising.
type Listed = HashMap<usize, Arc<[u32]>>;

impl ListedByKeys {
    pub fn new(generation: Option<Arc<Generation>>, leads: HashMap<String, Vec<u32>>) -> Self {
        Self { generation, leads, known: Mutex::default() }
    }

    /// The generation whose articles these are.
    pub fn generation(&self) -> Option<&Arc<Generation>> {
        self.generation.as_ref()
    }

    /// The documents of a segment, by its number in the generation, that any of the keys leads to.
    pub fn documents(&self, segment: usize, keys: &[Keyed]) -> Result<BoxDocs, EngineError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(keys).cloned();
        let listed = match known {
            Some(listed) => listed,
            None => self.look_up(keys)?,
        };
        Ok(match listed.get(&segment) {
            Some(docs) => Box::new(List { docs: docs.clone(), at: 0 }),
            None => Box::new(Nothing),
        })
    }

    fn look_up(&self, keys: &[Keyed]) -> Result<Arc<Listed>, EngineError> {
        let Some(generation) = &self.generation else { return Ok(Arc::default()) };
        let listed = guarded(&generation.directory, || {
            let mut docs: HashMap<usize, Vec<u32>> = HashMap::new();
            let led = keys.iter().filter_map(|key| match key {
                Keyed::Id(key) | Keyed::Own(key) => self.leads.get(key),
                Keyed::Cites(_) => None,
            });
            for record in generation.records_of(keys)?.into_iter().chain(led.flatten().copied()) {
                if let Some((segment, doc)) = generation.places()?.place(record) {
                    docs.entry(segment).or_default().push(doc);
                }
            }
            let rising = docs.into_iter().map(|(segment, mut docs)| {
                docs.sort_unstable();
                docs.dedup();
                (segment, docs.into())
            });
            Ok::<_, EngineError>(Arc::new(rising.collect::<Listed>()))
        })?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(keys.to_vec(), listed.clone());
        Ok(listed)
    }
}

/// Documents in rising order.
struct List {
    docs: Arc<[u32]>,
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
