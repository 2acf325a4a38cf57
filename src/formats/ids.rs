//! Identifiers of a record: the first sound one of a kind in its place, all else as it was given.
//!
//! It must not know any one format.

use std::str::FromStr;

use crate::model::{Identifiers, OtherId};

/// Only so many identifiers are compared to leave out what is given twice; a hostile list is just kept.
const COMPARED_MAX: usize = 32;

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
pub(super) fn place<T: FromStr + PartialEq>(slot: &mut Option<T>, value: &str) -> bool {
    match (value.parse::<T>(), &slot) {
        (Ok(new), Some(old)) => new == *old,
        (Ok(new), None) => {
            *slot = Some(new);
            true
        }
        (Err(_), _) => false,
    }
}
