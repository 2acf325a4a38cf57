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
        let snippet = Snippet { text: text.into(), ..Snippet::default() };
        Candidate { groups, marks: groups.count_ones() as usize, snippet }
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
        let texts: Vec<String> = choose(candidates, 3).into_iter().map(|snippet| snippet.text).collect();
        assert_eq!(texts, ["ab", "c"]);
    }
}
