//! Front matter and text become an article: which key is which field of the model.
//!
//! A key that is not taken here is kept as a note.
//!
//! It must not know how the text was read.

use super::super::ids::{add, add_other};
use super::super::text::{collapse, shown};
use super::super::{bibtex, language_names};
use super::affiliations::Affiliations;
use super::body::{self, inline};
use super::keys::{Keys, LIST_MAX};
use super::yaml::{Fault, Map, Node, Value, flat};
use super::{people, references};
use crate::model::{
    Article, DateKind, DatedEvent, Doi, Heading, PartialDate, Pmcid, Pmid, PublicationType, Section,
};

/// Keys of dates and what they date.
const DATES: [(&str, DateKind); 10] = [
    ("date", DateKind::Published),
    ("issued", DateKind::Published),
    ("published", DateKind::Published),
    ("date-published", DateKind::Published),
    ("publication-date", DateKind::Published),
    ("pubdate", DateKind::Published),
    ("received", DateKind::Received),
    ("revised", DateKind::Revised),
    ("accepted", DateKind::Accepted),
    ("retracted", DateKind::Retracted),
];

/// Titles of the section that holds the abstract.
const ABSTRACT_TITLES: [&str; 5] = ["abstract", "summary", "zusammenfassung", "résumé", "resumen"];

/// Makes an article of the keys and the text behind them.
pub(super) fn convert(map: Map, text: &str) -> (Box<Article>, Vec<Fault>) {
    let mut article = Box::<Article>::default();
    let mut keys = Keys::new(map);
    keys.tell_repeated();
    article.origin.source_id = keys.text(&["id", "citekey", "citation-key", "cite-key", "zotero-key"]);
    keys.unfold(&["citation"]);
    article.title = keys.text(&["title"]);
    let subtitle = keys.text(&["subtitle", "sub-title"]);
    if !subtitle.is_empty() {
        let mark = if article.title.ends_with(['?', '!', ':', '.']) { " " } else { ": " };
        article.title = [&article.title, &subtitle].map(String::as_str).join(mark);
    }
    contributors(&mut keys, &mut article);
    journal(&mut keys, &mut article);
    retraction(&mut keys, &mut article);
    history(&mut keys, &mut article);
    identifiers(&mut keys, &mut article);
    subjects(&mut keys, &mut article);
    article.references = references::take(&mut keys);
    for (key, node) in std::mem::take(&mut keys.map) {
        let text = collapse(&flat(&node));
        if !text.is_empty() {
            article.notes.push(Section { label: key, text });
        }
    }
    body_of(text, &mut article);
    (article, keys.faults)
}

/// Takes what says that the article is retracted; another status is left for the notes, and so is the date it
/// was retracted on.
fn retraction(keys: &mut Keys, article: &mut Article) {
    let mut is_retracted = false;
    for (name, value) in [("status", "retracted"), ("retracted", "true")] {
        let is_said =
            |(key, node): &(String, Node)| key == name && collapse(&flat(node)).eq_ignore_ascii_case(value);
        let count = keys.map.len();
        keys.map.retain(|entry| !is_said(entry));
        is_retracted |= keys.map.len() < count;
    }
    // It is no date either.
    let is_denied = |(key, node): &(String, Node)| key == "retracted" && flat(node) == "false";
    if let Some(at) = keys.map.iter().position(is_denied) {
        let (label, node) = keys.map.remove(at);
        article.notes.push(Section { label, text: flat(&node) });
    }
    if is_retracted {
        let name = "Retracted Publication".to_owned();
        article.publication_types.push(PublicationType { name, ui: String::new() });
    }
}

fn contributors(keys: &mut Keys, article: &mut Article) {
    let mut places = Affiliations::take(keys);
    let authors = people::take(keys, &["author", "authors", "by-author", "byline"], &mut places);
    let editors = people::take(keys, &["editor", "editors"], &mut places);
    (article.authors, article.authors_incomplete) = (authors.list, authors.incomplete);
    article.editors = editors.list;
    // Affiliations no author names are the author's where there is but one.
    let left = places.left();
    article.notes.extend(authors.notes.into_iter().chain(editors.notes).chain(places.notes));
    match &mut article.authors[..] {
        [only] => only.affiliations.extend(left),
        _ => article.notes.extend(left.into_iter().map(|text| Section { label: "affiliation".into(), text })),
    }
}

fn journal(keys: &mut Keys, article: &mut Article) {
    if keys.map.iter().any(|(key, node)| key == "journal" && matches!(node.value, Value::Map(_))) {
        let at = keys.map.iter().position(|(key, _)| key == "journal");
        if let Some((_, Node { value: Value::Map(map), .. })) = at.map(|at| keys.map.remove(at)) {
            // Its title is the journal's, not the article's.
            keys.map.extend(map.into_iter().map(|(key, node)| match key.as_str() {
                "title" | "name" => ("container-title".to_owned(), node),
                "short" | "abbreviation" | "abbrev" => ("container-title-short".to_owned(), node),
                _ => (key, node),
            }));
        }
    }
    let journal = &mut article.journal;
    journal.title = keys.text(&[
        "journal",
        "container-title",
        "journal-title",
        "publication-title",
        "publication",
        "booktitle",
        "venue",
    ]);
    journal.abbreviation =
        keys.text(&["container-title-short", "journal-abbreviation", "journal-short", "journalabbreviation"]);
    journal.publisher = keys.text(&["publisher"]);
    journal.issns = keys.list(&["issn", "issns"]);
    journal.isbns = keys.list(&["isbn", "isbns"]);
    article.volume = keys.text(&["volume"]);
    article.issue = keys.text(&["issue", "number"]);
    article.pages = keys.text(&["pages", "page", "page-range"]).replace(['–', '—'], "-").replace("--", "-");
    let pages =
        [keys.text(&["page-first", "fpage", "firstpage"]), keys.text(&["page-last", "lpage", "lastpage"])];
    if article.pages.is_empty() {
        article.pages = pages.into_iter().filter(|page| !page.is_empty()).collect::<Vec<_>>().join("-");
    }
    article.country = keys.text(&["country"]);
    article.copyright = keys.text(&["copyright", "rights"]);
    article.licence = keys.text(&["license", "licence"]);
    article.how_to_cite = keys.text(&["how-to-cite", "cite-as", "google-scholar"]);
    article.conflict_of_interest = keys.text(&[
        "conflict-of-interest",
        "conflicts-of-interest",
        "competing-interests",
        "conflict",
        "disclosure",
    ]);
}

fn history(keys: &mut Keys, article: &mut Article) {
    for (name, kind) in DATES {
        let Some(node) = keys.take(&[name]) else { continue };
        let known = article.dates.iter().any(|event| event.kind == kind);
        match references::date(&node) {
            Some(read) if !known => {
                article.dates.push(DatedEvent { kind, date: read.date });
                if read.is_whole {
                    continue;
                }
            }
            Some(read) if article.date(kind) == Some(read.date) => continue,
            Some(_) => {}
            None => keys.fault(node.line, format!("{:?} is not a date", shown(&flat(&node)))),
        }
        // What the date does not say of itself is kept.
        article.notes.push(Section { label: name.to_owned(), text: collapse(&flat(&node)) });
    }
    let year = keys.text(&["year"]);
    let month = keys.text(&["month"]);
    let read = bibtex::date(&if month.is_empty() { year.clone() } else { format!("{month} {year}") });
    match read {
        Some(read) if article.published().is_none() => {
            article.dates.push(DatedEvent { kind: DateKind::Published, date: read.date });
        }
        Some(read) if article.published().map(PartialDate::year) == Some(read.date.year()) => {}
        _ if year.is_empty() => {}
        _ => article.notes.push(Section { label: "year".to_owned(), text: year }),
    }
}

fn identifiers(keys: &mut Keys, article: &mut Article) {
    for (names, scheme) in
        [(&["doi"][..], "doi"), (&["pmid", "pubmed", "pubmed-id"], "pmid"), (&["pmcid", "pmc"], "pmcid")]
    {
        let Some(node) = keys.take(names) else { continue };
        let value = collapse(&flat(&node));
        let wrong = match scheme {
            "doi" => value.parse::<Doi>().err(),
            "pmid" => value.parse::<Pmid>().err(),
            _ => value.parse::<Pmcid>().err(),
        };
        if let Some(wrong) = wrong {
            keys.fault(node.line, wrong.to_string());
        }
        add(&mut article.ids, scheme, value, true);
    }
    for scheme in ["arxiv", "openalex", "pii", "eprint", "zotero", "bibcode"] {
        let value = keys.text(&[scheme]);
        add_other(&mut article.ids, scheme, value);
    }
    for name in ["url", "link", "links", "permalink", "source-url", "pdf-url"] {
        let Some(node) = keys.take(&[name]) else { continue };
        let texts = match &node.value {
            Value::List(list) => list.iter().map(flat).collect(),
            _ => vec![flat(&node)],
        };
        article
            .links
            .extend(texts.iter().map(|text| collapse(text)).filter(|text| !text.is_empty()).take(LIST_MAX));
    }
}

fn subjects(keys: &mut Keys, article: &mut Article) {
    for name in ["keywords", "keyword", "tags", "subject", "subjects"] {
        for word in keys.list(&[name]) {
            if article.keywords.len() > 1_000 || !article.keywords.contains(&word) {
                article.keywords.push(word);
            }
        }
    }
    let headings = keys.list(&["mesh", "mesh-headings", "mesh-terms"]);
    article.headings = headings.into_iter().map(|name| Heading { name, ..Heading::default() }).collect();
    let languages = keys.list(&["language", "lang", "languages"]);
    article.languages = languages.iter().map(|name| language_names::code(name)).collect();
    let types =
        keys.list(&["publication-type", "publication-types", "type", "item-type", "article-type", "genre"]);
    article
        .publication_types
        .extend(types.into_iter().map(|name| PublicationType { name, ui: String::new() }));
    if let Some(node) = keys.take(&["abstract", "summary", "description"]) {
        article.abstract_sections = abstract_of(node);
    }
}

/// An abstract as text, or as a map or list of labelled sections.
fn abstract_of(node: Node) -> Vec<Section> {
    match node.value {
        Value::Text(text) => {
            let sections = body::sections(&text);
            let parts = sections.into_iter().map(|section| {
                let texts: Vec<String> =
                    section.paragraphs.into_iter().map(|paragraph| paragraph.text).collect();
                Section { label: section.title, text: texts.join("\n") }
            });
            parts.filter(|section| *section != Section::default()).collect()
        }
        Value::Map(map) => {
            map.into_iter().map(|(label, node)| Section { label, text: inline(&flat(&node)) }).collect()
        }
        Value::List(list) => list.into_iter().map(labelled).collect(),
    }
}

fn labelled(node: Node) -> Section {
    let Value::Map(map) = node.value else {
        return Section { label: String::new(), text: inline(&flat(&node)) };
    };
    let mut keys = Keys::new(map);
    let label = keys.text(&["label", "title", "heading"]);
    let text = keys.text(&["text", "content"]);
    if !text.is_empty() {
        return Section { label, text };
    }
    // `- Methods: We …`
    let (key, text) =
        keys.map.into_iter().next().map_or_else(Default::default, |(key, node)| (key, inline(&flat(&node))));
    Section { label: if label.is_empty() { key } else { label }, text }
}

/// The text: its sections, the references among them, and what the front matter did not say.
fn body_of(text: &str, article: &mut Article) {
    let mut sections = body::sections(text);
    let is_top = |section: &&mut body::Section| section.level == 1;
    let is_alone = sections.iter().filter(|section| section.level == 1).count() == 1;
    if let Some(first) = sections.first_mut().filter(is_top).filter(|_| is_alone && article.title.is_empty())
    {
        article.title = std::mem::take(&mut first.title);
        first.level = 0;
    }
    let top = sections.iter().map(|section| section.level).filter(|level| *level > 0).min().unwrap_or(1);
    let mut in_abstract = None;
    for section in sections {
        if in_abstract.is_some_and(|level| section.level <= level) {
            in_abstract = None;
        }
        let is_abstract = ABSTRACT_TITLES.contains(&section.title.to_lowercase().trim_end_matches(':'));
        if is_abstract && article.abstract_sections.is_empty() {
            in_abstract = Some(section.level);
        }
        if in_abstract.is_some() {
            let texts: Vec<String> = section.paragraphs.into_iter().map(|paragraph| paragraph.text).collect();
            let label = if is_abstract { String::new() } else { section.title };
            if !texts.is_empty() {
                article.abstract_sections.push(Section { label, text: texts.join("\n") });
            }
        } else if references::is_list(&section) && article.references.is_empty() {
            article.references = references::of_section(section);
        } else if !section.title.is_empty() || !section.paragraphs.is_empty() {
            article.body.push(section.into_body(top));
        }
    }
}
