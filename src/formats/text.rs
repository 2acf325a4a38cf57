//! Small helpers on text that several formats share.
//!
//! It must not know any one format.

pub(super) use crate::model::orcid;

/// Characters of a stretch of the file that a problem quotes.
const SHOWN_MAX_CHARS: usize = 200;

/// Text as a problem quotes it: cut after 200 characters, control characters as `\u{…}`, so that a
/// terminal shows it and obeys none of it.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(SHOWN_MAX_CHARS));
    let mut chars = text.chars();
    for c in chars.by_ref().take(SHOWN_MAX_CHARS) {
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Text with every run of white space as one space, and none at its ends.
pub(super) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Text of bytes that should be UTF-8, and where the first byte stands that is not.
pub(super) fn decode(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, Option<usize>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), None),
        Err(error) => (String::from_utf8_lossy(bytes), Some(error.valid_up_to())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_short_and_tame() {
        assert_eq!(shown("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(shown(&"é".repeat(500)).chars().count(), 201);
    }
}
