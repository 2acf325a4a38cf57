//! What each part of a record holds on disk.

use std::io;

use serde::{Deserialize, Serialize};

use super::Part;
use super::article::{
    StoredArticle, StoredBodySection, StoredDoi, StoredPmcid, StoredPmid, StoredSection, StoredStatus,
};
use super::form::{Form, More, stored};
use super::parts::{Abstract, Card, Parts, ReferenceText};
use super::printed::StoredCited;
use super::work::{Held, SourceRecord};
use crate::model::{Article, ArticleId, BodySection, Identifiers, Names, Reference};

/// A card. It is not compressed: ten are read by every query.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct StoredCard<'a> {
    id: CardId<'a>,
    source_id: &'a str,
    title: &'a str,
    authors: &'a str,
    author_count: u32,
    journal: &'a str,
    year: Option<u16>,
    volume: &'a str,
    issue: &'a str,
    pages: &'a str,
    pmid: Option<StoredPmid>,
    pmcid: Option<StoredPmcid>,
    doi: Option<StoredDoi<'a>>,
    status: StoredStatus,
    more: More<'a>,
}

/// An article's id. Nearly all are made of an identifier that the card has anyway.
#[derive(Serialize, Deserialize)]
enum CardId<'a> {
    Own(&'a str),
    OfIdentifiers,
}

/// The id made of the identifiers of a card, where there are any.
fn id_of(ids: &Identifiers) -> Option<ArticleId> {
    let has_any = ids.pmid.is_some() || ids.doi.is_some();
    has_any.then(|| ArticleId::choose(ids, || 0))
}

impl<'a> StoredCard<'a> {
    fn of(card: &'a Card) -> Self {
        let ids = Identifiers { pmid: card.pmid, doi: card.doi.clone(), ..Identifiers::default() };
        let is_made = id_of(&ids).as_ref() == Some(&card.id);
        Self {
            id: if is_made { CardId::OfIdentifiers } else { CardId::Own(card.id.as_str()) },
            source_id: &card.source_id,
            title: &card.title,
            authors: card.authors.lines(),
            author_count: card.author_count,
            journal: &card.journal,
            year: card.year,
            volume: &card.volume,
            issue: &card.issue,
            pages: &card.pages,
            pmid: Form::of(&card.pmid),
            pmcid: Form::of(&card.pmcid),
            doi: Form::of(&card.doi),
            status: Form::of(&card.status),
            more: More::default(),
        }
    }

    /// The card; `None` where it holds a value that is none.
    pub fn card(self) -> Option<Card> {
        let ids = Identifiers { pmid: self.pmid.model()?, doi: self.doi.model()?, ..Identifiers::default() };
        Some(Card {
            id: match self.id {
                CardId::Own(id) => ArticleId::checked(id.to_owned()),
                CardId::OfIdentifiers => id_of(&ids)?,
            },
            source_id: self.source_id.to_owned(),
            title: self.title.to_owned(),
            authors: Names::of_lines(self.authors),
            author_count: self.author_count,
            journal: self.journal.to_owned(),
            year: self.year,
            volume: self.volume.to_owned(),
            issue: self.issue.to_owned(),
            pages: self.pages.to_owned(),
            pmid: ids.pmid,
            pmcid: self.pmcid.model()?,
            doi: ids.doi,
            status: self.status.model()?,
        })
    }
}

stored!(StoredAbstract of Abstract { sections: Vec<StoredSection<'a>>, keywords: Vec<&'a str> });
stored!(StoredHeld of Held { source: &'a str, hash: u64 });
stored!(StoredRecord of SourceRecord { source: &'a str, article: StoredArticle<'a> });

/// A part that is a list.
#[derive(Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "'de: 'a, T: Deserialize<'de>"))]
struct List<'a, T> {
    items: Vec<T>,
    more: More<'a>,
}

impl<T> List<'_, T> {
    fn of(items: Vec<T>) -> Self {
        Self { items, more: More::default() }
    }
}

/// All that no other part holds.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct StoredRest<'a> {
    held: Vec<StoredHeld<'a>>,
    cited: Vec<StoredCited<'a>>,
    article: StoredArticle<'a>,
    more: More<'a>,
}

/// Appends one part of an article, not yet compressed.
pub(crate) fn encode(parts: &Parts, part: Part, out: &mut Vec<u8>) -> io::Result<()> {
    let written = match part {
        Part::Card => postcard::to_io(&StoredCard::of(&parts.card), &mut *out),
        Part::Abstract => postcard::to_io(&StoredAbstract::of(&parts.text), &mut *out),
        Part::References => {
            let texts = parts.references.iter().map(|cited| (cited.label.as_str(), cited.raw.as_str()));
            postcard::to_io(&List::of(texts.collect::<Vec<ReferenceText<&str>>>()), &mut *out)
        }
        Part::Rest => {
            let rest = StoredRest {
                held: Form::of(&parts.held),
                cited: parts.references.iter().map(StoredCited::of).collect(),
                article: Form::of(&parts.rest),
                more: More::default(),
            };
            postcard::to_io(&rest, &mut *out)
        }
        Part::Body => {
            let sections: Vec<StoredBodySection<'_>> = Form::of(&parts.body);
            postcard::to_io(&List::of(sections), &mut *out)
        }
        Part::Sources => {
            let records: Vec<StoredRecord<'_>> = Form::of(&parts.sources);
            postcard::to_io(&List::of(records), &mut *out)
        }
    };
    written.map(|_| ()).map_err(io::Error::other)
}

/// What bytes stand for; it borrows from them.
fn read<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, String> {
    postcard::from_bytes(bytes).map_err(|error| format!("it cannot be read ({error})"))
}

fn sound<T>(value: Option<T>) -> Result<T, String> {
    value.ok_or_else(|| "it holds a value that is none".to_owned())
}

pub(crate) fn card(bytes: &[u8]) -> Result<Card, String> {
    sound(read::<StoredCard<'_>>(bytes)?.card())
}

pub(crate) fn text(bytes: &[u8]) -> Result<Abstract, String> {
    sound(read::<StoredAbstract<'_>>(bytes)?.model())
}

/// Label and text of each reference.
pub(crate) fn reference_texts(bytes: &[u8]) -> Result<Vec<ReferenceText<&str>>, String> {
    Ok(read::<List<'_, ReferenceText<&str>>>(bytes)?.items)
}

pub(crate) fn body(bytes: &[u8]) -> Result<Vec<BodySection>, String> {
    sound(read::<List<'_, StoredBodySection<'_>>>(bytes)?.items.model())
}

pub(crate) fn sources(bytes: &[u8]) -> Result<Vec<SourceRecord>, String> {
    sound(read::<List<'_, StoredRecord<'_>>>(bytes)?.items.model())
}

/// Of the rest the article.
pub(crate) fn rest(bytes: &[u8]) -> Result<Article, String> {
    sound(read::<StoredRest<'_>>(bytes)?.article.model())
}

/// Of the rest where the records of the article are held.
pub(crate) fn held(bytes: &[u8]) -> Result<Vec<Held>, String> {
    sound(read::<StoredRest<'_>>(bytes)?.held.model())
}

/// Of the rest the references, put together with their texts.
pub(crate) fn references(bytes: &[u8], texts: Vec<ReferenceText<String>>) -> Result<Vec<Reference>, String> {
    whole(read::<StoredRest<'_>>(bytes)?.cited, texts)
}

/// All of the rest: where the records are held, the references with their texts, the article without them.
pub(crate) fn all_of_rest(
    bytes: &[u8],
    texts: Vec<ReferenceText<String>>,
) -> Result<(Vec<Held>, Vec<Reference>, Article), String> {
    let StoredRest { held, cited, article, more: _ } = read(bytes)?;
    Ok((sound(held.model())?, whole(cited, texts)?, sound(article.model())?))
}

fn whole(cited: Vec<StoredCited<'_>>, texts: Vec<ReferenceText<String>>) -> Result<Vec<Reference>, String> {
    let unfit = || "the references are not those the rest was parted from".to_owned();
    if cited.len() != texts.len() {
        return Err(unfit());
    }
    let whole = cited.into_iter().zip(texts).map(|(cited, (label, raw))| cited.into_reference(label, raw));
    whole.collect::<Option<_>>().ok_or_else(unfit)
}
