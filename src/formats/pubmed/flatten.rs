//! Text of mixed content: inline markup becomes plain text, white space single spaces.
//!
//! A superscript number after a digit gets a `^`, for `10<sup>5</sup>` is not 105; any other superscript
//! and every subscript is just its text (`Ca2+`, `H2O`). Of a formula in MathML the text of the leaves
//! stays, with a space between elements and `/` in fractions.
//!
//! It must not know where the text goes.

/// What an element within text means for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inline {
    /// Its text joins what stands around it.
    Plain,
    Superscript,
    Subscript,
    Formula,
    /// Within a formula: a space parts it from what stands before.
    Leaf,
    Fraction,
    /// Its text is left out: it says again what stands beside it.
    Hidden,
    /// Anything else: a space parts it from what stands around it.
    Block,
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
    space: bool,
    /// No space before the next text, whatever white space comes.
    glue: bool,
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
        (self.space, self.glue, self.control) = (false, false, false);
        (self.subscript_end, self.formulas, self.hidden) = (0, 0, 0);
    }

    /// The text, trimmed.
    pub fn take(&mut self) -> String {
        self.out.as_str().to_owned()
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
                    self.space = true;
                    run = at + c.len_utf8();
                }
                at += c.len_utf8();
            }
        }
        self.push_run(text.get(run..).unwrap_or(""));
    }

    /// An element starts.
    pub fn start(&mut self, name: &str) {
        let inline = self.inline(name);
        match inline {
            Inline::Formula => self.formulas += 1,
            Inline::Hidden => self.hidden += 1,
            // The first leaf of a formula stands where the formula stands.
            Inline::Leaf | Inline::Fraction => self.space |= self.out.len() > self.formula_start(),
            Inline::Block => self.space = true,
            Inline::Plain | Inline::Superscript | Inline::Subscript => {}
        }
        let after_digit = inline == Inline::Superscript
            && !self.space
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
            Inline::Block => self.space = true,
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
            self.glue = true;
        }
    }

    fn inline(&self, name: &str) -> Inline {
        match name {
            "math" => Inline::Formula,
            "annotation" | "annotation-xml" => Inline::Hidden,
            "mfrac" if self.formulas > 0 => Inline::Fraction,
            _ if self.formulas > 0 => Inline::Leaf,
            "sup" => Inline::Superscript,
            "sub" => Inline::Subscript,
            "i" | "b" | "u" | "em" | "strong" | "italic" | "bold" | "underline" | "sc" => Inline::Plain,
            _ => Inline::Block,
        }
    }

    fn formula_start(&self) -> usize {
        self.open.iter().find(|open| open.inline == Inline::Formula).map_or(0, |open| open.at)
    }

    fn push_run(&mut self, run: &str) {
        if run.is_empty() {
            return;
        }
        if self.space && !self.glue && !self.out.is_empty() {
            self.out.push(' ');
        }
        (self.space, self.glue) = (false, false);
        self.out.push_str(run);
    }
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
