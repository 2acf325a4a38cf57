//! A work of Crossref into an article. The CSL form that Crossref gives for a DOI has the same keys.
//!
//! It must not know how records are framed.

use super::super::{language_names, markup};
use super::members::Members;
use super::references;
use super::relations;
use super::{dates, ids, names, unique};
use crate::model::{Article, Author, Databank, DateKind, DatedEvent, Grant, PartialDate, PublicationType};

/// Reads the work.
pub(super) fn convert(record: &mut Members<'_>, article: &mut Article) {
    identifiers(record, article);
    titles(record, article);
    article.abstract_sections = markup::sections(&record.marked_up("abstract"));
    article.authors = people(record, "author");
    article.editors = people(record, "editor");
    let issue = journal(record, article);
    history(record, article);
    issue_dates(issue, article);
    kinds(record, article);
    article.keywords = unique(record.texts("subject"));
    article.languages = record.texts("language").iter().map(|name| language_names::code(name)).collect();
    licence(record, article);
    funders(record, article);
    assertions(record, article);
    trials(record, article);
    links(record, article);
    relations::read(record, article);
    references::read(record, article);
}

/// The kind of work; what is posted is a preprint where it says so.
fn kinds(record: &mut Members<'_>, article: &mut Article) {
    let mut names = record.texts("type");
    if record.peek("subtype") == "preprint" {
        names.extend(record.texts("subtype"));
    }
    article.publication_types =
        names.into_iter().map(|name| PublicationType { name, ui: String::new() }).collect();
}

fn identifiers(record: &mut Members<'_>, article: &mut Article) {
    let doi = record.text("DOI");
    article.origin.source_id.clone_from(&doi);
    ids::add(&mut article.ids, "doi", doi, record);
    for scheme in ["PMID", "PMCID"] {
        let value = record.text(scheme);
        ids::add(&mut article.ids, &scheme.to_lowercase(), value, record);
    }
    // Many publishers give the DOI again.
    let known = article.origin.source_id.clone();
    for id in record.texts("alternative-id").into_iter().filter(|id| *id != known) {
        ids::add_other(&mut article.ids, "alternative-id", id);
    }
}

fn titles(record: &mut Members<'_>, article: &mut Article) {
    article.title = record.text("title");
    let mut subtitle = record.text("subtitle");
    let mut original = record.text("original-title");
    if article.title.is_empty() {
        article.title = std::mem::take(&mut original);
    }
    let numbers = article.ids.other.iter().map(|id| id.value.as_str());
    if numbers.into_iter().any(|number| number == subtitle.trim_matches(['(', ')'])) {
        record.note("subtitle", std::mem::take(&mut subtitle));
    }
    if article.title.is_empty() {
        article.title = subtitle;
    } else if !subtitle.is_empty() && !article.title.contains(&subtitle) {
        let title = article.title.trim_end_matches(':');
        let gap = if title.ends_with(['?', '!', '.']) { " " } else { ": " };
        article.title = format!("{title}{gap}{subtitle}");
    }
    if original != article.title {
        article.vernacular_title = original;
    }
}

/// Reads authors or editors; chairs and translators are left as they are.
fn people(record: &mut Members<'_>, key: &str) -> Vec<Author> {
    record.objects(key).into_iter().map(|mut members| person(&mut members)).collect()
}

fn person(members: &mut Members<'_>) -> Author {
    // The order of the list says the same.
    members.drop_keys(&["sequence"]);
    let family = names::joined(&members.text("prefix"), &members.text("family"));
    let mut author = names::named(&family, &members.text("given"), &members.text("suffix"));
    author.collective = members.first_text(&["name", "literal"]);
    let orcid = members.text("ORCID");
    author.orcid = super::super::text::orcid(&orcid);
    if author.orcid.is_none() && !orcid.is_empty() {
        members.bad(format!("{orcid:?} is no ORCID"), "it was kept as a note");
        members.note("ORCID", orcid);
    }
    author.affiliations = members.texts("affiliation");
    for mut affiliation in members.objects("affiliation") {
        let parts = [affiliation.texts("department"), affiliation.texts("name"), affiliation.texts("place")];
        author.affiliations.push(parts.concat().join(", "));
    }
    author.affiliations.retain(|affiliation| !affiliation.is_empty());
    author
}

/// Types of works that are parts of books.
const PARTS: [&str; 5] =
    ["book-chapter", "book-section", "book-part", "reference-entry", "proceedings-article"];

/// Reads where the work appeared; what is left of its issue comes back.
fn journal<'r>(record: &mut Members<'r>, article: &mut Article) -> Members<'r> {
    let is_part = PARTS.contains(&record.peek("type").as_str());
    let mut containers = record.texts("container-title");
    if is_part && containers.len() > 1 {
        // The series of a book stands before the book.
        article.journal.title = containers.pop().unwrap_or_default();
    } else if !containers.is_empty() {
        article.journal.title = containers.remove(0);
    }
    containers.into_iter().for_each(|other| record.note("container-title", other));
    article.journal.abbreviation =
        record.first_text(&["short-container-title", "container-title-short", "journalAbbreviation"]);
    article.journal.publisher = record.text("publisher");
    article.journal.issns = record.texts("ISSN");
    article.journal.isbns = record.texts("ISBN").iter().map(|isbn| bare_isbn(isbn)).collect();
    article.volume = record.text("volume");
    article.issue = record.text("issue");
    article.pages = super::pages(record, "page");
    if article.pages.is_empty() {
        article.pages = record.text("article-number");
    }
    let mut issue = record.object("journal-issue");
    if article.issue.is_empty() || issue.peek("issue") == article.issue {
        article.issue = issue.text("issue");
    }
    issue
}

/// When the work itself came out.
const EARLIER: [DateKind; 2] = [DateKind::Print, DateKind::Electronic];

/// The dates of the issue, where the work has none of its own; else what they say besides is a note.
fn issue_dates(mut issue: Members<'_>, article: &mut Article) {
    let is_own = |event: &&DatedEvent| event.kind == DateKind::Published || EARLIER.contains(&event.kind);
    let known: Vec<PartialDate> = article.dates.iter().filter(is_own).map(|event| event.date).collect();
    for (key, kind) in [("published-print", DateKind::Print), ("published-online", DateKind::Electronic)] {
        let Some(date) = dates::parts_of(&mut issue, key) else { continue };
        if known.is_empty() {
            dates::push(&mut article.dates, kind, date);
        } else if !known.iter().any(|known| shortens(date, *known)) {
            issue.note(key, date.to_string());
        }
    }
}

/// Whether a date says no more than another.
fn shortens(date: PartialDate, other: PartialDate) -> bool {
    let is_of = |part: Option<u8>, whole: Option<u8>| part.is_none() || part == whole;
    date.year() == other.year() && is_of(date.month(), other.month()) && is_of(date.day(), other.day())
}

/// An ISBN without the address it stands in.
fn bare_isbn(isbn: &str) -> String {
    isbn.rsplit('/').next().unwrap_or(isbn).to_owned()
}

fn history(record: &mut Members<'_>, article: &mut Article) {
    for (key, kind) in [
        ("published-print", DateKind::Print),
        ("published-online", DateKind::Electronic),
        ("posted", DateKind::Electronic),
        ("accepted", DateKind::Accepted),
        ("created", DateKind::RecordCreated),
        ("deposited", DateKind::RecordRevised),
    ] {
        dates::take_parts(record, key, kind, &mut article.dates);
    }
    // Each is the earliest of these, where there are any, or less of it.
    for key in ["issued", "published", "published-other"] {
        let Some(date) = dates::parts_of(record, key) else { continue };
        let mut others = article.dates.iter().filter(|event| EARLIER.contains(&event.kind));
        if !others.any(|event| shortens(date, event.date)) {
            dates::push(&mut article.dates, DateKind::Published, date);
        }
    }
}

/// The licence of the version of record, else the first that is not for text mining alone; the others are notes.
fn licence(record: &mut Members<'_>, article: &mut Article) {
    let mut licences = record.objects("license");
    let version = |licence: &Members<'_>| licence.peek("content-version");
    let of_record = licences.iter().position(|licence| version(licence) == "vor");
    let at = of_record.or_else(|| licences.iter().position(|licence| version(licence) != "tdm"));
    if let Some(licence) = at.and_then(|at| licences.get_mut(at)) {
        article.licence = licence.text("URL");
    }
}

fn funders(record: &mut Members<'_>, article: &mut Article) {
    let mut seen = std::collections::HashSet::new();
    for mut funder in record.objects("funder") {
        funder.drop_keys(&["doi-asserted-by"]);
        let agency = funder.text("name");
        let mut awards = funder.texts("award");
        if awards.is_empty() {
            awards.push(String::new());
        }
        for id in awards {
            // Publishers give a funder again with all its awards.
            if seen.insert((id.clone(), agency.clone())) {
                article.grants.push(Grant { id, agency: agency.clone(), ..Grant::default() });
            }
        }
    }
}

/// What publishers assert: dates, conflicts of interest, copyright; all else is a note under its label.
fn assertions(record: &mut Members<'_>, article: &mut Article) {
    for mut assertion in record.objects("assertion") {
        assertion.drop_keys(&["order", "URL", "explanation"]);
        let (name, label, value) = (assertion.text("name"), assertion.text("label"), assertion.text("value"));
        let mut group = assertion.object("group");
        group.drop_keys(&["name"]);
        let group_label = group.text("label");
        let kind = match name.to_lowercase().as_str() {
            "received" => Some(DateKind::Received),
            "revised" => Some(DateKind::Revised),
            "accepted" => Some(DateKind::Accepted),
            _ => None,
        };
        let what = format!("{group_label} {label} {name}").to_lowercase();
        if let Some((kind, date)) = kind.zip(dates::of_text(&value)) {
            dates::push(&mut article.dates, kind, date);
        } else if what.contains("competing interest") || what.contains("conflict") {
            append(&mut article.conflict_of_interest, &value);
        } else if what.contains("copyright") {
            append(&mut article.copyright, &value);
        } else {
            let labels = [group_label, label].into_iter().filter(|text| !text.is_empty());
            let labels = labels.collect::<Vec<_>>().join(": ");
            let label = if labels.is_empty() { name } else { labels };
            record.note(&format!("assertion {label}"), value);
        }
    }
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

fn trials(record: &mut Members<'_>, article: &mut Article) {
    for mut trial in record.objects("clinical-trial-number") {
        let (name, number) = (trial.text("registry"), trial.text("clinical-trial-number"));
        article.databanks.push(Databank { name, accessions: vec![number] });
    }
}

fn links(record: &mut Members<'_>, article: &mut Article) {
    let mut urls = vec![record.object("resource").object("primary").text("URL"), record.text("URL")];
    urls.extend(record.objects("link").iter_mut().map(|link| link.text("URL")));
    let mut seen = std::collections::HashSet::new();
    urls.retain(|url| !url.is_empty() && seen.insert(url.clone()));
    article.links = urls;
}
