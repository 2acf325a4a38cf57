//! What later notices did to an article, in words.
//!
//! It must not know in which form they are printed.

use std::fmt::Write as _;

use crate::model::{Article, Correction, CorrectionKind, Status};

/// The line that must not be overlooked; `None` where there is nothing to say.
pub fn headline(status: Status) -> Option<&'static str> {
    match status {
        Status::Published => None,
        Status::Corrected => Some("CORRECTED: an erratum or a corrected version was published"),
        Status::Concern => Some("EXPRESSION OF CONCERN was published"),
        Status::PartlyRetracted => Some("RETRACTED IN PART"),
        Status::Retracted => Some("RETRACTED"),
    }
}

/// The line, and which notices it rests on.
pub fn full(article: &Article) -> Option<String> {
    let mut text = headline(article.status())?.to_owned();
    let notices: Vec<String> = article.corrections.iter().filter(|note| weighs(note)).map(notice).collect();
    if !notices.is_empty() {
        text.push_str(" (");
        text.push_str(&notices.join("; "));
        text.push(')');
    }
    Some(text)
}

fn weighs(note: &Correction) -> bool {
    matches!(
        note.kind,
        CorrectionKind::RetractionIn
            | CorrectionKind::PartialRetractionIn
            | CorrectionKind::ExpressionOfConcernIn
            | CorrectionKind::ErratumIn
            | CorrectionKind::RepublishedIn
    )
}

/// A notice: how it bears on the article, where it stands.
pub fn notice(note: &Correction) -> String {
    let mut text = format!("{}:", relation(note.kind));
    if note.kind == CorrectionKind::Other && !note.note.is_empty() {
        text = format!("{}:", note.note.replace('-', " "));
    }
    if !note.citation.trim().is_empty() {
        let _ = write!(text, " {}", note.citation.trim());
    }
    if let Some(pmid) = note.pmid {
        let _ = write!(text, " pmid:{pmid}");
    }
    if let Some(doi) =
        note.doi.as_ref().filter(|doi| !note.citation.to_lowercase().contains(&doi.to_string()))
    {
        let _ = write!(text, " doi:{doi}");
    }
    if text.ends_with(':') {
        text.push_str(" its source does not say where");
    }
    text
}

/// How one work bears on another, in words.
pub fn relation(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::RetractionIn => "retraction in",
        CorrectionKind::RetractionOf => "retraction of",
        CorrectionKind::PartialRetractionIn => "partial retraction in",
        CorrectionKind::PartialRetractionOf => "partial retraction of",
        CorrectionKind::ErratumIn => "erratum in",
        CorrectionKind::ErratumFor => "erratum for",
        CorrectionKind::RepublishedIn => "corrected and republished in",
        CorrectionKind::RepublishedFrom => "corrected and republished from",
        CorrectionKind::ExpressionOfConcernIn => "expression of concern in",
        CorrectionKind::ExpressionOfConcernFor => "expression of concern for",
        CorrectionKind::CommentIn => "comment in",
        CorrectionKind::CommentOn => "comment on",
        CorrectionKind::UpdateIn => "update in",
        CorrectionKind::UpdateOf => "update of",
        CorrectionKind::SummaryForPatientsIn => "summary for patients in",
        CorrectionKind::OriginalReportIn => "original report in",
        CorrectionKind::ReprintIn => "reprint in",
        CorrectionKind::ReprintOf => "reprint of",
        CorrectionKind::Other => "see",
    }
}
