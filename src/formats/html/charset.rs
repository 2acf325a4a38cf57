//! The encoding of a page: UTF-8 where it is that, else what the page declares, as browsers take it.
//!
//! It must not know anything of the page but its declarations.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, WINDOWS_1252};

/// Declarations stand at the start of a page; browsers look at no more than 1,024 bytes, pages put it later.
const LOOKED_AT_BYTES: usize = 16 << 10;

/// What the bytes of a page were read as.
pub(super) struct Read<'t> {
    pub text: Cow<'t, str>,
    /// What was found and what was done, where the encoding was not plain, and the first byte it shows at.
    pub doubt: Option<(String, String, usize)>,
}

/// The text of a page.
pub(super) fn decode(bytes: &[u8]) -> Read<'_> {
    let declared = declared(&bytes[..bytes.len().min(LOOKED_AT_BYTES)]);
    let wrong = match std::str::from_utf8(bytes) {
        // The escapes of this encoding are ASCII, and so UTF-8.
        Ok(_) if declared == Some(ISO_2022_JP) => 0,
        Ok(text) => return Read { text: text.into(), doubt: lie(text, declared) },
        Err(error) => error.valid_up_to(),
    };
    match declared {
        Some(encoding) if encoding == UTF_8 => {
            let doubt = ("text that is not UTF-8".to_owned(), "U+FFFD stands for it".to_owned(), wrong);
            Read { text: String::from_utf8_lossy(bytes), doubt: Some(doubt) }
        }
        Some(encoding) => {
            let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
            let found = || {
                (format!("text that is not {}", encoding.name()), "U+FFFD stands for it".to_owned(), wrong)
            };
            Read { text, doubt: had_errors.then(found) }
        }
        None => {
            let found = "text that is not UTF-8, and no encoding is declared".to_owned();
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            Read { text, doubt: Some((found, "it was read as windows-1252".to_owned(), wrong)) }
        }
    }
}

/// What is told of a page in UTF-8 that declares another encoding: most such pages were saved by a browser.
fn lie(text: &str, declared: Option<&'static Encoding>) -> Option<(String, String, usize)> {
    let declared = declared.filter(|encoding| *encoding != UTF_8)?;
    let at = text.bytes().position(|b| !b.is_ascii())?;
    Some((
        format!("{} is declared, the text is UTF-8", declared.name()),
        "it was read as UTF-8".to_owned(),
        at,
    ))
}

/// The encoding a `meta` element or an XML declaration names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let of_meta = head.match_indices("<meta").find_map(|(at, _)| {
        let tag = head[at..].split('>').next().unwrap_or("");
        tag.split_once("charset").and_then(|(_, after)| named(after))
    });
    let of_xml = || {
        head.strip_prefix("<?xml")?
            .split("?>")
            .next()?
            .split_once("encoding")
            .and_then(|(_, after)| named(after))
    };
    of_meta.or_else(of_xml)
}

/// The encoding behind `=`, in quotes or not.
fn named(after: &str) -> Option<&'static Encoding> {
    let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label = value.split(['"', '\'', ' ', ';', '/', '>']).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A page whose declaration could be read is in no encoding of two bytes a character.
    let is_wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
    Some(if is_wide { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_the_encodings_they_declare() {
        let cases: [(&[u8], &str, bool); 9] = [
            (b"<meta charset=utf-8>\xc3\xa9", "é", false),
            (b"<meta charset=windows-1252>\xc3\xa9", "é", true),
            (b"<META http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>\xe9\x96", "é–", false),
            (b"<meta charset=\"windows-1256\">\xc7\xe1", "ال", false),
            (b"<?xml version='1.0' encoding='iso-8859-2'?><p>\xb1", "ą", false),
            (b"<meta charset='iso-2022-jp'>\x1b$B4A\x1b(B", "漢", false),
            (b"<meta charset=utf-16>\xc3\xa9\xff", "é\u{fffd}", true),
            (b"<meta charset=utf-8>a\xe9", "a\u{fffd}", true),
            (b"<meta charset=klingon>a\xe9", "aé", true),
        ];
        for (bytes, ending, doubted) in cases {
            let read = decode(bytes);
            assert!(read.text.ends_with(ending), "{}", read.text);
            assert_eq!(read.doubt.is_some(), doubted, "{}", read.text);
        }
    }
}
