//! BibTeX and BibLaTeX: entries of fields, whatever program wrote them.
//!
//! Entries are cut from the file by their braces, and taken apart field by field, so that one malformed
//! entry or field costs only itself. Strings and parents hold across the file. The crates there are,
//! `biblatex` and `serde_bibtex`, give up a file or an entry where something is malformed, and want the
//! whole file in memory; the first can be made to recurse without end.
//!
//! `@preamble` and `@comment` hold no record and are passed over, as is the text between entries.
//!
//! It must not know any other format.

mod article;
mod dates;
mod entry;
mod frame;
mod identifiers;
mod macros;
mod names;
mod parents;
mod source;
mod symbols;
#[cfg(test)]
mod tests;
mod tex;

use std::io;

use super::detect::Head;
use super::emit::Emitter;
use super::problem::{Place, ProblemKind};
use super::stream::Window;
use super::text::{decode, shown};
use entry::{Entry, Fields, Flaw};
use frame::{Frame, Framer, Opening, is_field, starts_entry};
use macros::Macros;
use parents::{Parents, inherits};

pub(super) use dates::{Read, date};
pub(super) use names::person;

/// A formula of TeX as plain text.
pub(super) fn formula(tex: &str) -> String {
    tex::text(&format!("${tex}$"))
}

/// Whether a line starts an entry, key and field or string with it.
pub(super) fn recognise(head: &Head<'_>) -> bool {
    if head.bytes.starts_with(b"<") || head.bytes.contains(&0) {
        return false;
    }
    let mut rest = head.bytes;
    loop {
        if starts_entry(rest) && has_field(rest.trim_ascii_start()) {
            return true;
        }
        let Some(end) = memchr::memchr2(b'\n', b'\r', rest) else { return false };
        rest = &rest[end + 1..];
    }
}

/// Whether an entry starts with a field, behind its key where it has one.
fn has_field(entry: &[u8]) -> bool {
    let Some(opening) = Opening::read(entry) else { return false };
    let inside = &entry[opening.at + 1..];
    let key = inside
        .iter()
        .position(|b| matches!(b, b',' | b'='))
        .map_or(0, |end| end + usize::from(inside[end] == b','));
    let after = if inside.get(key) == Some(&b'=') { inside } else { &inside[key..] };
    is_field(after.trim_ascii_start())
}

/// Reads the file, an entry at a time.
pub(super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let mut framer = Framer::default();
    let mut file = File::default();
    while !out.stopped() {
        let Some((opening, frame)) = framer.next(window, out)? else { break };
        if !opening.is_comment() && opening.kind != "preamble" {
            file.read(&opening, frame, window, out);
        }
        window.consume(frame.bytes);
        if file.parents.is_full() {
            file.flush(out);
        }
    }
    file.flush(out);
    Ok(())
}

/// What is known of the file so far.
#[derive(Default)]
struct File {
    macros: Macros,
    parents: Parents,
}

impl File {
    /// Reads what stands at the start of the window.
    fn read(&mut self, opening: &Opening, frame: Frame, window: &Window<'_>, out: &mut Emitter<'_, '_>) {
        let is_string = opening.kind == "string";
        let record = (!is_string).then(|| out.begin_record());
        let place = Place { record, line: Some(window.line()), byte: Some(window.offset()) };
        let end = frame.bytes - usize::from(frame.closed);
        let (text, wrong_byte) = decode(&window.data()[opening.at + 1..end]);
        if let Some(at) = wrong_byte {
            let byte = Some(window.offset() + (opening.at + 1 + at) as u64);
            let place = Place { record, byte, line: None };
            out.problem(ProblemKind::Encoding, place, "text that is not UTF-8", "U+FFFD stands for it");
        }
        if !frame.closed {
            let found = format!("@{} is never closed", opening.kind);
            out.problem(ProblemKind::Malformed, place, &found, "it was read up to the next entry or the end");
        }
        let text = if frame.closed { &text } else { without_closing_line(&text) };
        let mut fields = Fields::new(text, window.line(), frame, &self.macros);
        let key = if is_string { String::new() } else { fields.key() };
        let all = fields.all();
        let flaws = std::mem::take(&mut fields.flaws);
        flaws.iter().for_each(|flaw| tell(record, flaw, out));
        if is_string {
            for field in all {
                if !self.macros.define(&field.name, field.value) {
                    let found =
                        format!("the string {:?} is too long, or they are too many", shown(&field.name));
                    let place = Place { line: Some(field.line), ..place };
                    out.problem(ProblemKind::TooLarge, place, &found, "it was left undefined");
                }
            }
            return;
        }
        let entry = Entry {
            kind: opening.kind.clone(),
            key,
            fields: once_each(all, record, out),
            record: record.unwrap_or(0),
            line: window.line(),
            byte: window.offset(),
        };
        self.parents.keep(&entry);
        match entry.kind.as_str() {
            "xdata" => {}
            _ if inherits(&entry) => self.parents.wait(entry),
            _ => hand_over(entry, out),
        }
    }

    /// Hands over the entries that waited for their parents.
    fn flush(&mut self, out: &mut Emitter<'_, '_>) {
        for mut entry in self.parents.take_waiting() {
            out.return_to_record();
            for key in self.parents.bequeath(&mut entry) {
                let found =
                    format!("the entry {:?}, from which this one inherits, is not known", shown(&key));
                let place =
                    Place { record: Some(entry.record), line: Some(entry.line), byte: Some(entry.byte) };
                out.problem(ProblemKind::Incomplete, place, &found, "it was read without");
            }
            hand_over(entry, out);
        }
    }
}

/// The text of an entry without a brace alone on its last line: the one missing is further up.
fn without_closing_line(text: &str) -> &str {
    let trimmed = text.trim_end().trim_end_matches([')', '}']).trim_end_matches([' ', '\t']);
    if trimmed.ends_with(['\n', '\r']) { trimmed } else { text }
}

/// The fields without those given twice: of two that differ the second is told of, and left out of what is
/// read but not of the notes.
fn once_each(all: Vec<entry::Field>, record: Option<u64>, out: &mut Emitter<'_, '_>) -> Vec<entry::Field> {
    let mut fields: Vec<entry::Field> = Vec::with_capacity(all.len());
    for mut field in all {
        match fields.iter().find(|known| known.name.eq_ignore_ascii_case(&field.name)) {
            Some(known) if known.value == field.value => {}
            Some(_) => {
                let place = Place { record, line: Some(field.line), byte: None };
                let found = format!("the field {:?} is given twice", shown(&field.name));
                out.problem(ProblemKind::BadValue, place, &found, "the second is kept as a note");
                field.name.push_str(" (2)");
                fields.push(field);
            }
            None => fields.push(field),
        }
    }
    fields
}

fn tell(record: Option<u64>, flaw: &Flaw, out: &mut Emitter<'_, '_>) {
    let place = Place { record, line: Some(flaw.line), byte: None };
    out.problem(flaw.kind, place, &flaw.found, flaw.done);
}

fn hand_over(entry: Entry, out: &mut Emitter<'_, '_>) {
    let record = Some(entry.record);
    let place = Place { record, line: Some(entry.line), byte: Some(entry.byte) };
    if entry.fields.iter().all(|field| field.value.trim().is_empty()) {
        let found = format!("@{} {:?} without content", shown(&entry.kind), shown(&entry.key));
        out.problem(ProblemKind::Incomplete, place, &found, "it was left out");
        return;
    }
    let article = article::convert(entry, &mut |flaw| tell(record, &flaw, out));
    if article.title.is_empty() && article.abstract_sections.is_empty() {
        out.problem(
            ProblemKind::Incomplete,
            place,
            "an entry with neither title nor abstract",
            "it was kept",
        );
    }
    out.article(article);
}
