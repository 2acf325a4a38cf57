//! Hits as a table of comma-separated values, and as bare ids.
//!
//! It must not know an article beyond its hit.

use std::io::{self, Write};

use super::HitWriter;
use super::citation::line;
use super::tame::tame_char;
use crate::model::month_of_name;
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

/// A header and a row a hit; authors are apart by `; `, all of them where the search [asked](crate::Search::all_authors).
pub struct Csv<'o> {
    writer: csv::Writer<&'o mut dyn Write>,
    is_for_excel: bool,
}

impl<'o> Csv<'o> {
    /// Nothing is printed yet.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self { writer: csv::Writer::from_writer(out), is_for_excel: false }
    }

    /// Writes a table that Excel opens right: with a mark that tells UTF-8, and an apostrophe before text that it would
    /// take for a formula, and what it would make a date or another number of as text.
    #[must_use]
    pub fn excel(mut self, is_for_excel: bool) -> Self {
        self.is_for_excel = is_for_excel;
        self
    }
}

impl HitWriter for Csv<'_> {
    fn begin(&mut self, _: &Hits, _: usize) -> io::Result<()> {
        if self.is_for_excel {
            // The first field of the header follows the mark.
            let mut header = HEADER.map(str::to_owned);
            header[0].insert(0, '\u{feff}');
            return self.writer.write_record(&header).map_err(of_output);
        }
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
        let row = row.map(|cell| if self.is_for_excel { for_excel(cell) } else { cell });
        self.writer.write_record(&row).map_err(of_output)
    }

    fn end(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// A cell that Excel shows as it is: no formula (OWASP, CSV Injection), no date made of pages, no zeros lost.
fn for_excel(cell: String) -> String {
    let is_number = cell.parse::<f64>().is_ok_and(|number| number.to_string() == cell);
    if is_number {
        cell
    } else if becomes_other(&cell) {
        // It has neither quotes nor anything a formula could be made of.
        format!("=\"{cell}\"")
    } else if begins_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// Whether some Excel takes a cell for a formula: by its first sign, also a wide one, whatever unseen stands before it.
fn begins_formula(cell: &str) -> bool {
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{180e}')
            || tame_char(c) == '\u{fffd}'
    };
    let first = cell.trim_start_matches(unseen).chars().next();
    cell.starts_with(['\t', '\r']) || first.is_some_and(|c| "=+-@|%＝＋－＠".contains(c))
}

/// Whether Excel makes a date, or another number, of a cell: `1-8`, `3/4`, `Mar-5`, `JUN1`, `007`, `1e5`.
fn becomes_other(cell: &str) -> bool {
    let is_number =
        |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_part = |part: &str| is_number(part) || month_of_name(part).is_some();
    let parts: Vec<&str> = cell.split(['-', '/', '.', ' ', ':']).collect();
    let is_date = match parts.as_slice() {
        // A month and a day or year without anything between.
        [one] => {
            let month = one.trim_end_matches(|c: char| c.is_ascii_digit());
            month_of_name(month).is_some() && is_number(&one[month.len()..])
        }
        [..] => parts.len() <= 3 && parts.into_iter().all(is_part),
    };
    let mut signs = cell.bytes();
    let is_other_number = signs
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'-'))
        && cell.parse::<f64>().is_ok();
    is_date || is_other_number
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

impl HitWriter for Ids<'_> {
    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        // An id has neither blanks nor control characters: its type sees to it.
        writeln!(self.out, "{}", hit.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excel_gets_utf_8_and_no_formulas() {
        let hit = |title: &str| Hit { rank: 1, score: -1.5, title: title.into(), ..Hit::default() };
        let mut paged = hit("JUN1");
        (paged.volume, paged.issue, paged.pages) = ("007".into(), "Mar-Apr".into(), "1-8".into());
        let mut plain = hit("SEPT2 and MARCH1");
        (plain.volume, plain.issue, plain.pages) = ("12".into(), "2 Suppl".into(), "1965-75, e3".into());
        let hits = vec![
            hit("=1+1"),
            hit("＝1+1"),
            hit("\u{ad}@SUM(A1)"),
            hit("-omics"),
            hit("Ménière"),
            paged,
            plain,
        ];
        let hits = Hits { hits, ..Hits::default() };
        let table = |excel: bool| {
            let mut out = Vec::new();
            super::super::write_hits(&hits, &mut Csv::new(&mut out).excel(excel)).unwrap();
            String::from_utf8(out).unwrap()
        };
        let excel = table(true);
        assert!(excel.starts_with("\u{feff}rank,id"), "{excel}");
        for cell in [
            ",'=1+1,",
            ",'＝1+1,",
            ",'\u{ad}@SUM(A1),",
            ",'-omics,",
            ",Ménière,",
            ",-1.5\n",
            ",\"=\"\"007\"\"\",\"=\"\"Mar-Apr\"\"\",\"=\"\"1-8\"\"\",",
            ",\"=\"\"JUN1\"\"\",",
            ",SEPT2 and MARCH1,",
            ",12,2 Suppl,\"1965-75, e3\",",
        ] {
            assert!(excel.contains(cell), "{cell}: {excel}");
        }
        assert!(table(false).starts_with("rank,id") && table(false).contains(",=1+1,"));
    }
}
