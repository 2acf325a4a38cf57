//! How much one search may take, and the budget it spends.
//!
//! A budget is shared by all threads of a search. Sets of documents have no way to fail in the middle of
//! a walk: where the budget ends they end too, the budget keeps the reason, and the search asks it before
//! it answers. So a short answer never gets out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Words that the truncated words of a query may stand for, in all fields together.
const EXPANSIONS: u64 = 200_000;
/// Positions a query may read: about a second's work.
const POSITIONS: u64 = 50_000_000;
/// Positions a query may hold in memory at a time; 80 MB.
const HELD_POSITIONS: u64 = 20_000_000;
/// So much work is done between two looks at the clock: some microseconds.
const METER_STEP: u64 = 1 << 12;

/// What one search may take. A search that would take more fails; it never answers in part.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// When it must have ended.
    pub deadline: Option<Instant>,
    /// Ends it as soon as it is set.
    pub cancel: Option<Arc<AtomicBool>>,
    /// Words that all truncated words of the query may stand for.
    pub expansions: u64,
    /// Positions of words that may be read to find phrases.
    pub positions: u64,
    /// Positions that may be held in memory, for truncated words in phrases; each takes four bytes.
    pub held_positions: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadline: None,
            cancel: None,
            expansions: EXPANSIONS,
            positions: POSITIONS,
            held_positions: HELD_POSITIONS,
        }
    }
}

impl Limits {
    /// No limit at all.
    pub fn none() -> Self {
        let most = u64::MAX;
        Self { deadline: None, cancel: None, expansions: most, positions: most, held_positions: most }
    }

    /// Ends the search so long after now. A time too far away to be told is none.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.deadline = Instant::now().checked_add(timeout);
        self
    }

    /// Ends the search at a moment.
    #[must_use]
    pub fn deadline(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Ends the search when the flag is set.
    #[must_use]
    pub fn cancel(mut self, flag: Arc<AtomicBool>) -> Self {
        self.cancel = Some(flag);
        self
    }

    /// Words that all truncated words of the query may stand for.
    #[must_use]
    pub fn expansions(mut self, most: u64) -> Self {
        self.expansions = most;
        self
    }

    /// Positions of words that may be read.
    #[must_use]
    pub fn positions(mut self, most: u64) -> Self {
        self.positions = most;
        self
    }

    /// Positions of words that may be held in memory.
    #[must_use]
    pub fn held_positions(mut self, most: u64) -> Self {
        self.held_positions = most;
        self
    }
}

/// Which limit a search met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Exhausted {
    /// [`Limits::positions`] or [`Limits::held_positions`].
    #[error(
        "the phrases of the query occur too often to be looked through; ask for rarer words or fewer phrases"
    )]
    Positions,
    /// [`Limits::deadline`].
    #[error("the search took longer than it may; allow it more time or ask for less")]
    Deadline,
    /// [`Limits::cancel`].
    #[error("the search was cancelled")]
    Cancelled,
}

impl Exhausted {
    const ALL: [Self; 3] = [Self::Positions, Self::Deadline, Self::Cancelled];
}

/// What is left of the limits of one search. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Budget(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    limits: Limits,
    positions: AtomicU64,
    held_positions: AtomicU64,
    /// One more than the place in [`Exhausted::ALL`] of the limit met first; 0 for none.
    met: AtomicU8,
}

impl Budget {
    /// A budget nothing was spent of.
    pub fn new(limits: &Limits) -> Self {
        let zero = || AtomicU64::new(0);
        Self(Arc::new(Shared {
            limits: limits.clone(),
            positions: zero(),
            held_positions: zero(),
            met: AtomicU8::new(0),
        }))
    }

    /// The same limits, with nothing spent of them: for work that repeats what was paid for.
    pub fn anew(&self) -> Self {
        Self::new(&self.0.limits)
    }

    /// The limits it began with.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Pays for positions that are read, or for steps that cost as much.
    pub fn spend_positions(&self, count: u64) -> Result<(), Exhausted> {
        self.spend(&self.0.positions, count, self.0.limits.positions, Exhausted::Positions)
    }

    /// Pays for positions that are held in memory; [`give_back`](Self::give_back) when they are let go.
    pub fn hold_positions(&self, count: u64) -> Result<(), Exhausted> {
        self.spend(&self.0.held_positions, count, self.0.limits.held_positions, Exhausted::Positions)
    }

    /// Positions are no longer held.
    pub fn give_back(&self, count: u64) {
        self.0.held_positions.fetch_sub(count, Relaxed);
    }

    fn spend(&self, spent: &AtomicU64, count: u64, most: u64, limit: Exhausted) -> Result<(), Exhausted> {
        // The sum cannot pass its type: each count is of things that were in memory or on disk.
        let before = spent.fetch_add(count, Relaxed);
        if before.saturating_add(count) > most {
            return Err(self.meet(limit));
        }
        self.met()
    }

    /// Whether the search may go on: no limit met, the deadline not passed, not cancelled.
    pub fn check(&self) -> Result<(), Exhausted> {
        self.met()?;
        let Limits { deadline, cancel, .. } = &self.0.limits;
        if cancel.as_ref().is_some_and(|flag| flag.load(Relaxed)) {
            return Err(self.meet(Exhausted::Cancelled));
        }
        if deadline.is_some_and(|deadline| Instant::now() > deadline) {
            return Err(self.meet(Exhausted::Deadline));
        }
        Ok(())
    }

    /// The limit that was met, without a look at the clock.
    fn met(&self) -> Result<(), Exhausted> {
        let met = self.0.met.load(Relaxed);
        let limit = usize::from(met).checked_sub(1).and_then(|at| Exhausted::ALL.get(at));
        limit.map_or(Ok(()), |&limit| Err(limit))
    }

    /// Notes a limit, unless another was met before; the first is the reason.
    fn meet(&self, limit: Exhausted) -> Exhausted {
        let place = Exhausted::ALL.iter().position(|&other| other == limit).unwrap_or(0);
        let _ = self.0.met.compare_exchange(0, place as u8 + 1, Relaxed, Relaxed);
        self.met().err().unwrap_or(limit)
    }
}

/// Spends positions of a budget in steps: threads that share a budget seldom wait for each other, and the
/// clock is seldom asked.
#[derive(Debug)]
pub(crate) struct Meter {
    budget: Budget,
    pending: u64,
}

impl Meter {
    /// A meter of a budget.
    pub fn new(budget: &Budget) -> Self {
        Self { budget: budget.clone(), pending: 0 }
    }

    /// Pays for positions, or for steps that cost as much.
    pub fn spend(&mut self, count: u64) -> Result<(), Exhausted> {
        self.pending += count;
        if self.pending < METER_STEP { Ok(()) } else { self.settle() }
    }

    /// Hands on what was not yet paid.
    fn settle(&mut self) -> Result<(), Exhausted> {
        self.budget.spend_positions(std::mem::take(&mut self.pending))?;
        self.budget.check()
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        // The budget keeps the reason where this was too much.
        let _ = self.budget.spend_positions(self.pending);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_limit_met_is_the_reason() {
        let cancel = Arc::new(AtomicBool::new(false));
        let limits = Limits::default().positions(3).cancel(cancel.clone());
        let budget = Budget::new(&limits);
        assert_eq!(budget.spend_positions(3), Ok(()));
        assert_eq!(budget.check(), Ok(()));
        assert_eq!(budget.spend_positions(1), Err(Exhausted::Positions));
        cancel.store(true, Relaxed);
        assert_eq!(budget.check(), Err(Exhausted::Positions));
        // What is spent afterwards fails too, so that every walk ends.
        assert_eq!(budget.clone().spend_positions(1), Err(Exhausted::Positions));
        assert_eq!(budget.anew().check(), Err(Exhausted::Cancelled));
    }

    #[test]
    fn a_meter_pays_in_steps_and_at_its_end() {
        let budget = Budget::new(&Limits::default().positions(5_000));
        let mut meter = Meter::new(&budget);
        (0..5_000).for_each(|_| assert_eq!(meter.spend(1), Ok(())));
        drop(meter);
        assert_eq!(budget.check(), Ok(()));
        let mut meter = Meter::new(&budget);
        assert_eq!(meter.spend(METER_STEP), Err(Exhausted::Positions));
        assert_eq!(budget.check(), Err(Exhausted::Positions));
    }

    #[test]
    fn held_positions_are_given_back_and_deadlines_end() {
        let budget = Budget::new(&Limits::default().held_positions(10));
        assert_eq!(budget.hold_positions(8), Ok(()));
        budget.give_back(8);
        assert_eq!(budget.hold_positions(10), Ok(()));
        assert_eq!(budget.hold_positions(1), Err(Exhausted::Positions));
        let late = Limits::none().deadline(Instant::now().checked_sub(Duration::from_millis(1)).unwrap());
        assert_eq!(Budget::new(&late).check(), Err(Exhausted::Deadline));
        assert_eq!(Budget::new(&Limits::none().timeout(Duration::MAX)).check(), Ok(()));
    }
}
