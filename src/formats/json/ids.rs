//! Identifiers, each in its place where it is sound.
//!
//! It must not know in which member of which format they stand.

use std::str::FromStr;

use super::super::text::shown;
use super::members::Members;
use crate::model::{Identifiers, OtherId};

/// Only so many identifiers are compared to leave out what is given twice; a hostile list is just kept.
const COMPARED_MAX: usize = 32;

/// The schemes of identifiers that have places of their own.
const PMID: &str = "pmid";
const PMCID: &str = "pmcid";
const DOI: &str = "doi";

/// What a DOI's short form starts with, such as `10/fqd6hj`.
const SHORT_DOI: &str = "10/";

/// Adds an identifier: the first sound PMID, PMCID and DOI in their places, all else as given. Of an
/// address, as OpenAlex has them, the end counts for PMID and PMCID.
pub(super) fn add(ids: &mut Identifiers, scheme: &str, value: String, members: &Members<'_>) {
    if value.is_empty() {
        return;
    }
    let end = value.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    if scheme == DOI && value.starts_with(SHORT_DOI) {
        return add_other(ids, "shortdoi", value);
    }
    let (placed, sound) = match scheme {
        PMID => place(&mut ids.pmid, end),
        PMCID => place(&mut ids.pmcid, end),
        DOI => place(&mut ids.doi, &value),
        _ => (false, true),
    };
    if !sound {
        members.bad(
            format!("{:?} is no {}", shown(&value), scheme.to_uppercase()),
            "it was kept as an identifier of its own",
        );
    }
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

/// Puts a value in its place: whether it stands there then, and whether it is sound.
fn place<T: FromStr + PartialEq>(slot: &mut Option<T>, value: &str) -> (bool, bool) {
    match (value.parse::<T>(), &slot) {
        (Ok(new), Some(old)) => (new == *old, true),
        (Ok(new), None) => {
            *slot = Some(new);
            (true, true)
        }
        (Err(_), _) => (false, false),
    }
}
