//! The local engine: generations in a directory, and plans answered from their postings and article store.
//!
//! What a generation is on disk, and how it is written, stands in [`generation`]; the other modules answer from one.
//! It must not know how hits are shown, or how articles are read.

mod collect;
mod compile;
mod docs;
mod expansions;
mod gather;
mod generation;
mod groups;
mod home;
mod listed;
mod phrase;
mod plain;
mod pool;
mod rank;
mod segment;
mod snapshot;
mod values;
mod window;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::SegmentReader;

use self::collect::{Ranked, Yield};
use self::compile::{documents, narrow};
use self::docs::{BoxDocs, END};
use self::generation::{Generation, Root};
#[cfg(test)]
pub(crate) use self::home::stamp_of;
use self::listed::ListedByKeys;
use self::plain::Plain;
use self::rank::{Bag, Ranking, Scorer, total_score};
use self::segment::Segment;
use super::{EngineError, Matching, Sort};
use crate::index::{Budget, Counts, Disk, Home, Named, Plan, Set, Wanted, unknown_terms};

/// The home of an index in a directory.
pub(crate) fn home(path: impl Into<PathBuf>, disk: Disk) -> Arc<dyn Home> {
    Arc::new(Root::new(path, disk))
}

/// Between two looks at the budget so many documents are walked.
const DOCUMENTS_STEP: u64 = 1 << 10;

/// Answers plans from one generation.
pub(crate) struct LocalSnapshot {
    root: Root,
    generation: Arc<Generation>,
    segments: Vec<Segment>,
    bags: Vec<Bag>,
}

impl LocalSnapshot {
    fn open(root: &Root) -> Result<Self, EngineError> {
        let generation = Arc::new(Generation::open(root)?);
        let directory: Arc<Path> = generation.directory.as_path().into();
        let readers = generation.searcher.segment_readers().iter();
        let listed = Arc::new(ListedByKeys::new(Some(generation.clone())));
        let open = |(number, reader): (usize, &SegmentReader)| {
            Segment::open((number, reader.clone()), directory.clone(), listed.clone())
        };
        let segments = readers.enumerate().map(open);
        let segments = segments.collect::<Result<Vec<_>, _>>()?;
        let bags = Bag::open_all(&segments, generation.tokens);
        Ok(Self { root: root.clone(), generation, segments, bags })
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
            let mut found = Yield::new(want, plan.sort, slack, &self.segments);
            for at in stretch.map(|at| (at, &self.segments[at])) {
                let docs = narrow(at.1, documents(at.1, set, budget)?, &plan.filter, budget)?;
                let mut docs = at.1.alive(docs);
                let mut main = Scorer::open_all(at, &ranking.main)?;
                let mut doc = docs.doc();
                while doc != END {
                    found.total += 1;
                    found.offer(at, doc, || total_score(&mut main, doc));
                    doc = docs.advance();
                    if found.total.is_multiple_of(DOCUMENTS_STEP) {
                        budget.check()?;
                    }
                }
                budget.check()?;
                found.best.end_segment(at, &mut Scorer::open_all(at, &ranking.side)?);
            }
            Ok(found)
        })?;
        let (ranked, mut counts) = Yield::finish(stretches, &self.generation, &self.segments)?;
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
