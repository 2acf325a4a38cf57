//! What ties a Crossref work to others: updates in both directions, and relations.
//!
//! It must not know what else is in the work.

use super::dates;
use super::members::Members;
use crate::model::{Article, Correction, CorrectionKind, DateKind, Doi, Pmid};

/// Kinds of updates: the name, what an updated work carries, what the notice carries.
const UPDATES: [(&str, CorrectionKind, CorrectionKind); 15] = [
    ("retraction", CorrectionKind::RetractionIn, CorrectionKind::RetractionOf),
    ("withdrawal", CorrectionKind::RetractionIn, CorrectionKind::RetractionOf),
    ("removal", CorrectionKind::RetractionIn, CorrectionKind::RetractionOf),
    ("partial_retraction", CorrectionKind::PartialRetractionIn, CorrectionKind::PartialRetractionOf),
    ("correction", CorrectionKind::ErratumIn, CorrectionKind::ErratumFor),
    ("corrigendum", CorrectionKind::ErratumIn, CorrectionKind::ErratumFor),
    ("erratum", CorrectionKind::ErratumIn, CorrectionKind::ErratumFor),
    ("err", CorrectionKind::ErratumIn, CorrectionKind::ErratumFor),
    ("expression_of_concern", CorrectionKind::ExpressionOfConcernIn, CorrectionKind::ExpressionOfConcernFor),
    ("concern", CorrectionKind::ExpressionOfConcernIn, CorrectionKind::ExpressionOfConcernFor),
    ("new_version", CorrectionKind::UpdateIn, CorrectionKind::UpdateOf),
    ("new_edition", CorrectionKind::UpdateIn, CorrectionKind::UpdateOf),
    ("addendum", CorrectionKind::UpdateIn, CorrectionKind::UpdateOf),
    ("clarification", CorrectionKind::UpdateIn, CorrectionKind::UpdateOf),
    ("republication", CorrectionKind::RepublishedIn, CorrectionKind::RepublishedFrom),
];

/// Relations that tie works as notices do; all others are of another kind.
const RELATIONS: [(&str, CorrectionKind); 6] = [
    ("is-comment-on", CorrectionKind::CommentOn),
    ("has-comment", CorrectionKind::CommentIn),
    // As in PubMed: the article updates its preprint.
    ("is-preprint-of", CorrectionKind::UpdateIn),
    ("has-preprint", CorrectionKind::UpdateOf),
    ("is-reply-to", CorrectionKind::CommentOn),
    ("has-reply", CorrectionKind::CommentIn),
];

/// Reads the updates and the relations.
pub(super) fn read(record: &mut Members<'_>, article: &mut Article) {
    for (key, is_updated) in [("updated-by", true), ("update-to", false)] {
        for mut update in record.objects(key) {
            let correction = update_of(&mut update, is_updated, article);
            push(correction, article);
        }
    }
    let mut relation = record.object("relation");
    for name in relation.names() {
        for mut work in relation.objects(&name) {
            let correction = related(&name, &mut work);
            push(correction, article);
        }
    }
}

/// The same notice may be told by the publisher and by Retraction Watch.
fn push(correction: Correction, article: &mut Article) {
    const COMPARED_MAX: usize = 64;
    let same = |old: &&mut Correction| {
        old.kind == correction.kind
            && old.doi == correction.doi
            && old.pmid == correction.pmid
            && old.citation == correction.citation
    };
    match article.corrections.iter_mut().take(COMPARED_MAX).find(same) {
        Some(old) if old.note == correction.note => {}
        Some(old) if correction.kind != CorrectionKind::Other => {
            old.note = format!("{}; {}", old.note, correction.note);
        }
        _ => article.corrections.push(correction),
    }
}

fn update_of(update: &mut Members<'_>, is_updated: bool, article: &mut Article) -> Correction {
    let name = update.text("type");
    let lower = name.to_lowercase().replace(['-', ' '], "_");
    let known = UPDATES.iter().find(|(known, ..)| *known == lower);
    let kind = known
        .map_or(CorrectionKind::Other, |(_, updated, notice)| if is_updated { *updated } else { *notice });
    let date = dates::parts_of(update, "updated");
    if let (Some(date), CorrectionKind::RetractionIn) = (date, kind) {
        dates::push(&mut article.dates, DateKind::Retracted, date);
    }
    let label = update.text("label");
    let date = date.map(|date| date.to_string());
    let source = update.text("source");
    let parts = [if label.is_empty() { name } else { label }, date.unwrap_or_default(), source];
    let note = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let (doi, citation) = doi_or_text(update.text("DOI"));
    Correction { kind, citation, pmid: None, doi, note }
}

fn related(name: &str, work: &mut Members<'_>) -> Correction {
    work.drop_keys(&["asserted-by"]);
    let (scheme, id) = (work.text("id-type"), work.text("id"));
    let kind =
        RELATIONS.iter().find(|(known, _)| *known == name).map_or(CorrectionKind::Other, |(_, kind)| *kind);
    let pmid: Option<Pmid> = if scheme == "pmid" { id.parse().ok() } else { None };
    let (doi, citation) = match (scheme.as_str(), pmid) {
        (_, Some(_)) => (None, String::new()),
        ("doi", None) => doi_or_text(id),
        _ => (None, format!("{scheme} {id}").trim().to_owned()),
    };
    Correction { kind, citation, pmid, doi, note: name.to_owned() }
}

/// A DOI, or the text that should be one.
fn doi_or_text(text: String) -> (Option<Doi>, String) {
    match text.parse() {
        Ok(doi) => (Some(doi), String::new()),
        Err(_) => (None, text),
    }
}
