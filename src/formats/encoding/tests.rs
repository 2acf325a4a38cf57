//! Encodings told and read: what is declared, what is not, what is declared wrongly.
//!
//! They must not know any one format.

use std::io::Read;
use std::rc::Rc;

use encoding_rs::{GBK, ISO_2022_JP, SHIFT_JIS, WINDOWS_1250};
use proptest::prelude::*;

use super::*;

/// The text that bytes are read as, and what was said of it, in the order it is said.
fn read(bytes: &[u8]) -> (Option<String>, Vec<String>) {
    let judged = judge(&bytes[..bytes.len().min(64 << 10)]);
    let met = Rc::new(Met::default());
    let mut text = Vec::new();
    let mut said: Vec<String> =
        judged.problem.into_iter().map(|(found, done)| format!("{found}; {done}")).collect();
    let read = match judged.reading {
        Reading::AsTheyAre => (&mut &bytes[..]).read_to_end(&mut text),
        Reading::Watched { encoding, is_declared } => {
            Recoded::watch(bytes, encoding, is_declared, Rc::clone(&met)).read_to_end(&mut text)
        }
        Reading::Decoded(encoding) => {
            Recoded::decode(bytes, encoding, Rc::clone(&met)).read_to_end(&mut text)
        }
        Reading::NotRead(what) => return (None, vec![what.to_owned()]),
    };
    read.unwrap();
    said.extend(met.problems().into_iter().map(|(at, found, done)| format!("{at}: {found}; {done}")));
    (String::from_utf8(text).ok(), said)
}

fn utf16(text: &str, is_big: bool, has_mark: bool) -> Vec<u8> {
    let mark = has_mark.then_some(0xfeff);
    let units = mark.into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn utf_16_is_told_with_and_without_a_mark() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<a>Žižek, żółty, 😀 and 東京</a>";
    for (is_big, has_mark) in [(false, false), (false, true), (true, false), (true, true)] {
        assert_eq!(
            read(&utf16(text, is_big, has_mark)),
            (Some(text.to_owned()), vec![]),
            "{is_big} {has_mark}"
        );
    }
    // Cut in the middle of a character.
    let cut = utf16("TY  - JOUR\r\né", false, true);
    let (text, said) = read(&cut[..cut.len() - 1]);
    assert_eq!(text.as_deref(), Some("TY  - JOUR\r\n\u{fffd}"));
    assert_eq!(
        said,
        ["12: 1 places that are no characters of the encoding, the first here; they were replaced by U+FFFD"]
    );
}

#[test]
fn what_is_not_text_is_left_as_it_is() {
    for bytes in [
        &b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0"[..],
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"\x01\0\x02\0\x03\0\x04\0\x05\0\x06\0\x07\0\x08\0",
        b"\0\0\0\0\0\0\0\0",
        b"",
        b"\xff",
    ] {
        let judged = judge(bytes);
        assert!(judged.reading == Reading::AsTheyAre || bytes == b"" || bytes == b"\xff", "{judged:?}");
    }
}

#[test]
fn utf_32_is_not_read() {
    let little: Vec<u8> = "<a>text</a>".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let big: Vec<u8> = "<a>text</a>".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    let marked = [&[0xff, 0xfe, 0, 0], &little[..]].concat();
    for bytes in [little, big, marked] {
        assert_eq!(read(&bytes), (None, vec!["text in UTF-32".to_owned()]));
    }
}

#[test]
fn declared_encodings_are_read() {
    let cases: [(&str, &'static Encoding, &str); 8] = [
        ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", WINDOWS_1252, "café – “Müller”"),
        ("\n<?xml version='1.0' encoding = 'Windows-1252' standalone='yes'?>", WINDOWS_1252, "Ÿ œ"),
        ("<?xml version=\"1.0\" encoding=\"latin-1\"?>", WINDOWS_1252, "é"),
        ("<?xml version=\"1.0\" encoding=\"windows-1250\"?>", WINDOWS_1250, "Dvořák"),
        ("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>", SHIFT_JIS, "東京"),
        ("<?xml version=\"1.0\" encoding=\"gb2312\"?>", GBK, "北京"),
        (
            "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\">",
            WINDOWS_1252,
            "é",
        ),
        ("% This file was created with JabRef 2.9.2.\n% Encoding: Cp1252\n", WINDOWS_1252, "Gödel"),
    ];
    for (declaration, encoding, text) in cases {
        let text = format!("{declaration}<a>{text}</a>");
        let (bytes, _, wrong) = encoding.encode(&text);
        assert!(!wrong, "{text}");
        assert_eq!(read(&bytes), (Some(text.clone()), vec![]));
        // The same where all is ASCII for a long time.
        let (start, end) = text.split_at(declaration.len());
        let late = format!("{start}{}{end}", " ".repeat(70_000));
        assert_eq!(read(&encoding.encode(&late).0), (Some(late.clone()), vec![]));
    }
    let text = "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><a>東京</a>";
    assert_eq!(read(&ISO_2022_JP.encode(text).0), (Some(text.to_owned()), vec![]));
}

#[test]
fn what_is_no_declaration_declares_nothing() {
    for other in [
        "<?xml",
        "<?xml version=\"1.0\"?><a encoding=\"latin1\"/>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<?xml version=\"1.0\" encoding=latin1?>",
        "<a>encoding=\"latin1\"?></a>",
        "@article{a, note = {Encoding: latin1}}",
    ] {
        let judged = judge(other.as_bytes());
        assert_eq!(judged, UNTOLD.into(), "{other}");
    }
}

#[test]
fn a_declaration_that_lies_is_told() {
    let cases: [(&[u8], &str, &str); 6] = [
        (
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>café</a>".as_bytes(),
            "café",
            "a text that says it is in iso-8859-1, and is in UTF-8; it was read as UTF-8",
        ),
        (
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>café</a>".as_bytes(),
            "café",
            "a text that says it is in utf-16, and has one byte a letter; it was read as UTF-8",
        ),
        (
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>caf\xe9</a>",
            "café",
            "a text that says it is in UTF-8, and is not; it was read as windows-1252; where letters are wrong, convert it to UTF-8",
        ),
        (
            b"<?xml version=\"1.0\" encoding=\"utf-16\"?><a>caf\xe9</a>",
            "café",
            "a text that says it is in utf-16, and has one byte a letter; it was read as windows-1252; where letters are wrong, convert it to UTF-8",
        ),
        (
            "<?xml version=\"1.0\" encoding=\"klingon\"?><a>café</a>".as_bytes(),
            "café",
            "a text that says it is in \"klingon\", an encoding that is not known; it was read as UTF-8",
        ),
        (
            b"TY  - JOUR\r\nAU  - Doe, Jos\xe9\r\n",
            "Doe, José",
            "a text that is not in UTF-8; it was read as windows-1252; where letters are wrong, convert it to UTF-8",
        ),
    ];
    for (bytes, text, problem) in cases {
        let (read, said) = read(bytes);
        assert!(read.is_some_and(|read| read.contains(text)), "{problem}");
        assert_eq!(said, [problem]);
    }
}

#[test]
fn what_comes_late_is_told_where_it_stands() {
    let ascii = "TY  - JOUR\n".repeat(10_000);
    let (text, said) = read(&[ascii.as_bytes(), b"AU  - Jos\xe9 \x80\n"].concat());
    assert!(text.is_some_and(|text| text.ends_with("AU  - José €\n")));
    assert_eq!(said, [format!("{}: {NOT_UTF_8}; {AS_WINDOWS_1252}", ascii.len() + 9)]);
    let text = format!("{ascii}AU  - José\n");
    assert_eq!(read(text.as_bytes()), (Some(text.clone()), vec![]));
    let text = format!("% Encoding: latin1\n{ascii}author = José\n");
    let (read, said) = read(text.as_bytes());
    assert_eq!(read.as_ref(), Some(&text));
    let at = text.find('é').unwrap();
    assert_eq!(said, [format!("{at}: a text that says it is in windows-1252, and is in UTF-8; {AS_UTF_8}")]);
}

#[test]
fn utf_8_with_a_few_wrong_bytes_stays_utf_8() {
    let text = [&"José ".repeat(50).into_bytes()[..], b"caf\xe9"].concat();
    assert_eq!(judge(&text), Reading::AsTheyAre.into());
    // A character that the end cuts is no wrong byte.
    assert_eq!(judge(&"a é".as_bytes()[..3]), UNTOLD.into());
}

#[test]
fn every_byte_is_a_character_in_steps_of_any_size() {
    let bytes: Vec<u8> = (0..=255).cycle().take(40_000).collect();
    let met = || Rc::new(Met::default());
    let mut whole = String::new();
    Recoded::decode(&bytes[..], WINDOWS_1252, met()).read_to_string(&mut whole).unwrap();
    assert_eq!(whole.chars().count(), bytes.len());
    assert!(whole.contains("~\u{7f}€\u{81}‚") && whole.contains("žŸ\u{a0}¡"));
    let mut recoded = Recoded::decode(&bytes[..], WINDOWS_1252, met());
    let (mut slow, mut step) = (Vec::new(), [0; 5]);
    while let read @ 1.. = recoded.read(&mut step).unwrap() {
        slow.extend_from_slice(&step[..read]);
    }
    assert_eq!(slow, whole.as_bytes());
}

proptest! {
    #[test]
    fn text_in_any_encoding_comes_through(text in "[ -~\u{a0}-\u{ff}]{0,400}", at in 0..3_usize, ascii in 0..3_usize) {
        let text = format!("{}{text}", "x".repeat(ascii * 40_000));
        let met = Rc::new(Met::default());
        let bytes = match at {
            0 => WINDOWS_1252.encode(&text).0.into_owned(),
            1 => utf16(&text, false, false),
            _ => utf16(&text, true, true),
        };
        let encoding = [WINDOWS_1252, UTF_16LE, UTF_16BE][at];
        let mut read = String::new();
        Recoded::decode(&bytes[..], encoding, Rc::clone(&met)).read_to_string(&mut read).unwrap();
        prop_assert_eq!(&read, &text);
        prop_assert!(met.problems().is_empty());
    }

    #[test]
    fn any_bytes_become_text(bytes in proptest::collection::vec(any::<u8>(), 0..300), ascii in 0..2_usize) {
        let bytes = [&vec![b'a'; ascii * 70_000][..], &bytes[..]].concat();
        read(&bytes);
        for encoding in [UTF_16LE, SHIFT_JIS, ISO_2022_JP] {
            let mut text = String::new();
            Recoded::decode(&bytes[..], encoding, Rc::new(Met::default())).read_to_string(&mut text).unwrap();
        }
    }
}
