//! How well references are linked to articles by their text alone.
//!
//! A reference with a PMID or a DOI of an article of the index is of that article, and of none that has another.
//! The identifiers of each are hidden, in its text too, what is left is read anew, and the reference is linked.
//! A link cannot be judged where reference and article have no kind of identifier in common, or where the
//! identifiers of the reference are of two articles.
//!
//! It must not know how references are linked.

use super::tally::Tally;
use crate::model::{ArticleId, Identifiers, Reference};
use crate::search::{Error, Index, Snapshot};

/// What linking came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Links {
    /// References looked at.
    pub references: u64,
    /// Those with a PMID or a DOI.
    pub with_id: u64,
    /// Those whose identifiers are of different articles of the index.
    pub contradictory: u64,
    /// Links made by text alone; wanted are those to the articles with an identifier of the reference.
    pub tally: Tally,
    /// What was linked wrongly: the reference, what it is and what it was taken for.
    pub wrong_links: Vec<String>,
    /// What was not linked.
    pub missed_links: Vec<String>,
}

/// Links listed of each kind.
const LISTED_MAX: usize = 100;

/// Links every reference of an index by its text alone, and tells `progress` what it has come to at each.
///
/// # Errors
/// The index is damaged.
pub fn links(index: &Index, mut progress: impl FnMut(&Links)) -> Result<Links, Error> {
    let mut found = Links::default();
    // What is read and what it is linked to must be of one state.
    let index = index.snapshot();
    index.each_reference(|citing, reference| {
        progress(&found);
        found.references += 1;
        let known = reference.ids.pmid.is_some() || reference.ids.doi.is_some();
        found.with_id += u64::from(known);
        let identified = index.identified(reference)?;
        let is_contradictory = identified.len() > 1;
        found.contradictory += u64::from(is_contradictory);
        let truth = identified.into_iter().next().filter(|_| !is_contradictory);
        found.tally.wanted += u64::from(truth.is_some());
        let hidden = without_ids(reference);
        match (index.linked(&hidden)?, truth) {
            (Some(link), Some(truth)) if link == truth => found.tally.right += 1,
            (Some(link), None) if is_contradictory || !contradicts(&index, &link, reference)? => {
                found.tally.unknown += 1;
            }
            (Some(link), truth) => {
                found.tally.wrong += 1;
                if found.wrong_links.len() < LISTED_MAX {
                    let truth = truth.map_or_else(|| "no article".to_owned(), |id| id.to_string());
                    found.wrong_links.push(format!("{citing}: {truth} taken for {link}: {}", hidden.raw));
                }
            }
            (None, Some(truth)) => {
                if found.missed_links.len() < LISTED_MAX {
                    found.missed_links.push(format!("{citing}: {truth}: {}", hidden.raw));
                }
            }
            (None, None) => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whether the article has another PMID or DOI than the reference.
fn contradicts(index: &Snapshot, id: &ArticleId, reference: &Reference) -> Result<bool, Error> {
    let (own, Some(article)) = (&reference.ids, index.get(id)?) else { return Ok(false) };
    let pmids = own.pmid.zip(article.ids.pmid).map(|(own, other)| own != other);
    let dois = own.doi.as_ref().zip(article.ids.doi.as_ref()).map(|(own, other)| own != other);
    Ok(pmids.or(dois).unwrap_or(false))
}

/// The reference as it would be had nobody given it identifiers, nor its parts.
fn without_ids(reference: &Reference) -> Reference {
    let ids = &reference.ids;
    let mut raw = reference.raw.clone();
    let printed = [
        ids.doi.as_ref().map(ToString::to_string),
        ids.pmid.map(|pmid| pmid.to_string()),
        ids.pmcid.map(|pmcid| pmcid.to_string()),
    ];
    for id in printed.into_iter().flatten() {
        raw = remove(&raw, &id);
    }
    let mut hidden = crate::formats::reference(&raw);
    hidden.ids = Identifiers::default();
    hidden
}

/// The text without any occurrence of `what`, in whatever case.
fn remove(text: &str, what: &str) -> String {
    let (folded, what) = (text.to_ascii_lowercase(), what.to_ascii_lowercase());
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    // ASCII case changes no length, so places in both texts are the same.
    for (start, _) in folded.match_indices(&what) {
        left.push_str(&text[at..start]);
        at = start + what.len();
    }
    left.push_str(&text[at..]);
    left
}
