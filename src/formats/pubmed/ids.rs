//! Identifiers of a PubMed record and of the works it cites.
//!
//! It must not know where in the record they stand.

use super::super::problem::ProblemKind;
use super::cursor::{Cursor, Read};
use crate::model::{Identifiers, OtherId, Pmid};

/// Only so many identifiers are compared to leave out what is given twice; a hostile list is just kept.
const COMPARED_MAX: usize = 32;

/// The PMID that is the text of the current element.
pub(super) fn pmid(c: &mut Cursor<'_>) -> Read<Option<Pmid>> {
    let text = c.text()?;
    let read = text.parse();
    if read.is_err() {
        c.note(ProblemKind::BadValue, format!("{text:?} is not a PMID"), "it was left out");
    }
    Ok(read.ok())
}

/// Reads an `ArticleIdList`.
pub(super) fn list(c: &mut Cursor<'_>, ids: &mut Identifiers) -> Read<()> {
    while let Some(e) = c.child()? {
        let scheme = c.attribute(&e, "IdType");
        let value = c.text()?;
        add(ids, &scheme, value, true);
    }
    Ok(())
}

/// Adds an identifier: the first sound PMID, PMCID and DOI in their places, all else as given.
pub(super) fn add(ids: &mut Identifiers, scheme: &str, value: String, valid: bool) {
    let placed = valid
        && match scheme {
            "pubmed" | "pmid" => place(&mut ids.pmid, &value),
            "pmc" | "pmcid" => place(&mut ids.pmcid, &value),
            "doi" => place(&mut ids.doi, &value),
            _ => false,
        };
    if !placed {
        add_other(ids, scheme, value);
    }
}

/// Adds an identifier of any other scheme, once.
pub(super) fn add_other(ids: &mut Identifiers, scheme: &str, value: String) {
    let id = OtherId { scheme: scheme.to_lowercase(), value };
    let known = ids.other.len() <= COMPARED_MAX && ids.other.contains(&id);
    if !id.value.is_empty() && !known {
        ids.other.push(id);
    }
}

/// Puts a value in its place; `false` where it is not sound or the place holds another.
fn place<T: std::str::FromStr + PartialEq>(slot: &mut Option<T>, value: &str) -> bool {
    match (value.parse::<T>(), &slot) {
        (Ok(new), Some(old)) => new == *old,
        (Ok(new), None) => {
            *slot = Some(new);
            true
        }
        (Err(_), _) => false,
    }
}
