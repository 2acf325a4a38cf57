//! An entry becomes an article: which field of BibTeX and BibLaTeX is which of the model.
//!
//! A field that is not taken here is kept as a note.
//!
//! It must not know where entries come from.

use super::super::language_names;
use super::super::problem::ProblemKind;
use super::super::text::{collapse, shown};
use super::entry::Entry;
use super::source::{Source, Tell};
use super::tex::{Mode, plain};
use super::{dates, identifiers, names};
use crate::model::{Article, Author, DateKind, DatedEvent, PublicationType, Reference, Section, fold_key};

/// Keywords, references and the like that are read of one entry.
const LIST_MAX: usize = 100_000;

/// Types of entries and the publication types they are; any other type is its own name.
const TYPES: [(&str, &str); 14] = [
    ("article", "Journal Article"),
    ("book", "Book"),
    ("mvbook", "Book"),
    ("collection", "Book"),
    ("mvcollection", "Book"),
    ("inbook", "Book Chapter"),
    ("bookinbook", "Book Chapter"),
    ("incollection", "Book Chapter"),
    ("inproceedings", "Conference Paper"),
    ("conference", "Conference Paper"),
    ("phdthesis", "Academic Dissertation"),
    ("thesis", "Academic Dissertation"),
    ("techreport", "Technical Report"),
    ("report", "Technical Report"),
];

/// Types of entries that are whole books: what they stand in is their series.
const BOOKS: [&str; 5] = ["book", "mvbook", "collection", "mvcollection", "proceedings"];

/// Roles of those an `editor` field names who are editors.
const EDITING: [&str; 8] =
    ["", "editor", "compiler", "founder", "reviser", "redactor", "continuator", "collaborator"];

/// Fields that hold paths or data of a program, which are kept as they are.
const RAW: [&str; 10] = [
    "file",
    "local-url",
    "uri",
    "path",
    "pdf",
    "groups",
    "options",
    "execute",
    "__markedentry",
    "mendeley-groups",
];

/// Makes an article of the entry.
pub(super) fn convert(entry: Entry, tell: &mut Tell<'_>) -> Box<Article> {
    let mut article = Box::<Article>::default();
    article.origin.record = entry.record;
    article.origin.source_id.clone_from(&entry.key);
    let mut source = Source { entry, tell };
    titles(&mut source, &mut article);
    people(&mut source, &mut article);
    place(&mut source, &mut article);
    history(&mut source, &mut article);
    identifiers::read(&mut source, &mut article);
    subjects(&mut source, &mut article);
    cited(&mut source, &mut article);
    notes(&mut source, &mut article);
    article
}

fn titles(source: &mut Source<'_, '_>, article: &mut Article) {
    article.title = titled(source, &["title"], &["subtitle"]);
}

/// A title with its subtitle behind a colon.
fn titled(source: &mut Source<'_, '_>, titles: &[&str], subtitles: &[&str]) -> String {
    let mut title = source.text(titles);
    let subtitle = source.text(subtitles);
    if !title.is_empty() && !subtitle.is_empty() {
        title.push_str(if title.ends_with([':', '?', '!', '.', '–', '—']) { " " } else { ": " });
    }
    title + &subtitle
}

fn people(source: &mut Source<'_, '_>, article: &mut Article) {
    (article.authors, article.authors_incomplete) = list_of_names(source, "author");
    let group = source.text(&["collaboration"]);
    if !group.is_empty() {
        article.authors.push(Author { collective: group, ..Author::default() });
    }
    let role = source.entry.value("editortype").unwrap_or("").to_lowercase();
    if EDITING.contains(&role.as_str()) {
        article.editors = list_of_names(source, "editor").0;
    }
}

fn list_of_names(source: &mut Source<'_, '_>, name: &str) -> (Vec<Author>, bool) {
    let Some(field) = source.take(&[name]) else { return (Vec::new(), false) };
    let names = names::read(&field.value);
    if let Some(odd) = names.odd {
        let found = format!("{:?} in {name} is more than one name", shown(&odd));
        source.tell(ProblemKind::BadValue, field.line, found, "it was kept as one");
    }
    (names.people, names.others)
}

fn place(source: &mut Source<'_, '_>, article: &mut Article) {
    let is_part = source.entry.kind.starts_with("in") || source.entry.kind == "conference";
    let journal = &mut article.journal;
    journal.title = source.text(&["fjournal"]);
    if journal.title.is_empty() {
        journal.title = container(source, is_part, &article.title);
    } else {
        journal.abbreviation = source.text(&["journal"]);
    }
    if journal.abbreviation.is_empty() {
        journal.abbreviation = source.text(&["shortjournal", "journal-iso", "journalabbrev", "ji"]);
    }
    journal.publisher = source.text(&["publisher", "institution", "school", "organization"]);
    journal.nlm_id = source.text(&["nlmuniqueid", "nlm-unique-id"]);
    article.volume = source.text(&["volume"]);
    let is_periodical =
        matches!(source.entry.kind.as_str(), "article" | "periodical" | "suppperiodical" | "review");
    let is_numbered =
        is_periodical || is_part && !journal.title.is_empty() && source.entry.value("series").is_none();
    article.issue = source.text(if is_numbered { &["number", "issue"] } else { &["issue"] });
    article.pages = source
        .text(&["pages", "page", "eid", "articleno", "article-number", "elocation-id", "artnum"])
        .replace(['–', '—'], "-");
    article.copyright = source.text(&["copyright", "rights"]);
    article.licence = source.text(&["license", "licence"]);
}

/// What it stands in: a journal, a book or, where it is a book itself, a series.
fn container(source: &mut Source<'_, '_>, is_part: bool, title: &str) -> String {
    let journals: (&[&str], &[&str]) =
        (&["journaltitle", "journal", "publicationtitle"], &["journalsubtitle"]);
    let books: (&[&str], &[&str]) = (&["booktitle", "maintitle"], &["booksubtitle"]);
    for (titles, subtitles) in if is_part { [books, journals] } else { [journals, books] } {
        let is_book_itself = titles == books.0 && !is_part && source.entry.value("booktitle").is_none();
        let found = if is_book_itself { String::new() } else { titled(source, titles, subtitles) };
        if !found.is_empty() {
            return found;
        }
    }
    // Some programs put the subtitle there.
    let is_series = |text: &str| !fold_key(title).contains(&fold_key(&plain(text, Mode::Text).0));
    let has_series = source.entry.value("series").is_some_and(is_series);
    if has_series && BOOKS.contains(&source.entry.kind.as_str()) {
        source.text(&["series"])
    } else {
        String::new()
    }
}

fn history(source: &mut Source<'_, '_>, article: &mut Article) {
    let date = source.take(&["date"]);
    let mut read = None;
    if let Some(date) = date {
        read = dates::date(&plain(&date.value, Mode::Verbatim).0);
        // What the date does not say of itself is kept.
        if read.is_none_or(|read| !read.is_whole) {
            source.entry.fields.push(date);
        }
    }
    if read.is_none() {
        let value = |name: &str| plain(source.entry.value(name).unwrap_or(""), Mode::Text).0;
        read = dates::parts(&value("year"), &value("month"), &value("day"));
        if read.is_some_and(|read| read.is_whole) {
            ["year", "month", "day"].iter().for_each(|name| drop(source.take(&[name])));
        }
        let year = source.entry.fields.iter().find(|field| field.name.eq_ignore_ascii_case("year"));
        if let Some(year) = year.filter(|year| read.is_none() && !year.value.trim().is_empty()).cloned() {
            let found = format!("the year {:?}", shown(&year.value));
            source.tell(ProblemKind::BadValue, year.line, found, "it was kept as a note");
        }
    } else if let Some(read) = read {
        // BibLaTeX prefers the date; a year that only repeats it says nothing more.
        let year = read.date.year().to_string();
        if source.entry.value("year") == Some(&year) {
            source.take(&["year"]);
        }
    }
    article.dates.extend(read.map(|read| DatedEvent { kind: DateKind::Published, date: read.date }));
}

fn subjects(source: &mut Source<'_, '_>, article: &mut Article) {
    article.abstract_sections = source.sections("abstract");
    for name in ["keywords", "keyword", "author-keywords", "author_keywords"] {
        let text = source.text(&[name]);
        let mark = if text.contains(';') { ';' } else { ',' };
        let words = text.split(mark).map(collapse).filter(|word| !word.is_empty());
        article.keywords.extend(words.take(LIST_MAX));
    }
    let languages = source.text(&["language", "langid", "hyphenation"]);
    let languages = languages.split([',', ';']).map(language_names::code).filter(|code| !code.is_empty());
    article.languages = languages.take(LIST_MAX).collect();
    let kind = source.entry.kind.clone();
    let name = TYPES.iter().find(|(name, _)| *name == kind).map_or(kind.as_str(), |(_, name)| name);
    let stated = source.text(&["type"]);
    let stated = stated.split(';').map(collapse).filter(|stated| !stated.is_empty()).take(LIST_MAX);
    let is_generic = matches!(kind.as_str(), "misc" | "online" | "electronic" | "www" | "generic");
    article.publication_types = (!is_generic)
        .then(|| name.to_owned())
        .into_iter()
        .chain(stated)
        .map(|name| PublicationType { name, ui: String::new() })
        .collect();
}

/// References, as Web of Science and Scopus export them: one a line, or between semicolons.
fn cited(source: &mut Source<'_, '_>, article: &mut Article) {
    let Some(field) = source.take(&["cited-references", "references"]) else { return };
    let by_line = field.name.eq_ignore_ascii_case("cited-references");
    let parts = field.value.split(if by_line { '\n' } else { ';' });
    let texts = parts.map(|part| plain(part, Mode::Text).0).filter(|text| !text.is_empty());
    article.references = texts.take(LIST_MAX).map(|raw| Reference { raw, ..Reference::default() }).collect();
}

/// What is left, in the source's order.
fn notes(source: &mut Source<'_, '_>, article: &mut Article) {
    let mut fields = std::mem::take(&mut source.entry.fields);
    fields.sort_by_key(|field| field.line);
    for field in fields {
        let name = field.name.to_ascii_lowercase();
        let is_raw = RAW.contains(&name.as_str()) || name.starts_with("bdsk-");
        let text = if is_raw { collapse(&field.value) } else { source.plain(&field) };
        if !text.is_empty() {
            article.notes.push(Section { label: field.name, text });
        }
    }
}
