//! The page of an article, saved as HTML: from Open Journal Systems in any theme, and from the other
//! platforms that state the same meta data for search engines.
//!
//! What meta data states comes first; the page adds what it lacks and what stands nowhere else: sections of
//! the abstract, references, dates of receipt, the licence, how to cite it. A statement the model has no
//! field for becomes a note. A page without marks of an article is of no known format.
//!
//! It must not know any other format, but for what a page of Open Journal Systems saved as text shares
//! with it: citations, keywords and the line of the issue.

mod abstracts;
mod body;
mod charset;
mod dates;
mod front;
mod ids;
mod jsonld;
mod lines;
mod names;
mod page;
mod parts;
mod people;
mod references;
mod said;
mod statement;
#[cfg(test)]
mod tests;
mod tree;
mod vocabulary;

use std::io;

use super::RECORD_MAX_BYTES;
use super::detect::{HEAD_BYTES, Head};
use super::emit::Emitter;
use super::problem::{Place, ProblemKind};
use super::stream::{Window, newlines};
use super::text::collapse;
use crate::model::Article;
#[cfg(feature = "pdf")]
pub(super) use ids::doi;
use said::Statements;
use tree::Tree;

/// What only the page of an article has, in lower case.
const MARKS: [&str; 12] = [
    "citation_title",
    "\"dc.title\"",
    "'dc.title'",
    "=dc.title",
    "dcterms.title",
    "eprints.title",
    "dc:title",
    "prism.publicationname",
    "scholarlyarticle",
    "open journal systems",
    "obj_article_details",
    "dc.title.alternative",
];

/// What marks the page of an article among those of Open Journal Systems: its lists of issues say who made them, too.
const ARTICLE: &str =
    "obj_article_details article-details article-page articleTitle pkp_page_article obj_preprint_details";

/// Whether the text is such a page. Where its head is longer than what is looked at, reading it tells.
pub(super) fn recognise(head: &Head<'_>) -> bool {
    let lower = head.text.to_ascii_lowercase();
    is_html(&lower)
        && (has_mark(&lower) || (head.bytes.len() + 64 >= HEAD_BYTES && !lower.contains("</head")))
}

/// Whether the first tag is that of a page.
fn is_html(lower: &str) -> bool {
    let mut rest = lower.trim_start();
    // Declarations and comments stand before it.
    while let Some(end) = ["<?", "<!--"]
        .iter()
        .zip(["?>", "-->"])
        .find_map(|(start, end)| rest.starts_with(start).then(|| rest.find(end).map(|at| at + end.len()))?)
    {
        rest = rest[end..].trim_start();
    }
    ["<!doctype html", "<html", "<head", "<meta"].iter().any(|start| rest.starts_with(start))
}

fn has_mark(lower: &str) -> bool {
    MARKS.iter().any(|mark| lower.contains(mark))
}

/// Reads the page, which is one record.
pub(super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let record = Some(out.begin_record());
    let place = Place { record, ..Place::default() };
    window.fill_to(RECORD_MAX_BYTES + 1)?;
    if window.data().len() > RECORD_MAX_BYTES {
        out.problem(
            ProblemKind::TooLarge,
            place,
            &format!("a page of more than {} MB", RECORD_MAX_BYTES >> 20),
            "the file was left out",
        );
        return Ok(());
    }
    let (offset, line) = (window.offset(), window.line());
    let charset::Read { text, doubt } = charset::decode(window.data());
    // In the encodings pages are in, lines are as many as in the file, bytes are not.
    let is_as_it_was = matches!(text, std::borrow::Cow::Borrowed(_));
    let at = |byte: usize| {
        let before = text.as_bytes().get(..byte).unwrap_or_default();
        let byte = is_as_it_was.then_some(offset + byte as u64);
        Place { record, line: Some(line + newlines(before)), byte }
    };
    if let Some((found, done, byte)) = &doubt {
        let before = window.data().get(..*byte).unwrap_or_default();
        let place = Place { record, line: Some(line + newlines(before)), byte: Some(offset + *byte as u64) };
        out.problem(ProblemKind::Encoding, place, found, done);
    }
    let tree = Tree::parse(&text);
    if let Some(byte) = tree.too_deep {
        let found = format!("elements nested deeper than {}", super::NESTING_MAX);
        out.problem(
            ProblemKind::TooLarge,
            at(byte),
            &found,
            "their text was taken for that of the element around them",
        );
    }
    if let Some(byte) = tree.cut {
        out.problem(
            ProblemKind::TooLarge,
            at(byte),
            "a page of too many elements",
            "the rest of the page was not read",
        );
    }
    let mut said = Statements::gather(&tree);
    let is_article = said.names_article() || tree.all_elements().any(|at| tree.nodes[at].is_marked(ARTICLE));
    if !is_article && !has_mark(&text.to_ascii_lowercase()) {
        let found = "an HTML page without marks of an article";
        out.problem(ProblemKind::UnknownFormat, place, found, "the file was left out");
    } else if !is_article {
        out.problem(ProblemKind::Incomplete, place, "a page without an article", "it was left out");
    } else {
        let mut told = Vec::new();
        let article = convert(&tree, &mut said, &mut told);
        for (found, done, byte) in &told {
            out.problem(ProblemKind::BadValue, at(*byte), found, done);
        }
        hand_over(article, place, out);
    }
    let bytes = window.data().len();
    window.consume(bytes);
    Ok(())
}

fn hand_over(article: Box<Article>, place: Place, out: &mut Emitter<'_, '_>) {
    let is_textless =
        article.title.is_empty() && article.abstract_sections.is_empty() && article.body.is_empty();
    let is_empty = is_textless
        && article.authors.is_empty()
        && article.references.is_empty()
        && article.ids.doi.is_none();
    if is_empty {
        out.problem(ProblemKind::Incomplete, place, "a page without an article", "it was left out");
        return;
    }
    if is_textless {
        out.problem(ProblemKind::Incomplete, place, "a page with neither title nor abstract", "it was kept");
    }
    out.article(article);
}

fn convert(tree: &Tree, said: &mut Statements, told: &mut Vec<people::Told>) -> Box<Article> {
    let mut article = Box::<Article>::default();
    front::fill(&mut article, said, told);
    page::fill(&mut article, tree);
    let cited = std::mem::take(&mut article.authors);
    article.authors = people::authors(said, tree, &article.how_to_cite, told);
    if article.authors.is_empty() {
        article.authors = cited;
    } else {
        article.authors_incomplete = false;
    }
    article.editors = people::others(said, vocabulary::Field::Editor);
    abstracts::add(&mut article, said, tree);
    article.references = references::references(said, tree);
    article.body = body::sections(tree);
    page::keywords(&mut article, said, tree);
    article.notes.extend(said.notes());
    article
}

/// The article of statements by their names in meta data, and what was wrong with them: for other formats that
/// state the same.
#[cfg(feature = "pdf")]
pub(super) fn article_of(named: &[(String, String)]) -> (Box<Article>, Vec<String>) {
    let (mut article, mut told) = (Box::<Article>::default(), Vec::new());
    let (mut said, page) = (Statements::of(named), Tree::default());
    front::fill(&mut article, &mut said, &mut told);
    article.authors = people::authors(&mut said, &page, "", &mut told);
    page::keywords(&mut article, &mut said, &page);
    article.notes = said.notes();
    (article, told.into_iter().map(|(found, _, _)| found).collect())
}

/// A value as plain text: some platforms leave markup in what they state, and escape it twice.
pub(super) fn plain(value: &str) -> String {
    let is_marked_up = ["</", "<br", "<p>", "/>"].iter().any(|mark| value.contains(mark));
    let is_escaped =
        value.contains("&amp;") || value.contains("&lt;") || value.contains("&#") || value.contains("&quot;");
    if !is_marked_up && !is_escaped {
        return collapse(value);
    }
    let tree = Tree::parse(value);
    let lines = lines::lines(&tree, 0..tree.nodes.len(), |_| false);
    let lines: Vec<String> = lines.into_iter().map(|line| line.text).collect();
    let text = lines.join(" ");
    // Markup that was escaped once more shows only now.
    if is_escaped && ["</", "<br"].iter().any(|mark| text.contains(mark)) {
        let tree = Tree::parse(&text);
        let lines = lines::lines(&tree, 0..tree.nodes.len(), |_| false);
        return lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
    }
    text
}

/// First and last page as one range.
fn pages(first: &str, last: &str) -> String {
    match (collapse(first), collapse(last)) {
        (first, last) if last.is_empty() || first == last => first,
        (first, last) if first.is_empty() => last,
        (first, last) => format!("{first}-{last}"),
    }
}
