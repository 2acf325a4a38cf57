//! The local engine: generations in a directory, and plans answered from their postings and article store.
//!
//! What a generation is on disk, and how it is written, stands in [`generation`]; the other modules answer from one.
//! It must not know how hits are shown, or how articles are read.

mod bits;
mod cited;
mod collect;
mod compile;
mod docs;
mod expansions;
mod gather;
mod generation;
mod groups;
mod home;
mod joined;
mod listed;
mod marks;
mod phrase;
mod plain;
mod pool;
mod rank;
mod segment;
mod sets;
mod shared;
mod snapshot;
mod tally;
mod values;
mod window;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::collect::{Ranked, Yield};
use self::compile::{documents, narrow};
use self::docs::{BoxDocs, END};
use self::generation::{Generation, RecordSet, Root};
use self::groups::Lists;
#[cfg(test)]
pub(crate) use self::home::stamp_of;
use self::joined::Joined;
use self::listed::ListedByKeys;
use self::marks::Marks;
use self::plain::Plain;
use self::rank::{Bag, Ranking, Scorer, total_score};
use self::segment::Segment;
use self::shared::Shared;
use self::window::{Room, Window};
use super::{EngineError, Matching, Sort};
use crate::index::{BAGS, Budget, Counts, Disk, Home, IndexError, Named, Plan, Set, Wanted, unknown_terms};

/// The home of an index in a directory.
pub(crate) fn home(path: impl Into<PathBuf>, disk: Disk) -> Arc<dyn Home> {
    Arc::new(Root::new(path, disk))
}

/// The home of several indexes that are searched as one.
pub(crate) fn joined(paths: Vec<PathBuf>) -> Arc<dyn Home> {
    Arc::new(Joined::new(paths))
}

/// Answers plans from one generation, or from those of several indexes as if they were one.
pub(crate) struct LocalSnapshot {
    /// Where it is kept, for messages.
    path: PathBuf,
    parts: Vec<OfIndex>,
    /// The segments of all.
    segments: Vec<Segment>,
    bags: Vec<Bag>,
}

/// A generation of one of the indexes.
struct OfIndex {
    root: Root,
    generation: Arc<Generation>,
    /// The records of articles for which that of another index stands: they count as deleted.
    hidden: RecordSet,
}

impl LocalSnapshot {
    /// Opens the newest state of each index.
    fn open(roots: &[Root], path: &Path) -> Result<Self, EngineError> {
        let generations = roots.iter().map(|root| Ok(Arc::new(Generation::open(root)?)));
        let generations = generations.collect::<Result<Vec<_>, IndexError>>()?;
        let (mut parts, mut segments, mut tokens) = (Vec::new(), Vec::new(), [0; BAGS]);
        let shared = shared::among(&generations)?;
        for ((root, generation), Shared { hidden, leads }) in roots.iter().zip(generations).zip(shared) {
            let (readers, lengths) = shared::without(&generation, &hidden)?;
            tokens.iter_mut().zip(lengths).for_each(|(sum, length)| *sum += length);
            let directory: Arc<Path> = generation.directory.as_path().into();
            let listed = Arc::new(ListedByKeys::new(Some(generation.clone()), leads));
            for one in readers.into_iter().enumerate() {
                segments.push(Segment::open(one, directory.clone(), listed.clone())?);
            }
            parts.push(OfIndex { root: root.clone(), generation, hidden });
        }
        let bags = Bag::open_all(&segments, tokens);
        Ok(Self { path: path.to_path_buf(), parts, segments, bags })
    }

    /// What only one index has.
    fn only(&self) -> Result<&OfIndex, IndexError> {
        match self.parts.as_slice() {
            [only] => Ok(only),
            _ => Err(IndexError::Several { path: self.path.clone() }),
        }
    }

    /// The first so many documents a plan finds, in their order, and the counts.
    fn run(&self, plan: &Plan, want: usize, budget: &Budget) -> Result<(Vec<Ranked>, Counts), EngineError> {
        expansions::check(plan, &self.segments, budget)?;
        let (ranked, mut counts) = match &plan.wanted {
            Wanted::Tree { set, terms } => self.tree(plan, (set, terms), want, budget)?,
            Wanted::Words { groups, matching } => {
                Plain::new(self, plan, groups, budget)?.search(*matching, want)?
            }
        };
        // Sets of documents end where the budget does: what was found until then is no answer.
        budget.check()?;
        if counts.total == 0 {
            let again = budget.anew();
            counts.unknown.extend(plan.filter.unknown(|set| self.occurs(set, &again))?);
            again.check()?;
        }
        Ok((ranked, counts))
    }

    fn tree(
        &self,
        plan: &Plan,
        (set, terms): (&Set, &[Named]),
        want: usize,
        budget: &Budget,
    ) -> Result<(Vec<Ranked>, Counts), EngineError> {
        let ranking = if plan.sort == Sort::Best && want > 0 {
            Ranking::of(&self.bags, &self.segments, &plan.ranking)?
        } else {
            Ranking::default()
        };
        let slack = (!ranking.is_empty()).then(|| ranking.slack());
        let stretches = pool::each(self.stretches(plan), |stretch| {
            let (mut found, mut room) = (Yield::new(want, plan.sort, slack, &self.segments), Room::new());
            for at in stretch.map(|at| (at, &self.segments[at])) {
                let docs = narrow(at.1, documents(at.1, set, budget)?, &plan.filter, budget)?;
                if ranking.is_dense(at.0, docs.cost()) {
                    let mut window = Window::open(at, (&[], vec![Lists::Set(docs)]), &ranking, &mut room)?;
                    while window.fill_next() {
                        budget.check()?;
                        found.total += window.totals(1).1;
                        window.offer(&mut found.best, 1..=1);
                    }
                } else {
                    let mut main = Scorer::open_all(at, &ranking.main)?;
                    each_living(at.1, docs, budget, |doc| {
                        found.total += 1;
                        found.offer(at, doc, || total_score(&mut main, doc));
                    })?;
                }
                budget.check()?;
                found.best.end_segment(at, &mut Scorer::open_all(at, &ranking.side)?);
            }
            Ok(found)
        })?;
        let (ranked, mut counts) = Yield::finish(stretches, &self.segments)?;
        if counts.total == 0 || terms.len() > 1 {
            // It repeats, term by term, what was paid for above.
            let again = budget.anew();
            counts.unknown = unknown_terms(terms, |set| self.occurs(set, &again))?;
            again.check()?;
        }
        Ok((ranked, counts))
    }

    /// The stretches of segments that a plan is answered from side by side. What a search may hold in memory is for
    /// one segment at a time.
    fn stretches(&self, plan: &Plan) -> Vec<Range<usize>> {
        pool::stretches(&self.segments, !gather::is_needed(plan))
    }

    /// The words each of some documents lacks that a plan found.
    fn missing(
        &self,
        plan: &Plan,
        counts: &Counts,
        page: &[Ranked],
        budget: &Budget,
    ) -> Result<Vec<Vec<String>>, EngineError> {
        match &plan.wanted {
            // Where none has only some words, all have all.
            Wanted::Words { groups, matching }
                if *matching == Matching::Any || (*matching == Matching::Auto && counts.partial > 0) =>
            {
                plain::missing(groups, &self.segments, page, budget)
            }
            _ => Ok(vec![Vec::new(); page.len()]),
        }
    }

    fn occurs(&self, set: &Set, budget: &Budget) -> Result<bool, EngineError> {
        occurs(&self.segments, |segment| documents(segment, set, budget))
    }
}

/// Calls `each` with the documents of a set that were not deleted, rising.
fn each_living(
    segment: &Segment,
    mut docs: BoxDocs,
    budget: &Budget,
    mut each: impl FnMut(u32),
) -> Result<(), EngineError> {
    let mut dead = segment.dead();
    while docs.doc() != END {
        budget.check()?;
        let mut marks = Marks::around(docs.doc());
        docs.mark(&mut marks);
        dead = marks.without(dead);
        marks.each(&mut each);
    }
    Ok(())
}

/// Whether any article has what the documents stand for.
fn occurs(
    segments: &[Segment],
    documents: impl Fn(&Segment) -> Result<BoxDocs, EngineError>,
) -> Result<bool, EngineError> {
    for segment in segments {
        if segment.alive(documents(segment)?).doc() != END {
            return Ok(true);
        }
    }
    Ok(false)
}
