//! The parts of references as the store keeps them: as places in the text that is printed, where they stand in
//! it, and nearly all do.
//!
//! It must not know how references are read from text.

use serde::{Deserialize, Serialize};

use crate::model::{Identifiers, Reference};

/// A part of a reference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Piece {
    /// Nothing.
    #[default]
    Empty,
    /// Where it starts in the printed text, and its bytes.
    Printed(u32, u32),
    /// What is not printed.
    Own(String),
}

impl Piece {
    /// A part; it is looked for behind `from`, then anywhere.
    fn of(part: String, printed: &str, from: usize) -> Self {
        if part.is_empty() {
            return Self::Empty;
        }
        let behind = printed.get(from..).and_then(|rest| rest.find(&part)).map(|at| from + at);
        let found = behind.or_else(|| printed.find(&part));
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
            Self::Own(part) => Some(part),
        }
    }
}

/// A reference without its label and its printed text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parsed {
    authors: Vec<Piece>,
    title: Piece,
    journal: Piece,
    year: Option<u16>,
    volume: Piece,
    issue: Piece,
    pages: Piece,
    ids: Identifiers,
}

impl Parsed {
    /// Takes everything but label and printed text out of a reference.
    pub fn take(reference: &mut Reference) -> Self {
        let Reference { authors, title, journal, year, volume, issue, pages, ids, raw, label } =
            std::mem::take(reference);
        let mut from = 0;
        let mut piece = |part: String| {
            let piece = Piece::of(part, &raw, from);
            from = from.max(piece.end());
            piece
        };
        let parsed = Self {
            authors: authors.into_iter().map(&mut piece).collect(),
            title: piece(title),
            journal: piece(journal),
            year,
            volume: piece(volume),
            issue: piece(issue),
            pages: piece(pages),
            ids,
        };
        (reference.label, reference.raw) = (label, raw);
        parsed
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
            ids: self.ids,
            label,
            raw,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let mut rest = reference.clone();
            let parsed = Parsed::take(&mut rest);
            let (label, raw) = (std::mem::take(&mut rest.label), std::mem::take(&mut rest.raw));
            assert_eq!(rest, Reference::default());
            assert_eq!(parsed.into_reference(label, raw), Some(reference));
        }
    }

    #[test]
    fn a_place_outside_the_text_is_seen() {
        let beyond = Parsed { title: Piece::Printed(4, u32::MAX), ..Parsed::default() };
        assert_eq!(beyond.into_reference(String::new(), "é".into()), None);
        let within = Parsed { title: Piece::Printed(1, 1), ..Parsed::default() };
        assert_eq!(within.into_reference(String::new(), "é".into()), None);
    }
}
