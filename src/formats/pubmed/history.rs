//! The history of a PubMed record: when it was received, accepted, added.
//!
//! It must not know how a date is spelt.

use super::super::xml::{Cursor, Read};
use super::dates;
use crate::model::{DateKind, DatedEvent};

/// Reads a `History` element.
pub(super) fn read(c: &mut Cursor<'_>, into: &mut Vec<DatedEvent>) -> Read<()> {
    while let Some(e) = c.child()? {
        let kind = kind(&c.attribute(&e, "PubStatus"));
        dates::event(c, kind, into)?;
    }
    Ok(())
}

fn kind(status: &str) -> DateKind {
    match status {
        "received" => DateKind::Received,
        "accepted" => DateKind::Accepted,
        "revised" => DateKind::Revised,
        "retracted" => DateKind::Retracted,
        "epublish" | "aheadofprint" => DateKind::Electronic,
        "ppublish" => DateKind::Print,
        "pubmed" => DateKind::Pubmed,
        "entrez" => DateKind::Entrez,
        "medline" => DateKind::Medline,
        "pmc" | "pmc-release" => DateKind::Pmc,
        _ => DateKind::Other,
    }
}
