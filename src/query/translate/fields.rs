//! Which fields of a system stand for a field of text, and how far they search something else.
//!
//! They must not know words. What each field searches stands in the columns of the index; what systems have, in their
//! guides (NLM, PubMed User Guide; Ovid MEDLINE Database Guide; Cochrane Library, Advanced Search Help).

use super::loss::LossLevel::{self, Narrower, Other, Wider};
use crate::model::Field;
use crate::query::Syntax;

/// The fields that stand for one.
#[derive(Debug)]
pub(super) struct Place {
    pub fields: Vec<Field>,
    pub loss: Option<(LossLevel, &'static str)>,
}

/// The fields that stand for a field of text; `None` where nothing does.
pub(super) fn of_text(field: Field, to: Syntax) -> Option<Place> {
    match to {
        Syntax::Ovid => ovid(field),
        Syntax::Cochrane => cochrane(field),
        _ => pubmed(field),
    }
}

fn exact(fields: &[Field]) -> Place {
    Place { fields: fields.to_vec(), loss: None }
}

fn but(fields: &[Field], level: LossLevel, message: &'static str) -> Place {
    Place { fields: fields.to_vec(), loss: Some((level, message)) }
}

/// Ovid's fields.
fn ovid(field: Field) -> Option<Place> {
    Some(match field {
        Field::AnyKeyword => exact(&[Field::Keyword, Field::HeadingWord, Field::SubstanceWord]),
        Field::TextWords => but(
            &[Field::TitleAbstract, Field::HeadingWord, Field::SubstanceWord],
            Narrower,
            "Ovid does not search publication types word by word, as [tw] does",
        ),
        Field::FirstAuthor | Field::LastAuthor => but(
            &[Field::Author],
            Wider,
            "Ovid has no field of the first or the last author: .au. is all of them",
        ),
        Field::Reference | Field::Body => return None,
        other => exact(&[other]),
    })
}

/// Cochrane's fields.
fn cochrane(field: Field) -> Option<Place> {
    Some(match field {
        Field::Title
        | Field::Abstract
        | Field::TitleOrAbstract
        | Field::AnyKeyword
        | Field::Multipurpose
        | Field::All
        | Field::Author => exact(&[field]),
        Field::TitleAbstract => but(
            &[Field::Multipurpose],
            Wider,
            "Cochrane's keywords are those of authors and headings alike: :ti,ab,kw searches both",
        ),
        Field::Keyword | Field::HeadingWord | Field::SubstanceWord => but(
            &[Field::AnyKeyword],
            Wider,
            "Cochrane's :kw searches keywords of authors, headings and substances together",
        ),
        Field::OriginalTitle => but(
            &[Field::Multipurpose],
            Wider,
            "Cochrane has no field of original titles: :ti,ab,kw searches them among others",
        ),
        Field::TextWords => but(
            &[Field::Multipurpose],
            Other,
            "Cochrane's :ti,ab,kw searches original titles too, and no publication types, which [tw] does",
        ),
        Field::FirstAuthor | Field::LastAuthor | Field::Collective => but(
            &[Field::Author],
            Wider,
            "Cochrane has one field of authors, of groups too: :au is all of them",
        ),
        _ => return None,
    })
}

/// PubMed's fields.
fn pubmed(field: Field) -> Option<Place> {
    Some(match field {
        Field::Abstract => but(
            &[Field::TitleAbstract],
            Wider,
            "PubMed has no field of abstracts alone: [tiab] searches titles and keywords of the authors too",
        ),
        Field::TitleOrAbstract => but(
            &[Field::TitleAbstract],
            Wider,
            "PubMed's [tiab] searches keywords of the authors too, beside title and abstract",
        ),
        Field::AnyKeyword => but(
            &[Field::TextWords],
            Wider,
            "PubMed has no field of all keywords: [tw] searches titles, abstracts and publication types too",
        ),
        Field::HeadingWord | Field::SubstanceWord => but(
            &[Field::TextWords],
            Wider,
            "PubMed does not search words of headings or substances alone: [tw] searches titles, abstracts and more too",
        ),
        Field::Multipurpose => but(
            &[Field::TextWords, Field::OriginalTitle],
            Wider,
            "PubMed's [tw] searches words of publication types too, which .mp. and :ti,ab,kw do not",
        ),
        Field::Reference | Field::Body => return None,
        other => exact(&[other]),
    })
}

/// Where PubMed searches words near each other that were to be searched in a field: it can in three alone.
pub(super) fn of_near_words(field: Field) -> Option<Place> {
    let place = |field: Field, loss| Some(Place { fields: vec![field], loss });
    match field {
        Field::Title | Field::TitleAbstract | Field::Affiliation => place(field, None),
        Field::Abstract | Field::TitleOrAbstract => {
            let place = of_text(field, Syntax::PubMed)?;
            Some(place)
        }
        Field::Multipurpose | Field::TextWords | Field::All => place(
            Field::TitleAbstract,
            Some((
                Narrower,
                "PubMed looks for words near each other in [ti], [tiab] and [ad] alone: written in [tiab]",
            )),
        ),
        _ => None,
    }
}

/// Whether a system has a field of whole values.
pub(super) fn has_values(field: Field, to: Syntax) -> bool {
    match to {
        Syntax::Ovid => {
            matches!(field, Field::Mesh | Field::MajorTopic) || crate::query::ovid::code_of(field).is_some()
        }
        Syntax::Cochrane => matches!(
            field,
            Field::Mesh
                | Field::MajorTopic
                | Field::Qualifier
                | Field::PublicationType
                | Field::Language
                | Field::Journal
        ),
        _ => field != Field::Cites,
    }
}

/// What people of a system call a field, in an example.
pub(super) fn name(to: Syntax) -> &'static str {
    match to {
        Syntax::Ovid => "Ovid",
        Syntax::Cochrane => "Cochrane",
        _ => "PubMed",
    }
}
