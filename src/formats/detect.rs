//! The start of a text, by which its format is told; and what is no text at all.
//!
//! It must not know any format that is read.

use std::borrow::Cow;

/// How much of the text is looked at.
pub(super) const HEAD_BYTES: usize = 64 << 10;
/// How much is looked at where that does not tell.
pub(super) const LONG_HEAD_BYTES: usize = 1 << 20;

/// The start of a text, white space and a byte order mark before it taken off.
pub(super) struct Head<'h> {
    /// As it is; the last character or line may be cut.
    pub bytes: &'h [u8],
    /// The same as text, with U+FFFD for what is not UTF-8.
    pub text: Cow<'h, str>,
}

impl<'h> Head<'h> {
    pub fn of(text: &'h [u8]) -> Self {
        let bytes = text.trim_ascii_start();
        Self { bytes, text: String::from_utf8_lossy(bytes) }
    }

    /// What a text of no known format is, as far as that can be seen.
    pub fn guess(&self) -> &'static str {
        let known = FOREIGN.iter().find(|(magic, _)| self.bytes.starts_with(magic));
        match self.bytes.first() {
            _ if known.is_some() => known.map_or("", |(_, what)| what),
            Some(b'<') => "XML or HTML of no known format",
            Some(b'{' | b'[') => "JSON without the keys of an article",
            _ if self.bytes.contains(&0) => "binary data",
            _ => "text of no known format",
        }
    }
}

/// Files that people put beside articles, by their first bytes.
const FOREIGN: [(&[u8], &str); 21] = [
    (b"{\\rtf", "a document in rich text (RTF)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an office program of old (such as .doc or .xls)"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"#!", "a script"),
    (b"%!PS", "a PostScript file"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "data compressed by bzip2, which is not read"),
    (b"\xfd7zXZ\0", "data compressed by xz, which is not read"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive, which is not read"),
    (b"Rar!\x1a\x07", "a RAR archive, which is not read"),
    (b"\x04\x22\x4d\x18", "data compressed by lz4, which is not read"),
    (b"PK\x07\x08", "a part of a zip archive in several parts, which is not read"),
    (b"LZIP", "data compressed by lzip, which is not read"),
];
