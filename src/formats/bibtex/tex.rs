//! TeX in the value of a field becomes plain text: accents, symbols, formulas, braces.
//!
//! A formula is its symbols in a row, with `/` in fractions. A superscript number after a digit gets a `^`,
//! for `10^5` is not 105; any other superscript and every subscript is just its text. Of a command that is
//! not known the argument is kept, and the command itself where it has none.
//!
//! Nothing recurses: open braces, and what is to be done when they close, stand on a stack.
//!
//! It must not know what the field is.

use unicode_normalization::char::compose;

use super::super::NESTING_MAX;
use super::super::text::collapse;
use super::symbols::{Command, command};

/// What a value is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Text as TeX sets it.
    Text,
    /// An address: only what is escaped is made plain.
    Verbatim,
}

/// What is to be done to an argument when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Mark(char),
    Superscript,
    Subscript,
    Drop,
    Quote,
    Numerator,
    Denominator,
    /// The address of this number is put behind it.
    Link(usize),
}

/// More commands in a row before one argument mean nothing.
const WAITING_MAX: usize = 8;

/// An argument longer than this is no letter, number or part of a fraction.
const ARGUMENT_MAX_BYTES: usize = 256;

/// The value of a field as plain text, and the first command in it that is not known.
pub(super) fn plain(tex: &str, mode: Mode) -> (String, Option<String>) {
    const MARKS: [char; 10] = ['\\', '{', '}', '$', '~', '-', '`', '\'', '!', '?'];
    if !tex.contains(MARKS) {
        return (collapse(tex), None);
    }
    let mut decoder = Decoder {
        tex,
        mode,
        at: 0,
        out: String::with_capacity(tex.len()),
        groups: Vec::new(),
        deeper: 0,
        waiting: Vec::new(),
        links: Vec::new(),
        formula_end: None,
        subscript_end: 0,
        unclosed: false,
        unknown: None,
    };
    while decoder.step() {}
    (collapse(&decoder.out), decoder.unknown)
}

/// Text of which only the characters matter, such as a name.
pub(super) fn text(tex: &str) -> String {
    plain(tex, Mode::Text).0
}

struct Decoder<'t> {
    tex: &'t str,
    mode: Mode,
    at: usize,
    out: String,
    /// Open braces: length of the text at their start, and what is to be done at their end.
    groups: Vec<(usize, Vec<Deed>)>,
    /// Braces open beyond those.
    deeper: usize,
    /// What is to be done to the next argument.
    waiting: Vec<Deed>,
    links: Vec<&'t str>,
    /// Where the formula ends the decoder is in.
    formula_end: Option<usize>,
    /// Length of the text when a subscript last ended.
    subscript_end: usize,
    /// A formula or address was never closed: looking for the end of another would cost as much again.
    unclosed: bool,
    unknown: Option<String>,
}

impl<'t> Decoder<'t> {
    fn rest(&self) -> &'t str {
        self.tex.get(self.at..).unwrap_or("")
    }

    /// Reads what comes next; `false` at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return false };
        if self.formula_end.is_some_and(|end| self.at >= end) {
            self.formula_end = None;
            let is_escaped = c == '\\' || rest.starts_with("$$");
            self.at += if is_escaped { 2 } else { 1 };
            return true;
        }
        match c {
            '\\' => self.backslash(),
            '{' => self.open(),
            '}' => self.close(),
            _ if c.is_whitespace() => {
                self.at += c.len_utf8();
                if self.waiting.is_empty() {
                    self.out.push(' ');
                }
            }
            '$' => self.dollar(),
            '^' if self.formula_end.is_some() => self.wait(1, Deed::Superscript),
            '_' if self.formula_end.is_some() => self.wait(1, Deed::Subscript),
            _ => self.characters(c),
        }
        true
    }

    fn open(&mut self) {
        self.at += 1;
        let deeds = std::mem::take(&mut self.waiting);
        if self.groups.len() < NESTING_MAX {
            self.groups.push((self.out.len(), deeds));
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        self.at += 1;
        self.settle(self.out.len());
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some((start, deeds)) = self.groups.pop() {
            deeds.into_iter().rev().for_each(|deed| self.apply(deed, start));
        }
    }

    /// Characters that stand for themselves, alone or in a row of two or three.
    fn characters(&mut self, c: char) {
        const ROWS: [(&str, &str); 8] = [
            ("---", "—"),
            ("--", "–"),
            ("``", "“"),
            ("''", "”"),
            ("!`", "¡"),
            ("?`", "¿"),
            ("~", " "),
            (",,", "„"),
        ];
        let rest = self.rest();
        let row = ROWS.iter().find(|(row, _)| rest.starts_with(row));
        match row.filter(|_| self.mode == Mode::Text && self.formula_end.is_none()) {
            Some((row, text)) => self.put(row.len(), text),
            None => self.put(c.len_utf8(), rest.get(..c.len_utf8()).unwrap_or("")),
        }
    }

    /// A letter or symbol, which may be the argument of what waits for one.
    fn put(&mut self, taken: usize, text: &str) {
        self.at += taken;
        let start = self.out.len();
        self.out.push_str(text);
        self.settle(start);
    }

    fn wait(&mut self, taken: usize, deed: Deed) {
        self.at += taken;
        if self.waiting.len() < WAITING_MAX {
            self.waiting.push(deed);
        }
    }

    fn settle(&mut self, start: usize) {
        for deed in std::mem::take(&mut self.waiting).into_iter().rev() {
            self.apply(deed, start);
        }
    }

    /// Does to the argument, which is the text from `start` on, what was to be done at its end.
    fn apply(&mut self, deed: Deed, start: usize) {
        let argument = self.out.get(start..).unwrap_or("");
        let is_short = argument.len() <= ARGUMENT_MAX_BYTES;
        match deed {
            Deed::Mark(mark) => {
                let marked = argument.chars().next().map(|first| marked(first, mark));
                match (marked, argument.chars().next()) {
                    (Some(letter), Some(first)) if is_short => {
                        self.out.replace_range(start..start + first.len_utf8(), &letter);
                    }
                    (None, _) => self.out.extend(alone(mark)),
                    _ => {}
                }
            }
            Deed::Superscript => {
                let after_digit = self.out[..start].ends_with(|c: char| c.is_ascii_digit());
                if after_digit && self.subscript_end != start && is_short && is_number(argument) {
                    self.out.insert(start, '^');
                }
            }
            Deed::Subscript => self.subscript_end = self.out.len(),
            Deed::Drop => self.out.truncate(start),
            Deed::Quote => self.out.push('”'),
            Deed::Numerator | Deed::Denominator => {
                if is_short && argument.contains([' ', '+', '-', '/', '·']) {
                    self.out.insert(start, '(');
                    self.out.push(')');
                }
                if deed == Deed::Numerator {
                    self.out.push('/');
                    self.waiting.push(Deed::Denominator);
                }
            }
            Deed::Link(number) => {
                let link = self.links.get(number).copied().unwrap_or("");
                if argument.is_empty() {
                    self.out.push_str(link);
                } else if !is_short || !argument.contains(link) {
                    self.out.extend([" (", link, ")"]);
                }
            }
        }
    }

    fn dollar(&mut self) {
        let rest = self.rest();
        let fence = if rest.starts_with("$$") { 2 } else { 1 };
        let inside = &rest[fence..];
        let end = inside.match_indices('$').find(|(at, _)| !inside[..*at].ends_with('\\'));
        match end.map(|(at, _)| at) {
            _ if self.mode == Mode::Verbatim && rest.starts_with("$\\sim$") => self.put(6, "~"),
            Some(end) if self.mode == Mode::Text && is_formula(&inside[..end], &inside[end + 1..]) => {
                self.formula_end = Some(self.at + fence + end);
                self.at += fence;
            }
            _ => self.put(1, "$"),
        }
    }

    fn backslash(&mut self) {
        let rest = self.rest();
        let after = &rest[1..];
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters > 0 {
            return self.named(&after[..letters]);
        }
        let Some(c) = after.chars().next() else { return self.put(1, "\\") };
        let taken = 1 + c.len_utf8();
        match c {
            '%' | '#' | '&' | '_' | '{' | '}' | '$' => self.put(taken, &after[..1]),
            _ if self.mode == Mode::Verbatim && !matches!(c, '~' | '^' | '\\' | ':') => self.put(1, "\\"),
            _ if self.mode == Mode::Verbatim => self.put(taken, &after[..1]),
            '\\' | ',' | ';' | ':' | '>' | ' ' | '\n' | '\r' | '\t' => self.put(taken, " "),
            '/' | '-' | '!' | '@' | '*' | ')' | ']' => self.at += taken,
            '(' | '[' => self.display(if c == '(' { "\\)" } else { "\\]" }),
            '|' => self.put(taken, "‖"),
            _ => match command(&after[..c.len_utf8()]) {
                Some(Command::Mark(mark)) => self.wait(taken, Deed::Mark(mark)),
                _ => self.put(1, "\\"),
            },
        }
    }

    /// A formula between `\(` and `\)`.
    fn display(&mut self, close: &str) {
        let end = if self.unclosed || self.formula_end.is_some() { None } else { self.rest().find(close) };
        self.unclosed |= end.is_none();
        self.formula_end = end.map_or(self.formula_end, |end| Some(self.at + end));
        self.at += 2;
    }

    fn named(&mut self, name: &'t str) {
        let taken = 1 + name.len();
        let after = self.rest().get(taken..).unwrap_or("");
        // White space after a word of letters only ends the word.
        let spaced = taken + after.len() - after.trim_start().len();
        let has_argument = after.trim_start().starts_with('{');
        if matches!(name, "url" | "path" | "nolinkurl" | "href") {
            return self.address(name == "href", spaced);
        }
        let deed = match name {
            "textsuperscript" | "sp" => Some(Deed::Superscript),
            "textsubscript" | "sb" => Some(Deed::Subscript),
            "frac" | "tfrac" | "dfrac" | "sfrac" | "nicefrac" => Some(Deed::Numerator),
            "enquote" | "mkbibquote" if has_argument => Some(Deed::Quote),
            _ => None,
        };
        if let Some(deed) = deed {
            self.out.push_str(if deed == Deed::Quote { "“" } else { "" });
            return self.wait(spaced, deed);
        }
        match command(name) {
            Some(Command::Symbol(symbol)) => self.put(spaced, symbol),
            _ if self.mode == Mode::Verbatim => self.put(1, "\\"),
            Some(Command::Mark(mark)) => self.wait(spaced, Deed::Mark(mark)),
            Some(Command::Space) => self.put(spaced, " "),
            Some(Command::Silent) => self.at += spaced,
            Some(Command::Drop) => self.wait(spaced, Deed::Drop),
            _ if has_argument => self.at += spaced,
            _ => {
                self.unknown.get_or_insert_with(|| name.to_owned());
                self.put(taken, self.tex.get(self.at..self.at + taken).unwrap_or(""));
            }
        }
    }

    /// `\url{address}`, or `\href{address}{text}`.
    fn address(&mut self, has_text: bool, taken: usize) {
        let rest = self.rest().get(taken..).unwrap_or("");
        let end = if self.unclosed { None } else { end_of_group(rest) };
        let Some(end) = end else {
            self.unclosed = true;
            self.at += taken;
            return;
        };
        let address = rest[1..end].trim();
        let follows = rest[end + 1..].trim_start();
        if has_text && follows.starts_with('{') {
            self.links.push(address);
            self.wait(self.rest().len() - follows.len(), Deed::Link(self.links.len() - 1));
        } else {
            self.put(taken + end + 1, &address.replace(['\\', '{', '}'], ""));
        }
    }
}

/// Where the brace closes that a text starts with.
fn end_of_group(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at),
            b'}' => depth -= 1,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// A letter with a mark; a dotless i or j gets its dot back, for the mark stands in its place.
fn marked(letter: char, mark: char) -> String {
    let base = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        letter => letter,
    };
    compose(base, mark).map_or_else(|| [base, mark].iter().collect(), String::from)
}

/// A mark without a letter to stand on.
fn alone(mark: char) -> Option<char> {
    match mark {
        '\u{300}' => Some('`'),
        '\u{301}' => Some('´'),
        '\u{302}' => Some('^'),
        '\u{303}' => Some('~'),
        '\u{304}' => Some('¯'),
        '\u{308}' => Some('"'),
        _ => None,
    }
}

/// Whether what stands between two `$` is a formula, and not what comes between two prices.
fn is_formula(inside: &str, after: &str) -> bool {
    let is_tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
    let is_set = inside.contains(['\\', '^', '_', '=', '<', '>', '{']);
    !inside.is_empty() && (is_set || is_tight && !after.starts_with(|c: char| c.is_ascii_digit()))
}

/// Digits, with or without a sign.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+', '−', '–']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
