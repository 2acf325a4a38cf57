//! Other articles an article is tied to: what it corrects or retracts, and what corrects or retracts it.
//!
//! It must not know what else the front matter says.

use super::super::xml::Node;
use super::prose;
use crate::model::{Correction, CorrectionKind, Doi, Pmid};

/// Kinds of tie by their names in JATS and PMC, which name the other article: `corrected-article` is the one
/// this one corrects, `correction-forward` the one that corrects this one.
const KINDS: [(CorrectionKind, &str); 16] = [
    (CorrectionKind::RetractionOf, "retracted-article"),
    (CorrectionKind::RetractionIn, "retraction-forward retraction retraction-notice"),
    (CorrectionKind::PartialRetractionOf, "partially-retracted-article"),
    (CorrectionKind::PartialRetractionIn, "partial-retraction"),
    (CorrectionKind::ErratumFor, "corrected-article addended-article erratum-for"),
    (
        CorrectionKind::ErratumIn,
        "correction-forward correction erratum corrigendum addendum correction-notice",
    ),
    (CorrectionKind::ExpressionOfConcernFor, "object-of-concern concerned-article"),
    (CorrectionKind::ExpressionOfConcernIn, "expression-of-concern concern-forward"),
    (CorrectionKind::RepublishedFrom, "republished-article"),
    (CorrectionKind::RepublishedIn, "republication corrected-and-republished republished-in"),
    (CorrectionKind::CommentOn, "commentary-article article-commented letter-article"),
    (CorrectionKind::CommentIn, "commentary letter article-commentary"),
    (CorrectionKind::UpdateOf, "updated-article preprint"),
    (CorrectionKind::UpdateIn, "update version-of-record"),
    (CorrectionKind::ReprintOf, "reprinted-article"),
    (CorrectionKind::ReprintIn, "reprint"),
];

/// Names that say what the other article is to this one only together with what this one is.
const TURNED: [(CorrectionKind, CorrectionKind, &str); 4] = [
    (CorrectionKind::ErratumIn, CorrectionKind::ErratumFor, "correction corrected-article erratum addendum"),
    (CorrectionKind::RetractionIn, CorrectionKind::RetractionOf, "retraction"),
    (CorrectionKind::PartialRetractionIn, CorrectionKind::PartialRetractionOf, "partial-retraction"),
    (CorrectionKind::ExpressionOfConcernIn, CorrectionKind::ExpressionOfConcernFor, "expression-of-concern"),
];

/// Reads a `related-article` of an article of this type.
pub(super) fn read(node: Node<'_>, article_type: &str) -> Correction {
    let name = node.attribute("related-article-type").to_lowercase();
    let known = KINDS.iter().find(|(_, names)| prose::is_one_of(&name, names));
    let kind = known.map_or(CorrectionKind::Other, |(kind, _)| *kind);
    // A notice is not corrected by what it names as `correction`, but corrects it.
    let turned =
        TURNED.iter().find(|(from, _, types)| *from == kind && prose::is_one_of(article_type, types));
    let kind = turned.map_or(kind, |(_, to, _)| *to);
    let (doi, pmid) = ids(node);
    Correction {
        kind,
        citation: citation(node),
        pmid,
        doi,
        note: if kind == CorrectionKind::Other { name } else { String::new() },
    }
}

fn ids(node: Node<'_>) -> (Option<Doi>, Option<Pmid>) {
    let href = node.attribute("href");
    let link = node.attribute("ext-link-type").to_lowercase();
    let is_doi = link == "doi" || href.contains("doi.org/") || href.starts_with("info:doi/");
    let mut doi = if is_doi { href.parse().ok() } else { None };
    let mut pmid = if matches!(link.as_str(), "pubmed" | "pmid") { href.parse().ok() } else { None };
    for id in node.outermost(|node| !node.attribute("pub-id-type").is_empty()) {
        match id.attribute("pub-id-type").to_lowercase().as_str() {
            "doi" => doi = doi.or_else(|| prose::text(id).parse().ok()),
            "pmid" => pmid = pmid.or_else(|| prose::text(id).parse().ok()),
            _ => {}
        }
    }
    (doi, pmid)
}

/// The other article as it is cited, or what its attributes say of it.
fn citation(node: Node<'_>) -> String {
    let text = prose::text(node);
    if !text.is_empty() {
        return text;
    }
    let part = |before: &str, name: &str, after: &str| {
        let value = node.attribute(name);
        if value.is_empty() { value } else { [before, &value, after].concat() }
    };
    let journal =
        if node.has("journal-id-type", "issn") { String::new() } else { node.attribute("journal-id") };
    let place = [("", "vol", ""), ("(", "issue", ")"), (":", "page", ""), (":", "elocation-id", "")];
    let place = place.map(|(before, name, after)| part(before, name, after)).concat();
    let mut parts = vec![journal, place];
    // An address that is no identifier is all there is to find the article by.
    if ids(node) == (None, None) {
        parts.push(node.attribute("href"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(". ")
}
