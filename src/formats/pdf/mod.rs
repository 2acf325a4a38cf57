//! PDF, as a last resort: the title its meta data state, the DOI printed on its first page, and its text,
//! a paragraph a page.
//!
//! Nothing is guessed: the largest or first line is no title, a DOI counts only behind the word. The text is
//! read by the crate pdf-extract where the feature `pdf` is on; without it a PDF is told to be one.
//!
//! It must not know any other format, but for the names of meta data pages in HTML have too.

#[cfg(feature = "pdf")]
mod document;
#[cfg(feature = "pdf")]
mod metadata;
#[cfg(feature = "pdf")]
mod pages;
#[cfg(test)]
mod tests;

use std::io;

use super::RECORD_MAX_BYTES;
use super::detect::Head;
use super::emit::Emitter;
use super::problem::{Place, ProblemKind};
use super::stream::Window;

/// Whether the text is a PDF.
pub(super) fn recognise(head: &Head<'_>) -> bool {
    head.bytes.starts_with(b"%PDF-")
}

/// Reads the file, which is one record.
pub(super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let place = Place { record: Some(out.begin_record()), ..Place::default() };
    window.fill_to(RECORD_MAX_BYTES + 1)?;
    if window.data().len() > RECORD_MAX_BYTES {
        let found = format!("a PDF of more than {} MB", RECORD_MAX_BYTES >> 20);
        out.problem(ProblemKind::TooLarge, place, &found, "the file was left out");
        return Ok(());
    }
    convert(window.data(), place, out);
    let bytes = window.data().len();
    window.consume(bytes);
    Ok(())
}

#[cfg(not(feature = "pdf"))]
fn convert(_bytes: &[u8], place: Place, out: &mut Emitter<'_, '_>) {
    let found = "a PDF, which is read by builds with the feature `pdf`";
    out.problem(ProblemKind::UnknownFormat, place, found, "the file was left out");
}

#[cfg(feature = "pdf")]
fn convert(bytes: &[u8], place: Place, out: &mut Emitter<'_, '_>) {
    use crate::model::BodySection;

    let document = match document::open(bytes) {
        Ok(document) => document,
        Err((kind, found)) => return out.problem(kind, place, &found, "the file was left out"),
    };
    let mut problems = Vec::new();
    let pages = pages::texts(&document, &mut problems);
    let mut article = metadata::article(&document, &mut problems);
    for found in &problems {
        out.problem(ProblemKind::Malformed, place, found, "what could be read was kept");
    }
    let is_textless = pages.iter().all(String::is_empty);
    if let Some(doi) =
        pages.first().filter(|_| article.ids.doi.is_none()).and_then(|page| metadata::printed_doi(page))
    {
        article.ids.doi = Some(doi);
    }
    if is_textless {
        let is_empty = article.title.is_empty() && article.ids.doi.is_none();
        let done = if is_empty { "the file was left out" } else { "its meta data were kept" };
        out.problem(ProblemKind::Incomplete, place, "a PDF without text, perhaps of scanned pages", done);
        if is_empty {
            return;
        }
    } else {
        let paragraphs = pages.into_iter().filter(|page| !page.is_empty()).collect();
        article.body.push(BodySection { depth: 1, paragraphs, ..BodySection::default() });
    }
    out.article(article);
}
