//! Sets of documents that are walked in rising order: the pieces every Boolean query is built from.
//!
//! They must not know how a document is scored or shown.

use tantivy::DocSet;
use tantivy::postings::SegmentPostings;

/// No document comes after this one.
pub(super) const END: u32 = tantivy::TERMINATED;

/// A set of documents of one segment, standing at its first.
pub(super) trait Docs {
    /// The present document, or [`END`].
    fn doc(&self) -> u32;
    /// Goes to the next.
    fn advance(&mut self) -> u32;
    /// Goes to the first document not before `target`; never back.
    fn seek(&mut self, target: u32) -> u32;
    /// About how many documents there are.
    fn cost(&self) -> u32;
}

/// A set of documents of any kind.
pub(super) type BoxDocs = Box<dyn Docs>;

impl Docs for SegmentPostings {
    fn doc(&self) -> u32 {
        DocSet::doc(self)
    }
    fn advance(&mut self) -> u32 {
        DocSet::advance(self)
    }
    fn seek(&mut self, target: u32) -> u32 {
        if DocSet::doc(self) >= target { DocSet::doc(self) } else { DocSet::seek(self, target) }
    }
    fn cost(&self) -> u32 {
        self.doc_freq()
    }
}

/// No document.
pub(super) struct Nothing;

impl Docs for Nothing {
    fn doc(&self) -> u32 {
        END
    }
    fn advance(&mut self) -> u32 {
        END
    }
    fn seek(&mut self, _: u32) -> u32 {
        END
    }
    fn cost(&self) -> u32 {
        0
    }
}

/// Every document of a segment.
pub(super) struct Everything {
    pub doc: u32,
    pub max: u32,
}

impl Docs for Everything {
    fn doc(&self) -> u32 {
        if self.doc < self.max { self.doc } else { END }
    }
    fn advance(&mut self) -> u32 {
        self.doc = self.doc.saturating_add(1);
        self.doc()
    }
    fn seek(&mut self, target: u32) -> u32 {
        self.doc = self.doc.max(target);
        self.doc()
    }
    fn cost(&self) -> u32 {
        self.max
    }
}

/// Documents that all the sets have, rarest set first.
pub(super) struct Both {
    sets: Vec<BoxDocs>,
}

impl Both {
    /// The intersection of the sets.
    pub fn of(mut sets: Vec<BoxDocs>) -> BoxDocs {
        if sets.len() == 1 {
            return sets.remove(0);
        }
        if sets.is_empty() || sets.iter().any(|set| set.doc() == END) {
            return Box::new(Nothing);
        }
        sets.sort_by_key(|set| set.cost());
        let mut both = Self { sets };
        let start = both.sets[0].doc();
        both.settle(start);
        Box::new(both)
    }

    fn settle(&mut self, mut target: u32) -> u32 {
        'again: loop {
            for at in 0..self.sets.len() {
                let doc = self.sets[at].seek(target);
                if doc > target {
                    if doc == END {
                        self.sets[0].seek(END);
                        return END;
                    }
                    target = if at == 0 { doc } else { self.sets[0].seek(doc) };
                    if target == END {
                        return END;
                    }
                    continue 'again;
                }
            }
            return target;
        }
    }
}

impl Docs for Both {
    fn doc(&self) -> u32 {
        self.sets[0].doc()
    }
    fn advance(&mut self) -> u32 {
        match self.sets[0].advance() {
            END => END,
            next => self.settle(next),
        }
    }
    fn seek(&mut self, target: u32) -> u32 {
        match self.sets[0].seek(target) {
            END => END,
            next => self.settle(next),
        }
    }
    fn cost(&self) -> u32 {
        self.sets[0].cost()
    }
}

/// Documents that at least one of a few sets has; many sets belong into [`Bits`].
pub(super) struct Either {
    sets: Vec<BoxDocs>,
    doc: u32,
}

/// With more sets than this a bit set is quicker.
const EITHER_MAX: usize = 8;

impl Either {
    /// The union of the sets of a segment with `max` documents.
    pub fn of(mut sets: Vec<BoxDocs>, max: u32) -> BoxDocs {
        sets.retain(|set| set.doc() != END);
        match sets.len() {
            0 => Box::new(Nothing),
            1 => sets.remove(0),
            few if few <= EITHER_MAX => {
                let doc = sets.iter().map(|set| set.doc()).min().unwrap_or(END);
                Box::new(Self { sets, doc })
            }
            _ => {
                let mut bits = BitsBuilder::new(max);
                for mut set in sets {
                    let mut doc = set.doc();
                    while doc != END {
                        bits.insert(doc);
                        doc = set.advance();
                    }
                }
                Box::new(bits.finish())
            }
        }
    }
}

impl Docs for Either {
    fn doc(&self) -> u32 {
        self.doc
    }
    fn advance(&mut self) -> u32 {
        let present = self.doc;
        let step = |set: &mut BoxDocs| if set.doc() == present { set.advance() } else { set.doc() };
        self.doc = self.sets.iter_mut().map(step).min().unwrap_or(END);
        self.doc
    }
    fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            self.doc = self.sets.iter_mut().map(|set| set.seek(target)).min().unwrap_or(END);
        }
        self.doc
    }
    fn cost(&self) -> u32 {
        self.sets.iter().map(|set| set.cost()).fold(0, u32::saturating_add)
    }
}

/// Documents of one set that another has not.
pub(super) struct Without {
    keep: BoxDocs,
    drop: BoxDocs,
}

impl Without {
    /// The difference of two sets.
    pub fn of(keep: BoxDocs, drop: BoxDocs) -> BoxDocs {
        let mut without = Self { keep, drop };
        let first = without.keep.doc();
        without.settle(first);
        Box::new(without)
    }

    fn settle(&mut self, mut doc: u32) -> u32 {
        while doc != END && self.drop.seek(doc) == doc {
            doc = self.keep.advance();
        }
        doc
    }
}

impl Docs for Without {
    fn doc(&self) -> u32 {
        self.keep.doc()
    }
    fn advance(&mut self) -> u32 {
        let next = self.keep.advance();
        self.settle(next)
    }
    fn seek(&mut self, target: u32) -> u32 {
        let next = self.keep.seek(target);
        self.settle(next)
    }
    fn cost(&self) -> u32 {
        self.keep.cost()
    }
}

/// Documents of a set that pass a check.
pub(super) struct Checked<F> {
    set: BoxDocs,
    check: F,
}

impl<F: FnMut(u32) -> bool + 'static> Checked<F> {
    /// Those documents of `set` for which `check` holds.
    pub fn of(set: BoxDocs, check: F) -> BoxDocs {
        let mut checked = Self { set, check };
        let first = checked.set.doc();
        checked.settle(first);
        Box::new(checked)
    }

    fn settle(&mut self, mut doc: u32) -> u32 {
        while doc != END && !(self.check)(doc) {
            doc = self.set.advance();
        }
        doc
    }
}

impl<F: FnMut(u32) -> bool + 'static> Docs for Checked<F> {
    fn doc(&self) -> u32 {
        self.set.doc()
    }
    fn advance(&mut self) -> u32 {
        let next = self.set.advance();
        self.settle(next)
    }
    fn seek(&mut self, target: u32) -> u32 {
        let next = self.set.seek(target);
        self.settle(next)
    }
    fn cost(&self) -> u32 {
        self.set.cost()
    }
}

/// Collects documents in any order.
pub(super) struct BitsBuilder {
    words: Vec<u64>,
}

impl BitsBuilder {
    /// An empty set for a segment with `max` documents.
    pub fn new(max: u32) -> Self {
        Self { words: vec![0; max.div_ceil(64) as usize] }
    }

    /// Adds a document.
    pub fn insert(&mut self, doc: u32) {
        self.words[(doc / 64) as usize] |= 1 << (doc % 64);
    }

    /// The set, standing at its first document.
    pub fn finish(self) -> Bits {
        let count = self.words.iter().map(|word| word.count_ones()).sum();
        let mut bits = Bits { words: self.words, doc: 0, count };
        bits.doc = bits.from(0);
        bits
    }
}

/// Documents as bits.
pub(super) struct Bits {
    words: Vec<u64>,
    doc: u32,
    count: u32,
}

impl Bits {
    fn from(&self, start: u32) -> u32 {
        let mut at = (start / 64) as usize;
        let Some(first) = self.words.get(at) else { return END };
        let mut word = first & (u64::MAX << (start % 64));
        while word == 0 {
            at += 1;
            match self.words.get(at) {
                Some(next) => word = *next,
                None => return END,
            }
        }
        at as u32 * 64 + word.trailing_zeros()
    }
}

impl Docs for Bits {
    fn doc(&self) -> u32 {
        self.doc
    }
    fn advance(&mut self) -> u32 {
        if self.doc != END {
            self.doc = self.from(self.doc + 1);
        }
        self.doc
    }
    fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            self.doc = self.from(target);
        }
        self.doc
    }
    fn cost(&self) -> u32 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::btree_set;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(docs: &BTreeSet<u32>) -> BoxDocs {
        let mut bits = BitsBuilder::new(300);
        docs.iter().for_each(|&doc| bits.insert(doc));
        Box::new(bits.finish())
    }

    fn all(mut docs: BoxDocs) -> Vec<u32> {
        let mut found = Vec::new();
        while docs.doc() != END {
            found.push(docs.doc());
            docs.advance();
        }
        found
    }

    proptest! {
        #[test]
        fn sets_do_what_sets_do(a in btree_set(0u32..300, 0..80), b in btree_set(0u32..300, 0..80), c in btree_set(0u32..300, 0..9)) {
            let three = || vec![set(&a), set(&b), set(&c)];
            let or: Vec<u32> = a.union(&b).copied().collect::<BTreeSet<_>>().union(&c).copied().collect();
            prop_assert_eq!(all(Either::of(three(), 300)), or.clone());
            let many = (0..4).flat_map(|_| three()).collect();
            prop_assert_eq!(all(Either::of(many, 300)), or);
            let and: Vec<u32> = a.iter().filter(|doc| b.contains(doc) && c.contains(doc)).copied().collect();
            prop_assert_eq!(all(Both::of(three())), and);
            let not: Vec<u32> = a.difference(&b).copied().collect();
            prop_assert_eq!(all(Without::of(set(&a), set(&b))), not);
            let even: Vec<u32> = a.iter().filter(|doc| *doc % 2 == 0).copied().collect();
            prop_assert_eq!(all(Checked::of(set(&a), |doc| doc % 2 == 0)), even);
            let mut either = Either::of(vec![set(&a), set(&b)], 300);
            let target = c.first().copied().unwrap_or(0);
            let expected = a.union(&b).copied().find(|&doc| doc >= target).unwrap_or(END);
            prop_assert_eq!(either.seek(target), expected);
        }
    }
}
