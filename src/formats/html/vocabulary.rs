//! The names of meta data on pages of articles: Highwire's `citation_…`, `bepress_citation_…`, Dublin Core,
//! PRISM, EPrints, Open Graph.
//!
//! It must not know how any of it gets into an article.

use crate::model::DateKind;

/// What a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    OtherTitle,
    Author,
    /// Several authors in one value.
    Authors,
    /// Of the author named last, as the two that follow.
    Institution,
    Orcid,
    Email,
    Editor,
    Abstract,
    Keyword,
    Journal,
    /// A journal, or a journal with volume and pages: one only where it has no number.
    Source,
    Abbreviation,
    Issn,
    Isbn,
    Publisher,
    Volume,
    Issue,
    FirstPage,
    LastPage,
    Pages,
    Doi,
    Pmid,
    Pmcid,
    /// Of another scheme.
    Id(&'static str),
    /// A DOI, an address or the record's own id.
    Identifier,
    Language,
    Kind,
    Rights,
    Licence,
    Cite,
    Reference,
    Grant,
    Link,
    Date(DateKind),
    /// Nothing the model has a field for.
    Other,
}

use DateKind::{Accepted, Electronic, Published, Received, RecordRevised, Revised};
use Field::{
    Abbreviation, Abstract, Author, Authors, Cite, Date, Doi, Editor, Email, FirstPage, Grant, Id,
    Identifier, Institution, Isbn, Issn, Issue, Journal, Keyword, Kind, Language, LastPage, Licence, Link,
    Orcid, Other, OtherTitle, Pages, Pmcid, Pmid, Publisher, Reference, Rights, Source, Title, Volume,
};

/// How a vocabulary is trusted: a lower rank comes first where several name a field.
pub(super) const RANK_OF_JSON: u8 = 3;

/// Prefixes of the vocabularies and their ranks.
const PREFIXES: [(&str, u8); 6] =
    [("citation_", 0), ("dc.", 1), ("dcterms.", 1), ("prism.", 2), ("eprints.", 2), ("article:", 4)];

/// Names within the vocabularies, in lower case. Of two dates of a kind the one named earlier here counts.
const NAMES: [(&str, Field); 119] = [
    ("citation_title", Title),
    ("citation_author", Author),
    ("citation_authors", Authors),
    ("citation_author_institution", Institution),
    ("citation_author_affiliation", Institution),
    ("citation_author_orcid", Orcid),
    ("citation_author_email", Email),
    ("citation_editor", Editor),
    ("citation_abstract", Abstract),
    ("citation_keywords", Keyword),
    ("citation_keyword", Keyword),
    ("citation_journal_title", Journal),
    ("citation_inbook_title", Journal),
    ("citation_conference_title", Journal),
    ("citation_journal_abbrev", Abbreviation),
    ("citation_journal_abbreviation", Abbreviation),
    ("citation_issn", Issn),
    ("citation_eissn", Issn),
    ("citation_pissn", Issn),
    ("citation_isbn", Isbn),
    ("citation_publisher", Publisher),
    ("citation_volume", Volume),
    ("citation_issue", Issue),
    ("citation_number", Issue),
    ("citation_firstpage", FirstPage),
    ("citation_first_page", FirstPage),
    ("citation_lastpage", LastPage),
    ("citation_last_page", LastPage),
    ("citation_pages", Pages),
    ("citation_elocation_id", Pages),
    ("citation_article_number", Pages),
    ("citation_doi", Doi),
    ("citation_pmid", Pmid),
    ("citation_pmcid", Pmcid),
    ("citation_arxiv_id", Id("arxiv")),
    ("citation_pii", Id("pii")),
    ("citation_urn", Id("urn")),
    ("citation_handle", Id("handle")),
    ("citation_language", Language),
    ("citation_article_type", Kind),
    ("citation_publication_date", Date(Published)),
    ("citation_cover_date", Date(Published)),
    ("citation_online_date", Date(Electronic)),
    ("citation_reference", Reference),
    ("citation_funding_source", Grant),
    ("citation_pdf_url", Link),
    ("citation_fulltext_html_url", Link),
    ("citation_full_html_url", Link),
    ("citation_abstract_html_url", Link),
    ("citation_public_url", Link),
    ("citation_xml_url", Link),
    ("dc.title", Title),
    ("dc.title.alternative", OtherTitle),
    ("dcterms.title", Title),
    ("dcterms.alternative", OtherTitle),
    ("dc.creator", Author),
    ("dc.creator.personalname", Author),
    ("dcterms.creator", Author),
    ("dc.description", Abstract),
    ("dc.description.abstract", Abstract),
    ("dcterms.abstract", Abstract),
    ("dc.subject", Keyword),
    ("dcterms.subject", Keyword),
    ("dc.source", Source),
    ("dc.source.issn", Issn),
    ("dc.source.volume", Volume),
    ("dc.source.issue", Issue),
    ("dc.relation.ispartof", Source),
    ("dcterms.ispartof", Source),
    ("dc.publisher", Publisher),
    ("dcterms.publisher", Publisher),
    ("dc.identifier", Identifier),
    ("dcterms.identifier", Identifier),
    ("dc.identifier.doi", Doi),
    ("dc.identifier.pagenumber", Pages),
    ("dc.identifier.uri", Link),
    ("dc.language", Language),
    ("dcterms.language", Language),
    ("dc.type.articletype", Kind),
    ("dc.rights", Rights),
    ("dcterms.rights", Rights),
    ("dcterms.license", Licence),
    ("dcterms.bibliographiccitation", Cite),
    ("dc.date.issued", Date(Published)),
    ("dcterms.issued", Date(Published)),
    ("prism.publicationdate", Date(Published)),
    ("prism.coverdate", Date(Published)),
    ("citation_date", Date(Published)),
    ("citation_year", Date(Published)),
    ("dc.date", Date(Published)),
    ("dcterms.date", Date(Published)),
    ("eprints.date", Date(Published)),
    ("article:published_time", Date(Published)),
    ("dc.date.created", Date(Electronic)),
    ("dc.date.datesubmitted", Date(Received)),
    ("dcterms.datesubmitted", Date(Received)),
    ("dcterms.dateaccepted", Date(Accepted)),
    ("dc.date.dateaccepted", Date(Accepted)),
    ("dc.date.revised", Date(Revised)),
    ("dc.date.modified", Date(RecordRevised)),
    ("dcterms.modified", Date(RecordRevised)),
    ("prism.publicationname", Journal),
    ("prism.issn", Issn),
    ("prism.eissn", Issn),
    ("prism.volume", Volume),
    ("prism.number", Issue),
    ("prism.startingpage", FirstPage),
    ("prism.endingpage", LastPage),
    ("prism.pagerange", Pages),
    ("prism.doi", Doi),
    ("prism.section", Kind),
    ("prism.copyright", Rights),
    ("prism.keyword", Keyword),
    ("prism.url", Link),
    ("eprints.title", Title),
    ("eprints.creators_name", Author),
    ("eprints.abstract", Abstract),
    ("eprints.keywords", Keyword),
    ("og:title", Title),
];

/// More names, of vocabularies few pages use.
const RARE: [(&str, Field); 15] = [
    ("eprints.publication", Journal),
    ("eprints.issn", Issn),
    ("eprints.isbn", Isbn),
    ("eprints.volume", Volume),
    ("eprints.number", Issue),
    ("eprints.pagerange", Pages),
    ("eprints.id_number", Identifier),
    ("eprints.publisher", Publisher),
    ("eprints.official_url", Link),
    ("eprints.document_url", Link),
    ("eprints.eprintid", Identifier),
    ("eprints.citation", Cite),
    ("og:url", Link),
    ("citation_abstract_pdf_url", Link),
    ("citation_conference", Journal),
];

/// The field a name stands for, its rank among the vocabularies, and its place in its table: of two with
/// the same rank the lower comes first. `None` for a name that says nothing of an article.
pub(super) fn field(name: &str) -> Option<(Field, u8)> {
    let lower = name.trim().to_ascii_lowercase();
    let lower = lower.strip_prefix("bepress_").unwrap_or(&lower);
    // Dublin Core is written with a colon or underscores as well.
    let lower = match lower.strip_prefix("dc:").or_else(|| lower.strip_prefix("dc_")) {
        Some(rest) => format!("dc.{}", rest.replace('_', ".")),
        None => lower.replace("dcterms:", "dcterms."),
    };
    let rank = PREFIXES.iter().find(|(prefix, _)| lower.starts_with(prefix)).map(|(_, rank)| *rank);
    let known = NAMES.iter().chain(&RARE).find(|(known, _)| *known == lower).map(|(_, field)| *field);
    match (known, rank) {
        (Some(field), rank) => Some((field, rank.unwrap_or(4))),
        // Open Graph's words on the page as a thing to share say nothing of the article.
        (None, Some(rank)) if rank < 4 => Some((Other, rank)),
        _ => None,
    }
}

/// The order among dates of one kind: that of the table.
pub(super) fn order(name: &str) -> usize {
    let lower = name.trim().to_ascii_lowercase();
    let lower = lower.strip_prefix("bepress_").unwrap_or(&lower);
    NAMES.iter().position(|(known, _)| *known == lower).unwrap_or(NAMES.len())
}
