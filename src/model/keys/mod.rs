//! Identity keys: the short strings by which two records are known to be of one work.
//!
//! A *strong* key names the work by itself: `pmid:`, `pmcid:`, `doi:`, `arxiv:`, `openalex:`, `cord19:` (the SHA-1 of
//! the PDF that a document of CORD-19 is the parse of), and where an article has none `key:` and the hash of its
//! content. A *weak* key is made of several fields, each in the form of [`forms`](super::forms), so that two works
//! that share one agree in all of them:
//!
//! | key | fields | given |
//! |---|---|---|
//! | `journal:` | journal, year, volume, first page | where all are known, by a reference only where its first author is not; an article number needs no volume |
//! | `cite:` | first author, initials of the journal, year, volume, first page | where all are known |
//! | `title:` | title, year, initials of the journal | to a title of 40 letters or more |
//! | `title:` | title, year, first author | to such a title, by a reference only where the journal is not known |
//! | `title:` | title, year, initials of the journal, first author | to a shorter title, down to 16 letters |
//! | `name:` | title alone, with its subtitle and without | by an article, to find records to compare with; a reference gives none |
//!
//! So a weak key in common is a citation without another look, but for the few pages that hold several works
//! (letters, abstracts of a meeting) and titles that a journal uses again within a year: where a key leads to more
//! than one work, [`verify`](super::verify()) chooses. An article has the keys of each year it may be cited by
//! (of the issue, in print, electronic), of each name of its journal, of its title with and without subtitle;
//! a reference has those it gives. Marks of retraction (`RETRACTED:`) are no part of a title here.
//!
//! It must not know what the keys are looked up in.

mod identifiers;

pub(crate) use identifiers::of_ids;

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};
use xxhash_rust::xxh3::Xxh3Default;

use super::article::{Article, Origin};
use super::dates::{DateKind, PartialDate};
use super::forms::{
    family_form, fold_key, is_article_number, journal_form, journal_initials, main_title, page_form,
    volume_form,
};
use super::ids::{ArticleId, Identifiers};
use super::people::family_of;
use super::retracted::bare_title;
use super::works::{Correction, Reference};

/// Letters and digits of a title that names a work together with the year, and of one that does together with
/// year and author.
const TITLE_LONG: usize = 40;
const TITLE_SHORT: usize = 16;
/// Letters and digits of a title by which records are compared.
const TITLE_NAME: usize = 20;

/// A key of a work, such as `doi:10.1000/x` or `cite:jabbari|2022|8|89`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct IdentityKey(String);

impl IdentityKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the key names its work by itself.
    pub fn is_strong(&self) -> bool {
        Self::is_strong_text(&self.0)
    }

    /// Whether a key, given as text, names its work by itself.
    pub(crate) fn is_strong_text(key: &str) -> bool {
        !["journal:", "cite:", "title:", "name:"].iter().any(|kind| key.starts_with(kind))
    }

    fn of(kind: &str, parts: &[&str]) -> Self {
        Self(format!("{kind}:{}", parts.join("|")))
    }
}

/// The forms of what a work is known by, as many as its source gives.
struct Named {
    family: String,
    journals: Vec<String>,
    initials: Vec<String>,
    years: Vec<u16>,
    volume: String,
    page: String,
    titles: Vec<String>,
    /// Whether keys are wanted that stand in for others: of an article all, of a reference those it needs.
    is_article: bool,
}

impl Named {
    fn keys(&self, ids: &Identifiers) -> Vec<IdentityKey> {
        let mut keys = IdentityKey::of_ids(ids);
        for year in self.years.iter().map(ToString::to_string) {
            self.places(&year, &mut keys);
            self.titles.iter().for_each(|title| self.title(title, &year, &mut keys));
        }
        keys
    }

    fn places(&self, year: &str, keys: &mut Vec<IdentityKey>) {
        if self.page.is_empty() {
            return;
        }
        if !self.volume.is_empty() {
            let place = [year, &self.volume, &self.page];
            // The name of a journal is abbreviated in many ways, that of an author is not.
            let is_cited_by_author = !self.family.is_empty() && !self.initials.is_empty();
            if self.is_article || !is_cited_by_author {
                let journals = self.journals.iter();
                keys.extend(journals.map(|name| IdentityKey::of("journal", &with(&[name], &place))));
            }
            if is_cited_by_author {
                let names = self.initials.iter().map(|initials| [self.family.as_str(), initials]);
                keys.extend(names.map(|names| IdentityKey::of("cite", &with(&names, &place))));
            }
        }
        if is_article_number(&self.page) && (self.is_article || self.volume.is_empty()) {
            let place = [year, "", &self.page];
            keys.extend(self.journals.iter().map(|name| IdentityKey::of("journal", &with(&[name], &place))));
        }
    }

    /// Shorter titles (`Editorial`, `In reply`) name nothing; they get no key.
    fn title(&self, title: &str, year: &str, keys: &mut Vec<IdentityKey>) {
        let (family, is_long) = (self.family.as_str(), title.len() >= TITLE_LONG);
        if is_long {
            keys.extend(
                self.initials.iter().map(|initials| IdentityKey::of("title", &[title, year, initials])),
            );
        }
        if family.is_empty() || title.len() < TITLE_SHORT {
            return;
        }
        if is_long && (self.is_article || self.initials.is_empty()) {
            keys.push(IdentityKey::of("title", &[title, year, "", family]));
        } else if !is_long {
            let with_both = |initials: &String| IdentityKey::of("title", &[title, year, initials, family]);
            keys.extend(self.initials.iter().map(with_both));
        }
    }
}

fn with<'t>(names: &[&'t str], place: &[&'t str]) -> Vec<&'t str> {
    [names, place].concat()
}

/// The forms of the texts, each once.
fn forms<'t>(texts: impl IntoIterator<Item = &'t str>, form: fn(&str) -> String) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for form in texts.into_iter().map(form) {
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

impl fmt::Display for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Article {
    /// Gives the article its id: PMID, else DOI, else a key of title, authors, first date, volume and
    /// first page, and of the record's id in its source where it has one.
    pub fn assign_id(&mut self) {
        self.id = ArticleId::choose(&self.ids, || content_hash(self));
    }

    /// The id its source knows it by, where it has one; otherwise its id.
    pub(crate) fn own_id(&self) -> &str {
        if self.origin.source_id.is_empty() { self.id.as_str() } else { &self.origin.source_id }
    }

    /// Every key of the article, strong ones first. Where it has no identifier its id, the hash of its
    /// content, is one.
    pub fn identity_keys(&self) -> Vec<IdentityKey> {
        let journals = [self.journal.title.as_str(), &self.journal.abbreviation];
        let titles = self.bare_titles();
        let main = main_title(titles[0]);
        let is_long = |title: &&str| fold_key(title).len() >= TITLE_LONG;
        let content = Some(self.id.as_str()).filter(|id| id.starts_with("key:"));
        let named = Named {
            family: family_form(self.first_author()),
            journals: forms(journals, journal_form),
            initials: forms(journals, journal_initials),
            is_article: true,
            years: self.cited_years(),
            volume: volume_form(&self.volume),
            page: page_form(&self.pages),
            titles: forms(titles.into_iter().chain(Some(main).filter(is_long)), fold_key),
        };
        let names = forms(titles.into_iter().chain([main]), fold_key).into_iter();
        let names = names.filter(|name| name.len() >= TITLE_NAME);
        let content = content.map(|id| IdentityKey(id.to_owned()));
        let names = names.map(|name| IdentityKey::of("name", &[&name]));
        content.into_iter().chain(named.keys(&self.ids)).chain(names).collect()
    }

    /// The family name of the first author, or the name of the group.
    pub(super) fn first_author(&self) -> &str {
        let author = self.authors.first();
        author.map_or("", |author| if author.family.is_empty() { &author.collective } else { &author.family })
    }

    /// The years it may be cited by: of the issue, in print, electronic, each once.
    pub(super) fn cited_years(&self) -> Vec<u16> {
        let kinds = [DateKind::Published, DateKind::Print, DateKind::Electronic];
        let mut years: Vec<u16> =
            kinds.into_iter().filter_map(|kind| self.date(kind).map(PartialDate::year)).collect();
        years.sort_unstable();
        years.dedup();
        years
    }
}

impl Correction {
    /// The identity keys of the other work.
    pub(crate) fn keys(&self) -> Vec<String> {
        of_ids(self.pmid, self.doi.as_ref())
    }
}

impl Reference {
    /// Every key of the work cited, strong ones first.
    pub fn identity_keys(&self) -> Vec<IdentityKey> {
        Named {
            family: family_form(self.first_author()),
            journals: forms([self.journal.as_str()], journal_form),
            initials: forms([self.journal.as_str()], journal_initials),
            is_article: false,
            years: self.year.into_iter().collect(),
            volume: volume_form(&self.volume),
            page: page_form(&self.pages),
            titles: forms([bare_title(&self.title)], fold_key),
        }
        .keys(&self.ids)
    }

    /// The family name of the first author, or the name of the group.
    pub(super) fn first_author(&self) -> &str {
        self.authors.first().map_or("", |author| family_of(author))
    }
}

/// A stable hash of what names a work without identifiers.
fn content_hash(article: &Article) -> u64 {
    let mut hasher = Xxh3Default::new();
    let mut add = |text: &str| {
        hasher.update(fold_key(text).as_bytes());
        hasher.update(&[0x1f]);
    };
    add(article.bare_titles()[0]);
    add(&article.published().map(|date| date.to_string()).unwrap_or_default());
    for author in &article.authors {
        add(&author.short_name());
    }
    add(&article.volume);
    add(article.first_page());
    // A record without title tells itself apart by its text, and at last by all it says: never by its place, for
    // files are renamed.
    if article.title.is_empty() {
        article.abstract_sections.iter().for_each(|section| add(&section.text));
    }
    if article.title.is_empty() && article.abstract_sections.is_empty() {
        let nameless = Article {
            id: ArticleId::default(),
            origin: Origin::default(),
            merged: vec![],
            ..article.clone()
        };
        // An article is texts, numbers and lists of them, which JSON has forms for. What it says nothing of does not
        // count: the model may gain fields, and the id stays.
        if let Ok(Value::Object(members)) = serde_json::to_value(&nameless) {
            let empty =
                [Value::Null, false.into(), 0.into(), "".into(), Value::Array(vec![]), Map::new().into()];
            for (name, value) in members.iter().filter(|(_, value)| !empty.contains(value)) {
                [name, &value.to_string()].iter().for_each(|text| hasher.update(text.as_bytes()));
            }
        }
    }
    // A source that gives its records ids of its own means them as different records, however alike
    // they are; the id counts as it is written, for "a-1" is not "a1".
    if !article.origin.source_id.is_empty() {
        hasher.update(article.origin.source_id.as_bytes());
        hasher.update(&[0x1e]);
    }
    hasher.digest()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Author, DateKind, DatedEvent, Journal, OtherId};

    #[test]
    fn records_alike_with_ids_of_their_own_stay_apart() {
        let id = |source_id: &str| {
            let mut article = Article { title: "Editorial".into(), ..Article::default() };
            article.origin.source_id = source_id.into();
            article.assign_id();
            article.id
        };
        assert_eq!(id("a-1"), id("a-1"));
        assert_ne!(id("a-1"), id("a1"));
        assert_ne!(id("a-1"), id(""));
    }

    #[test]
    fn records_without_title_and_text_are_told_apart_by_all_they_say() {
        let id = |file: &str, pages: &str, note: &str| {
            let notes = vec![crate::model::Section { label: "N1".into(), text: note.into() }];
            let mut article = Article { pages: pages.into(), notes, ..Article::default() };
            article.origin.file = file.into();
            article.assign_id();
            article.id
        };
        assert_eq!(id("a.ris", "1-2", "+"), id("b.ris", "1-2", "+"));
        assert_ne!(id("a.ris", "1-2", "+"), id("a.ris", "1-2", "-"));
    }

    #[test]
    fn works_of_openalex_are_known_by_their_ids() {
        let other = |value: &str| OtherId { scheme: "openalex".into(), value: value.into() };
        let keys = |value: &str| {
            let ids = Identifiers { other: vec![other(value)], ..Identifiers::default() };
            Reference { ids, ..Reference::default() }.identity_keys()
        };
        for value in ["W123", "w123", "https://openalex.org/W123", "openalex:W123"] {
            let keys = keys(value);
            assert_eq!(keys.iter().map(IdentityKey::as_str).collect::<Vec<_>>(), ["openalex:w123"]);
            assert!(keys[0].is_strong());
        }
        assert_eq!((keys("A123"), keys("W"), keys("")), (vec![], vec![], vec![]));
    }

    #[test]
    fn a_mark_of_retraction_makes_no_other_work() {
        let keys = |title: &str| {
            let mut article = Article { title: title.into(), ..Article::default() };
            article.assign_id();
            article.identity_keys()
        };
        let plain = keys("Wrong claims of the effects of a drug");
        assert_eq!(plain.len(), 2);
        assert_eq!(keys("RETRACTED: Wrong claims of the effects of a drug"), plain);
        assert_eq!(keys("Wrong claims of the effects of a drug (Retracted article. See vol. 3)"), plain);
        assert_ne!(keys("Retraction: Wrong claims of the effects of a drug"), plain);
    }

    #[test]
    fn a_reference_and_its_article_share_keys() {
        let article = Article {
            title: "Clinical Use of Extracorporeal Membrane Oxygenation".into(),
            authors: vec![Author { family: "Jabbari".into(), initials: "A".into(), ..Author::default() }],
            volume: "8".into(),
            pages: "89-90".into(),
            journal: Journal { abbreviation: "Arch Anesth & Crit Care".into(), ..Journal::default() },
            dates: vec![DatedEvent { kind: DateKind::Published, date: "2022".parse().unwrap() }],
            ..Article::default()
        };
        let reference = Reference {
            title: "Clinical use of extracorporeal membrane oxygenation.".into(),
            authors: vec!["Jabbari A".into()],
            year: Some(2022),
            journal: "Arch. Anesth. & Crit. Care".into(),
            volume: "8".into(),
            pages: "89–90".into(),
            ..Reference::default()
        };
        let keys: Vec<String> = reference.identity_keys().iter().map(ToString::to_string).collect();
        assert_eq!(
            keys,
            ["cite:jabbari|aac|2022|8|89", "title:clinicaluseofextracorporealmembraneoxygenation|2022|aac",]
        );
        let unsigned = Reference { authors: vec![], title: String::new(), ..reference.clone() };
        let of_unsigned: Vec<String> = unsigned.identity_keys().iter().map(ToString::to_string).collect();
        assert_eq!(of_unsigned, ["journal:archanesthcritcare|2022|8|89"]);
        let of_article = article.identity_keys();
        for key in reference.identity_keys().into_iter().chain(unsigned.identity_keys()) {
            assert!(of_article.contains(&key), "{key} is not of {of_article:?}");
        }
    }
}
