//! Whether two records with a weak key in common are of one work: a second field must agree.
//!
//! It must not know their identifiers.

use std::collections::BTreeSet;

use crate::model::{Article, DateKind, fold_key};

/// Of two titles, the share of words in common that makes them one title in two wordings.
const TITLE_SHARE: f64 = 0.6;
/// Folded letters of a title that say something by themselves.
const TITLE_LEAST: usize = 20;

/// What two records are compared by, folded.
#[derive(Debug, Clone, Default)]
pub(super) struct Traits {
    title: String,
    words: BTreeSet<String>,
    family: String,
    years: Vec<u16>,
    journals: Vec<String>,
    volume: String,
    page: String,
}

impl Traits {
    pub fn of(article: &Article) -> Self {
        let dates = article.dates.iter();
        let kinds = [DateKind::Published, DateKind::Print, DateKind::Electronic];
        let journal = &article.journal;
        let names = [&journal.title, &journal.abbreviation].map(|name| fold_key(name));
        let issns = journal.issns.iter().map(|issn| fold_key(issn));
        let first = article.authors.first();
        let words = article.title.split(|c: char| !c.is_alphanumeric()).map(fold_key);
        Self {
            title: fold_key(&article.title),
            words: words.filter(|word| word.len() > 2).collect(),
            family: first.map_or(String::new(), |author| {
                fold_key(if author.family.is_empty() { &author.collective } else { &author.family })
            }),
            years: dates.filter(|event| kinds.contains(&event.kind)).map(|event| event.date.year()).collect(),
            journals: names.into_iter().chain(issns).filter(|name| !name.is_empty()).collect(),
            volume: fold_key(&article.volume),
            page: fold_key(article.first_page()),
        }
    }
}

/// A field on which two records agree or not; `None` where one of them does not say.
fn same(a: &str, b: &str) -> Option<bool> {
    (!a.is_empty() && !b.is_empty()).then(|| a == b)
}

/// The second field that agrees where the titles are the same: the name of the first author, or volume and
/// first page, or the journal, each with years no further apart than one; or the first author alone where one
/// record has no year. `None` where none does, or where both have first pages or volumes that differ.
pub(super) fn beside_title(a: &Traits, b: &Traits) -> Option<&'static str> {
    let (page, volume) = (same(&a.page, &b.page), same(&a.volume, &b.volume));
    if page == Some(false) || volume == Some(false) {
        return None;
    }
    let author = same(&a.family, &b.family);
    let dated = !a.years.is_empty() && !b.years.is_empty();
    let near = a.years.iter().any(|year| b.years.iter().any(|other| year.abs_diff(*other) <= 1));
    if dated && !near {
        return None;
    }
    if page == Some(true) && volume == Some(true) {
        return Some("volume and first page");
    }
    match author {
        Some(true) => Some(if dated { "first author and year" } else { "first author" }),
        Some(false) => None,
        None => {
            let journal = a.journals.iter().any(|journal| b.journals.contains(journal));
            (journal && dated).then_some("journal and year")
        }
    }
}

/// The second field that agrees where first author, year, volume and first page are the same: the title, in
/// whole, up to its subtitle, or in most of its words; a title that is missing does not contradict.
pub(super) fn beside_citation(a: &Traits, b: &Traits) -> Option<&'static str> {
    if a.title.is_empty() || b.title.is_empty() {
        return a.journals.iter().any(|journal| b.journals.contains(journal)).then_some("journal");
    }
    if a.title == b.title {
        return Some("title");
    }
    let (short, long) = if a.title.len() < b.title.len() { (a, b) } else { (b, a) };
    if short.title.len() >= TITLE_LEAST && long.title.contains(&short.title) {
        return Some("title up to its subtitle");
    }
    let common = a.words.intersection(&b.words).count() as f64;
    let all = a.words.union(&b.words).count() as f64;
    (common >= TITLE_SHARE * all && all > 0.0).then_some("most words of the title")
}
