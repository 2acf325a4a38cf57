//! The XML that EndNote exports, and other reference managers after it: `xml`, `records`, and a `record` a
//! reference, whose texts may be cut into pieces of one style.
//!
//! It must not know any other format.

mod record;
mod values;

use std::io;

use memchr::memmem;

use super::detect::Head;
use super::emit::Emitter;
use super::problem::ProblemKind;
use super::stream::Window;
use super::xml::{self, LEFT_OUT, Shape, Spot, Tree};
use crate::model::Article;

static SHAPE: Shape = Shape { records: &["record"], sets: &["xml", "records"], wrapped: false };

/// Elements that EndNote's records have and no other format.
const MARKS: [&str; 4] = ["<ref-type", "<rec-number", "<source-app", "<secondary-title"];

/// Whether records with the marks of EndNote begin in the text.
pub(super) fn recognise(head: &Head<'_>) -> bool {
    let has = |mark: &str| memmem::find(head.bytes, mark.as_bytes()).is_some();
    head.bytes.starts_with(b"<")
        && has("<records")
        && (has("<record>") || has("<record "))
        && MARKS.into_iter().any(has)
}

/// Reads every record of the file.
pub(super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    xml::for_each_record(window, out, &SHAPE, article)
}

fn article(spot: &Spot<'_>, out: &mut Emitter<'_, '_>) {
    let mut tree = match Tree::parse(spot.text) {
        Ok(tree) => tree,
        Err(broken) => return broken.tell(spot, out, LEFT_OUT),
    };
    let mut notes = std::mem::take(&mut tree.notes);
    let article = tree.root().map(|root| record::convert(root, &mut notes)).unwrap_or_default();
    notes.tell(spot, out);
    let origin = article.origin.clone();
    if *article == (Article { origin, ..Article::default() }) {
        out.problem(ProblemKind::Incomplete, spot.place(0), "a record without content", LEFT_OUT);
        return;
    }
    if article.title.is_empty() && article.abstract_sections.is_empty() {
        let found = "a record with neither title nor abstract";
        out.problem(ProblemKind::Incomplete, spot.place(0), found, "it was kept");
    }
    out.article(article);
}
