//! Identifiers of a PubMed record and of the works it cites.
//!
//! It must not know where in the record they stand.

use super::super::problem::ProblemKind;
use super::super::xml::{Cursor, Read};
use crate::model::{Identifiers, Pmid};

pub(super) use super::super::ids::{add, add_other};

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
