//! The encoding of a text: told by its first bytes and by what it declares, read as UTF-8.
//!
//! What readers see is UTF-8, and their positions are those of it. As everywhere on the web, ISO-8859-1
//! stands for windows-1252, which differs only where ISO-8859-1 has control characters no text holds.
//!
//! It must not know any one format.

mod declared;
mod recode;
#[cfg(test)]
mod tests;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use declared::{declared, encoding_of};
pub(super) use recode::{Met, Recoded};

/// What is looked at to tell UTF-16 without a byte order mark.
const UNITS_BYTES: usize = 1 << 10;
/// A text has fewer control characters than one in so many bytes.
const BYTES_PER_CONTROL: usize = 200;

const NOT_UTF_8: &str = "a text that is not in UTF-8";
const AS_UTF_8: &str = "it was read as UTF-8";
const AS_WINDOWS_1252: &str = "it was read as windows-1252; where letters are wrong, convert it to UTF-8";

/// How the bytes of a text are to be read.
#[derive(Debug, PartialEq)]
pub(super) enum Reading {
    /// As UTF-8, which they are, or as bytes, where they are no text.
    AsTheyAre,
    /// As ASCII until there is more; then as UTF-8 or as this, which it may say it is in.
    Watched {
        encoding: &'static Encoding,
        is_declared: bool,
    },
    Decoded(&'static Encoding),
    /// Not at all: what it is.
    NotRead(&'static str),
}

/// What ASCII is that says nothing.
const UNTOLD: Reading = Reading::Watched { encoding: WINDOWS_1252, is_declared: false };

/// How a text is to be read, and what is wrong with that.
#[derive(Debug, PartialEq)]
pub(super) struct Judgement {
    pub reading: Reading,
    /// What was found and what is done about it.
    pub problem: Option<(String, &'static str)>,
}

impl From<Reading> for Judgement {
    fn from(reading: Reading) -> Self {
        Self { reading, problem: None }
    }
}

/// What the bytes beyond ASCII are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Ascii,
    Utf8,
    /// Characters of UTF-8 among bytes that are none.
    Mixed,
    Other,
}

/// Tells how to read a text by its first bytes; the last character may be cut.
pub(super) fn judge(head: &[u8]) -> Judgement {
    match head {
        [0xef, 0xbb, 0xbf, ..] => return Reading::AsTheyAre.into(),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Reading::NotRead("text in UTF-32").into(),
        [0xff, 0xfe, ..] => return Reading::Decoded(UTF_16LE).into(),
        [0xfe, 0xff, ..] => return Reading::Decoded(UTF_16BE).into(),
        _ => {}
    }
    if let Some(reading) = wide(head) {
        return reading.into();
    }
    if is_binary(head) {
        return Reading::AsTheyAre.into();
    }
    let content = content(head);
    let Some(label) = declared(head) else { return undeclared(content, NOT_UTF_8.to_owned()) };
    match (encoding_of(&label), content) {
        (Some(encoding), _) if encoding == UTF_8 => {
            undeclared(content, "a text that says it is in UTF-8, and is not".to_owned())
        }
        (Some(encoding), _) if [UTF_16LE, UTF_16BE].contains(&encoding) => {
            lying(content, format!("a text that says it is in {label}, and has one byte a letter"))
        }
        (Some(_), Content::Utf8) => {
            lying(content, format!("a text that says it is in {label}, and is in UTF-8"))
        }
        (Some(encoding), Content::Ascii) if encoding.is_ascii_compatible() => {
            Reading::Watched { encoding, is_declared: true }.into()
        }
        (Some(encoding), _) => Reading::Decoded(encoding).into(),
        (None, Content::Ascii) => UNTOLD.into(),
        (None, _) => {
            lying(content, format!("a text that says it is in {label:?}, an encoding that is not known"))
        }
    }
}

/// What a text is where it says nothing, or says it is UTF-8; `wrong` is what to say where it is not.
fn undeclared(content: Content, wrong: String) -> Judgement {
    match content {
        Content::Ascii => UNTOLD.into(),
        Content::Utf8 | Content::Mixed => Reading::AsTheyAre.into(),
        Content::Other => {
            let problem = Some((wrong, AS_WINDOWS_1252));
            Judgement { reading: Reading::Decoded(WINDOWS_1252), problem }
        }
    }
}

/// What a text is that says the wrong thing.
fn lying(content: Content, found: String) -> Judgement {
    let judged = undeclared(content, String::new());
    let done = judged.problem.map_or(AS_UTF_8, |(_, done)| done);
    Judgement { problem: Some((found, done)), ..judged }
}

/// Text whose characters have two or four bytes each, and no byte order mark: markup and punctuation leave
/// their high bytes zero.
fn wide(head: &[u8]) -> Option<Reading> {
    let units = &head[..head.len().min(UNITS_BYTES) & !3];
    let places = units.len() / 4;
    // Whether most bytes of the place in four are zero, or few: a character such as U+DE00 has a low one.
    let is_zero = |at: usize| match units.iter().skip(at).step_by(4).filter(|&&byte| byte == 0).count() {
        zeros if zeros * 2 > places => Some(true),
        zeros if zeros * 10 <= places => Some(false),
        _ => None,
    };
    let is_text = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(units);
        (!has_controls(text.as_bytes())).then_some(Reading::Decoded(encoding))
    };
    let (few, many) = (Some(false), Some(true));
    match [is_zero(0), is_zero(1), is_zero(2), is_zero(3)] {
        _ if places == 0 => None,
        zeros if zeros == [few, many, few, many] => is_text(UTF_16LE),
        zeros if zeros == [many, few, many, few] => is_text(UTF_16BE),
        zeros if zeros == [few, many, many, many] || zeros == [many, many, many, few] => {
            let letters: Vec<u8> = units.iter().copied().filter(|&byte| byte != 0).collect();
            (!has_controls(&letters)).then_some(Reading::NotRead("text in UTF-32"))
        }
        _ => None,
    }
}

fn is_binary(head: &[u8]) -> bool {
    head.contains(&0) || head.starts_with(b"%PDF-") || has_controls(head)
}

fn has_controls(text: &[u8]) -> bool {
    let is_usual = |byte: u8| matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x1a | 0x1b);
    let is_control = |byte: &&u8| **byte < 0x20 && !is_usual(**byte);
    text.iter().filter(is_control).count() * BYTES_PER_CONTROL > text.len()
}

fn content(text: &[u8]) -> Content {
    let (mut characters, mut wrong) = (0, 0);
    let chunks = text.utf8_chunks();
    let mut rest = text.len();
    for chunk in chunks {
        characters += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        rest -= chunk.valid().len() + chunk.invalid().len();
        // A character that the end of the text cuts is not wrong.
        let is_cut =
            rest == 0 && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        wrong += usize::from(!chunk.invalid().is_empty() && !is_cut);
    }
    match (characters, wrong) {
        (0, 0) => Content::Ascii,
        (_, 0) => Content::Utf8,
        // Two characters of windows-1252 may be one of UTF-8 by chance.
        (characters, wrong) if characters * 20 < wrong => Content::Other,
        (0, _) => Content::Other,
        _ => Content::Mixed,
    }
}
