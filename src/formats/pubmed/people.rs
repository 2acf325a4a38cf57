//! Authors and investigators of a PubMed record.
//!
//! It must not know what else the record holds.

use super::super::problem::ProblemKind;
use super::super::text::{orcid, shown};
use super::super::xml::{Cursor, Read, attribute_is};
use crate::model::Author;

/// Reads every person or group of this element name.
pub(super) fn list(c: &mut Cursor<'_>, name: &str, into: &mut Vec<Author>) -> Read<()> {
    while let Some(e) = c.child()? {
        if e.name().0 == name { into.push(person(c)?) } else { c.skip()? }
    }
    Ok(())
}

fn person(c: &mut Cursor<'_>) -> Read<Author> {
    let mut author = Author::default();
    while let Some(e) = c.child()? {
        match e.name().0 {
            "LastName" => author.family = c.text()?,
            "ForeName" | "FirstName" => author.given = c.text()?,
            "Initials" => author.initials = c.text()?,
            "Suffix" => author.suffix = c.text()?,
            "CollectiveName" => author.collective = c.text()?,
            "Affiliation" => c.push_text(&mut author.affiliations)?,
            "AffiliationInfo" => super::lists::texts(c, "Affiliation", &mut author.affiliations)?,
            "Identifier" if attribute_is(&e, "Source", "ORCID") => {
                let text = c.text()?;
                author.orcid = orcid(&text);
                if author.orcid.is_none() {
                    let found = format!("{:?} is not an ORCID", shown(&text));
                    c.note(ProblemKind::BadValue, found, "it was left out");
                }
            }
            _ => c.skip()?,
        }
    }
    Ok(author)
}
