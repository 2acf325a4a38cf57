//! Authors and investigators of a PubMed record.
//!
//! It must not know what else the record holds.

use super::super::problem::ProblemKind;
use super::super::text::{orcid, shown};
use super::super::xml::{Cursor, Read, attribute_is};
use super::lists::note;
use crate::model::{Author, Section};

/// Reads every person or group of this element name; what a name has no field for is a note on it.
pub(super) fn list(
    c: &mut Cursor<'_>,
    name: &str,
    into: &mut Vec<Author>,
    notes: &mut Vec<Section>,
) -> Read<()> {
    while let Some(e) = c.child()? {
        if e.name().0 != name {
            c.skip()?;
            continue;
        }
        let is_equal = attribute_is(&e, "EqualContrib", "Y");
        let mut identifiers = Vec::new();
        let author = person(c, &mut identifiers)?;
        let short_name =
            if is_equal || !identifiers.is_empty() { author.short_name() } else { String::new() };
        for (source, identifier) in identifiers {
            note(notes, &format!("Identifier {source}"), format!("{short_name}: {identifier}"));
        }
        if is_equal {
            note(notes, "EqualContrib", short_name);
        }
        into.push(author);
    }
    Ok(())
}

/// A person or group, and the identifiers it has besides an ORCID, each with its source.
fn person(c: &mut Cursor<'_>, identifiers: &mut Vec<(String, String)>) -> Read<Author> {
    let mut author = Author::default();
    while let Some(e) = c.child()? {
        match e.name().0 {
            "LastName" => author.family = c.text()?,
            "ForeName" | "FirstName" => author.given = c.text()?,
            "Initials" => author.initials = c.text()?,
            "Suffix" => author.suffix = c.text()?,
            "CollectiveName" => author.collective = c.text()?,
            "Affiliation" => c.push_text(&mut author.affiliations)?,
            "AffiliationInfo" => affiliation(c, &mut author.affiliations, identifiers)?,
            "Identifier" => {
                let source = c.attribute(&e, "Source");
                let text = c.text()?;
                let read = if source == "ORCID" { orcid(&text) } else { None };
                if source == "ORCID" && read.is_none() {
                    let found = format!("{:?} is not an ORCID", shown(&text));
                    c.note(ProblemKind::BadValue, found, "it was kept as a note");
                }
                if read.is_some() {
                    author.orcid = read;
                } else {
                    identifiers.push((source, text));
                }
            }
            _ => c.skip()?,
        }
    }
    Ok(author)
}

fn affiliation(
    c: &mut Cursor<'_>,
    into: &mut Vec<String>,
    identifiers: &mut Vec<(String, String)>,
) -> Read<()> {
    while let Some(e) = c.child()? {
        match e.name().0 {
            "Affiliation" => c.push_text(into)?,
            "Identifier" => {
                let source = c.attribute(&e, "Source");
                identifiers.push((source, c.text()?));
            }
            _ => c.skip()?,
        }
    }
    Ok(())
}
