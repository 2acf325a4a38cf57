//! The parts of references as the store keeps them: as places in the text that is printed, where they stand in
//! it, and nearly all do.
//!
//! It must not know how references are read from text.

use serde::{Deserialize, Serialize};

use super::article::StoredIdentifiers;
use super::form::{Form, More};
use crate::model::Reference;

/// A part of a reference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Piece<'a> {
    /// Nothing.
    #[default]
    Empty,
    /// Where it starts in the printed text, and its bytes.
    Printed(u32, u32),
    /// What is not printed.
    Own(&'a str),
}

impl<'a> Piece<'a> {
    /// A part; it is looked for behind `from`, then anywhere.
    fn of(part: &'a str, printed: &str, from: usize) -> Self {
        if part.is_empty() {
            return Self::Empty;
        }
        let behind = printed.get(from..).and_then(|rest| rest.find(part)).map(|at| from + at);
        let found = behind.or_else(|| printed.find(part));
        let place = found.and_then(|at| Some((u32::try_from(at).ok()?, u32::try_from(part.len()).ok()?)));
        place.map_or(Self::Own(part), |(at, bytes)| Self::Printed(at, bytes))
    }

    fn end(&self) -> usize {
        match self {
            Self::Printed(at, bytes) => (at + bytes) as usize,
            _ => 0,
        }
    }

    /// The part again; `None` where the printed text is not that which it was taken from.
    fn text(self, printed: &str) -> Option<String> {
        match self {
            Self::Empty => Some(String::new()),
            Self::Printed(at, bytes) => {
                printed.get(at as usize..(at as usize).checked_add(bytes as usize)?).map(str::to_owned)
            }
            Self::Own(part) => Some(part.to_owned()),
        }
    }
}

/// A reference without its label and its printed text.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct StoredCited<'a> {
    authors: Vec<Piece<'a>>,
    title: Piece<'a>,
    journal: Piece<'a>,
    year: Option<u16>,
    volume: Piece<'a>,
    issue: Piece<'a>,
    pages: Piece<'a>,
    ids: StoredIdentifiers<'a>,
    more: More<'a>,
}

impl<'a> StoredCited<'a> {
    /// Everything of a reference but label and printed text.
    pub fn of(reference: &'a Reference) -> Self {
        // Every field is named, so that one the model gains is not forgotten.
        let Reference { authors, title, journal, year, volume, issue, pages, ids, raw, label: _ } = reference;
        let mut from = 0;
        let mut piece = |part: &'a String| {
            let piece = Piece::of(part, raw, from);
            from = from.max(piece.end());
            piece
        };
        Self {
            authors: authors.iter().map(&mut piece).collect(),
            title: piece(title),
            journal: piece(journal),
            year: *year,
            volume: piece(volume),
            issue: piece(issue),
            pages: piece(pages),
            ids: Form::of(ids),
            more: More::default(),
        }
    }

    /// The whole reference; `None` where a part lies outside the printed text.
    pub fn into_reference(self, label: String, raw: String) -> Option<Reference> {
        Some(Reference {
            authors: self.authors.into_iter().map(|name| name.text(&raw)).collect::<Option<_>>()?,
            title: self.title.text(&raw)?,
            journal: self.journal.text(&raw)?,
            year: self.year,
            volume: self.volume.text(&raw)?,
            issue: self.issue.text(&raw)?,
            pages: self.pages.text(&raw)?,
            ids: self.ids.model()?,
            label,
            raw,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Identifiers;

    #[test]
    fn references_come_back_whatever_is_printed() {
        let printed = Reference {
            label: "7".into(),
            raw: "Doe A, Roe B. Über das Atmen. J Air. 2020;20(2):2-20.".into(),
            authors: vec!["Doe A".into(), "Roe B".into()],
            title: "Über das Atmen".into(),
            journal: "J Air".into(),
            year: Some(2020),
            volume: "20".into(),
            issue: "2".into(),
            pages: "2-20".into(),
            ids: Identifiers { pmid: "7".parse().ok(), ..Identifiers::default() },
        };
        let own = Reference { title: "About breathing".into(), raw: String::new(), ..printed.clone() };
        for reference in [printed, own, Reference::default()] {
            let stored = StoredCited::of(&reference);
            let whole = stored.into_reference(reference.label.clone(), reference.raw.clone());
            assert_eq!(whole.as_ref(), Some(&reference));
        }
    }

    #[test]
    fn a_place_outside_the_text_is_seen() {
        assert_eq!(Piece::Printed(4, u32::MAX).text("é"), None);
        assert_eq!(Piece::Printed(1, 1).text("é"), None);
        assert_eq!(Piece::Printed(0, 2).text("é"), Some("é".to_owned()));
    }
}
