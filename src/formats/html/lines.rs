//! The text of a stretch of a page, in lines as a reader sees them.
//!
//! It must not know what any line means for an article.

use std::ops::Range;

use super::super::xml::flatten::Flat;
use super::tree::{Node, Tree, What};

/// Elements without text of the article.
const HIDDEN: [&str; 9] =
    ["script", "style", "noscript", "template", "svg", "button", "select", "textarea", "iframe"];

/// A line of text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    /// Length of the bold text it starts with.
    pub bold: usize,
    /// The level of the heading it is; 0 for none.
    pub heading: u8,
    /// Its number in a numbered list.
    pub number: Option<u32>,
    /// The addresses it links to.
    pub links: Vec<String>,
    /// The node it starts at.
    pub node: usize,
}

/// The text of a node in one line.
pub(super) fn text(tree: &Tree, node: usize) -> String {
    let lines = lines(tree, node..tree.nodes[node].end, |_| false);
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    texts.join(" ")
}

/// The lines of a stretch of nodes, but for the elements that are `left_out`.
pub(super) fn lines(tree: &Tree, stretch: Range<usize>, left_out: impl Fn(usize) -> bool) -> Vec<Line> {
    let mut reading = Reading::default();
    let mut at = stretch.start;
    while at < stretch.end.min(tree.nodes.len()) {
        reading.end_elements(tree, at);
        let node = &tree.nodes[at];
        match &node.what {
            What::Text(text) => {
                reading.push(text, at);
                at += 1;
            }
            What::Element { .. } if HIDDEN.contains(&node.name()) || left_out(at) => at = node.end,
            What::Element { .. } => {
                reading.start(node, at);
                at += 1;
            }
        }
    }
    reading.end_elements(tree, usize::MAX);
    reading.end_line();
    reading.lines
}

#[derive(Default)]
struct Reading {
    lines: Vec<Line>,
    line: Line,
    flat: Flat,
    open: Vec<usize>,
    /// How many elements of bold text are open.
    bold: u32,
    /// Whether text was met that is not bold.
    met_plain: bool,
    met_text: bool,
    /// The blocks that are open: the levels of headings, 0 for any other.
    levels: Vec<u8>,
    /// How many formulas are open.
    formulas: u32,
    /// The numbers of the numbered lists that are open; 0 for one that is not numbered.
    lists: Vec<u32>,
}

impl Reading {
    fn start(&mut self, node: &Node, at: usize) {
        if node.is_block() {
            self.end_line();
            self.levels.push(node.heading().unwrap_or(0));
        }
        self.formulas += u32::from(node.name() == "math");
        if self.formulas > 0 || matches!(node.name(), "sup" | "sub") {
            self.flat.start(node.name());
        }
        match node.name() {
            "b" | "strong" => self.bold += 1,
            "td" | "th" => self.flat.push(" "),
            "ol" => self.lists.push(node.attribute("start").parse::<u32>().unwrap_or(1).max(1)),
            "ul" => self.lists.push(0),
            "li" => {
                if let Some(next) = self.lists.last_mut().filter(|next| **next > 0) {
                    let number = node.attribute("value").parse().unwrap_or(*next);
                    self.line.number = Some(number);
                    *next = number.saturating_add(1);
                }
            }
            "a" if !node.attribute("href").is_empty() => {
                self.line.links.push(node.attribute("href").trim().to_owned());
            }
            _ => {}
        }
        if node.end > at + 1 {
            self.open.push(at);
        } else {
            self.end(node);
        }
    }

    fn end_elements(&mut self, tree: &Tree, at: usize) {
        while let Some(&open) = self.open.last()
            && tree.nodes[open].end <= at
        {
            self.open.pop();
            self.end(&tree.nodes[open]);
        }
    }

    fn end(&mut self, node: &Node) {
        match node.name() {
            "b" | "strong" => {
                self.bold = self.bold.saturating_sub(1);
                if self.bold == 0 && self.met_text && !self.met_plain && self.line.bold == 0 {
                    self.line.bold = self.flat.take().len();
                }
            }
            "ol" | "ul" => {
                self.lists.pop();
            }
            _ => {}
        }
        if self.formulas > 0 || matches!(node.name(), "sup" | "sub") {
            self.flat.end();
        }
        self.formulas -= u32::from(node.name() == "math" && self.formulas > 0);
        if node.is_block() {
            self.end_line();
            self.levels.pop();
        }
    }

    fn push(&mut self, text: &str, at: usize) {
        if !text.trim().is_empty() {
            if !self.met_text {
                (self.met_text, self.line.node) = (true, at);
                self.line.heading = self.levels.last().copied().unwrap_or(0);
            }
            self.met_plain |= self.bold == 0;
        }
        self.flat.push(text);
    }

    fn end_line(&mut self) {
        if !self.met_text {
            // A link without text, such as one around an icon, says nothing of the text that follows.
            self.line.links.clear();
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        line.text = self.flat.take();
        if !self.met_plain && line.bold == 0 && self.bold > 0 {
            line.bold = line.text.len();
        }
        self.flat.clear();
        (self.met_text, self.met_plain) = (false, false);
        // A text of invisible characters alone is none.
        if line.text.chars().any(|c| !c.is_whitespace() && !is_invisible(c)) {
            self.lines.push(line);
        }
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}
