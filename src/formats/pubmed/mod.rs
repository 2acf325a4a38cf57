//! PubMed's XML, one record at a time.
//!
//! It must not know any other format, nor how a file is cut into records.

mod book;
mod dates;
mod history;
mod ids;
mod lists;
mod people;
mod record;
#[cfg(test)]
mod tests;

use std::io;

use memchr::memmem;

use super::detect::Head;
use super::emit::Emitter;
use super::problem::ProblemKind;
use super::stream::Window;
use super::xml::{self, Cursor, LEFT_OUT, Read, Shape, Spot};
use crate::model::Article;

static SHAPE: Shape = Shape {
    records: &["PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument"],
    sets: &["PubmedArticleSet", "PubmedBookArticleSet", "BookDocumentSet"],
    wrapped: false,
};

/// Whether one of the elements a PubMed file has begins in the text.
pub(super) fn recognise(head: &Head<'_>) -> bool {
    let roots: [&[u8]; 4] =
        [b"<PubmedArticleSet", b"<PubmedArticle", b"<PubmedBookArticle", b"<DeleteCitation"];
    head.bytes.starts_with(b"<") && roots.iter().any(|root| memmem::find(head.bytes, root).is_some())
}

/// Reads every record of the file.
pub(super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    xml::for_each_record(window, out, &SHAPE, |spot, out| match spot.name {
        "PubmedArticle" => article(spot, record::read, out),
        "PubmedBookArticle" => article(spot, book::read, out),
        _ => deletions(spot, out),
    })
}

fn article(spot: &Spot<'_>, read: impl Fn(&mut Cursor<'_>) -> Read<Box<Article>>, out: &mut Emitter<'_, '_>) {
    let mut cursor = Cursor::new(spot.text);
    let read = read(&mut cursor);
    cursor.notes.tell(spot, out);
    match read {
        Ok(article) if is_blank(&article) => {
            out.problem(ProblemKind::Incomplete, spot.place(0), "a record without content", LEFT_OUT);
        }
        Ok(mut article) => {
            incomplete(&article, spot, out);
            article.origin.source_id = article.ids.pmid.map(|pmid| pmid.to_string()).unwrap_or_default();
            out.article(article);
        }
        Err(broken) => broken.tell(spot, out, LEFT_OUT),
    }
}

fn deletions(spot: &Spot<'_>, out: &mut Emitter<'_, '_>) {
    let mut cursor = Cursor::new(spot.text);
    let mut pmids = Vec::new();
    let read = record::read_deletions(&mut cursor, &mut pmids);
    cursor.notes.tell(spot, out);
    for pmid in pmids {
        out.deletion(pmid);
    }
    if let Err(broken) = read {
        broken.tell(spot, out, "the deletions before it were kept");
    }
}

/// Whether nothing was read but what every article has by default.
fn is_blank(article: &Article) -> bool {
    *article == Article { record_status: article.record_status.clone(), ..Article::default() }
}

fn incomplete(article: &Article, spot: &Spot<'_>, out: &mut Emitter<'_, '_>) {
    if article.ids.pmid.is_none() {
        let found = "an article without a PMID";
        out.problem(ProblemKind::Incomplete, spot.place(0), found, "it was kept under another id");
    }
    if article.title.is_empty() && article.abstract_sections.is_empty() && article.other_abstracts.is_empty()
    {
        let found = "an article with neither title nor abstract";
        out.problem(ProblemKind::Incomplete, spot.place(0), found, "it was kept");
    }
    let bad_doi = article.ids.other.iter().find(|id| id.scheme == "doi");
    if let (None, None, Some(bad)) = (&article.ids.pmid, &article.ids.doi, bad_doi) {
        let found = format!("{:?} is not a DOI", bad.value);
        out.problem(ProblemKind::BadValue, spot.place(0), &found, "it was kept as an identifier of its own");
    }
}
