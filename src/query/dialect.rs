//! Which notation a text is written in, and what shows it.
//!
//! It must not know how a notation is read beyond its signs.

use super::Syntax;
use super::cochrane;
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

/// The notation of a strategy's lines: the one that most lines show, and of as many Ovid's, then Cochrane's. Signs that
/// may also be of another count where there are no others.
pub(super) fn of_lines<'l>(lines: impl Iterator<Item = &'l str> + Clone) -> Option<Sign> {
    let mut found: [(Syntax, usize, Option<String>); 3] =
        [Syntax::Ovid, Syntax::Cochrane, Syntax::PubMed].map(|syntax| (syntax, 0, None));
    for line in lines.clone() {
        let [ovid, cochrane, pubmed] = &mut found;
        let (seen, reason) = if let Some(tag) = tag(line) {
            (pubmed, format!("`{}` is a tag of PubMed's", shown(tag)))
        } else if let Some(reason) = ovid::sign(line) {
            (ovid, reason)
        } else if let Some(reason) = cochrane::sign(line) {
            (cochrane, reason)
        } else {
            continue;
        };
        seen.1 += 1;
        seen.2.get_or_insert(reason);
    }
    // Of the largest ones the last is kept: the order is turned round.
    let most = found.into_iter().rev().max_by_key(|row| row.1);
    let sign =
        |(syntax, _, reason): (Syntax, usize, Option<String>)| reason.map(|reason| Sign { syntax, reason });
    let hint = || lines.into_iter().find_map(ovid::hint).map(|reason| Sign { syntax: Syntax::Ovid, reason });
    most.and_then(sign).or_else(hint)
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
