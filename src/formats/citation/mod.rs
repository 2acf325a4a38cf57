//! References in free text become their parts: authors, title, journal, year, volume, issue, pages,
//! identifiers.
//!
//! There are as many styles as journals. What they share is read in turn: identifiers and addresses, which
//! end the reference proper; the authors at its start; the year behind them, or with volume and pages at the
//! end; what is left between is title and journal. A part that is not plain stays empty: nothing is guessed.
//!
//! It must not know any format, nor which works there are.

mod ids;
mod locator;
mod names;
mod people;
mod print;
mod read;
mod scan;
mod terms;
#[cfg(test)]
mod tests;
mod title;
mod years;

use crate::model::{Identifiers, Reference};

pub(super) use ids::doi_in;
pub(super) use names::is_group;
pub(super) use people::person;
pub(super) use read::read;
pub(super) use terms::year;

/// The parts of a citation; what could not be told is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cited<'t> {
    pub authors: Vec<&'t str>,
    /// Whether the authors end in `et al`.
    pub et_al: bool,
    pub title: &'t str,
    pub journal: &'t str,
    pub year: Option<u16>,
    pub volume: &'t str,
    pub issue: &'t str,
    pub pages: &'t str,
    pub ids: Identifiers,
}

/// A reference from its printed text.
///
/// ```
/// let reference = litdex::formats::reference(
///     "Akoumianaki E, Jonkman A. A rational approach. Ann Intensive Care. 2021; 11(1):107.",
/// );
/// assert_eq!((reference.title.as_str(), reference.year), ("A rational approach", Some(2021)));
/// ```
pub fn reference(raw: &str) -> Reference {
    let mut reference = Reference { raw: super::text::collapse(raw), ..Reference::default() };
    complete(&mut reference);
    reference
}

/// Parts of a reference besides which none is looked for in its text.
const PARTS_ENOUGH: usize = 4;

/// Fills in what the source left empty: the parts from the printed text, or the text from the parts, from the
/// identifiers where there are no parts.
pub(super) fn complete(reference: &mut Reference) {
    if reference.raw.is_empty() {
        reference.raw = print::vancouver(reference);
        if reference.raw.is_empty() {
            reference.raw = print::ids(&reference.ids);
        }
        return;
    }
    if reference.year.is_some() && !reference.volume.is_empty() && !reference.title.is_empty() {
        return;
    }
    // Who gave this many parts gave all the text has: what else is read there is part of these.
    let is_parted = parts(reference) >= PARTS_ENOUGH;
    // A text made of the parts says no more than they do.
    let has_parts =
        !reference.title.is_empty() || !reference.journal.is_empty() || !reference.authors.is_empty();
    if has_parts && reference.raw == print::vancouver(reference) {
        return;
    }
    let raw = std::mem::take(&mut reference.raw);
    let cited = read(&raw, "");
    // Where the text says another year than the source, it was not understood.
    let is_understood = reference.year.is_none_or(|year| cited.year.is_none_or(|read| read == year));
    if is_understood && !is_parted {
        fill(reference, &cited);
    }
    let ids = &mut reference.ids;
    ids.doi = ids.doi.take().or(cited.ids.doi);
    ids.pmid = ids.pmid.or(cited.ids.pmid);
    ids.pmcid = ids.pmcid.or(cited.ids.pmcid);
    for other in cited.ids.other {
        if ids.other.iter().all(|known| known.scheme != other.scheme) {
            ids.other.push(other);
        }
    }
    reference.raw = raw;
}

/// The number of parts that are known.
fn parts(reference: &Reference) -> usize {
    let Reference { title, journal, volume, pages, .. } = reference;
    [title, journal, volume, pages].into_iter().filter(|part| !part.is_empty()).count()
        + usize::from(reference.year.is_some())
        + usize::from(!reference.authors.is_empty())
}

fn fill(reference: &mut Reference, cited: &Cited<'_>) {
    reference.year = reference.year.or(cited.year);
    if reference.authors.is_empty() {
        reference.authors = cited.authors.iter().map(|name| (*name).to_owned()).collect();
    }
    for (slot, read) in [
        (&mut reference.title, cited.title),
        (&mut reference.journal, cited.journal),
        (&mut reference.volume, cited.volume),
        (&mut reference.issue, cited.issue),
        (&mut reference.pages, cited.pages),
    ] {
        if slot.is_empty() {
            read.clone_into(slot);
        }
    }
}
