//! Which sentences are shown: together they should show as many words of the query as can be.
//!
//! It must not know how marks were found.

use crate::search::hits::Snippet;

/// A sentence with marks.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The words of the query it shows, a bit each.
    pub groups: u64,
    /// Number of marks.
    pub marks: usize,
    pub snippet: Snippet,
}

/// Chooses up to `most` candidates, best first; of equals the earlier.
pub(super) fn choose(mut candidates: Vec<Candidate>, most: usize) -> Vec<Snippet> {
    let mut chosen: Vec<Snippet> = Vec::new();
    let mut shown = 0_u64;
    while chosen.len() < most {
        let worth = |candidate: &Candidate| {
            let new = (candidate.groups & !shown).count_ones();
            (new, candidate.groups.count_ones(), candidate.marks.min(3))
        };
        let best = (0..candidates.len()).rev().max_by_key(|&at| worth(&candidates[at]));
        let Some(best) = best else { break };
        let (new, groups, _) = worth(&candidates[best]);
        // What shows nothing new must at least show as much as a good sentence does.
        let first_groups = shown.count_ones();
        if new == 0 && (chosen.is_empty() || groups * 2 < first_groups || groups < 2) {
            break;
        }
        let candidate = candidates.remove(best);
        shown |= candidate.groups;
        chosen.push(candidate.snippet);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(groups: u64, text: &str) -> Candidate {
        marked(groups, groups.count_ones() as usize, text)
    }

    fn marked(groups: u64, marks: usize, text: &str) -> Candidate {
        let snippet = Snippet { text: text.into(), ..Snippet::default() };
        Candidate { groups, marks, snippet }
    }

    fn chosen(candidates: Vec<Candidate>, most: usize) -> Vec<String> {
        choose(candidates, most).into_iter().map(|snippet| snippet.text).collect()
    }

    #[test]
    fn the_fullest_sentence_first_then_what_it_lacks() {
        let candidates = vec![
            candidate(1, "a"),
            candidate(2, "b"),
            candidate(3, "ab"),
            candidate(4, "c"),
            candidate(1, "a again"),
        ];
        assert_eq!(chosen(candidates, 3), ["ab", "c"]);
    }

    #[test]
    fn of_equals_the_earlier() {
        assert_eq!(chosen(vec![candidate(1, "first"), candidate(1, "second")], 1), ["first"]);
        assert_eq!(chosen(vec![candidate(1, "a"), candidate(2, "b"), candidate(4, "c")], 2), ["a", "b"]);
    }

    #[test]
    fn more_marks_are_better_up_to_three() {
        assert_eq!(chosen(vec![marked(1, 1, "one"), marked(1, 2, "two")], 1), ["two"]);
        assert_eq!(chosen(vec![marked(1, 2, "two"), marked(1, 3, "three")], 1), ["three"]);
        assert_eq!(chosen(vec![marked(1, 3, "three"), marked(1, 9, "nine")], 1), ["three"]);
        // Another word of the query outweighs any number of marks.
        assert_eq!(chosen(vec![marked(1, 3, "three marks"), marked(6, 2, "two words")], 1), ["two words"]);
    }

    #[test]
    fn what_is_new_outweighs_what_is_full() {
        let candidates = vec![candidate(0b0111, "abc"), candidate(0b0011, "ab"), candidate(0b1000, "d")];
        assert_eq!(chosen(candidates, 2), ["abc", "d"]);
        // Of those that show as much that is new, the one that shows more.
        let candidates = vec![candidate(0b0111, "abc"), candidate(0b1000, "d"), candidate(0b1001, "ad")];
        assert_eq!(chosen(candidates, 2), ["abc", "ad"]);
    }

    /// A sentence that adds nothing is shown where it has half as many words as all before, and two at least.
    #[test]
    fn what_is_not_new_must_be_half_as_full() {
        let after =
            |first: u64, next: u64| chosen(vec![candidate(first, "first"), candidate(next, "next")], 2);
        assert_eq!(after(0b1111, 0b0011), ["first", "next"]);
        assert_eq!(after(0b1_1111, 0b0011), ["first"]);
        assert_eq!(after(0b1_1111, 0b0111), ["first", "next"]);
        assert_eq!(after(0b11, 0b01), ["first"]);
        assert_eq!(after(0b11, 0b11), ["first", "next"]);
        assert_eq!(after(0b1, 0b1), ["first"]);
    }
}
