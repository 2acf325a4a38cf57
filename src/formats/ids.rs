//! Identifiers of a record: the first sound one of a kind in its place, all else as it was given.
//!
//! It must not know any one format.

use std::str::FromStr;

use crate::model::{Identifiers, OtherId};

/// Only so many identifiers are compared to leave out what is given twice; a hostile list is just kept.
const COMPARED_MAX: usize = 32;

/// Adds an identifier: the first sound PMID, PMCID and DOI in their places, all else as given.
pub(super) fn add(ids: &mut Identifiers, scheme: &str, value: String, valid: bool) {
    let placed = valid
        && match scheme {
            "pubmed" | "pmid" => place(&mut ids.pmid, &value),
            "pmc" | "pmcid" => place(&mut ids.pmcid, &value),
            "doi" => place(&mut ids.doi, &value),
            _ => false,
        };
    if !placed {
        add_other(ids, scheme, value);
    }
}

/// Adds an identifier of any other scheme, once.
pub(super) fn add_other(ids: &mut Identifiers, scheme: &str, value: String) {
    let id = OtherId { scheme: scheme.to_lowercase(), value };
    let known = ids.other.len() <= COMPARED_MAX && ids.other.contains(&id);
    if !id.value.is_empty() && !known {
        ids.other.push(id);
    }
}

/// Puts a value in its place; `false` where it is not sound or the place holds another.
pub(super) fn place<T: FromStr + PartialEq>(slot: &mut Option<T>, value: &str) -> bool {
    match (value.parse::<T>(), &slot) {
        (Ok(new), Some(old)) => new == *old,
        (Ok(new), None) => {
            *slot = Some(new);
            true
        }
        (Err(_), _) => false,
    }
}

/// Whether it is an arXiv identifier: `2101.00001`, `2101.00001v2`, `hep-th/9901001`.
pub(super) fn is_arxiv(value: &str) -> bool {
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = match value.rsplit_once('v') {
        Some((number, version)) if are_digits(version) => number,
        _ => value,
    };
    let new = number.split_once('.').is_some_and(|(month, rest)| {
        month.len() == 4 && are_digits(month) && matches!(rest.len(), 4 | 5) && are_digits(rest)
    });
    let old = number.split_once('/').is_some_and(|(archive, rest)| {
        archive.starts_with(|c: char| c.is_ascii_alphabetic())
            && archive.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'.'))
            && rest.len() == 7
            && are_digits(rest)
    });
    new || old
}

/// Times the letters are looked at that only such a mention has.
const MENTIONS_MAX: usize = 128;

/// The first arXiv identifier that is mentioned, as `arXiv:2101.00001`, `arXiv 2101.00001` or an address of arXiv's, and
/// where `arXiv` stands.
pub(super) fn arxiv_in(text: &str) -> Option<(&str, usize)> {
    let starts = memchr::memchr2_iter(b'x', b'X', text.as_bytes()).filter_map(|x| x.checked_sub(2));
    starts.take(MENTIONS_MAX).find_map(|start| {
        let name = text.get(start..start + 5)?;
        let is_word = !text[..start].ends_with(|c: char| c.is_alphanumeric());
        if !name.eq_ignore_ascii_case("arxiv") || !is_word {
            return None;
        }
        let after = &text[start + 5..];
        let address = [".org/abs/", ".org/pdf/"].iter().find_map(|path| after.strip_prefix(path));
        let value = address.unwrap_or_else(|| after.trim_start_matches([':', ' ']));
        let ends = |c: char| c.is_whitespace() || matches!(c, ';' | ',' | ']' | ')' | '>' | '"' | '?' | '#');
        let value = value.split(ends).next()?.trim_end_matches('.');
        let value = value.strip_suffix(".pdf").unwrap_or(value);
        is_arxiv(value).then_some((value, start))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_of_arxiv() {
        for (text, found) in [
            ("Roe R. Nets. arXiv:2101.00001v2 [cs.LG] 2021", Some("2101.00001v2")),
            ("Roe R. Nets. arXiv preprint arXiv: 1409.0575. 2014", Some("1409.0575")),
            ("Roe R. Nets. arXiv 2101.00001 (2021).", Some("2101.00001")),
            ("http://export.arxiv.org/abs/hep-th/9901001.", Some("hep-th/9901001")),
            ("https://arxiv.org/pdf/2101.00001v3.pdf", Some("2101.00001v3")),
            ("arXiv 2014; 1312.6114", None),
            ("PsyArXiv 2101.00001", None),
            ("https://arxiv.org/list/cs.LG/recent", None),
            ("éxx arxiv.org/abs/é xX", None),
        ] {
            assert_eq!(arxiv_in(text).map(|(value, _)| value), found, "{text}");
        }
    }
}
