//! Answers to plans: every article is looked at, scored and sorted.

use super::article::Stored;
use super::sets::{check_expansions, has_group, is_in, passes};
use super::state::State;
use crate::index::{
    Budget, Column, Counts, EngineError, Group, Matching, Named, Plan, Ranking, Set, Sort, Wanted, sort_form,
    unknown_terms, weights,
};

/// An article found, and its score.
pub(super) type Ranked<'s> = (f32, &'s Stored);

/// The first so many articles a plan finds, in their order, and the counts.
pub(super) fn run<'s>(
    state: &'s State,
    plan: &Plan,
    want: usize,
    budget: &Budget,
) -> Result<(Vec<Ranked<'s>>, Counts), EngineError> {
    budget.check()?;
    check_expansions(plan, state, budget)?;
    let mut allowed = Vec::new();
    for article in state.iter() {
        budget.check()?;
        if passes(article, &plan.filter, budget)? {
            allowed.push(article);
        }
    }
    let answer = Answer { state, plan, scorer: Scorer::of(state, &plan.ranking), allowed, budget };
    let (mut ranked, mut counts) = match &plan.wanted {
        Wanted::Tree { set, terms } => answer.tree(set, terms)?,
        Wanted::Words { groups, matching } => answer.words(groups, *matching, want)?,
    };
    if counts.total == 0 {
        counts.unknown.extend(plan.filter.unknown(|set| answer.occurs(set))?);
    }
    ranked.truncate(want);
    Ok((ranked, counts))
}

/// The words an article lacks that a plan found.
pub(super) fn missing(
    plan: &Plan,
    counts: &Counts,
    article: &Stored,
    budget: &Budget,
) -> Result<Vec<String>, EngineError> {
    let Wanted::Words { groups, matching } = &plan.wanted else { return Ok(Vec::new()) };
    if !(*matching == Matching::Any || *matching == Matching::Auto && counts.partial > 0) {
        return Ok(Vec::new());
    }
    let mut missing = Vec::new();
    for group in groups {
        if !has_group(article, group, budget)? {
            missing.push(group.text.clone());
        }
    }
    Ok(missing)
}

struct Answer<'s, 'p> {
    state: &'s State,
    plan: &'p Plan,
    scorer: Scorer<'p>,
    /// The articles that pass the filter.
    allowed: Vec<&'s Stored>,
    budget: &'p Budget,
}

impl<'s> Answer<'s, '_> {
    fn tree(&self, set: &Set, terms: &[Named]) -> Result<(Vec<Ranked<'s>>, Counts), EngineError> {
        let mut found = Vec::new();
        for &article in &self.allowed {
            if is_in(article, set, self.budget)? {
                found.push(article);
            }
        }
        let mut counts = Counts { total: found.len() as u64, ..Counts::default() };
        if counts.total == 0 || terms.len() > 1 {
            counts.unknown = unknown_terms(terms, |set| self.occurs(set))?;
        }
        Ok((self.ranked(found), counts))
    }

    fn words(
        &self,
        groups: &[Group],
        matching: Matching,
        want: usize,
    ) -> Result<(Vec<Ranked<'s>>, Counts), EngineError> {
        let mut counts = Counts::default();
        if groups.is_empty() {
            return Ok((Vec::new(), counts));
        }
        let (mut all, mut some) = (Vec::new(), Vec::new());
        for &article in &self.allowed {
            match self.number_of_groups(article, groups)? {
                0 => {}
                number if number == groups.len() => all.push(article),
                _ => some.push(article),
            }
        }
        if matching == Matching::Any {
            all.append(&mut some);
        }
        counts.total = all.len() as u64;
        let mut ranked = self.ranked(all);
        // Those with some words fill a page that those with all leave open.
        if matching == Matching::Auto && ranked.len() < want {
            counts.partial = some.len() as u64;
            ranked.extend(self.ranked(some));
        }
        if counts.total == 0 || matching == Matching::Any {
            for group in groups {
                let mut occurs = false;
                for article in self.state.iter() {
                    occurs |= has_group(article, group, self.budget)?;
                }
                if !occurs {
                    counts.unknown.push(group.text.clone());
                }
            }
        }
        Ok((ranked, counts))
    }

    fn number_of_groups(&self, article: &Stored, groups: &[Group]) -> Result<usize, EngineError> {
        let mut number = 0;
        for group in groups {
            number += usize::from(has_group(article, group, self.budget)?);
        }
        Ok(number)
    }

    fn occurs(&self, set: &Set) -> Result<bool, EngineError> {
        for article in self.state.iter() {
            if is_in(article, set, self.budget)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Articles in the order that is asked for.
    fn ranked(&self, found: Vec<&'s Stored>) -> Vec<Ranked<'s>> {
        let is_scored = self.plan.sort == Sort::Best;
        let score = |article| if is_scored { self.scorer.score(article) } else { 0.0 };
        let mut ranked: Vec<Ranked<'s>> =
            found.into_iter().map(|article| (score(article), article)).collect();
        ranked.sort_by_cached_key(|&(_, article)| {
            let newer = u32::MAX - article.day() / 10_000;
            (sort_key(article, self.plan.sort), newer, article.columns.number(Column::Order))
        });
        // Equal scores stay in the order of the ties.
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked
    }
}

/// What an order asks for, the smallest first; what is missing comes last.
fn sort_key(article: &Stored, sort: Sort) -> (u32, String) {
    let name = |name: &str| (u32::from(sort_form(name).is_empty()), sort_form(name));
    let journal = &article.work.article.journal;
    match sort {
        Sort::Best => (0, String::new()),
        Sort::Newest => (u32::MAX - article.day(), String::new()),
        Sort::Oldest => (article.day().wrapping_sub(1), String::new()),
        Sort::Author => {
            let first = article.work.article.authors.first();
            name(&first.map(crate::model::Author::short_name).unwrap_or_default())
        }
        Sort::Journal => {
            name(if journal.abbreviation.is_empty() { &journal.title } else { &journal.abbreviation })
        }
        Sort::Title => name(&article.work.article.title),
    }
}

/// BM25 as a plan's ranking has it.
struct Scorer<'p> {
    /// Each stem with its bag, in the order in which scores are added, the bag's average length, and the most that it
    /// can add to a score.
    stems: Vec<(&'p str, Column, f32, f32)>,
}

impl<'p> Scorer<'p> {
    fn of(state: &State, ranking: &'p Ranking) -> Self {
        let documents = state.articles.len();
        let mut stems = Vec::new();
        for &(bag, weight) in &ranking.bags {
            let tokens: u64 = state.iter().map(|article| u64::from(article.columns.length(bag))).sum();
            let average = (tokens as f32 / documents.max(1) as f32).max(1.0);
            for stem in &ranking.stems {
                let with = state.iter().filter(|article| article.columns.times(bag, stem) > 0).count();
                if with > 0 {
                    let (all, with) = (documents as f32, with as f32);
                    let idf = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
                    stems.push((stem.as_str(), bag, average, idf * weight * (weights::K1 + 1.0)));
                }
            }
        }
        Self { stems }
    }

    fn score(&self, article: &Stored) -> f32 {
        let one = |&(stem, bag, average, most): &(&str, Column, f32, f32)| {
            let times = article.columns.times(bag, stem) as f32;
            let length = rounded(article.columns.length(bag)) as f32;
            let saturation = weights::K1 * (1.0 - weights::B + weights::B * length / average);
            most * (times / (times + saturation))
        };
        self.stems.iter().map(one).fold(0.0, |sum, score| sum + score)
    }
}

/// A length as scores are computed with it; see [`Ranking`].
fn rounded(length: u32) -> u32 {
    let rest = length.saturating_sub(24);
    let dropped = (u32::BITS - rest.leading_zeros()).saturating_sub(4);
    length - rest + (rest >> dropped << dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_rounded_down() {
        let lengths = [0, 24, 39, 40, 41, 42, 55, 56, 59, 60, 1_000];
        assert_eq!(lengths.map(rounded), [0, 24, 39, 40, 40, 42, 54, 56, 56, 60, 984]);
    }
}
