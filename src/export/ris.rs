//! Articles as RIS, for reference managers.
//!
//! A line is a tag, two blanks, a hyphen, a blank and the value; a value has no line breaks. It must not
//! know why an article is printed.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::citation::{self, line};
use super::kind::Kind;
use super::notice;
use crate::model::{Article, Author};

/// Prints one article; a blank line ends it.
///
/// # Errors
/// The writer's own.
pub fn write(article: &Article, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(record(article).as_bytes())
}

fn record(article: &Article) -> String {
    let mut lines = String::new();
    let mut tag = |name: &str, value: &str| {
        let value = line(value);
        if !value.is_empty() || name == "ER" {
            // Writing to a String does not fail.
            let _ = write!(lines, "{name}  - {value}\r\n");
        }
    };
    let journal = citation::journal(article);
    let kind = Kind::of(article);
    tag("TY", kind.called().ris);
    tag("TI", &article.title);
    tag("TT", &article.vernacular_title);
    article.authors.iter().for_each(|author| tag("AU", &name(author)));
    article.editors.iter().for_each(|editor| tag("ED", &name(editor)));
    tag("T2", journal);
    if !article.journal.title.is_empty() {
        tag("J2", &article.journal.abbreviation);
    }
    if let Some(date) = article.published() {
        tag("PY", &date.year().to_string());
        let part = |part: Option<u8>| part.map_or(String::new(), |part| format!("{part:02}"));
        tag("DA", &format!("{:04}/{}/{}/", date.year(), part(date.month()), part(date.day())));
    }
    tag("VL", &article.volume);
    tag("IS", &article.issue);
    let (first, last) = citation::page_ends(&article.pages);
    tag("SP", first);
    tag("EP", &last);
    tag("PB", kind.publisher(article));
    article.journal.issns.iter().chain(&article.journal.isbns).for_each(|number| tag("SN", number));
    let ids = &article.ids;
    tag("DO", &ids.doi.as_ref().map(ToString::to_string).unwrap_or_default());
    // Whose number it is, programs know by the database.
    tag("DB", if ids.pmid.is_some() { "PubMed" } else { "" });
    tag("AN", &ids.pmid.map(|id| id.to_string()).unwrap_or_default());
    tag("C2", &ids.pmcid.map(|id| id.to_string()).unwrap_or_default());
    tag("UR", &citation::address(article));
    article.languages.iter().for_each(|language| tag("LA", language));
    article.keywords.iter().for_each(|keyword| tag("KW", keyword));
    article.headings.iter().for_each(|heading| tag("KW", &heading.name));
    tag("N1", &notice::full(article).unwrap_or_default());
    tag("AB", &citation::abstract_line(article));
    tag("ER", "");
    lines.push_str("\r\n");
    lines
}

/// `Family, Given, Suffix`; a group, and whoever has one name only, with a comma behind it, so that no word of it is
/// taken for a given name.
fn name(author: &Author) -> String {
    if let Some(literal) = citation::literal(author) {
        return if literal.is_empty() { String::new() } else { format!("{literal},") };
    }
    let mut name = author.family.clone();
    for part in [citation::given(author), author.suffix.clone()] {
        if !part.is_empty() {
            name.push_str(", ");
            name.push_str(&part);
        }
    }
    if name.len() == author.family.len() {
        name.push(',');
    }
    name
}
