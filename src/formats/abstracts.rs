//! An abstract that comes as one text: its sections, told by the markup left in it or by the labels written
//! into it, `METHODS: …`.
//!
//! Labels are taken for labels only where the text begins with one. In capitals any words are a label, else
//! only those that abstracts are known to be divided by.
//!
//! It must not know where the text comes from.

use std::borrow::Cow;

use super::markup;
use super::text::collapse;
use crate::model::Section;

/// A longer stretch before a colon is no label.
const LABEL_MAX_BYTES: usize = 80;

/// Exports pass through several programs, and each may escape the text anew; so often it is undone.
pub(super) const ROUNDS_MAX: usize = 3;

/// Words of labels that are known where they are not in capitals.
const KNOWN_WORDS: &str = "\
    abstract aim aims analysis approach availability background case cases challenge clinical concise \
    conclusion conclusions context contribution contributions criteria data description design discussion \
    eligibility end evaluation evidence experimental exposure exposures extraction features finding \
    findings funding future goal goals highlights hypotheses hypothesis impact implementation implication \
    implications importance information interpretation intervention interventions introduction key \
    keypoints level limitations main material materials measure measurement measurements measures message \
    messages method methodology methods motivation novelty objective objectives observations originality \
    outcome outcomes participants patient patients perspective points population practical practice \
    presentation primary problem procedure procedures purpose question rationale recommendations \
    registration relevance report reports research result results review sample scope search secondary \
    selection series setting settings significance sources statistical strategy strengths study subject \
    subjects summary supplementary synthesis technique techniques theory trial type types unlabelled used \
    value";

/// Words that join those.
const JOINING_WORDS: [&str; 4] = ["and", "of", "the", "for"];

/// An abstract and what is said of its copyright within it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Abstract {
    pub sections: Vec<Section>,
    pub copyright: String,
}

/// Reads an abstract; a line end in it may stand before a label as the end of a sentence does.
pub(super) fn read(text: &str) -> Abstract {
    let (text, copyright) = with_headings(text);
    let mut sections = markup::sections(&text);
    for _ in 0..ROUNDS_MAX {
        let [Section { text: flat, .. }] = &sections[..] else { break };
        if !flat.contains(['<', '&']) {
            break;
        }
        sections = markup::sections(flat);
    }
    if let [Section { label, text: flat }] = &sections[..]
        && label.is_empty()
    {
        // Text that was flattened has no lines; without markup the lines are still there.
        sections = by_labels(if text.contains(['<', '&']) { flat } else { &text });
    }
    Abstract { sections, copyright }
}

/// The longest tag that is read as one.
const TAG_MAX_BYTES: usize = 1 << 10;

/// The abstract with headings in place of PubMed's `AbstractText` elements, and its statement of copyright.
fn with_headings(text: &str) -> (Cow<'_, str>, String) {
    const START: &str = "<AbstractText";
    const END: &str = "</AbstractText>";
    const COPYRIGHT: [&str; 2] = ["<CopyrightInformation>", "</CopyrightInformation>"];
    if !text.contains(START) && !text.contains(COPYRIGHT[0]) {
        return (text.into(), String::new());
    }
    let (mut out, mut copyright) = (String::with_capacity(text.len()), String::new());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = memchr::memchr(b'>', &rest.as_bytes()[..rest.len().min(TAG_MAX_BYTES)]);
        if let Some(end) = end.filter(|_| rest.starts_with(START)) {
            let label = label_of(&rest[START.len()..end]);
            out.extend(["<h4>", label, "</h4>"]);
            rest = &rest[end + 1..];
        } else if let Some(after) = rest.strip_prefix(END) {
            rest = after;
        } else if let Some((stated, after)) = rest
            .strip_prefix(COPYRIGHT[0])
            .filter(|_| copyright.is_empty())
            .and_then(|rest| rest.split_once(COPYRIGHT[1]))
        {
            copyright = markup::plain(stated);
            rest = after;
        } else {
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    (out.into(), copyright)
}

/// The value of `Label` among attributes; empty where there is none.
fn label_of(attributes: &str) -> &str {
    let value = attributes.split_once("Label=").map_or("", |(_, value)| value);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    quote.and_then(|quote| value[1..].split(quote).next()).unwrap_or("")
}

/// Sections by the labels within plain text.
fn by_labels(text: &str) -> Vec<Section> {
    let mut text = text.trim();
    // That it is an abstract is known.
    while let Some((first, _)) = label(text).filter(|(first, _)| first.eq_ignore_ascii_case("abstract")) {
        text = text[first.len() + 1..].trim_start();
    }
    let Some((first, style)) = label(text) else {
        let text = collapse(text);
        return if text.is_empty() { Vec::new() } else { vec![Section { label: String::new(), text }] };
    };
    let mut sections = Vec::new();
    let (mut name, mut from) = (first, first.len() + 1);
    let starts = text
        .match_indices([' ', '\n', '\r'])
        .map(|(at, _)| at)
        .filter(|&at| ends_sentence(&text[..at], &text[at..]));
    for start in starts {
        let rest = text[start..].trim_start();
        let at = text.len() - rest.len();
        if at < from {
            continue;
        }
        // What is known to divide abstracts does so in words and capitals alike.
        if let Some((next, _)) = label(rest).filter(|(next, found)| *found == style || is_known_label(next)) {
            sections.push(section(name, &text[from..at]));
            (name, from) = (next, at + next.len() + 1);
        }
    }
    sections.push(section(name, &text[from..]));
    sections
}

fn section(label: &str, text: &str) -> Section {
    // Ovid joins sections by a comma behind the full stop.
    let text = collapse(text);
    let text = text.strip_suffix(".,").map_or(text.as_str(), |rest| &text[..=rest.len()]);
    Section { label: collapse(label), text: text.to_owned() }
}

/// Whether a sentence ends before the white space that starts `after`.
fn ends_sentence(before: &str, after: &str) -> bool {
    after.starts_with(['\n', '\r'])
        || before.trim_end_matches([',', ')', ']', '"', '”']).ends_with(['.', '?', '!', ';'])
}

/// How labels are written in an abstract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Capitals,
    Words,
}

/// The label the text starts with.
fn label(text: &str) -> Option<(&str, Style)> {
    let head = &text.as_bytes()[..text.len().min(LABEL_MAX_BYTES)];
    let end = memchr::memchr(b':', head)?;
    let (label, rest) = (text.get(..end)?, &text[end + 1..]);
    // `12:30` and `http://` are none.
    if rest.starts_with('/') || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if in_capitals(label) {
        return Some((label, Style::Capitals));
    }
    (label.starts_with(char::is_uppercase) && is_known_label(label)).then_some((label, Style::Words))
}

/// Whether all words are known from labels.
fn is_known_label(label: &str) -> bool {
    let words = label.split([' ', '/', ',', '&', '-']).filter(|word| !word.is_empty());
    let mut known = words.map(is_known).peekable();
    known.peek().is_some() && known.all(|known| known)
}

fn is_known(word: &str) -> bool {
    let word = word.trim_matches(['(', ')']).to_lowercase();
    JOINING_WORDS.contains(&word.as_str()) || KNOWN_WORDS.split_whitespace().any(|known| known == word)
}

/// Words in capitals, one of which is long enough to be no abbreviation.
fn in_capitals(label: &str) -> bool {
    let is_fit = |c: char| c.is_uppercase() || c.is_ascii_digit() || " ,/&()-–'’.".contains(c);
    let longest = label.split(|c: char| !c.is_alphabetic()).map(|word| word.chars().count()).max();
    label.starts_with(char::is_uppercase)
        && label.chars().all(is_fit)
        && !label.contains(". ")
        && (longest >= Some(5) || label.split([' ', '/', '&']).all(|word| word.is_empty() || is_known(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let read = read(text);
        read.sections.iter().map(|section| format!("{}|{}", section.label, section.text)).collect()
    }

    #[test]
    fn labels_divide() {
        for (text, sections) in [
            ("Plain text. METHODS: none.", &["|Plain text. METHODS: none."][..]),
            (
                "BACKGROUND: A. METHODS AND FINDINGS: B: c? CONCLUSIONS: D.",
                &["BACKGROUND|A.", "METHODS AND FINDINGS|B: c?", "CONCLUSIONS|D."],
            ),
            ("OBJECTIVE: A., RESEARCH DESIGN: B.", &["OBJECTIVE|A.", "RESEARCH DESIGN|B."]),
            (
                "Objective: A.\nMethods: B\nResults: C. Note: x.",
                &["Objective|A.", "Methods|B", "Results|C. Note: x."],
            ),
            ("AIM: A. DNA: B. RESULTS: C.", &["AIM|A. DNA: B.", "RESULTS|C."]),
            ("Aims and methods: A. RESULTS: C. RCTS: D.", &["Aims and methods|A.", "RESULTS|C. RCTS: D."]),
            ("Gambling: a review. Methods: B.", &["|Gambling: a review. Methods: B."]),
            ("Abstract: Plain.", &["|Plain."]),
            ("ABSTRACT: AIM: A. SUMMARY: B.", &["AIM|A.", "SUMMARY|B."]),
            ("METHODS: http://x.org at 12:30.", &["METHODS|http://x.org at 12:30."]),
            ("", &[]),
            ("METHODS:", &["METHODS|"]),
            ("É: x", &["|É: x"]),
        ] {
            assert_eq!(shown(text), sections, "{text}");
        }
    }

    #[test]
    fn markup_divides() {
        for (text, sections) in [
            (
                "<AbstractText>A.</AbstractText>\n <AbstractText Label=\"B &amp; C\" NlmCategory=\"X\">D <i>e</i>.</AbstractText>",
                &["|A.", "B & C|D e."][..],
            ),
            (
                "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title><jats:p>A.</jats:p></jats:sec><jats:sec><jats:title>Results:</jats:title><jats:p>B.</jats:p></jats:sec>",
                &["Aim|A.", "Results|B."],
            ),
            ("<h3>Background</h3> A<sup>1</sup>. <h3>Aim</h3>", &["Background|A1.", "Aim|"]),
            (
                "&amp;amp;lt;p dir=\"ltr\"&amp;amp;gt;AIM: a&amp;amp;#8217;s &amp;lt;5.&amp;amp;lt;/p&amp;amp;gt;",
                &["AIM|a’s <5."],
            ),
            ("<p>Background: A.</p><p>Methods: B.</p>", &["Background|A.", "Methods|B."]),
        ] {
            assert_eq!(shown(text), sections, "{text}");
        }
        let read =
            read("<AbstractText>A.</AbstractText><CopyrightInformation>© 2020 Us.</CopyrightInformation>");
        assert_eq!(read.copyright, "© 2020 Us.");
        assert_eq!(read.sections, [Section { label: String::new(), text: "A.".into() }]);
    }
}
