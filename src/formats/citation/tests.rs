//! References of many styles against what should be read of them, and what holds for any text.
//!
//! They must not know how a reference is read.

use std::path::{Path, PathBuf};
use std::{env, fs};

use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// The references of every file of cases; beside each file stands what should be read, a line a reference.
const CASES: [&str; 4] = ["vancouver", "authors_year", "numbered", "books_and_web"];

fn path(name: &str, ending: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/formats/citation/cases/{name}.{ending}"))
}

fn case(name: &str, ending: &str) -> String {
    fs::read_to_string(path(name, ending)).unwrap_or_default()
}

/// A reference as JSON without its printed text and what is empty.
fn shown(reference: &Reference) -> String {
    let mut value = serde_json::to_value(reference).unwrap();
    let members = value.as_object_mut().unwrap();
    members.remove("raw");
    let ids = members["ids"].as_object_mut().unwrap();
    ids.retain(|_, id| !id.is_null() && id != &Value::Array(Vec::new()));
    members.retain(|_, part| {
        let is_empty = part.as_str() == Some("")
            || part.as_array().is_some_and(Vec::is_empty)
            || part.as_object().is_some_and(serde_json::Map::is_empty);
        !is_empty && !part.is_null()
    });
    value.to_string()
}

#[test]
fn references_of_every_style() {
    for name in CASES {
        let read: Vec<String> = case(name, "txt").lines().map(|raw| shown(&reference(raw))).collect();
        assert!(!read.is_empty(), "{name}");
        if env::var_os("LITDEX_WRITE_CASES").is_some() {
            fs::write(path(name, "jsonl"), read.join("\n") + "\n").unwrap();
        }
        for (number, (read, expected)) in read.iter().zip(case(name, "jsonl").lines()).enumerate() {
            assert_eq!(read, expected, "{name}, line {}", number + 1);
        }
        assert_eq!(case(name, "jsonl").lines().count(), read.len(), "{name}");
    }
}

#[test]
fn what_the_source_gave_stays() {
    let given = Reference {
        raw: "Marlowe AB. Sleep. J Rest Med. 2010;12(3):45-9. doi:10.1000/1".into(),
        year: Some(2010),
        journal: "Journal of Rest Medicine".into(),
        ..Reference::default()
    };
    let mut read = given.clone();
    complete(&mut read);
    assert_eq!((read.journal.as_str(), read.volume.as_str()), ("Journal of Rest Medicine", "12"));
    // A text of another year was not understood; an identifier is one all the same.
    let mut other = Reference { year: Some(2009), ..given };
    complete(&mut other);
    assert_eq!((other.volume.as_str(), other.title.as_str()), ("", ""));
    assert!(other.ids.doi.is_some());
}

#[test]
fn a_text_is_made_of_the_parts() {
    let mut made = Reference {
        authors: vec!["Marlowe AB".into(), "Okafor C".into()],
        title: "Does caffeine help?".into(),
        journal: "J Rest Med".into(),
        year: Some(2010),
        volume: "12".into(),
        issue: "3".into(),
        pages: "45-9".into(),
        ..Reference::default()
    };
    complete(&mut made);
    assert_eq!(made.raw, "Marlowe AB, Okafor C. Does caffeine help? J Rest Med. 2010;12(3):45-9.");
    let mut titled = Reference { title: "Vitamin D. A book".into(), ..Reference::default() };
    complete(&mut titled);
    assert_eq!(titled.raw, "Vitamin D. A book.");
    let once = titled.clone();
    complete(&mut titled);
    assert_eq!(titled, once);
}

/// Text that costs most: nothing of it ends what was begun.
#[test]
fn long_text_takes_no_long_time() {
    for piece in [
        "(",
        "10.1/",
        "a. ",
        "A, ",
        "A B, ",
        "1;1:1 ",
        "Smith J, ",
        "J. ",
        "2010 ",
        ". In ",
        "-1",
        "[J]",
        "é",
    ] {
        for bytes in [8 << 10, 1 << 20] {
            let raw = piece.repeat(bytes / piece.len());
            let read = reference(&raw);
            assert!(read.authors.len() <= raw.len(), "{piece}");
            if bytes > 8 << 10 {
                assert_eq!((read.title.as_str(), read.year), ("", None), "{piece}");
            }
        }
    }
}

fn lines() -> Vec<String> {
    CASES.iter().flat_map(|name| case(name, "txt").lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What holds for any reference: every part is printed in it, and to complete it again adds nothing.
fn is_sound(raw: &str) {
    let read = reference(raw);
    let parts = [&read.title, &read.journal, &read.volume, &read.issue, &read.pages];
    for part in parts.into_iter().chain(&read.authors) {
        assert!(read.raw.contains(part.as_str()), "{part:?} is not in {raw:?}");
    }
    assert!(read.year.is_none_or(|year| read.raw.contains(&year.to_string())), "{:?} {raw:?}", read.year);
    let mut again = read.clone();
    complete(&mut again);
    assert_eq!(again, read, "{raw:?}");
}

proptest! {
    #[test]
    fn nothing_is_invented(line in 0..60_usize, cut in 0..400_usize, at in 0..400_usize, byte in any::<u8>()) {
        let lines = lines();
        let line = &lines[line % lines.len()];
        is_sound(&line[..line.floor_char_boundary(cut)]);
        is_sound(&line[line.ceil_char_boundary(cut.min(line.len()))..]);
        let mut bytes = line.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        is_sound(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_text_is_sound(text in "[A-Za-z0-9 .,;:()\\[\\]/&é–”-]{0,200}") {
        is_sound(&text);
    }
}
