//! The XML of one record as a tree, for formats whose elements are looked at more than once.
//!
//! A node is sixteen bytes beside the record itself. It must not know the elements of any format.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;

use super::super::NESTING_MAX;
use super::super::problem::ProblemKind;
use super::flatten::{decoded, meaning};
use super::notes::{Broken, KEPT_AS_WRITTEN, Note, Notes, Read, unknown_reference};

/// Nodes of a record; articles have some ten thousand.
const NODES_MAX: usize = 8 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Element,
    Text,
    Cdata,
    Reference,
}

/// A node: where it is written, and which slot stands behind all that is in it.
#[derive(Debug, Clone, Copy)]
struct Slot {
    start: u32,
    bytes: u32,
    end: u32,
    kind: Kind,
    /// Of an element: bytes of the prefix before its name, with the colon, and of its name.
    prefix: u8,
    name: u8,
}

/// A record as a tree.
pub(in super::super) struct Tree<'t> {
    record: &'t str,
    slots: Vec<Slot>,
    pub notes: Notes,
}

/// A node of the tree.
#[derive(Clone, Copy)]
pub(in super::super) struct Node<'a> {
    tree: &'a Tree<'a>,
    at: usize,
}

/// What a node is.
pub(in super::super) enum Piece<'a> {
    Element(Node<'a>),
    Text(&'a str),
    /// A reference, without its `&` and `;`.
    Reference(&'a str),
}

impl<'t> Tree<'t> {
    /// Builds the tree of a record.
    pub fn parse(record: &'t str) -> Read<Self> {
        let mut reader = Reader::from_str(record);
        // A lone `&` is text with a note; it does not cost the record.
        reader.config_mut().allow_dangling_amp = true;
        let mut tree = Self { record, slots: Vec::new(), notes: Notes::default() };
        let mut open = Vec::new();
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| {
                let at = reader.error_position() as usize;
                Box::new(Broken { at, found: error.to_string(), too_large: false })
            })?;
            let end = reader.buffer_position() as usize;
            match event {
                Event::Start(_) => {
                    open.push(tree.slots.len());
                    tree.add(Kind::Element, start, end);
                }
                Event::Empty(_) => tree.add(Kind::Element, start, end),
                Event::End(_) => {
                    let slots = tree.slots.len() as u32;
                    if let Some(slot) = open.pop().and_then(|at| tree.slots.get_mut(at)) {
                        slot.end = slots;
                    }
                }
                Event::Text(_) => tree.add(Kind::Text, start, end),
                Event::CData(_) => tree.add(Kind::Cdata, start, end),
                Event::GeneralRef(_) => tree.add(Kind::Reference, start, end),
                Event::Eof if open.is_empty() => break,
                Event::Eof => return broken(start, "it ends before its end tag", false),
                _ => {}
            }
            if open.len() > NESTING_MAX {
                return broken(start, &format!("elements nested deeper than {NESTING_MAX}"), true);
            }
            if tree.slots.len() > NODES_MAX {
                return broken(start, &format!("more than {NODES_MAX} elements and texts"), true);
            }
        }
        tree.note_control_characters();
        Ok(tree)
    }

    /// The element of the record.
    pub fn root(&self) -> Option<Node<'_>> {
        let at = self.slots.iter().position(|slot| slot.kind == Kind::Element)?;
        Some(Node { tree: self, at })
    }

    fn add(&mut self, kind: Kind, start: usize, end: usize) {
        let text = self.record.get(start..end).unwrap_or("");
        let note = match kind {
            Kind::Reference if meaning(trim(text, "&", ";")).is_none() => {
                Some((ProblemKind::BadValue, unknown_reference(text), KEPT_AS_WRITTEN))
            }
            Kind::Text if text.starts_with('&') => {
                Some((ProblemKind::Malformed, "a lone &".to_owned(), "it was kept as text"))
            }
            _ => None,
        };
        if let Some((kind, found, done)) = note {
            self.notes.push(Note { kind, at: start, found, done });
        }
        let (at, bytes) = (self.slots.len(), text.len());
        let full = full_name(text);
        let name = local(full);
        // A name too long for a byte is that of no known element, and left off.
        let prefix = u8::try_from(full.len() - name.len()).unwrap_or(0);
        let name = u8::try_from(name.len()).unwrap_or(0);
        let (start, bytes, end) = (start as u32, bytes as u32, at as u32 + 1);
        self.slots.push(Slot { start, bytes, end, kind, prefix, name });
    }

    fn note_control_characters(&mut self) {
        let is_control = |b: u8| b < b' ' && !b.is_ascii_whitespace();
        if let Some(at) = self.record.bytes().position(is_control) {
            let found = "control characters in text".to_owned();
            let done = "they were taken for white space";
            self.notes.push(Note { kind: ProblemKind::Malformed, at, found, done });
        }
    }
}

fn broken<T>(at: usize, found: &str, too_large: bool) -> Read<T> {
    Err(Box::new(Broken { at, found: found.to_owned(), too_large }))
}

/// The text without what it begins and ends with.
fn trim<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let text = text.strip_prefix(before).unwrap_or(text);
    text.strip_suffix(after).unwrap_or(text)
}

impl<'a> Node<'a> {
    /// The name of the element, without the prefix of its name space.
    pub fn name(self) -> &'a str {
        let slot = self.slot();
        let start = slot.start as usize + 1 + usize::from(slot.prefix);
        self.tree.record.get(start..start + usize::from(slot.name)).unwrap_or("")
    }

    /// Byte of the record at which it starts.
    pub fn at(self) -> usize {
        self.slot().start as usize
    }

    /// The value of an attribute, whatever the prefix of its name; empty where it is absent.
    pub fn attribute(self, name: &str) -> String {
        self.raw_attribute(name).map_or(String::new(), |raw| decoded(&raw).0)
    }

    /// Whether an attribute has this value.
    pub fn has(self, name: &str, value: &str) -> bool {
        self.raw_attribute(name).is_some_and(|raw| raw.trim().eq_ignore_ascii_case(value))
    }

    /// What is directly in it.
    pub fn pieces(self) -> impl Iterator<Item = Piece<'a>> {
        let end = self.slot().end as usize;
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let node = (at < end).then_some(Node { tree: self.tree, at })?;
            at = node.slot().end as usize;
            Some(node.piece())
        })
    }

    /// The elements directly in it.
    pub fn children(self) -> impl Iterator<Item = Node<'a>> {
        self.pieces().filter_map(|piece| match piece {
            Piece::Element(node) => Some(node),
            _ => None,
        })
    }

    /// The elements of a name directly in it.
    pub fn all(self, name: &str) -> impl Iterator<Item = Node<'a>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// The first element of a name directly in it.
    pub fn child(self, name: &str) -> Option<Node<'a>> {
        self.children().find(|child| child.name() == name)
    }

    /// All elements within it, in the order of the text.
    pub fn descendants(self) -> impl Iterator<Item = Node<'a>> {
        let range = self.at + 1..self.slot().end as usize;
        range.map(move |at| Node { tree: self.tree, at }).filter(|node| node.slot().kind == Kind::Element)
    }

    /// The outermost elements within it of which this is true: none of them is in another.
    pub fn outermost(self, is_one: impl Fn(Node<'a>) -> bool) -> impl Iterator<Item = Node<'a>> {
        let end = self.slot().end as usize;
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            while at < end {
                let node = Node { tree: self.tree, at };
                if node.slot().kind == Kind::Element && is_one(node) {
                    at = node.slot().end as usize;
                    return Some(node);
                }
                at += 1;
            }
            None
        })
    }

    /// Whether text other than white space stands directly in it.
    pub fn has_own_text(self) -> bool {
        self.pieces().any(|piece| match piece {
            Piece::Text(text) => !text.trim().is_empty(),
            Piece::Reference(_) => true,
            Piece::Element(_) => false,
        })
    }

    fn piece(self) -> Piece<'a> {
        let text = self.raw();
        match self.slot().kind {
            Kind::Element => Piece::Element(self),
            Kind::Text => Piece::Text(text),
            Kind::Cdata => Piece::Text(trim(text, "<![CDATA[", "]]>")),
            Kind::Reference => Piece::Reference(trim(text, "&", ";")),
        }
    }

    fn slot(self) -> Slot {
        self.tree.slots[self.at]
    }

    fn raw(self) -> &'a str {
        let slot = self.slot();
        let start = slot.start as usize;
        self.tree.record.get(start..start + slot.bytes as usize).unwrap_or("")
    }

    fn raw_attribute(self, name: &str) -> Option<Cow<'a, str>> {
        let tag = self.raw().trim_end_matches(['/', '>']);
        let mut attributes = Attributes::new(tag, full_name(tag).len() + 1);
        attributes.with_checks(false);
        let found = attributes.flatten().find(|attribute| local(attribute.key.0) == name)?;
        Some(found.value)
    }
}

/// The name in a start tag, prefix and all; nothing in a text.
fn full_name(tag: &str) -> &str {
    let inside = tag.strip_prefix('<').unwrap_or("");
    let is_end = |b: u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
    let end = inside.bytes().position(is_end).unwrap_or(inside.len());
    &inside[..end]
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
