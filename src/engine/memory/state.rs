//! One state of a generation, and all generations there are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use super::article::Stored;
use crate::index::{IndexError, Keyed, Manifest};

/// What a commit left: it never changes.
#[derive(Clone, Default)]
pub(super) struct State {
    pub number: u64,
    pub manifest: Manifest,
    /// The living articles by their records.
    pub articles: BTreeMap<u32, Arc<Stored>>,
    /// The record that the next article will be.
    pub next: u32,
    pub sides: BTreeMap<String, Vec<u8>>,
}

impl State {
    pub fn iter(&self) -> impl Iterator<Item = &Stored> {
        self.articles.values().map(|article| &**article)
    }
}

impl Stored {
    /// Whether a key leads to it.
    pub fn is_keyed(&self, key: &Keyed) -> bool {
        match key {
            Keyed::Id(id) => self.work.article.id.as_str() == id,
            Keyed::Own(key) => self.keys.contains(key),
            Keyed::Cites(key) => self.cited.contains(key),
        }
    }
}

/// The generations of an index.
#[derive(Default)]
pub(super) struct Generations {
    /// Those that were published, by their numbers, each as of its last commit.
    pub complete: BTreeMap<u64, Arc<State>>,
    pub current: Option<u64>,
    /// One that is being built.
    pub unfinished: Option<Arc<State>>,
    /// What somebody writes for.
    pub written_for: Option<&'static str>,
}

/// The generations, shared by all who read and write.
#[derive(Clone)]
pub(super) struct Shared {
    pub path: PathBuf,
    generations: Arc<Mutex<Generations>>,
}

impl Shared {
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_path_buf(), generations: Arc::default() }
    }

    pub fn lock(&self) -> MutexGuard<'_, Generations> {
        self.generations.lock().unwrap()
    }

    /// The newest state.
    pub fn newest(&self) -> Result<Arc<State>, IndexError> {
        let generations = self.lock();
        let current = generations.current.and_then(|number| generations.complete.get(&number));
        current.cloned().ok_or_else(|| IndexError::Missing { path: self.path.clone() })
    }
}

impl Generations {
    /// Puts a state in the place of the one before, of its generation.
    pub fn put(&mut self, state: Arc<State>) {
        match self.complete.get_mut(&state.number) {
            Some(before) => *before = state,
            None => self.unfinished = Some(state),
        }
    }

    /// The generation before the one in use.
    pub fn earlier(&self) -> Option<u64> {
        self.complete.range(..self.current?).next_back().map(|(number, _)| *number)
    }

    /// Puts the one that was built into use; of the others the one in use until then stays.
    pub fn publish(&mut self) {
        let before = self.current;
        let Some(built) = self.unfinished.take() else { return };
        self.current = Some(built.number);
        self.complete.insert(built.number, built);
        let kept: BTreeSet<u64> = before.into_iter().chain(self.current).collect();
        self.complete.retain(|number, _| kept.contains(number));
    }
}
