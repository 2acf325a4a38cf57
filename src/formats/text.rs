//! Small helpers on text that several formats share.
//!
//! It must not know any one format.

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

/// An ORCID as four groups of four, whatever stands before it; `None` where it is none.
pub(super) fn orcid(text: &str) -> Option<String> {
    let trimmed = text.trim().trim_end_matches('/');
    let bare = trimmed.rsplit(['/', ':']).next().unwrap_or("").trim();
    let mut digits = String::with_capacity(19);
    for c in bare.chars().filter(|c| !matches!(c, '-' | ' ')) {
        let at = digits.chars().filter(|&c| c != '-').count();
        match c {
            '0'..='9' if at < 16 => {}
            'x' | 'X' if at == 15 => {}
            _ => return None,
        }
        if at > 0 && at % 4 == 0 {
            digits.push('-');
        }
        digits.push(c.to_ascii_uppercase());
    }
    (digits.len() == 19).then_some(digits)
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
    fn orcids_in_every_form() {
        for form in [
            "0000-0002-1825-009X",
            "https://orcid.org/0000-0002-1825-009X",
            "http://orcid.org/0000-0002-1825-009x/",
            "000000021825009X",
            "orcid:0000 0002 1825 009X",
        ] {
            assert_eq!(orcid(form).as_deref(), Some("0000-0002-1825-009X"), "{form}");
        }
        for wrong in ["", "0000-0001-9206-317", "0000-0002-1825-00977", "X000-0002-1825-0097", "kiwi"] {
            assert_eq!(orcid(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_shown_is_short_and_tame() {
        assert_eq!(shown("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(shown(&"é".repeat(500)).chars().count(), 201);
    }
}
