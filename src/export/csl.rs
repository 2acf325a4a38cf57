//! Articles as CSL-JSON, for citation processors.
//!
//! The form is that of CSL 1.0.2. It must not know why an article is printed.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::citation::{self, line};
use super::kind::Kind;
use super::{json, notice};
use crate::model::{Article, Author, PartialDate};

/// Prints articles as one list, as they come.
pub struct List {
    begun: bool,
}

impl List {
    /// A list that holds nothing yet.
    pub fn new() -> Self {
        Self { begun: false }
    }

    /// Prints one article.
    ///
    /// # Errors
    /// The writer's own.
    pub fn write(&mut self, article: &Article, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
        self.begun = true;
        out.write_all(json::escaped(&item(article).to_string()).as_bytes())
    }

    /// Ends the list.
    ///
    /// # Errors
    /// The writer's own.
    pub fn end(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]\n" } else { b"[]\n" })
    }
}

fn item(article: &Article) -> Value {
    let mut item = Map::new();
    let journal = citation::journal(article);
    let kind = Kind::of(article);
    item.insert("id".into(), json!(article.id.as_str()));
    item.insert("type".into(), json!(kind.called().csl));
    if kind == Kind::Preprint {
        item.insert("genre".into(), json!("preprint"));
    }
    let ids = &article.ids;
    let (pmid, pmcid) = (ids.pmid.map(|id| id.to_string()), ids.pmcid.map(|id| id.to_string()));
    let short = if article.journal.title.is_empty() { "" } else { &article.journal.abbreviation };
    let texts = [
        ("title", article.title.clone()),
        ("container-title", journal.to_owned()),
        ("container-title-short", short.to_owned()),
        ("volume", article.volume.clone()),
        ("issue", article.issue.clone()),
        ("page", article.pages.clone()),
        ("DOI", ids.doi.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("PMID", pmid.unwrap_or_default()),
        ("URL", citation::address(article)),
        ("PMCID", pmcid.unwrap_or_default()),
        ("ISSN", article.journal.issns.join(", ")),
        ("ISBN", article.journal.isbns.join(", ")),
        ("publisher", kind.publisher(article).to_owned()),
        ("language", article.languages.first().cloned().unwrap_or_default()),
        ("keyword", citation::keywords(article)),
        ("abstract", citation::abstract_line(article)),
        ("note", notice::full(article).unwrap_or_default()),
    ];
    for (key, text) in texts {
        let text = line(&text);
        if !text.is_empty() {
            item.insert(key.into(), json!(text));
        }
    }
    for (key, people) in [("author", &article.authors), ("editor", &article.editors)] {
        if !people.is_empty() {
            item.insert(key.into(), people.iter().map(name).collect());
        }
    }
    if let Some(date) = article.published() {
        item.insert("issued".into(), json!({ "date-parts": [parts(date)] }));
    }
    Value::Object(item)
}

fn name(author: &Author) -> Value {
    if let Some(literal) = citation::literal(author) {
        return json!({ "literal": line(literal) });
    }
    let mut name = Map::new();
    let parts = [
        ("family", author.family.clone()),
        ("given", citation::given(author)),
        ("suffix", author.suffix.clone()),
    ];
    for (key, text) in parts {
        if !text.is_empty() {
            name.insert(key.into(), json!(line(&text)));
        }
    }
    Value::Object(name)
}

fn parts(date: PartialDate) -> Vec<u16> {
    let small = [date.month(), date.day()];
    std::iter::once(date.year()).chain(small.into_iter().flatten().map(u16::from)).collect()
}
