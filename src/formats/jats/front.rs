//! The front matter of an article: journal, identifiers, titles, sections, keywords, and where it appeared.
//!
//! It must not know the full text.

use super::super::ids;
use super::super::languages;
use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::super::xml::{Flat, Node, Note, Notes};
use super::prose::{self, child_text, is_one_of};
use super::remarks::Remarks;
use super::{body, dates, people, related, rights, sections};
use crate::model::{Article, PublicationType, TranslatedAbstract};

/// A journal has few ISSNs; the bound keeps a hostile list from being compared forever.
pub(super) const COMPARED_MAX: usize = 32;

/// What is said of a journal, each in one of these.
const JOURNAL_PARTS: &str = "journal-id journal-title abbrev-journal-title journal-subtitle trans-title \
    trans-subtitle issn issn-l isbn publisher-name publisher-loc contrib-group aff notes self-uri custom-meta";

/// Groups of subjects that are the kind of article, as a table of contents has it; all others are what it is about.
const TYPES: &str = "heading article-type articletype type toc-heading section display-channel";
const DISPLAYED: &str = "display-channel";

/// What the readers of an article share: where its parts go.
pub(super) struct Front<'f> {
    pub article: &'f mut Article,
    pub remarks: &'f mut Remarks,
    pub notes: &'f mut Notes,
    /// Statements of interests, wherever they stand.
    pub conflicts: &'f mut Vec<String>,
}

impl Front<'_> {
    /// Reads the `front` of an article whose root element says its type and language.
    pub fn read(&mut self, root: Node<'_>, front: Node<'_>) {
        let article_type = root.attribute("article-type").to_lowercase();
        push_type(self.article, article_type.clone());
        let language = languages::code(&root.attribute("lang"));
        if !language.is_empty() {
            self.article.languages.push(language);
        }
        if let Some(journal) = front.child("journal-meta") {
            self.journal(journal);
        }
        if let Some(meta) = front.child("article-meta") {
            self.article.pages = pages(meta);
            people::read(meta, self.article, self.remarks, self.notes);
            for child in meta.children() {
                self.element(child, &article_type);
            }
        }
    }

    fn journal(&mut self, meta: Node<'_>) {
        let mut abbreviations = Vec::new();
        for child in meta.outermost(|node| is_one_of(node.name(), JOURNAL_PARTS)) {
            let text = || prose::text(child);
            match child.name() {
                "journal-id" => match child.attribute("journal-id-type").as_str() {
                    // As PubMed has it.
                    "nlm-ta" => abbreviations.insert(0, text()),
                    "iso-abbrev" => abbreviations.push(text()),
                    "nlm-journal-id" => self.article.journal.nlm_id = text(),
                    kind => self.remarks.add(format!("journal-id {kind}").trim(), text()),
                },
                "journal-title" if self.article.journal.title.is_empty() => {
                    self.article.journal.title = text();
                }
                "abbrev-journal-title" => abbreviations.push(text()),
                "issn" | "issn-l" => push_once(&mut self.article.journal.issns, text()),
                "isbn" => push_once(&mut self.article.journal.isbns, text()),
                "publisher-name" if self.article.journal.publisher.is_empty() => {
                    self.article.journal.publisher = text();
                }
                name => self.remarks.add(name, text()),
            }
        }
        abbreviations.retain(|name| !name.is_empty());
        self.article.journal.abbreviation = abbreviations.first().cloned().unwrap_or_default();
        for other in abbreviations.into_iter().skip(1) {
            if other != self.article.journal.abbreviation {
                self.remarks.add("journal abbreviation", other);
            }
        }
    }

    fn element(&mut self, node: Node<'_>, article_type: &str) {
        let text = || prose::text(node);
        match node.name() {
            "article-id" => self.article_id(node),
            "article-categories" => self.categories(node),
            "title-group" => self.titles(node),
            // Contributors and pages were read together.
            "contrib-group" | "aff" | "aff-alternatives" | "x" | "fpage" | "lpage" | "page-range" => {}
            "author-notes" => self.author_notes(node),
            "pub-date" | "history" | "pub-history" => {
                dates::read(node, self.article, self.remarks, self.notes);
            }
            "volume" => keep(&mut self.article.volume, node, self.remarks),
            "issue" => keep(&mut self.article.issue, node, self.remarks),
            "elocation-id" => keep(&mut self.article.pages, node, self.remarks),
            "isbn" => push_once(&mut self.article.journal.isbns, text()),
            "permissions" => rights::permissions(node, self.article, self.remarks),
            "copyright-statement" | "license" => {
                rights::right(node, self.article, self.remarks);
            }
            "self-uri" | "uri" | "ext-link" => self.link(node),
            "related-article" => self.article.corrections.push(related::read(node, article_type)),
            "abstract" | "trans-abstract" => self.read_abstract(node),
            "kwd-group" | "unstructured-kwd-group" => self.keywords(node),
            "funding-group" | "contract-num" | "contract-sponsor" | "grant-num" | "grant-sponsor" => {
                rights::funding(node, self.article, self.remarks);
            }
            "custom-meta-group" | "custom-meta-wrap" => self.custom(node),
            "counts" => {
                node.children().for_each(|count| self.remarks.add(count.name(), count.attribute("count")));
            }
            name => self.remarks.add(name, prose::lines(node, "")),
        }
    }

    fn article_id(&mut self, node: Node<'_>) {
        let scheme = node.attribute("pub-id-type").to_lowercase();
        let value = prose::text(node);
        let scheme = match scheme.as_str() {
            "pmc-uid" => "pmc",
            "art-access-id" if value.starts_with("PMC") => "pmc",
            other => other,
        };
        let others = self.article.ids.other.len();
        let is_checked = matches!(scheme, "doi" | "pmid" | "pmc" | "pmcid");
        ids::add(&mut self.article.ids, scheme, value.clone(), true);
        if is_checked && self.article.ids.other.len() > others {
            let found = format!("{:?} is not the {} of one article", shown(&value), scheme.to_uppercase());
            let done = "it was kept as an identifier of its own";
            self.notes.push(Note { kind: ProblemKind::BadValue, at: node.at(), found, done });
        }
    }

    fn categories(&mut self, node: Node<'_>) {
        // Where what the reader sees as the type stands apart, a heading is a subject.
        let groups = node.children().filter(|child| child.name() == "subj-group");
        let mut kinds = groups.map(|group| group.attribute("subj-group-type").to_lowercase());
        let types = if kinds.any(|kind| kind == DISPLAYED) { DISPLAYED } else { TYPES };
        for child in node.children() {
            match child.name() {
                "subj-group" => self.subjects(child, "", types),
                name => self.remarks.add(name, prose::text(child)),
            }
        }
    }

    /// Reads a group of subjects; one without a type is of that of the group it stands in.
    fn subjects(&mut self, group: Node<'_>, outer: &str, types: &str) {
        let own = group.attribute("subj-group-type").to_lowercase();
        let kind = if own.is_empty() { outer } else { &own };
        for child in group.children() {
            let name = match child.name() {
                "subject" => prose::text(child),
                "compound-subject" => child.children().map(prose::text).collect::<Vec<_>>().join(": "),
                "subj-group" => {
                    self.subjects(child, kind, types);
                    continue;
                }
                name => {
                    self.remarks.add(name, prose::text(child));
                    continue;
                }
            };
            if kind.is_empty() || is_one_of(kind, types) {
                push_type(self.article, name);
            } else if name.bytes().all(|b| b.is_ascii_digit()) {
                self.remarks.add(kind, name);
            } else {
                push_once(&mut self.article.keywords, name);
            }
        }
    }

    fn titles(&mut self, node: Node<'_>) {
        let title = titled(
            node.child("article-title").map_or(String::new(), text_of_title),
            &child_text(node, "subtitle"),
        );
        self.article.title = title;
        let is_english = |language: &str| language.is_empty() || language == "eng";
        let own_language = self.article.languages.first().cloned().unwrap_or_default();
        for child in node.children() {
            match child.name() {
                "trans-title-group" | "trans-title" => {
                    let language = languages::code(&child.attribute("lang"));
                    let inner = child.child("trans-title").unwrap_or(child);
                    let inner_language = languages::code(&inner.attribute("lang"));
                    let language = if language.is_empty() { inner_language } else { language };
                    let title = titled(text_of_title(inner), &child_text(child, "trans-subtitle"));
                    if language == "eng"
                        && !is_english(&own_language)
                        && self.article.vernacular_title.is_empty()
                    {
                        self.article.vernacular_title = std::mem::replace(&mut self.article.title, title);
                    } else {
                        self.remarks.add(format!("trans-title {language}").trim(), title);
                    }
                }
                "alt-title" => {
                    let kind = child.attribute("alt-title-type");
                    self.remarks.add(format!("alt-title {kind}").trim(), prose::text(child));
                }
                "fn-group" => self.remarks.add("title-group fn", prose::lines(child, "label")),
                _ => {}
            }
        }
    }

    fn author_notes(&mut self, node: Node<'_>) {
        for child in node.children() {
            let kind = child.attribute("fn-type");
            let text = prose::lines(child, "label");
            if body::is_interest_kind(&kind) {
                self.conflicts.push(text);
            } else {
                self.remarks.add(format!("{} {kind}", child.name()).trim(), text);
            }
        }
    }

    fn link(&mut self, node: Node<'_>) {
        let (href, text) = (node.attribute("href"), prose::text(node));
        let address = if href.is_empty() { text.clone() } else { href };
        if address.contains("://") {
            push_once(&mut self.article.links, address);
        } else {
            let kind = node.attribute("content-type");
            self.remarks.add(format!("{} {kind}", node.name()).trim(), address.clone());
        }
        if !text.is_empty() && !text.contains("://") {
            self.remarks.add(node.name(), text);
        }
    }

    fn read_abstract(&mut self, node: Node<'_>) {
        let sections = sections::of_abstract(node);
        if sections.is_empty() {
            return;
        }
        let language = languages::code(&node.attribute("lang"));
        let own = self.article.languages.first();
        let kind = node.attribute("abstract-type");
        let is_other = node.name() == "trans-abstract"
            || (!language.is_empty() && own.is_some_and(|own| *own != language));
        if is_other || !kind.is_empty() {
            self.article.other_abstracts.push(TranslatedAbstract { language, kind, sections });
        } else {
            self.article.abstract_sections.extend(sections);
        }
    }

    fn keywords(&mut self, node: Node<'_>) {
        let kind = node.attribute("kwd-group-type").to_lowercase();
        let is_abbreviations = kind.contains("abbr");
        for child in node.outermost(|node| matches!(node.name(), "kwd" | "compound-kwd")) {
            let text = match child.name() {
                "kwd" => prose::text(child),
                _ => child.children().map(prose::text).collect::<Vec<_>>().join(": "),
            };
            if is_abbreviations {
                self.remarks.add(&kind, text);
            } else {
                push_once(&mut self.article.keywords, text);
            }
        }
        if node.name() == "unstructured-kwd-group" {
            push_once(&mut self.article.keywords, prose::text(node));
        }
    }

    fn custom(&mut self, node: Node<'_>) {
        for child in node.outermost(|child| child.name() == "custom-meta") {
            let name = child_text(child, "meta-name");
            self.remarks.add(&name, child_text(child, "meta-value"));
        }
    }
}

fn push_type(article: &mut Article, name: String) {
    let types = &mut article.publication_types;
    let is_known = types.len() < COMPARED_MAX && types.iter().any(|known| known.name == name);
    if !name.is_empty() && !is_known {
        types.push(PublicationType { name, ui: String::new() });
    }
}

pub(super) fn push_once(into: &mut Vec<String>, text: String) {
    if !text.is_empty() && (into.len() > COMPARED_MAX || !into.contains(&text)) {
        into.push(text);
    }
}

/// `Title: subtitle`.
fn titled(title: String, subtitle: &str) -> String {
    match (title.is_empty(), subtitle.is_empty()) {
        (_, true) => title,
        (true, false) => subtitle.to_owned(),
        (false, false) if title.ends_with([':', '.', '?', '!', '—']) => format!("{title} {subtitle}"),
        (false, false) => format!("{title}: {subtitle}"),
    }
}

/// A title without the marks of notes on it.
fn text_of_title(node: Node<'_>) -> String {
    let mut flat = Flat::default();
    prose::push(node, &mut flat, &mut |child, _| {
        child.name() == "fn"
            || (child.name() == "xref" && is_one_of(&child.attribute("ref-type"), "fn author-notes"))
    });
    flat.take()
}

/// Pages as they are given whole, or from the first to the last.
fn pages(meta: Node<'_>) -> String {
    let range = child_text(meta, "page-range");
    if range.is_empty() {
        people::range(&child_text(meta, "fpage"), &child_text(meta, "lpage"))
    } else {
        range
    }
}

/// Puts the text of a node in an empty field, else among the remarks.
fn keep(field: &mut String, node: Node<'_>, remarks: &mut Remarks) {
    keep_text(field, prose::text(node), node.name(), remarks);
}

fn keep_text(field: &mut String, text: String, label: &str, remarks: &mut Remarks) {
    if field.is_empty() {
        *field = text;
    } else if *field != text {
        remarks.add(label, text);
    }
}
