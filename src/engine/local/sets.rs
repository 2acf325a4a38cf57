//! Sets of documents made of others: what Boolean operators stand for.
//!
//! They must not know how a document is scored or shown.

use super::bits::BitsBuilder;
use super::docs::{BoxDocs, Docs, END, Nothing};
use super::marks::Marks;

/// A set with so many times the documents of another is asked for each of these, not read through.
const SPARSE: u32 = 8;

/// Keeps the marks that the set has too.
fn keep(marks: &mut Marks, count: u32, set: &mut BoxDocs) {
    if set.cost() / SPARSE <= count {
        let mut others = marks.none();
        set.mark(&mut others);
        marks.keep(&others);
    } else {
        marks.retain(|doc| set.seek(doc) == doc);
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
        // Nothing is asked again of what stands there: sets within sets would double the work at each level.
        if self.doc() >= target {
            return self.doc();
        }
        match self.sets[0].seek(target) {
            END => END,
            next => self.settle(next),
        }
    }
    fn cost(&self) -> u32 {
        self.sets[0].cost()
    }
    fn mark(&mut self, marks: &mut Marks) {
        let Some((rarest, others)) = self.sets.split_first_mut() else { return };
        let (mut both, count) = (marks.none(), rarest.cost());
        rarest.mark(&mut both);
        others.iter_mut().for_each(|set| keep(&mut both, count, set));
        marks.join(&both);
        let next = rarest.doc();
        self.settle(next);
    }
}

/// Documents that at least one of a few sets has; many sets belong into bits.
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
    fn mark(&mut self, marks: &mut Marks) {
        self.sets.iter_mut().for_each(|set| set.mark(marks));
        self.doc = self.sets.iter().map(|set| set.doc()).min().unwrap_or(END);
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
    fn mark(&mut self, marks: &mut Marks) {
        let mut rest = marks.none();
        self.keep.mark(&mut rest);
        if self.drop.cost() / SPARSE <= self.keep.cost() {
            let mut dropped = marks.none();
            self.drop.mark(&mut dropped);
            rest.remove(&dropped);
        } else {
            rest.retain(|doc| self.drop.seek(doc) != doc);
        }
        marks.join(&rest);
        let next = self.keep.doc();
        self.settle(next);
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
    fn mark(&mut self, marks: &mut Marks) {
        let mut passing = marks.none();
        self.set.mark(&mut passing);
        passing.retain(&mut self.check);
        marks.join(&passing);
        let next = self.set.doc();
        self.settle(next);
    }
}

#[cfg(test)]
mod tests;
