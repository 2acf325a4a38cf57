//! Hits as a run for tools of evaluation.
//!
//! It must not know topics.

use std::io::{self, Write};

use super::HitWriter;
use super::tame::tame_char;
use crate::{Hit, Hits};

/// Hits as lines of a TREC run.
///
/// Tools sort a run by its scores again, with ties in an order of their own. So each score is printed in
/// full, and one that does not fall below the one before is set just below it; where hits are in another
/// order than that of their scores, or have none, this keeps their order too.
pub struct Trec<'o> {
    qid: String,
    out: &'o mut dyn Write,
    /// Hits that are still to come.
    left: usize,
    last: f32,
    /// Whether the first hit has no score: then hits are numbered down.
    unranked: bool,
}

impl<'o> Trec<'o> {
    /// Nothing is printed yet.
    pub fn new(qid: &str, out: &'o mut dyn Write) -> Self {
        Self { qid: word(qid), out, left: 0, last: f32::INFINITY, unranked: false }
    }
}

impl HitWriter for Trec<'_> {
    fn begin(&mut self, _: &Hits, shown: usize) -> io::Result<()> {
        self.left = shown;
        Ok(())
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        if self.last == f32::INFINITY {
            self.unranked = hit.score == 0.0;
        }
        let score = if self.unranked { self.left as f32 } else { hit.score };
        self.left = self.left.saturating_sub(1);
        self.last = score.min(self.last.next_down());
        let id = if hit.source_id.is_empty() { hit.id.as_str() } else { &hit.source_id };
        writeln!(self.out, "{} Q0 {} {} {} litdex", self.qid, word(id), hit.rank, self.last)
    }
}

/// An id as one word: the columns of a run are apart by blanks.
fn word(id: &str) -> String {
    if id.is_empty() {
        return "_".to_owned();
    }
    id.chars().map(|c| if c.is_whitespace() || tame_char(c) != c { '_' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(scores: &[f32]) -> String {
        let hit = |(at, score): (usize, &f32)| Hit {
            rank: at + 1,
            score: *score,
            source_id: format!("d {at}"),
            ..Hit::default()
        };
        let hits = Hits { hits: scores.iter().enumerate().map(hit).collect(), ..Hits::default() };
        let mut out = Vec::new();
        super::super::write_hits(&hits, &mut Trec::new("q\n1", &mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn scores_fall_strictly() {
        assert_eq!(
            run(&[2.5, 2.5, 2.5]),
            "q_1 Q0 d_0 1 2.5 litdex\nq_1 Q0 d_1 2 2.4999998 litdex\nq_1 Q0 d_2 3 2.4999995 litdex\n"
        );
        assert_eq!(run(&[0.0, 0.0]), "q_1 Q0 d_0 1 2 litdex\nq_1 Q0 d_1 2 1 litdex\n");
        let scores: Vec<f32> = run(&[1.0, 9.0, 0.0, 0.0, -1.0])
            .lines()
            .map(|line| line.split(' ').nth(4).unwrap().parse().unwrap())
            .collect();
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
    }
}
