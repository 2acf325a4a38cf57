//! The plain text that Web of Science exports, `savedrecs.txt` or `.ciw`: what its help on field tags names, and
//! notes of all else.
//!
//! It must not know where a record starts or ends in a file.

mod addresses;
mod fields;
mod people;

use std::io;

use super::super::detect::Head;
use super::super::emit::Emitter;
use super::super::stream::Window;
use super::frame::{Dialect, Record};
use super::lines::spaced_tag_line;
use super::record::{Report, read_articles};
use super::values::take_serials;
use crate::model::Article;

/// Tags that a record starts with behind its type.
const SECOND: [&str; 12] = ["AU", "AF", "TI", "AN", "CA", "BA", "BE", "BF", "GP", "AE", "DT", "UT"];

const DIALECT: Dialect = Dialect {
    tag_line: spaced_tag_line,
    start: "PT",
    is_start: |value| value.len() == 1 && value.bytes().all(|b| b.is_ascii_uppercase()),
    end: Some("ER"),
    once: &["TI", "UT"],
    loose: &[],
    outside: &["FN", "VR", "EF"],
    behind: &[],
    // The end of one file and the start of the next may share a line.
    passed_over: &["EF"],
};

/// Whether a text is an export of Web of Science: its first two tags are those of a file's or a record's start.
pub(in super::super) fn recognise(head: &Head<'_>) -> bool {
    let lines = head.text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let mut tags = lines.take(2).map_while(spaced_tag_line);
    let (Some(first), Some(second)) = (tags.next(), tags.next()) else { return false };
    let is_record = second.tag == DIALECT.start && (DIALECT.is_start)(second.value);
    match first.tag {
        "FN" => is_record || second.tag == "VR",
        "VR" => is_record,
        tag => tag == DIALECT.start && (DIALECT.is_start)(first.value) && SECOND.contains(&second.tag),
    }
}

/// Reads the file, a record at a time.
pub(in super::super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    read_articles(window, &DIALECT, out, convert)
}

fn convert(mut record: Record, report: &mut Report<'_, '_, '_>) -> Box<Article> {
    let mut article = Box::new(Article::default());
    fields::identifiers(&mut record, &mut article, report);
    fields::types(&mut record, &mut article);
    fields::texts(&mut record, &mut article);
    fields::position(&mut record, &mut article);
    take_serials(&mut record, &["SN", "EI", "BN"], &mut article, report);
    fields::dates(&mut record, &mut article, report);
    let index = people::read(&mut record, &mut article);
    people::orcids(&mut record, &mut article, &index, report);
    addresses::read(&mut record, &mut article, &index);
    fields::lists(&mut record, &mut article);
    fields::references(&mut record, &mut article, report);
    record.into_notes(&mut article);
    article
}
