//! Text of mixed content: inline markup becomes plain text, white space single spaces.
//!
//! A superscript number after a digit gets a `^`, for `10<sup>5</sup>` is not 105; any other superscript
//! and every subscript is just its text (`Ca2+`, `H2O`). Of a formula in MathML the text of the leaves
//! stays, with a space between elements and `/` in fractions.
//!
//! It must not know where the text goes.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;

/// What an element within text means for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Inline {
    /// Its text joins what stands around it.
    Plain,
    /// A part of something longer: a space parts it from a word or the end of a sentence beside it.
    Part,
    /// A mark that points at a note or a reference: a space parts it from what stands before.
    Mark,
    Superscript,
    Subscript,
    /// MathML; what is in it is told apart by name.
    Formula,
    /// Within a formula: a space parts it from what stands before.
    Leaf,
    Fraction,
    /// Its text is left out: it says again what stands beside it.
    Hidden,
    /// Anything else: a space parts it from what stands around it.
    Block,
}

/// What parts the text so far from what comes; the later ones outweigh those before them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    /// A space, where a part starts or ends and words would run together.
    Seam,
    /// A space.
    Space,
    /// Nothing, whatever white space comes.
    Glue,
}

#[derive(Debug)]
struct Open {
    inline: Inline,
    /// Length of the text at its start.
    at: usize,
    /// Superscript: whether a digit stands right before it.
    after_digit: bool,
    /// Fraction: how many of its parts have ended.
    parts: u32,
}

/// The text being put together.
#[derive(Debug, Default)]
pub(in super::super) struct Flat {
    out: String,
    open: Vec<Open>,
    gap: Gap,
    /// Length of the text when a subscript last ended.
    subscript_end: usize,
    formulas: u32,
    hidden: u32,
    control: bool,
}

impl Flat {
    pub fn clear(&mut self) {
        self.out.clear();
        self.open.clear();
        (self.gap, self.control) = (Gap::None, false);
        (self.subscript_end, self.formulas, self.hidden) = (0, 0, 0);
    }

    /// The text, trimmed.
    pub fn take(&mut self) -> String {
        self.out.as_str().to_owned()
    }

    /// The text so far, trimmed; what is open stays so.
    pub fn cut(&mut self) -> String {
        for open in &mut self.open {
            (open.at, open.after_digit) = (0, false);
        }
        (self.gap, self.subscript_end) = (Gap::None, 0);
        std::mem::take(&mut self.out)
    }

    /// The text so far.
    pub fn so_far(&self) -> &str {
        &self.out
    }

    /// Whether control characters were met.
    pub fn had_control(&self) -> bool {
        self.control
    }

    /// Adds text; white space in it is collapsed.
    pub fn push(&mut self, text: &str) {
        if self.hidden > 0 || (self.formulas > 0 && text.trim_matches(is_blank).is_empty()) {
            return;
        }
        if is_plain(text) {
            self.push_run(text);
            return;
        }
        let bytes = text.as_bytes();
        let (mut run, mut at) = (0, 0);
        while let Some(&byte) = bytes.get(at) {
            // The common cases: a character of a word, or one space between two words.
            if byte > b' ' && byte < 0xc2 {
                at += 1;
            } else if byte == b' ' && at > run && bytes.get(at + 1).is_some_and(|&b| b > b' ' && b < 0x80) {
                at += 2;
            } else {
                // `at` is always at the start of a character, as 0x80..0xc2 only continue one.
                let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                if c.is_whitespace() || c.is_control() {
                    self.control |= c.is_control() && !c.is_whitespace();
                    self.push_run(text.get(run..at).unwrap_or(""));
                    self.part(Gap::Space);
                    run = at + c.len_utf8();
                }
                at += c.len_utf8();
            }
        }
        self.push_run(text.get(run..).unwrap_or(""));
    }

    /// Adds what a reference stands for; `false` where that is not known, and it stays as it is written.
    pub fn push_reference(&mut self, name: &str) -> bool {
        let Some(text) = meaning(name) else {
            ["&", name, ";"].into_iter().for_each(|part| self.push(part));
            return false;
        };
        self.push(&text);
        true
    }

    /// Puts a comma right behind the text, unless one stands there or nothing.
    pub fn comma(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with([',', ';']) {
            self.out.push(',');
        }
        self.gap = Gap::Space;
    }

    /// An element starts, and what it means is told by its name.
    pub fn start(&mut self, name: &str) {
        self.start_as(name, by_name(name));
    }

    /// An element starts that means this, where it is not part of a formula.
    pub fn start_as(&mut self, name: &str, outside: Inline) {
        let inline = self.within_formula(name).unwrap_or(outside);
        match inline {
            Inline::Formula => self.formulas += 1,
            Inline::Part => self.part(Gap::Seam),
            Inline::Mark | Inline::Block => self.part(Gap::Space),
            Inline::Hidden => self.hidden += 1,
            // The first leaf of a formula stands where the formula stands.
            Inline::Leaf | Inline::Fraction if self.out.len() > self.formula_start() => {
                self.part(Gap::Space);
            }
            _ => {}
        }
        let after_digit = inline == Inline::Superscript
            && self.gap != Gap::Space
            && self.subscript_end != self.out.len()
            && self.out.ends_with(|c: char| c.is_ascii_digit());
        self.open.push(Open { inline, at: self.out.len(), after_digit, parts: 0 });
    }

    /// The element that started last ends.
    pub fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.inline {
            Inline::Formula => self.formulas -= 1,
            Inline::Hidden => self.hidden -= 1,
            Inline::Superscript if open.after_digit && is_number(&self.out[open.at..]) => {
                self.out.insert(open.at, '^');
            }
            Inline::Subscript => self.subscript_end = self.out.len(),
            Inline::Block => self.part(Gap::Space),
            Inline::Part => self.part(Gap::Seam),
            _ => {}
        }
        self.end_part(open.at);
    }

    /// Ends a part of a fraction, where the element that ended was one.
    fn end_part(&mut self, from: usize) {
        let Some(parent) = self.open.last_mut().filter(|open| open.inline == Inline::Fraction) else {
            return;
        };
        parent.parts += 1;
        let is_first = parent.parts == 1;
        let part = self.out[from..].trim_start();
        if part.contains(' ') {
            self.out.insert(self.out.len() - part.len(), '(');
            self.out.push(')');
        }
        if is_first {
            self.out.push('/');
            self.gap = Gap::Glue;
        }
    }

    fn within_formula(&self, name: &str) -> Option<Inline> {
        match name {
            "math" => Some(Inline::Formula),
            "annotation" | "annotation-xml" => Some(Inline::Hidden),
            _ if self.formulas == 0 => None,
            "mfrac" => Some(Inline::Fraction),
            _ => Some(Inline::Leaf),
        }
    }

    fn formula_start(&self) -> usize {
        self.open.iter().find(|open| open.inline == Inline::Formula).map_or(0, |open| open.at)
    }

    fn part(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn push_run(&mut self, run: &str) {
        if run.is_empty() {
            return;
        }
        let is_parted = match self.gap {
            Gap::Space => !self.out.is_empty(),
            Gap::Seam => is_seam(&self.out, run),
            Gap::None | Gap::Glue => false,
        };
        if is_parted {
            self.out.push(' ');
        }
        self.gap = Gap::None;
        self.out.push_str(run);
    }
}

/// What a reference stands for: an entity of XML or HTML, or a character by its number.
pub(super) fn meaning(name: &str) -> Option<Cow<'static, str>> {
    if let Some(text) = resolve_predefined_entity(name) {
        return Some(text.into());
    }
    if name.starts_with('#') {
        let c = BytesRef::new(name).resolve_char_ref().ok()??;
        return Some(c.to_string().into());
    }
    let written = format!("&{name};");
    let text = html_escape::decode_html_entities(&written);
    (text != written).then(|| text.into_owned().into())
}

/// The value of an attribute as it is written; `false` where a reference in it stands for nothing known.
pub(super) fn decoded(raw: &str) -> (String, bool) {
    let (mut flat, mut known) = (Flat::default(), true);
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        flat.push(before);
        if let Some((reference, beyond)) = after.split_once(';') {
            known &= flat.push_reference(reference);
            rest = beyond;
        } else {
            flat.push("&");
            rest = after;
        }
    }
    flat.push(rest);
    (flat.out, known)
}

/// What the elements most formats have mean in text.
fn by_name(name: &str) -> Inline {
    match name {
        "sup" => Inline::Superscript,
        "sub" => Inline::Subscript,
        "i" | "b" | "u" | "em" | "strong" | "italic" | "bold" | "underline" | "sc" => Inline::Plain,
        _ => Inline::Block,
    }
}

/// Whether words would run together, or a sentence and what follows it: `J.` and `Doe`, not `12:` and `3`.
fn is_seam(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let ends = last.is_alphanumeric()
        || (first.is_alphabetic() && matches!(last, '.' | ',' | ';' | ':' | ')' | ']'));
    ends && first.is_alphanumeric()
}

/// White space, or an operator of a formula that is not seen, such as invisible times.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\u{2061}'..='\u{2064}').contains(&c)
}

/// Whether the text is ASCII with no white space to collapse; written for the vector unit.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ([first, rest @ ..], [.., last]) = (bytes, bytes) else { return true };
    let odd = bytes.iter().fold(0, |odd, b| odd | u8::from(!(0x20..0x7f).contains(b)));
    let doubled = bytes.iter().zip(rest).fold(0, |found, (a, b)| found | u8::from((a | b) == b' '));
    odd == 0 && doubled == 0 && *first != b' ' && *last != b' '
}

/// Digits, with or without a sign.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+', '−', '–', '‐', '‑']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
