//! Whether two records with a weak key in common are of one work: a second field must agree.
//!
//! # Beside the title
//!
//! The titles are the same, or one is the other without its subtitle; two that differ behind the same opening
//! are parts of a series. Volumes that differ contradict, and so do first pages, unless one record counts the
//! article's pages from 1. Then one of these must hold:
//!
//! | agree | and |
//! |---|---|
//! | volume and first page | years no further apart than one, or first author and journal |
//! | first author, journal | the same year, or one no further where a volume or the first page is known, or one record has none |
//! | first author; one record names no journal | the same year, or one no further where the volume agrees, or one record has none |
//! | first author; the journals differ | the same year and volume |
//! | journal; one record names no author | years no further apart than one |
//!
//! A title without its subtitle needs first author, journal and year. So a preprint and the article it became
//! stay two works where the records say enough to tell: what is posted as a preprint is not what has a place in
//! a volume. Marks of retraction are no part of a title.
//!
//! # Beside the citation
//!
//! First author, year, volume and first page are the same. So must be the title, in whole, up to its subtitle
//! or in most of its words; a title that is missing does not contradict the same journal.
//!
//! It must not know their identifiers.

use std::collections::BTreeSet;

use crate::model::{
    Article, DateKind, abbreviates, family_form, fold_key, journal_form, main_title, page_form, volume_form,
};

/// Of two titles, the share of words in common that makes them one title in two wordings.
const TITLE_SHARE: f64 = 0.6;
/// Folded letters of a title that say something by themselves.
const TITLE_LEAST: usize = 20;
/// Folded letters of a journal's name that begins a longer one.
const JOURNAL_LEAST: usize = 12;

/// What two records are compared by, folded.
#[derive(Debug, Clone, Default)]
pub(super) struct Traits {
    title: String,
    /// In the language of the article.
    vernacular: String,
    main_title: String,
    words: BTreeSet<String>,
    family: String,
    years: Vec<u16>,
    journals: Vec<Journal>,
    issns: Vec<String>,
    volume: String,
    page: String,
    is_preprint: bool,
}

/// A name of a journal as it is written, and folded.
#[derive(Debug, Clone)]
struct Journal {
    name: String,
    form: String,
}

impl Traits {
    pub fn of(article: &Article) -> Self {
        let dates = article.dates.iter();
        let kinds = [DateKind::Published, DateKind::Print, DateKind::Electronic];
        let journal = &article.journal;
        let names = [&journal.title, &journal.abbreviation].into_iter().filter(|name| !name.is_empty());
        // Behind these marks stands who publishes it.
        let names = names.map(|name| name.split([':', '=', '/']).next().unwrap_or(name));
        let first = article.authors.first();
        let [title, vernacular] = article.bare_titles();
        let words = title.split(|c: char| !c.is_alphanumeric()).map(fold_key);
        Self {
            title: fold_key(title),
            vernacular: fold_key(vernacular),
            main_title: fold_key(main_title(title)),
            words: words.filter(|word| word.len() > 2).collect(),
            family: first.map_or(String::new(), |author| {
                family_form(if author.family.is_empty() { &author.collective } else { &author.family })
            }),
            years: dates.filter(|event| kinds.contains(&event.kind)).map(|event| event.date.year()).collect(),
            journals: names.map(|name| Journal { name: name.to_owned(), form: journal_form(name) }).collect(),
            issns: journal.issns.iter().map(|issn| fold_key(issn)).collect(),
            volume: volume_form(&article.volume),
            page: page_form(&article.pages),
            is_preprint: is_preprint(article),
        }
    }

    /// Whether it stands in a volume of a journal.
    fn is_in_volume(&self) -> bool {
        !self.is_preprint
            && !self.journals.is_empty()
            && self.volume.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether the record names the whole title of the other; `Some(false)` where one of them leaves the
    /// subtitle out, `None` where the titles are two.
    fn has_title(&self, other: &Self) -> Option<bool> {
        let is_one = |a: &str, b: &str| !a.is_empty() && a == b;
        if is_one(&self.title, &other.title)
            || is_one(&self.title, &other.vernacular)
            || is_one(&self.vernacular, &other.title)
            || is_one(&self.vernacular, &other.vernacular)
        {
            return Some(true);
        }
        let is_short = is_one(&self.title, &other.main_title) || is_one(&self.main_title, &other.title);
        is_short.then_some(false)
    }

    fn has_journal(&self, other: &Self) -> Option<bool> {
        if self.issns.iter().any(|issn| other.issns.contains(issn)) {
            return Some(true);
        }
        if self.journals.is_empty() || other.journals.is_empty() {
            return None;
        }
        let begins = |a: &str, b: &str| a.len() >= JOURNAL_LEAST && b.starts_with(a);
        Some(self.journals.iter().any(|a| {
            other.journals.iter().any(|b| {
                begins(&a.form, &b.form)
                    || begins(&b.form, &a.form)
                    || a.form == b.form
                    || abbreviates(&a.name, &b.name)
                    || abbreviates(&b.name, &a.name)
            })
        }))
    }

    /// The smallest number of years between the two; `None` where one has no year.
    fn years_from(&self, other: &Self) -> Option<u16> {
        let apart = |year: &u16| other.years.iter().map(|other| year.abs_diff(*other)).min();
        self.years.iter().filter_map(apart).min()
    }
}

/// Whether a record is of a preprint: it says so, or arXiv alone has it.
fn is_preprint(article: &Article) -> bool {
    let is_named = article.publication_types.iter().any(|kind| kind.name.eq_ignore_ascii_case("preprint"));
    let is_of_arxiv = article.ids.other.iter().any(|id| id.scheme == "arxiv");
    is_named || is_of_arxiv && article.journal.title.is_empty() && article.ids.doi.is_none()
}

/// A field on which two records agree or not; `None` where one of them does not say.
fn same(a: &str, b: &str) -> Option<bool> {
    (!a.is_empty() && !b.is_empty()).then(|| a == b)
}

/// First pages; where pages are counted from 1 they are a length, and say nothing of another's place.
fn same_page(a: &str, b: &str) -> Option<bool> {
    let is_length = |page: &str| page.starts_with("1-") || page.starts_with("npag");
    same(a, b).filter(|&same| same || !(is_length(a) || is_length(b)))
}

/// What agrees beside the title; `None` where it is not enough.
pub(super) fn beside_title(a: &Traits, b: &Traits) -> Option<&'static str> {
    let is_whole = a.has_title(b)?;
    let (page, volume) = (same_page(&a.page, &b.page), same(&a.volume, &b.volume));
    let (author, journal, apart) = (same(&a.family, &b.family), a.has_journal(b), a.years_from(b));
    let is_posted =
        |one: &Traits, other: &Traits| one.is_preprint && one.volume.is_empty() && other.is_in_volume();
    if page == Some(false) || volume == Some(false) || is_posted(a, b) || is_posted(b, a) {
        return None;
    }
    let is_near = apart.is_none_or(|years| years <= 1);
    if !is_whole {
        let agrees = author == Some(true) && journal == Some(true) && apart == Some(0);
        return agrees.then_some("first author, journal and year");
    }
    if page == Some(true) && volume == Some(true) {
        let agrees = is_near || (author == Some(true) && journal == Some(true));
        return agrees.then_some("volume and first page");
    }
    match (author, journal) {
        (Some(true), Some(true)) => {
            // What appears every year has the same title again, and no volume.
            let is_yearly = apart == Some(1) && a.volume.is_empty() && b.volume.is_empty();
            (is_near && (!is_yearly || page == Some(true))).then_some("first author and journal")
        }
        (Some(true), Some(false)) => {
            (apart == Some(0) && volume == Some(true)).then_some("first author, year and volume")
        }
        (Some(true), None) => match apart {
            None => Some("first author"),
            Some(0) => Some("first author and year"),
            Some(1) if volume == Some(true) => Some("first author and volume"),
            Some(_) => None,
        },
        (None, Some(true)) => (is_near && apart.is_some()).then_some("journal and year"),
        _ => None,
    }
}

/// What agrees beside first author, year, volume and first page; `None` where it is not enough.
pub(super) fn beside_citation(a: &Traits, b: &Traits) -> Option<&'static str> {
    if a.title.is_empty() || b.title.is_empty() {
        return (a.has_journal(b) == Some(true)).then_some("journal");
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
