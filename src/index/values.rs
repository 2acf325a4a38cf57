//! What of an article is looked for or sorted by as a whole: keys, headings, flags, numbers.
//!
//! It must not know words, nor how values are written.

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Article, Correction, CorrectionKind, Heading};

/// Version of what whole values are made of: it is part of what an index must have in common with the program.
pub(crate) const VALUES_VERSION: &str = "values 3";

/// The form a text is sorted by.
pub(crate) fn sort_form(text: &str) -> String {
    crate::text::fold(text)
}

/// The first eight bytes of the sort form, as a number that sorts alike; what is missing comes last.
pub(crate) fn sort_prefix(text: &str) -> u64 {
    let form = sort_form(text);
    if form.is_empty() {
        return u64::MAX;
    }
    let mut bytes = [0; 8];
    let length = form.len().min(8);
    bytes[..length].copy_from_slice(&form.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

/// PMIDs in their order, then all other ids in an order of their own that no rebuild changes.
pub(super) fn order(article: &Article) -> u64 {
    let pmid = article.ids.pmid.map(|pmid| u64::from(pmid.number()));
    pmid.unwrap_or_else(|| 1 << 63 | xxh3_64(article.id.as_str().as_bytes()) >> 1)
}

/// Names of a heading: with each qualifier and alone, as major topic (`*` before it) where it is one; and its qualifiers
/// by themselves, `/` before them.
pub(super) fn heading_values(heading: &Heading, mut add: impl FnMut(&str)) {
    let name = crate::text::fold(&heading.name);
    add(&name);
    add(&heading.ui.to_lowercase());
    if heading.major || heading.qualifiers.iter().any(|qualifier| qualifier.major) {
        add(&format!("*{name}"));
    }
    for qualifier in &heading.qualifiers {
        let qualified = format!("{name}/{}", crate::text::fold(&qualifier.name));
        add(&qualified);
        add(&qualified[name.len()..]);
        if qualifier.major {
            add(&format!("*{qualified}"));
        }
    }
}

/// How a flag begins that says which work an article retracts: behind all others in their order.
pub(crate) const RETRACTS: &str = "~retracts:";

/// The flag of a notice that retracts the work of a key.
pub(crate) fn retracts(key: &str) -> String {
    format!("{RETRACTS}{key}")
}

/// The keys of the works an article says it retracts.
fn retracted(article: &Article) -> impl Iterator<Item = String> {
    let of = article.corrections.iter().filter(|note| note.kind == CorrectionKind::RetractionOf);
    of.flat_map(Correction::keys)
}

pub(super) fn flags(article: &Article) -> Vec<String> {
    let mut flags =
        vec![format!("format:{}", article.origin.format), format!("status:{}", article.status().name())];
    let structured = article.abstract_sections.iter().any(|section| !section.label.is_empty());
    let present = [
        ("hasabstract", !article.abstract_sections.is_empty()),
        ("hasstructuredabstract", structured),
        ("haskeyword", !article.keywords.is_empty()),
        ("hasreference", !article.references.is_empty()),
        ("hasbody", !article.body.is_empty()),
        ("merged", !article.merged.is_empty()),
    ];
    flags.extend(present.iter().filter(|flag| flag.1).map(|flag| flag.0.to_owned()));
    flags.extend(retracted(article).map(|key| retracts(&key)));
    flags
}
