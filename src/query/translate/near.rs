//! Words near each other, where a notation puts two parts near each other and no more at a time.
//!
//! It must not know a field.

use super::loss::LossLevel;
use super::words::Words;
use crate::query::Syntax;

/// Most words between two, as Ovid and Cochrane write it.
const BETWEEN_MAX: u32 = 98;

/// The words with nearness as the notation has it, how far that is something else; `None` where it cannot be said.
pub(super) fn in_pairs(words: Words, to: Syntax) -> Option<(Words, Option<LossLevel>)> {
    let mut pairs = Pairs { to, level: None };
    let words = pairs.each(words)?;
    Some((words, pairs.level))
}

struct Pairs {
    to: Syntax,
    level: Option<LossLevel>,
}

impl Pairs {
    fn each(&mut self, words: Words) -> Option<Words> {
        let (parts, ordered, between) = match words {
            Words::Row(_) => return Some(words),
            Words::Any(parts) => return Some(Words::any(self.all(parts)?)),
            Words::Near { parts, ordered, between } => (self.all(parts)?, ordered, between),
        };
        if between > BETWEEN_MAX {
            return None;
        }
        let mut parts = parts;
        Some(match (ordered, parts.len()) {
            (_, 1) => parts.remove(0),
            (true, _) if between == 0 => Words::Near { parts, ordered, between },
            // Ovid has no order with words between.
            (true, 2) if self.to == Syntax::Ovid => {
                self.lose(LossLevel::Wider);
                Words::Near { parts, ordered: false, between }
            }
            (_, 2) => Words::Near { parts, ordered, between },
            (false, 3) => three(parts, between)?,
            // More than three would take too many.
            _ => return None,
        })
    }

    fn all(&mut self, parts: Vec<Words>) -> Option<Vec<Words>> {
        parts.into_iter().map(|part| self.each(part)).collect()
    }

    fn lose(&mut self, level: LossLevel) {
        self.level = Some(self.level.map_or(level, |own| own.and(level)));
    }
}

/// Three parts in any order with so many words between them in all: two of them stand together, with a share of those
/// words, and the third beside both with the rest. Of every order the part in the middle is one of the first pair.
fn three(parts: Vec<Words>, between: u32) -> Option<Words> {
    /// Beyond this the shares are too many to be written out.
    const SHARED_MAX: u32 = 12;
    if between > SHARED_MAX {
        return None;
    }
    let [a, b, c] = <[Words; 3]>::try_from(parts).ok()?;
    let pair = |left: &Words, right: &Words, between: u32| Words::Near {
        parts: vec![left.clone(), right.clone()],
        ordered: false,
        between,
    };
    let chains = (0..=between).flat_map(|share| {
        [pair(&pair(&a, &b, share), &c, between - share), pair(&pair(&a, &c, share), &b, between - share)]
    });
    Some(Words::Any(chains.collect()))
}

/// What is said of nearness that was written otherwise.
pub(super) const SAID: &str =
    "Ovid has no order with words between: the same distance in any order is written";
