//! Hits as a table of comma-separated values, and as bare ids.
//!
//! It must not know an article beyond its hit.

use std::io::{self, Write};

use super::Printer;
use super::citation::line;
use crate::{Hit, Hits};

const HEADER: [&str; 15] = [
    "rank",
    "id",
    "pmid",
    "pmcid",
    "doi",
    "title",
    "authors",
    "author_count",
    "journal",
    "year",
    "volume",
    "issue",
    "pages",
    "status",
    "score",
];

/// A header and a row a hit; authors are apart by `; `, at most eight.
pub struct Table<'o> {
    writer: csv::Writer<&'o mut dyn Write>,
}

impl<'o> Table<'o> {
    /// Nothing is printed yet.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self { writer: csv::Writer::from_writer(out) }
    }
}

impl Printer for Table<'_> {
    fn begin(&mut self, _: &Hits, _: usize) -> io::Result<()> {
        self.writer.write_record(HEADER).map_err(of_output)
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        let optional = |value: Option<String>| value.unwrap_or_default();
        let row = [
            hit.rank.to_string(),
            hit.id.to_string(),
            optional(hit.pmid.map(|id| id.to_string())),
            optional(hit.pmcid.map(|id| id.to_string())),
            optional(hit.doi.as_ref().map(ToString::to_string)),
            line(&hit.title),
            line(&hit.authors.iter().collect::<Vec<_>>().join("; ")),
            hit.author_count.to_string(),
            line(&hit.journal),
            optional(hit.year.map(|year| year.to_string())),
            line(&hit.volume),
            line(&hit.issue),
            line(&hit.pages),
            hit.status.name().to_owned(),
            hit.score.to_string(),
        ];
        self.writer.write_record(&row).map_err(of_output)
    }

    fn end(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// What the output said: the writer would wrap it in an error of its own, and a closed pipe would be one no more.
fn of_output(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

/// An id a line.
pub struct Ids<'o> {
    /// Where they are printed.
    pub out: &'o mut dyn Write,
}

impl Printer for Ids<'_> {
    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        // An id has neither blanks nor control characters: its type sees to it.
        writeln!(self.out, "{}", hit.id)
    }
}
