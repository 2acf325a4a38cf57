//! Which notation a text is written in, and what shows it.
//!
//! It must not know how a notation is read beyond its signs.

use super::Syntax;
use super::error::shown;
use super::ovid;
use super::tags;

/// What shows whose notation a text is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sign {
    /// The notation.
    pub syntax: Syntax,
    /// Why, as a sentence.
    pub reason: String,
}

/// The notation of a strategy's lines: of Ovid's and PubMed's the one more lines show. Signs that may also be of
/// another count where there are no others.
pub(super) fn of_lines<'l>(lines: impl Iterator<Item = &'l str> + Clone) -> Option<Sign> {
    let (mut ovid, mut pubmed) = ((0_usize, None), (0_usize, None));
    for line in lines.clone() {
        if let Some(tag) = tag(line) {
            pubmed.0 += 1;
            pubmed.1.get_or_insert_with(|| format!("`{}` is a tag of PubMed's", shown(tag)));
        } else if let Some(reason) = ovid::sign(line) {
            ovid.0 += 1;
            ovid.1.get_or_insert(reason);
        }
    }
    let is_ovid = ovid.0 >= pubmed.0;
    let sign = |syntax| move |reason| Sign { syntax, reason };
    let found = if is_ovid { ovid.1.map(sign(Syntax::Ovid)) } else { pubmed.1.map(sign(Syntax::PubMed)) };
    found.or_else(|| lines.into_iter().find_map(ovid::hint).map(sign(Syntax::Ovid)))
}

/// The first tag of PubMed's in a text, brackets included.
pub(super) fn tag(text: &str) -> Option<&str> {
    text.match_indices('[').find_map(|(open, _)| {
        let close = open + text[open..].find(']')?;
        let before = text[..open].trim_end().chars().next_back()?;
        let stands = before.is_alphanumeric() || matches!(before, '*' | ')') || super::is_quote(before);
        let is_tag = tags::tag(&text[open + 1..close], &(open..close + 1)).is_ok();
        (stands && is_tag).then(|| &text[open..=close])
    })
}
