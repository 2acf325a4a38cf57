//! How large an article is, and what is told of one that is too large.
//!
//! It must not know how it is written.

use crate::formats::{Place, Problem, ProblemKind};
use crate::index::{Analyst, DIFFERENT_MAX, WORDS_MAX};
use crate::model::Article;

/// Only articles of so many bytes may have more words than are searched.
const LARGE_BYTES: usize = 2 * DIFFERENT_MAX;

/// Tells of an article of which not everything is searched.
pub(super) fn partly_searched(article: &Article, analyst: &mut Analyst) -> Option<Problem> {
    if rough_size(article) < LARGE_BYTES || !analyst.is_too_large(article) {
        return None;
    }
    let origin = &article.origin;
    Some(Problem {
        file: origin.file.clone(),
        place: Place { record: Some(origin.record), ..Place::default() },
        kind: ProblemKind::TooLarge,
        found: format!("an article of more than {DIFFERENT_MAX} different words, or {WORDS_MAX} in all"),
        done: "what stands behind them is kept, but not searched".into(),
    })
}

/// About the bytes of an article's text, and something for the rest of it.
pub(super) fn rough_size(article: &Article) -> usize {
    let translated = article.other_abstracts.iter().flat_map(|other| &other.sections);
    let abstracts: usize =
        article.abstract_sections.iter().chain(translated).map(|section| section.text.len()).sum();
    let body: usize = article.body.iter().flat_map(|section| &section.paragraphs).map(String::len).sum();
    let references: usize = article.references.iter().map(|reference| 50 + reference.raw.len()).sum();
    let people = article.authors.iter().chain(&article.investigators);
    let people: usize =
        people.map(|author| 50 + author.affiliations.iter().map(String::len).sum::<usize>()).sum();
    let values = article.keywords.iter().map(String::len).sum::<usize>()
        + 50 * (article.headings.len() + article.substances.len());
    1_000 + article.title.len() + abstracts + body + references + people + values
}
