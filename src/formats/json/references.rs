//! The reference list of a Crossref work.
//!
//! It must not know what else is in the work.

use super::super::vancouver;
use super::ids;
use super::members::Members;
use crate::model::{Article, Reference};

/// Reads the list. A reference is printed as the publisher deposited it, else put together from its parts.
pub(super) fn read(record: &mut Members<'_>, article: &mut Article) {
    for (at, mut members) in record.objects("reference").into_iter().enumerate() {
        let mut reference = reference(&mut members);
        reference.label = (at + 1).to_string();
        article.references.push(reference);
    }
}

fn reference(members: &mut Members<'_>) -> Reference {
    // The publisher's own names for the entry, and who found the DOI.
    members.drop_keys(&["key", "doi-asserted-by", "issn-type", "isbn-type"]);
    let mut reference = Reference {
        raw: members.text("unstructured"),
        title: members.text("article-title"),
        volume: members.text("volume"),
        issue: members.text("issue"),
        pages: members.text("first-page"),
        ..Reference::default()
    };
    let author = members.text("author");
    reference.authors.extend((!author.is_empty()).then_some(author));
    let doi = members.text("DOI");
    ids::add(&mut reference.ids, "doi", doi, members);
    for (scheme, key) in [("issn", "ISSN"), ("isbn", "ISBN")] {
        let id = members.text(key);
        ids::add_other(&mut reference.ids, scheme, id.rsplit('/').next().unwrap_or("").to_owned());
    }
    containers(members, &mut reference);
    let year = members.text("year");
    reference.year =
        year.get(..4).and_then(|digits| digits.parse().ok()).filter(|year| (1000..3000).contains(year));
    let is_all = reference.year.is_some() && year.len() == 4;
    if !is_all && reference.raw.is_empty() {
        members.note("year", year);
    }
    if reference.raw.is_empty() {
        reference.raw = vancouver::print(&reference);
    }
    reference
}

/// A journal, else the book or series; what has no title of its own is the book.
fn containers(members: &mut Members<'_>, reference: &mut Reference) {
    // A volume's number beside one name is that of a journal, whatever the name is given as.
    let is_book = ["journal-title", "series-title"].iter().any(|key| members.has(key));
    if reference.title.is_empty() && (is_book || reference.volume.is_empty()) {
        reference.title = members.first_text(&["volume-title", "series-title"]);
    }
    reference.journal = members.first_text(&["journal-title", "volume-title", "series-title"]);
}
