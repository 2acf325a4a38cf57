//! The parts an article is stored as, and how they are put together again.
//!
//! It must not know how they are compressed.

use std::io;

use serde::{Deserialize, Serialize};

use super::Part;
use super::printed::Parsed;
use super::work::{Held, SourceRecord, Work};
use crate::model::{Article, ArticleId, BodySection, Doi, Names, Pmcid, Pmid, Reference, Section, Status};

/// Names kept on a card; a hit shows no more.
const CARD_AUTHORS: usize = 8;

/// What a hit shows of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    pub references: Vec<ReferenceText<String>>,
    pub rest: Rest,
    pub body: Vec<BodySection>,
    pub sources: Vec<SourceRecord>,
}

impl Parts {
    /// Appends one part of an article, not yet compressed.
    pub fn encode(&self, part: Part, out: &mut Vec<u8>) -> io::Result<()> {
        let written = match part {
            Part::Card => postcard::to_io(&self.card, &mut *out),
            Part::Abstract => postcard::to_io(&self.text, &mut *out),
            Part::References => postcard::to_io(&self.references, &mut *out),
            Part::Rest => postcard::to_io(&self.rest, &mut *out),
            Part::Body => postcard::to_io(&self.body, &mut *out),
            Part::Sources => postcard::to_io(&self.sources, &mut *out),
        };
        written.map(|_| ()).map_err(io::Error::other)
    }
}

/// All that a hit does not show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rest {
    /// The records it is made of.
    pub held: Vec<Held>,
    /// The references without their texts.
    pub cited: Vec<Parsed>,
    /// The article without what the other parts hold, and without its references.
    pub article: Article,
}

/// Divides a work; nothing is lost.
pub(crate) fn split(work: Work) -> Parts {
    let Work { mut article, held, records: sources } = work;
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
        status: article.status(),
    };
    let text = Abstract {
        sections: std::mem::take(&mut article.abstract_sections),
        keywords: std::mem::take(&mut article.keywords),
    };
    let take = |mut reference: Reference| (Parsed::take(&mut reference), (reference.label, reference.raw));
    let (cited, references) = std::mem::take(&mut article.references).into_iter().map(take).unzip();
    let body = std::mem::take(&mut article.body);
    Parts { card, text, references, rest: Rest { held, cited, article }, body, sources }
}

/// Puts a work together from its parts; `None` where its references do not fit their texts.
pub(crate) fn join(parts: Parts) -> Option<Work> {
    let Parts { card, text, references, rest: Rest { article: mut rest, cited, held }, body, sources } =
        parts;
    rest.id = card.id;
    rest.title = card.title;
    rest.volume = card.volume;
    rest.issue = card.issue;
    rest.pages = card.pages;
    rest.ids.doi = card.doi;
    rest.abstract_sections = text.sections;
    rest.keywords = text.keywords;
    rest.body = body;
    rest.references = whole(cited, references)?;
    Some(Work { article: rest, held, records: sources })
}

/// References put together; `None` where they do not fit their texts.
pub(crate) fn whole(cited: Vec<Parsed>, texts: Vec<ReferenceText<String>>) -> Option<Vec<Reference>> {
    let whole = |(cited, (label, raw)): (Parsed, ReferenceText<String>)| cited.into_reference(label, raw);
    if cited.len() == texts.len() { cited.into_iter().zip(texts).map(whole).collect() } else { None }
}
