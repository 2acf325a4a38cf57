//! The segments of a large snapshot are searched side by side.
//!
//! Each thread takes a stretch of them and yields its own best; what they yield is put together in the order of the
//! stretches, so that nothing depends on which thread was first.

use std::ops::Range;

use rayon::prelude::*;

use super::segment::Segment;
use crate::engine::EngineError;

/// With fewer documents waking threads costs more than they save. Tests have few.
const DOCUMENTS_LEAST: u32 = if cfg!(test) { 1 } else { 100_000 };
/// One search takes no more threads: others may search at the same time.
const THREADS_MAX: usize = 8;

/// Stretches of the segments to be searched side by side, of about as many documents each; or one.
pub(super) fn stretches(segments: &[Segment], side_by_side: bool) -> Vec<Range<usize>> {
    let sizes: Vec<u32> = segments.iter().map(Segment::max_doc).collect();
    let all = sizes.iter().fold(0, |sum: u32, &size| sum.saturating_add(size));
    if !side_by_side || all < DOCUMENTS_LEAST {
        return divide(&sizes, 1);
    }
    // To ask how many threads there are starts them.
    divide(&sizes, rayon::current_num_threads().min(THREADS_MAX))
}

/// Divides segments of these sizes into so many stretches at most, none of them empty.
fn divide(sizes: &[u32], count: usize) -> Vec<Range<usize>> {
    let all: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
    let share = all.div_ceil(count.max(1) as u64);
    let (mut stretches, mut start, mut sum) = (Vec::new(), 0, 0);
    for (at, &size) in sizes.iter().enumerate() {
        sum += u64::from(size);
        if sum >= share * (stretches.len() as u64 + 1) || at + 1 == sizes.len() {
            stretches.push(start..at + 1);
            start = at + 1;
        }
    }
    stretches
}

/// Does a piece of work for each stretch, and gives what comes of them in their order.
pub(super) fn each<T: Send>(
    stretches: Vec<Range<usize>>,
    work: impl Fn(Range<usize>) -> Result<T, EngineError> + Send + Sync,
) -> Result<Vec<T>, EngineError> {
    match stretches.len() {
        // Most indexes are small: their searches never wake another thread.
        0 | 1 => stretches.into_iter().map(work).collect(),
        _ => stretches.into_par_iter().map(work).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_even_and_leave_nothing_out() {
        let ends = |sizes: &[u32], count| -> Vec<(usize, usize)> {
            divide(sizes, count).into_iter().map(|stretch| (stretch.start, stretch.end)).collect()
        };
        assert_eq!(ends(&[], 4), []);
        assert_eq!(ends(&[5], 4), [(0, 1)]);
        assert_eq!(ends(&[5, 5, 5, 5], 2), [(0, 2), (2, 4)]);
        assert_eq!(ends(&[100, 1, 1, 1], 2), [(0, 1), (1, 4)]);
        assert_eq!(ends(&[1, 1, 1, 100], 2), [(0, 4)]);
        assert_eq!(ends(&[3, 3, 3], 8), [(0, 1), (1, 2), (2, 3)]);
    }
}
