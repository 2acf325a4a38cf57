//! Identifiers and addresses printed in a reference, and where the reference itself ends before them.
//!
//! It must not know any other part of a reference.

use memchr::{memchr_iter, memchr2_iter};

use super::super::ids::arxiv_in;

use crate::model::{Doi, Identifiers, OtherId};

/// Places that are tried in one reference, so that hostile text costs no more than long text.
const TRIES_MAX: usize = 32;
/// `10.` and the number of whoever registers DOIs.
const DOI_REGISTRANT_MAX: usize = 16;

/// What may stand before an address or at the end, without being part of the reference. Lower case.
const PHRASES: [&str; 20] = [
    "available from",
    "available at",
    "available online at",
    "available online",
    "available",
    "retrieved from",
    "online ahead of print",
    "ahead of print",
    "online first",
    "in press",
    "[preprint",
    "(preprint",
    "pubmed central",
    "pubmed",
    "epub",
    "accessed",
    "accessed on",
    "url",
    "doi",
    "published online",
];

/// What is printed behind the reference or within it.
#[derive(Debug, Default)]
pub(super) struct Printed {
    pub ids: Identifiers,
    /// Where the first of them starts, phrases before it left off: the reference ends there.
    pub core_end: usize,
}

/// Finds identifiers and addresses.
pub(super) fn find(text: &str) -> Printed {
    let mut printed = Printed { ids: Identifiers::default(), core_end: text.len() };
    for colon in memchr_iter(b':', text.as_bytes()).take(TRIES_MAX) {
        let start = word_start(text, colon);
        let after = &text[colon + 1..];
        if printed.read(&text[start..colon], after) {
            printed.core_end = printed.core_end.min(start);
        }
    }
    if let Some((doi, start)) = doi_in(text) {
        printed.ids.doi = Some(doi);
        printed.core_end = printed.core_end.min(start);
    }
    if let Some((value, start)) = arxiv_in(text).filter(|_| printed.ids.other.is_empty()) {
        printed.ids.other.push(OtherId { scheme: "arxiv".to_owned(), value: value.to_owned() });
        printed.core_end = printed.core_end.min(start);
    }
    printed.core_end = trim_phrases(&text[..printed.core_end]).len();
    printed
}

impl Printed {
    /// Reads what stands behind a name and its colon; `false` where the name is that of no identifier.
    fn read(&mut self, name: &str, after: &str) -> bool {
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        if is("http") || is("https") {
            return after.starts_with("//");
        }
        let value = after.trim_start().split([' ', ';', ',', ']', ')']).next().unwrap_or("");
        let value = value.trim_end_matches('.');
        if is("pmid") || is("pubmed") {
            self.ids.pmid = self.ids.pmid.or(value.parse().ok());
            self.ids.pmid.is_some()
        } else if is("pmcid") {
            self.ids.pmcid = self.ids.pmcid.or(value.parse().ok());
            self.ids.pmcid.is_some()
        } else if is("arxiv") {
            let is_number = value.len() >= 8 && value.bytes().any(|b| b.is_ascii_digit());
            if is_number && self.ids.other.is_empty() {
                self.ids.other.push(OtherId { scheme: "arxiv".to_owned(), value: value.to_owned() });
            }
            is_number
        } else {
            is("doi")
        }
    }
}

/// The first DOI printed, and where its mention starts.
pub(in super::super) fn doi_in(text: &str) -> Option<(Doi, usize)> {
    // In an address the slash may be a code.
    let is_slash = |&at: &usize| {
        text.as_bytes()[at] == b'/'
            || text.get(at..at + 3).is_some_and(|code| code.eq_ignore_ascii_case("%2f"))
    };
    for slash in memchr2_iter(b'/', b'%', text.as_bytes()).filter(is_slash).take(TRIES_MAX) {
        let registrant = text.as_bytes()[..slash].iter().rev().take(DOI_REGISTRANT_MAX);
        let at = slash - registrant.take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        let is_alone = text.as_bytes()[..at].last().is_none_or(|b| !b.is_ascii_alphanumeric());
        if !is_alone || !text[at..].starts_with("10.") {
            continue;
        }
        let token = text[at..].split(' ').next().unwrap_or("");
        if let Ok(doi) = without_closing_marks(token).parse::<Doi>() {
            return Some((doi, start_of_mention(&text[..at])));
        }
    }
    None
}

/// A DOI without the marks of the sentence behind it; brackets that it opened itself are its own.
fn without_closing_marks(token: &str) -> &str {
    let mut rest = token;
    while let Some(last) = rest.chars().next_back() {
        let opened = match last {
            ')' => Some('('),
            ']' => Some('['),
            '.' | ',' | ';' | ':' | '"' | '”' | '’' => None,
            _ => break,
        };
        let count = |wanted: char| rest.chars().filter(|&c| c == wanted).count();
        if opened.is_some_and(|opened| count(opened) >= count(last)) {
            break;
        }
        rest = &rest[..rest.len() - last.len_utf8()];
    }
    rest
}

/// Where `doi:`, `https://doi.org/` or the like starts that ends the text.
fn start_of_mention(before: &str) -> usize {
    let mut rest = before;
    for prefix in ["doi.org/", "dx.", "www.", "https://", "http://", ":", "doi"] {
        rest = rest.trim_end();
        rest = strip_suffix_no_case(rest, prefix).unwrap_or(rest);
    }
    rest.len()
}

/// Whether what stands behind a reference says that it is an article still to appear.
pub(super) fn is_to_appear(behind: &str) -> bool {
    const MARKS: [&str; 5] = ["ahead of print", "in press", "In press", "In Press", "Epub"];
    !behind.is_empty() && MARKS.iter().any(|mark| behind.contains(mark))
}

/// Where the word starts that ends at `end`; at most eight letters.
fn word_start(text: &str, end: usize) -> usize {
    let letters = text.as_bytes()[..end].iter().rev().take(8).take_while(|b| b.is_ascii_alphabetic());
    end - letters.count()
}

/// The text without the phrases at its end that name no part of the work.
pub(super) fn trim_phrases(text: &str) -> &str {
    let mut rest = text;
    loop {
        let opened = rest.trim_end_matches([' ', '(', '[']);
        let marks =
            |b: &&u8| matches!(b, b' ' | b'.' | b',' | b';' | b':' | b'[' | b']' | b'(' | b')' | b'-' | b'|');
        let bytes = rest.as_bytes();
        let end = rest.len() - bytes.iter().rev().take_while(marks).count();
        let Some(last) = bytes[..end].last().filter(|b| b.is_ascii_alphabetic()) else { return opened };
        let last = last.to_ascii_lowercase();
        let phrases = PHRASES.iter().filter(|phrase| phrase.as_bytes().last() == Some(&last));
        let cut = phrases.filter_map(|phrase| strip_suffix_no_case(&rest[..end], phrase));
        let Some(cut) = cut.into_iter().find(|cut| cut.is_empty() || cut.ends_with([' ', '(', '[', '.']))
        else {
            return opened;
        };
        rest = cut.trim_end_matches([' ', '(', '[']);
    }
}

fn strip_suffix_no_case<'t>(text: &'t str, suffix: &str) -> Option<&'t str> {
    let cut = text.len().checked_sub(suffix.len())?;
    text.get(cut..)?.eq_ignore_ascii_case(suffix).then(|| &text[..cut])
}
