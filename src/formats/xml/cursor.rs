//! A cursor over the XML of one record: children, text, attributes, and what was odd about them.
//!
//! It must not know the elements of any format.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::NESTING_MAX;
use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::flatten::{Flat, decoded};
use super::notes::{Broken, KEPT_AS_WRITTEN, Note, Notes, Read, unknown_reference};

/// Walks a record. After [`child`](Self::child) gives an element, exactly one of `text`, `skip` or a loop
/// of `child` to its `None` takes what is in it.
pub(in super::super) struct Cursor<'t> {
    reader: Reader<&'t [u8]>,
    depth: usize,
    /// The element just given is `<x/>`: nothing is in it and no end tag follows.
    empty: bool,
    flat: Flat,
    pub notes: Notes,
}

impl<'t> Cursor<'t> {
    pub fn new(record: &'t str) -> Self {
        let mut reader = Reader::from_str(record);
        let config = reader.config_mut();
        // A lone `&` is text with a note; it does not cost the record.
        config.allow_dangling_amp = true;
        Self { reader, depth: 0, empty: false, flat: Flat::default(), notes: Notes::default() }
    }

    /// The next element within the current one; `None` at its end.
    pub fn child(&mut self) -> Read<Option<BytesStart<'t>>> {
        if std::mem::take(&mut self.empty) {
            return Ok(None);
        }
        // Between elements white space means nothing, and no event of it is wanted.
        self.reader.config_mut().trim_text_start = true;
        loop {
            match self.event()? {
                Event::Start(start) => {
                    self.enter()?;
                    return Ok(Some(start));
                }
                Event::Empty(start) => {
                    self.empty = true;
                    return Ok(Some(start));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(None);
                }
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return self.broken("it ends before its end tag"),
                Event::Text(text) if !text.trim_ascii().is_empty() => {
                    let found = format!("{:?} outside any field", shown(text.trim_ascii()));
                    self.note(ProblemKind::Malformed, found, "it was left out");
                }
                Event::GeneralRef(_) | Event::CData(_) => {
                    let found = "a reference or CDATA outside any field".to_owned();
                    self.note(ProblemKind::Malformed, found, "it was left out");
                }
                _ => {}
            }
        }
    }

    /// Adds the text of the current element, where it has any.
    pub fn push_text(&mut self, into: &mut Vec<String>) -> Read<()> {
        let text = self.text()?;
        if !text.is_empty() {
            into.push(text);
        }
        Ok(())
    }

    /// The text of the current element, markup flattened and white space collapsed.
    pub fn text(&mut self) -> Read<String> {
        if std::mem::take(&mut self.empty) {
            return Ok(String::new());
        }
        self.reader.config_mut().trim_text_start = false;
        self.flat.clear();
        let outside = self.depth;
        loop {
            match self.event()? {
                Event::Text(text) => {
                    if text.starts_with('&') {
                        self.note(ProblemKind::Malformed, "a lone &".to_owned(), "it was kept as text");
                    }
                    self.flat.push(&text);
                }
                Event::CData(text) => self.flat.push(&text),
                Event::GeneralRef(name) => self.reference(&name),
                Event::Start(start) => {
                    self.enter()?;
                    self.flat.start(start.local_name().into_inner());
                }
                Event::Empty(start) => {
                    self.flat.start(start.local_name().into_inner());
                    self.flat.end();
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth < outside {
                        break;
                    }
                    self.flat.end();
                }
                Event::Eof => return self.broken("it ends before its end tag"),
                _ => {}
            }
        }
        if self.flat.had_control() {
            let found = "control characters in text".to_owned();
            self.note(ProblemKind::Malformed, found, "they were taken for white space");
        }
        Ok(self.flat.take())
    }

    /// Passes over the current element.
    pub fn skip(&mut self) -> Read<()> {
        if std::mem::take(&mut self.empty) {
            return Ok(());
        }
        let outside = self.depth;
        while self.depth >= outside {
            match self.event()? {
                Event::Start(_) => self.enter()?,
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::Eof => return self.broken("it ends before its end tag"),
                _ => {}
            }
        }
        Ok(())
    }

    /// The value of an attribute; empty where it is absent.
    pub fn attribute(&mut self, start: &BytesStart<'_>, name: &str) -> String {
        let Some(raw) = raw_attribute(start, name) else { return String::new() };
        let (value, known) = decoded(&raw);
        if !known {
            self.unknown(&raw);
        }
        value
    }

    /// Notes something odd at the event just read.
    pub fn note(&mut self, kind: ProblemKind, found: String, done: &'static str) {
        let at = self.reader.buffer_position() as usize;
        self.notes.push(Note { kind, at, found, done });
    }

    fn event(&mut self) -> Read<Event<'t>> {
        self.reader.read_event().map_err(|error| {
            let at = self.reader.error_position() as usize;
            Box::new(Broken { at, found: error.to_string(), too_large: false })
        })
    }

    fn enter(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth <= NESTING_MAX {
            return Ok(());
        }
        let at = self.reader.buffer_position() as usize;
        let found = format!("elements nested deeper than {NESTING_MAX}");
        Err(Box::new(Broken { at, found, too_large: true }))
    }

    fn broken<T>(&self, found: &str) -> Read<T> {
        let at = self.reader.buffer_position() as usize;
        Err(Box::new(Broken { at, found: found.to_owned(), too_large: false }))
    }

    fn reference(&mut self, name: &str) {
        if !self.flat.push_reference(name) {
            self.unknown(&format!("&{name};"));
        }
    }

    fn unknown(&mut self, text: &str) {
        self.note(ProblemKind::BadValue, unknown_reference(text), KEPT_AS_WRITTEN);
    }
}

/// Whether an attribute has exactly this value.
pub(in super::super) fn attribute_is(start: &BytesStart<'_>, name: &str, value: &str) -> bool {
    raw_attribute(start, name).is_some_and(|raw| raw == value)
}

/// An attribute as it is written, references and all.
fn raw_attribute<'e>(start: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    attributes.flatten().find(|attribute| attribute.key.0 == name).map(|attribute| attribute.value)
}
