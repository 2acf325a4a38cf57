//! The article: everything a record says about one work.
//!
//! It must not know any file format, nor how it is indexed or shown.

use serde::{Deserialize, Serialize};

use super::dates::{DateKind, DatedEvent, PartialDate};
use super::ids::{ArticleId, Identifiers};
use super::own::OwnFields;
use super::people::Author;
use super::retracted::{bare_title, mark};
use super::subjects::{Databank, Grant, Heading, PublicationType, Substance};
use super::works::{Correction, CorrectionKind, Reference, Status};

/// One article, as complete as its source.
///
/// Text fields are plain Unicode text without markup; an empty string or list means the source says
/// nothing.
///
/// ```
/// use litdex::model::{Article, Section};
/// let mut article = Article { title: "Refractory hypoxemia".into(), ..Article::default() };
/// article.abstract_sections.push(Section { label: String::new(), text: "A case.".into() });
/// article.assign_id();
/// assert!(article.id.as_str().starts_with("key:"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// The id it is known by; see [`Article::assign_id`].
    pub id: ArticleId,
    /// All identifiers of the work.
    pub ids: Identifiers,
    /// PubMed's version of the record; 0 where the source counts none.
    pub version: u32,
    /// Title, in English where the source has both.
    pub title: String,
    /// Title in the language of the article, where it differs.
    pub vernacular_title: String,
    /// Abstract; one section without a label where it is not structured.
    pub abstract_sections: Vec<Section>,
    /// Abstracts in other languages or for other readers.
    pub other_abstracts: Vec<TranslatedAbstract>,
    /// Keywords given by the authors.
    pub keywords: Vec<String>,
    /// MeSH headings.
    pub headings: Vec<Heading>,
    /// Substances.
    pub substances: Vec<Substance>,
    /// Publication types.
    pub publication_types: Vec<PublicationType>,
    /// Authors, in their order.
    pub authors: Vec<Author>,
    /// Editors of the book or issue it appeared in.
    pub editors: Vec<Author>,
    /// Investigators who are not authors.
    pub investigators: Vec<Author>,
    /// Whether the author list was cut short by the source.
    pub authors_incomplete: bool,
    /// Journal.
    pub journal: Journal,
    /// Volume.
    pub volume: String,
    /// Issue.
    pub issue: String,
    /// Pages or article number, as printed.
    pub pages: String,
    /// Dates by kind.
    pub dates: Vec<DatedEvent>,
    /// Languages, as ISO 639-2 codes of three letters where the source has them.
    pub languages: Vec<String>,
    /// Country of the journal.
    pub country: String,
    /// State of the record at its source: `MEDLINE`, `Publisher`, `In-Process`.
    pub record_status: String,
    /// Grants.
    pub grants: Vec<Grant>,
    /// Data deposited.
    pub databanks: Vec<Databank>,
    /// Notices that correct or retract it, comments and the like.
    pub corrections: Vec<Correction>,
    /// References.
    pub references: Vec<Reference>,
    /// Full text.
    pub body: Vec<BodySection>,
    /// Statement of conflicts of interest.
    pub conflict_of_interest: String,
    /// Copyright statement of the abstract or the article.
    pub copyright: String,
    /// Licence, as stated.
    pub licence: String,
    /// How to cite it, as stated.
    pub how_to_cite: String,
    /// Addresses on the web, as stated.
    pub links: Vec<String>,
    /// What the source says besides: its name for it as the label. It is kept, not searched.
    pub notes: Vec<Section>,
    /// Fields of one's own: what a journal or a program says of it besides. Each can be filtered by and counted.
    pub fields: OwnFields,
    /// Names of those fields of which the text is searched with everything else.
    pub searched_fields: Vec<String>,
    /// Where the record came from.
    pub origin: Origin,
    /// Where the other records of the same work came from that were merged into it.
    pub merged: Vec<Origin>,
}

/// A section of an abstract.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Section {
    /// Label as printed, such as `METHODS`; empty for none.
    pub label: String,
    /// Text.
    pub text: String,
}

/// An abstract in another language, or written for other readers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TranslatedAbstract {
    /// Language, as a code of three letters.
    pub language: String,
    /// Who wrote it or for whom: `Publisher`, `plain-language-summary`.
    pub kind: String,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A section of the full text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BodySection {
    /// Heading; empty for none.
    pub title: String,
    /// Depth: 1 for a top section.
    pub depth: u8,
    /// Paragraphs and captions, in order.
    pub paragraphs: Vec<String>,
}

/// The journal, book or series an article appeared in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Journal {
    /// Full title.
    pub title: String,
    /// Abbreviation (NLM's or ISO 4).
    pub abbreviation: String,
    /// ISSNs, print, electronic and linking, each once.
    pub issns: Vec<String>,
    /// NLM unique id.
    pub nlm_id: String,
    /// Publisher.
    pub publisher: String,
    /// ISBNs of a book, as printed.
    pub isbns: Vec<String>,
}

/// Where a record came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// The file, as it was named to the reader.
    pub file: String,
    /// The format it was read as.
    pub format: String,
    /// Number of the record in the file, from 1.
    pub record: u64,
    /// The record's own id in its source; empty for none.
    pub source_id: String,
}

impl Article {
    /// The date of the kind, where the article has one.
    pub fn date(&self, kind: DateKind) -> Option<PartialDate> {
        self.dates.iter().find(|event| event.kind == kind).map(|event| event.date)
    }

    /// Addresses of which no source says whose they are: they stand among the notes, under the source's name for them.
    pub fn loose_addresses(&self) -> impl Iterator<Item = &str> {
        let is_address = |note: &&Section| matches!(note.label.as_str(), "AD" | "auth-address" | "aff");
        self.notes.iter().filter(is_address).map(|note| note.text.as_str())
    }

    /// When it was published: the issue's date, else print, else electronic.
    pub fn published(&self) -> Option<PartialDate> {
        [DateKind::Published, DateKind::Print, DateKind::Electronic]
            .into_iter()
            .find_map(|kind| self.date(kind))
    }

    /// What later notices did to it, by its own corrections, publication types and the mark in its title.
    pub fn status(&self) -> Status {
        let by_note = self.corrections.iter().map(|correction| match correction.kind {
            CorrectionKind::RetractionIn => Status::Retracted,
            CorrectionKind::PartialRetractionIn => Status::PartlyRetracted,
            CorrectionKind::ExpressionOfConcernIn => Status::Concern,
            CorrectionKind::ErratumIn | CorrectionKind::RepublishedIn => Status::Corrected,
            _ => Status::Published,
        });
        let by_type = self.publication_types.iter().map(|kind| match kind.name.as_str() {
            "Retracted Publication" => Status::Retracted,
            _ => Status::Published,
        });
        let is_marked = !self.is_retraction() && self.titles().into_iter().any(|title| mark(title).is_some());
        let by_title = is_marked.then_some(Status::Retracted);
        by_note.chain(by_type).chain(by_title).max().unwrap_or_default()
    }

    /// The title, and that in the language of the article, without marks of retraction. The title of a notice
    /// is left whole: some publishers head it `Retracted:` and what it retracts `[Retracted]`.
    pub(crate) fn bare_titles(&self) -> [&str; 2] {
        let titles = self.titles();
        if self.is_retraction() { titles } else { titles.map(bare_title) }
    }

    fn titles(&self) -> [&str; 2] {
        [&self.title, &self.vernacular_title]
    }

    /// Whether it is the notice that retracts another article.
    fn is_retraction(&self) -> bool {
        let kinds = [CorrectionKind::RetractionOf, CorrectionKind::PartialRetractionOf];
        self.corrections.iter().any(|correction| kinds.contains(&correction.kind))
            || self.publication_types.iter().any(|kind| kind.name == "Retraction of Publication")
    }

    /// The first page: what stands before the hyphen of [`pages`](Self::pages).
    pub fn first_page(&self) -> &str {
        super::forms::first_page(&self.pages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_may_say_that_the_article_is_retracted() {
        let mut article = Article { title: "RETRACTED: Wrong claims".into(), ..Article::default() };
        assert_eq!((article.status(), article.bare_titles()), (Status::Retracted, ["Wrong claims", ""]));
        let retraction = PublicationType { name: "Retraction of Publication".into(), ui: String::new() };
        article.publication_types.push(retraction);
        assert_eq!(article.status(), Status::Published);
        assert_eq!(article.bare_titles(), ["RETRACTED: Wrong claims", ""]);
    }
}
