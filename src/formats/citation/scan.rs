//! A locator, read from its start on: year, volume, issue and pages.
//!
//! What a number is follows from its name, else from the mark before it, else from what was found before it. A
//! lone number is nothing.
//!
//! It must not know where the locator starts.

use super::terms::{
    PART_MAX_BYTES, Part, alphanumerics, is_decimal, is_month, is_number, is_of_part, is_roman_range,
    is_span, is_thousands, part, starts_with_year, year, year_within,
};

const VOLUME_MAX_BYTES: usize = 30;

/// Year, volume, issue and pages; what could not be told is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Locator<'t> {
    /// Where it starts.
    pub start: usize,
    pub year: Option<u16>,
    pub volume: &'t str,
    pub issue: &'t str,
    pub pages: &'t str,
}

impl Locator<'_> {
    /// Whether it says where in a journal or book the work stands.
    pub fn is_place(&self) -> bool {
        !self.volume.is_empty() || !self.pages.is_empty()
    }
}

/// Reads a locator from its start to the end of the text.
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// The strongest mark since the last number.
    mark: u8,
    /// The part that was named last.
    named: Option<Part>,
    known: Option<u16>,
    /// Whether the last number read was taken for the volume.
    at_volume: bool,
    /// Where the volume starts.
    volume_at: usize,
    /// Whether its name, or the year and the mark before it, make it a volume.
    is_sure: bool,
    /// Whether the pages may be something else, for no mark stood before them.
    is_weak: bool,
    found: Locator<'t>,
}

impl<'t> Scan<'t> {
    pub fn new(text: &'t str, start: usize, known: Option<u16>) -> Self {
        let found = Locator { start, ..Locator::default() };
        Self {
            text,
            at: start,
            mark: b' ',
            named: None,
            known,
            at_volume: false,
            volume_at: start,
            is_sure: false,
            is_weak: false,
            found,
        }
    }

    /// The locator, or where to start anew behind what is none.
    pub fn read(mut self) -> Result<Locator<'t>, usize> {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'(' | b'[' => self.group()?,
                b'0'..=b'9' => self.number(self.at)?,
                b'a'..=b'z' | b'A'..=b'Z' => self.word()?,
                b';' | b':' | b',' => {
                    let is_stronger = byte == b':' || (self.mark != b';' && self.mark != b':');
                    self.mark = if is_stronger { byte } else { self.mark };
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
        // `2000;156-171`: pages behind a year.
        if self.found.pages.is_empty() && self.found.issue.is_empty() && is_span(self.found.volume) {
            self.found.pages = std::mem::take(&mut self.found.volume);
        }
        let is_place = !self.found.pages.is_empty() || !self.found.issue.is_empty() || self.is_sure;
        if !is_place || self.found.volume.len() > VOLUME_MAX_BYTES {
            self.found.volume = "";
        }
        Ok(self.found)
    }

    fn word(&mut self) -> Result<(), usize> {
        let rest = &self.text[self.at..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &rest[..letters];
        let next_is_digit = rest.as_bytes().get(letters).is_some_and(u8::is_ascii_digit);
        // `e123`, `S3`: the letter belongs to the number, but `p123` is a page.
        if next_is_digit
            && letters <= 4
            && !matches!(name, "p" | "pp" | "no" | "vol" | "Vol")
            && !is_month(name)
        {
            return self.number(self.at);
        }
        if is_month(name) {
            self.month();
        } else if let Some(part) = part(name) {
            if part != Part::Supplement {
                self.named = Some(part);
            } else if !self.found.volume.is_empty() && self.found.pages.is_empty() {
                self.supplement(letters);
                return Ok(());
            }
        } else if is_roman_range(rest.split(' ').next().unwrap_or("")) {
            let end = self.number_end(self.at);
            self.found.pages = &self.text[self.at..end];
            self.at = end;
            return Ok(());
        } else {
            return Err(self.at + letters);
        }
        self.at += letters;
        Ok(())
    }

    fn month(&mut self) {
        self.named = Some(Part::Day);
        // `20 October 2020`: the number before was a day.
        let is_day = self.at_volume && self.mark == b' ' && self.found.volume.len() <= 2;
        if is_day {
            self.found.volume = "";
            self.at_volume = false;
        }
    }

    /// `12 Suppl 1`: what follows the volume's number and belongs to it.
    fn supplement(&mut self, letters: usize) {
        let begin = self.at;
        let mut end = begin + letters;
        let rest = &self.text[end..];
        let number = rest.len() - rest.trim_start_matches([' ', '.']).len();
        let digits = rest[number..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        let is_number = digits <= 4
            && rest[number..].bytes().take(digits).any(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        if is_number {
            end += number + digits;
        }
        self.at = end;
        let whole = &self.text[self.volume_at..end];
        if self.found.issue.is_empty() && whole.len() <= PART_MAX_BYTES {
            self.found.volume = whole;
        }
    }

    fn group(&mut self) -> Result<(), usize> {
        let begin = self.at + 1;
        let rest = &self.text[begin..];
        let Some(length) = rest.find([')', ']']) else {
            self.at = begin;
            return Ok(());
        };
        let inside = rest[..length].trim();
        self.at = begin + length + 1;
        if self.found.year.is_none()
            && let Some(year) = year_within(inside)
        {
            // `J Appl Physiol (1985). 2017 Jan 1;122`: the bracket is the journal's.
            if self.found.volume.is_empty() && starts_with_year(&self.text[self.at..]) {
                return Err(self.at);
            }
            self.found.year = self.known.is_none().then_some(year);
            self.mark = b' ';
            return Ok(());
        }
        let has_month = inside.split([' ', '-', '–', '.']).any(is_month);
        let is_sound = inside.len() <= PART_MAX_BYTES && inside.chars().all(is_of_part);
        let behind = !self.found.volume.is_empty() || self.mark == b';';
        if behind && is_sound && !has_month && self.found.issue.is_empty() && self.found.pages.is_empty() {
            self.found.issue = inside.strip_prefix("No. ").unwrap_or(inside);
            self.mark = b' ';
        }
        Ok(())
    }

    fn number(&mut self, begin: usize) -> Result<(), usize> {
        let end = self.number_end(begin);
        let end = if self.mark == b':' { self.chapter_end(begin, end) } else { end };
        let number = &self.text[begin..end];
        let mark = std::mem::replace(&mut self.mark, b' ');
        let named = self.named.take();
        self.at = end;
        self.at_volume = false;
        let behind = &self.text[end..];
        let is_dated = self.known.is_some() || self.found.year.is_some();
        if !is_number(number) || is_decimal(number, behind) || (!is_dated && is_thousands(number, behind)) {
            return Err(
                end + behind.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b'.')).count()
            );
        }
        let is_day = named == Some(Part::Day) && !matches!(mark, b';' | b':');
        if is_day && number.split(['-', '–']).all(|day| day.len() <= 2) {
            return Ok(());
        }
        let named = named.filter(|part| *part != Part::Day);
        if named.is_none() && mark != b':' && self.is_year(number, end) {
            self.found.year = year(number);
            return Ok(());
        }
        match named {
            Some(Part::Volume) => (self.found.volume, self.volume_at, self.is_sure) = (number, begin, true),
            Some(Part::Issue) => self.found.issue = number,
            Some(Part::Pages) if self.found.pages.is_empty() => self.found.pages = number,
            Some(Part::Pages) => {}
            _ => self.unnamed(number, begin, mark),
        }
        Ok(())
    }

    /// A number without a name: volume, then pages.
    fn unnamed(&mut self, number: &'t str, begin: usize, mark: u8) {
        let is_dated = self.found.year.is_some();
        if self.found.volume.is_empty() && !(mark == b':' && is_dated) {
            (self.found.volume, self.volume_at, self.at_volume) = (number, begin, true);
            self.is_sure = is_dated && mark != b' ';
        } else if self.found.pages.is_empty() {
            self.found.pages = number;
            self.is_weak = mark == b' ' || self.found.volume.is_empty();
        } else if self.is_weak && mark != b' ' {
            self.shift(number);
        }
    }

    /// `7 3:147`, `2020: 8: e13`: what was taken for the pages was the issue or the volume.
    fn shift(&mut self, pages: &'t str) {
        let before = std::mem::replace(&mut self.found.pages, pages);
        self.is_weak = false;
        if self.found.volume.is_empty() {
            self.found.volume = before;
        } else if self.found.issue.is_empty() {
            self.found.issue = before;
        }
    }

    /// Whether a number is the year here: the first of the locator, or what comes last.
    fn is_year(&self, number: &str, end: usize) -> bool {
        if self.found.year.is_some() || self.known.is_some() || year(number).is_none() {
            return false;
        }
        let rest = self.text[end..].trim_start();
        // `2017(26),377` is year and issue, `2016(2):123` volume and issue.
        let issue = rest.strip_prefix('(').map(|rest| rest.split_once(')').map_or("", |(_, behind)| behind));
        let is_first =
            self.found.volume.is_empty() && issue.is_none_or(|behind| behind.starts_with([',', ';']));
        let is_last = rest.trim_end_matches(['.', ';', ',', ')']).is_empty();
        let is_whole = !self.found.volume.is_empty() && !self.found.pages.is_empty();
        is_first || is_whole || is_last
    }

    /// Where pages within a chapter end: `54:1.30.1-1.30.33`
    fn chapter_end(&self, begin: usize, end: usize) -> usize {
        if self.text.as_bytes().get(end) != Some(&b'.') {
            return end;
        }
        let dotted =
            self.text[begin..].bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')).count();
        end.max(begin + self.text[begin..begin + dotted].trim_end_matches(['.', '-']).len())
    }

    /// Where the number ends: a range is one, with spaces around its dash or without.
    fn number_end(&self, begin: usize) -> usize {
        let mut end = begin + alphanumerics(&self.text[begin..]);
        loop {
            let rest = &self.text[end..];
            if matches!(rest.as_bytes().first(), None | Some(b';' | b':' | b'(' | b')' | b',')) {
                return end;
            }
            let trimmed = rest.trim_start_matches(' ');
            let joint = trimmed.chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '‐' | '‑' | '−'));
            if let Some(joint) = joint {
                let after = trimmed[joint.len_utf8()..].trim_start_matches(['-', ' ']);
                let more = alphanumerics(after);
                let is_letter = more == 1 && after[more..].starts_with([':', '(', ',']);
                if after.bytes().take(more).any(|b| b.is_ascii_digit())
                    || is_letter
                    || is_roman_range(&self.text[begin..])
                {
                    end = self.text.len() - after.len() + more;
                    continue;
                }
            }
            // `181.e8`, `34/35`
            let bytes = rest.as_bytes();
            let is_inner = match bytes.first() {
                Some(b'.') => bytes.get(1) == Some(&b'e') && bytes.get(2).is_some_and(u8::is_ascii_digit),
                Some(b'/') => bytes.get(1).is_some_and(u8::is_ascii_digit),
                _ => false,
            };
            if !is_inner {
                return end;
            }
            end += 1 + alphanumerics(&rest[1..]);
        }
    }
}
