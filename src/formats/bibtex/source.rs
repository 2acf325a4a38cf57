//! The fields of an entry, taken one by one as text.
//!
//! It must not know what a field means.

use super::super::markup;
use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::entry::{Entry, Field, Flaw};
use super::tex::{Mode, plain};
use crate::model::Section;

/// Tells of something at a line.
pub(super) type Tell<'t> = dyn FnMut(Flaw) + 't;

/// The fields of an entry that are not yet taken.
pub(super) struct Source<'e, 't> {
    pub entry: Entry,
    pub tell: &'e mut Tell<'t>,
}

impl Source<'_, '_> {
    /// Takes the first of the fields that is not blank.
    pub fn take(&mut self, names: &[&str]) -> Option<Field> {
        let name = names.iter().find(|name| self.entry.value(name).is_some())?;
        self.entry.take(name)
    }

    /// Takes the first of the fields that is not blank, as plain text.
    pub fn text(&mut self, names: &[&str]) -> String {
        self.take(names).map(|field| self.plain(&field)).unwrap_or_default()
    }

    /// Takes the first of the fields that is not blank, as an address or identifier.
    pub fn verbatim(&mut self, names: &[&str]) -> String {
        self.take(names).map(|field| plain(&field.value, Mode::Verbatim).0).unwrap_or_default()
    }

    /// Takes a text that may have headings, where a program left the markup of HTML in it.
    pub fn sections(&mut self, name: &str) -> Vec<Section> {
        let Some(field) = self.take(&[name]) else { return Vec::new() };
        let text = self.tex(&field);
        if text.contains(['<', '&']) {
            return markup::sections(&text);
        }
        vec![Section { label: String::new(), text }]
    }

    pub fn tell(&mut self, kind: ProblemKind, line: u64, found: String, done: &'static str) {
        (self.tell)(Flaw { kind, line, found, done });
    }

    /// The value as plain text; markup of HTML that programs leave in it is taken off too.
    pub fn plain(&mut self, field: &Field) -> String {
        let text = self.tex(field);
        if text.contains(['<', '&']) { markup::plain(&text) } else { text }
    }

    /// The value without its TeX.
    pub fn tex(&mut self, field: &Field) -> String {
        let (text, unknown) = plain(&field.value, Mode::Text);
        if let Some(command) = unknown {
            let found = format!("the command \\{} in {}", shown(&command), shown(&field.name));
            self.tell(ProblemKind::BadValue, field.line, found, "it was kept as it is written");
        }
        text
    }
}
