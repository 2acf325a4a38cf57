//! How large an article is, and what is told of one that is too large.
//!
//! It must not know how it is written.

use std::collections::BTreeSet;

use super::problems::is_of;
use crate::formats::{Place, Problem, ProblemKind};
use crate::index::{DIFFERENT_MAX, Preparer, WORDS_MAX};
use crate::model::{Article, Author};

/// Only articles of so many bytes may have more words than are searched.
const LARGE_BYTES: usize = 2 * DIFFERENT_MAX;

/// Tells of an article of a source of which not everything is searched.
pub(super) fn partly_searched(article: &Article, source: &str, preparer: &mut Preparer) -> Option<Problem> {
    if rough_size(article) < LARGE_BYTES || !preparer.is_too_large(article) {
        return None;
    }
    let origin = &article.origin;
    // What is exchanged names the file it first came from.
    let is_here = is_of(&origin.file, &BTreeSet::from([source]));
    let (file, record) = if is_here { (origin.file.as_str(), Some(origin.record)) } else { (source, None) };
    Some(Problem {
        file: file.to_owned(),
        place: Place { record, ..Place::default() },
        kind: ProblemKind::TooLarge,
        found: format!("{} has more than {DIFFERENT_MAX} different words, or {WORDS_MAX} in all", article.id),
        done: "what stands behind them is kept, but not searched".into(),
    })
}

/// About the bytes of an article's text, and something for the rest of it.
pub(super) fn rough_size(article: &Article) -> usize {
    let translated = article.other_abstracts.iter().flat_map(|other| &other.sections);
    let abstracts: usize =
        article.abstract_sections.iter().chain(translated).map(|section| section.text.len()).sum();
    let texts = article.body.iter().flat_map(|section| section.paragraphs.iter().chain([&section.title]));
    let body: usize = texts.map(String::len).sum();
    let references: usize = article.references.iter().map(|reference| 50 + reference.raw.len()).sum();
    let people: usize = article.authors.iter().chain(&article.investigators).map(person).sum();
    let headings = article.headings.iter().map(|heading| 50 + heading.name.len());
    let substances = article.substances.iter().map(|substance| 50 + substance.name.len());
    let kinds = article.publication_types.iter().map(|kind| kind.name.len());
    let keywords = article.keywords.iter().map(String::len);
    let values: usize = headings.chain(substances).chain(kinds).chain(keywords).sum();
    let titles = article.title.len() + article.vernacular_title.len() + article.journal.title.len();
    1_000 + titles + abstracts + body + references + people + values
}

fn person(author: &Author) -> usize {
    let names = author.family.len() + author.given.len() + author.collective.len();
    50 + names + author.affiliations.iter().map(String::len).sum::<usize>()
}
