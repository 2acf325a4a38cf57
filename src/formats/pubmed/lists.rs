//! The lists of a PubMed record: what indexers added, grants, data, corrections, references.
//!
//! It must not know people or dates.

use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::super::xml::{Cursor, Read, attribute_is};
use super::ids;
use crate::model::{
    Article, Correction, CorrectionKind, Databank, Grant, Heading, PublicationType, Qualifier, Reference,
    Section, Substance,
};

/// Adds the text of every child of this name.
pub(super) fn texts(c: &mut Cursor<'_>, name: &str, into: &mut Vec<String>) -> Read<()> {
    while let Some(e) = c.child()? {
        if e.name().0 == name { c.push_text(into)? } else { c.skip()? }
    }
    Ok(())
}

/// Keeps what the model has no field for.
pub(super) fn note(notes: &mut Vec<Section>, label: &str, text: String) {
    if !text.is_empty() {
        notes.push(Section { label: label.to_owned(), text });
    }
}

/// Keeps the text of every child as a note under the child's name.
pub(super) fn noted(c: &mut Cursor<'_>, notes: &mut Vec<Section>) -> Read<()> {
    while let Some(e) = c.child()? {
        let text = c.text()?;
        note(notes, e.name().0, text);
    }
    Ok(())
}

pub(super) fn chemicals(c: &mut Cursor<'_>, into: &mut Vec<Substance>) -> Read<()> {
    while let Some(_chemical) = c.child()? {
        let mut substance = Substance::default();
        while let Some(e) = c.child()? {
            match e.name().0 {
                "RegistryNumber" => substance.registry_number = c.text()?,
                "NameOfSubstance" => {
                    substance.ui = c.attribute(&e, "UI");
                    substance.name = c.text()?;
                }
                _ => c.skip()?,
            }
        }
        into.push(substance);
    }
    Ok(())
}

pub(super) fn supplementary(c: &mut Cursor<'_>, into: &mut Vec<Substance>) -> Read<()> {
    while let Some(e) = c.child()? {
        let ui = c.attribute(&e, "UI");
        into.push(Substance { name: c.text()?, ui, registry_number: String::new() });
    }
    Ok(())
}

pub(super) fn headings(c: &mut Cursor<'_>, into: &mut Vec<Heading>) -> Read<()> {
    while let Some(_heading) = c.child()? {
        let mut heading = Heading::default();
        while let Some(e) = c.child()? {
            let major = attribute_is(&e, "MajorTopicYN", "Y");
            match e.name().0 {
                "DescriptorName" => {
                    heading.ui = c.attribute(&e, "UI");
                    heading.major = major;
                    heading.name = c.text()?;
                }
                "QualifierName" => {
                    let ui = c.attribute(&e, "UI");
                    heading.qualifiers.push(Qualifier { name: c.text()?, ui, major });
                }
                _ => c.skip()?,
            }
        }
        into.push(heading);
    }
    Ok(())
}

pub(super) fn publication_types(c: &mut Cursor<'_>, into: &mut Vec<PublicationType>) -> Read<()> {
    while let Some(e) = c.child()? {
        let ui = c.attribute(&e, "UI");
        into.push(PublicationType { name: c.text()?, ui });
    }
    Ok(())
}

pub(super) fn grants(c: &mut Cursor<'_>, into: &mut Vec<Grant>) -> Read<()> {
    while let Some(_grant) = c.child()? {
        let mut grant = Grant::default();
        while let Some(e) = c.child()? {
            match e.name().0 {
                "GrantID" => grant.id = c.text()?,
                "Acronym" => grant.acronym = c.text()?,
                "Agency" => grant.agency = c.text()?,
                "Country" => grant.country = c.text()?,
                _ => c.skip()?,
            }
        }
        into.push(grant);
    }
    Ok(())
}

pub(super) fn databanks(c: &mut Cursor<'_>, into: &mut Vec<Databank>) -> Read<()> {
    while let Some(_databank) = c.child()? {
        let mut databank = Databank::default();
        while let Some(e) = c.child()? {
            match e.name().0 {
                "DataBankName" => databank.name = c.text()?,
                "AccessionNumberList" => texts(c, "AccessionNumber", &mut databank.accessions)?,
                _ => c.skip()?,
            }
        }
        into.push(databank);
    }
    Ok(())
}

/// Reads the corrections; an entry that only cites, as older files have them, is a reference.
pub(super) fn corrections(c: &mut Cursor<'_>, article: &mut Article) -> Read<()> {
    while let Some(e) = c.child()? {
        let ref_type = c.attribute(&e, "RefType");
        let mut correction = Correction {
            kind: CorrectionKind::Other,
            citation: String::new(),
            pmid: None,
            doi: None,
            note: String::new(),
        };
        while let Some(e) = c.child()? {
            match e.name().0 {
                "RefSource" => correction.citation = c.text()?,
                "PMID" => correction.pmid = ids::pmid(c)?,
                "Note" => correction.note = c.text()?,
                _ => c.skip()?,
            }
        }
        if ref_type == "Cites" {
            let mut reference = Reference { raw: correction.citation, ..Reference::default() };
            reference.ids.pmid = correction.pmid;
            push_reference(reference, &mut article.references);
            continue;
        }
        correction.kind = correction_kind(&ref_type).unwrap_or_else(|| {
            let found = format!("{:?} is no known type of correction", shown(&ref_type));
            c.note(ProblemKind::BadValue, found, "it was kept as another kind of note");
            CorrectionKind::Other
        });
        if ref_type.starts_with("RetractedandRepublished") && correction.note.is_empty() {
            "Retracted and republished".clone_into(&mut correction.note);
        }
        article.corrections.push(correction);
    }
    Ok(())
}

fn correction_kind(ref_type: &str) -> Option<CorrectionKind> {
    Some(match ref_type {
        // Retracted and replaced: what was published first stands retracted.
        "RetractionIn" | "RetractedandRepublishedIn" => CorrectionKind::RetractionIn,
        "RetractionOf" => CorrectionKind::RetractionOf,
        "PartialRetractionIn" => CorrectionKind::PartialRetractionIn,
        "PartialRetractionOf" => CorrectionKind::PartialRetractionOf,
        "ErratumIn" => CorrectionKind::ErratumIn,
        "ErratumFor" => CorrectionKind::ErratumFor,
        "RepublishedIn" | "CorrectedandRepublishedIn" => CorrectionKind::RepublishedIn,
        "RepublishedFrom" | "CorrectedandRepublishedFrom" | "RetractedandRepublishedFrom" => {
            CorrectionKind::RepublishedFrom
        }
        "ExpressionOfConcernIn" => CorrectionKind::ExpressionOfConcernIn,
        "ExpressionOfConcernFor" => CorrectionKind::ExpressionOfConcernFor,
        "CommentIn" => CorrectionKind::CommentIn,
        "CommentOn" => CorrectionKind::CommentOn,
        "UpdateIn" => CorrectionKind::UpdateIn,
        "UpdateOf" => CorrectionKind::UpdateOf,
        "SummaryForPatientsIn" => CorrectionKind::SummaryForPatientsIn,
        "OriginalReportIn" => CorrectionKind::OriginalReportIn,
        "ReprintIn" => CorrectionKind::ReprintIn,
        "ReprintOf" => CorrectionKind::ReprintOf,
        "AssociatedDataset" | "AssociatedPublication" => CorrectionKind::Other,
        _ => return None,
    })
}

/// Reads a reference list and the lists within it, in the order of the text.
pub(super) fn references(c: &mut Cursor<'_>, into: &mut Vec<Reference>) -> Read<()> {
    // A list within a list is entered and left by count: lists nest as deep as the cursor allows.
    let mut within = 0_u32;
    loop {
        let Some(e) = c.child()? else {
            if within == 0 {
                return Ok(());
            }
            within -= 1;
            continue;
        };
        match e.name().0 {
            "ReferenceList" => within += 1,
            "Reference" => reference(c, into)?,
            _ => c.skip()?,
        }
    }
}

fn reference(c: &mut Cursor<'_>, into: &mut Vec<Reference>) -> Read<()> {
    let mut reference = Reference::default();
    while let Some(e) = c.child()? {
        match e.name().0 {
            "Citation" => reference.raw = c.text()?,
            "ArticleIdList" => ids::list(c, &mut reference.ids)?,
            _ => c.skip()?,
        }
    }
    push_reference(reference, into);
    Ok(())
}

fn push_reference(mut reference: Reference, into: &mut Vec<Reference>) {
    reference.label = (into.len() + 1).to_string();
    into.push(reference);
}
