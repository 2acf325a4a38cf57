//! Proximities of any operands, found by dynamic programming from each place where one may begin.

use std::collections::HashMap;

use super::{Positions, Span};
use crate::index::Exhausted;
use crate::index::Near;

/// States are gathered so many at a time before those that others make useless are thrown away.
const STATES_STEP: usize = 1 << 16;

/// So many operands are looked ahead for: in a long row the first ones rule out nearly all.
const OPERANDS_AHEAD: usize = 16;

/// A proximity and its buffers.
pub(super) struct Join {
    ordered: bool,
    budget: u32,
    /// For each operand the last one before it that is the same. They can be exchanged, so only one order
    /// of them is tried.
    twins: Vec<Option<usize>>,
    /// The spans of each operand in the present text: rising, each once. They are filled before each search.
    pub spans: Vec<Vec<Span>>,
    start: u32,
    /// For each operand a span up to which all start before the present start.
    low: Vec<usize>,
    /// For each operand how far behind the start of a choice it can begin.
    reach: Vec<u32>,
    states: Vec<State>,
    next: Vec<State>,
}

/// Some operands, chosen from the present start on. Of all choices of the same operands that end at the same
/// place, one with the fewest uncovered positions can be continued by whatever continues another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    /// The operands, a bit each; unused where they stand in order.
    used: u16,
    end: u32,
    /// Positions that none of them covers.
    gap: u32,
}

impl Join {
    /// A proximity; its bounds must have been checked.
    pub fn of(near: &Near) -> Self {
        let mut last = HashMap::new();
        let twins = near.operands.iter().enumerate().map(|(at, operand)| last.insert(operand, at));
        let twins = twins.collect();
        let count = near.operands.len();
        Self {
            ordered: near.ordered,
            budget: near.budget,
            twins,
            spans: vec![Vec::new(); count],
            start: 0,
            low: vec![0; count],
            reach: vec![0; count],
            states: Vec::new(),
            next: Vec::new(),
        }
    }

    /// Adds its spans to `out`, which is empty: rising, each once; or at least one where one is enough.
    pub fn find(
        &mut self,
        source: &mut impl Positions,
        first_only: bool,
        out: &mut Vec<Span>,
    ) -> Result<(), Exhausted> {
        self.low.fill(0);
        self.measure();
        let mut from = 0;
        while let Some(start) = self.next_start(from) {
            source.spend(1)?;
            from = match self.possible_from(start) {
                None => return Ok(()),
                Some(later) if later > start => later,
                Some(_) => {
                    self.begin(start);
                    self.extend(source)?;
                    self.states.sort_unstable_by_key(|state| state.end);
                    self.states.dedup_by_key(|state| state.end);
                    out.extend(self.states.iter().map(|state| Span { start, end: state.end }));
                    if first_only && !out.is_empty() {
                        return Ok(());
                    }
                    let Some(next) = start.checked_add(1) else { return Ok(()) };
                    next
                }
            };
        }
        Ok(())
    }

    /// The operands that may come first.
    fn firsts(&self) -> std::ops::Range<usize> {
        0..if self.ordered { self.spans.len().min(1) } else { self.spans.len() }
    }

    /// The first place from `from` on where an operand that may come first begins.
    fn next_start(&mut self, from: u32) -> Option<u32> {
        let firsts = self.firsts();
        let starts = firsts.filter_map(|operand| {
            let spans = &self.spans[operand];
            let low = &mut self.low[operand];
            *low = first_from(spans, *low, from);
            spans.get(*low).map(|span| span.start)
        });
        starts.min()
    }

    /// The first place from `start` on where a choice can begin, by what stands behind it: every operand
    /// must begin within its reach. So a common word is tried only where a rare one is near.
    fn possible_from(&mut self, start: u32) -> Option<u32> {
        let mut possible = start;
        let operands = self.spans.iter().zip(&mut self.low).zip(&self.reach);
        for ((spans, low), reach) in operands.take(OPERANDS_AHEAD) {
            *low = first_from(spans, *low, start);
            possible = possible.max(spans.get(*low)?.start.saturating_sub(*reach));
        }
        Some(possible)
    }

    /// Measures how far behind the start of a choice each operand can begin.
    fn measure(&mut self) {
        let longest = |spans: &Vec<Span>| spans.iter().map(|span| span.end - span.start).max().unwrap_or(0);
        let mut before = self.budget;
        for (reach, spans) in self.reach.iter_mut().zip(&self.spans) {
            *reach = before;
            before = before.saturating_add(longest(spans));
        }
        if !self.ordered {
            // Any of the others may come before it.
            self.reach.fill(before);
        }
    }

    /// The states of one operand that begin at a start.
    fn begin(&mut self, start: u32) {
        self.start = start;
        self.states.clear();
        for operand in self.firsts() {
            if self.ordered || self.twins[operand].is_none() {
                let here = self.spans[operand][self.low[operand]..].iter();
                let here = here.take_while(|span| span.start == start);
                let used = if self.ordered { 0 } else { 1 << operand };
                self.states.extend(here.map(|span| State { used, end: span.end, gap: 0 }));
            }
        }
    }

    /// Continues the states until each has all operands.
    fn extend(&mut self, source: &mut impl Positions) -> Result<(), Exhausted> {
        for chosen in 1..self.spans.len() {
            if self.states.is_empty() {
                return Ok(());
            }
            self.next.clear();
            let mut room = STATES_STEP;
            for at in 0..self.states.len() {
                let state = self.states[at];
                let candidates = if self.ordered { chosen..chosen + 1 } else { 0..self.spans.len() };
                for operand in candidates {
                    if self.ordered || self.may_follow(state.used, operand) {
                        source.spend(1 + self.follow(state, operand))?;
                    }
                }
                if self.next.len() > room {
                    keep_best(&mut self.next);
                    room = self.next.len() * 2 + STATES_STEP;
                }
            }
            keep_best(&mut self.next);
            std::mem::swap(&mut self.states, &mut self.next);
        }
        Ok(())
    }

    fn may_follow(&self, used: u16, operand: usize) -> bool {
        let has = |operand: usize| used & (1 << operand) != 0;
        !has(operand) && self.twins[operand].is_none_or(has)
    }

    /// Adds a state for each span of an operand that may follow a state; and says how many.
    fn follow(&mut self, state: State, operand: usize) -> u64 {
        let spans = &self.spans[operand];
        let low = &mut self.low[operand];
        *low = first_from(spans, *low, self.start);
        let known = self.next.len();
        let last = state.end.saturating_add(self.budget - state.gap);
        let used = if self.ordered { 0 } else { state.used | 1 << operand };
        let from = first_from(spans, *low, state.end);
        for span in spans[from..].iter().take_while(|span| span.start <= last) {
            self.next.push(State { used, end: span.end, gap: state.gap + (span.start - state.end) });
        }
        (self.next.len() - known) as u64
    }
}

/// Of states with the same operands and end keeps one with the smallest gap.
fn keep_best(states: &mut Vec<State>) {
    // Sorted by operands, end and gap: the first is best.
    states.sort_unstable();
    states.dedup_by_key(|state| (state.used, state.end));
}

/// The place of the first span from `low` on that does not start before `start`. It is looked for in
/// growing steps: it is never far.
fn first_from(spans: &[Span], mut low: usize, start: u32) -> usize {
    let mut step = 1;
    while spans.get(low + step - 1).is_some_and(|span| span.start < start) {
        low += step;
        step *= 2;
    }
    let end = spans.len().min(low + step - 1);
    low + spans[low..end].partition_point(|span| span.start < start)
}
