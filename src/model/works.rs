//! Other works an article points at: its references, and the notices that correct or retract it.
//!
//! It must not know which of them the corpus holds.

use serde::{Deserialize, Serialize};

use super::ids::{Doi, Identifiers, Pmid};

/// One entry of an article's reference list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// The label printed before it, without brackets: `2`.
    pub label: String,
    /// The reference as printed, without its label.
    pub raw: String,
    /// Authors as printed, one name each, where they are known.
    pub authors: Vec<String>,
    /// Title of the work cited.
    pub title: String,
    /// Journal or book it appeared in.
    pub journal: String,
    /// Year.
    pub year: Option<u16>,
    /// Volume.
    pub volume: String,
    /// Issue.
    pub issue: String,
    /// Pages.
    pub pages: String,
    /// Identifiers.
    pub ids: Identifiers,
}

/// How one work bears on another, from the side of the article that carries the note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CorrectionKind {
    /// This article was retracted by the notice named.
    RetractionIn,
    /// This is the notice that retracts the work named.
    RetractionOf,
    /// This article was retracted in part.
    PartialRetractionIn,
    /// This is the notice that retracts the work named in part.
    PartialRetractionOf,
    /// An erratum of this article appeared in the work named.
    ErratumIn,
    /// This is an erratum for the work named.
    ErratumFor,
    /// A corrected version was published again in the work named.
    RepublishedIn,
    /// This was published again, corrected, from the work named.
    RepublishedFrom,
    /// An expression of concern about this article appeared in the work named.
    ExpressionOfConcernIn,
    /// This is an expression of concern about the work named.
    ExpressionOfConcernFor,
    /// A comment on this article appeared in the work named.
    CommentIn,
    /// This comments on the work named.
    CommentOn,
    /// This article was updated by the work named.
    UpdateIn,
    /// This updates the work named.
    UpdateOf,
    /// A summary for patients appeared in the work named.
    SummaryForPatientsIn,
    /// The original report is the work named.
    OriginalReportIn,
    /// The work reprinted in the one named.
    ReprintIn,
    /// A reprint of the work named.
    ReprintOf,
    /// The work cited by this entry in any other way.
    Other,
}

/// A note that ties an article to another work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// How they are tied.
    pub kind: CorrectionKind,
    /// The other work, as the source cites it.
    #[serde(default)]
    pub citation: String,
    /// Its PMID, where the source has it.
    #[serde(default)]
    pub pmid: Option<Pmid>,
    /// Its DOI, where the source has it.
    #[serde(default)]
    pub doi: Option<Doi>,
    /// A note by the indexer; empty where there is none.
    #[serde(default)]
    pub note: String,
}

/// What later notices did to an article; the gravest counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Status {
    /// No notice is known.
    #[default]
    Published,
    /// An erratum was published.
    Corrected,
    /// An expression of concern was published.
    Concern,
    /// Part of it was retracted.
    PartlyRetracted,
    /// It was retracted.
    Retracted,
}

impl Status {
    /// The name used in every output: `published`, `corrected`, `concern`, `partly-retracted`, `retracted`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Corrected => "corrected",
            Self::Concern => "concern",
            Self::PartlyRetracted => "partly-retracted",
            Self::Retracted => "retracted",
        }
    }
}
