//! Terms that name a whole value: identifiers, headings, publication types, journals, languages.
//!
//! It must not know terms that are text.

use tantivy::schema::Field as Column;

use super::LocalSnapshot;
use super::docs::{BoxDocs, Either};
use super::listed::Listed;
use super::segment::Segment;
use crate::engine::EngineError;
use crate::model::{Doi, Field, IdentityKey, Pmid};
use crate::query::Term;
use crate::text::fold;

/// What can be searched as an identifier.
const IDENTIFIERS: &str = "write a PMID, a PMCID, a DOI, or arxiv: or openalex: and the identifier there";

/// What a term that is no text stands for.
pub(super) enum Value {
    /// A value of a raw field, whole or its beginning.
    Raw { field: Column, text: String, truncated: bool },
    /// Articles looked up by their keys.
    Articles(Listed),
}

impl Value {
    /// The documents of a segment that hold it.
    pub fn documents(&self, segment: &Segment) -> Result<BoxDocs, EngineError> {
        match self {
            Self::Raw { field, text, truncated: true } => segment.prefix(&[*field], text),
            Self::Raw { field, text, truncated: false } => segment.value(*field, text),
            Self::Articles(listed) => Ok(listed.documents(segment)),
        }
    }
}

/// The values a term stands for; `None` where its field is text.
pub(super) fn of(term: &Term, snapshot: &LocalSnapshot) -> Result<Option<Vec<Value>>, EngineError> {
    let fields = &snapshot.generation().fields;
    let written: Vec<&str> = term.words.iter().map(|word| word.text.as_str()).collect();
    let written = written.join(" ");
    let truncated = term.words.last().is_some_and(|word| word.truncated);
    let one = |field: Column, text: String| Some(vec![Value::Raw { field, text, truncated }]);
    let articles = |records: Vec<u32>| -> Result<_, EngineError> {
        Ok(Some(vec![Value::Articles(Listed::of(snapshot, &records)?)]))
    };
    let wrong = |help: &str| EngineError::Value {
        found: written.clone(),
        tag: term.field.tag(),
        help: help.to_owned(),
    };
    Ok(match term.field {
        Field::Mesh => one(fields.heading, heading(&written)),
        Field::Substance => one(fields.substance, fold(&written)).map(|mut values| {
            // Registry numbers stand as they are written: hyphens are part of them.
            let text = written.trim().to_owned();
            values.push(Value::Raw { field: fields.substance, text, truncated });
            values
        }),
        Field::PublicationType => one(fields.publication_type, fold(&written)),
        Field::Journal => one(fields.journal_name, fold(&written)),
        Field::Language => one(fields.language, folded(&written, true)),
        Field::Country => one(fields.country, fold(&written)),
        Field::Volume => one(fields.volume, fold(&written)),
        Field::Issue => one(fields.issue, fold(&written)),
        Field::Page => one(fields.page, fold(&written)),
        Field::Pmid => {
            let pmid: Pmid = written.parse().map_err(|_| wrong("write a number, such as 33514542"))?;
            articles(snapshot.records_of_key(&format!("pmid:{pmid}"))?)?
        }
        Field::Doi => {
            let doi: Doi = written.parse().map_err(|_| wrong("write a DOI, such as 10.1000/182"))?;
            articles(snapshot.records_of_key(&format!("doi:{doi}"))?)?
        }
        Field::Cites => {
            let keys = snapshot.keys_cited(&written)?;
            let keys = keys.ok_or_else(|| wrong(IDENTIFIERS))?;
            articles(snapshot.citing(&keys)?)?
        }
        Field::Identifier => match written.parse::<IdentityKey>() {
            // An article with neither PMID nor DOI is known by its id.
            Ok(id) if id.as_str().starts_with("key:") => articles(snapshot.records_of_id(id.as_str())?)?,
            Ok(id) => articles(snapshot.records_of_key(id.as_str())?)?,
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

/// The documents that hold any of several values.
pub(super) fn any_of(segment: &Segment, field: Column, values: &[String]) -> Result<BoxDocs, EngineError> {
    let sets = values.iter().map(|value| segment.value(field, value)).collect::<Result<Vec<_>, _>>()?;
    Ok(Either::of(sets, segment.max_doc()))
}
