//! A citation in one line, and the parts of one that several forms need.
//!
//! It must not know in which form they are printed.

use std::fmt::Write as _;

use crate::Hit;
use crate::model::{Article, Author, Identifiers, Reference};

/// The months as they are abbreviated in English.
pub const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Names of a hit shown before `et al.`
const NAMES_SHOWN: usize = 4;

/// The first authors of a hit.
pub fn names(hit: &Hit) -> String {
    let few = hit.author_count <= NAMES_SHOWN && hit.authors.len() == hit.author_count;
    // One name more takes the place `et al.` would.
    let shown = if few { NAMES_SHOWN } else { NAMES_SHOWN - 1 };
    let mut text = hit.authors.iter().take(shown).collect::<Vec<_>>().join(", ");
    if !few && !text.is_empty() {
        text.push_str(", et al.");
    }
    text
}

/// `Arch Anesth 2022;8(1):89-90`, as far as it is known.
pub fn place(journal: &str, year: Option<u16>, volume: &str, issue: &str, pages: &str) -> String {
    let mut text = journal.to_owned();
    if let Some(year) = year {
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(&year.to_string());
    }
    let mut source = volume.to_owned();
    if !issue.is_empty() {
        let _ = write!(source, "({issue})");
    }
    if !pages.is_empty() {
        source.push_str(if source.is_empty() { "" } else { ":" });
        source.push_str(pages);
    }
    if !source.is_empty() {
        text.push_str(if text.is_empty() { "" } else { ";" });
        text.push_str(&source);
    }
    text
}

/// A reference as it is printed, or what is known of it.
pub fn reference(reference: &Reference) -> String {
    let raw = reference.raw.trim();
    if !raw.is_empty() {
        return raw.to_owned();
    }
    let Reference { journal, year, volume, issue, pages, .. } = reference;
    let place = place(journal, *year, volume, issue, pages);
    let parts = [reference.authors.join(", "), reference.title.trim_end_matches('.').to_owned(), place];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
}

/// A reference as [`reference()`] has it, and the identifiers it does not print.
pub fn reference_and_ids(cited: &Reference) -> String {
    let mut text = reference(cited);
    let lower = text.to_lowercase();
    let is_printed = |id: &str| match id.strip_prefix("pmid:") {
        // Of a longer number it is no part.
        Some(number) => lower.split(|c: char| !c.is_ascii_digit()).any(|run| run == number),
        None => lower.contains(&id.strip_prefix("doi:").unwrap_or(id).to_lowercase()),
    };
    let mut ids: Vec<String> = named(&cited.ids).filter(|id| !is_printed(id)).collect();
    if text.is_empty() && ids.is_empty() {
        let other = cited.ids.other.iter();
        ids.extend(other.map(|id| format!("{}:{}", id.scheme, id.value)));
    }
    for id in ids {
        text.push_str(if text.is_empty() { "" } else { " · " });
        text.push_str(&id);
    }
    text
}

fn named(ids: &Identifiers) -> impl Iterator<Item = String> {
    let pmid = ids.pmid.map(|pmid| format!("pmid:{pmid}"));
    let pmcid = ids.pmcid.map(|pmcid| pmcid.to_string());
    let doi = ids.doi.as_ref().map(|doi| format!("doi:{doi}"));
    [pmid, pmcid, doi].into_iter().flatten()
}

/// The identifiers as `show` takes them.
pub fn ids(id: &str, ids: &Identifiers) -> Vec<String> {
    let mut all: Vec<String> = named(ids).collect();
    if !all.iter().any(|known| known == id) {
        all.insert(0, id.to_owned());
    }
    all
}

/// As [`ids`], of a hit.
pub fn hit_ids(hit: &Hit) -> Vec<String> {
    let known = Identifiers { pmid: hit.pmid, pmcid: hit.pmcid, doi: hit.doi.clone(), other: Vec::new() };
    ids(hit.id.as_str(), &known)
}

/// The journal in full, else its abbreviation.
pub fn journal(article: &Article) -> &str {
    let journal = &article.journal;
    if journal.title.is_empty() { &journal.abbreviation } else { &journal.title }
}

/// Given names, else the initials with dots: `A. B.`
pub fn given(author: &Author) -> String {
    if !author.given.is_empty() {
        return author.given.clone();
    }
    let initials = author.initials.chars().filter(|c| c.is_alphabetic()).map(|c| format!("{c}."));
    initials.collect::<Vec<_>>().join(" ")
}

/// The name of a group, or of a person with no family name; `None` for other persons.
pub fn literal(author: &Author) -> Option<&str> {
    if !author.family.is_empty() {
        return None;
    }
    Some(if author.collective.is_empty() { &author.given } else { &author.collective })
}

/// First and last page, the last in full: `1965-75` is 1965 and 1975. A list of pages stays one piece.
pub fn page_ends(pages: &str) -> (&str, String) {
    let Some((first, last)) = pages.split_once(['-', '–']).filter(|_| !pages.contains([',', ';'])) else {
        return (pages.trim(), String::new());
    };
    let (first, last) = (first.trim(), last.trim());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let cut = first.len().saturating_sub(last.len());
    let short = digits(first) && digits(last) && cut > 0;
    (first, if short { format!("{}{last}", &first[..cut]) } else { last.to_owned() })
}

/// Text in one line without characters that show nothing: exports have no use for them.
pub fn line(text: &str) -> String {
    let kept = text.chars().filter_map(|c| match c {
        c if c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}') => Some(' '),
        c if super::tame::tame_char(c) != c => None,
        c => Some(c),
    });
    let kept: String = kept.collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The abstract in one line, labels before their sections.
pub fn abstract_line(article: &Article) -> String {
    let sections = article.abstract_sections.iter().map(|section| match section.label.as_str() {
        "" => line(&section.text),
        label => format!("{}: {}", line(label), line(&section.text)),
    });
    sections.collect::<Vec<_>>().join(" ")
}

/// The keywords in one line: between commas, or between semicolons where a keyword has a comma itself.
pub fn keywords(article: &Article) -> String {
    let comma = article.keywords.iter().any(|keyword| keyword.contains(','));
    article.keywords.join(if comma { "; " } else { ", " })
}

/// Where it can be read: on arXiv, else at the first address its source has.
pub fn address(article: &Article) -> String {
    match arxiv(article) {
        Some(id) => format!("https://arxiv.org/abs/{id}"),
        None => article.links.first().cloned().unwrap_or_default(),
    }
}

/// Its arXiv identifier.
pub fn arxiv(article: &Article) -> Option<&str> {
    article.ids.other.iter().find(|id| id.scheme == "arxiv").map(|id| id.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_say_what_is_known() {
        assert_eq!(place("J", Some(2020), "8", "1", "89-90"), "J 2020;8(1):89-90");
        assert_eq!(place("J", Some(2020), "", "", "e1"), "J 2020;e1");
        assert_eq!(place("", Some(2020), "", "", ""), "2020");
        assert_eq!(place("J", None, "", "1", ""), "J;(1)");
        assert_eq!(place("", None, "", "", ""), "");
    }

    #[test]
    fn last_pages_are_written_out() {
        let ends = |pages| {
            let (first, last) = page_ends(pages);
            format!("{first}|{last}")
        };
        let given = ["1965-75", "177–185", "e107", "89-90", "S1-S9", "10-2", "1-3, 7", "", "é9-1"].map(ends);
        assert_eq!(
            given,
            ["1965|1975", "177|185", "e107|", "89|90", "S1|S9", "10|12", "1-3, 7|", "|", "é9|1"]
        );
    }

    #[test]
    fn one_line_has_no_control_characters() {
        assert_eq!(line(" a\r\nb\u{1b}[31m\tc\u{202e}\u{2028}d "), "a b[31m c d");
    }

    #[test]
    fn names_of_few_and_many() {
        let hit = |n: usize, count| Hit {
            authors: std::iter::repeat_n("A B", n).collect(),
            author_count: count,
            ..Hit::default()
        };
        assert_eq!(names(&hit(0, 0)), "");
        assert_eq!(names(&hit(4, 4)), "A B, A B, A B, A B");
        assert_eq!(names(&hit(8, 9)), "A B, A B, A B, et al.");
    }
}
