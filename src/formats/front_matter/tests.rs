//! Whatever is cut from or changed in a record, nothing does harm, and what is told is located.
//!
//! They must not know any other format.

use std::fs;

use proptest::prelude::*;

use super::super::tests::cases::cases;
use super::super::tests::read_all;
use super::super::{Format, ProblemKind};

#[test]
fn front_matter_is_told_by_its_fences_and_keys() {
    for (text, is_ours) in [
        ("---\ntitle: x\n---\ntext", true),
        ("\u{feff}\n\n---  \r\nAuthor: x\r\nfoo: y\r\n...\r\n", true),
        ("---\ndoi: 10.1/x\n", true),
        ("---\nfoo: bar\n---\ntitle: x", false),
        ("----\ntitle: x\n----\n", false),
        ("title: x\n---\n", false),
        ("---\nA rule, then text with a title: x", false),
    ] {
        assert_eq!(read_all(text.as_bytes()).0.format == Some(Format::FrontMatter), is_ours, "{text:?}");
    }
}

#[test]
fn long_and_deep_input_takes_no_more_than_linear_time() {
    for (start, piece, end) in [
        ("---\ntitle: ", "[", "\n---\n"),
        ("---\ntitle: x\n", "a: &a {b: c}\n", "---\n"),
        ("---\ntitle: ", "x: ", "\n---\n"),
        ("---\ntitle: x\nkeywords: [", "a, ", "]\n---\n"),
        ("---\ntitle: x\nauthor: ", "A B and ", "\n---\n"),
        ("---\ntitle: x\n", "\"\n", "---\n"),
        ("---\ntitle: x\n---\n# References\n", "[1] a\n", ""),
        ("---\ntitle: x\n---\n", "# a\n", ""),
        ("---\ntitle: x\n---\n", "- ", ""),
        ("---\ntitle: x\nabstract: ", "*a_", "\n---\n"),
    ] {
        read_all(format!("{start}{}{end}", piece.repeat(50_000)).as_bytes());
    }
}

proptest! {
    #[test]
    fn no_change_does_harm(
        case in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize), 0..4),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let cases: Vec<_> = cases().into_iter().filter(|(format, _)| format == "front-matter").collect();
        let mut bytes = fs::read(&case.get(&cases).1).unwrap();
        for (at, length) in cuts {
            let at = at.index(bytes.len());
            bytes.drain(at..(at + length).min(bytes.len() - 1));
        }
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let (summary, _, problems, _) = read_all(&bytes);
        for problem in problems.iter().filter(|_| summary.format == Some(Format::FrontMatter)) {
            let placed = problem.place.line.or(problem.place.byte).or(problem.place.record).is_some();
            // An encoding is of the whole file.
            prop_assert!(placed || problem.kind == ProblemKind::Encoding, "{problem}");
        }
    }
}
