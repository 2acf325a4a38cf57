//! The readers of all formats, in the order in which they are asked whether a file is theirs.
//!
//! A format is a file or folder beside this one, a row here, and a name in [`Format`].
//!
//! It must not know how a file is opened or unpacked.

use std::io;

use super::detect::{HEAD_BYTES, Head, LONG_HEAD_BYTES};
use super::emit::Emitter;
use super::stream::Window;
use super::summary::Format;
use super::{bibtex, endnote_xml, front_matter, html, jats, json, jsonl, ojs, pdf, pubmed, tagged};

/// A format and how it is told and read.
pub(super) struct Reader {
    pub format: Format,
    /// Whether the start of a text has the marks of the format. A mark must be one that no other format has.
    pub recognise: fn(&Head<'_>) -> bool,
    /// Reads the text, a record at a time.
    pub read: fn(&mut Window<'_>, &mut Emitter<'_, '_>) -> io::Result<()>,
}

/// Formats with marks of their own come before those that are told by less.
pub(super) static READERS: &[Reader] = &[
    Reader { format: Format::PubmedXml, recognise: pubmed::recognise, read: pubmed::read },
    Reader { format: Format::EuropePmc, recognise: json::recognise_europepmc, read: json::read_europepmc },
    Reader { format: Format::OpenAlex, recognise: json::recognise_openalex, read: json::read_openalex },
    Reader { format: Format::Crossref, recognise: json::recognise_crossref, read: json::read_crossref },
    Reader { format: Format::Cord19, recognise: json::recognise_cord19, read: json::read_cord19 },
    Reader { format: Format::Csl, recognise: json::recognise_csl, read: json::read_csl },
    Reader {
        format: Format::Cord19Table,
        recognise: json::recognise_cord19_table,
        read: json::read_cord19_table,
    },
    Reader { format: Format::Jats, recognise: jats::recognise, read: jats::read },
    Reader { format: Format::EndnoteXml, recognise: endnote_xml::recognise, read: endnote_xml::read },
    Reader { format: Format::Beir, recognise: jsonl::recognise_beir, read: jsonl::read_beir },
    Reader { format: Format::Jsonl, recognise: jsonl::recognise_articles, read: jsonl::read_articles },
    Reader { format: Format::FrontMatter, recognise: front_matter::recognise, read: front_matter::read },
    Reader { format: Format::Html, recognise: html::recognise, read: html::read },
    Reader { format: Format::Pdf, recognise: pdf::recognise, read: pdf::read },
    Reader { format: Format::Nbib, recognise: tagged::recognise_nbib, read: tagged::read_nbib },
    Reader { format: Format::WebOfScience, recognise: tagged::recognise_wos, read: tagged::read_wos },
    Reader { format: Format::Ris, recognise: tagged::recognise_ris, read: tagged::read_ris },
    Reader { format: Format::OjsPage, recognise: ojs::recognise, read: ojs::read },
    Reader { format: Format::Bibtex, recognise: bibtex::recognise, read: bibtex::read },
];

/// The first reader that recognises the text reads it. Where its start does not tell, the first record may have
/// thousands of authors before it says what it is, or be a damaged line before others in JSON.
pub(super) fn reader_of(window: &mut Window<'_>) -> io::Result<Option<&'static Reader>> {
    for bytes in [HEAD_BYTES, LONG_HEAD_BYTES] {
        window.fill_to(bytes)?;
        let reader = recognising(window.data());
        if reader.is_some() {
            return Ok(reader);
        }
    }
    let line_end = memchr::memchr(b'\n', window.data());
    let behind = line_end.map(|at| &window.data()[at + 1..]);
    Ok(behind.filter(|text| text.starts_with(b"{")).and_then(recognising))
}

fn recognising(text: &[u8]) -> Option<&'static Reader> {
    let head = Head::of(text);
    READERS.iter().find(|reader| (reader.recognise)(&head))
}
