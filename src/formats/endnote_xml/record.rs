//! One record of EndNote's XML into an article.
//!
//! It must not know where records start and end in a file.

use super::super::ids;
use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::super::xml::{Flat, Inline, Node, Note, Notes, Piece};
use super::super::{language_names, mesh};
use super::values;
use crate::model::{Article, Author, PublicationType, Section};

/// Elements whose children are the record's own.
const CONTAINERS: [&str; 7] =
    ["contributors", "titles", "keywords", "urls", "related-urls", "web-urls", "text-urls"];

/// Types of reference whose second title is that of a series, not of what the work appeared in.
const BOOKS: [&str; 7] =
    ["book", "edited book", "electronic book", "thesis", "report", "government document", "classical work"];

/// Reads the record.
pub(super) fn convert(root: Node<'_>, notes: &mut Notes) -> Box<Article> {
    let mut record = Record { article: Box::default(), notes, secondary: String::new(), is_book: false };
    let kind = root.child("ref-type");
    record.is_book = kind.is_some_and(|kind| BOOKS.contains(&kind.attribute("name").to_lowercase().as_str()));
    record.children(root);
    record.dates(root);
    record.settle(root);
    record.article
}

struct Record<'r> {
    article: Box<Article>,
    notes: &'r mut Notes,
    /// The title of what the work appeared in, or of its series.
    secondary: String,
    is_book: bool,
}

/// How EndNote's address of a record of Web of Science starts.
const GO_TO_ISI: &str = "<Go to ISI>://";

impl Record<'_> {
    fn children(&mut self, node: Node<'_>) {
        for child in node.children() {
            if CONTAINERS.contains(&child.name()) {
                self.children(child);
            } else {
                self.field(child);
            }
        }
    }

    fn field(&mut self, node: Node<'_>) {
        let article = &mut self.article;
        let value = text(node);
        match node.name() {
            "title" => self.keep(|article| &mut article.title, node),
            "secondary-title" if self.secondary.is_empty() => self.secondary = value,
            "authors" => article.authors.extend(people(node)),
            "secondary-authors" => article.editors.extend(people(node)),
            "abstract" if article.abstract_sections.is_empty() && !value.is_empty() => {
                article.abstract_sections.push(Section { label: String::new(), text: value });
            }
            "keyword" => match mesh::heading(&value) {
                Some(heading) => article.headings.push(heading),
                None => value.split(';').for_each(|word| push(&mut article.keywords, word.trim().to_owned())),
            },
            "url" if value.starts_with(GO_TO_ISI) => {
                ids::add_other(&mut article.ids, "wos", value[GO_TO_ISI.len()..].to_owned());
            }
            "url" if value.contains("://") && !value.starts_with("internal-pdf:") => {
                push(&mut article.links, value);
            }
            "volume" => self.keep(|article| &mut article.volume, node),
            "number" | "issue" => self.keep(|article| &mut article.issue, node),
            "pages" => self.keep(|article| &mut article.pages, node),
            "publisher" => self.keep(|article| &mut article.journal.publisher, node),
            "language" => {
                let names = value.split([';', ',']).map(str::trim).filter(|name| !name.is_empty());
                article.languages.extend(names.map(language_names::code));
            }
            "ref-type" => push_type(article, node.attribute("name")),
            "work-type" => push_type(article, value),
            "rec-number" => article.origin.source_id = value,
            "isbn" => values::issns(&value, &mut article.journal, &mut article.notes),
            "electronic-resource-num" => self.doi(node, &value),
            "custom2" if value.to_ascii_uppercase().starts_with("PMC") => {
                ids::add(&mut article.ids, "pmc", value, true);
            }
            // Some are read together, and others say where the record was kept.
            "dates"
            | "accession-num"
            | "periodical"
            | "database"
            | "source-app"
            | "foreign-keys"
            | "remote-database-provider" => {}
            _ => self.remark(node),
        }
    }

    /// Puts the text of a node in an empty field, else among the notes.
    fn keep(&mut self, field: impl Fn(&mut Article) -> &mut String, node: Node<'_>) {
        let field = field(&mut self.article);
        if field.is_empty() {
            *field = text(node);
        } else if *field != text(node) {
            self.remark(node);
        }
    }

    /// Keeps what the model has no field for: every element with a text of its own is a note.
    fn remark(&mut self, node: Node<'_>) {
        let mut note = |name: &str, text: String| {
            if !text.is_empty() {
                self.article.notes.push(Section { label: name.to_owned(), text });
            }
        };
        let inner: Vec<Node<'_>> = node.children().filter(|child| child.name() != "style").collect();
        if inner.is_empty() {
            return note(node.name(), text(node));
        }
        inner.into_iter().for_each(|child| note(node.name(), text(child)));
    }

    fn doi(&mut self, node: Node<'_>, value: &str) {
        if value.is_empty() {
            return;
        }
        let known = self.article.ids.doi.clone();
        let doi = values::doi_of(value);
        if doi.is_none() {
            let found = format!("{:?} is not a DOI", shown(value));
            let done = "it was kept as an identifier of its own";
            self.notes.push(Note { kind: ProblemKind::BadValue, at: node.at(), found, done });
        }
        if known.is_none() && doi.is_some() {
            self.article.ids.doi = doi;
        } else if known != doi || doi.is_none() {
            ids::add_other(&mut self.article.ids, "doi", value.to_owned());
        }
    }

    fn dates(&mut self, root: Node<'_>) {
        let Some(dates) = root.child("dates") else { return };
        let year = dates.child("year").map_or(String::new(), text);
        let day = dates.child("pub-dates").and_then(|dates| dates.child("date")).map_or(String::new(), text);
        let (event, is_whole) = values::published(&year, &day);
        self.article.dates.extend(event);
        if event.is_none() && !year.is_empty() {
            let found = format!("{:?} is not a year", shown(&year));
            let at = dates.at();
            self.notes.push(Note { kind: ProblemKind::BadValue, at, found, done: "it was kept as a note" });
            self.note("year", year);
        }
        if !is_whole && !day.is_empty() {
            self.note("pub-dates", day);
        }
        for other in dates.children().filter(|child| !matches!(child.name(), "year" | "pub-dates")) {
            self.remark(other);
        }
    }

    /// Settles what more than one element says: the journal, and whose accession number it is.
    fn settle(&mut self, root: Node<'_>) {
        let periodical = root.child("periodical");
        let part = |name: &str| periodical.and_then(|node| node.child(name)).map_or(String::new(), text);
        let full = part("full-title");
        let secondary = std::mem::take(&mut self.secondary);
        if self.is_book && full.is_empty() {
            self.note("secondary-title", secondary);
        } else {
            let differs = !full.is_empty() && !secondary.is_empty() && full != secondary;
            let other = if differs { secondary.clone() } else { String::new() };
            self.article.journal.title = if full.is_empty() { secondary } else { full };
            self.note("secondary-title", other);
        }
        for name in ["abbr-1", "abbr-2", "abbr-3"] {
            let abbreviation = part(name);
            if self.article.journal.abbreviation.is_empty() {
                self.article.journal.abbreviation = abbreviation;
            } else if abbreviation != self.article.journal.abbreviation {
                self.note(name, abbreviation);
            }
        }
        let database = root.child("remote-database-name").map_or(String::new(), text);
        let number = root.child("accession-num").map_or(String::new(), text);
        let provider = root.child("remote-database-provider").map_or(String::new(), text);
        let is_pubmed = database.is_empty() && provider == "NLM";
        values::accession(&number, if is_pubmed { "PubMed" } else { &database }, &mut self.article);
        if !is_pubmed {
            self.note("remote-database-provider", provider);
        }
        self.place_of_authors(root);
        let database = root.child("database").map_or(String::new(), text);
        self.note("database", database);
    }

    /// The address is that of the only author; of several, whose it is is not said.
    fn place_of_authors(&mut self, root: Node<'_>) {
        let Some(address) = root.child("auth-address").map(text).filter(|address| !address.is_empty()) else {
            return;
        };
        if let [author] = self.article.authors.as_mut_slice() {
            author.affiliations.push(address);
            self.article.notes.retain(|note| note.label != "auth-address");
        }
    }

    fn note(&mut self, label: &str, text: String) {
        if !text.is_empty() {
            self.article.notes.push(Section { label: label.to_owned(), text });
        }
    }
}

/// The people an element lists, one an element, or all in its text.
fn people(node: Node<'_>) -> Vec<Author> {
    let names = node.children().filter(|child| child.name() != "style").map(text);
    names.filter(|name| !name.is_empty()).map(|name| values::person(&name)).collect()
}

fn push(into: &mut Vec<String>, text: String) {
    if !text.is_empty() {
        into.push(text);
    }
}

fn push_type(article: &mut Article, name: String) {
    if !name.is_empty() {
        article.publication_types.push(PublicationType { name, ui: String::new() });
    }
}

/// The text of an element, its pieces of one style put together.
fn text(node: Node<'_>) -> String {
    let mut flat = Flat::default();
    push_text(node, &mut flat);
    flat.take()
}

fn push_text(node: Node<'_>, flat: &mut Flat) {
    for piece in node.pieces() {
        match piece {
            Piece::Text(text) => flat.push(text),
            Piece::Reference(name) => drop(flat.push_reference(name)),
            Piece::Element(child) => {
                let face = if child.name() == "style" { child.attribute("face") } else { String::new() };
                let inline = match (child.name(), face.as_str()) {
                    ("style", "superscript") => Inline::Superscript,
                    ("style", "subscript") => Inline::Subscript,
                    ("style", _) => Inline::Plain,
                    _ => Inline::Block,
                };
                flat.start_as(child.name(), inline);
                push_text(child, flat);
                flat.end();
            }
        }
    }
}
