//! One `PubmedArticle` element into an article.
//!
//! It must not know where records start and end in a file.

use quick_xml::events::BytesStart;

use super::super::xml::{Cursor, Read, attribute_is};
use super::{dates, history, ids, lists, people};
use crate::model::{Article, DateKind, Pmid, Section, TranslatedAbstract};

/// What stands where PubMed has no title in English.
const NO_TITLE: &str = "[Not Available].";

/// Reads the record.
pub(super) fn read(c: &mut Cursor<'_>) -> Read<Box<Article>> {
    let mut article = Box::new(Article::default());
    while let Some(root) = c.child()? {
        if root.name().0 != "PubmedArticle" {
            c.skip()?;
            continue;
        }
        while let Some(part) = c.child()? {
            match part.name().0 {
                "MedlineCitation" => {
                    article.record_status = c.attribute(&part, "Status");
                    let method = c.attribute(&part, "IndexingMethod");
                    lists::note(&mut article.notes, "IndexingMethod", method);
                    citation(c, &mut article)?;
                }
                "PubmedData" => pubmed_data(c, &mut article)?,
                _ => c.skip()?,
            }
        }
    }
    if article.title.is_empty() || article.title == NO_TITLE {
        // The only title there is, is the title.
        let vernacular = std::mem::take(&mut article.vernacular_title);
        if !vernacular.is_empty() {
            article.title = vernacular;
        }
    }
    Ok(article)
}

/// Reads the PMIDs of a `DeleteCitation` or `DeleteDocument` element.
pub(super) fn read_deletions(c: &mut Cursor<'_>, pmids: &mut Vec<Pmid>) -> Read<()> {
    while let Some(_root) = c.child()? {
        while let Some(element) = c.child()? {
            if element.name().0 == "PMID" {
                pmids.extend(ids::pmid(c)?);
            } else {
                c.skip()?;
            }
        }
    }
    Ok(())
}

fn citation(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    while let Some(e) = c.child()? {
        match e.name().0 {
            "PMID" => {
                article.version = c.attribute(&e, "Version").parse().unwrap_or(0);
                article.ids.pmid = ids::pmid(c)?;
            }
            "Article" => {
                let model = c.attribute(&e, "PubModel");
                lists::note(&mut article.notes, "PubModel", model);
                article_element(c, article)?;
            }
            "MedlineJournalInfo" => journal_info(c, article)?,
            "DateCreated" => dates::event(c, DateKind::RecordCreated, &mut article.dates)?,
            "DateCompleted" => dates::event(c, DateKind::RecordCompleted, &mut article.dates)?,
            "DateRevised" => dates::event(c, DateKind::RecordRevised, &mut article.dates)?,
            "ChemicalList" => lists::chemicals(c, &mut article.substances)?,
            // Diseases, organisms and protocols of the supplementary vocabulary are searched together
            // with its substances, as in PubMed, and have a UI but no place among the headings.
            "SupplMeshList" => lists::supplementary(c, &mut article.substances)?,
            "MeshHeadingList" => lists::headings(c, &mut article.headings)?,
            "CommentsCorrectionsList" => lists::corrections(c, article)?,
            "KeywordList" => lists::texts(c, "Keyword", &mut article.keywords)?,
            "OtherID" => {
                let scheme = c.attribute(&e, "Source");
                let value = c.text()?;
                ids::add_other(&mut article.ids, &scheme, value);
            }
            "OtherAbstract" => other_abstract(c, &e, article)?,
            "CoiStatement" => article.conflict_of_interest = c.text()?,
            "InvestigatorList" => {
                people::list(c, "Investigator", &mut article.investigators, &mut article.notes)?;
            }
            "GeneSymbolList" | "PersonalNameSubjectList" => lists::noted(c, &mut article.notes)?,
            name @ ("GeneralNote" | "SpaceFlightMission" | "CitationSubset" | "NumberOfReferences") => {
                let text = c.text()?;
                lists::note(&mut article.notes, name, text);
            }
            _ => c.skip()?,
        }
    }
    Ok(())
}

fn article_element(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    while let Some(e) = c.child()? {
        match e.name().0 {
            "Journal" => journal(c, article)?,
            "ArticleTitle" => article.title = c.text()?,
            "VernacularTitle" => article.vernacular_title = c.text()?,
            "Pagination" => article.pages = pages(c)?,
            "ELocationID" => {
                let scheme = c.attribute(&e, "EIdType");
                let valid = !attribute_is(&e, "ValidYN", "N");
                let value = c.text()?;
                ids::add(&mut article.ids, &scheme, value, valid);
            }
            "Abstract" => sections(c, &mut article.abstract_sections, &mut article.copyright)?,
            "AuthorList" => {
                article.authors_incomplete = attribute_is(&e, "CompleteYN", "N");
                people::list(c, "Author", &mut article.authors, &mut article.notes)?;
            }
            "Language" => c.push_text(&mut article.languages)?,
            "DataBankList" => lists::databanks(c, &mut article.databanks)?,
            "GrantList" => lists::grants(c, &mut article.grants)?,
            "PublicationTypeList" => lists::publication_types(c, &mut article.publication_types)?,
            "ArticleDate" => {
                let is_print = attribute_is(&e, "DateType", "Print");
                let kind = if is_print { DateKind::Print } else { DateKind::Electronic };
                dates::event(c, kind, &mut article.dates)?;
            }
            _ => c.skip()?,
        }
    }
    Ok(())
}

fn journal(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    while let Some(e) = c.child()? {
        match e.name().0 {
            "ISSN" => issn(c, article)?,
            "Title" => article.journal.title = c.text()?,
            "ISOAbbreviation" => article.journal.abbreviation = c.text()?,
            "JournalIssue" => {
                while let Some(e) = c.child()? {
                    match e.name().0 {
                        "Volume" => article.volume = c.text()?,
                        "Issue" => article.issue = c.text()?,
                        "PubDate" => dates::issue(c, article)?,
                        _ => c.skip()?,
                    }
                }
            }
            _ => c.skip()?,
        }
    }
    Ok(())
}

fn journal_info(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    while let Some(e) = c.child()? {
        match e.name().0 {
            "Country" => article.country = c.text()?,
            "MedlineTA" => {
                let abbreviation = c.text()?;
                if article.journal.abbreviation.is_empty() {
                    article.journal.abbreviation = abbreviation;
                }
            }
            "NlmUniqueID" => article.journal.nlm_id = c.text()?,
            "ISSNLinking" => issn(c, article)?,
            _ => c.skip()?,
        }
    }
    Ok(())
}

/// A journal has three ISSNs at most; the bound keeps a hostile list from being compared forever.
const ISSNS_MAX: usize = 16;

fn issn(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    let issn = c.text()?;
    let issns = &mut article.journal.issns;
    if !issn.is_empty() && issns.len() < ISSNS_MAX && !issns.contains(&issn) {
        issns.push(issn);
    }
    Ok(())
}

pub(super) fn pages(c: &mut Cursor<'_>) -> Read<String> {
    let (mut start, mut end, mut whole) = (String::new(), String::new(), String::new());
    while let Some(e) = c.child()? {
        match e.name().0 {
            "StartPage" => start = c.text()?,
            "EndPage" => end = c.text()?,
            "MedlinePgn" => whole = c.text()?,
            _ => c.skip()?,
        }
    }
    Ok(match (whole.is_empty(), end.is_empty() || end == start) {
        (false, _) => whole,
        (true, true) => start,
        (true, false) => format!("{start}-{end}"),
    })
}

pub(super) fn sections(c: &mut Cursor<'_>, sections: &mut Vec<Section>, copyright: &mut String) -> Read<()> {
    while let Some(e) = c.child()? {
        match e.name().0 {
            "AbstractText" => {
                let label = c.attribute(&e, "Label");
                let text = c.text()?;
                if !label.is_empty() || !text.is_empty() {
                    sections.push(Section { label, text });
                }
            }
            "CopyrightInformation" => {
                let text = c.text()?;
                if copyright.is_empty() {
                    *copyright = text;
                }
            }
            _ => c.skip()?,
        }
    }
    Ok(())
}

pub(super) fn other_abstract(c: &mut Cursor<'_>, e: &BytesStart<'_>, article: &mut Article) -> Read<()> {
    let mut other = TranslatedAbstract {
        language: c.attribute(e, "Language"),
        kind: c.attribute(e, "Type"),
        sections: Vec::new(),
    };
    sections(c, &mut other.sections, &mut article.copyright)?;
    if !other.sections.is_empty() {
        article.other_abstracts.push(other);
    }
    Ok(())
}

pub(super) fn pubmed_data(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    while let Some(e) = c.child()? {
        match e.name().0 {
            "History" => history::read(c, &mut article.dates)?,
            "ArticleIdList" => ids::list(c, &mut article.ids)?,
            "ReferenceList" => lists::references(c, &mut article.references)?,
            "PublicationStatus" => {
                let status = c.text()?;
                lists::note(&mut article.notes, "PublicationStatus", status);
            }
            _ => c.skip()?,
        }
    }
    Ok(())
}
