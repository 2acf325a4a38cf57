//! Articles as JSON: Europe PMC, Crossref, OpenAlex, CORD-19 and CSL, each with a reader of its own over one
//! framing. The table of CORD-19 stands here too: its rows are read as objects are.
//!
//! A document is one object, a list of them, lines of them, or an envelope around them. It is cut into
//! records ([`frame`]) before any of it is parsed, so that memory does not depend on its size and a record
//! that is not well-formed costs only itself. A reader takes out of a record what an article has a field
//! for; what is left becomes notes ([`members`]), so that nothing is lost.
//!
//! It must not know JSON Lines of articles in the project's own form, nor any format that is not JSON.

mod cord19;
mod cord19_row;
mod crossref;
mod csl;
mod dates;
mod europepmc;
mod frame;
mod ids;
mod marks;
mod members;
mod mend;
mod names;
mod openalex;
mod references;
mod relations;
mod resume;
mod scan;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::io;

use serde_json::{Map, Value};

use super::emit::Emitter;
use super::problem::{Place, ProblemKind};
use super::stream::{Window, newlines};
use super::text::decode;
use crate::model::Article;
use frame::{Ending, Framer};
use members::{Members, Rest};

pub(super) use marks::{
    recognise_cord19, recognise_crossref, recognise_csl, recognise_europepmc, recognise_openalex,
};
pub(super) use table::{read as read_cord19_table, recognise as recognise_cord19_table};

const LEFT_OUT: &str = "the record was left out";

/// Reads results of Europe PMC.
pub(super) fn read_europepmc(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    read(window, out, europepmc::convert)
}

/// Reads works of Crossref.
pub(super) fn read_crossref(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    read(window, out, crossref::convert)
}

/// Reads works of OpenAlex.
pub(super) fn read_openalex(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    read(window, out, openalex::convert)
}

/// Reads documents of CORD-19.
pub(super) fn read_cord19(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    read(window, out, cord19::convert)
}

/// Reads CSL-JSON.
pub(super) fn read_csl(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    read(window, out, csl::convert)
}

/// Reads every record; `convert` makes an article of one.
fn read(
    window: &mut Window<'_>,
    out: &mut Emitter<'_, '_>,
    convert: fn(&mut Members<'_>, &mut Article),
) -> io::Result<()> {
    let mut framer = Framer::new();
    while let Some(frame) = framer.next(window, out)? {
        let record = Some(out.begin_record());
        let place = Place { record, line: Some(window.line()), byte: Some(window.offset()) };
        let bytes = &window.data()[..frame.bytes];
        let mut is_sound = false;
        match frame.ending {
            Ending::Whole => {
                if let Some(map) = parse(bytes, place, out) {
                    is_sound = true;
                    article(map, place, out, convert);
                }
            }
            Ending::BrokenOff => {
                let found = "a record that breaks off before it is closed";
                out.problem(ProblemKind::Malformed, place, found, LEFT_OUT);
            }
            Ending::Cut => {
                let damaged = window.damage().is_some();
                let kind = if damaged { ProblemKind::Damaged } else { ProblemKind::Malformed };
                out.problem(kind, place, "the file ends inside the record that starts here", LEFT_OUT);
            }
        }
        framer.done(frame, is_sound, window);
        if out.stopped() {
            return Ok(());
        }
    }
    Ok(())
}

/// The texts that are not empty, each once, in whatever case.
fn unique(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.retain(|text| !text.is_empty() && seen.insert(text.to_lowercase()));
    texts
}

/// Takes pages; what publishers write before there are any, `n/a-n/a` or `no-no`, is left.
fn pages(members: &mut Members<'_>, key: &str) -> String {
    let pages = members.peek(key).to_lowercase();
    let is_none = |page: &str| matches!(page.trim(), "n/a" | "na" | "no" | "");
    if pages.split(['-', '–']).all(is_none) { String::new() } else { members.text(key) }
}

/// The members of a record; `None`, with a problem, where it cannot be parsed.
fn parse(bytes: &[u8], place: Place, out: &mut Emitter<'_, '_>) -> Option<Map<String, Value>> {
    let (text, wrong_byte) = decode(bytes);
    if let Some(at) = wrong_byte {
        let found = format!("byte 0x{:02X} is not UTF-8", bytes.get(at).copied().unwrap_or(0));
        out.problem(ProblemKind::Encoding, spot(&text, at, place), &found, "it was replaced by U+FFFD");
    }
    let error = match serde_json::from_str(&text) {
        Ok(map) => return Some(map),
        Err(error) => error,
    };
    let line = text.lines().take(error.line().saturating_sub(1)).map(|line| line.len() + 1).sum::<usize>();
    let place = spot(&text, line + error.column().saturating_sub(1), place);
    let (mended, wrong) = mend::mend(&text);
    if let Ok(map) = serde_json::from_str(&mended) {
        out.problem(ProblemKind::Malformed, place, &wrong.join("; "), "they were mended");
        return Some(map);
    }
    let message = error.to_string();
    // The error counts lines within the record.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    out.problem(ProblemKind::Malformed, place, &format!("JSON that is not well-formed: {message}"), LEFT_OUT);
    None
}

/// The place of a byte of a record that starts at `place`.
fn spot(text: &str, at: usize, place: Place) -> Place {
    let before = &text.as_bytes()[..at.min(text.len())];
    Place {
        line: place.line.map(|line| line + newlines(before)),
        byte: place.byte.map(|byte| byte + at as u64),
        ..place
    }
}

fn article(
    map: Map<String, Value>,
    place: Place,
    out: &mut Emitter<'_, '_>,
    convert: fn(&mut Members<'_>, &mut Article),
) {
    let rest = Rest::default();
    let mut article = Box::new(Article::default());
    convert(&mut Members::of_record(map, &rest), &mut article);
    for odd in rest.odd.into_inner() {
        out.problem(odd.kind, place, &odd.found, odd.done);
    }
    if let Some(found) = rest.refused.into_inner() {
        out.problem(ProblemKind::Incomplete, place, &found, LEFT_OUT);
        return;
    }
    let is_textless = article.title.is_empty()
        && article.abstract_sections.is_empty()
        && article.other_abstracts.is_empty()
        && article.body.is_empty();
    // An object of anything may have an id and a type.
    let said = [article.ids.pmid.is_some(), article.ids.doi.is_some(), !article.dates.is_empty()];
    let named = [&article.authors, &article.editors].iter().any(|people| !people.is_empty());
    if is_textless && !named && said == [false; 3] && article.journal.title.is_empty() {
        out.problem(ProblemKind::Incomplete, place, "a record without content", LEFT_OUT);
        return;
    }
    if is_textless {
        let found = "a record with neither title nor text";
        out.problem(ProblemKind::Incomplete, place, found, "it was kept");
    }
    article.notes.append(&mut rest.notes.into_inner());
    out.article(article);
}
