//! The first bytes of a file, by which its format is told.
//!
//! It must not know the file's name, nor any format.

use std::borrow::Cow;

/// How much of the text is looked at.
pub(super) const HEAD_BYTES: usize = 64 << 10;

/// The start of a text, white space and a byte order mark before it taken off.
pub(super) struct Head<'h> {
    /// As it is; the last character or line may be cut.
    pub bytes: &'h [u8],
    /// The same as text, with U+FFFD for what is not UTF-8.
    pub text: Cow<'h, str>,
}

impl<'h> Head<'h> {
    /// The head of a text; `None` where there is nothing but white space.
    pub fn of(bytes: &'h [u8]) -> Option<Self> {
        let bytes = bytes.trim_ascii_start();
        (!bytes.is_empty()).then(|| Self { bytes, text: String::from_utf8_lossy(bytes) })
    }
}
