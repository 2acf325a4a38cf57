//! Where the locator of a reference stands: year, volume, issue and pages, which end it as a rule.
//!
//! The end of a reference is the longest run of words that are numbers, months or names of parts (`vol.`,
//! `Suppl`, `pp.`). Where it holds no locator, one is sought at the marks that only locators have.
//!
//! It must not know what stands before a locator, nor what its numbers mean.

use memchr::memchr3_iter;

use super::scan::{Locator, Scan};
use super::terms::{PART_MAX_BYTES, is_month, is_number, is_roman_range, part, year};

/// Places at which a locator is sought that does not end the reference.
const TRIES_MAX: usize = 8;
/// A longer run of words is no locator.
const WORDS_MAX: usize = 24;

/// Words that start what some indexes put behind a locator.
const APPENDED: [&str; 9] =
    ["discussion", "quiz", "reply", "author", "epub", "accessed", "erratum", "cited", "published"];

/// Finds the locator of a reference. `known` is the year where it was found already. A DOI behind it may stand
/// for the pages.
pub(super) fn find(text: &str, known: Option<u16>, has_doi: bool) -> Locator<'_> {
    let mut last = at_end(text, known);
    if !last.is_place() && has_doi {
        last = lone_volume(text, known).unwrap_or(last);
    }
    if last.is_place() {
        return last;
    }
    let elsewhere = ends_of_locators(text).find_map(|(at, end)| {
        let found = at_end(&text[..end], known);
        (found.is_place() && found.start < at).then_some(found)
    });
    elsewhere.unwrap_or(last)
}

/// Where a locator may stand that does not end the reference: a mark within it, and where it ends.
fn ends_of_locators(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = text.as_bytes();
    let is_number = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    let marks = memchr3_iter(b';', b':', b'(', bytes).filter(move |&at| {
        let before = bytes[..at].trim_ascii_end().last();
        let after = bytes[at + 1..].trim_ascii_start();
        match bytes[at] {
            // `306, 1186-1188 (2004). What it shows`
            b'(' => {
                is_number(before)
                    && bytes.get(at + 5) == Some(&b')')
                    && text.get(at + 1..at + 5).and_then(year).is_some()
            }
            b':' if !is_number(before) && before != Some(&b')') => false,
            _ => is_number(after.first()) || is_number(after.get(1)) || after.first() == Some(&b'('),
        }
    });
    marks.take(TRIES_MAX).map(move |at| (at, if bytes[at] == b'(' { at + 6 } else { run_end(text, at) }))
}

/// `Plant Genome 10`, where a year and a DOI make it a journal's.
fn lone_volume(text: &str, known: Option<u16>) -> Option<Locator<'_>> {
    known?;
    let text = text.trim_end_matches([' ', '.', ',', '(']);
    let start = memchr::memrchr(b' ', text.as_bytes())? + 1;
    let volume = &text[start..];
    let before = text[..start].trim_end().rsplit(' ').next()?;
    let is_volume = volume.len() <= 4 && volume.bytes().all(|b| b.is_ascii_digit()) && year(volume).is_none();
    let is_named = before.starts_with(char::is_uppercase) || before.ends_with(',');
    (is_volume && is_named).then_some(Locator { start, volume, ..Locator::default() })
}

/// Reads the locator that ends the text.
fn at_end(text: &str, known: Option<u16>) -> Locator<'_> {
    let (text, mut start) = without_appendix(text);
    loop {
        match Scan::new(text, start, known).read() {
            Ok(found) => return found,
            // What is no part of a locator cannot stand within one.
            Err(after) => start = after.max(start + 1),
        }
    }
}

/// The text up to what follows its locator (`; discussion 49-50`), and where its last run of words starts.
fn without_appendix(text: &str) -> (&str, usize) {
    let (mut text, mut start) = (text, run_start(text));
    for _ in 0..TRIES_MAX {
        let before = text[..start].trim_end();
        let from = last_word(before);
        let word = before[from..].trim_start_matches(['(', '[']).trim_end_matches(['.', ',', ';', ':']);
        if !APPENDED.iter().any(|appended| word.eq_ignore_ascii_case(appended)) {
            break;
        }
        text = before[..from].trim_end_matches([' ', ';', ',', '(', '[']);
        start = run_start(text);
    }
    (text, start)
}

/// Where the last word starts.
fn last_word(text: &str) -> usize {
    memchr::memrchr(b' ', text.as_bytes()).map_or(0, |at| at + 1)
}

/// Where the run of words starts that may be a locator and ends the text.
fn run_start(text: &str) -> usize {
    let mut start = text.len();
    for _ in 0..WORDS_MAX {
        let before = text[..start].trim_end();
        let mut from = last_word(before);
        // `32(Web Server issue):W160`: brackets are passed as one.
        if let Some(open) = opened_before(before, from) {
            from = last_word(&before[..open]);
        }
        match locating(&before[from..]) {
            Some(0) => start = from,
            Some(offset) => return from + offset,
            None => break,
        }
    }
    start
}

/// Where the bracket opens that the word at `from` closes, if it stands not far before it.
fn opened_before(text: &str, from: usize) -> Option<usize> {
    let word = &text.as_bytes()[from..];
    let close = memchr::memchr(b')', word)?;
    if memchr::memchr(b'(', &word[..close]).is_some() {
        return None;
    }
    let open = memchr::memrchr(b'(', &text.as_bytes()[..from])?;
    (from + close - open <= PART_MAX_BYTES + 1).then_some(open)
}

/// Where the run of such words ends that goes on at `at`.
fn run_end(text: &str, at: usize) -> usize {
    let mut end = at + 1;
    for _ in 0..WORDS_MAX {
        let rest = &text[end..];
        let blank = rest.len() - rest.trim_start().len();
        let length = rest[blank..].find(' ').unwrap_or(rest.len() - blank);
        let word = &rest[blank..blank + length];
        if word.is_empty() || locating(word) != Some(0) {
            break;
        }
        end += blank + length;
        if word.ends_with('.') && word.as_bytes()[0].is_ascii_digit() {
            break;
        }
    }
    end
}

/// Whether the word may stand in a locator: from which of its bytes on, for a journal may run into it.
fn locating(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    let open = bytes.iter().take_while(|b| matches!(b, b'(' | b'[' | b',' | b';' | b':' | b'.')).count();
    let rest = word[open..].trim_start();
    if rest.is_empty() || rest.starts_with(['–', '-', '—', '−', ')']) || rest.as_bytes()[0].is_ascii_digit()
    {
        return Some(0);
    }
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    // The journal G3 is no page.
    if letters == 0 || rest == "G3" || rest == "G3." {
        return None;
    }
    let (name, after) = rest.split_at(letters);
    // `(Suppl C):24`
    if letters == 1 && after.starts_with(')') {
        return Some(0);
    }
    let after_bytes = after.as_bytes();
    let at_digit = |at: usize| after_bytes.get(at).is_some_and(u8::is_ascii_digit);
    if at_digit(0) {
        let token = rest.split([',', ';', ':', '(', ')', '.', '[', ']']).next().unwrap_or("");
        let is_page = (letters <= 4 && is_number(token)) || is_name(name);
        return is_page.then_some(0);
    }
    if is_name(name) || is_roman_range(rest) {
        return Some(0);
    }
    // `Lancet.2020;395:123`: what runs on is a locator, if anything is.
    let runs_on = letters >= 2 && matches!(after_bytes.first(), Some(b'.' | b',' | b';')) && at_digit(1);
    runs_on.then_some(open + letters + 1)
}

fn is_name(word: &str) -> bool {
    part(word).is_some() || is_month(word)
}
