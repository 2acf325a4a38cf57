//! Markup in values that should be text: HTML or JATS in the fields of JSON and CSV.
//!
//! Only tags that are known are markup: `p<a and b>c` stays as it is. What an element means for the text
//! is decided by [`Flat`], which every format shares. No tag has to be closed, none has to be open.
//!
//! It must not know any one format.

use std::borrow::Cow;

use memchr::{memchr2, memmem};

use super::NESTING_MAX;
use super::xml::flatten::Flat;
use crate::model::Section;

/// A tag or entity that is longer is text.
const TAG_MAX_BYTES: usize = 1 << 10;
const ENTITY_MAX_BYTES: usize = 40;

/// Elements whose text joins what stands around it, and the elements [`Flat`] knows a meaning of.
const INLINE: &str = "a abbr alternatives b big bold cite code del em ext-link font i inline-formula ins italic \
    mark monospace named-content overline q roman s sans-serif sc scp small span strike \
    strong styled-content tt u underline uri var xref email";
const BLOCK: &str = "abstract blockquote body br break caption dd disp-formula div dl dt hr html label li list \
    list-item ol p sec table td tbody tfoot th thead tr ul";
const HEADINGS: &str = "title h1 h2 h3 h4 h5 h6";
const VOID: &str = "br break hr";
/// Prefixes whose elements are markup whatever their name.
const PREFIXES: &str = "jats mml m ce";
/// Elements of a formula that stand without a prefix.
const MATH: &str = "math mrow mi mn mo msub msup msubsup mfrac mtext mover msqrt mstyle annotation";

/// What shows that a text was escaped once more than its format asks for, beside an entity that was.
const ESCAPED_TAGS: &[&str] =
    &["&lt;i&gt;", "&lt;b&gt;", "&lt;sup&gt;", "&lt;sub&gt;", "&lt;p&gt;", "&lt;jats:"];

/// No text was escaped more often.
const ESCAPES_MAX: usize = 3;

/// A stretch of marked-up text.
enum Piece<'t> {
    Text(&'t str),
    Decoded(String),
    Open(&'t str),
    Close(&'t str),
    Empty(&'t str),
    Nothing,
}

/// The text without markup, entities decoded, white space collapsed.
pub(super) fn plain(text: &str) -> String {
    let text = peel(text);
    let mut gathering = Gathering::default();
    gathering.read(&text, false);
    gathering.flat.take()
}

/// The sections of an abstract: a heading is the label of what follows it, and no text is lost.
pub(super) fn sections(text: &str) -> Vec<Section> {
    let text = peel(text);
    let mut gathering = Gathering::default();
    gathering.read(&text, true);
    gathering.end_section();
    gathering.sections
}

/// The text without the levels of escapes it has too many.
fn peel(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..ESCAPES_MAX {
        let is_escaped = ESCAPED_TAGS.iter().any(|tag| text.contains(tag)) || has_escaped_entity(&text);
        if !is_escaped {
            break;
        }
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").into();
    }
    text
}

/// Whether an entity was escaped: `&amp;ndash;`.
fn has_escaped_entity(text: &str) -> bool {
    let mut escapes = memmem::find_iter(text.as_bytes(), b"&amp;");
    escapes.any(|at| {
        let behind = &text.as_bytes()[at + "&amp;".len()..];
        let end = memchr::memchr(b';', &behind[..behind.len().min(ENTITY_MAX_BYTES)]);
        let name = end.and_then(|end| std::str::from_utf8(&behind[..end]).ok());
        name.is_some_and(|name| entity(&format!("&{name};")).is_some())
    })
}

#[derive(Default)]
struct Gathering<'t> {
    flat: Flat,
    /// Names of the elements that are open, innermost last.
    open: Vec<&'t str>,
    label: String,
    /// Whether a heading is being read.
    heading: bool,
    sections: Vec<Section>,
}

impl<'t> Gathering<'t> {
    fn read(&mut self, text: &'t str, in_sections: bool) {
        // LaTeX beside MathML says the same again.
        let hides_tex = text.contains("math>");
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => self.flat.push(text),
                Piece::Decoded(text) => self.flat.push(&text),
                Piece::Open(name) if in_sections && is_heading(name) => self.start_heading(),
                Piece::Close(name) if in_sections && is_heading(name) => self.end_heading(),
                Piece::Open(name) if self.open.len() < NESTING_MAX => {
                    self.open.push(name);
                    self.flat.start(meaning(name, hides_tex));
                }
                Piece::Close(name) => self.close(name),
                Piece::Empty(name) => {
                    self.flat.start(meaning(name, hides_tex));
                    self.flat.end();
                }
                Piece::Open(_) | Piece::Nothing => {}
            }
        }
    }

    /// Closes the innermost element of the name and those within it.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| *open == name) else { return };
        for _ in at..self.open.len() {
            self.flat.end();
        }
        self.open.truncate(at);
    }

    fn start_heading(&mut self) {
        self.end_section();
        self.heading = true;
    }

    fn end_heading(&mut self) {
        if std::mem::take(&mut self.heading) {
            let label = self.take_text();
            label.trim_end_matches([':', ' ']).clone_into(&mut self.label);
        }
    }

    fn end_section(&mut self) {
        // A heading that is never closed is text.
        self.heading = false;
        let text = self.take_text();
        let label = std::mem::take(&mut self.label);
        // That the abstract is one says nothing.
        let says_nothing = ["abstract", "summary"].contains(&label.to_lowercase().as_str());
        let label = if says_nothing { String::new() } else { label };
        match self.sections.last_mut() {
            _ if text.is_empty() && label.is_empty() => {}
            // A heading above headings is kept with the first of them.
            Some(last) if last.text.is_empty() && !text.is_empty() => {
                last.label =
                    if label.is_empty() { last.label.clone() } else { format!("{}: {label}", last.label) };
                last.text = text;
            }
            _ => self.sections.push(Section { label, text }),
        }
    }

    fn take_text(&mut self) -> String {
        let text = self.flat.take();
        self.flat.clear();
        self.open.clear();
        text
    }
}

/// The name by which [`Flat`] knows what an element means.
fn meaning(name: &str, hides_tex: bool) -> &str {
    match local(name) {
        "tex-math" if hides_tex => "annotation",
        "tex-math" => "i",
        "inf" => "sub",
        other if is_one_of(INLINE, other) => "i",
        other => other,
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn is_one_of(names: &str, name: &str) -> bool {
    names.split(' ').any(|one| one == name)
}

fn is_heading(name: &str) -> bool {
    is_one_of(HEADINGS, local(name))
}

fn is_known(name: &str) -> bool {
    if let Some((prefix, local)) = name.split_once(':') {
        return is_one_of(PREFIXES, prefix) && !local.is_empty();
    }
    let others = "sup sub inf tex-math";
    [INLINE, BLOCK, HEADINGS, MATH, others].iter().any(|names| is_one_of(names, name))
}

/// The pieces of the text, in order.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    // Once no comment ends, none after it does.
    let mut comments_end = true;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let start = memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
        if start > 0 {
            let (text, after) = rest.split_at(start);
            rest = after;
            return Some(Piece::Text(text));
        }
        if comments_end && rest.starts_with("<!--") {
            if let Some(end) = memmem::find(rest.as_bytes(), b"-->") {
                rest = &rest[end + 3..];
                return Some(Piece::Nothing);
            }
            comments_end = false;
        }
        let found = if rest.starts_with('<') { tag(rest) } else { entity(rest) };
        let (piece, length) = found.unwrap_or((Piece::Text(&rest[..1]), 1));
        rest = &rest[length..];
        Some(piece)
    })
}

/// The tag of a known element at the start of the text, and its length.
fn tag(text: &str) -> Option<(Piece<'_>, usize)> {
    let inner = &text[1..];
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let is_of_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_');
    let length = inner.bytes().take(ENTITY_MAX_BYTES).take_while(is_of_name).count();
    let (name, after) = inner.split_at(length);
    if !after.starts_with(['>', '/', ' ', '\t', '\n', '\r']) || !is_known(name) {
        return None;
    }
    let end = memchr::memchr(b'>', &after.as_bytes()[..after.len().min(TAG_MAX_BYTES)])?;
    let attributes = after[..end].trim_matches(['/', ' ', '\t', '\n', '\r']);
    // `<a and b>` is no tag.
    if !attributes.is_empty() && !attributes.contains('=') {
        return None;
    }
    let piece = match (closes, after[..end].ends_with('/') || is_one_of(VOID, local(name))) {
        (true, _) => Piece::Close(name),
        (false, true) => Piece::Empty(name),
        (false, false) => Piece::Open(name),
    };
    Some((piece, text.len() - after.len() + end + 1))
}

/// The entity at the start of the text, and its length.
fn entity(text: &str) -> Option<(Piece<'_>, usize)> {
    let head = &text.as_bytes()[..text.len().min(ENTITY_MAX_BYTES)];
    let end = memchr::memchr(b';', head)? + 1;
    match html_escape::decode_html_entities(&text[..end]) {
        Cow::Owned(decoded) => Some((Piece::Decoded(decoded), end)),
        Cow::Borrowed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_tags_are_markup() {
        for (marked, text) in [
            ("The <i>E. coli</i> of 10<sup>5</sup> H<sub>2</sub>O", "The E. coli of 10^5 H2O"),
            ("if p<a and b>c, x < 0.05 & y<0.1 <b", "if p<a and b>c, x < 0.05 & y<0.1 <b"),
            ("<span class=\"nocase\">Nature</span>, <b>bold", "Nature, bold"),
            ("R&amp;D &lt;5 &#xe9;&#233; &alpha;-helix &bomb; &", "R&D <5 éé α-helix &bomb; &"),
            ("Drugs &amp;amp; Aging &amp;lt; 3", "Drugs & Aging < 3"),
            ("1,330&amp;amp;ndash;1,580&amp;amp;thinsp;m", "1,330–1,580 m"),
            ("R&amp;D; S&amp;P;", "R&D; S&P;"),
            ("&lt;i&gt;E. coli&lt;/i&gt; O157", "E. coli O157"),
            ("one<br/>two<p>three</p>four", "one two three four"),
            ("a<!-- <i>no</i> -->b<!-- open", "ab<!-- open"),
            ("</i>x</b></p>", "x"),
            ("<mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math>", "x = 2"),
            ("see <http://example.org/a> and <mailto:x@y>", "see <http://example.org/a> and <mailto:x@y>"),
        ] {
            assert_eq!(plain(marked), text);
        }
    }

    #[test]
    fn headings_are_labels() {
        let show = |marked: &str| {
            let shown: Vec<_> =
                sections(marked).iter().map(|s| format!("[{}|{}]", s.label, s.text)).collect();
            shown.concat()
        };
        for (marked, shown) in [
            ("just text", "[|just text]"),
            (
                "<h4>Background</h4>Why.<h4>Methods:</h4>How <i>in vivo</i>.",
                "[Background|Why.][Methods|How in vivo.]",
            ),
            ("before<h4>Aim</h4>after", "[|before][Aim|after]"),
            ("<jats:title>Abstract</jats:title><jats:p>A <jats:italic>b</jats:italic>.</jats:p>", "[|A b.]"),
            (
                "<jats:sec><jats:title>Aim</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p></jats:sec>",
                "[Aim|One. Two.]",
            ),
            ("<title>Part</title><title>Aim</title>x", "[Part: Aim|x]"),
            ("<h4>never closed text", "[|never closed text]"),
            ("", ""),
        ] {
            assert_eq!(show(marked), shown, "{marked}");
        }
    }

    #[test]
    fn hostile_markup_takes_no_more_than_linear_time() {
        for piece in ["<!--", "<b", "<i>", "</i>", "&", "<i></b>", "&#", "<h4>"] {
            let text = piece.repeat(200_000);
            sections(&text);
        }
    }
}
