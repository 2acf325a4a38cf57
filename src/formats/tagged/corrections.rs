//! Notices that tie a record to another work: the tags of MEDLINE for them, and the words other formats use.
//!
//! It must not know which field a notice stands in.

use super::super::text::collapse;
use crate::model::{Correction, CorrectionKind};
use CorrectionKind::{
    CommentIn, CommentOn, ErratumFor, ErratumIn, ExpressionOfConcernFor, ExpressionOfConcernIn,
    OriginalReportIn, Other, PartialRetractionIn, PartialRetractionOf, RepublishedFrom, RepublishedIn,
    RetractionIn, RetractionOf, SummaryForPatientsIn, UpdateIn, UpdateOf,
};

/// The tag of MEDLINE, the words other formats have for it, and what it means.
const NOTICES: [(&str, &str, CorrectionKind); 24] = [
    ("CIN", "comment in", CommentIn),
    ("CON", "comment on", CommentOn),
    ("EIN", "erratum in", ErratumIn),
    ("EFR", "erratum for", ErratumFor),
    ("CRI", "corrected and republished in", RepublishedIn),
    ("CRF", "corrected and republished from", RepublishedFrom),
    ("ECI", "expression of concern in", ExpressionOfConcernIn),
    ("ECF", "expression of concern for", ExpressionOfConcernFor),
    ("RPI", "republished in", RepublishedIn),
    ("RPF", "republished from", RepublishedFrom),
    ("RIN", "retraction in", RetractionIn),
    ("ROF", "retraction of", RetractionOf),
    ("PRIN", "partial retraction in", PartialRetractionIn),
    ("PROF", "partial retraction of", PartialRetractionOf),
    // Retracted and replaced: what was published first stands retracted.
    ("RRI", "retracted and republished in", RetractionIn),
    ("RRF", "retracted and republished from", RepublishedFrom),
    ("UIN", "update in", UpdateIn),
    ("UOF", "update of", UpdateOf),
    ("SPIN", "summary for patients in", SummaryForPatientsIn),
    ("ORI", "original report in", OriginalReportIn),
    ("RPRI", "reprint in", CorrectionKind::ReprintIn),
    ("RPRF", "reprint of", CorrectionKind::ReprintOf),
    ("DDIN", "dataset described in", Other),
    ("DRIN", "dataset use reported in", Other),
];

/// Every tag of MEDLINE for a notice.
pub(super) fn tags() -> [&'static str; NOTICES.len()] {
    NOTICES.map(|(tag, ..)| tag)
}

/// The tag of MEDLINE for a kind of notice.
pub(crate) fn nbib_tag(kind: CorrectionKind) -> Option<&'static str> {
    NOTICES.iter().find(|row| row.2 == kind && kind != Other).map(|row| row.0)
}

/// The notice behind a tag of MEDLINE.
pub(super) fn tagged(tag: &str, value: &str) -> Option<Correction> {
    let (_, words, kind) = NOTICES.iter().find(|(known, ..)| *known == tag)?;
    let mut correction = read(*kind, value);
    if correction.note.is_empty() && (*kind == Other || words.starts_with("retracted and")) {
        (*words).clone_into(&mut correction.note);
    }
    Some(correction)
}

/// The notice that a text consists of: `Erratum in: J Things. 2020;1:2. PMID: 12`.
pub(super) fn worded(text: &str) -> Option<Correction> {
    let head = text.trim_start();
    let (_, words, kind) = NOTICES.iter().find(|(_, words, _)| starts(head, words))?;
    Some(read(*kind, head[words.len()..].trim_start_matches(':')))
}

/// Whether the text speaks of notices, so that identifiers in it may be those of other works.
pub(super) fn speaks_of_others(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    NOTICES.iter().any(|(_, words, _)| lower.contains(words))
        || lower.contains("cited ")
        || lower.contains("references:")
}

fn starts(text: &str, words: &str) -> bool {
    let head = text.get(..words.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(words)) && text[words.len()..].starts_with(':')
}

/// A citation, and the PMID and the DOI behind it.
fn read(kind: CorrectionKind, value: &str) -> Correction {
    let value = collapse(value);
    let mut correction =
        Correction { kind, citation: String::new(), pmid: None, doi: None, note: String::new() };
    let mut citation = value.as_str();
    if let Some((before, after)) = value.rsplit_once("PMID:") {
        let after = after.trim_start();
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        correction.pmid = after[..digits].parse().ok();
        if correction.pmid.is_some() {
            citation = before.trim_end();
            after[digits..].trim_matches([' ', '.', '[', ']']).clone_into(&mut correction.note);
        }
    }
    if let Some((_, doi)) = citation.rsplit_once("doi:") {
        let doi = doi.split_whitespace().next().unwrap_or("");
        correction.doi = doi.parse().ok();
    }
    citation.trim_end_matches(['.', ' ']).clone_into(&mut correction.citation);
    correction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_in_tags_and_words() {
        let tagged = tagged("EIN", "J Things. 2020 May;29(21):3. doi: 10.1000/X.1. PMID: 12").unwrap();
        assert_eq!(
            (tagged.kind, tagged.citation.as_str()),
            (ErratumIn, "J Things. 2020 May;29(21):3. doi: 10.1000/X.1")
        );
        assert_eq!((tagged.pmid.map(u32::from), tagged.doi.unwrap().as_str()), (Some(12), "10.1000/x.1"));
        let worded = worded("Retraction in: J. 2020. PMID: 7 [https://x/7]").unwrap();
        assert_eq!(
            (worded.kind, worded.citation.as_str(), worded.note.as_str()),
            (RetractionIn, "J. 2020", "https://x/7")
        );
        assert_eq!(super::worded("Comment inside"), None);
        assert_eq!(super::worded("Erratum in (EIN)"), None);
        let bare = super::tagged("DDIN", "A. PMID: none").unwrap();
        assert_eq!(
            (bare.pmid, bare.citation.as_str(), bare.note.as_str()),
            (None, "A. PMID: none", "dataset described in")
        );
        assert!(tags().iter().all(|tag| super::tagged(tag, "x").is_some()));
    }
}
