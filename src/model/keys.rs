//! Identity keys: the short strings by which two records are known to be of one work.
//!
//! A *strong* key names the work by itself (`pmid:`, `pmcid:`, `doi:`). A *weak* key is likely to
//! (`cite:` first author, year, volume, first page; `title:` the folded title) and needs a second
//! field to agree. Articles and references yield the same keys, so a citation is a key in common.
//!
//! It must not know what the keys are looked up in.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::Xxh3Default;

use super::article::{Article, first_page};
use super::ids::{ArticleId, Identifiers};
use super::works::Reference;

/// A key of a work, such as `doi:10.1000/x` or `cite:jabbari|2022|8|89`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityKey(String);

impl IdentityKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the key names its work by itself.
    pub fn is_strong(&self) -> bool {
        !self.0.starts_with("cite:") && !self.0.starts_with("title:")
    }

    fn of_ids(ids: &Identifiers) -> impl Iterator<Item = Self> {
        let pmid = ids.pmid.map(|id| Self(format!("pmid:{id}")));
        let pmcid = ids.pmcid.map(|id| Self(format!("pmcid:{id}")));
        let doi = ids.doi.as_ref().map(|id| Self(format!("doi:{id}")));
        [pmid, pmcid, doi].into_iter().flatten()
    }

    fn citation(family: &str, year: Option<u16>, volume: &str, page: &str) -> Option<Self> {
        let (family, volume, page) = (fold_key(family), fold_key(volume), fold_key(page));
        let year = year?;
        let complete = !family.is_empty() && !volume.is_empty() && !page.is_empty();
        complete.then(|| Self(format!("cite:{family}|{year}|{volume}|{page}")))
    }

    /// Short titles (`Editorial`, `In reply`) name nothing; they get no key.
    fn title(title: &str) -> Option<Self> {
        let folded = fold_key(title);
        (folded.len() >= 20).then(|| Self(format!("title:{folded}")))
    }
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

    /// Every key of the article, strong ones first. Where it has no identifier its id, the hash of its
    /// content, is one.
    pub fn identity_keys(&self) -> Vec<IdentityKey> {
        let family = self.authors.first().map_or("", |author| &author.family);
        let year = self.published().map(super::dates::PartialDate::year);
        let weak = [
            IdentityKey::citation(family, year, &self.volume, self.first_page()),
            IdentityKey::title(&self.title),
        ];
        let content = Some(self.id.as_str()).filter(|id| id.starts_with("key:"));
        let content = content.map(|id| IdentityKey(id.to_owned()));
        IdentityKey::of_ids(&self.ids).chain(content).chain(weak.into_iter().flatten()).collect()
    }
}

impl Reference {
    /// Every key of the work cited, strong ones first.
    pub fn identity_keys(&self) -> Vec<IdentityKey> {
        // The family name is all but the trailing initials: "van der Berg JA" -> "van der Berg".
        let author = self.authors.first().map_or("", String::as_str);
        let is_initials = |word: &str| word.len() <= 4 && word.chars().all(|c| c.is_uppercase() || c == '.');
        let family = author
            .rsplit_once(' ')
            .filter(|(_, last)| is_initials(last))
            .map_or(author, |(family, _)| family);
        let weak = [
            IdentityKey::citation(family, self.year, &self.volume, first_page(&self.pages)),
            IdentityKey::title(&self.title),
        ];
        IdentityKey::of_ids(&self.ids).chain(weak.into_iter().flatten()).collect()
    }
}

/// Text as keys compare it: compatibility forms unified, marks dropped, lower case, letters and
/// digits only.
///
/// ```
/// assert_eq!(litdex::model::fold_key("Lavoué, S. (2018)"), "lavoues2018");
/// ```
pub fn fold_key(text: &str) -> String {
    if text.is_ascii() {
        return text
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    text.nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// A stable hash of what names a work without identifiers.
fn content_hash(article: &Article) -> u64 {
    let mut hasher = Xxh3Default::new();
    let mut add = |text: &str| {
        hasher.update(fold_key(text).as_bytes());
        hasher.update(&[0x1f]);
    };
    add(&article.title);
    add(&article.published().map(|date| date.to_string()).unwrap_or_default());
    for author in &article.authors {
        add(&author.short_name());
    }
    add(&article.volume);
    add(article.first_page());
    // A record without title tells itself apart by its text, and at last by its place.
    if article.title.is_empty() {
        article.abstract_sections.iter().for_each(|section| add(&section.text));
    }
    if article.title.is_empty() && article.abstract_sections.is_empty() {
        add(&article.origin.file);
        add(&article.origin.record.to_string());
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
    use crate::model::{Author, DateKind, DatedEvent};

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
    fn a_reference_and_its_article_share_keys() {
        let article = Article {
            title: "Clinical Use of Extracorporeal Membrane Oxygenation".into(),
            authors: vec![Author { family: "Jabbari".into(), initials: "A".into(), ..Author::default() }],
            volume: "8".into(),
            pages: "89-90".into(),
            dates: vec![DatedEvent { kind: DateKind::Published, date: "2022".parse().unwrap() }],
            ..Article::default()
        };
        let reference = Reference {
            title: "Clinical use of extracorporeal membrane oxygenation.".into(),
            authors: vec!["Jabbari A".into()],
            year: Some(2022),
            volume: "8".into(),
            pages: "89–90".into(),
            ..Reference::default()
        };
        assert_eq!(article.identity_keys(), reference.identity_keys());
        assert_eq!(article.identity_keys()[0].as_str(), "cite:jabbari|2022|8|89");
    }
}
