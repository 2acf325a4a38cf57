//! Sentences of a text.
//!
//! It must not know words beyond what is needed to tell a full stop from a point: abbreviations, initials
//! and decimals end no sentence.

use std::ops::Range;

use super::stopwords::is_stop_word;

/// A sentence of more bytes than this is cut, at a semicolon or a blank.
const LONGEST_BYTES: usize = 400;

/// What stands before a point that ends no sentence, in lower case, sorted.
const ABBREVIATIONS: [&str; 48] = [
    "al", "approx", "ca", "cf", "cfu", "cv", "dr", "drs", "ed", "eds", "eq", "eqs", "etc", "ext", "fig",
    "figs", "i.e", "incl", "inj", "jr", "mr", "mrs", "ms", "nr", "op", "pp", "prof", "pt", "ref", "refs",
    "resp", "sect", "sen", "ser", "sp", "spp", "sq", "sr", "ss", "st", "subsp", "suppl", "tab", "var", "viz",
    "vol", "vols", "vs",
];

/// Abbreviations that are words too: they end no sentence where a number follows.
const BEFORE_NUMBERS: [&str; 4] = ["no", "nos", "p", "chap"];

/// The byte ranges of the sentences of `text`: in order, apart, without blanks at their ends, and together
/// everything that is not blank.
///
/// ```
/// let text = "Cells died (p < .05; Fig. 2). Dr. Smith et al. agreed.";
/// let sentences: Vec<_> = litdex::internals::text::sentences(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(sentences, ["Cells died (p < .05; Fig. 2).", "Dr. Smith et al. agreed."]);
/// ```
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut rare = next_rare(text, 0);
    while let Some(stop) = next_end(text, start, &mut rare) {
        push(text, start..stop, &mut found);
        start = stop;
    }
    push(text, start..text.len(), &mut found);
    found
}

/// The next line end, or byte that an ideographic full stop or a full-width mark begins with.
fn next_rare(text: &str, at: usize) -> Option<usize> {
    memchr::memchr3(b'\n', 0xE3, 0xEF, &text.as_bytes()[at..]).map(|found| at + found)
}

/// Where the sentence that begins at `start` ends, if a further one follows. `rare` is the next rare byte
/// of the text; it is kept between calls so that no byte is looked at for every sentence.
fn next_end(text: &str, start: usize, rare: &mut Option<usize>) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        let mark = memchr::memchr3(b'.', b'!', b'?', &bytes[at..]).map(|found| at + found);
        // Line ends, the ideographic full stop and the full-width marks, in front of the next mark.
        while let Some(found) = rare.filter(|&found| mark.is_none_or(|mark| found < mark)) {
            let rest = &bytes[found..];
            if found >= at && rest[0] == b'\n' && blank_line(&rest[1..]) {
                return Some(found + 1);
            }
            if found >= at && ["。", "！", "？"].iter().any(|stop| rest.starts_with(stop.as_bytes())) {
                return Some(found + 3);
            }
            *rare = next_rare(text, found + 1);
        }
        let mark = mark?;
        let closed = behind_closers(text, mark + 1);
        if ends(text, start, mark, closed) {
            return Some(closed);
        }
        at = closed;
    }
}

/// Whether only blanks stand between a line's end and the next one's.
fn blank_line(rest: &[u8]) -> bool {
    rest.iter().take(32).find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) == Some(&b'\n')
}

/// Behind the marks, brackets and quotation marks that close a sentence with its full stop.
fn behind_closers(text: &str, at: usize) -> usize {
    let closers = ['.', '!', '?', ')', ']', '"', '\'', '\u{201D}', '\u{2019}', '\u{BB}'];
    text.len() - text[at..].trim_start_matches(closers).len()
}

/// Whether the mark at `mark`, its closers ending at `closed`, ends a sentence that began at `start`.
fn ends(text: &str, start: usize, mark: usize, closed: usize) -> bool {
    let rest = &text[closed..];
    let next = rest.trim_start();
    if next.len() == rest.len() {
        return false;
    }
    let opener =
        |character: char| matches!(character, '(' | '[' | '"' | '\'' | '\u{201C}' | '\u{2018}' | '\u{AB}');
    let inner = next.trim_start_matches(opener);
    let Some(first) = inner.chars().next() else { return true };
    if first.is_lowercase() || matches!(first, ',' | ';' | ':' | ')' | ']' | '%') {
        return false;
    }
    if !text[mark..].starts_with('.') {
        return true;
    }
    let before = last_word(&text[start..mark]);
    let starter = || {
        let length = inner.find(|character: char| !character.is_alphabetic()).unwrap_or(inner.len());
        length <= 16 && is_stop_word(&inner[..length].to_lowercase())
    };
    let small = before.to_lowercase();
    let letters = before.chars().filter(|character| character.is_alphabetic()).count();
    if before.is_empty() {
        return true;
    }
    if matches!(small.as_str(), "e.g" | "i.e") || ABBREVIATIONS.binary_search(&small.as_str()).is_ok() {
        // A bracket closed behind it, or "etc." and a new beginning: the sentence has ended.
        return small == "etc" && first.is_uppercase();
    }
    if BEFORE_NUMBERS.contains(&small.as_str()) && first.is_ascii_digit() {
        return false;
    }
    // Initials (J. Smith, U.S. Army), unless what follows is how sentences begin (vitamin D. The …).
    let initials = letters > 0
        && before.split('.').all(|part| part.chars().count() == 1)
        && before.starts_with(char::is_uppercase);
    !initials || starter()
}

/// The run without blanks or opening brackets that a text ends with, 24 bytes at most.
fn last_word(text: &str) -> &str {
    let window = text.ceil_char_boundary(text.len().saturating_sub(24));
    let tail = &text[window..];
    let start = tail
        .char_indices()
        .rev()
        .find(|&(_, character)| !(character.is_alphanumeric() || character == '.'))
        .map_or(0, |(at, character)| at + character.len_utf8());
    &tail[start..]
}

/// Adds a range without the blanks at its ends, in pieces if it is too long.
fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut range = trimmed(text, range);
    while range.len() > LONGEST_BYTES {
        let cut = range.start + cut(&text[range.clone()]);
        found.push(trimmed(text, range.start..cut));
        range = trimmed(text, cut..range.end);
    }
    if !range.is_empty() {
        found.push(range);
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

/// Where to cut a long sentence that begins with a character that is not blank: behind the last
/// semicolon, else comma, else blank of its first 400 bytes, not before a quarter of them.
fn cut(sentence: &str) -> usize {
    let window = &sentence[..sentence.floor_char_boundary(LONGEST_BYTES)];
    let least = LONGEST_BYTES / 4;
    let behind = |at: Option<usize>, length: usize| at.filter(|&at| at >= least).map(|at| at + length);
    behind(window.rfind("; "), 1)
        .or_else(|| behind(window.rfind(", "), 1))
        .or_else(|| behind(window.rfind(char::is_whitespace), 0))
        .unwrap_or(window.len())
}
