//! Whether two searches find the same articles, and which one alone finds.
//!
//! It must not know why they are compared.

use std::collections::HashSet;
use std::ops::ControlFlow;

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_128;

use super::error::Error;
use super::request::{LIMIT_MAX, Search};
use super::snapshot::Snapshot;
use crate::index::Matching;
use crate::model::ArticleId;

/// Most articles that are named of those that only one search finds.
const EXAMPLES: usize = 5;

/// What two searches find, article by article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// How many articles the first finds.
    pub first: u64,
    /// How many the second.
    pub second: u64,
    /// How many the first alone finds.
    pub only_first: u64,
    /// How many the second alone.
    pub only_second: u64,
    /// A few that the first alone finds.
    pub first_examples: Vec<ArticleId>,
    /// A few that the second alone finds.
    pub second_examples: Vec<ArticleId>,
}

impl Comparison {
    /// Whether both find the same articles.
    pub fn is_equal(&self) -> bool {
        self.only_first == 0 && self.only_second == 0
    }
}

impl Snapshot {
    /// Compares what two searches find, id by id: all of it, whatever their limits. Of a plain query every word must be
    /// there. Memory grows with a few bytes an article.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// let snapshot = litdex::Index::open(&path)?.snapshot();
    /// let both = snapshot.compare("hypoxemia[ti] OR ecmo", "ecmo")?;
    /// assert!(both.is_equal(), "{both:?}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A query cannot be read, passes a limit, or the index is damaged.
    pub fn compare(&self, first: impl Into<Search>, second: impl Into<Search>) -> Result<Comparison, Error> {
        let (first, second) = (whole(first.into()), whole(second.into()));
        let mut compared = Comparison::default();
        // Digests of the ids; two of one digest are not to be expected in any corpus.
        let mut left = HashSet::new();
        self.ids(&first, &mut |id| _ = left.insert(digest(id)))?;
        compared.first = left.len() as u64;
        self.ids(&second, &mut |id| {
            compared.second += 1;
            if !left.remove(&digest(id)) {
                compared.only_second += 1;
                named(&mut compared.second_examples, id);
            }
        })?;
        compared.only_first = left.len() as u64;
        if !left.is_empty() {
            self.ids(&first, &mut |id| {
                if left.contains(&digest(id)) {
                    named(&mut compared.first_examples, id);
                }
            })?;
        }
        Ok(compared)
    }

    fn ids(&self, search: &Search, take: &mut dyn FnMut(&ArticleId)) -> Result<(), Error> {
        self.each(search.clone(), &mut |_, hit| {
            take(&hit.id);
            ControlFlow::Continue(())
        })
        .map(|_| ())
    }
}

/// The search with all it finds, and no more than that.
fn whole(search: Search) -> Search {
    search.offset(0).limit(LIMIT_MAX).snippets(0).matching(Matching::All)
}

fn digest(id: &ArticleId) -> u128 {
    xxh3_128(id.as_str().as_bytes())
}

fn named(examples: &mut Vec<ArticleId>, id: &ArticleId) {
    if examples.len() < EXAMPLES {
        examples.push(id.clone());
    }
}
