//! The analysis on a table of cases, one a line under `testdata/`, and on arbitrary text.
//!
//! It must not repeat what a single file's own tests say.

use std::fmt::Write;

use proptest::prelude::*;

use super::{Analyzer, fold, sentences};

/// The cases of a file: text and what it yields, escapes resolved.
fn cases(file: &str) -> Vec<(String, String)> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (text, yields) = line.split_once('\t').unwrap_or((line, ""));
            (unescaped(text), unescaped(yields))
        })
        .collect()
}

/// `\u{…}`, `\n`, `\t` and `\0` as the characters they stand for; surrogates as nothing.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let length = match escape.as_bytes()[0] {
            b'u' => {
                let end = escape.find('}').unwrap();
                plain.extend(char::from_u32(u32::from_str_radix(&escape[2..end], 16).unwrap()));
                end + 1
            }
            other => {
                plain.push(match other {
                    b'n' => '\n',
                    b't' => '\t',
                    b'0' => '\0',
                    _ => unreachable!("unknown escape in {text}"),
                });
                1
            }
        };
        rest = &escape[length..];
    }
    plain + rest
}

/// Compares every case and reports all that differ at once.
fn check(file: &str, mut yields: impl FnMut(&str) -> String) {
    let mut report = String::new();
    for (text, expected) in cases(file) {
        let found = yields(&text);
        if found != expected {
            writeln!(report, "{text:?}\n  expected {expected}\n  found    {found}").unwrap();
        }
    }
    assert!(report.is_empty(), "{report}");
}

fn bag_of(analyzer: &mut Analyzer, text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    analyzer.bag(text, |term| terms.push(term.to_owned()));
    terms.sort();
    terms
}

fn joined(readings: &[Vec<String>]) -> String {
    readings.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("|")
}

#[test]
fn words() {
    let mut analyzer = Analyzer::new();
    check(include_str!("testdata/words.txt"), |text| {
        let mut words = Vec::new();
        analyzer.tokens(text, |token| {
            words.push(format!("{}@{}{}", token.word, token.position, if token.joined { "+" } else { "" }));
        });
        words.join(" ")
    });
}

#[test]
fn bags() {
    let mut analyzer = Analyzer::new();
    check(include_str!("testdata/bag.txt"), |text| bag_of(&mut analyzer, text).join(" "));
}

#[test]
fn stems_that_agree() {
    let mut analyzer = Analyzer::new();
    let mut report = String::new();
    for (line, _) in cases(include_str!("testdata/stems.txt")) {
        let stems: Vec<String> = line.split(' ').map(|word| analyzer.stem(word).to_owned()).collect();
        if stems.iter().any(|stem| *stem != stems[0]) {
            writeln!(report, "{line}: {stems:?}").unwrap();
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn stems_that_are_left_alone() {
    let mut analyzer = Analyzer::new();
    check(include_str!("testdata/apart.txt"), |word| analyzer.stem(word).to_owned());
}

#[test]
fn readings() {
    let mut analyzer = Analyzer::new();
    check(include_str!("testdata/readings.txt"), |chunk| {
        let readings = analyzer.readings(chunk).into_iter();
        let shown = readings
            .map(|reading| if reading.guessed { "?" } else { "" }.to_owned() + &reading.words.join(" "));
        shown.collect::<Vec<_>>().join("|")
    });
}

#[test]
fn bag_readings() {
    let mut analyzer = Analyzer::new();
    check(include_str!("testdata/bag_readings.txt"), |chunk| joined(&analyzer.bag_readings(chunk)));
}

#[test]
fn sentence_ends() {
    check(include_str!("testdata/sentences.txt"), |text| {
        sentences(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>().join("|")
    });
}

#[test]
fn chunks_join_what_belongs_together() {
    let text = "Severe covid 19 pneumonia, SARS-CoV-2 (IL-6).";
    let chunks = Analyzer::new().chunks(text);
    let surfaces: Vec<&str> = chunks.iter().map(|chunk| &text[chunk.start..chunk.end]).collect();
    assert_eq!(surfaces, ["Severe", "covid 19", "pneumonia", "SARS-CoV-2", "IL-6"]);
    assert_eq!(chunks[3].words, ["sars", "cov", "2"]);
    assert_eq!(chunks[3].position, 4);
}

#[test]
fn folding_a_name() {
    assert_eq!(fold("  Müller-Lyer, Æ.  "), "muller lyer ae");
    assert_eq!(fold("95 %"), "95");
    assert_eq!(fold(""), "");
}

/// However a compound is written in a document and by a user, the one finds the other. Where nothing
/// but a lexicon could tell (`health care` typed as two words, the document has `healthcare`) nothing is
/// promised.
#[test]
fn compounds_meet_however_they_are_written() {
    let compounds: [(&[&str], &[&str]); 12] = [
        (&["covid19", "COVID-19", "covid 19"], &["covid19", "COVID-19", "covid 19", "COVID–19"]),
        (&["H1N1", "H1-N1", "H1 N1"], &["h1n1", "H1-N1"]),
        (
            &["SARS-CoV-2", "sarscov2", "SARS CoV 2", "SARS-CoV2", "SARS CoV-2"],
            &["SARS-CoV-2", "sarscov2", "sars-cov2"],
        ),
        (&["health-care", "healthcare"], &["health-care", "healthcare"]),
        (&["health-care", "health care"], &["health-care"]),
        (&["IL6", "IL-6", "IL 6"], &["il6", "IL-6", "il 6"]),
        (&["TNFα", "TNF-α", "TNF-alpha", "TNFalpha", "TNF alpha"], &["TNFα", "tnf-alpha", "TNFalpha"]),
        (&["NF-κB", "NF-kappaB", "NF-kappa B", "NF kappa B"], &["NF-κB", "NF-kappaB", "NF-kappa-B"]),
        (&["10mg", "10 mg"], &["10mg", "10-mg"]),
        (&["می\u{200C}شود", "می شود", "میشود"], &["می\u{200C}شود"]),
        (&["می\u{200C}شود", "میشود"], &["میشود"]),
        (&["interleukin-6", "interleukin 6", "interleukin6"], &["interleukin-6"]),
    ];
    let mut analyzer = Analyzer::new();
    for (documents, queries) in compounds {
        for document in documents {
            let bag = bag_of(&mut analyzer, document);
            for query in queries {
                let readings = analyzer.bag_readings(query);
                let met = readings.iter().any(|terms| terms.iter().all(|term| bag.contains(term)));
                assert!(met, "{query} {readings:?} in {document} {bag:?}");
            }
        }
    }
}

#[test]
fn a_huge_word_takes_linear_time() {
    let mut analyzer = Analyzer::new();
    for unit in [
        "a", "é", "a1", "9", "1,", "1,111,", "a\u{301}", "a\u{AD}", "α", "中", "a-", "a'", ".", "½", "10⁵",
        "' ",
    ] {
        let text = unit.repeat(100_000 / unit.len());
        analyzer.bag(&text, |_| {});
        sentences(&text);
        let chunk = &text[..unit.len() * 2_000];
        assert!(analyzer.readings(chunk).len() < 1_000, "{unit}");
        assert!(analyzer.bag_readings(chunk).len() < 1_000, "{unit}");
    }
}

/// Text of the kinds that break analyzers: pieces of every script and joiner, in any order.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,8}",
        "[0-9]{1,4}",
        "[-'’.,% ()/\\[\\]]",
        "[αβµΩςάὰ]",
        "[éıİßﬁ½²⁵ⅣĳŉŁ中が한]",
        "[\u{301}\u{AD}\u{200D}\u{FEFF}\u{3099}\u{FE0F}\u{20E3}]",
        "(covid|sars|'s|et al\\.|Fig\\.|U\\.S\\.)",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn tokens_lie_in_order_and_read_the_same_alone(text in texts()) {
        let mut analyzer = Analyzer::new();
        let mut found = Vec::new();
        analyzer.tokens(&text, |token| {
            found.push((token.start, token.end, token.position, token.word.to_owned(), token.joined));
        });
        let mut last = (0, 0);
        for (index, (start, end, position, word, joined)) in found.into_iter().enumerate() {
            prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end) && start < end);
            prop_assert!(!word.is_empty() && !word.chars().any(char::is_whitespace));
            prop_assert!(start >= last.0 && position >= last.1 && position - last.1 <= 1);
            prop_assert!(index > 0 || (position == 0 && !joined));
            last = (start, position);
            let mut alone = Vec::new();
            analyzer.tokens(&text[start..end], |token| alone.push(token.word.to_owned()));
            prop_assert!(alone.contains(&word), "{:?} gives {alone:?}, not {word}", &text[start..end]);
        }
    }

    #[test]
    fn everything_takes_any_text(text in any::<String>()) {
        let mut analyzer = Analyzer::new();
        analyzer.bag(&text, |term| assert!(!term.is_empty()));
        analyzer.chunks(&text);
        fold(&text);
    }

    #[test]
    fn a_chunk_as_written_is_its_first_reading(text in texts()) {
        let mut analyzer = Analyzer::new();
        for chunk in analyzer.chunks(&text) {
            let surface = &text[chunk.start..chunk.end];
            let readings = analyzer.readings(surface);
            prop_assert!(readings.iter().all(|reading| !reading.words.is_empty()));
            prop_assert!(!readings.is_empty(), "{surface:?}");
            prop_assert!(!analyzer.bag_readings(surface).is_empty());
        }
    }

    #[test]
    fn a_text_meets_its_own_chunks(text in texts()) {
        let mut analyzer = Analyzer::new();
        let bag = bag_of(&mut analyzer, &text);
        for chunk in analyzer.chunks(&text) {
            let surface = &text[chunk.start..chunk.end];
            let readings = analyzer.bag_readings(surface);
            let met = readings.iter().any(|terms| terms.iter().all(|term| bag.contains(term)));
            prop_assert!(met, "{surface:?} {readings:?} {bag:?}");
        }
    }

    #[test]
    fn sentences_cover_what_is_not_blank(text in texts()) {
        let mut covered = 0;
        for range in sentences(&text) {
            prop_assert!(text[covered..range.start].trim().is_empty());
            prop_assert!(!range.is_empty() && text[range.clone()].trim().len() == range.len());
            prop_assert!(range.len() <= 400);
            covered = range.end;
        }
        prop_assert!(text[covered..].trim().is_empty());
    }
}
