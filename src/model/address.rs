//! Percent codes, as addresses on the web have them for characters of their own (RFC 3986, Berners-Lee et al., 2005).
//!
//! It must not know what an address leads to.

use std::borrow::Cow;
use std::fmt::Write;

/// An address with the characters its codes stand for; one whose codes are no text stays as it is.
pub(super) fn unescape_address(address: &str) -> Cow<'_, str> {
    if !address.contains('%') {
        return address.into();
    }
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let is_code = |code: &&[u8]| first == b'%' && code.iter().all(u8::is_ascii_hexdigit);
        let code = after.get(..2).filter(is_code).and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or_else(|_| address.into(), Cow::Owned)
}

/// Percent codes for all that an address does not hold as it is.
pub(crate) fn escape_address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            byte => {
                // Writing to a String does not fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for text in ["10.1000/a<b>(2)", "a\"b%", "ü“", ""] {
            assert_eq!(unescape_address(&escape_address(text)), text);
        }
        assert_eq!(escape_address("10.1000/a<b>(2)"), "10.1000/a%3Cb%3E%282%29");
        for as_it_is in ["100%", "%zz", "%FF", "%+1", "a%2"] {
            assert_eq!(unescape_address(as_it_is), as_it_is);
        }
    }
}
