//! Terms that name a heading, a qualifier or a type of publication: what of the vocabulary is meant by them, and the
//! values they stand for, those below them included.
//!
//! It must not know how an engine looks values up.

use crate::index::{Column, Value};
use crate::model::Field;
use crate::query::{How, Term};
use crate::text::fold;
use crate::vocabulary::{Heading, Vocabulary, qualifier, qualifiers_below};

/// What a term names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named<'v> {
    /// A heading, with a qualifier or without.
    Heading(Heading<'v>, Option<&'static str>),
    /// A qualifier.
    Qualifier(&'static str),
    /// The beginning of values, or a field without a vocabulary: what is written stands for itself.
    Itself,
    /// A heading or a qualifier that the vocabulary does not have.
    Unknown(Unknown<'v>),
}

/// Why a name leads to nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unknown<'v> {
    /// No heading has it.
    Heading,
    /// No qualifier has what stands behind the heading, or alone.
    Qualifier,
    /// It is an entry term of this heading, and quotes keep it as it is.
    Quoted(Heading<'v>),
}

/// What a term names in a vocabulary.
pub(super) fn named<'v>(term: &Term, vocabulary: &'v Vocabulary) -> Named<'v> {
    if term.words.last().is_some_and(|word| word.truncated) {
        return Named::Itself;
    }
    let written = term.written();
    match term.field {
        Field::Mesh | Field::MajorTopic => heading(term, &written, vocabulary),
        Field::Qualifier => qualifier(&written).map_or(Named::Unknown(Unknown::Qualifier), Named::Qualifier),
        Field::PublicationType => {
            let found = vocabulary.find_where(&written, |heading| heading.is_in(PUBLICATION_TYPES));
            known(term, found, &written, None)
        }
        // A name that no substance among the headings has may well be that of a supplementary concept.
        Field::Substance => match vocabulary.find_where(&written, |heading| heading.is_in(SUBSTANCES)) {
            Some(found) if !term.quoted || found.is_called(&written) => Named::Heading(found, None),
            _ => Named::Itself,
        },
        _ => Named::Itself,
    }
}

/// The categories of the tree that other fields than headings are of.
pub(super) const PUBLICATION_TYPES: char = 'V';
const SUBSTANCES: char = 'D';

fn heading<'v>(term: &Term, written: &str, vocabulary: &'v Vocabulary) -> Named<'v> {
    let split = written.rsplit_once('/');
    if let Some((name, behind)) = split
        && let (found @ Some(_), Some(qualifier)) = (vocabulary.find(name), qualifier(behind))
    {
        return known(term, found, name, Some(qualifier));
    }
    // A heading may have a slash of its own.
    match (vocabulary.find(written), split) {
        (found @ Some(_), _) => known(term, found, written, None),
        (None, Some((name, _))) if vocabulary.find(name).is_some() => Named::Unknown(Unknown::Qualifier),
        (None, _) => Named::Unknown(Unknown::Heading),
    }
}

fn known<'v>(
    term: &Term,
    found: Option<Heading<'v>>,
    name: &str,
    qualifier: Option<&'static str>,
) -> Named<'v> {
    match found {
        Some(found) if !term.quoted || found.is_called(name) => Named::Heading(found, qualifier),
        Some(found) => Named::Unknown(Unknown::Quoted(found)),
        None => Named::Unknown(Unknown::Heading),
    }
}

/// The headings a term stands for: one, and where it is exploded those below it.
pub(super) fn exploded<'v>(
    term: &Term,
    heading: Heading<'v>,
    vocabulary: &'v Vocabulary,
) -> Vec<Heading<'v>> {
    let is_exploded = term.how != How::NotExploded && term.field.is_exploded();
    if is_exploded { vocabulary.below(heading) } else { vec![heading] }
}

/// The qualifiers a term stands for, in the same way.
pub(super) fn exploded_qualifiers(term: &Term, qualifier: &'static str) -> Vec<&'static str> {
    if term.how == How::NotExploded { vec![qualifier] } else { qualifiers_below(qualifier) }
}

/// The values that a term stands for; `None` where the vocabulary does not know it.
pub(super) fn values(term: &Term, vocabulary: &Vocabulary) -> Option<Vec<Value>> {
    let column = match term.field {
        Field::PublicationType => Column::PublicationType,
        _ => Column::Heading,
    };
    let mut values = Vec::new();
    let mut add = |text: String| values.push(Value::whole(column, text));
    match named(term, vocabulary) {
        Named::Qualifier(name) => {
            exploded_qualifiers(term, name).into_iter().for_each(|name| add(format!("/{}", fold(name))));
        }
        Named::Heading(heading, qualifier) if term.field != Field::Substance => {
            let qualifiers = qualifier.map(|name| exploded_qualifiers(term, name)).unwrap_or_default();
            let qualifiers: Vec<String> = qualifiers.into_iter().map(fold).collect();
            let mark = if term.field == Field::MajorTopic { "*" } else { "" };
            for heading in exploded(term, heading, vocabulary) {
                let name = fold(heading.name());
                if qualifier.is_none() {
                    // A record may have the heading by the name of another year.
                    if mark.is_empty() {
                        add(heading.ui().to_lowercase());
                    }
                    add(format!("{mark}{name}"));
                }
                qualifiers.iter().for_each(|qualifier| add(format!("{mark}{name}/{qualifier}")));
            }
        }
        _ => return None,
    }
    Some(values)
}

/// The values that the name of a publication type stands for in a filter: those below it too, where it is one.
pub(super) fn publication_types(name: &str, vocabulary: &Vocabulary) -> Vec<Value> {
    let value = |name: &str| Value::whole(Column::PublicationType, fold(name));
    match vocabulary.find_where(name, |heading| heading.is_in(PUBLICATION_TYPES)) {
        Some(found) => {
            let below = vocabulary.below(found).into_iter();
            let both = |heading: Heading<'_>| {
                [value(heading.name()), Value::whole(Column::PublicationType, heading.ui().to_lowercase())]
            };
            below.flat_map(both).collect()
        }
        None => vec![value(name)],
    }
}
