//! Which format a file is in, by its first bytes.
//!
//! It must not know the file's name, nor read any record.

use std::borrow::Cow;

use super::readers::{READERS, Reader};

/// How much of the text is looked at.
pub(super) const HEAD_BYTES: usize = 64 << 10;

/// The start of a text, white space and a byte order mark before it taken off.
pub(super) struct Head<'h> {
    /// As it is; the last character or line may be cut.
    pub bytes: &'h [u8],
    /// The same as text, with U+FFFD for what is not UTF-8.
    pub text: Cow<'h, str>,
}

/// What the first bytes say.
pub(super) enum Detected {
    Known(&'static Reader),
    Empty,
    Unknown(&'static str),
}

/// Tells the format by the head of the text: the first reader that recognises it reads it.
pub(super) fn detect(head: &[u8]) -> Detected {
    let bytes = head.trim_ascii_start();
    let Some(first) = bytes.first() else { return Detected::Empty };
    let head = Head { bytes, text: String::from_utf8_lossy(bytes) };
    if let Some(reader) = READERS.iter().find(|reader| (reader.recognise)(&head)) {
        return Detected::Known(reader);
    }
    Detected::Unknown(match first {
        b'<' => "XML or HTML of no known format",
        b'{' | b'[' => "JSON without the keys of an article",
        _ if bytes.contains(&0) => "binary data",
        _ => "text of no known format",
    })
}
