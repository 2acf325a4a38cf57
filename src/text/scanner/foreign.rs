//! Words beyond ASCII: letters of every script with their marks, Greek letters, units of micro, fractions.
//!
//! It must not know stems, terms or queries.

use super::super::classes::{self, Class, NON_JOINER, class, is_arabic};
use super::super::fold::fold_word;
use super::super::token::{Piece, Shape};
use super::super::{doses, greek};
use super::{Exact, Pass, parting, shape};

/// A piece of a run of letters, digits and marks that has at least one character beyond ASCII.
#[derive(Debug, Clone, Copy)]
struct Segment {
    start: usize,
    /// Behind its last visible character.
    end: usize,
    /// Behind the invisible characters that follow it.
    next: usize,
    class: Class,
    /// How many letters, marks not counted.
    letters: usize,
}

impl<F: FnMut(Piece<'_>)> Pass<'_, '_, F> {
    /// A run that has characters beyond ASCII, piece by piece; returns where to read on.
    pub(super) fn segments(&mut self, start: usize) -> usize {
        let mut at = start;
        while let Some(segment) = self.segment(at) {
            let Segment { start, end, next, .. } = segment;
            at = match segment.class {
                Class::Greek if segment.letters <= 2 => match self.micro(segment) {
                    Some(end) => self.micro_unit(segment, end),
                    None => self.greek_letters(segment),
                },
                Class::Fraction => self.fraction(segment),
                class => {
                    let surface = &self.text[start..end];
                    let cut = surface.is_ascii().then(|| parting(surface.as_bytes())).flatten();
                    let (surface, end) = cut.map_or((surface, end), |cut| (&surface[..cut], start + cut));
                    let next = cut.map_or(next, |_| end);
                    fold_word(surface, self.buffer);
                    if self.buffer.is_empty() {
                        next
                    } else {
                        let touches = !matches!(class, Class::Ideograph | Class::Superscript);
                        let shape = shape(self.buffer);
                        let reached = self.finish(start, end, Exact::Buffer, shape, touches);
                        if let (Class::Ideograph, Some(last)) = (class, &mut self.last) {
                            last.open = false;
                        }
                        reached.max(next)
                    }
                }
            };
        }
        at
    }

    /// The segment that begins at `at`, if a word begins there.
    fn segment(&self, at: usize) -> Option<Segment> {
        let mut characters = self.text.get(at..)?.char_indices();
        let (_, first) = characters.next()?;
        let kind = class(first);
        if matches!(kind, Class::Separator | Class::Mark | Class::Invisible) {
            return None;
        }
        let end = at + first.len_utf8();
        let mut segment = Segment { start: at, end, next: end, class: kind, letters: 1 };
        let mut before = first;
        for (offset, character) in characters {
            let next = class(character);
            let takes = match next {
                // Persian writes it where the two may stand apart as well.
                Class::Invisible if character == NON_JOINER && is_arabic(before) => false,
                Class::Mark | Class::Invisible => true,
                Class::Letter => matches!(kind, Class::Letter | Class::Superscript),
                Class::Superscript => {
                    matches!(kind, Class::Letter | Class::Superscript) && !before.is_ascii_digit()
                }
                Class::Greek => kind == Class::Greek,
                Class::Ideograph | Class::Fraction | Class::Separator => false,
            };
            if !takes {
                break;
            }
            segment.next = at + offset + character.len_utf8();
            if next != Class::Invisible {
                segment.end = segment.next;
                before = character;
            }
            if !matches!(next, Class::Mark | Class::Invisible) {
                segment.letters += 1;
            }
        }
        Some(segment)
    }

    /// Where the unit ends that begins with a sign for micro.
    fn micro(&self, segment: Segment) -> Option<usize> {
        let sign = self.character(segment.start)?;
        let (end, _) = classes::run(self.bytes, segment.next);
        let next = self.text.get(end..)?.chars().find(|next| class(*next) != Class::Invisible);
        let goes_on = next.is_some_and(|next| {
            !next.is_ascii() && matches!(class(next), Class::Letter | Class::Superscript | Class::Mark)
                || next.is_ascii_alphanumeric()
        });
        let is_unit = greek::letter(sign) == Some("mu") && doses::is_of_micro(&self.bytes[segment.next..end]);
        (is_unit && !goes_on).then_some(end)
    }

    /// A unit as keyboards write it, with a u for the sign.
    fn micro_unit(&mut self, segment: Segment, end: usize) -> usize {
        self.buffer.clear();
        self.buffer.push('u');
        self.buffer.push_str(&self.text[segment.next..end]);
        self.buffer.make_ascii_lowercase();
        self.finish(segment.start, end, Exact::Buffer, Shape::Letters, true)
    }

    /// One or two Greek letters, a word each.
    fn greek_letters(&mut self, segment: Segment) -> usize {
        let surface = &self.text[segment.start..segment.end];
        let mut letters =
            surface.char_indices().filter_map(|(at, letter)| Some((at, greek::letter(letter)?))).peekable();
        while let Some((at, name)) = letters.next() {
            let stop = letters.peek().map_or(surface.len(), |&(next, _)| next);
            let visible = surface[at..stop].trim_end_matches(classes::is_invisible).len();
            self.buffer.clear();
            self.buffer.push_str(name);
            let start = segment.start + at;
            self.finish(start, start + visible, Exact::Buffer, Shape::Letters, true);
        }
        segment.next
    }

    /// A vulgar fraction: its two numbers, both with the place of the one character.
    fn fraction(&mut self, segment: Segment) -> usize {
        let surface = &self.text[segment.start..segment.end];
        let mut folded = String::new();
        for part in
            unicode_normalization::UnicodeNormalization::nfkd(surface).collect::<String>().split('\u{2044}')
        {
            fold_word(part, &mut folded);
            if !folded.is_empty() {
                self.buffer.clear();
                self.buffer.push_str(&folded);
                self.emit(segment.start, segment.end, Exact::Buffer, shape(&folded), false);
            }
        }
        if let Some(last) = &mut self.last {
            last.open = false;
        }
        segment.next
    }
}
