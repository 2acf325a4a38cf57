//! A document of CORD-19, the parse of a PDF or of PMC's XML, into an article.
//!
//! Where in the text what is cited, as the spans of its paragraphs say, is not kept: the marks stand in
//! the text.
//!
//! It must not know how records are framed, nor the table of the collection.

use super::super::vancouver;
use super::members::Members;
use super::{ids, names};
use crate::model::{Article, Author, BodySection, Reference, Section};

/// What stands between the headings of a section within another.
const WITHIN: &str = ":::";

/// Eight digits and a hyphen.
const ISSN_BYTES: usize = 9;

/// Reads the document.
pub(super) fn convert(record: &mut Members<'_>, article: &mut Article) {
    let id = record.text("paper_id");
    if id.starts_with("PMC") {
        ids::add(&mut article.ids, "pmcid", id.clone(), record);
    } else {
        ids::add_other(&mut article.ids, "cord19", id.clone());
    }
    article.origin.source_id = id;
    let mut metadata = record.object("metadata");
    article.title = metadata.text("title");
    article.authors = metadata.objects("authors").into_iter().map(|mut author| person(&mut author)).collect();
    // The parser of the PDFs takes a bullet for a person.
    article.authors.retain(|author| author.short_name().contains(char::is_alphabetic));
    drop(metadata);
    abstract_of(record, article);
    for key in ["body_text", "back_matter"] {
        for (section, text) in paragraphs(record, key) {
            push_paragraph(section, text, &mut article.body);
        }
    }
    references(record, article);
    captions(record, article);
}

fn person(members: &mut Members<'_>) -> Author {
    let middle = members.texts("middle");
    let given = std::iter::once(members.text("first")).chain(middle).filter(|name| !name.is_empty());
    let given = given.collect::<Vec<_>>().join(" ");
    let mut author = names::named(&members.text("last"), &given, &members.text("suffix"));
    let mut affiliation = members.object("affiliation");
    let mut location = affiliation.object("location");
    let place = ["addrLine", "settlement", "region", "postCode", "country"].map(|key| location.text(key));
    let parts = [affiliation.text("laboratory"), affiliation.text("institution")].into_iter().chain(place);
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    author.affiliations.extend((!parts.is_empty()).then(|| parts.join(", ")));
    author
}

/// The paragraphs under the key, each with the heading of its section.
fn paragraphs(record: &mut Members<'_>, key: &str) -> Vec<(String, String)> {
    let mut paragraphs = Vec::new();
    for mut paragraph in record.objects(key) {
        paragraph.drop_keys(&["cite_spans", "ref_spans", "eq_spans", "sec_num"]);
        paragraphs.push((paragraph.text("section"), paragraph.text("text")));
    }
    paragraphs
}

fn abstract_of(record: &mut Members<'_>, article: &mut Article) {
    let whole = record.peek("abstract");
    if !whole.is_empty() {
        record.drop_keys(&["abstract"]);
        article.abstract_sections.push(Section { label: String::new(), text: whole });
    }
    for (label, text) in paragraphs(record, "abstract") {
        let label = if label.eq_ignore_ascii_case("abstract") { String::new() } else { label };
        match article.abstract_sections.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.label == label => last.text = format!("{} {text}", last.text),
            _ => article.abstract_sections.push(Section { label, text }),
        }
    }
}

fn push_paragraph(title: String, text: String, body: &mut Vec<BodySection>) {
    if text.is_empty() {
        return;
    }
    match body.last_mut() {
        Some(last) if last.title == title => last.paragraphs.push(text),
        _ => {
            let depth = 1 + title.matches(WITHIN).count().min(usize::from(u8::MAX) - 1) as u8;
            body.push(BodySection { title, depth, paragraphs: vec![text] });
        }
    }
}

fn references(record: &mut Members<'_>, article: &mut Article) {
    for (name, mut entry) in record.entries("bib_entries") {
        // The same name again, in the parser's own words.
        entry.drop_keys(&["ref_id", "links"]);
        let mut reference = Reference {
            label: label_of(&name),
            raw: entry.text("raw_text"),
            title: entry.text("title"),
            journal: entry.text("venue"),
            year: entry.number("year").and_then(|year| u16::try_from(year).ok()),
            volume: entry.text("volume"),
            issue: entry.first_text(&["issue", "number"]),
            pages: entry.text("pages").replace("--", "-"),
            ..Reference::default()
        };
        let authors = entry.objects("authors").into_iter().map(|mut author| person(&mut author).short_name());
        reference.authors = authors.filter(|name| !name.is_empty()).collect();
        other_ids(&mut entry, &mut reference);
        if reference.raw.is_empty() {
            reference.raw = vancouver::print(&reference);
        }
        article.references.push(reference);
    }
}

fn other_ids(entry: &mut Members<'_>, reference: &mut Reference) {
    // The parser puts the number of the issue where the ISSN should stand.
    let issn = entry.text("issn");
    if issn.len() == ISSN_BYTES || !reference.issue.is_empty() {
        ids::add_other(&mut reference.ids, "issn", issn);
    } else {
        reference.issue = issn;
    }
    let mut others = entry.object("other_ids");
    for scheme in others.names() {
        for id in others.texts(&scheme) {
            ids::add(&mut reference.ids, &scheme.to_lowercase(), id, &others);
        }
    }
}

/// `BIBREF0` is the first reference.
fn label_of(name: &str) -> String {
    let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse::<u32>().map(|number| (u64::from(number) + 1).to_string()).unwrap_or_default()
}

/// Captions of figures and text of tables stand behind the text: where they were is not said.
fn captions(record: &mut Members<'_>, article: &mut Article) {
    let mut paragraphs = Vec::new();
    for (_, mut entry) in record.entries("ref_entries") {
        entry.drop_keys(&["type", "latex", "num", "fig_num", "parent", "uris"]);
        paragraphs.extend([entry.text("text"), entry.text("html"), entry.text("content")]);
    }
    paragraphs.retain(|text| !text.is_empty());
    if !paragraphs.is_empty() {
        article.body.push(BodySection { title: String::new(), depth: 1, paragraphs });
    }
}
