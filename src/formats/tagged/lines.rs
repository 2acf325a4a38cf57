//! One line of tagged text: a tag and its value, or text that goes on from the line before.
//!
//! It must not know what any tag means.

/// A line that begins with something like a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TagLine<'l> {
    pub tag: &'l str,
    pub value: &'l str,
    pub form: Form,
}

/// How a tag is written: white space before it, between it and the hyphen, and behind the hyphen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    indent: usize,
    gap: usize,
    is_spaced: bool,
    /// Whether the hyphen stands where both formats want it.
    is_exact: bool,
}

impl Form {
    /// The form the formats prescribe: `TI  - Text`.
    pub fn is_strict(self) -> bool {
        self.indent == 0 && self.is_exact && self.is_spaced
    }

    /// The prescribed form, or as the first line of the record is written.
    pub fn fits(self, first: Self) -> bool {
        self.is_strict()
            || (self.indent, self.gap, self.is_spaced) == (first.indent, first.gap, first.is_spaced)
    }
}

/// More white space than this between tag and hyphen is none that anybody wrote for a tag.
const GAP_MAX: usize = 4;

/// Reads a line that begins with a tag of two to four capitals and digits, and a hyphen.
pub(super) fn tag_line(line: &str) -> Option<TagLine<'_>> {
    // Files that were put together from several have byte order marks within.
    let unmarked = line.trim_start_matches('\u{feff}');
    let text = unmarked.trim_start();
    let indent = unmarked.len() - text.len();
    let is_tag = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let bytes = text.bytes().take_while(is_tag).count();
    let (tag, rest) = text.split_at(bytes);
    if !(2..=4).contains(&bytes) || !tag.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let hyphen = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let gap = rest.len() - hyphen.len();
    let value = hyphen.strip_prefix('-').filter(|_| gap <= GAP_MAX)?;
    let is_exact = bytes + gap == 4 || gap == 2;
    let is_spaced = value.is_empty() || value.starts_with(char::is_whitespace);
    Some(TagLine { tag, value: value.trim(), form: Form { indent, gap, is_spaced, is_exact } })
}

/// Reads a line that begins with a tag of a capital and a capital or digit, and a space: `TI A title`.
pub(super) fn spaced_tag_line(line: &str) -> Option<TagLine<'_>> {
    let (tag, rest) = line.trim_start_matches('\u{feff}').split_at_checked(2)?;
    let is_sign = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let is_tag = tag.bytes().all(is_sign) && tag.starts_with(|c: char| c.is_ascii_uppercase());
    let is_spaced = rest.is_empty() || rest.starts_with([' ', '\t']);
    let form = Form { indent: 0, gap: 0, is_spaced, is_exact: true };
    (is_tag && is_spaced).then(|| TagLine { tag, value: rest.trim(), form })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_every_spacing() {
        for (line, tag, value, strict) in [
            ("TY  - JOUR", "TY", "JOUR", true),
            ("ER  -", "ER", "", true),
            ("\u{feff}TY  - JOUR\r", "TY", "JOUR", true),
            ("FAU - Doe, Jane", "FAU", "Doe, Jane", true),
            ("PMID- 12", "PMID", "12", true),
            ("TY - JOUR", "TY", "JOUR", false),
            ("TY-JOUR", "TY", "JOUR", false),
            ("  TY  - JOUR", "TY", "JOUR", false),
            ("TY  -JOUR", "TY", "JOUR", false),
        ] {
            let read = tag_line(line).unwrap();
            assert_eq!((read.tag, read.value, read.form.is_strict()), (tag, value, strict), "{line}");
        }
        for none in
            ["", "A  - x", "ABCDE- x", "1A  - x", "ti  - x", "Dr  - x", "TI     - x", "TI  : x", "É  - x"]
        {
            assert_eq!(tag_line(none), None, "{none}");
        }
    }

    #[test]
    fn tags_behind_which_there_is_but_a_space() {
        for (line, tag, value) in
            [("TI A title", "TI", "A title"), ("ER", "ER", ""), ("\u{feff}FN x", "FN", "x")]
        {
            let read = spaced_tag_line(line).unwrap();
            assert_eq!((read.tag, read.value, read.form.is_strict()), (tag, value, true), "{line}");
        }
        for none in ["", "T", "   on", "TIs", "DNA is", "1A x", "ti x", "TI- x", "\u{e9}\u{e9} x"] {
            assert_eq!(spaced_tag_line(none), None, "{none}");
        }
    }
}
