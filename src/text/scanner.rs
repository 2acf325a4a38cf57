//! The loop that cuts a text into words: a table for ASCII, characters one by one for the rest.
//!
//! It must not know stems, terms or queries. Its time is linear in the text, whatever the text is: a
//! word is read twice at most.

use super::classes::{self, CAPITAL, CLASSES, Class, DIGIT, DOT, LETTER, class, joint};
use super::token::{Form, Piece, Shape, Token};
use super::{doses, greek, numbers};

mod foreign;

/// A buffer beyond this many bytes is given back after the text that needed it.
const BUFFER_KEPT_BYTES: usize = 1 << 16;

/// Cuts texts into pieces, reusing its buffer.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    buffer: String,
}

impl Scanner {
    /// Hands every piece of `text` to `each`, in order.
    pub(super) fn scan(&mut self, text: &str, each: impl FnMut(Piece<'_>)) {
        let mut pass =
            Pass { text, bytes: text.as_bytes(), buffer: &mut self.buffer, each, position: 0, last: None };
        pass.run();
        if self.buffer.capacity() > BUFFER_KEPT_BYTES {
            self.buffer = String::new();
        }
    }
}

/// The word before: what decides whether the next one is joined to it.
#[derive(Debug, Clone, Copy)]
struct Last {
    end: usize,
    /// Whether a word that follows without any gap is joined (`TNF` before `α`, `0.5` before `mg`).
    open: bool,
    /// Whether it is a single ASCII letter, as in `U.S.`.
    initial: bool,
}

/// Where the exact form of a word is to be found.
#[derive(Debug, Clone, Copy)]
enum Exact {
    /// In the text, as it stands, up to this byte (a possessive's surface is longer than the word).
    Text(usize),
    /// In the buffer.
    Buffer,
}

struct Pass<'t, 'b, F> {
    text: &'t str,
    bytes: &'t [u8],
    buffer: &'b mut String,
    each: F,
    position: u32,
    last: Option<Last>,
}

impl<F: FnMut(Piece<'_>)> Pass<'_, '_, F> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            let class = CLASSES[byte as usize];
            at = if class & (LETTER | DIGIT) != 0 {
                self.word(at)
            } else if class == 0 {
                at + 1
            } else if class == DOT {
                self.leading_point(at)
            } else {
                self.beyond_ascii(at)
            };
        }
    }

    /// A word that begins with an ASCII letter or digit; returns where to read on.
    #[inline]
    fn word(&mut self, start: usize) -> usize {
        let (end, seen) = classes::run(self.bytes, start);
        if self.bytes.get(end).is_some_and(|&next| next >= 0x80) && self.continues(end) {
            return self.segments(start);
        }
        if seen == DIGIT {
            return self.number(start, start, end);
        }
        match parting(&self.bytes[start..end]) {
            None => self.ascii(start, end, seen),
            Some(at) => {
                self.part(start, start + at);
                self.word(start + at)
            }
        }
    }

    /// The first part of a word, which may have parts itself: `IkappaBalpha`.
    #[cold]
    fn part(&mut self, start: usize, end: usize) {
        let (_, seen) = classes::run(&self.bytes[..end], start);
        if seen == DIGIT {
            self.number(start, start, end);
        } else if let Some(at) = parting(&self.bytes[start..end]) {
            self.part(start, start + at);
            self.part(start + at, end);
        } else {
            self.ascii(start, end, seen);
        }
    }

    /// A word of ASCII letters, and digits perhaps, of which nothing is to be parted.
    #[inline]
    fn ascii(&mut self, start: usize, end: usize, seen: u8) -> usize {
        let shape = if seen & DIGIT == 0 { Shape::Letters } else { Shape::Mixed };
        let exact = if seen & CAPITAL == 0 {
            Exact::Text(end)
        } else {
            self.buffer.clear();
            self.buffer.push_str(&self.text[start..end]);
            self.buffer.make_ascii_lowercase();
            Exact::Buffer
        };
        self.finish(start, end, exact, shape, true)
    }

    /// A number whose first digits are known; `start` is before them where a point leads.
    fn number(&mut self, start: usize, first: usize, end: usize) -> usize {
        let leading = start != first;
        let number = if leading {
            self.buffer.clear();
            self.buffer.push_str("0.");
            self.buffer.push_str(&self.text[first..end]);
            numbers::Number { end, decimal: true, rewritten: true }
        } else {
            numbers::extend(self.text, first, end, self.buffer)
        };
        let exact = if number.rewritten { Exact::Buffer } else { Exact::Text(number.end) };
        if !number.decimal
            && number.end == end
            && let Some(next) = self.possessive(start, end, exact, Shape::Digits)
        {
            return next;
        }
        let shape = if number.decimal { Shape::Decimal } else { Shape::Digits };
        let joined = self.emit(start, number.end, exact, shape, true);
        let Some(stop) = numbers::percent(self.bytes, number.end) else {
            return number.end;
        };
        if let Exact::Text(stop) = exact {
            self.buffer.clear();
            self.buffer.push_str(&self.text[start..stop]);
        }
        self.buffer.push('%');
        self.again(start, stop, Form::Percent, shape, joined);
        if let Some(last) = &mut self.last {
            last.open = false;
        }
        stop
    }

    /// A full stop: a decimal may begin with it (`p < .05`).
    fn leading_point(&mut self, at: usize) -> usize {
        let end = numbers::digits(self.bytes, at + 1);
        let behind = at.checked_sub(1).and_then(|before| self.bytes.get(before));
        // Behind a closing bracket or quotation mark it ends a sentence, the digits cite something.
        let closes = matches!(behind, Some(b'.' | b')' | b']' | b'}' | b'"' | b'%'));
        let touches = self.last.is_some_and(|last| last.end == at);
        if end == at + 1 || closes || touches {
            return at + 1;
        }
        self.number(at, at + 1, end)
    }

    /// A character beyond ASCII outside a word; returns where to read on.
    fn beyond_ascii(&mut self, at: usize) -> usize {
        let Some(character) = self.character(at) else {
            return at + 1;
        };
        match class(character) {
            Class::Separator | Class::Mark | Class::Invisible => at + character.len_utf8(),
            _ => self.segments(at),
        }
    }

    /// Whether the character at `at` belongs to the word that ends there.
    #[cold]
    fn continues(&self, at: usize) -> bool {
        self.character(at).is_some_and(|character| class(character) != Class::Separator)
    }

    fn character(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// Emits a word, with its possessive form where it has one; returns where to read on.
    #[inline]
    fn finish(&mut self, start: usize, end: usize, exact: Exact, shape: Shape, touches: bool) -> usize {
        if matches!(self.bytes.get(end), Some(b'\'' | 0xE2 | 0xCA))
            && let Some(next) = self.possessive(start, end, exact, shape)
        {
            return next;
        }
        self.emit(start, end, exact, shape, touches);
        end
    }

    /// The two forms of a word with a possessive s behind it, if there is one.
    fn possessive(&mut self, start: usize, end: usize, exact: Exact, shape: Shape) -> Option<usize> {
        let apostrophe = match self.bytes.get(end..)? {
            [b'\'', ..] => 1,
            [0xCA, 0xBC, ..] => 2,
            [0xE2, 0x80, 0x99, ..] => 3,
            _ => return None,
        };
        let letter = end + apostrophe;
        let stop = letter + 1;
        let ends = match self.bytes.get(stop) {
            Some(byte) if byte.is_ascii_alphanumeric() => false,
            Some(0x80..) => !self.continues(stop),
            _ => true,
        };
        if !ends || !matches!(self.bytes.get(letter), Some(b's' | b'S')) {
            return None;
        }
        let joined = self.emit(start, stop, exact, shape, true);
        if let Exact::Text(word_end) = exact {
            self.buffer.clear();
            self.buffer.push_str(&self.text[start..word_end]);
        }
        self.buffer.push('s');
        let shape = if shape == Shape::Digits { Shape::Mixed } else { shape };
        self.again(start, stop, Form::Possessive, shape, joined);
        Some(stop)
    }

    /// Emits the word of a new position; returns whether it is joined to the one before.
    #[inline]
    fn emit(&mut self, start: usize, end: usize, exact: Exact, shape: Shape, touches: bool) -> bool {
        let initial = end == start + 1 && shape == Shape::Letters;
        let joined = match self.last {
            None => false,
            Some(last) => self.joined(last, start, initial, touches),
        };
        let word = match exact {
            Exact::Text(word_end) => &self.text[start..word_end],
            Exact::Buffer => self.buffer.as_str(),
        };
        (self.each)(Piece {
            token: Token { start, end, position: self.position, word, joined },
            shape,
            form: Form::Word,
        });
        self.position = self.position.saturating_add(1);
        self.last = Some(Last { end, open: true, initial });
        joined
    }

    /// Emits a second form, from the buffer, at the position just given.
    fn again(&mut self, start: usize, end: usize, form: Form, shape: Shape, joined: bool) {
        let position = self.position.saturating_sub(1);
        let token = Token { start, end, position, word: self.buffer, joined };
        (self.each)(Piece { token, shape, form });
        if let Some(last) = &mut self.last {
            last.end = end;
        }
    }

    #[inline]
    fn joined(&self, last: Last, start: usize, initial: bool, touches: bool) -> bool {
        match self.bytes.get(last.end) {
            // Nearly every gap begins with a blank.
            Some(b' ' | b'\n' | b',') => return false,
            Some(b'.') => return initial && last.initial && start == last.end + 1,
            _ => {}
        }
        // A joint of three joiners has 9 bytes at most; a few invisible characters may be among them.
        match self.text.get(last.end..start) {
            Some(gap) if gap.len() <= 64 => match joint(gap) {
                Some(0) => last.open && touches,
                joint => joint.is_some(),
            },
            _ => false,
        }
    }
}

/// Where a word of ASCII letters and digits is to be parted: a Greek letter's name or a unit is a word of its own, as
/// it is where the letter itself or a blank is written.
#[inline]
fn parting(word: &[u8]) -> Option<usize> {
    greek::parting(word).or_else(|| doses::parting(word))
}

/// The shape of an exact form that was folded from characters beyond ASCII.
fn shape(folded: &str) -> Shape {
    let bytes = folded.as_bytes();
    if !folded.is_ascii() {
        Shape::Foreign
    } else if bytes.iter().all(u8::is_ascii_digit) {
        Shape::Digits
    } else if bytes.iter().any(u8::is_ascii_digit) {
        Shape::Mixed
    } else {
        Shape::Letters
    }
}
