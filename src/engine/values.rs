//! Terms that name a whole value: identifiers, headings, publication types, journals, languages.
//!
//! It must not know terms that are text.

use super::headings;
use super::state::State;
use super::subsets;
use crate::index::{Column, EngineError, Keyed, Set, Value, retracted_sets};
use crate::model::{Doi, Field, IdentityKey, Pmid, language_code, orcid, qualifier_of_code};
use crate::query::Term;
use crate::text::fold;

/// What can be searched as an identifier.
const IDENTIFIERS: &str = "write a PMID, a PMCID, a DOI, or arxiv: or openalex: and the identifier there";

/// The set a term stands for by whole values or keys; `None` where its field is text.
pub(super) fn of(term: &Term, state: &State) -> Result<Option<Set>, EngineError> {
    let written = term.written();
    let is_prefix = term.words.last().is_some_and(|word| word.truncated);
    let value = |column: Column, text: String| Value { column, text, is_prefix };
    if term.field.is_exploded()
        && let Some(values) = headings::values(term, state.vocabulary()?)
    {
        return if term.field == Field::PublicationType {
            publication_type(values, state).map(Some)
        } else {
            Ok(Some(Set::Values(values)))
        };
    }
    let one = |column: Column, text: String| Some(Set::Values(vec![value(column, text)]));
    let key = |key: String| Some(Set::Keys(vec![Keyed::Own(key)]));
    let wrong = |help: &str| EngineError::Value {
        found: written.clone(),
        tag: term.field.tag(),
        help: help.to_owned(),
    };
    Ok(match term.field {
        Field::Mesh => one(Column::Heading, heading(&written)),
        Field::MajorTopic => one(Column::Heading, format!("*{}", heading(&written))),
        Field::Qualifier => one(Column::Heading, format!("/{}", qualifier(&written, is_prefix))),
        // Registry numbers stand as they are written: hyphens are part of them.
        Field::Substance => Some(Set::Values(vec![
            value(Column::Substance, fold(&written)),
            value(Column::Substance, written.trim().to_owned()),
        ])),
        Field::PublicationType => {
            let value = value(Column::PublicationType, fold(&written));
            Some(publication_type(vec![value], state)?)
        }
        Field::Journal => Some(Set::Values(
            journal_names(&written).into_iter().map(|name| value(Column::JournalName, name)).collect(),
        )),
        Field::AuthorId => {
            let id = orcid(&written).ok_or_else(|| wrong("write an ORCID, such as 0000-0002-1825-0097"))?;
            one(Column::AuthorId, id)
        }
        Field::Language => one(Column::Language, folded(&written, true)),
        Field::Country => one(Column::Country, fold(&written)),
        Field::Volume => one(Column::Volume, fold(&written)),
        Field::Issue => one(Column::Issue, fold(&written)),
        Field::Page => one(Column::Page, fold(&written)),
        Field::Pmid => {
            let pmid: Pmid = written.parse().map_err(|_| wrong("write a number, such as 33514542"))?;
            key(format!("pmid:{pmid}"))
        }
        Field::Doi => {
            let doi: Doi = written.parse().map_err(|_| wrong("write a DOI, such as 10.1000/182"))?;
            key(format!("doi:{doi}"))
        }
        Field::Cites => {
            let keys = state.keys_cited(&written)?;
            let keys = keys.ok_or_else(|| wrong(IDENTIFIERS))?;
            Some(Set::Keys(keys.into_iter().map(Keyed::Cites).collect()))
        }
        Field::Identifier => match written.parse::<IdentityKey>() {
            Ok(id) => Some(Set::Keys(vec![Keyed::of(&id)])),
            Err(_) => return Err(wrong(IDENTIFIERS)),
        },
        other => subsets::of(other, &written, is_prefix, state)?,
    })
}

/// Refuses signs for letters anywhere but at the end of a whole value.
pub(super) fn check(term: &Term) -> Result<(), EngineError> {
    let Some((last, rest)) = term.words.split_last() else { return Ok(()) };
    if !last.wild && rest.iter().all(|word| !word.wild && !word.truncated) {
        return Ok(());
    }
    Err(EngineError::Value {
        found: term.written(),
        tag: term.field.tag(),
        help: "a whole value is truncated at its end alone: write its beginning with a * behind it"
            .to_owned(),
    })
}

/// The articles of a publication type. Retracted ones are all that are known to be, however it is told.
pub(super) fn publication_type(values: Vec<Value>, state: &State) -> Result<Set, EngineError> {
    let is_retracted = values.iter().any(|value| value.text == "retracted publication");
    let own = Set::Values(values);
    if !is_retracted {
        return Ok(own);
    }
    let told = retracted_sets(state.retracted_keys()?);
    Ok(Set::Or(std::iter::once(own).chain(told).collect()))
}

/// `Name/qualifier` with each side folded, or the name alone.
fn heading(written: &str) -> String {
    match written.split_once('/') {
        Some((name, written)) => format!("{}/{}", fold(name), qualifier(written, false)),
        None => fold(written),
    }
}

/// The name of a qualifier, which may be written as its code.
fn qualifier(written: &str, is_prefix: bool) -> String {
    let name = if is_prefix { None } else { qualifier_of_code(written.trim()) };
    fold(name.unwrap_or(written))
}

/// The names a journal may be kept by: many are written without the article that NLM begins their titles with.
pub(super) fn journal_names(written: &str) -> Vec<String> {
    let name = fold(written);
    let with = format!("the {name}");
    if name.starts_with("the ") || name.is_empty() { vec![name] } else { vec![name, with] }
}

/// A value as its field holds it; names of languages become their codes.
pub(super) fn folded(value: &str, language: bool) -> String {
    let folded = fold(value);
    let code = if language { language_code(&folded) } else { None };
    code.map_or(folded, str::to_owned)
}
