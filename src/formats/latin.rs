//! Text in Latin-1: known by the XML declaration, read as UTF-8.
//!
//! It must not know any one format. As everywhere on the web, ISO-8859-1 stands for windows-1252, which
//! differs only where ISO-8859-1 has control characters no text holds.

use std::io::{self, Read};

/// The characters of the bytes 0x80 to 0x9F; bytes without one stand for themselves.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

const NAMES: [&str; 7] =
    ["iso-8859-1", "iso_8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252"];

/// What is decoded at a time.
const CHUNK_BYTES: usize = 16 << 10;

/// Whether a text begins with an XML declaration that says it is in Latin-1.
pub(super) fn is_declared(head: &[u8]) -> bool {
    let Some(declaration) = head.trim_ascii_start().strip_prefix(b"<?xml") else { return false };
    let end = memchr::memmem::find(declaration, b"?>").unwrap_or(0);
    let declaration = String::from_utf8_lossy(&declaration[..end]).to_ascii_lowercase();
    let Some((_, after)) = declaration.split_once("encoding") else { return false };
    let value = after.trim_start().strip_prefix('=').map_or("", str::trim_start);
    let name = value.strip_prefix(['"', '\'']).and_then(|rest| rest.split(['"', '\'']).next());
    name.is_some_and(|name| NAMES.contains(&name))
}

/// Appends bytes of Latin-1 as UTF-8.
pub(super) fn decode(bytes: &[u8], into: &mut Vec<u8>) {
    for &byte in bytes {
        let c = match byte {
            0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
            other => char::from(other),
        };
        into.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// A stream of Latin-1, read as UTF-8.
pub(super) struct Latin<R> {
    inner: R,
    raw: Vec<u8>,
    text: Vec<u8>,
    start: usize,
}

impl<R: Read> Latin<R> {
    pub fn new(inner: R) -> Self {
        Self { inner, raw: vec![0; CHUNK_BYTES], text: Vec::new(), start: 0 }
    }
}

impl<R: Read> Read for Latin<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.start == self.text.len() {
            let read = self.inner.read(&mut self.raw)?;
            self.text.clear();
            self.start = 0;
            decode(&self.raw[..read], &mut self.text);
        }
        let read = (&self.text[self.start..]).read(into)?;
        self.start += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_of_latin() {
        for declared in [
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>",
            "\n<?xml version='1.0' encoding = 'Windows-1252' standalone='yes'?>",
        ] {
            assert!(is_declared(declared.as_bytes()), "{declared}");
        }
        for other in [
            "",
            "<?xml",
            "<?xml version=\"1.0\"?><a encoding=\"latin1\"/>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<?xml version=\"1.0\" encoding=latin1?>",
            "<a>encoding=\"latin1\"?></a>",
        ] {
            assert!(!is_declared(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn every_byte_is_a_character_in_steps_of_any_size() {
        let bytes: Vec<u8> = (0..=255).cycle().take(40_000).collect();
        let mut whole = String::new();
        Latin::new(&bytes[..]).read_to_string(&mut whole).unwrap();
        assert_eq!(whole.chars().count(), bytes.len());
        assert!(whole.contains("~\u{7f}€\u{81}‚") && whole.contains("žŸ\u{a0}¡"));
        let mut latin = Latin::new(&bytes[..]);
        let (mut slow, mut step) = (Vec::new(), [0; 5]);
        while let read @ 1.. = latin.read(&mut step).unwrap() {
            slow.extend_from_slice(&step[..read]);
        }
        assert_eq!(slow, whole.as_bytes());
    }
}
