//! Hits as a table of comma-separated values, and as bare ids.
//!
//! It must not know an article beyond its hit.

use std::io::{self, Write};

use super::citation::line;
use crate::Hits;

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

/// Prints a header and a row a hit; authors are apart by `; `, at most eight.
///
/// # Errors
/// The writer's own.
pub fn csv(hits: &Hits, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(HEADER).map_err(io::Error::from)?;
    for hit in hits {
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
        table.write_record(&row).map_err(io::Error::from)?;
    }
    table.flush()
}

/// Prints an id a line.
///
/// # Errors
/// The writer's own.
pub fn ids(hits: &Hits, out: &mut dyn Write) -> io::Result<()> {
    // An id has neither blanks nor control characters: its type sees to it.
    hits.hits.iter().try_for_each(|hit| writeln!(out, "{}", hit.id))
}
