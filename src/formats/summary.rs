//! The names of the formats, and what reading a file came to.
//!
//! It must not know how any of them is read.

use std::collections::BTreeMap;
use std::fmt;

use super::problem::ProblemKind;

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// PubMed's XML: a `PubmedArticleSet`, or a `PubmedArticle` alone.
    PubmedXml,
    /// JATS, the XML of journal articles: an `article` alone, or a set of them as PMC has it.
    Jats,
    /// The XML that EndNote exports.
    EndnoteXml,
    /// The page of an article in Open Journal Systems, saved as text.
    OjsPage,
    /// Results of Europe PMC as JSON.
    EuropePmc,
    /// Works of Crossref as JSON.
    Crossref,
    /// Works of OpenAlex as JSON.
    OpenAlex,
    /// Documents of CORD-19: the parse of a PDF or of PMC's XML as JSON.
    Cord19,
    /// The table of CORD-19, `metadata.csv`.
    Cord19Table,
    /// CSL-JSON, as Zotero, pandoc and others write it.
    Csl,
    /// The page of an article as HTML, from Open Journal Systems or another platform with the same marks.
    Html,
    /// PDF; its text is read by builds with the feature `pdf`.
    Pdf,
    /// One article a line as JSON; the form is described in [`jsonl`](super::jsonl).
    Jsonl,
    /// The corpus file of a test collection in BEIR form: `_id`, `title`, `text`.
    Beir,
    /// BibTeX or BibLaTeX.
    Bibtex,
    /// Text behind YAML front matter: Markdown, or plain.
    FrontMatter,
    /// RIS, as reference managers and databases write it.
    Ris,
    /// The plain text that Web of Science exports.
    WebOfScience,
    /// The MEDLINE format of PubMed, of files that end in `.nbib`.
    Nbib,
}

impl Format {
    /// Every format.
    pub const EVERY: &[Self] = &[
        Self::PubmedXml,
        Self::OjsPage,
        Self::Jsonl,
        Self::Beir,
        Self::Bibtex,
        Self::FrontMatter,
        Self::EuropePmc,
        Self::Crossref,
        Self::OpenAlex,
        Self::Cord19,
        Self::Cord19Table,
        Self::Csl,
        Self::Html,
        Self::Pdf,
        Self::Jats,
        Self::EndnoteXml,
        Self::Ris,
        Self::WebOfScience,
        Self::Nbib,
    ];

    /// The name used in every output and as the format of an origin, such as `pubmed-xml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::PubmedXml => "pubmed-xml",
            Self::Jats => "jats",
            Self::EndnoteXml => "endnote-xml",
            Self::OjsPage => "ojs-page",
            Self::EuropePmc => "europepmc",
            Self::Crossref => "crossref",
            Self::OpenAlex => "openalex",
            Self::Cord19 => "cord19",
            Self::Cord19Table => "cord19-table",
            Self::Csl => "csl-json",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Jsonl => "jsonl",
            Self::Beir => "beir",
            Self::Bibtex => "bibtex",
            Self::FrontMatter => "front-matter",
            Self::Ris => "ris",
            Self::WebOfScience => "web-of-science",
            Self::Nbib => "nbib",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What reading a file came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The format of the file, or the one that all members of an archive have whose format is known;
    /// `None` where none is, and where they have several.
    pub format: Option<Format>,
    /// Texts by format: one, or the members of an archive.
    pub texts: BTreeMap<Format, u64>,
    /// Records found, readable or not.
    pub records: u64,
    /// Articles handed over.
    pub articles: u64,
    /// Deletions handed over.
    pub deletions: u64,
    /// Problems handed over, by kind.
    pub problems: BTreeMap<ProblemKind, u64>,
    /// Bytes taken from the file, compressed as they are there.
    pub bytes_read: u64,
    /// Bytes of text they held, in UTF-8.
    pub text_bytes: u64,
}

impl Summary {
    /// The names of its formats: `ris`, or of an archive perhaps `bibtex, ris`.
    pub fn format_names(&self) -> String {
        let names: Vec<&str> = self.texts.keys().map(|format| format.name()).collect();
        names.join(", ")
    }

    /// Problems of every kind together.
    pub fn problem_count(&self) -> u64 {
        self.problems.values().sum()
    }
}
