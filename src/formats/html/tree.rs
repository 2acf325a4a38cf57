//! A page as a flat tree: its elements and texts in the order of the page, each knowing where it ends.
//!
//! The crate html5gum makes the tokens. What browsers do beyond that is done only as far as pages of
//! articles need it: elements without an end tag end where the next of their kind starts, an end tag ends
//! what is open within its element, and one that ends nothing is passed over. Depth, elements and work per
//! tag are bounded, so that no page takes more than linear time.
//!
//! It must not know what any element means for an article.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::super::NESTING_MAX;

/// More elements and texts than this are not read; the longest real pages have some 50,000.
const NODES_MAX: usize = 250_000;

/// The attributes that are kept.
const ATTRIBUTES: [&str; 14] = [
    "class", "id", "name", "property", "itemprop", "content", "lang", "xml:lang", "href", "rel", "type",
    "datetime", "start", "value",
];

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements that part the text before them from the text after them.
const BLOCKS: [&str; 43] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "thead",
    "title",
    "tr",
    "ul",
];

/// What a start tag ends, within the nearest element of the third list.
const ENDED: [(&[&str], &[&str], &[&str]); 6] = [
    (&["li"], &["li"], &["ul", "ol", "menu"]),
    (&["dt", "dd"], &["dt", "dd"], &["dl"]),
    (&["tr"], &["tr", "td", "th"], &["table"]),
    (&["td", "th"], &["td", "th"], &["tr", "table"]),
    (&["option"], &["option"], &["select"]),
    (&["body"], &["head"], &["html"]),
];

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node {
    pub what: What,
    /// The element it stands in; itself for what stands at the top.
    pub parent: usize,
    /// The first node that is not within it.
    pub end: usize,
    /// Byte of the page at which it starts.
    pub byte: usize,
}

#[derive(Debug)]
pub(super) enum What {
    Element { name: String, attributes: Vec<(&'static str, String)> },
    Text(String),
}

impl Node {
    /// The name of the element; empty for a text.
    pub fn name(&self) -> &str {
        match &self.what {
            What::Element { name, .. } => name,
            What::Text(_) => "",
        }
    }

    /// The attribute's value; empty where there is none.
    pub fn attribute(&self, wanted: &str) -> &str {
        let What::Element { attributes, .. } = &self.what else { return "" };
        attributes.iter().find(|(name, _)| *name == wanted).map_or("", |(_, value)| value)
    }

    /// Whether the id or one of the classes is one of these, parted by spaces, in whatever case.
    pub fn is_marked(&self, marks: &str) -> bool {
        let (classes, id) = (self.attribute("class"), self.attribute("id"));
        // Most elements have neither.
        if classes.is_empty() && id.is_empty() {
            return false;
        }
        let is_mark = |word: &str| marks.split(' ').any(|mark| mark.eq_ignore_ascii_case(word));
        classes.split_ascii_whitespace().any(is_mark) || (!id.is_empty() && is_mark(id))
    }

    /// Whether it parts the text before it from the text after it.
    pub fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name())
    }

    /// The level of a heading, 1 to 6.
    pub fn heading(&self) -> Option<u8> {
        match self.name().as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        }
    }
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// The address a browser says it saved the page from.
    pub saved_from: String,
    /// Bytes of the whole page.
    bytes: usize,
    /// Byte of the first element that stands too deep to be told apart from the one it stands in.
    pub too_deep: Option<usize>,
    /// Byte from which the page is not read, for it has too many elements.
    pub cut: Option<usize>,
}

impl Tree {
    pub fn parse(text: &str) -> Self {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut building = Building::default();
        for token in Tokenizer::new_with_emitter(text, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) if building.tree.nodes.len() >= NODES_MAX => {
                    building.tree.cut = Some(tag.span.start);
                    break;
                }
                Token::StartTag(tag) => building.start(&tag),
                Token::EndTag(tag) => building.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => building.text(String::from_utf8_lossy(&text), text.span.start),
                Token::Comment(comment) => building.comment(&String::from_utf8_lossy(&comment)),
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        building.close_to(0);
        building.tree.bytes = text.len();
        building.tree
    }

    /// The elements within a node, itself among them.
    pub fn elements(&self, within: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes.get(within).map_or(0, |node| node.end);
        (within..end).filter(|&at| !self.nodes[at].name().is_empty())
    }

    /// The elements of the page.
    pub fn all_elements(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(|&at| !self.nodes[at].name().is_empty())
    }

    /// How many bytes of the page a node takes, as far as where the next one starts tells.
    pub fn length(&self, node: usize) -> usize {
        let node = &self.nodes[node];
        self.nodes.get(node.end).map_or(self.bytes, |next| next.byte) - node.byte
    }

    /// The text of a script.
    pub fn script(&self, node: usize) -> String {
        let texts = self.nodes[node + 1..self.nodes[node].end].iter().filter_map(|node| match &node.what {
            What::Text(text) => Some(text.as_str()),
            What::Element { .. } => None,
        });
        texts.collect()
    }

    /// The elements around a node, from the nearest on.
    pub fn around(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let step = |&at: &usize| Some(self.nodes[at].parent).filter(|parent| *parent != at);
        std::iter::successors(Some(node), step).skip(1)
    }
}

#[derive(Default)]
struct Building {
    tree: Tree,
    /// The open elements, innermost last.
    open: Vec<usize>,
    /// How many elements are open that stand too deep to be kept.
    deeper: usize,
}

impl Building {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let is_void = VOID.contains(&name.as_str());
        if BLOCKS.contains(&name.as_str()) && name != "br" {
            self.end_within(
                &["p"],
                &["table", "td", "button", "div", "section", "article", "li", "blockquote"],
            );
        }
        for (starts, ended, within) in ENDED {
            if starts.contains(&name.as_str()) {
                self.end_within(ended, within);
            }
        }
        if self.open.len() >= NESTING_MAX && !is_void {
            self.tree.too_deep.get_or_insert(tag.span.start);
            self.deeper += 1;
            return;
        }
        let value = |name: &&'static str| {
            let value = tag.attributes.get(name.as_bytes())?;
            Some((*name, String::from_utf8_lossy(value).into_owned()))
        };
        let attributes = ATTRIBUTES.iter().filter_map(value).collect();
        let at = self.push(What::Element { name, attributes }, tag.span.start);
        if !is_void {
            self.open.push(at);
        }
    }

    fn end(&mut self, name: &str) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let is_block = BLOCKS.contains(&name);
        for depth in (0..self.open.len()).rev() {
            let open = &self.tree.nodes[self.open[depth]];
            if open.name() == name {
                return self.close_to(depth);
            }
            // An end tag of inline markup ends nothing beyond the paragraph it stands in.
            if !is_block && open.is_block() {
                return;
            }
        }
    }

    fn text(&mut self, text: std::borrow::Cow<'_, str>, byte: usize) {
        // What the tokenizer hands over in pieces is one text.
        if let Some(Node { what: What::Text(last), parent, .. }) = self.tree.nodes.last_mut()
            && self.open.last().is_some_and(|open| open == parent)
        {
            last.push_str(&text);
        } else if self.tree.nodes.len() < NODES_MAX {
            self.push(What::Text(text.into_owned()), byte);
        }
    }

    /// Browsers write `saved from url=(0042)https://…` at the top of what they save.
    fn comment(&mut self, text: &str) {
        if self.tree.saved_from.is_empty()
            && let Some((_, after)) = text.split_once("saved from url=").or_else(|| text.split_once("url: "))
        {
            let address =
                after.split_once(')').filter(|_| after.starts_with('(')).map_or(after, |(_, rest)| rest);
            let address = address.split_whitespace().next().unwrap_or("");
            if address.starts_with("http") {
                address.clone_into(&mut self.tree.saved_from);
            }
        }
    }

    fn push(&mut self, what: What, byte: usize) -> usize {
        let at = self.tree.nodes.len();
        let parent = self.open.last().copied().unwrap_or(at);
        self.tree.nodes.push(Node { what, parent, end: at + 1, byte });
        at
    }

    /// Ends the outermost open element of these names that stands within one of the others.
    fn end_within(&mut self, names: &[&str], within: &[&str]) {
        let mut found = None;
        for depth in (0..self.open.len()).rev() {
            let name = self.tree.nodes[self.open[depth]].name();
            if within.contains(&name) {
                break;
            }
            if names.contains(&name) {
                found = Some(depth);
            }
        }
        if let Some(depth) = found {
            self.close_to(depth);
        }
    }

    fn close_to(&mut self, depth: usize) {
        let end = self.tree.nodes.len();
        for at in self.open.drain(depth..) {
            self.tree.nodes[at].end = end;
        }
    }
}
