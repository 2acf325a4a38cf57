//! Samples: so many of all articles that are found, drawn by lot, and the same whenever they are drawn again.
//!
//! It must not know what was searched for, nor in which order it was found.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::index::{Found, Record};
use crate::model::ArticleId;

/// A random sample of all that a search finds, which comes out the same each time. The lot of an article is made of the
/// seed and its id alone. So the order of the hits, threads, segments and rebuilds change nothing, and an article that
/// is new takes one place at most. A smaller sample of the same seed is part of a larger one.
///
/// ```
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("index");
/// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
/// let search = litdex::Search::new("hypoxemia").limit(50).sample(litdex::Sample::new(50, 7));
/// assert_eq!(litdex::Index::open(&path)?.search(search)?.hits.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Sample {
    /// Articles wanted.
    pub size: usize,
    /// What the lots are drawn by.
    pub seed: u64,
}

impl Sample {
    /// So many articles, drawn by this seed.
    pub fn new(size: usize, seed: u64) -> Self {
        Self { size, seed }
    }

    fn lot(&self, id: &ArticleId) -> u64 {
        xxh3_64_with_seed(id.as_str().as_bytes(), self.seed)
    }
}

/// The articles with the smallest lots of those offered until now.
pub(super) struct Draw {
    sample: Sample,
    offered: usize,
    kept: BinaryHeap<Lot>,
}

struct Lot {
    /// Two articles may draw one lot: the id decides.
    order: (u64, ArticleId),
    /// Place among all that was offered.
    at: usize,
    /// Without the card, which would take room.
    found: Found,
}

impl Draw {
    pub fn new(sample: Sample) -> Self {
        Self { sample, offered: 0, kept: BinaryHeap::new() }
    }

    /// Offers the next article, its card read.
    pub fn offer(&mut self, found: Found) {
        let (id, place) = (found.record.card.id, found.record.place);
        let order = (self.sample.lot(&id), id);
        let at = self.offered;
        self.offered += 1;
        let is_full = self.kept.len() >= self.sample.size;
        if is_full && self.kept.peek().is_none_or(|last| last.order <= order) {
            return;
        }
        let record = Record { place, ..Record::default() };
        self.kept.push(Lot { order, at, found: Found { record, ..found } });
        if is_full {
            self.kept.pop();
        }
    }

    /// What was drawn, in the order it was offered.
    pub fn finish(self) -> Vec<Found> {
        let mut kept = self.kept.into_vec();
        kept.sort_unstable_by_key(|lot| lot.at);
        kept.into_iter().map(|lot| lot.found).collect()
    }
}

impl PartialEq for Lot {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for Lot {}

impl PartialOrd for Lot {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Lot {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order.cmp(&other.order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Place;

    /// The places drawn of articles offered in an order.
    fn drawn(size: usize, seed: u64, order: impl Iterator<Item = u64>) -> Vec<u64> {
        let mut draw = Draw::new(Sample::new(size, seed));
        for number in order {
            let mut record = Record { place: Place(number), ..Record::default() };
            record.card.id = format!("pmid:{}", number + 1).parse().unwrap();
            draw.offer(Found { record, ..Found::default() });
        }
        draw.finish().into_iter().map(|found| found.record.place.0).collect()
    }

    #[test]
    fn the_order_of_what_is_offered_does_not_decide() {
        let forth = drawn(20, 7, 0..1_000);
        let mut back = drawn(20, 7, (0..1_000).rev());
        back.reverse();
        assert_eq!((forth.len(), &forth), (20, &back));
        assert!(forth.is_sorted(), "the order is that of what was offered: {forth:?}");
        assert!(drawn(50, 7, 0..1_000).iter().filter(|place| forth.contains(place)).count() == 20);
        assert_ne!(drawn(20, 8, 0..1_000), forth);
        assert_eq!((drawn(0, 7, 0..9).len(), drawn(9, 7, 0..3)), (0, vec![0, 1, 2]));
    }

    /// Every article has the same chance: of 1,000 samples of a tenth each article is in about 100.
    #[test]
    fn every_article_has_the_same_chance() {
        let mut times = [0_u32; 100];
        (0..1_000).for_each(|seed| drawn(10, seed, 0..100).iter().for_each(|&at| times[at as usize] += 1));
        assert!(times.iter().all(|times| (60..=145).contains(times)), "{times:?}");
    }
}
