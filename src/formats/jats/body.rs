//! The full text of an article: sections with their paragraphs, in the order of the source.
//!
//! Figures and tables that stand within a paragraph come behind it, so that its sentences stay whole.
//! It must not know what the front matter says.

use super::super::xml::{Flat, Node, Piece};
use super::prose::{self, is_one_of};
use super::references::{self, References};
use super::{floats, people};
use crate::model::BodySection;

/// Elements that are a section of their own where they stand among sections.
const SECTIONS: &str = "sec app ack notes glossary bio fn-group ref-list";

/// What is known of who has an interest in the work, however the section is named.
const INTERESTS: [&str; 8] = [
    "competing interest",
    "conflict of interest",
    "conflicts of interest",
    "conflict of interests",
    "conflicting interest",
    "declaration of interest",
    "declarations of interest",
    "coi statement",
];

/// A longer title names more than the interests.
const INTEREST_MAX_BYTES: usize = 80;

/// The full text while it is put together.
#[derive(Default)]
pub(super) struct Body<'a> {
    pub sections: Vec<BodySection>,
    pub references: References,
    pub conflicts: Vec<String>,
    depth: u8,
    /// Whether the last section is the one that paragraphs belong to.
    is_open: bool,
    /// Paragraphs and boxes that are open: sections within them are paragraphs too.
    within: u32,
    /// Printed before the next paragraph: the label of a list item or note.
    before: String,
    floats: Vec<Node<'a>>,
    /// A reply or a translation: its references are not the article's.
    is_sub_article: bool,
    is_in_list: bool,
}

impl<'a> Body<'a> {
    /// Adds what stands in the body, the back matter or the floats of an article.
    pub fn add(&mut self, node: Node<'a>) {
        let mut flat = Flat::default();
        self.children(node, "", &mut flat);
        self.end_paragraph(&mut flat);
        self.is_open = false;
    }

    /// Adds a section that stands elsewhere than in the body.
    pub fn add_section(&mut self, node: Node<'a>) {
        self.section(node, &mut Flat::default());
    }

    /// Adds a reply, a decision letter or a translation as a section of its own.
    pub fn add_sub_article(&mut self, node: Node<'a>) {
        let front = ["front-stub", "front"].iter().find_map(|name| node.child(name));
        let meta = front.map(|front| front.child("article-meta").unwrap_or(front));
        let title = meta.and_then(|meta| meta.child("title-group"));
        self.begin_section(title.map_or(String::new(), |group| prose::child_text(group, "article-title")));
        self.is_sub_article = true;
        let mut flat = Flat::default();
        meta.into_iter().flat_map(people::lines).for_each(|line| self.paragraph(line));
        for child in meta.into_iter().flat_map(Node::children) {
            match child.name() {
                // Of a translation they are abstracts of the article.
                "abstract" | "trans-abstract" if !is_translation(node) => self.section(child, &mut flat),
                _ => {}
            }
        }
        for part in node.children() {
            match part.name() {
                "body" | "back" | "floats-group" => {
                    self.children(part, "", &mut flat);
                    self.end_paragraph(&mut flat);
                }
                "sub-article" | "response" => self.add_sub_article(part),
                _ => {}
            }
        }
        self.is_sub_article = self.depth > 1;
        self.end_section();
    }

    fn children(&mut self, node: Node<'a>, left_out: &str, flat: &mut Flat) {
        for piece in node.pieces() {
            match piece {
                Piece::Text(text) => flat.push(text),
                Piece::Reference(name) => drop(flat.push_reference(name)),
                Piece::Element(child) if is_one_of(child.name(), left_out) => {}
                Piece::Element(child) => {
                    prose::element(child, flat, &mut |node, flat| self.block(node, flat));
                }
            }
        }
    }

    /// Takes an element out of the running text, where it is more than that.
    fn block(&mut self, node: Node<'a>, flat: &mut Flat) -> bool {
        let name = node.name();
        match name {
            "p" | "attrib" | "verse-line" | "preformat" | "code" | "title" | "subtitle" | "term-head"
            | "def-head" | "license-p" => self.text_block(node, flat),
            _ if self.within == 0 && is_one_of(name, SECTIONS) => {
                self.end_paragraph(flat);
                self.section(node, flat);
            }
            "ref-list" => self.ref_list(node, flat),
            "sec" | "list" | "def-list" | "disp-quote" | "boxed-text" | "statement" | "speech"
            | "verse-group" | "fn-group" | "app" | "ack" | "notes" | "glossary" | "list-item" => {
                self.container(node, "label", flat);
            }
            "def-item" => self.container(node, "term", flat),
            "fn" if is_interest_kind(&node.attribute("fn-type")) && !self.is_sub_article => {
                self.conflicts.push(prose::lines(node, "label"));
            }
            _ if floats::is_float(name) => {
                self.floats.push(node);
                if self.within == 0 {
                    self.end_paragraph(flat);
                }
            }
            "sub-article" | "response" => {}
            _ => return false,
        }
        true
    }

    fn text_block(&mut self, node: Node<'a>, flat: &mut Flat) {
        self.end_lines(flat);
        self.within += 1;
        self.children(node, "", flat);
        self.within -= 1;
        if self.within == 0 { self.end_paragraph(flat) } else { self.end_lines(flat) }
    }

    fn container(&mut self, node: Node<'a>, label: &str, flat: &mut Flat) {
        self.end_lines(flat);
        self.within += 1;
        self.take_label(node.child(label));
        self.children(node, label, flat);
        self.within -= 1;
        self.end_lines(flat);
        self.before.clear();
        if self.within == 0 {
            self.end_paragraph(flat);
        }
    }

    fn take_label(&mut self, label: Option<Node<'a>>) {
        if let Some(label) = label {
            let mut text = prose::text(label);
            if label.name() == "term" && !text.ends_with([':', '.', '=']) {
                text.push(':');
            }
            self.before = text;
        }
    }

    fn section(&mut self, node: Node<'a>, flat: &mut Flat) {
        if node.name() == "ref-list" {
            return self.ref_list(node, flat);
        }
        let title = ["label", "title"].map(|name| prose::child_text(node, name));
        let title = title.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        if !self.is_sub_article && is_interest(node, &title) {
            self.conflicts.push(prose::lines(node, "label title sec-meta"));
            return;
        }
        self.begin_section(title);
        self.children(node, "label title sec-meta", flat);
        self.end_paragraph(flat);
        self.end_section();
    }

    /// The title of the whole list says no more than that it is one; that of a list within it may.
    fn ref_list(&mut self, node: Node<'a>, flat: &mut Flat) {
        for child in node.children() {
            match child.name() {
                "label" => {}
                "title" if !self.is_in_list => {}
                "ref" if self.is_sub_article => {
                    references::printed(child).into_iter().for_each(|line| self.paragraph(line));
                }
                "ref" => self.references.add(child),
                _ => {
                    let is_in_list = std::mem::replace(&mut self.is_in_list, true);
                    prose::element(child, flat, &mut |node, flat| self.block(node, flat));
                    self.is_in_list = is_in_list;
                }
            }
        }
        self.end_lines(flat);
    }

    fn begin_section(&mut self, title: String) {
        self.depth = self.depth.saturating_add(1);
        self.sections.push(BodySection { title, depth: self.depth, paragraphs: Vec::new() });
        self.is_open = true;
    }

    fn end_section(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.is_open = false;
    }

    /// Ends the text so far as a paragraph, and lays down the figures and tables met in it.
    fn end_paragraph(&mut self, flat: &mut Flat) {
        self.end_lines(flat);
        for float in std::mem::take(&mut self.floats) {
            for line in floats::lines(float) {
                self.paragraph(line);
            }
        }
    }

    /// Ends the text so far as a paragraph.
    fn end_lines(&mut self, flat: &mut Flat) {
        let text = flat.cut();
        if text.is_empty() {
            return;
        }
        let before = std::mem::take(&mut self.before);
        self.paragraph(if before.is_empty() { text } else { format!("{before} {text}") });
    }

    fn paragraph(&mut self, text: String) {
        if text.is_empty() {
            return;
        }
        if !self.is_open {
            let depth = self.depth.max(1);
            self.sections.push(BodySection { title: String::new(), depth, paragraphs: Vec::new() });
            self.is_open = true;
        }
        if let Some(section) = self.sections.last_mut() {
            section.paragraphs.push(text);
        }
    }
}

/// Whether a section is a statement of interests, by its kind or its title; of one with sections, only they may be.
fn is_interest(node: Node<'_>, title: &str) -> bool {
    if node.child("sec").is_some() {
        return false;
    }
    ["sec-type", "notes-type", "content-type"].iter().any(|name| is_interest_kind(&node.attribute(name)))
        || is_interest_kind(title)
}

/// Whether this names a statement of interests: a kind such as `COI-statement`, or a title.
pub(super) fn is_interest_kind(text: &str) -> bool {
    if text.len() > INTEREST_MAX_BYTES {
        return false;
    }
    let lower = text.to_lowercase().replace(['-', '_'], " ");
    lower == "conflict" || INTERESTS.iter().any(|name| lower.contains(name))
}

/// Whether a `sub-article` is a translation.
pub(super) fn is_translation(node: Node<'_>) -> bool {
    node.has("article-type", "translation")
}
