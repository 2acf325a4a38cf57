//! A row of the table of CORD-19 into an article. The names of the columns changed over the years.
//!
//! It must not know how rows are framed.

use super::super::bounds::LIST_MAX;
use super::members::Members;
use super::{dates, ids, names};
use crate::model::{Article, Author, DateKind, Section};

/// Reads the row.
pub(super) fn convert(row: &mut Members<'_>, article: &mut Article) {
    let (uid, shas) = (row.text("cord_uid"), row.text("sha"));
    article.origin.source_id = if uid.is_empty() { shas.clone() } else { uid.clone() };
    ids::add_other(&mut article.ids, "cord_uid", uid);
    // The parses of its PDF and of the PDF's supplements are named by these.
    for sha in shas.split(';').map(str::trim).take(LIST_MAX) {
        ids::add_other(&mut article.ids, "cord19", sha.to_owned());
    }
    for (scheme, columns) in [
        ("pmid", &["pubmed_id"][..]),
        ("pmcid", &["pmcid"]),
        ("doi", &["doi"]),
        ("mag", &["mag_id", "Microsoft Academic Paper ID"]),
        ("who_covidence_id", &["who_covidence_id", "WHO #Covidence"]),
        ("arxiv", &["arxiv_id"]),
        ("s2", &["s2_id"]),
    ] {
        let value = row.first_text(columns);
        // Numbers of a column with gaps were written with a decimal point.
        ids::add(&mut article.ids, scheme, value.strip_suffix(".0").unwrap_or(&value).to_owned(), row);
    }
    article.title = row.text("title");
    let text = row.text("abstract");
    if !text.is_empty() {
        article.abstract_sections.push(Section { label: String::new(), text });
    }
    dates::take_text(row, "publish_time", DateKind::Published, &mut article.dates);
    let authors = row.text("authors");
    let authors = authors.split(';').map(str::trim).filter(|name| !name.is_empty());
    article.authors = authors.take(LIST_MAX + 1).map(author).collect();
    article.journal.title = row.text("journal");
    article.licence = row.text("license");
    let urls = row.text("url");
    article.links = urls.split("; ").filter(|url| !url.is_empty()).map(str::to_owned).collect();
}

/// `Myatt, Theodora A`; a name of several words without a comma is a group's.
fn author(name: &str) -> Author {
    if name.contains(',') || !name.contains(' ') {
        return names::person(name);
    }
    Author { collective: name.to_owned(), ..Author::default() }
}
