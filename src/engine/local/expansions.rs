//! How many words the truncated words of a plan stand for: asked before the search, of all segments together,
//! so that the answer does not depend on how the articles lie in segments.

use std::collections::HashSet;

use tantivy::schema::{Field, IndexRecordOption};

use super::docs::END;
use super::generation::field_of;
use super::segment::Segment;
use crate::engine::EngineError;
use crate::index::{Budget, Forms, Plan};

/// Refuses a plan whose truncated words stand for more words than its limits allow.
pub(super) fn check(plan: &Plan, segments: &[Segment], budget: &Budget) -> Result<(), EngineError> {
    let truncated = plan.truncated().into_iter().map(|(column, forms)| (field_of(column), forms));
    let truncated: Vec<(Field, Forms<'_>)> = truncated.collect();
    // The sums count a word once for each segment and deleted articles' words too: where one is small enough, no
    // word need be read. That of all words of the fields costs nothing.
    let limit = budget.limits().expansions;
    let mut sum = 0;
    for segment in segments {
        for (field, _) in &truncated {
            sum += segment.words(*field)?.terms().num_terms() as u64;
        }
    }
    if sum <= limit {
        return Ok(());
    }
    let mut sum = 0;
    for &(field, forms) in &truncated {
        budget.check()?;
        for segment in segments {
            sum += segment.count_words(field, &forms.beginning())?;
        }
    }
    if sum <= limit {
        return Ok(());
    }
    let mut left = limit;
    for (field, forms) in truncated {
        let count = distinct(field, forms, left, segments, budget)?;
        let rest = left.checked_sub(count);
        left = rest.ok_or_else(|| EngineError::Expansions { word: forms.to_string(), limit })?;
    }
    Ok(())
}

/// The words of living articles among these forms. More than `most` are not told apart.
fn distinct(
    field: Field,
    forms: Forms<'_>,
    most: u64,
    segments: &[Segment],
    budget: &Budget,
) -> Result<u64, EngineError> {
    let mut found: HashSet<Box<[u8]>> = HashSet::new();
    for segment in segments {
        segment.each_word(field, forms, budget, |word, _, entry| {
            if found.len() as u64 <= most && !found.contains(word) {
                let postings = segment.postings_at(field, entry, IndexRecordOption::Basic)?;
                if segment.alive(Box::new(postings)).doc() != END {
                    found.insert(word.into());
                }
            }
            Ok(())
        })?;
    }
    Ok(found.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::super::phrase::tests::segment;
    use super::*;
    use crate::engine::definition::word;
    use crate::index::{Clause, Column, Filter, Limits, Pattern, Ranking, Set, Wanted};
    use crate::model::Field as Searched;
    use crate::{Sort, engine::definition::Text};

    #[test]
    fn words_count_once_however_many_segments_hold_them() {
        let text = |words: &[&str]| -> Text { words.iter().map(|&word| vec![word.to_owned()]).collect() };
        let clause = Clause::Any(vec![word("ab*"), word("zz*")]);
        let set =
            Set::Text { columns: &[Column::Title], pattern: Pattern { clause, field: Searched::Title } };
        let plan = Plan {
            wanted: Wanted::Tree { set, terms: Vec::new() },
            ranking: Ranking::default(),
            filter: Filter::default(),
            sort: Sort::Best,
        };
        let one = [segment(&[text(&["aa", "ab", "abc", "ac", "zz", "zzz"])])];
        let two = [segment(&[text(&["ab", "zzz"])]), segment(&[text(&["abc", "ab", "zz", "b"])])];
        for segments in [&one[..], &two] {
            let refused = |limit| {
                let budget = Budget::new(&Limits::default().expansions(limit));
                check(&plan, segments, &budget).err().map(|error| error.to_string())
            };
            assert_eq!(refused(4), None);
            let too_many = |word, limit| {
                let reason = format!("up to {word:?} the query stands for more than {limit} words");
                Some(format!("{reason}; write more letters before the *"))
            };
            assert_eq!(refused(3), too_many("zz*", 3));
            assert_eq!(refused(1), too_many("ab*", 1));
        }
    }
}
