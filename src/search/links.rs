//! References linked to articles: by their keys, and where these lead nowhere by their words.
//!
//! It must not know what the links are for.

use super::error::Error;
use super::index::Index;
use super::lookup::{article_of, identified};
use super::request::Search;
use crate::engine::Matching;
use crate::model::{ArticleId, Citation, Reference, Work};

/// Words of a reference that are searched for.
const WORDS_MAX: usize = 14;
/// Articles found by the words that are compared with it.
const FOUND_MAX: usize = 3;

impl Index {
    /// The article a reference cites: the one with a key in common, or the one found by its words that agrees in
    /// place or title ([`crate::model::verify`]).
    ///
    /// # Errors
    /// The index is damaged.
    pub fn linked(&self, reference: &Reference) -> Result<Option<ArticleId>, Error> {
        let by_key = self.reading(|snapshot| {
            let record = article_of(snapshot, reference)?;
            Ok(record.map(|record| snapshot.generation().store.card(record)).transpose()?)
        })?;
        match by_key {
            Some(card) => Ok(Some(card.id)),
            None => self.linked_by_words(reference),
        }
    }

    fn linked_by_words(&self, reference: &Reference) -> Result<Option<ArticleId>, Error> {
        // Without a year hardly any candidate could agree.
        if reference.year.is_none() {
            return Ok(None);
        }
        let text = if reference.title.is_empty() { &reference.raw } else { &reference.title };
        let words = text.split(|c: char| !c.is_alphanumeric());
        // Small words are everywhere, and numbers may be read as identifiers.
        let words = words.filter(|word| word.chars().count() > 3 && word.chars().all(char::is_alphabetic));
        let words: Vec<String> = words.take(WORDS_MAX).map(str::to_lowercase).collect();
        if words.len() < 2 {
            return Ok(None);
        }
        let search = Search::new(words.join(" ")).matching(Matching::Any).limit(FOUND_MAX).snippets(0);
        let citation = Citation::new(reference);
        let mut found = None;
        for hit in self.search(search)?.hits {
            let Some(article) = self.get(&hit.id)? else { continue };
            if citation.agreement(&Work::from(&article)).is_some() {
                if found.is_some() {
                    return Ok(None);
                }
                found = Some(hit.id);
            }
        }
        Ok(found)
    }

    /// Hands over every reference of every article, with the article's id.
    ///
    /// # Errors
    /// The index is damaged, or what `each` returns.
    pub fn each_reference(
        &self,
        mut each: impl FnMut(&ArticleId, &Reference) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.reading(|snapshot| {
            for record in snapshot.all_records() {
                let id = snapshot.generation().store.card(record)?.id;
                for reference in snapshot.generation().store.cited(record)? {
                    each(&id, &reference)?;
                }
            }
            Ok(())
        })
    }

    /// The articles with an identifier of the reference: more than one where its identifiers contradict each
    /// other.
    pub(crate) fn identified(&self, reference: &Reference) -> Result<Vec<ArticleId>, Error> {
        self.reading(|snapshot| {
            let records = identified(snapshot, reference)?.into_iter();
            records.map(|record| Ok(snapshot.generation().store.card(record)?.id)).collect()
        })
    }
}
