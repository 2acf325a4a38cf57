//! What is made once it pays: one question is answered sooner by a look at everything.
//!
//! It must not know what is made.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Questions that are answered without it: a program that runs one query asks a few, a server many.
const FIRST: usize = 16;

/// Something that is made when it was asked for often enough.
#[derive(Debug, Default)]
pub(super) struct Lazily<T> {
    made: OnceLock<T>,
    asked: AtomicUsize,
}

impl<T> Lazily<T> {
    /// What was made; `None` where that does not pay yet.
    pub fn get(&self, make: impl FnOnce() -> T) -> Option<&T> {
        let pays = self.made.get().is_some() || self.asked.fetch_add(1, Ordering::Relaxed) >= FIRST;
        pays.then(|| self.made.get_or_init(make))
    }
}
