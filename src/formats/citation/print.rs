//! The printed text of a reference whose source gives its parts alone.
//!
//! It must not know how such a text is read.

use crate::model::{Identifiers, Reference};

/// `Authors. Title. Journal. Year;Volume(Issue):Pages.`, as far as there are parts.
pub(super) fn vancouver(reference: &Reference) -> String {
    let mut text = String::new();
    for part in [&reference.authors.join(", "), &reference.title, &reference.journal] {
        sentence(&mut text, part);
    }
    let mut place = reference.year.map_or(String::new(), |year| year.to_string());
    for (before, part, after) in
        [(";", &reference.volume, ""), ("(", &reference.issue, ")"), (":", &reference.pages, "")]
    {
        if !part.is_empty() {
            let before = if place.is_empty() { before.trim_start_matches([';', ':']) } else { before };
            place.extend([before, part, after]);
        }
    }
    sentence(&mut text, &place);
    text
}

/// `doi:10.1000/x; pmid:7; openalex:W11`.
pub(super) fn ids(ids: &Identifiers) -> String {
    let doi = ids.doi.as_ref().map(|id| format!("doi:{id}"));
    let pmid = ids.pmid.map(|id| format!("pmid:{id}"));
    let pmcid = ids.pmcid.map(|id| format!("pmcid:{id}"));
    let known = [doi, pmid, pmcid].into_iter().flatten();
    let others = ids.other.iter().map(|other| format!("{}:{}", other.scheme, other.value));
    known.chain(others).collect::<Vec<_>>().join("; ")
}

fn sentence(text: &mut String, part: &str) {
    if part.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(part);
    if !part.ends_with(['.', '?', '!']) {
        text.push('.');
    }
}
