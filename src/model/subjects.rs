//! What indexers say an article is about: headings, substances, types, grants, data deposited.
//!
//! It must not know the vocabulary these names come from.

use serde::{Deserialize, Serialize};

/// A MeSH heading with its qualifiers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Heading {
    /// Descriptor name.
    pub name: String,
    /// Descriptor UI, `D` and digits; empty where the source has none.
    pub ui: String,
    /// Whether the descriptor itself is a major topic.
    pub major: bool,
    /// Qualifiers (subheadings).
    pub qualifiers: Vec<Qualifier>,
}

/// A MeSH qualifier (subheading).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Qualifier {
    /// Qualifier name.
    pub name: String,
    /// Qualifier UI, `Q` and digits.
    pub ui: String,
    /// Whether heading and qualifier together are a major topic.
    pub major: bool,
}

/// A substance named by the indexer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Substance {
    /// Name.
    pub name: String,
    /// UI of the descriptor or supplementary concept.
    pub ui: String,
    /// Registry number: CAS, UNII or EC; `0` or empty where there is none.
    pub registry_number: String,
}

/// A publication type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicationType {
    /// Name, such as `Randomized Controlled Trial`.
    pub name: String,
    /// UI of the type; empty where the source has none.
    pub ui: String,
}

/// A grant that paid for the work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grant {
    /// Number of the grant.
    pub id: String,
    /// Acronym of the institute.
    pub acronym: String,
    /// Agency.
    pub agency: String,
    /// Country of the agency.
    pub country: String,
}

/// A data bank and what the authors deposited there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Databank {
    /// Name, such as `ClinicalTrials.gov`.
    pub name: String,
    /// Accession numbers.
    pub accessions: Vec<String>,
}
