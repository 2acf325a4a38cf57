//! The parts an article is stored as, and how they are put together again.
//!
//! It must not know what they are on disk.

use super::work::{Held, SourceRecord, Work};
use crate::model::{Article, ArticleId, BodySection, Doi, Names, Pmcid, Pmid, Reference, Section, Status};

/// Names kept on a card; a hit shows no more.
const CARD_AUTHORS: usize = 8;

/// What a hit shows of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Article id.
    pub id: ArticleId,
    /// The record's own id in its source; empty where it is the PMID or there is none.
    pub source_id: String,
    /// Title.
    pub title: String,
    /// The first authors, as `Jabbari A`.
    pub authors: Names,
    /// Number of all authors.
    pub author_count: u32,
    /// Journal: its abbreviation, else its title.
    pub journal: String,
    /// Year of publication.
    pub year: Option<u16>,
    /// Volume.
    pub volume: String,
    /// Issue.
    pub issue: String,
    /// Pages.
    pub pages: String,
    /// PMID.
    pub pmid: Option<Pmid>,
    /// PMCID.
    pub pmcid: Option<Pmcid>,
    /// DOI.
    pub doi: Option<Doi>,
    /// What later notices did to it.
    pub status: Status,
}

/// The text most snippets are cut from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Abstract {
    /// Sections of the abstract.
    pub sections: Vec<Section>,
    /// Keywords.
    pub keywords: Vec<String>,
}

/// The text of a reference: its label, and how it is printed. Borrowed from a frame while it is searched.
pub(crate) type ReferenceText<T> = (T, T);

/// An article in its parts.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub card: Card,
    pub text: Abstract,
    pub references: Vec<Reference>,
    /// The records it is made of.
    pub held: Vec<Held>,
    /// The article without what the other parts hold.
    pub rest: Article,
    pub body: Vec<BodySection>,
    pub sources: Vec<SourceRecord>,
    pub came: Option<u64>,
}

/// Divides a work; nothing is lost.
pub(crate) fn split(work: Work) -> Parts {
    let Work { mut article, held, records: sources, came } = work;
    // Before the title goes, which may be marked.
    let status = article.status();
    let journal = &article.journal;
    let card = Card {
        id: std::mem::take(&mut article.id),
        source_id: if article.ids.pmid.is_some_and(|pmid| pmid.to_string() == article.origin.source_id) {
            String::new()
        } else {
            article.origin.source_id.clone()
        },
        title: std::mem::take(&mut article.title),
        authors: article.authors.iter().take(CARD_AUTHORS).map(crate::model::Author::short_name).collect(),
        author_count: article.authors.len() as u32,
        journal: if journal.abbreviation.is_empty() { &journal.title } else { &journal.abbreviation }.clone(),
        year: article.published().map(crate::model::PartialDate::year),
        volume: std::mem::take(&mut article.volume),
        issue: std::mem::take(&mut article.issue),
        pages: std::mem::take(&mut article.pages),
        pmid: article.ids.pmid,
        pmcid: article.ids.pmcid,
        doi: article.ids.doi.take(),
        status,
    };
    let text = Abstract {
        sections: std::mem::take(&mut article.abstract_sections),
        keywords: std::mem::take(&mut article.keywords),
    };
    let references = std::mem::take(&mut article.references);
    let body = std::mem::take(&mut article.body);
    Parts { card, text, references, held, rest: article, body, sources, came }
}

/// Puts a work together from its parts.
pub(crate) fn join(parts: Parts) -> Work {
    let Parts { card, text, references, held, mut rest, body, sources, came } = parts;
    rest.id = card.id;
    rest.title = card.title;
    rest.volume = card.volume;
    rest.issue = card.issue;
    rest.pages = card.pages;
    rest.ids.doi = card.doi;
    rest.abstract_sections = text.sections;
    rest.keywords = text.keywords;
    rest.body = body;
    rest.references = references;
    Work { article: rest, held, records: sources, came }
}
