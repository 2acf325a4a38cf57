//! One `PubmedBookArticle` element, a book or a chapter of NCBI's Bookshelf, into an article.
//!
//! It must not know where records start and end in a file.

use quick_xml::events::BytesStart;

use super::super::xml::{Cursor, Read, attribute_is};
use super::{dates, ids, lists, people, record};
use crate::model::{Article, BodySection, DateKind, PublicationType};

/// Reads the record.
pub(super) fn read(c: &mut Cursor<'_>) -> Read<Box<Article>> {
    let mut article = Box::new(Article::default());
    while let Some(_root) = c.child()? {
        while let Some(part) = c.child()? {
            match part.name().0 {
                "BookDocument" => document(c, &mut article)?,
                "PubmedBookData" => record::pubmed_data(c, &mut article)?,
                _ => c.skip()?,
            }
        }
    }
    if article.title.is_empty() {
        // The whole book is the work.
        article.title = std::mem::take(&mut article.journal.title);
    }
    Ok(article)
}

fn document(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    while let Some(e) = c.child()? {
        match e.name().0 {
            "PMID" => {
                article.version = c.attribute(&e, "Version").parse().unwrap_or(0);
                article.ids.pmid = ids::pmid(c)?;
            }
            "ArticleIdList" => ids::list(c, &mut article.ids)?,
            "Book" => book(c, article)?,
            "ArticleTitle" => article.title = c.text()?,
            "VernacularTitle" => article.vernacular_title = c.text()?,
            "Pagination" => article.pages = record::pages(c)?,
            "Language" => c.push_text(&mut article.languages)?,
            "AuthorList" => authors(c, &e, article)?,
            "InvestigatorList" => {
                people::list(c, "Investigator", &mut article.investigators, &mut article.notes)?;
            }
            "PublicationType" => {
                let ui = c.attribute(&e, "UI");
                article.publication_types.push(PublicationType { name: c.text()?, ui });
            }
            "Abstract" => record::sections(c, &mut article.abstract_sections, &mut article.copyright)?,
            "OtherAbstract" => record::other_abstract(c, &e, article)?,
            "Sections" => sections(c, &mut article.body)?,
            "KeywordList" => lists::texts(c, "Keyword", &mut article.keywords)?,
            "ContributionDate" => dates::event(c, DateKind::Electronic, &mut article.dates)?,
            "DateRevised" => dates::event(c, DateKind::RecordRevised, &mut article.dates)?,
            "GrantList" => lists::grants(c, &mut article.grants)?,
            "ItemList" => {
                let kind = c.attribute(&e, "ListType");
                let mut items = Vec::new();
                lists::texts(c, "Item", &mut items)?;
                items.into_iter().for_each(|item| lists::note(&mut article.notes, &kind, item));
            }
            "ReferenceList" => lists::references(c, &mut article.references)?,
            _ => remark(c, &e, article)?,
        }
    }
    Ok(())
}

fn book(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    while let Some(e) = c.child()? {
        match e.name().0 {
            "Publisher" => {
                while let Some(e) = c.child()? {
                    match e.name().0 {
                        "PublisherName" => article.journal.publisher = c.text()?,
                        _ => remark(c, &e, article)?,
                    }
                }
            }
            "BookTitle" => {
                article.journal.title = c.text()?;
                let name = c.attribute(&e, "book");
                lists::note(&mut article.notes, "book", name);
            }
            "PubDate" => dates::issue(c, article)?,
            "AuthorList" => authors(c, &e, article)?,
            "Volume" => article.volume = c.text()?,
            "Isbn" => c.push_text(&mut article.journal.isbns)?,
            "ELocationID" => {
                let scheme = c.attribute(&e, "EIdType");
                let valid = !attribute_is(&e, "ValidYN", "N");
                let value = c.text()?;
                ids::add(&mut article.ids, &scheme, value, valid);
            }
            _ => remark(c, &e, article)?,
        }
    }
    Ok(())
}

/// The list says whether it is of authors or of editors; those of the chapter come after the book's.
fn authors(c: &mut Cursor<'_>, e: &BytesStart<'_>, article: &mut Article) -> Read<()> {
    let into = if attribute_is(e, "Type", "editors") {
        &mut article.editors
    } else {
        article.authors_incomplete |= attribute_is(e, "CompleteYN", "N");
        &mut article.authors
    };
    people::list(c, "Author", into, &mut article.notes)
}

/// The titles of a chapter's sections, which are all of its text that the record has.
fn sections(c: &mut Cursor<'_>, into: &mut Vec<BodySection>) -> Read<()> {
    // A section within a section is entered and left by count: they nest as deep as the cursor allows.
    let (mut depth, mut label) = (0_u8, String::new());
    loop {
        let Some(e) = c.child()? else {
            if depth == 0 {
                return Ok(());
            }
            depth -= 1;
            continue;
        };
        match e.name().0 {
            "Section" if depth < u8::MAX => depth += 1,
            "LocationLabel" => label = c.text()?,
            "SectionTitle" => {
                let title = c.text()?;
                let title = [std::mem::take(&mut label), title].join(" ").trim().to_owned();
                into.push(BodySection { title, depth: depth.max(1), paragraphs: Vec::new() });
            }
            _ => c.skip()?,
        }
    }
}

fn remark(c: &mut Cursor<'_>, e: &BytesStart<'_>, article: &mut Article) -> Read<()> {
    let text = c.text()?;
    lists::note(&mut article.notes, e.name().0, text);
    Ok(())
}
