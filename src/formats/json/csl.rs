//! An item of CSL-JSON into an article.
//!
//! It must not know how records are framed.

use super::super::{language_names, markup};
use super::members::Members;
use super::{dates, ids, names};
use crate::model::{Article, Author, DateKind, PublicationType};

/// People who are neither authors nor editors; each role is a note.
const ROLES: [&str; 24] = [
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editorial-director",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
];

/// Reads the item.
pub(super) fn convert(record: &mut Members<'_>, article: &mut Article) {
    article.origin.source_id = record.text("id");
    let key = record.text("citation-key");
    if article.origin.source_id.is_empty() {
        article.origin.source_id = key;
    } else if key != article.origin.source_id {
        record.note("citation-key", key);
    }
    let kind = record.text("type");
    identifiers(record, article);
    article.title = record.text("title");
    article.abstract_sections = markup::sections(&record.marked_up("abstract"));
    article.authors = people(record, "author");
    article.editors = people(record, "editor");
    for role in ROLES {
        let names: Vec<String> = people(record, role).iter().map(listed).collect();
        record.note(role, names.join("; "));
    }
    journal(record, article);
    history(record, &kind, article);
    if !kind.is_empty() {
        article.publication_types.push(PublicationType { name: kind, ui: String::new() });
    }
    article.keywords = keywords(record);
    article.languages = record.texts("language").iter().map(|name| language_names::code(name)).collect();
    article.licence = record.text("license");
    article.links = record.texts("URL");
}

/// The name in full: `Doe, John, Jr`.
fn listed(author: &Author) -> String {
    let parts = [&author.family, &author.given, &author.suffix, &author.collective];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

fn identifiers(record: &mut Members<'_>, article: &mut Article) {
    for scheme in ["PMID", "PMCID", "DOI"] {
        let value = record.text(scheme);
        ids::add(&mut article.ids, &scheme.to_lowercase(), value, record);
    }
    // What has no variable of its own stands in the note, a line each; the line ends count.
    let note = record.marked_up("note");
    let mut left = Vec::new();
    for line in note.lines() {
        let scheme = line.split_once(':').map(|(name, value)| (name.trim().to_lowercase(), value.trim()));
        match scheme {
            Some((scheme, value)) if ["pmid", "pmcid", "doi", "arxiv"].contains(&scheme.as_str()) => {
                ids::add(&mut article.ids, &scheme, value.to_owned(), record);
            }
            _ => left.push(line),
        }
    }
    record.note("note", markup::plain(&left.join("\n")));
}

fn people(record: &mut Members<'_>, key: &str) -> Vec<Author> {
    let mut people: Vec<Author> =
        record.objects(key).into_iter().map(|mut members| person(&mut members)).collect();
    // A name as a text is not CSL, but some programs write it.
    people.extend(record.texts(key).iter().map(|name| names::person(name)));
    people
}

fn person(members: &mut Members<'_>) -> Author {
    // How a style shall print the name.
    members.drop_keys(&[
        "parse-names",
        "static-ordering",
        "comma-suffix",
        "comma-dropping-particle",
        "multi",
    ]);
    let particle = names::joined(&members.text("dropping-particle"), &members.text("non-dropping-particle"));
    let family = names::joined(&particle, &members.text("family"));
    let mut author = names::named(&family, &members.text("given"), &members.text("suffix"));
    author.collective = members.first_text(&["literal", "name"]);
    let orcid = members.text("ORCID");
    author.orcid = super::super::text::orcid(&orcid);
    if author.orcid.is_none() && !orcid.is_empty() {
        members.bad(format!("{orcid:?} is no ORCID"), "it was kept as a note");
        members.note("ORCID", orcid);
    }
    author.affiliations = members.texts("affiliation");
    author.affiliations.extend(members.objects("affiliation").iter_mut().map(|one| one.text("name")));
    author
}

fn journal(record: &mut Members<'_>, article: &mut Article) {
    article.journal.title = record.text("container-title");
    article.journal.abbreviation = record.first_text(&["container-title-short", "journalAbbreviation"]);
    article.journal.publisher = record.text("publisher");
    article.journal.issns = numbers(&record.texts("ISSN"), 8);
    article.journal.isbns = numbers(&record.texts("ISBN"), 10);
    article.volume = record.text("volume");
    article.issue = record.text("issue");
    article.pages = record.first_text(&["page", "page-first"]);
}

/// ISSNs or ISBNs, of which some programs put several into one text. Spaces part them where every part
/// has as many digits as one needs.
fn numbers(texts: &[String], least_digits: usize) -> Vec<String> {
    let mut numbers = Vec::new();
    for text in texts.iter().flat_map(|text| text.split([',', ';'])) {
        let parts: Vec<&str> = text.split_whitespace().collect();
        let is_whole = |part: &&str| part.chars().filter(char::is_ascii_alphanumeric).count() >= least_digits;
        if parts.iter().all(is_whole) {
            numbers.extend(parts.into_iter().map(str::to_owned));
        } else {
            numbers.push(text.trim().to_owned());
        }
    }
    numbers.retain(|number| !number.is_empty());
    numbers
}

fn history(record: &mut Members<'_>, kind: &str, article: &mut Article) {
    dates::take_parts(record, "issued", DateKind::Published, &mut article.dates);
    dates::take_parts(record, "submitted", DateKind::Received, &mut article.dates);
    if kind.starts_with("article") {
        dates::take_parts(record, "available-date", DateKind::Electronic, &mut article.dates);
    }
    for key in ["accessed", "available-date", "event-date", "original-date"] {
        if let Some(date) = dates::parts_of(record, key) {
            record.note(key, date.to_string());
        }
    }
}

/// Keywords stand in one text, or in a list.
fn keywords(record: &mut Members<'_>) -> Vec<String> {
    let texts = record.texts("keyword");
    let mut words = match texts.as_slice() {
        [one] if one.contains(';') => one.split(';').map(|word| word.trim().to_owned()).collect(),
        [one] => one.split(',').map(|word| word.trim().to_owned()).collect(),
        _ => texts,
    };
    words.retain(|word| !word.is_empty());
    words
}
