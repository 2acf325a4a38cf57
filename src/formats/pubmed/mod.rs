//! PubMed's XML, one record at a time.
//!
//! The file is cut into records by their tags ([`frame`]) before any XML is parsed, so that memory does not
//! depend on the size of the file and a record that is not well-formed costs only itself. No entity is
//! expanded but the predefined ones and character references.
//!
//! It must not know any other format.

mod cursor;
mod dates;
pub(super) mod flatten;
mod frame;
mod history;
mod ids;
mod lists;
mod people;
mod record;
#[cfg(test)]
mod tests;

use std::io;

use memchr::memmem;

use self::cursor::{Broken, Cursor, Note};
use self::frame::{Framer, Root};
use super::detect::Head;
use super::emit::Emitter;
use super::problem::{Place, ProblemKind};
use super::stream::{Window, newlines};
use super::text::decode;
use crate::model::Article;

const LEFT_OUT: &str = "the record was left out";

/// Whether one of the elements a PubMed file has begins in the text.
pub(super) fn recognise(head: &Head<'_>) -> bool {
    let roots: [&[u8]; 4] =
        [b"<PubmedArticleSet", b"<PubmedArticle", b"<PubmedBookArticle", b"<DeleteCitation"];
    head.bytes.starts_with(b"<") && roots.iter().any(|root| memmem::find(head.bytes, root).is_some())
}

/// Reads every record of the file.
pub(super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let mut framer = Framer::default();
    while let Some(frame) = framer.next(window, out)? {
        let number = out.begin_record();
        let bytes = &window.data()[..frame.bytes];
        let (text, wrong_byte) = decode(bytes);
        let spot = Spot { record: number, line: window.line(), byte: window.offset(), text: &text };
        if let Some(at) = wrong_byte {
            let found = format!("byte 0x{:02X} is not UTF-8", bytes.get(at).copied().unwrap_or(0));
            out.problem(ProblemKind::Encoding, spot.place(at), &found, "it was replaced by U+FFFD");
        }
        match frame.root {
            _ if frame.cut => cut_short(&spot, window.damage().is_some(), out),
            Root::Article => article(&spot, out),
            Root::Deletion => deletions(&spot, out),
            Root::Book => {
                let found = "a PubmedBookArticle, a kind of record that is not read yet";
                out.problem(ProblemKind::UnknownFormat, spot.place(0), found, LEFT_OUT);
            }
        }
        window.consume(frame.bytes);
        if out.stopped() {
            return Ok(());
        }
    }
    Ok(())
}

/// Where a record stands in the file.
struct Spot<'t> {
    record: u64,
    line: u64,
    byte: u64,
    text: &'t str,
}

impl Spot<'_> {
    /// The place of a byte of the record.
    fn place(&self, at: usize) -> Place {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        Place {
            record: Some(self.record),
            line: Some(self.line + newlines(before)),
            byte: Some(self.byte + at as u64),
        }
    }
}

fn cut_short(spot: &Spot<'_>, damaged: bool, out: &mut Emitter<'_, '_>) {
    let kind = if damaged { ProblemKind::Damaged } else { ProblemKind::Malformed };
    out.problem(kind, spot.place(0), "the file ends inside the record that starts here", LEFT_OUT);
}

fn article(spot: &Spot<'_>, out: &mut Emitter<'_, '_>) {
    let mut cursor = Cursor::new(spot.text);
    let read = record::read(&mut cursor);
    tell(&cursor.notes, cursor.notes_left_out, spot, out);
    match read {
        Ok(article) if is_blank(&article) => {
            out.problem(ProblemKind::Incomplete, spot.place(0), "a record without content", LEFT_OUT);
        }
        Ok(mut article) => {
            incomplete(&article, spot, out);
            article.origin.source_id = article.ids.pmid.map(|pmid| pmid.to_string()).unwrap_or_default();
            out.article(article);
        }
        Err(broken) => malformed(&broken, spot, out),
    }
}

fn deletions(spot: &Spot<'_>, out: &mut Emitter<'_, '_>) {
    let mut cursor = Cursor::new(spot.text);
    let mut pmids = Vec::new();
    let read = record::read_deletions(&mut cursor, &mut pmids);
    tell(&cursor.notes, cursor.notes_left_out, spot, out);
    for pmid in pmids {
        out.deletion(pmid);
    }
    if let Err(broken) = read {
        let found = format!("XML that is not well-formed: {}", broken.found);
        out.problem(
            ProblemKind::Malformed,
            spot.place(broken.at),
            &found,
            "the deletions before it were kept",
        );
    }
}

fn malformed(broken: &Broken, spot: &Spot<'_>, out: &mut Emitter<'_, '_>) {
    let found = format!("XML that is not well-formed: {}", broken.found);
    let kind = if broken.too_large { ProblemKind::TooLarge } else { ProblemKind::Malformed };
    out.problem(kind, spot.place(broken.at), &found, LEFT_OUT);
}

fn tell(notes: &[Note], left_out: u64, spot: &Spot<'_>, out: &mut Emitter<'_, '_>) {
    for note in notes {
        out.problem(note.kind, spot.place(note.at), &note.found, note.done);
    }
    if left_out > 0 {
        let found = format!("{left_out} more problems in this record");
        out.problem(ProblemKind::BadValue, spot.place(0), &found, "they are not listed one by one");
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
