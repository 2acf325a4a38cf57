//! Terms that name a whole value: identifiers, headings, publication types, journals, languages.
//!
//! It must not know terms that are text.

use super::state::State;
use crate::index::{Column, EngineError, Value, raw_key};
use crate::model::{Doi, Field, IdentityKey, Pmid};
use crate::query::Term;
use crate::text::fold;

/// What can be searched as an identifier.
const IDENTIFIERS: &str = "write a PMID, a PMCID, a DOI, or arxiv: or openalex: and the identifier there";

/// The values a term stands for; `None` where its field is text.
pub(super) fn of(term: &Term, state: &State) -> Result<Option<Vec<Value>>, EngineError> {
    let written: Vec<&str> = term.words.iter().map(|word| word.text.as_str()).collect();
    let written = written.join(" ");
    let is_prefix = term.words.last().is_some_and(|word| word.truncated);
    let one = |column: Column, text: String| Some(vec![Value { column, text, is_prefix }]);
    let key = |key: String| Some(vec![Value::whole(Column::Key, raw_key(&key))]);
    let wrong = |help: &str| EngineError::Value {
        found: written.clone(),
        tag: term.field.tag(),
        help: help.to_owned(),
    };
    Ok(match term.field {
        Field::Mesh => one(Column::Heading, heading(&written)),
        Field::Substance => one(Column::Substance, fold(&written)).map(|mut values| {
            // Registry numbers stand as they are written: hyphens are part of them.
            values.push(Value { column: Column::Substance, text: written.trim().to_owned(), is_prefix });
            values
        }),
        Field::PublicationType => one(Column::PublicationType, fold(&written)),
        Field::Journal => one(Column::JournalName, fold(&written)),
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
            Some(keys.into_iter().map(|key| Value::whole(Column::Cites, raw_key(&key))).collect())
        }
        Field::Identifier => match written.parse::<IdentityKey>() {
            // An article with neither PMID nor DOI is known by its id.
            Ok(id) if id.as_str().starts_with("key:") => Some(vec![Value::whole(Column::Id, id.to_string())]),
            Ok(id) => key(id.to_string()),
            Err(_) => return Err(wrong(IDENTIFIERS)),
        },
        _ => None,
    })
}

/// `Name/qualifier` with each side folded, or the name alone.
fn heading(written: &str) -> String {
    match written.split_once('/') {
        Some((name, qualifier)) => format!("{}/{}", fold(name), fold(qualifier)),
        None => fold(written),
    }
}

/// A value as its field holds it; names of languages become their codes.
pub(super) fn folded(value: &str, language: bool) -> String {
    let folded = fold(value);
    let code = LANGUAGES.iter().find(|(name, _)| language && *name == folded).map(|(_, code)| *code);
    code.map_or(folded, str::to_owned)
}

/// Names of languages and the codes NLM uses for them (MARC).
const LANGUAGES: [(&str, &str); 30] = [
    ("arabic", "ara"),
    ("bulgarian", "bul"),
    ("catalan", "cat"),
    ("chinese", "chi"),
    ("croatian", "hrv"),
    ("czech", "cze"),
    ("danish", "dan"),
    ("dutch", "dut"),
    ("english", "eng"),
    ("finnish", "fin"),
    ("french", "fre"),
    ("german", "ger"),
    ("greek", "gre"),
    ("hebrew", "heb"),
    ("hungarian", "hun"),
    ("italian", "ita"),
    ("japanese", "jpn"),
    ("korean", "kor"),
    ("norwegian", "nor"),
    ("persian", "per"),
    ("polish", "pol"),
    ("portuguese", "por"),
    ("romanian", "rum"),
    ("russian", "rus"),
    ("serbian", "srp"),
    ("slovak", "slo"),
    ("spanish", "spa"),
    ("swedish", "swe"),
    ("turkish", "tur"),
    ("ukrainian", "ukr"),
];
