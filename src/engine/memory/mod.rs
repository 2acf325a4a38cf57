//! An engine in memory, for tests: the second implementation that the interfaces of `index` are held against.
//!
//! It keeps every article whole and answers a plan article by article, as naively as it can: what it finds is what
//! the plan says, and nothing else. It knows nothing of the local engine and shares nothing with it but what every
//! engine shares: columns, plans, the positional matcher.

mod answer;
mod article;
mod home;
mod sets;
mod snapshot;
mod state;
mod works;
mod writer;

use std::path::Path;
use std::sync::Arc;

use crate::index::Home;

/// The home of an index in memory; the path is for messages.
pub(crate) fn home(path: &Path) -> Arc<dyn Home> {
    Arc::new(home::MemoryHome::new(path))
}
