//! The table of CORD-19, `metadata.csv`: rows of CSV, each read as an object of texts.
//!
//! A row is framed by its quotation marks and handed to the crate `csv` to be taken apart. A mark that is
//! never closed would swallow the rows behind it: a line that starts as only rows of this table do ends
//! the row before it.
//!
//! It must not know what the columns mean.

use std::fmt::Write as _;
use std::io;

use serde_json::{Map, Value};

use super::super::RECORD_MAX_BYTES;
use super::super::detect::Head;
use super::super::emit::Emitter;
use super::super::problem::{Place, ProblemKind};
use super::super::stream::Window;
use super::super::text::decode;
use super::super::weight::{self, VALUE_BYTES};
use super::{LEFT_OUT, article, cord19_row, spot};

/// Bytes needed to tell whether a line starts a row.
const LOOK_AHEAD_BYTES: usize = 64;

/// Digits of the hash of a PDF.
const SHA_BYTES: usize = 40;

/// Letters and digits of the id of an article.
const UID_BYTES: usize = 8;

/// Whether the first line names the columns of the table.
pub(in super::super) fn recognise(head: &Head<'_>) -> bool {
    let line = head.text.lines().next().unwrap_or("");
    let has = |name: &str| line.split(',').any(|column| column.trim_matches(['"', ' ']) == name);
    has("source_x") && has("title") && (has("cord_uid") || has("sha"))
}

/// Reads every row.
pub(in super::super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let mut columns = Vec::new();
    while !out.stopped() {
        let Some(bytes) = row(window)? else {
            too_large(window, out)?;
            continue;
        };
        let data = &window.data()[..bytes];
        if data.is_empty() {
            return Ok(());
        }
        if columns.is_empty() {
            columns = fields(&decode(data).0);
        } else if !data.trim_ascii().is_empty() {
            let record = Some(out.begin_record());
            let place = Place { record, line: Some(window.line()), byte: Some(window.offset()) };
            let cut = window.damage().is_some() && !data.ends_with(b"\n");
            if cut {
                out.problem(ProblemKind::Damaged, place, "the file ends inside this row", LEFT_OUT);
            } else if let Some(map) = object(data, &columns, place, out) {
                article(map, place, out, cord19_row::convert);
            }
        }
        window.consume(bytes);
    }
    Ok(())
}

/// The members of a row; `None`, with a problem, where it does not fit the columns.
fn object(
    data: &[u8],
    columns: &[String],
    place: Place,
    out: &mut Emitter<'_, '_>,
) -> Option<Map<String, Value>> {
    let (text, wrong_byte) = decode(data);
    if let Some(at) = wrong_byte {
        let found = format!("byte 0x{:02X} is not UTF-8", data.get(at).copied().unwrap_or(0));
        out.problem(ProblemKind::Encoding, spot(&text, at, place), &found, "it was replaced by U+FFFD");
    }
    let fields = fields(&text);
    if fields.len() != columns.len() {
        let mut found =
            format!("a row of {} fields where the table has {} columns", fields.len(), columns.len());
        let lines = memchr::memchr_iter(b'\n', data.trim_ascii_end()).count() + 1;
        if lines > 1 {
            let _ = write!(found, ", over {lines} lines: perhaps a quotation mark is never closed");
        }
        out.problem(ProblemKind::Malformed, place, &found, LEFT_OUT);
        return None;
    }
    let members = columns.iter().zip(fields).filter(|(_, field)| !field.trim().is_empty());
    Some(members.map(|(column, field)| (column.clone(), Value::String(field))).collect())
}

/// The fields of a row.
fn fields(row: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(row.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Where in a row the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    FieldStart,
    Field,
    Quoted,
    /// Behind a mark that closes the field, or is half of a mark within it.
    Mark,
}

/// Bytes of the row at the start of the window, its line end with it; `None` where it is too long.
fn row(window: &mut Window<'_>) -> io::Result<Option<usize>> {
    let (mut at, mut weight, mut state) = (0, 0, At::FieldStart);
    loop {
        if at + weight > RECORD_MAX_BYTES {
            return Ok(None);
        }
        let Some(&byte) = window.data().get(at) else {
            if window.fill()? {
                continue;
            }
            return Ok(Some(at));
        };
        at += 1;
        if byte == b',' && state != At::Quoted {
            weight += VALUE_BYTES;
        }
        if byte == b'\n' {
            if state == At::Quoted {
                window.fill_to(at + LOOK_AHEAD_BYTES)?;
            }
            if state != At::Quoted || starts_row(&window.data()[at..]) {
                return Ok(Some(at));
            }
        }
        state = match (state, byte) {
            (At::Quoted, b'"') => At::Mark,
            (At::Quoted, _) | (At::FieldStart | At::Mark, b'"') => At::Quoted,
            (_, b',') => At::FieldStart,
            _ => At::Field,
        };
    }
}

/// Whether a line starts with an article's id and the hash of a PDF, or none: `xqhn0vbp,1e12…` or
/// `ipllfog3,,PMC`.
fn starts_row(line: &[u8]) -> bool {
    let is_id = |bytes: &[u8]| bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let Some((id, rest)) = line.split_at_checked(UID_BYTES) else { return false };
    let Some(rest) = rest.strip_prefix(b",").filter(|_| is_id(id)) else { return false };
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    let is_hash = rest.get(..SHA_BYTES).is_some_and(|hash| hash.iter().all(u8::is_ascii_hexdigit));
    is_hash || rest.first() == Some(&b',') && rest.get(1).is_some_and(u8::is_ascii_uppercase)
}

fn too_large(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let record = Some(out.begin_record());
    let place = Place { record, line: Some(window.line()), byte: Some(window.offset()) };
    let found = weight::too_large("a row");
    loop {
        let data = window.data();
        // Where its marks stand is not known any more: the next line that starts as a row does is one.
        let end = memchr::memchr(b'\n', data);
        window.consume(end.map_or(data.len(), |at| at + 1));
        window.fill_to(LOOK_AHEAD_BYTES)?;
        if window.data().is_empty() {
            out.problem(
                ProblemKind::TooLarge,
                place,
                &found,
                "it was left out, and all behind it: no line there begins as a row does",
            );
            return Ok(());
        }
        if end.is_some() && starts_row(window.data()) {
            let done = format!("it was left out, and what follows up to line {}", window.line());
            out.problem(ProblemKind::TooLarge, place, &found, &done);
            return Ok(());
        }
    }
}
