//! The text of the pages, each on its own: one that makes the crate panic costs no other.
//!
//! It must not know what the text says.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, PlainTextOutput, Transform, output_doc_page};

use super::document::is_bounded;

/// Pages of a file, its text in bytes, and the time it may take.
const PAGES_MAX: usize = 5_000;
const TEXT_MAX_BYTES: usize = 64 << 20;
const TIME_MAX: Duration = Duration::from_mins(1);

/// Letters that fonts join.
const LIGATURES: [(char, &str); 7] =
    [('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), ('ﬅ', "st"), ('ﬆ', "st")];

/// The text of every page; an empty one for a page without.
pub(super) fn texts(document: &Document, problems: &mut Vec<String>) -> Vec<String> {
    let ids = document.get_pages();
    let limits = Limits { until: Instant::now() + TIME_MAX, bytes: TEXT_MAX_BYTES };
    let (mut pages, mut bytes) = (Vec::new(), 0);
    for (&number, &id) in ids.iter().take(PAGES_MAX) {
        if bytes > limits.bytes || Instant::now() > limits.until {
            problems.push(format!(
                "a PDF that takes too long or has too much text; pages from {number} on were not read"
            ));
            break;
        }
        let mut text = String::new();
        if is_bounded(document, id) {
            let mut reading = Reading {
                inner: PlainTextOutput::new(&mut text),
                left: limits.bytes - bytes,
                until: limits.until,
            };
            let read = catch_unwind(AssertUnwindSafe(|| output_doc_page(document, &mut reading, number)));
            match read {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    problems.push(format!("page {number} could not be read to its end: {error}"));
                }
                Err(_) => problems.push(format!("page {number} could not be read to its end")),
            }
        } else {
            problems.push(format!("page {number} draws more than is read"));
        }
        bytes += text.len();
        pages.push(text);
    }
    if ids.len() > PAGES_MAX {
        problems.push(format!("a PDF of {} pages; those from {} on were not read", ids.len(), PAGES_MAX + 1));
    }
    joined(&pages)
}

struct Limits {
    until: Instant,
    bytes: usize,
}

/// The crate's text of a page, as long as it keeps within limits.
struct Reading<'t> {
    inner: PlainTextOutput<&'t mut String>,
    left: usize,
    until: Instant,
}

impl OutputDev for Reading<'_> {
    fn begin_page(
        &mut self,
        page: u32,
        media: &MediaBox,
        art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.inner.begin_page(page, media, art)
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.inner.end_page()
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        spacing: f64,
        size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        // A character may be parted from the one before it by two line ends and a space.
        let left = self.left.checked_sub(text.len() + 3).filter(|_| Instant::now() < self.until);
        self.left = left
            .ok_or_else(|| OutputError::IoError(std::io::Error::other("it takes too long or is too long")))?;
        self.inner.output_character(at, width, spacing, size, text)
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.inner.begin_word()
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        self.inner.end_word()
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        self.inner.end_line()
    }
}

/// The pages with their lines joined: a word divided at the end of a line is one again, unless the text has
/// it with its hyphen elsewhere.
fn joined(pages: &[String]) -> Vec<String> {
    let hyphenated: HashSet<&str> = pages
        .iter()
        .flat_map(|page| page.split_whitespace())
        .filter(|word| word.contains('-'))
        .map(bare)
        .collect();
    pages.iter().map(|page| join(page, &hyphenated)).collect()
}

fn join(page: &str, hyphenated: &HashSet<&str>) -> String {
    let mut out = String::with_capacity(page.len());
    for line in page.lines() {
        for (at, word) in line.split_whitespace().enumerate() {
            let divided = (at == 0).then(|| divided(&out, word)).flatten();
            match divided {
                Some(first) if !hyphenated.contains(bare(&format!("{first}-{word}"))) => {
                    out.pop();
                }
                Some(_) => {}
                None if out.is_empty() => {}
                None => out.push(' '),
            }
            for c in word.chars().filter(|c| !c.is_control()) {
                match LIGATURES.iter().find(|(ligature, _)| *ligature == c) {
                    Some((_, letters)) => out.push_str(letters),
                    None => out.push(c),
                }
            }
        }
    }
    out
}

/// The first half of a word that ends the text with a hyphen, where `next` goes on in lower case.
fn divided<'t>(out: &'t str, next: &str) -> Option<&'t str> {
    let first = out.strip_suffix(['-', '\u{2010}', '\u{ad}'])?.rsplit(' ').next()?;
    let is_word = first.chars().filter(|c| c.is_alphabetic()).count() > 1;
    (is_word && next.starts_with(char::is_lowercase)).then_some(first)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined() {
        let pages =
            ["Hyper-\ntension is a well-\nknown, well-known\n ﬁnding in 2-\nfold x-\nAxis".to_owned()];
        assert_eq!(joined(&pages), ["Hypertension is a well-known, well-known finding in 2- fold x- Axis"]);
    }
}
