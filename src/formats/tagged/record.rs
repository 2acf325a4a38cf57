//! The fields of a record as a vocabulary takes them, one tag after the other; what is left becomes notes.
//!
//! It must not know any tag.

use std::io;

use super::super::abstracts::ROUNDS_MAX;
use super::super::emit::Emitter;
use super::super::markup;
use super::super::problem::{Place, ProblemKind};
use super::super::stream::Window;
use super::super::text::shown;
use super::frame::{Dialect, Field, Record, for_each_record};
use crate::model::{Article, Section};

/// Tells of a record's values that are not what they should be.
pub(super) struct Report<'r, 'e, 's> {
    pub out: &'r mut Emitter<'e, 's>,
    pub place: Place,
}

impl Report<'_, '_, '_> {
    /// A value that is none of its field: `"x" is not a DOI`.
    pub fn bad(&mut self, field: &Field, what: &str, done: &str) {
        let found = format!("{} \"{}\" is {what}", field.tag, shown(&field.value));
        let place = Place { line: Some(field.line), byte: None, ..self.place };
        self.out.problem(ProblemKind::BadValue, place, &found, done);
    }
}

impl Record {
    /// Takes the fields of these tags out of the record, in their order; those without a value are dropped.
    pub fn take(&mut self, tags: &[&str]) -> Vec<Field> {
        let taken = self.fields.extract_if(.., |field| tags.contains(&field.tag.as_str()));
        taken.filter(|field| !field.value.trim().is_empty()).collect()
    }

    /// Takes the first field of the tag.
    pub fn take_first(&mut self, tag: &str) -> Option<Field> {
        let at = self.fields.iter().position(|field| field.tag == tag && !field.value.trim().is_empty())?;
        Some(self.fields.remove(at))
    }

    /// Fields of these tags, in their order.
    pub fn all<'r>(&'r self, tags: &'r [&'r str]) -> impl Iterator<Item = &'r Field> {
        self.fields.iter().filter(|field| tags.contains(&field.tag.as_str()))
    }

    /// The first value of these tags, as it is written.
    pub fn first<'r>(&'r self, tags: &[&str]) -> &'r str {
        let is_one = |field: &&Field| tags.contains(&field.tag.as_str()) && !field.value.trim().is_empty();
        self.fields.iter().find(is_one).map_or("", |field| &field.value)
    }

    /// Keeps what no field was found for.
    pub fn into_notes(self, article: &mut Article) {
        self.fields.iter().for_each(|field| note(article, field));
    }
}

/// The text of a value without markup, however often it was escaped.
pub(super) fn plain(value: &str) -> String {
    // Web of Science has names for some characters.
    let mut text = markup::plain(&value.replace("<middle dot>", "·"));
    for _ in 0..ROUNDS_MAX {
        if !text.contains(['<', '&']) {
            break;
        }
        text = markup::plain(&text);
    }
    text
}

/// Keeps a field as a note.
pub(super) fn note(article: &mut Article, field: &Field) {
    let text = plain(&field.value);
    if !text.is_empty() {
        article.notes.push(Section { label: field.tag.clone(), text });
    }
}

/// Reads a file, an article a record.
pub(super) fn read_articles(
    window: &mut Window<'_>,
    dialect: &Dialect,
    out: &mut Emitter<'_, '_>,
    convert: fn(Record, &mut Report<'_, '_, '_>) -> Box<Article>,
) -> io::Result<()> {
    for_each_record(window, dialect, out, &mut |record, out| {
        let mut report = Report { place: record.place, out };
        let article = convert(record, &mut report);
        hand_over(article, &mut report);
    })
}

/// Hands an article over unless nothing was read into it.
fn hand_over(mut article: Box<Article>, report: &mut Report<'_, '_, '_>) {
    let is_textless = article.title.is_empty() && article.abstract_sections.is_empty();
    // That it is an article says nothing.
    let types = std::mem::take(&mut article.publication_types);
    let is_empty = *article == Article::default();
    article.publication_types = types;
    if is_empty {
        let found = "a record without content";
        report.out.problem(ProblemKind::Incomplete, report.place, found, "it was left out");
        return;
    }
    if is_textless {
        let found = "a record with neither title nor abstract";
        report.out.problem(ProblemKind::Incomplete, report.place, found, "it was kept");
    }
    report.out.article(article);
}
