//! RIS, in the dialects of the databases and reference managers that write it.
//!
//! Several tags mean the same, and one tag means several things: the first tag of a list that has a value is
//! taken, another value of the same field is kept as a note, as is everything no field is found for.
//!
//! It must not know where a record starts or ends in a file.

mod fields;
mod ids;
mod people;
mod source;
mod values;

use std::io;

use super::super::detect::Head;
use super::super::emit::Emitter;
use super::super::stream::Window;
use super::frame::{Dialect, Field, Record};
use super::lines::tag_line;
use super::record::{Report, read_articles};
use super::values::take_serials;
use crate::model::Article;

/// Lines of a file's start that are looked at for its first tag.
const HEAD_LINES: usize = 40;

const DIALECT: Dialect = Dialect {
    tag_line,
    start: "TY",
    is_start: |value| (2..=7).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_uppercase()),
    end: Some("ER"),
    once: &["TI", "T1"],
    loose: &[
        "A1", "A2", "A3", "A4", "AB", "AD", "AN", "AU", "AV", "BT", "C1", "C2", "C3", "C4", "C5", "C6", "C7",
        "C8", "CA", "CN", "CP", "CR", "CY", "DA", "DB", "DI", "DO", "DP", "ED", "EP", "ER", "ET", "ID", "IS",
        "J1", "J2", "JA", "JF", "JO", "KW", "L1", "L2", "L3", "L4", "LA", "LB", "LK", "M1", "M2", "M3", "N1",
        "N2", "NV", "OP", "PB", "PM", "PMID", "PP", "PY", "RI", "RN", "RP", "SE", "SN", "SO", "SP", "ST",
        "SV", "T1", "T2", "T3", "TA", "TI", "TT", "TY", "U1", "U2", "U3", "U4", "U5", "UR", "VL", "VO", "Y1",
        "Y2",
    ],
    outside: &[],
    behind: &["NL"],
    passed_over: &[
        "Provider:",
        "Database:",
        "Content:",
        "Record #",
        "Record number",
        "Number of",
        "Link to the Ovid Full Text",
    ],
};

/// Whether a text is RIS: its first tag is `TY`, or it has records that end by `ER`.
pub(in super::super) fn recognise(head: &Head<'_>) -> bool {
    if head.bytes.starts_with(b"<") || head.bytes.starts_with(b"{") || head.bytes.contains(&0) {
        return false;
    }
    // Old Macs end lines by CR.
    let lines = || head.text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let tags = lines().take(HEAD_LINES).filter_map(tag_line);
    let first = tags.into_iter().find(|line| line.form.is_strict() || line.tag == DIALECT.start);
    match first {
        Some(line) if line.tag == DIALECT.start => (DIALECT.is_start)(line.value) || line.form.is_strict(),
        Some(line) if DIALECT.loose.contains(&line.tag) => {
            lines().filter_map(tag_line).any(|line| line.tag == "ER" && line.value.is_empty())
        }
        _ => false,
    }
}

/// Reads the file, a record at a time.
pub(in super::super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    read_articles(window, &DIALECT, out, convert)
}

fn convert(mut record: Record, report: &mut Report<'_, '_, '_>) -> Box<Article> {
    let mut article = Box::new(Article::default());
    expand_zotero_notes(&mut record);
    let database = source::scheme(&record);
    ids::read(&mut record, &mut article, report);
    let code = fields::types(&mut record, &mut article, report);
    fields::titles(&mut record, &mut article);
    fields::container(&mut record, &mut article, &code);
    take_serials(&mut record, &["SN"], &mut article, report);
    fields::position(&mut record, &mut article, &database);
    fields::dates(&mut record, &mut article, &database, report);
    people::read(&mut record, &mut article, &database, report);
    fields::abstracts(&mut record, &mut article);
    fields::keywords(&mut record, &mut article);
    fields::others(&mut record, &mut article, &database);
    record.into_notes(&mut article);
    article
}

/// Zotero's names, taken from EndNote's, for the fields its own records have no place for.
const ZOTERO_NAMES: [(&str, &str); 16] = [
    ("accession-num", "AN"),
    ("electronic-resource-num", "DO"),
    ("isbn", "SN"),
    ("number", "IS"),
    ("pages", "SP"),
    ("volume", "VL"),
    ("secondary-title", "T2"),
    ("tertiary-title", "T3"),
    ("alt-title", "J2"),
    ("remote-database-name", "DB"),
    ("remote-database-provider", "DP"),
    ("language", "LA"),
    ("work-type", "M3"),
    ("custom2", "C2"),
    ("custom6", "C6"),
    ("custom7", "C7"),
];

/// Turns notes such as `The following values have no corresponding Zotero field:<br/>volume: 7` into the
/// fields they tell of.
fn expand_zotero_notes(record: &mut Record) {
    const MARK: &str = "The following values have no corresponding Zotero field:";
    let is_marked = |field: &mut Field| field.tag == "N1" && field.value.contains(MARK);
    let marked: Vec<Field> = record.fields.extract_if(.., is_marked).collect();
    for field in marked {
        let (before, after) = field.value.split_once(MARK).unwrap_or(("", ""));
        let rows = after.replace("<br/>", "\n").replace("<br />", "\n");
        let fields =
            rows.lines().chain([before]).map(str::trim).filter(|row| !row.is_empty() && *row != "<p>");
        for row in fields {
            let named = row.split_once(':').and_then(|(name, value)| {
                let (_, tag) = ZOTERO_NAMES.iter().find(|(known, _)| *known == name)?;
                Some((*tag, value.trim_end_matches("</p>").trim()))
            });
            let (tag, value) = named.unwrap_or(("N1", row));
            record.fields.push(Field { tag: tag.to_owned(), value: value.to_owned(), line: field.line });
        }
    }
}
