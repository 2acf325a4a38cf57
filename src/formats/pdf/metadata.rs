//! What a PDF states of itself: the Info dictionary, XMP, and the DOI printed on the first page.
//!
//! It must not know how its pages are read.

use pdf_extract::{Document, Object, decode_text_string};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::html;
use super::super::text::collapse;
use crate::model::{Article, Doi, Section};

/// Elements of XMP that are followed into each other, and statements that are read.
const DEPTH_MAX: usize = 32;
const STATEMENTS_MAX: usize = 1_000;
/// Mentions of a DOI on the first page that are tried.
const TRIES_MAX: usize = 16;

/// Ends and starts of titles that programs make of a file's name.
const NAMES_OF_FILES: [&str; 9] = [".doc", ".docx", ".pdf", ".tex", ".dvi", ".indd", ".rtf", ".odt", ".qxd"];

/// The article as far as meta data say.
pub(super) fn article(document: &Document, problems: &mut Vec<String>) -> Box<Article> {
    let mut named = xmp(document);
    // A publisher's statements; those of a word processor name whoever sat before it.
    let is_published = named.iter().any(|(name, _)| name.starts_with("prism.") || name == "citation_doi");
    let mut notes = Vec::new();
    named.retain(|(name, value)| {
        let is_doubtful = name == "dc.creator" && !is_published
            || name == "dc.description"
            || name == "dc.title" && !is_title(value);
        if is_doubtful {
            notes.push(Section { label: name.clone(), text: value.clone() });
        }
        !is_doubtful
    });
    for (name, value) in info(document) {
        match name.as_str() {
            "Title" if is_title(&value) => named.push(("eprints.title".to_owned(), value)),
            "Keywords" => named.push(("eprints.keywords".to_owned(), value)),
            "doi" => named.push(("citation_doi".to_owned(), value)),
            "Title" | "Author" | "Subject" => notes.push(Section { label: name, text: value }),
            _ => {}
        }
    }
    let (mut article, told) = html::article_of(&named);
    problems.extend(told);
    let is_known = |note: &Section| article.notes.contains(note) || note.text == article.title;
    let notes: Vec<Section> = notes.into_iter().filter(|note| !is_known(note)).collect();
    article.notes.extend(notes);
    article
}

/// Whether a title is one, not the name of a file or of nothing.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let is_file = NAMES_OF_FILES.iter().any(|end| lower.ends_with(end))
        || lower.starts_with("microsoft word")
        || lower.contains('_');
    let words = title.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    words > 1
        && !is_file
        && !lower.starts_with("untitled")
        && !lower.starts_with("pii:")
        && !lower.starts_with("doi:")
}

/// The Info dictionary.
fn info(document: &Document) -> Vec<(String, String)> {
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info));
    let Ok((_, Object::Dictionary(info))) = info else { return Vec::new() };
    let text = |(name, value): (&Vec<u8>, &Object)| {
        let (_, value) = document.dereference(value).ok()?;
        let text = collapse(&decode_text_string(value).ok()?.replace('\0', ""));
        (!text.is_empty()).then(|| (String::from_utf8_lossy(name).into_owned(), text))
    };
    info.iter().filter_map(text).take(STATEMENTS_MAX).collect()
}

/// The statements of XMP, by the names they have on pages in HTML.
fn xmp(document: &Document) -> Vec<(String, String)> {
    let packet = document
        .catalog()
        .and_then(|catalog| catalog.get(b"Metadata"))
        .and_then(|data| document.dereference(data));
    let Ok((_, Object::Stream(stream))) = packet else { return Vec::new() };
    let text = String::from_utf8_lossy(&stream.content);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let (mut open, mut found): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    let mut value = String::new();
    while found.len() < STATEMENTS_MAX {
        match reader.read_event() {
            Ok(Event::Start(_)) if open.len() >= DEPTH_MAX => break,
            Ok(Event::Start(tag)) => {
                attributes(&tag, &mut found);
                open.push(tag.name().as_ref().to_owned());
                value.clear();
            }
            Ok(Event::Empty(tag)) => attributes(&tag, &mut found),
            Ok(Event::Text(text)) => value.push_str(&text),
            Ok(Event::GeneralRef(name)) => value.extend(["&", &*name, ";"]),
            Ok(Event::End(_)) => {
                if let Some(name) = open.iter().rev().find(|name| !name.starts_with("rdf:")) {
                    say(&mut found, name, &value);
                }
                value.clear();
                open.pop();
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}

/// XMP writes simple properties as attributes as well.
fn attributes(tag: &BytesStart<'_>, found: &mut Vec<(String, String)>) {
    for attribute in tag.attributes().with_checks(false).flatten() {
        say(found, attribute.key.as_ref(), &attribute.value);
    }
}

/// Adds a statement of a vocabulary that is known.
fn say(found: &mut Vec<(String, String)>, name: &str, value: &str) {
    let name = match name.to_ascii_lowercase().as_str() {
        "pdfx:doi" | "crossmark:doi" => "citation_doi".to_owned(),
        lower if lower.starts_with("dc:") || lower.starts_with("prism:") => lower.replace(':', "."),
        _ => return,
    };
    let value = html::plain(value);
    // What kind of file it is says nothing of the article.
    if !value.is_empty() && name != "dc.format" {
        found.push((name, value));
    }
}

/// The DOI printed on a page behind `doi`.
pub(super) fn printed_doi(page: &str) -> Option<Doi> {
    let lower = page.to_ascii_lowercase();
    lower.match_indices("doi").take(TRIES_MAX).find_map(|(at, word)| {
        let rest = page[at + word.len()..].trim_start_matches([' ', ':', '.', '/']);
        let rest = rest.strip_prefix("org/").unwrap_or(rest).trim_start_matches([':', ' ']);
        let token = rest.split_whitespace().next().filter(|token| token.starts_with("10."))?;
        html::doi(token.trim_end_matches(['.', ',', ';', ')', ']', '|']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_counts_behind_the_word() {
        for (page, doi) in [
            ("J Ex 2020. DOI: 10.5555/a.b-1. Received", Some("10.5555/a.b-1")),
            ("see https://doi.org/10.5555/X(1)2, and", Some("10.5555/x(1)2")),
            ("doi 10.5555/abc;", Some("10.5555/abc")),
            ("10.5555/abc without the word", None),
            ("doing 10.5555/abc", None),
        ] {
            assert_eq!(printed_doi(page).map(|doi| doi.to_string()).as_deref(), doi, "{page}");
        }
    }

    #[test]
    fn names_of_files_are_no_titles() {
        for (title, is) in [
            ("Honey and wounds", true),
            ("Microsoft Word - final draft", false),
            ("final draft.docx", false),
            ("10.1016_j.x", false),
            ("untitled", false),
            ("PII: S0140-6736 (20)", false),
        ] {
            assert_eq!(is_title(title), is, "{title}");
        }
    }
}
