//! Where operands occur next to each other: the positional matcher.
//!
//! It works on spans of positions, whoever read them: posting lists, or tokens of a text just analysed.
//! So matching, counting and highlighting cannot disagree.
//!
//! It must not know posting lists, fields or texts.

/// Positions an operand covers: `end` is one past the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub start: u32,
    pub end: u32,
}

/// The spans at which one span of each operand follows the other without a gap, in the order written.
///
/// Each operand's spans must be sorted. Operands may have spans of several lengths, and every choice
/// counts; each resulting span is given once, sorted.
pub(crate) fn adjacent(operands: &[Vec<Span>], out: &mut Vec<Span>) {
    out.clear();
    let Some((first, others)) = operands.split_first() else { return };
    out.extend_from_slice(first);
    for operand in others {
        if out.is_empty() {
            return;
        }
        let mut longer = Vec::new();
        for reached in out.iter() {
            let from = operand.partition_point(|span| span.start < reached.end);
            let next = operand[from..].iter().take_while(|span| span.start == reached.end);
            longer.extend(next.map(|span| Span { start: reached.start, end: span.end }));
        }
        *out = longer;
    }
    out.sort_unstable();
    out.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(pairs: &[(u32, u32)]) -> Vec<Span> {
        pairs.iter().map(|&(start, end)| Span { start, end }).collect()
    }

    #[test]
    fn every_length_of_an_operand_counts() {
        // severe | covid19 or covid 19 | pneumonia
        let operands =
            [spans(&[(0, 1), (9, 10)]), spans(&[(1, 2), (1, 3), (10, 12)]), spans(&[(3, 4), (12, 13)])];
        let mut out = Vec::new();
        adjacent(&operands, &mut out);
        assert_eq!(out, spans(&[(0, 4), (9, 13)]));
        adjacent(&[], &mut out);
        assert!(out.is_empty());
    }
}
