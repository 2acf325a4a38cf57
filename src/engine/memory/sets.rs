//! Whether an article is in a set: asked of each article by itself.

use std::collections::BTreeSet;

use super::article::Stored;
use super::state::State;
use crate::engine::{Clause, Leaves, Matcher, Positions, Shape};
use crate::index::{Budget, Column, EngineError, Exhausted, Filter, Group, Plan, Set, Value};

/// Whether an article is in a set.
pub(super) fn is_in(article: &Stored, set: &Set, budget: &Budget) -> Result<bool, EngineError> {
    Ok(match set {
        Set::Text { columns, pattern } => {
            any(columns.iter(), |&column| occurs(article, column, &pattern.clause, budget))?
        }
        Set::Values(values) => values.iter().any(|value| has_value(article, value)),
        Set::Keys(keys) => keys.iter().any(|key| article.is_keyed(key)),
        Set::Days(days) => article.is_in(days),
        Set::And(sets) => !any(sets.iter(), |set| Ok(!is_in(article, set, budget)?))?,
        Set::Or(sets) => any(sets.iter(), |set| is_in(article, set, budget))?,
        Set::Not(keep, drop) => is_in(article, keep, budget)? && !is_in(article, drop, budget)?,
    })
}

/// Whether an article satisfies a word of a plain query.
pub(super) fn has_group(article: &Stored, group: &Group, budget: &Budget) -> Result<bool, EngineError> {
    let has = |stem: &String| {
        article.columns.times(Column::Bag, stem) > 0 || article.columns.has(Column::Unranked, stem)
    };
    let apart = || group.apart.as_ref().map_or(Ok(false), |set| is_in(article, set, budget));
    Ok(group.stems.iter().any(has) || apart()?)
}

/// Whether an article passes a filter.
pub(super) fn passes(article: &Stored, filter: &Filter, budget: &Budget) -> Result<bool, EngineError> {
    for list in &filter.lists {
        if !any(list.iter(), |named| is_in(article, &named.set, budget))? {
            return Ok(false);
        }
    }
    let in_days = filter.days.as_ref().is_none_or(|days| article.is_in(days));
    Ok(in_days && !any(filter.without.iter(), |set| is_in(article, set, budget))?)
}

fn any<T>(
    mut all: impl Iterator<Item = T>,
    mut is: impl FnMut(T) -> Result<bool, EngineError>,
) -> Result<bool, EngineError> {
    all.try_fold(false, |found, one| Ok(found || is(one)?))
}

fn has_value(article: &Stored, value: &Value) -> bool {
    if value.is_prefix {
        article.columns.values(value.column, &value.text).next().is_some()
    } else {
        article.columns.has(value.column, &value.text)
    }
}

/// Whether a clause occurs in a column of an article.
fn occurs(article: &Stored, column: Column, clause: &Clause, budget: &Budget) -> Result<bool, EngineError> {
    let (mut matcher, leaves) = Matcher::of(clause, Leaves::Shared)?;
    Ok(matcher.occurs(&mut Text { article, column, leaves, budget })?)
}

/// The words of a column of an article.
struct Text<'t> {
    article: &'t Stored,
    column: Column,
    leaves: Vec<&'t Shape>,
    budget: &'t Budget,
}

impl Positions for Text<'_> {
    fn read(&mut self, leaf: usize, into: &mut Vec<u32>) -> Result<(), Exhausted> {
        into.clear();
        let columns = &self.article.columns;
        match self.leaves[leaf] {
            Shape::Word(word) => into.extend(columns.positions(self.column, word)),
            many => {
                if let Some(forms) = many.forms() {
                    into.extend(columns.words(self.column, forms).flat_map(|word| word.1));
                }
            }
        }
        into.sort_unstable();
        into.dedup();
        self.spend(into.len() as u64)
    }

    fn spend(&mut self, steps: u64) -> Result<(), Exhausted> {
        self.budget.spend_positions(steps)
    }
}

/// Refuses a plan whose truncated words stand for more words than its limits allow.
pub(super) fn check_expansions(plan: &Plan, state: &State, budget: &Budget) -> Result<(), EngineError> {
    let limit = budget.limits().expansions;
    let mut count = 0;
    for (column, forms) in plan.truncated() {
        let beginning = forms.beginning();
        let of_article = |article: &Stored| -> Vec<String> {
            let words = article.columns.words(column, forms).map(|(word, _)| word);
            words.chain(article.columns.values(column, &beginning)).map(str::to_owned).collect()
        };
        let words: BTreeSet<String> = state.iter().flat_map(of_article).collect();
        count += words.len() as u64;
        if count > limit {
            return Err(EngineError::Expansions { word: forms.to_string(), limit });
        }
    }
    Ok(())
}
