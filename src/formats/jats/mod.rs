//! JATS, the XML of journal articles, as publishers and PMC have it: versions 1.0 to 1.4 and the NLM versions
//! before them, an article alone or many in a set.
//!
//! It must not know any other format.

mod body;
mod dates;
mod floats;
mod front;
mod leftovers;
mod people;
mod prose;
mod references;
mod related;
mod remarks;
mod rights;
mod sections;
#[cfg(test)]
mod tests;
mod translation;

use std::io;

use memchr::memmem;

use self::body::{Body, is_translation};
use self::front::Front;
use self::remarks::Remarks;
use super::detect::Head;
use super::emit::Emitter;
use super::problem::ProblemKind;
use super::stream::Window;
use super::xml::{self, LEFT_OUT, Node, Notes, Shape, Spot, Tree};
use crate::model::Article;

static SHAPE: Shape = Shape {
    records: &["article"],
    sets: &["pmc-articleset", "articles", "OAI-PMH"],
    // A harvest has a head and a tail around each record.
    wrapped: true,
};

/// Whether an article with the marks of JATS begins in the text; pages in HTML have an `article` too.
pub(super) fn recognise(head: &Head<'_>) -> bool {
    let has = |mark: &str| memmem::find(head.bytes, mark.as_bytes()).is_some();
    let is_article =
        ["<article ", "<article>", "<article\n", "<article\r", "<article\t"].into_iter().any(has);
    let is_jats = ["<article-meta", "<journal-meta", "-//NLM//DTD", "article-type=", "dtd-version="]
        .into_iter()
        .any(has);
    head.bytes.starts_with(b"<") && ((is_article && is_jats) || has("<pmc-articleset"))
}

/// Reads every article of the file.
pub(super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    xml::for_each_record(window, out, &SHAPE, article)
}

fn article(spot: &Spot<'_>, out: &mut Emitter<'_, '_>) {
    let mut tree = match Tree::parse(spot.text) {
        Ok(tree) => tree,
        Err(broken) => return broken.tell(spot, out, LEFT_OUT),
    };
    let mut notes = std::mem::take(&mut tree.notes);
    let article = tree.root().map(|root| convert(root, &mut notes));
    notes.tell(spot, out);
    let Some(mut article) = article.filter(|article| **article != Article::default()) else {
        out.problem(ProblemKind::Incomplete, spot.place(0), "an article without content", LEFT_OUT);
        return;
    };
    if article.title.is_empty() && article.abstract_sections.is_empty() && article.other_abstracts.is_empty()
    {
        let found = "an article with neither title nor abstract";
        out.problem(ProblemKind::Incomplete, spot.place(0), found, "it was kept");
    }
    article.origin.source_id = source_id(&article);
    out.article(article);
}

fn convert(root: Node<'_>, notes: &mut Notes) -> Box<Article> {
    let mut article = Box::new(Article::default());
    let mut remarks = Remarks::default();
    let mut body = Body::default();
    let mut conflicts = Vec::new();
    for part in root.children() {
        match part.name() {
            "front" => {
                Front { article: &mut article, remarks: &mut remarks, notes, conflicts: &mut conflicts }
                    .read(root, part);
                // What the front matter says in notes is text of the article.
                part.children()
                    .filter(|child| child.name() == "notes")
                    .for_each(|child| body.add_section(child));
            }
            "body" | "back" | "floats-group" | "floats-wrap" => body.add(part),
            "sub-article" | "response" => {
                if is_translation(part) {
                    translation::read(part, &mut article, &mut remarks);
                } else {
                    leftovers::read_sub_article(part, &mut remarks);
                }
                body.add_sub_article(part);
            }
            "processing-meta" => {}
            // No article should have it, but where one has it, it is text.
            _ => body.add_section(part),
        }
    }
    remarks.told.extend(article.links.iter().cloned().chain(article.licence.lines().map(str::to_owned)));
    leftovers::read(root, &mut remarks);
    notes.append(body.references.notes);
    conflicts.append(&mut body.conflicts);
    article.references = body.references.list;
    // What holds other sections may have neither name nor text of its own.
    body.sections.retain(|section| !section.title.is_empty() || !section.paragraphs.is_empty());
    article.body = body.sections;
    article.conflict_of_interest = conflicts.join("\n");
    article.notes = remarks.list;
    article
}

/// The record's own id: that of PMC, else the publisher's.
fn source_id(article: &Article) -> String {
    let other =
        |scheme: &str| article.ids.other.iter().find(|id| id.scheme == scheme).map(|id| id.value.clone());
    let pmcid = article.ids.pmcid.map(|id| id.to_string());
    let doi = || article.ids.doi.as_ref().map(ToString::to_string);
    pmcid.or_else(|| other("publisher-id")).or_else(doi).unwrap_or_default()
}
